"""Tables of which a program filled up every cell with blanks to the width of its column.

Such programs count characters, or the columns that these fill, and let every cell begin at the left
edge of its column, or end at the right one; merged cells have left no trace. What is aligned by its
centre, as a printed page is, has values that reach over the edge of others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise

from extraction.document import Table
from extraction.readers.text.aligned import is_delimited
from extraction.readers.text.cells import TextCell, is_packed, plain_cell, table
from extraction.readers.text.fields import MEASURES, Row, has_gap, row
from extraction.readers.text.lines import Found, Line

_FEWEST_ROWS = 2
"""Rows of several cells from which on a block of lines is a table."""
_MOST_ROWS = 150
"""More lines in succession are no table of the forms; to look at them from each line takes long."""
_MANY_ALIKE = 6
"""So many columns with one gap behind their widest text were filled up by a program."""
_WIDEST_GAP = 4
"""Blanks between the columns of a table that a program filled up."""
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
    for measure in dict.fromkeys((lines[start].measure, len, *MEASURES)):
        measured = [replace(line, measure=measure) for line in lines[start:end]]
        rows = _without_numbers([row(i, line) for i, line in enumerate(measured, start)])
        found = _padded(rows, number) or _padded(list(map(_mirrored, rows)), number)
        if found:
            first, stop, body = found
            above = lines[start : start + first]
            return Found(start + stop, [above, body] if above else [body])
    return None


def _without_numbers(rows: list[Row]) -> list[Row]:
    """The lines without the numbers from 0 on that a program puts before them, under a line of
    such numbers of the columns."""
    for at, over in enumerate(rows[: _MOST_CAPTIONS + 1]):
        below = rows[at + 1 :]
        lots = [[field.text for field in over.fields], [each.fields[0].text for each in below]]
        if below and all(texts == list(map(str, range(len(texts)))) for texts in lots):
            return [*rows[: at + 1], *(replace(each, fields=each.fields[1:]) for each in below)]
    return rows


def _mirrored(each: Row) -> Row:
    """A line from its right side: what ends where others do begins where they do."""
    fields = [replace(field, left=-field.right, right=-field.left) for field in each.fields]
    return replace(each, fields=tuple(reversed(fields)))


def _padded(rows: list[Row], number: int) -> tuple[int, int, Table] | None:
    """The table that rows hold between lines across, where it begins and where it ends."""
    edges = sorted({f.left for each in rows if len(each.fields) > 1 for f in each.fields})
    across = [_is_line_across(each, edges) for each in rows]
    if False not in across:
        return None
    first = across.index(False)
    end = across.index(True, first) if True in across[first:] else len(rows)
    within = rows[first:end]
    edges, is_filled_up = _columns(within)
    is_padded = _is_padded(within, edges, is_filled_up=is_filled_up)
    if not is_padded or not any(each.has_values for each in within):
        return None
    cells = [_cells(each, edges, is_filled_up=is_filled_up) for each in within]
    return first, end, table(cells, number, is_grid=not is_packed(cells))


def _is_padded(rows: list[Row], edges: list[int], *, is_filled_up: bool) -> bool:
    """Whether each field begins at the edge of a column and ends before the next one; some row
    has a field in all columns but one at most, or all lines end where columns do."""
    fullest = max(len(each.fields) for each in rows)
    return (
        sum(len(each.fields) > 1 for each in rows) >= _FEWEST_ROWS
        and (len(edges) <= fullest + 1 or is_filled_up)
        and not any(_crosses(each, edges) for each in rows)
    )


def _columns(rows: list[Row]) -> tuple[list[int], bool]:
    """Where columns begin, and whether one gap behind the widest text of each tells so.

    Where the last cell of each line, blank or not, is filled up as well, lines end that gap before
    the next column. A column in which no row has a text is as wide as the gap.
    """
    edges = sorted({field.left for each in rows for field in each.fields})
    ends = {_end(each) for each in rows}
    rights = {edge: edge for edge in edges}
    for each in rows:
        for field in each.fields:
            rights[field.left] = max(rights[field.left], field.right)
    gaps = [following - rights[edge] for edge, following in pairwise(edges)]
    is_told = sum(gap == min(gaps) for gap in gaps) >= _MANY_ALIKE
    if sum(each.line.text.endswith(" ") for each in rows) < _FEWEST_ROWS:
        ends = {max(ends)}
    elif inner := ends - {max(ends)}:
        nearest = ((edges[bisect_left(edges, end) :], end) for end in inner)
        gaps = [following[0] - end for following, end in nearest if following]
        is_told = bool(gaps)
    else:
        is_told = is_told or len(set(gaps)) == 1
    gap = min(gaps, default=0)
    if not is_told or edges[0] < 0 or not 0 < gap <= _WIDEST_GAP:
        return edges, False
    found: list[int] = []
    for edge, following in pairwise(sorted({*edges, *(end + gap for end in ends)})):
        found.append(edge)
        right = rights.get(edge, edge)
        if (following - right) % gap == 0:
            found += range(right + gap, following, gap)
    return found, True


def _end(each: Row) -> int:
    return each.line.measure(each.line.text)


def _is_line_across(each: Row, edges: list[int]) -> bool:
    """Whether a line is a caption or a remark: one text over the edges of several columns."""
    return len(each.fields) == 1 and (_crosses(each, edges) or each.fields[0].left not in edges)


def _crosses(each: Row, edges: list[int]) -> bool:
    """Whether a field reaches over an edge at which other cells begin."""
    return any(bisect_right(edges, f.left) < bisect_left(edges, f.right) for f in each.fields)


def _cells(each: Row, edges: list[int], *, is_filled_up: bool) -> list[TextCell]:
    """The cells of a row up to its last text, or to the end of its line where that is filled up; a
    column in which it has none is blank."""
    texts = {bisect_left(edges, field.left): field.text for field in each.fields}
    if edges[0] < 0:
        texts = {len(edges) - 1 - column: text for column, text in texts.items()}
    count = bisect_left(edges, _end(each)) if is_filled_up else max(texts) + 1
    return [
        TextCell(each.line, column + 1, plain_cell(texts.get(column, "")))
        for column in range(count)
    ]
