"""A sheet as every kind of file holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction.document import Rejected

MAX_CELLS = 2_000_000
"""Cells of a sheet's used area, blanks included: all of them are held."""
WHAT = "The spreadsheet"

_YEAR = re.compile(r"\D*(20\d{2})\D*")
_TITLE = re.compile(r"(20\d{2})年")
_LONGEST_TITLE = 60

Spot = tuple[int, int]
"""Row and column, from 0; or a number of rows and of columns."""


@dataclass(slots=True)
class Sheet:
    """A sheet from its cell A1 on.

    rows: the texts, rows of any length. spans: first cell of each merged area -> rows and columns
    that it covers. row_numbers, column_numbers: of the sheet, from 1, where some are not shown.
    held: what the file holds in the cells that show something else. name: where it is known.
    earlier: the year of a sheet that stands behind those of a later one.
    """

    number: int
    rows: list[list[str]]
    spans: dict[Spot, Spot] = field(default_factory=dict)
    row_numbers: list[int] = field(default_factory=list)
    column_numbers: list[int] = field(default_factory=list)
    held: dict[Spot, str] = field(default_factory=dict)
    name: str = ""
    earlier: str | None = None

    @property
    def year(self) -> str | None:
        """The year of what stands on it, by its name, else by its title."""
        title = next((text for row in self.rows for text in row if text), "")
        match = _YEAR.fullmatch(self.name) or _TITLE.search(title[:_LONGEST_TITLE])
        return match[1] if match else None

    def row_number(self, row: int) -> int:
        return self.row_numbers[row] if self.row_numbers else row + 1

    def column_number(self, column: int) -> int:
        return self.column_numbers[column] if self.column_numbers else column + 1

    def add_blank_row(self) -> None:
        """Add the row below the last one that holds anything."""
        if self.row_numbers:
            self.row_numbers.append(self.row_numbers[-1] + 1)
        self.rows.append([])

    def without(self, rows: set[int], columns: set[int]) -> Sheet:
        """The sheet as it is shown with these hidden. What is merged shows in what remains."""
        if not rows and not columns:
            return self
        width = max((len(row) for row in self.rows), default=0)
        left_rows = [row for row in range(len(self.rows)) if row not in rows]
        left_columns = [column for column in range(width) if column not in columns]
        texts = [row + [""] * (width - len(row)) for row in self.rows]
        spans: dict[Spot, Spot] = {}
        for (top, left), (height, breadth) in self.spans.items():
            below = [n for n, row in enumerate(left_rows) if top <= row < top + height]
            right = [n for n, column in enumerate(left_columns) if left <= column < left + breadth]
            if below and right:
                spans[below[0], right[0]] = len(below), len(right)
                texts[left_rows[below[0]]][left_columns[right[0]]] = texts[top][left]
        rows_at = {row: n for n, row in enumerate(left_rows)}
        columns_at = {column: n for n, column in enumerate(left_columns)}
        return Sheet(
            self.number,
            [[texts[row][column] for column in left_columns] for row in left_rows],
            spans,
            [row + 1 for row in left_rows],
            [column + 1 for column in left_columns],
            {
                (rows_at[row], columns_at[column]): text
                for (row, column), text in self.held.items()
                if row in rows_at and column in columns_at
            },
            self.name,
        )


def latest_first(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets, those of earlier years behind the others: a workbook that keeps the reports of
    several years is the one of the last."""
    listed = list(sheets)
    latest = max((sheet.year or "" for sheet in listed), default="")
    for sheet in listed:
        sheet.earlier = sheet.year if sheet.year != latest else None
    return sorted(listed, key=lambda sheet: sheet.earlier is not None)


def sheet_of(
    number: int,
    texts: dict[Spot, str],
    spans: Iterable[tuple[Spot, Spot]],
    held: dict[Spot, str] | None = None,
) -> Sheet:
    """A sheet of its filled cells. Raises Rejected("too_large") where these lie far apart."""
    height = max((row for row, _ in texts), default=-1) + 1
    width = max((column for _, column in texts), default=-1) + 1
    if height * width > MAX_CELLS:
        raise too_large(f"has a sheet of {height:,} rows and {width:,} columns")
    rows = [[""] * width for _ in range(height)]
    for (row, column), text in texts.items():
        rows[row][column] = text
    within = {
        (top, left): (min(rows_, height - top), columns)
        for (top, left), (rows_, columns) in spans
        if top < height and (rows_ > 1 or columns > 1)
    }
    return Sheet(number, rows, within, held=held or {})


def too_large(what: str) -> Rejected:
    return Rejected("too_large", f"{WHAT} {what}. Delete what is not the report and save it anew.")
