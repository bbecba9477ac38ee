"""Tables whose cells stand on lines of their own, parted by bars.

Programs that make text of pages write so what a page parts with white space or paragraphs. A bar
may stand behind each cell (`cells_alone`, `closed_rows`), on a line of its own (`with_bars_behind`)
where several on one fill a short row up, else (`cell_per_line_tables`) nothing says where a row
ends; rows may begin with a bar at the
margin, above cells that are indented (`bordered_table`), or with a cell before which none stands,
and end with a bar alone (`opened_cells_table`):

    |                规章
     规章  |          | 2
     0  |            | 0
     0  | ||         |
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extraction.document import Table
from extraction.readers.text.cells import LONGEST_LABEL, TextCell, found_table, guessed_rows, table
from extraction.readers.text.drawn_lines import HAS_BAR, has_bar, is_lone_bar, is_rule
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import ends_sentence, is_chapter_heading, is_value, join_lines, trim

_MOST_LINES = 8
"""A cell fills so many lines at most; what goes on without a bar is prose."""

_FEWEST_ROWS = 2
"""Rows of several cells from which on the lines are a table."""

_FEWEST_ALONE, _FEWEST_CELLS, _FEWEST_BORDERED = 3, 2, 3
"""The same of cells in succession, and of rows that are told by the number of their bars alone."""


def with_bars_behind(lines: list[Line]) -> list[Line]:
    """The lines, with the bar that stands alone below a cell set behind its text.

    So it is where such cells are more than those with a bar behind them (below a heading a bar may
    begin the first row), and where several bars on a line fill short rows up, or one before a text
    begins a row.
    """
    pairs = list(pairwise(line for line in lines if not line.is_blank))
    open_cells = [cell for cell, bar in pairs if is_lone_bar(bar) and _is_open(cell)]
    firsts = sum(map(_begins_row, open_cells))
    behind = sum(has_bar(line) and not _are_bars(line) for line, _ in pairs) - firsts
    fills_up = any(_are_bars(line) and not is_lone_bar(line) for line, _ in pairs)
    if len(open_cells) - firsts <= behind or not (firsts or fills_up):
        return lines
    joined: list[Line] = []
    last = -1
    for line in lines:
        if is_lone_bar(line):
            del joined[last + 1 :]
            if joined and _is_open(joined[last]):
                joined[last:] = _closed(joined[last])
                last = len(joined) - 1
                continue
        if not line.is_blank:
            last = len(joined)
        joined.append(line)
    return joined


def _is_open(line: Line) -> bool:
    """Whether a line is a cell that no bar closes; the bar that begins its row may stand before."""
    text = HAS_BAR.sub("", trim(line.text), count=1) if _begins_row(line) else line.text
    return bool(trim(text)) and not HAS_BAR.search(text)


def _begins_row(line: Line) -> bool:
    return HAS_BAR.match(trim(line.text)) is not None


def _closed(line: Line) -> list[Line]:
    """A cell with the bar behind it that stands below, the one that begins its row apart."""
    if not _begins_row(line):
        return [replace(line, text=f"{line.text} |")]
    text = trim(HAS_BAR.sub("", trim(line.text), count=1))
    return [replace(line, text="|"), replace(line, text=f"{text} |")]


def _are_bars(line: Line) -> bool:
    return has_bar(line) and not trim(HAS_BAR.sub("", line.text))


def cell_per_line_tables(lines: list[Line], start: int, number: int) -> Found | None:
    """Tables with one cell on a line, parted by lines that hold only a bar.

    Such text does not say where a row ends; see `guessed_rows`.
    """
    if lines[start].is_blank or has_bar(lines[start]):
        return None
    following = next_filled(lines, start + 1)
    if following is None or not is_lone_bar(lines[following]):
        return None
    end, groups = _between_bars(lines, start)
    if len(groups) < 4:
        return None
    parts: list[Table | list[Line]] = []
    cells: list[TextCell] = []
    last_line = lines[start]
    for group in groups:
        prose, cell = prose_and_cell(group)
        if prose:
            number = _close(cells, parts, number)
            parts.append(prose)
        last_line = cell[0] if cell else last_line
        cells.append(TextCell(last_line, 1, join_lines(line.text for line in cell)))
    _close(cells, parts, number)
    return Found(end, parts)


def _between_bars(lines: list[Line], start: int) -> tuple[int, list[list[Line]]]:
    """The groups of lines that lone bars close, and the index behind them.

    The last cell may lack its bar: a value directly behind the last bar belongs to it.
    """
    groups: list[list[Line]] = []
    open_group: list[Line] = []
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if is_lone_bar(line):
            groups.append(open_group)
            open_group = []
            end = index + 1
        elif has_bar(line) or len(open_group) > _MOST_LINES:
            break
        elif not line.is_blank:
            open_group.append(line)
    if open_group and is_value(open_group[0].text):
        groups.append(open_group[:1])
        end = lines.index(open_group[0], end) + 1
    return end, groups


def prose_and_cell(group: list[Line]) -> tuple[list[Line], list[Line]]:
    """Of the lines before a bar: a heading or prose, which ends the table, and the cell."""
    for index in range(len(group) - 2, -1, -1):
        text = trim(group[index].text)
        if is_chapter_heading(text) or ends_sentence(text) or len(text) > LONGEST_LABEL:
            return group[: index + 1], group[index + 1 :]
    return [], group


def _close(cells: list[TextCell], parts: list[Table | list[Line]], number: int) -> int:
    """End the table that is open; the number of the next one."""
    if not cells:
        return number
    parts.append(table(guessed_rows(cells), number))
    cells.clear()
    return number + 1


@dataclass(slots=True)
class _Rows:
    """The rows so far. begun: the lines and texts of the cell that no bar has closed yet."""

    rows: list[list[TextCell]] = field(default_factory=list)
    begun: list[tuple[Line, str]] = field(default_factory=list)
    has_cells_below: bool = False

    def add(self, line: Line, text: str) -> bool:
        """Take a line in; whether it closes a cell."""
        *closed, rest = HAS_BAR.split(text)
        for part in closed:
            pieces = [*self.begun, (line, part)]
            first = next((each for each, piece in pieces if trim(piece)), line)
            row = self.rows[-1]
            row.append(TextCell(first, len(row) + 1, join_lines(piece for _, piece in pieces)))
            self.begun = []
        if trim(rest):
            self.begun.append((line, rest))
        return bool(closed)


def bordered_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table with cells below the bars of its rows that begins at a line, if one does."""
    if not HAS_BAR.match(lines[start].text):
        return None
    found = _Rows()
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if line.is_blank or is_rule(line):
            continue
        is_row = HAS_BAR.match(line.text) is not None
        if (is_row and found.begun) or len(found.begun) > _MOST_LINES:
            break
        if is_row:
            found.rows.append([])
            end = index + 1
        elif not line.text[0].isspace():
            break
        if found.add(line, line.text[1:] if is_row else line.text):
            found.has_cells_below |= not is_row
            end = index + 1
    rows = [row for row in found.rows if row]
    if not found.has_cells_below or len(rows) < 2:
        return None
    return found_table(end, rows, number)


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
    return found_table(end, rows, number)


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


def closed_rows(lines: list[Line]) -> list[list[TextCell]] | None:
    """The rows of a table that has each cell on lines of its own with a bar behind it, and behind
    the last cell of a short row as many bars as it lacks cells. None where it is none."""
    groups = _closed_cells(lines)
    rows = None if not groups else _bordered_rows(groups) or _filled_up_rows(groups)
    are_rows = rows is not None and all(
        row[0].text and (not is_value(row[0].text) or all(is_value(c.text) for c in row if c.text))
        for row in rows
    )
    return rows if are_rows else None


def cells_alone(lines: list[Line]) -> list[TextCell] | None:
    """The cells of a table that has each on lines of its own with one bar behind it, so that
    nothing says where a row ends; None where it is none."""
    groups = _closed_cells(lines)
    if groups is None or len(groups) <= _FEWEST_ALONE or any(len(group) > 1 for group in groups):
        return None
    return [cell for group in groups for cell in group]


def _closed_cells(lines: list[Line]) -> list[list[TextCell]] | None:
    """The cell that each line with bars closes, and the blank ones behind it."""
    found = _Rows()
    for line in lines:
        found.rows.append([])
        if not found.add(line, line.text):
            found.rows.pop()
        elif found.begun or any(cell.text for cell in found.rows[-1][1:]):
            return None
    return found.rows


def _bordered_rows(groups: list[list[TextCell]]) -> list[list[TextCell]] | None:
    """Rows that begin with a bar of their own on a line, all equally long; a blank cell is such a
    bar as well. The border of the first row may stand above the table's first line."""
    cells = [cell for group in groups for cell in group]
    is_bar = [len(group) == 1 and not cell.text for group in groups for cell in group]
    if not is_bar[0]:
        cells, is_bar = [cells[0], *cells], [True, *is_bar]
    for step in range(_FEWEST_CELLS + 1, len(cells) // _FEWEST_BORDERED + 1):
        rows = [cells[at + 1 : at + step] for at in range(0, len(cells), step)]
        if len(cells) % step == 0 and all(is_bar[::step]) and all(row[0].text for row in rows):
            return rows
    return None


def _filled_up_rows(groups: list[list[TextCell]]) -> list[list[TextCell]] | None:
    """Rows of one number of bars: what divides the number of bars up to the end of each short
    row."""
    cells: list[TextCell] = []
    ends: list[int] = []
    for group in groups:
        cells += group
        if len(group) > 1:
            ends.append(len(cells))
    width = math.gcd(*ends)
    if len(ends) < 2 or width < 2:
        return None
    return [cells[start : start + width] for start in range(0, len(cells), width)]
