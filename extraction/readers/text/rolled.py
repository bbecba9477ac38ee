"""Whole tables on one line, as programs write that join all texts of a page with one separator.

规章|0|123|20|行政规范性文件|0|5|0|第二十条第（五）项|信息内容|本年处理决定数量|行政许可|0
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, pairwise

from extraction.readers.text.lines import Line
from extraction.typography import is_value, trim
from extraction.units import unit_alone

_PARTING = tuple(map(re.compile, (r"\t", r"[|｜│┃║]", r" {2,}|\u3000")))
_JOINING = tuple(map(re.compile, (r"[,;]", r" ")))
"""The first parts cells wherever it stands, the second may stand in numbers and labels as well."""

_FEWEST_CELLS = 20
_FEWEST_ROWS = 3
"""From so many changes from a value to a label on, a line holds several rows."""

_FEWEST_VALUES = 3
"""Values in succession, where prose may have spaces beside its numbers."""

_FEWEST_UNITS = 5
"""So many values behind a unit alone; in prose units stand behind their numbers."""

_FEWEST_HEADS = 10
"""So many heads before as many values are the one row of a table under its head."""


def unrolled(lines: list[Line]) -> list[Line]:
    """The lines, each of which holds a table as one line for each of its cells."""
    return [cell for line in lines for cell in _cells(line)]


def _cells(line: Line) -> list[Line]:
    if len(line.text) < 2 * _FEWEST_CELLS:
        return [line]
    strongest = next((sep for sep in _PARTING if sep.search(line.text.strip())), None)
    for separator in (strongest,) if strongest else _JOINING:
        texts = separator.split(line.text)
        values = [is_value(text) for text in texts if trim(text)]
        if len(texts) < _FEWEST_CELLS or not _is_table(values):
            continue
        if strongest or _longest_run(values) >= _FEWEST_VALUES or _have_units(texts):
            return [replace(line, text=text, field=field) for field, text in enumerate(texts)]
    return [line]


def _have_units(texts: list[str]) -> bool:
    pairs = pairwise(text for text in texts if trim(text))
    units = sum(is_value(value) and unit_alone(unit) is not None for unit, value in pairs)
    return units >= _FEWEST_UNITS


def _longest_run(values: list[bool]) -> int:
    return max((len(list(run)) for is_one, run in groupby(values) if is_one), default=0)


def _is_table(values: list[bool]) -> bool:
    rows = sum(before and not after for before, after in pairwise(values))
    words = values.index(True) if True in values else 0
    return rows >= _FEWEST_ROWS or (rows == 0 and min(words, sum(values)) >= _FEWEST_HEADS)
