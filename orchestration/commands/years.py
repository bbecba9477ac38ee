"""Years as people write them in commands."""

from __future__ import annotations

import re

from orchestration.files import BuildFailed

_SPAN = re.compile(r"\s*(\d{4})(?:\s*[-–—~～至]\s*(\d{4}))?\s*")


def years_of(text: str) -> list[int]:
    """Years written as `2023`, `2021-2023` or several of these with commas.

    Raises BuildFailed for anything else.
    """
    years: list[int] = []
    for part in re.split("[,，]", text):
        found = _SPAN.fullmatch(part)
        span = range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
        if not span or not 1990 <= span[0] <= span[-1] <= 2100:
            raise BuildFailed(f"{part!r} is no year. Write 2023, 2021-2023 or 2019,2021-2023.")
        years += span
    return years
