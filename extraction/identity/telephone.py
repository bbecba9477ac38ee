"""The areas of the telephone numbers in a text: 0516 is dialled in 徐州."""

from __future__ import annotations

import functools
import re
from pathlib import Path

_CODES = Path(__file__).parents[1] / "formats" / "telephone_codes.yml"
_NUMBER = re.compile(
    r"(?<![\d-])[(]?(?P<code>0(?:10|2\d|[3-9]\d{2}))[)]?[-—–－ ]{0,2}[2-9]\d{6,7}(?!\d)"
)


def divisions_dialled(text: str) -> dict[str, tuple[str, ...]]:
    """The telephone codes before the numbers in a folded text, each with the codes of the
    divisions where it is dialled, mostly prefectures."""
    found = dict.fromkeys(match["code"] for match in _NUMBER.finditer(text))
    return {code: _codes()[code] for code in found if code in _codes()}


@functools.cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Lines of `"code": divisions`, one a line."""
    lines = _CODES.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return {code.strip('"'): tuple(divisions.split()) for code, divisions in pairs}
