"""Sheets that a spreadsheet program wrote as text: values separated by commas, semicolons or tabs.

Such a program fills every row up to the columns in use, mostly titles and paragraphs included. No
text from elsewhere has that, and it proves the columns: no row lost a cell, and merged cells left
blanks.
"""

from __future__ import annotations

import csv
import io
from itertools import groupby, islice

from extraction.document import Block
from extraction.readers.spreadsheet.layout import blocks_of
from extraction.readers.spreadsheet.sheet import Sheet
from extraction.typography import is_value, join_lines

_SEPARATORS = ("\t", ",", ";")
_FEWEST_ROWS = 8
_FEWEST_COLUMNS = 3
_LINES_IN_A_QUOTE = 12


def sheet_blocks(text: str) -> list[Block]:
    """The paragraphs and tables of a text that is a sheet; nothing of any other text."""
    for separator in _SEPARATORS:
        if text.count(separator) >= _FEWEST_ROWS * (_FEWEST_COLUMNS - 1):
            rows, lines = _records(text, separator)
            is_written = separator != "\t" or '\t"' in text
            if _is_filled_up(rows) or (is_written and _has_tables(rows)):
                return list(blocks_of([Sheet(1, rows, row_numbers=lines)]))
    return []


def _records(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The rows of a text, and the line that each begins at; none where a quote is not closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    end = 0
    try:
        for fields in reader:
            if any(field.count("\n") > _LINES_IN_A_QUOTE for field in fields):
                return [], []
            rows.append([join_lines(field.split("\n")) for field in fields])
            lines.append(end + 1)
            end = reader.line_num
    except csv.Error:
        return [], []
    return rows, lines


def _is_filled_up(rows: list[list[str]]) -> bool:
    """Whether all rows have columns, those with a single text too, as no other text has them."""
    filled = [row for row in rows if any(row)]
    return (
        len(filled) >= _FEWEST_ROWS
        and all(len(row) >= _FEWEST_COLUMNS for row in filled)
        and any(sum(map(bool, row)) == 1 for row in filled)
    )


def _has_tables(rows: list[list[str]]) -> bool:
    """Whether the rows of each table are as long as one another: lost cells would not leave them
    so. Of a text set with tabs only quotes show that a program wrote it."""
    tables = [list(run) for is_table, run in groupby(rows, _has_columns) if is_table]
    return sum(map(len, tables)) >= _FEWEST_ROWS and all(map(_is_even, tables))


def _is_even(rows: list[list[str]]) -> bool:
    """Whether rows of values are as long as one another; where another table begins below, with
    its head. Prose that is parted by commas is no row of values."""
    first = (next(run) for _, run in groupby(rows, len))
    is_cut = any(is_value(field) for row in islice(first, 1, None) for field in row)
    return not is_cut and sum(not field or is_value(field) for row in rows for field in row) > 1


def _has_columns(row: list[str]) -> bool:
    return len(row) > 1
