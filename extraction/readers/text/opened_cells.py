"""Tables in text whose cells stand on lines of their own, each but the first of a row with a bar
before it; a bar alone ends a row.

So collections of legal texts print the tables of pages:

    规章
    | 2
    | 0
    |
"""

from __future__ import annotations

from extraction.readers.text.cells import TextCell, table
from extraction.readers.text.delimited import is_packed, prose_and_cell
from extraction.readers.text.drawn_lines import HAS_BAR
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import join_lines, trim

_MOST_LINES = 8
"""A cell fills so many lines at most."""

_FEWEST_ROWS = 2
"""Rows of several cells from which on the lines are a table."""


def opened_cells_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table with bars before its cells that begins at a line, if one does."""
    below = None if lines[start].is_blank else next_filled(lines, start + 1)
    if below is None or not HAS_BAR.match(trim(lines[below].text)):
        return None
    rows: list[list[TextCell]] = []
    end = index = start
    while (row := _row(lines, index, is_first=not rows)) is not None:
        cells, index = row
        rows.append(cells)
        end = index
    if sum(len(cells) > 1 for cells in rows) < _FEWEST_ROWS:
        return None
    return Found(end, [table(rows, number, "ragged" if is_packed(rows) else "grid")])


def _row(lines: list[Line], start: int, *, is_first: bool) -> tuple[list[TextCell], int] | None:
    """The row whose first cell begins at a line, and the index behind the bar that ends it. That
    of the first row has one line: what stands over it may be a caption."""
    group, index = _group(lines, start)
    prose, cell = prose_and_cell(group)
    if prose or not cell or (is_first and len(cell) > 1):
        return None
    cells = [_cell(cell, 1)]
    blanks: list[int] = []
    while index < len(lines):
        line = lines[index]
        if not HAS_BAR.match(trim(line.text)):
            break
        text = trim(line.text)[1:]
        if HAS_BAR.search(text):
            return None
        if not trim(text):
            blanks.append(index)
            index += 1
            _, following = _group(lines, index)
            if following > index:
                break
            continue
        group, index = _group(lines, index + 1)
        cells += [TextCell(lines[at], len(cells) + 1, "") for at in blanks]
        blanks = []
        cells.append(_cell([line, *group], len(cells) + 1, text))
    if not blanks or len(group) > _MOST_LINES:
        return None
    cells += [TextCell(lines[at], len(cells) + 1, "") for at in blanks[:-1]]
    return cells, blanks[-1] + 1


def _group(lines: list[Line], start: int) -> tuple[list[Line], int]:
    """The lines without bars from one on, and the index of the first line with one behind them."""
    index = start
    while index < len(lines) and not HAS_BAR.search(lines[index].text):
        index += 1
        if index - start > 4 * _MOST_LINES:
            break
    return [line for line in lines[start:index] if not line.is_blank], index


def _cell(lines: list[Line], column: int, first: str | None = None) -> TextCell:
    texts = [first if first is not None else lines[0].text, *(line.text for line in lines[1:])]
    return TextCell(lines[0], column, join_lines(texts))
