"""Which lines of a column are of which row, in tables without borders: as near as possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from extraction.readers.page.glyphs import Interval, Line
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.labels import Way
from extraction.readers.page.unruled.together import FARTHEST_EMS, MOST_LINES
from extraction.typography import is_value

OFF_EMS = 0.45
"""How far the text of a cell may stand from its row."""

_WRAPPED = 0.3
"""What a further line in a cell counts for: lines are of rows of their own if there are such."""

_BARE = 0.6
"""What a number counts for in a row without a label."""

BARE_EMS = 0.85
"""Two rows without labels are farther apart than this, in ems."""

_ELSEWHERE = 0.3
"""What a number counts for that stands elsewhere beside its label, or in a row which the end of a
page parts."""

_TIGHT = 1.15
"""Lines of one cell are at most this many times as far apart as the closest of a page."""

_REST_EMS = 1.6
"""The rest of a wrapped number is nearer than this, in ems, to its beginning."""

_ROOM_EMS = 0.3
"""A number is wrapped only where its next digit would not have fitted, but for this, in ems."""


@dataclass(eq=False)
class Row:
    """What stands at one height: the lines of each column of numbers.

    is_known: it has a label of the forms, whose lines are told by its words.
    """

    middle: float
    top: float
    bottom: float
    cells: dict[Interval, list[Line]] = field(default_factory=dict)
    is_bare: bool = True
    is_cut: bool = False
    is_known: bool = False

    def holds(self, line: Line) -> bool:
        """Whether a line stands beside its label, and so beside that of no other row."""
        return self.is_known and self.top < line.center[1] < self.bottom

    def region(self, column: Interval, number: int, row: int) -> Region:
        box = (column[0], self.top, column[1], self.bottom)
        lines = self.cells.get(column, [])
        region = Region(lines[0].box if lines else box, row=row, column=number)
        for line in lines:
            region.take(line)
        return region


def cells_of(
    lines: list[Line], rows: list[Row], way: Way, reach: float
) -> tuple[float, list[tuple[int, list[Line]]]]:
    """The lines of a column as cells of rows: each row and its lines, and how far off they stand.

    The cost is infinite where a line is of no row.
    """
    count, size = len(lines), len(rows)
    ways = {
        stop: [(start, way(lines[start:stop])) for start in _starts(lines, stop, reach)]
        for stop in range(1, count + 1)
    }
    costs = [[inf] * (size + 1) for _ in range(count + 1)]
    came: list[list[int]] = [[-1] * (size + 1) for _ in costs]
    costs[0] = [0.0] * (size + 1)
    for row in range(1, size + 1):
        for stop in range(1, count + 1):
            costs[stop][row] = costs[stop][row - 1]
            for start, height in ways[stop]:
                off = abs(height - rows[row - 1].middle) / lines[start].em
                its = lines[start:stop]
                if all(map(rows[row - 1].holds, its)) or (
                    rows[row - 1].is_cut and _is_between(its, rows, row - 1)
                ):
                    off = min(off, _ELSEWHERE)
                cost = costs[start][row - 1] + off + _WRAPPED * (stop - start - 1)
                cost += _BARE if rows[row - 1].is_bare else 0.0
                nearest = BARE_EMS if rows[row - 1].is_bare else OFF_EMS
                if off < nearest and cost < costs[stop][row]:
                    costs[stop][row], came[stop][row] = cost, start
    found: list[tuple[int, list[Line]]] = []
    stop, row = count, size
    if costs[stop][row] == inf:
        return inf, []
    while stop:
        start = came[stop][row]
        if start >= 0:
            found.insert(0, (row - 1, lines[start:stop]))
            stop = start
        row -= 1
    return costs[count][size], found


def may_be_rest(row: Row, other: Row) -> bool:
    """Whether a number without a label stands so near to that of another row that it may go on
    with it."""
    if row is other:
        return False
    for column, lines in row.cells.items():
        near = other.cells.get(column, [])
        steps = [lines[0].top - line.top for line in near[-1:]]
        steps += [line.top - lines[-1].top for line in near[:1]]
        if any(abs(step) < _REST_EMS * lines[0].em for step in steps):
            return True
    return False


def _is_between(lines: list[Line], rows: list[Row], at: int) -> bool:
    """Whether lines stand between the labels of the rows before and behind."""
    above = [row.middle for row in rows[:at] if not row.is_bare]
    below = [row.middle for row in rows[at + 1 :] if not row.is_bare]
    em = lines[0].em
    return (not above or lines[0].center[1] > above[-1] + 0.8 * em) and (
        not below or lines[-1].center[1] < below[0] - 0.8 * em
    )


def _starts(lines: list[Line], stop: int, reach: float) -> Iterator[int]:
    """Where a cell may begin that ends before `stop`."""
    widest = max(line.right - line.left for line in lines)
    for start in range(stop - 1, max(stop - 1 - MOST_LINES, -1), -1):
        if start + 1 < stop and not _may_go_on(lines[start], lines[start + 1], widest, reach):
            return
        text = "".join(line.text for line in lines[start:stop])
        if is_value(text) or not any(character.isdigit() for character in text):
            yield start


def _may_go_on(last: Line, line: Line, widest: float, reach: float) -> bool:
    """Whether a line may be the rest of the one above: a number goes on only where its next digit
    had no room beside the others. reach: how far apart the lines of one cell may be."""
    if line.top - last.top > reach:
        return False
    if not (last.text[-1].isdigit() and line.text[0].isdigit()):
        return True
    room = widest - (last.right - last.left)
    # A bracket begins no line and ends none: a digit goes with it, and the character behind.
    first = line.glyphs[0]
    end = line.glyphs[2] if line.text[1:2] in {"（", "("} and line.text[2:] else first
    return room < end.right - first.left + _ROOM_EMS * last.em


def reach_of(columns: Iterable[list[Line]]) -> float:
    """How far apart the lines of one cell may be: as the closest lines of the columns."""
    pairs = [(one, other) for lines in columns for one, other in pairwise(lines)]
    em = max((one.em for one, _ in pairs), default=0.0)
    steps = [other.top - one.top for one, other in pairs]
    return min([FARTHEST_EMS * em, *(_TIGHT * step for step in steps if step > 0.8 * em)])
