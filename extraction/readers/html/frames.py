"""The table model of the HTML standard: every cell gets its place, wrong spans are cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from extraction.readers.nesting import (
    MAX_COLUMNS,
    RawCell,
    RawTable,
    clip_columns,
    too_many_columns,
)
from extraction.readers.rulings import align

_NUMBER = re.compile(r"\s*(\d{1,6})")


@dataclass(eq=False)
class Frame:
    """A table being read. group numbers its row groups; loose is what stands outside its cells.

    head, foot: the groups that are shown first and last, wherever they stand (CSS 2.2, 17.2).
    is_ragged: only the order of the cells in a row is certain.
    """

    is_ragged: bool = False

    rows: list[tuple[int, list[RawCell]]] = field(default_factory=list)
    group: int = 0
    head: int | None = None
    foot: int | None = None
    is_row_open: bool = False
    loose: list[str | RawTable] = field(default_factory=list)

    def open_row(self) -> None:
        self.rows.append((self.group, []))
        self.is_row_open = True

    def close_row(self) -> None:
        self.is_row_open = False

    def next_group(self, name: str = "") -> None:
        """Begin a group of rows, or what stands between two. name: of its element."""
        self.group += 1
        self.is_row_open = False
        if name == "thead" and self.head is None:
            self.head = self.group
        elif name == "tfoot" and self.foot is None:
            self.foot = self.group

    def open_cell(self, element: Any) -> RawCell:
        if not self.is_row_open:
            self.open_row()
        rows, columns = element.get("rowspan"), element.get("colspan")
        width = element.get("width")
        cell = RawCell(
            content=[],
            row_span=_span(rows, zero=65534) if rows else 1,
            column_span=_span(columns, zero=1) if columns else 1,
            width=float(width) if width and width.isdecimal() else None,
        )
        self.rows[-1][1].append(cell)
        return cell

    def table(self) -> RawTable:
        """Give every cell its place: row by row, each in the first column that is free."""
        self.rows.sort(key=lambda row: (row[0] != self.head, row[0] == self.foot))
        last_row = {group: number for number, (group, _) in enumerate(self.rows)}
        taken_until: list[int] = []
        cells: list[RawCell] = []
        for number, (group, row) in enumerate(self.rows):
            column = 0
            for cell in row:
                while column < len(taken_until) and taken_until[column] > number:
                    column += 1
                cell.row, cell.column = number, column
                if cell.row_span > 1:
                    cell.row_span = min(cell.row_span, last_row[group] + 1 - number)
                if cell.column_span > 1 or column >= MAX_COLUMNS:
                    wanted = cell.column_span
                    if column + wanted > MAX_COLUMNS:
                        wanted = MAX_COLUMNS - column if cell is row[-1] else 1
                    cell.column_span = _free_columns(taken_until, column, wanted, number)
                end = column + cell.column_span
                below = number + cell.row_span
                if end > len(taken_until):
                    taken_until.extend([0] * (end - len(taken_until)))
                for covered in range(column, end):
                    taken_until[covered] = below
                column = end
            cells.extend(row)
        clip_columns(cells)
        align(cells)
        is_ragged = self.is_ragged or _has_lost_spans(cells)
        return RawTable(cells=cells, caption=self.loose, is_ragged=is_ragged)


def _span(text: str, *, zero: int) -> int:
    """A span attribute; no number counts as 1, and 0 ("to the end") as `zero`."""
    match = _NUMBER.match(text)
    return 1 if match is None else int(match[1]) or zero


def _free_columns(taken_until: list[int], start: int, wanted: int, row: int) -> int:
    """How many of the wanted columns are free in the row: a span never covers another cell."""
    if start >= MAX_COLUMNS:
        raise too_many_columns()
    for column in range(start + 1, min(start + wanted, len(taken_until))):
        if taken_until[column] > row:
            return column - start
    return wanted


def _has_lost_spans(cells: list[RawCell]) -> bool:
    """Whether a table without any row span has rows that end in different columns.

    Its rows then begin too far left, by as much as the cells of the rows above should reach.
    """
    if any(cell.row_span > 1 for cell in cells):
        return False
    ends: dict[int, int] = {}
    for cell in cells:
        ends[cell.row] = max(ends.get(cell.row, 0), cell.column + cell.column_span)
    return len(set(ends.values())) > 1
