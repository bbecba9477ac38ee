"""The cells of a row of a grid that stand under the columns of their head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.document import Cell
from extraction.labels import has_words
from extraction.tables.heads.head import Head
from extraction.tables.rows import PrintedRow, best_row
from extraction.typography import UNKNOWN
from extraction.values import read_cell

_APART = re.compile(r"[\d\-—/]\s{2,}[\d\-—/]")


def with_values_in_words(row: PrintedRow, cells: list[Cell], head: Head) -> PrintedRow:
    """The row with words under a column of values (若干, 见附件) as its value, not as a label: they
    are no row of the form, and the label before them is."""
    labels = row.labels
    if len(labels) < 2 or all(labels[-1].columns != column.columns for column in head.columns):
        return row
    known = tuple(form_row for block in head.blocks for form_row in block.rows)
    if best_row(labels[-1].text, known)[0] or not best_row(labels[-2].text, known)[0]:
        return row
    end = labels[-2].columns.stop
    return replace(row, labels=labels[:-1], rest=tuple(c for c in cells if c.column >= end))


def each_under_its_own(row: PrintedRow, head: Head) -> tuple[Cell, ...] | None:
    """The cells where each stands in one column and under a head of its own, as most do."""
    if len(head.columns) != len(row.rest):
        return None
    for column, cell in zip(head.columns, row.rest, strict=True):
        if column.columns != range(cell.column, cell.column + 1) or cell.column_span != 1:
            return None
    is_clear = not row.labels or row.labels[-1].columns.stop <= row.rest[0].column
    return row.rest if is_clear else None


def under_head(row: PrintedRow, head: Head) -> tuple[Cell, ...] | None:
    """The cell of the row under each column; None where its places do not tell which it is, or
    where a value stands under none."""
    label_end = max((cell.columns.stop for cell in row.labels), default=0)
    in_column: dict[int, list[Cell]] = {}
    for cell in row.rest:
        for index in cell.columns:
            in_column.setdefault(index, []).append(cell)
    chosen: list[Cell] = []
    inside: set[int] = set()
    for column in head.columns:
        place = column.columns
        if place is None or place.start < label_end or not in_column.keys() >= set(place):
            return None
        under = {id(cell): cell for index in place for cell in in_column[index]}
        inside |= under.keys()
        if (one := _one_of(list(under.values()), place)) is None:
            return None
        chosen.append(one)
    shared = [cell for cell in chosen if sum(cell is other for other in chosen) > 1]
    values = [read_cell(cell.text) for cell in shared]
    if any(value.number or value.status == "unreadable" for value in values):
        # A number over several columns is of none of them; nothing, a dash or 0 is of each.
        return None
    outside = [cell for cell in row.rest if id(cell) not in inside]
    is_whole = all(
        read_cell(cell.text).status == "blank" or not head.ignored.isdisjoint(cell.columns)
        for cell in outside
    )
    return tuple(chosen) if is_whole else None


def _one_of(cells: Sequence[Cell], place: range) -> Cell | None:
    """The one of the cells under a head that says something, of equal ones that which stands least
    beside its place; None where they contradict."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len({cell.text for cell in cells}) == 1:
        return min(cells, key=lambda cell: sum(index not in place for index in cell.columns))
    return filled[0] if len(filled) == 1 else None


def _is_cut(text: str) -> bool:
    """Whether it is only at its end that a text holds a character without a meaning."""
    rest = text.strip(UNKNOWN)
    return rest != text and read_cell(rest).status != "unreadable"


def has_two_in_one(cells: Sequence[Cell]) -> bool:
    """Whether a cell holds two values: digits far apart or, beside a blank, digits that are no
    number or stand apart. What stood behind them may have moved up."""
    texts = [cell.text for cell in cells]
    odd = [
        text
        for text in texts
        if (value := read_cell(text)).is_spaced
        or (value.status == "unreadable" and not has_words(text) and not _is_cut(text))
    ]
    has_blank = any(read_cell(text).status == "blank" for text in texts)
    return any(has_blank or _APART.search(text) for text in odd)
