"""Cells of a text of which at least the order is certain, and the rows they form."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.document import Cell, Place, Table
from extraction.readers.text.lines import Found, Line
from extraction.typography import is_value, join_lines, starts_with_numbering, trim
from extraction.units import unit_alone

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

_SPAN = re.compile(r"\[([^\[\]]{0,2000})\]\{[.#]?[\w-]+(?:[\s=.#][^{}]{0,500})?\}")
"""Text with attributes, as Pandoc's Markdown marks it."""

_BLANK_WORDS = frozenset(("nan", "NaN", "None", "null", "<NA>"))
"""What programs that write tables put in the place of a blank cell."""

_NUMBER_HEAD = re.compile(r"(?:序\s*号?|编\s*号|行\s*[次号]|代\s*码|No\.?)\s*", re.IGNORECASE)
_FEWEST_NUMBERED = 5
"""So many rows in succession are numbered by no chance."""

LONGEST_LABEL = 80
"""A line alone between table rows is a label only up to this many characters."""

MANY_VALUES = 4
"""So many values in succession stand in a row, each under a head of its own."""


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell as written: its line and its number on that line, from 1."""

    line: Line
    column: int
    text: str


def cells_of(line: Line, texts: list[str]) -> list[TextCell]:
    return [TextCell(line, column, plain_cell(text)) for column, text in enumerate(texts, start=1)]


def plain_cell(text: str) -> str:
    """A cell as one line where it holds the <br> of the page that it was copied from, without
    attributes, and blank where it says so by a word of programs."""
    text = trim(without_attributes(join_lines(_BREAK.split(text)) if "<" in text else text))
    return "" if text in _BLANK_WORDS else text


def without_attributes(text: str) -> str:
    return _SPAN.sub(r"\1", text) if "]{" in text else text


def table(rows: list[list[TextCell]], number: int, *, is_grid: bool = False) -> Table:
    """The table of rows of cells. is_grid: whether they fill columns; else only their order in a
    row is certain."""
    cells = [
        Cell(field.text, row, column, place=field.line.place(number, field.column))
        for row, fields in enumerate(rows)
        for column, field in enumerate(fields)
    ]
    place = Place(page=cells[0].place.page, table=number)
    return Table(cells, "grid" if is_grid else "ragged", place)


def found_table(end: int, rows: list[list[TextCell]], number: int) -> Found:
    """The table of rows up to a line: a grid, unless merged cells have left no trace."""
    return Found(end, [table(rows, number, is_grid=not is_packed(rows))])


def guessed_rows(cells: list[TextCell]) -> list[list[TextCell]]:
    """Rows for cells of which only the order is known.

    A text after a value or a blank begins a row. A head has no values, so it ends up before the
    first label below it; it is parted from that label where other rows of the table prove that
    they have one label each.
    """
    if numbered := _numbered_rows(cells):
        return numbered
    rows: list[list[TextCell]] = []
    was_text = False
    for cell in cells:
        is_text = bool(cell.text) and not is_value(cell.text)
        if not rows or (is_text and not was_text):
            rows.append([])
        rows[-1].append(cell)
        was_text = is_text
    labels = [_leading_texts(row) for row in rows]
    if len(rows) == 1 and labels[0] >= len(rows[0]) - labels[0] > 1:
        # Texts for all its values: the one row of a table without labels, behind its head.
        return [rows[0][: labels[0]], rows[0][labels[0] :]]
    if all(2 * n >= len(row) >= n + MANY_VALUES for row, n in zip(rows, labels, strict=True)):
        # The same several times over, each with what stands over its heads in front of them.
        return [
            part for row, count in zip(rows, labels, strict=True) for part in _block(row, count)
        ]
    if 1 not in labels[1:]:
        return rows
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    parted: list[list[TextCell]] = []
    for row, count in zip(rows, labels, strict=True):
        # Heads with a blank behind them, as all rows have one, are a row of their own.
        is_head = len(row) == usual and not any(cell.text for cell in row[count:])
        if 1 < count < len(row) and not is_head:
            parted += [*_heads_and_groups(row[: count - 1]), row[count - 1 :]]
        else:
            parted.append(row)
    return parted


def is_numbered(text: str) -> bool:
    """Whether a label of the form's rows begins here; an article (第二十条) is a caption."""
    return starts_with_numbering(text) and not trim(text).startswith("第")


def _heads_and_groups(texts: list[TextCell]) -> list[list[TextCell]]:
    """What stands before the label of a row: the heads of its table, and behind a repeated head the
    groups that go on below it, each with its numbering."""
    begin = next((at for at in range(1, len(texts)) if is_numbered(texts[at].text)), len(texts))
    return [texts[:begin], *([texts[begin:]] if begin < len(texts) else [])]


def _numbered_rows(cells: list[TextCell]) -> list[list[TextCell]] | None:
    """The rows of a table whose first column numbers them from 1 on, before a text each, and its
    head; None where none does. A value before a row is followed by its number, and by no text.

    Values that happen to be 1, 2, 3 ... number nothing: no head says so.
    """
    starts: list[int] = []
    for at, (cell, following) in enumerate(pairwise(cells)):
        is_text = bool(following.text) and not is_value(following.text)
        if is_text and cell.text == str(len(starts) + 1):
            starts.append(at)
    if len(starts) < _FEWEST_NUMBERED or starts[0] == 0:
        return None
    is_told = any(_NUMBER_HEAD.fullmatch(cell.text) for cell in cells[: starts[0]])
    if cells[0].text and not is_told:
        return None
    ends = [*starts[1:], len(cells)]
    return [cells[: starts[0]], *(cells[at:end] for at, end in zip(starts, ends, strict=True))]


def _block(row: list[TextCell], texts: int) -> list[list[TextCell]]:
    """Captions, heads and values of a row of so many texts, with a head for each value."""
    captions = 2 * texts - len(row)
    return [part for part in (row[:captions], row[captions:texts], row[texts:]) if part]


def _leading_texts(row: list[TextCell]) -> int:
    """How many cells stand before the first value or blank of a row, and before its unit."""
    count = next(
        (i for i, cell in enumerate(row) if not cell.text or is_value(cell.text)), len(row)
    )
    has_unit = 1 < count < len(row) and unit_alone(row[count - 1].text) is not None
    return count - has_unit


def row_of_lines(lines: list[list[TextCell]]) -> list[list[TextCell]]:
    """One row from the lines that a table puts between two rules, cell by cell.

    A number may wrap in its cell (34 over 45). Only where every one of several columns has a
    value on two lines are these rows of their own: 186 over 139 is not 186 139.
    """
    columns = list(zip(*lines, strict=True))
    values = [count for cells in columns if (count := sum(is_value(cell.text) for cell in cells))]
    if len(values) > 1 and min(values) > 1:
        return lines
    return [
        [
            replace(cells[0], text=plain_cell(join_lines(cell.text for cell in cells)))
            for cells in columns
        ]
    ]


def is_even(rows: list[list[TextCell]]) -> bool:
    """Whether all rows have equally many fields: then merged cells left blank ones, as a
    spreadsheet writes them, and a field's number is its column."""
    return len(rows) > 2 and len({len(row) for row in rows}) == 1


def is_grid(rows: list[list[TextCell]]) -> bool:
    """Whether all rows fill the same columns."""
    return is_even(rows) and not is_packed(rows)


def is_packed(rows: list[list[TextCell]]) -> bool:
    """Whether merged cells have left no trace, so that only the order of cells is certain.

    Rows are of unequal length, or filled up behind their cells: then the rows of heads have no
    blank before or between their texts, yet end in different columns.
    """
    if len({len(row) for row in rows}) > 1 or _reaches_beyond_heads(rows):
        return True
    ends = set()
    for row in rows:
        filled = [index for index, field in enumerate(row) if field.text]
        if len(filled) < 2 or any(is_value(field.text) for field in row):
            continue
        if filled[-1] >= len(filled):
            return False
        ends.add(len(filled))
    return len(ends) > 1


def _reaches_beyond_heads(rows: list[list[TextCell]]) -> bool:
    """Whether values stand farther right than any head: then heads lost what they covered."""
    values = [any(is_value(field.text) for field in row) for row in rows]
    if True not in values:
        return False
    first = values.index(True)
    heads, body = (
        max((i for row in part for i, field in enumerate(row) if field.text), default=0)
        for part in (rows[:first], rows[first:])
    )
    return first > 1 and heads < body
