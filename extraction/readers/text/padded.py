"""Tables of which a program filled up every cell with blanks to the width of its column.

Such programs count characters, whatever their width, and let every cell begin at the left edge of
its column; merged cells have left no trace. What is aligned by its centre or its right edge, as a
printed page is, has values that reach over the edge of others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import Literal

from extraction.readers.text.aligned import is_delimited
from extraction.readers.text.cells import TextCell, table
from extraction.readers.text.delimited import is_packed
from extraction.readers.text.fields import Row, has_gap, row
from extraction.readers.text.lines import Found, Line

_FEWEST_ROWS = 2
"""Rows of several cells from which on a block of lines is a table."""
_MOST_ROWS = 150
"""More lines in succession are no table of the forms; to look at them from each line takes long."""
_MOST_CAPTIONS = 3
"""So many lines may stand over the first row of several cells."""


def padded_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The filled up table that begins at a line, if one does."""
    if lines[start].is_blank or not any(map(has_gap, lines[start : start + _MOST_CAPTIONS + 1])):
        return None
    end = start
    while end < len(lines) and not (lines[end].is_blank or is_delimited(lines[end])):
        end += 1
        if end - start > _MOST_ROWS:
            return None
    counted = [replace(line, is_counted=True) for line in lines[start:end]]
    rows = [row(index, line) for index, line in enumerate(counted, start)]
    edges = sorted({f.left for each in rows if len(each.fields) > 1 for f in each.fields})
    lines_around = [_is_line_across(each, edges) for each in rows]
    if False not in lines_around:
        return None
    first = lines_around.index(False)
    if True in lines_around[first:]:
        end = start + lines_around.index(True, first)
    above, within = lines[start : start + first], lines[start + first : end]
    rows = rows[first : end - start]
    if not any(each.has_values for each in rows) or not _is_padded(rows):
        return None
    if not lines[start].is_counted and _is_padded([row(0, line) for line in within]):
        return None
    edges = sorted({field.left for each in rows for field in each.fields})
    cells = [_cells(each, edges) for each in rows]
    geometry: Literal["grid", "ragged"] = "ragged" if is_packed(cells) else "grid"
    found = table(cells, number, geometry)
    return Found(end, [above, found] if above else [found])


def _is_padded(rows: list[Row]) -> bool:
    """Whether each field begins at the edge of a column and ends before the next one; some row
    has a field in all columns but one at most."""
    edges = sorted({field.left for each in rows for field in each.fields})
    fullest = max(len(each.fields) for each in rows)
    return (
        sum(len(each.fields) > 1 for each in rows) >= _FEWEST_ROWS
        and len(edges) <= fullest + 1
        and not any(_crosses(each, edges) for each in rows)
    )


def _is_line_across(each: Row, edges: list[int]) -> bool:
    """Whether a line is a caption or a remark: one text over the edges of several columns."""
    return len(each.fields) == 1 and (_crosses(each, edges) or each.fields[0].left not in edges)


def _crosses(each: Row, edges: list[int]) -> bool:
    """Whether a field reaches over an edge at which other cells begin."""
    return any(bisect_right(edges, f.left) < bisect_left(edges, f.right) for f in each.fields)


def _cells(each: Row, edges: list[int]) -> list[TextCell]:
    """The cells of a row up to its last text; a column in which it has none is blank."""
    texts = {bisect_left(edges, field.left): field.text for field in each.fields}
    return [
        TextCell(each.line, column + 1, texts.get(column, "")) for column in range(max(texts) + 1)
    ]
