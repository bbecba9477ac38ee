"""Tables in text whose cells stand on lines of their own, each with a bar behind it.

Programs that make text of pages write them so where a cell of the page holds a paragraph.
"""

from __future__ import annotations

import math

from extraction.readers.text.cells import TextCell
from extraction.readers.text.drawn_lines import HAS_BAR
from extraction.readers.text.lines import Line
from extraction.typography import is_value, join_lines, trim

_FEWEST_ALONE = 3
_FEWEST_CELLS = 2
_FEWEST_ROWS = 3


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
    groups: list[list[TextCell]] = []
    begun: list[Line] = []
    for line in lines:
        first, *others = HAS_BAR.split(line.text)
        if any(map(trim, others)):
            return None
        if not others:
            begun.append(line)
            continue
        text = join_lines([*(part.text for part in begun), first])
        blanks = [TextCell(line, column, "") for column in range(2, len(others) + 1)]
        groups.append([TextCell((begun or [line])[0], 1, text), *blanks])
        begun = []
    return groups


def _bordered_rows(groups: list[list[TextCell]]) -> list[list[TextCell]] | None:
    """Rows that begin with a bar of their own on a line, all equally long; a blank cell is such a
    bar as well. The border of the first row may stand above the table's first line."""
    cells = [cell for group in groups for cell in group]
    is_bar = [len(group) == 1 and not cell.text for group in groups for cell in group]
    if not is_bar[0]:
        cells, is_bar = [cells[0], *cells], [True, *is_bar]
    for step in range(_FEWEST_CELLS + 1, len(cells) // _FEWEST_ROWS + 1):
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
