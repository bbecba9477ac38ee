"""Find the columns of a list of indicators: the label, the unit and the one value of the year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extraction.document import Cell
from extraction.labels import OTHER_YEARS, THIS_YEAR, core, is_label_head, plain
from extraction.tables.heads.labels import ASIDES, NUMBERS, TOTALS, UNITS, WHOLE_AREA
from extraction.values import read_cell

_OTHER_PERIOD = re.compile(rf"{OTHER_YEARS}|累计|增|减|比|±|[%％]|[月季]|预计|计划|目标")
_NOT_THE_YEAR = re.compile(rf"{OTHER_YEARS}|(?<![本今当全]年)(?<!年度)累计")
_YEAR = re.compile(r"(20\d\d)年")
_TO_DATE = re.compile(f"(?:{THIS_YEAR}|全年)度?累计")
_THIS_YEAR = re.compile(f"{THIS_YEAR}|全年|年度统计数|本期")
_QUARTER = re.compile("[一二三四1-4]季")
_SUM = re.compile(f"^(?:{TOTALS})")
_WHOLE = re.compile(f"^{WHOLE_AREA}")
LEAST_SUMS = 5
"""Rows in which one column must be the sum of the others for it to be taken for the whole."""

Values = list[tuple[range, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one half of a table (a table may be folded into two side by side).

    label, unit, value: grid columns, or positions in a ragged table. columns: all of the half.
    head: the head of the value column as printed. others: how many value columns stand beside it.
    same: a further column that must hold the same number for the row to be read: 本期实际 beside
    本年累计 is the year at its end, or a part of it.
    refusal: why no value column can be chosen, else None.
    """

    columns: range
    label: range
    unit: range | None
    value: range | None
    head: str
    others: int
    has_aside: bool
    refusal: str | None = None
    same: range | None = None


def label_heads(texts: list[str]) -> list[int]:
    """Where columns of labels begin among heads, those of groups (项目 | 统计指标) with theirs."""
    named = [is_label_head(text) for text in texts]
    return [at for at, is_named in enumerate(named) if is_named and not (at and named[at - 1])]


def parts(head_rows: list[list[Cell]], body: list[list[Cell]], year: int | None) -> list[Part]:
    """The parts of a table by its head; empty if no column of indicators stands in it.

    body: the rows below. year: the year reported on, where it is known.
    """
    columns = _columns(head_rows)
    starts = label_heads([text for _, text in columns])
    begins = [0, *(_start(columns, *both) for both in pairwise(starts)), len(columns)]
    return [
        _part(columns[first:stop], at - first, body, year)
        for at, (first, stop) in zip(starts, pairwise(begins), strict=False)
    ]


def _start(columns: list[tuple[range, str]], before: int, at: int) -> int:
    """A part begins with the number column (序号, 代码) in front of its labels."""
    return at - 1 if at - 1 > before and core(columns[at - 1][1]) in NUMBERS else at


def _columns(head_rows: list[list[Cell]]) -> list[tuple[range, str]]:
    """Each column of the lowest head row and the texts above it, outermost first."""
    heads = [cell for row in head_rows for cell in row if cell.text.strip()]
    return [
        (place, " ".join(dict.fromkeys(head.text for head in heads if place.start in head.columns)))
        for place in (cell.columns for cell in head_rows[-1])
    ]


def _part(columns: Values, at: int, body: list[list[Cell]], year: int | None) -> Part:
    label = columns[at][0]
    behind = columns[at + 1 :]
    while len(behind) > 1 and _holds_labels(*behind[0], body):
        # A second column of labels (其中), or one of the groups before it: 项目 | 统计指标.
        label = range(label.start, behind[0][0].stop)
        behind = behind[1:]
    unit = next((place for place, text in behind if core(text) in UNITS), None)
    values = [
        (place, text)
        for place, text in behind
        if core(text) not in ASIDES and not _is_empty(place, text, body)
    ]
    chosen, same = _choose(values, year)
    chosen = chosen or _whole(values, body)
    return Part(
        columns=range(columns[0][0].start, columns[-1][0].stop),
        label=label,
        unit=unit,
        value=chosen[0] if chosen else None,
        head=chosen[1] if chosen else "",
        others=len(values) - 1,
        has_aside=any(core(text) in ASIDES - UNITS for _, text in behind),
        refusal=None if chosen else _refusal(values),
        same=same,
    )


def _holds_labels(place: range, head: str, body: list[list[Cell]]) -> bool:
    """Whether a column is one of labels: its head says so, or it has none and no numbers."""
    if plain(head):
        return is_label_head(head)
    under = (cell.text for row in body for cell in row if cell.columns == place)
    return all(read_cell(text).number is None for text in under)


def _is_empty(place: range, head: str, body: list[list[Cell]]) -> bool:
    """Whether nothing stands in a column, not even a head: rows filled up to some width."""
    return not head.strip() and not any(
        cell.text.strip() for row in body for cell in row if cell.column in place
    )


def _choose(values: Values, year: int | None) -> tuple[tuple[range, str] | None, range | None]:
    """The value column of the year, never a running total or another year's, and the column that
    must agree with it.

    Bodies side by side are not added up: where no column is the sum of them, none is chosen.
    """
    if len(values) == 1 and not _NOT_THE_YEAR.search(plain(values[0][1])):
        return values[0], None
    whole = [value for value in values if not plain(value[1]).startswith("其中")]
    own = [
        value
        for value in whole
        if not _OTHER_PERIOD.search(plain(value[1])) or _TO_DATE.search(plain(value[1]))
    ]
    years = [set(map(int, _YEAR.findall(plain(text)))) for _, text in own]
    if len(own) > 1 and all(years):
        latest = year or max(max(named) for named in years)
        named = [value for value, of in zip(own, years, strict=True) if of == {latest}]
        return (named[0], None) if len(named) == 1 else (None, None)
    to_date = [value for value in own if _TO_DATE.search(plain(value[1]))]
    if len(own) == 2 and len(to_date) == 1:
        (other,) = (value for value in own if value not in to_date)
        if "本期" in plain(other[1]):
            return to_date[0], other[0]
    for rule in (_THIS_YEAR, _YEAR, _SUM, _WHOLE):
        named = [value for value in own if rule.search(plain(value[1]))]
        if len(own) > 1 and len(named) == 1:
            return named[0], None
    return (own[0], None) if len(own) == 1 else (None, None)


def _whole(values: Values, body: list[list[Cell]]) -> tuple[range, str] | None:
    """The column that is the sum of the others in every row: the whole of bodies side by side, or
    the year beside its quarters."""
    heads = [plain(text) for _, text in values]
    are_quarters = len({found[0] for head in heads for found in _QUARTER.finditer(head)}) == 4
    is_mixed = any(_OTHER_PERIOD.search(head) for head in heads)
    if len(values) < 3 or (is_mixed and not (are_quarters and len(values) == 5)):
        return None
    rows = []
    for row in body:
        under = [[c for c in row if c.columns == place] for place, _ in values]
        numbers = [read_cell(cells[0].text).number if cells else None for cells in under]
        known = [number for number in numbers if number is not None]
        if len(known) == len(values) and any(known):
            rows.append(known)
    wholes = [
        at
        for at, head in enumerate(heads)
        if not _QUARTER.search(head) and all(2 * row[at] == sum(row) for row in rows)
    ]
    return values[wholes[0]] if len(wholes) == 1 and len(rows) >= LEAST_SUMS else None


def _refusal(values: Values) -> str:
    if not values:
        return "no column of values stands in its head"
    heads = " | ".join(text for _, text in values)
    return f"which column of values is the year's stays open ({heads})"
