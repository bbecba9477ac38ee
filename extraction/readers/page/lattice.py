"""A page cut by its rulings into pieces, and the closed rectangles that these make up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from extraction.readers.page.region import Region
from extraction.readers.page.rulings import SNAP, Rulings, Span

THINNEST = 5.0
"""What is narrower or lower than this, in points, is the space inside a border, no cell."""

_Run = tuple[int, int, int]
"""row, first column, end column of pieces side by side."""


class Lattice:
    """A page cut by all its lines into pieces, and the walls between them.

    floors: for each y the columns of pieces with a wall at their top.
    sides: for each x the rows of pieces with a wall at their left.
    """

    def __init__(self, rulings: Rulings) -> None:
        self.ys = sorted({line.position for line in rulings.horizontal})
        self.xs = sorted({line.position for line in rulings.vertical})
        self._open_ends = rulings.open_ends
        self.floors = _walls(rulings.horizontal, self.ys, self.xs)
        self.sides = _walls(rulings.vertical, self.xs, self.ys)

    def owners(self) -> list[list[Region | None]]:
        """For each piece the closed rectangle that it is part of.

        A region counts if all pieces within its bounds are its own: one that surrounds an
        inner frame does not, one with a line hanging into it does.
        """
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        if rows < 1 or columns < 1:
            return []
        owners: list[list[Region | None]] = [[None] * columns for _ in range(rows)]
        for runs in self._rooms().values():
            top, bottom = runs[0][0], runs[-1][0] + 1
            left, right = min(run[1] for run in runs), max(run[2] for run in runs)
            size = sum(end - start for _, start, end in runs)
            box = self.xs[left], self.ys[top], self.xs[right], self.ys[bottom]
            is_thin = min(box[2] - box[0], box[3] - box[1]) < THINNEST
            if is_thin or size != (bottom - top) * (right - left):
                continue
            region = Region(box, is_open_below=box[3] in self._open_ends)
            for row in range(top, bottom):
                owners[row][left:right] = [region] * (right - left)
        return owners

    def _rooms(self) -> dict[int, list[_Run]]:
        """The pieces that no wall parts, as runs of a row; what is open outwards left out."""
        outside = 0
        sets = DisjointSets(1)
        width = len(self.xs) - 1
        above: list[tuple[int, int, int]] = [(0, width, outside)]
        named: list[tuple[_Run, int]] = []
        for row in range(len(self.ys) - 1):
            here = []
            for start, end, is_open in self._runs(row):
                name = outside if is_open else sets.add()
                here.append((start, end, name))
                named.append(((row, start, end), name))
            self._open_floors(row, above, here, sets)
            above = here
        self._open_floors(len(self.ys) - 1, above, [(0, width, outside)], sets)
        rooms: dict[int, list[_Run]] = {}
        for run, name in named:
            rooms.setdefault(sets.find(name), []).append(run)
        rooms.pop(sets.find(outside), None)
        return rooms

    def _runs(self, row: int) -> list[tuple[int, int, bool]]:
        """The columns of a row between upright walls, and whether they are open sideways."""
        last = len(self.xs) - 1
        walls = [column for column, wall in enumerate(self.sides) if row in wall]
        if not walls:
            return [(0, last, True)]
        inner = [(start, end, False) for start, end in pairwise(walls)]
        before = [(0, walls[0], True)] if walls[0] > 0 else []
        behind = [(walls[-1], last, True)] if walls[-1] < last else []
        return before + inner + behind

    def _open_floors(
        self,
        row: int,
        above: list[tuple[int, int, int]],
        below: list[tuple[int, int, int]],
        sets: DisjointSets,
    ) -> None:
        """Unite the runs above and below a y wherever no wall lies between them.

        The runs of a row stand in order and fill it.
        """
        floor = self.floors[row]
        first = 0
        for start, end, name in below:
            while above[first][1] <= start:
                first += 1
            for position in range(first, len(above)):
                other_start, other_end, other = above[position]
                if other_start >= end:
                    break
                if not floor.issuperset(range(max(start, other_start), min(end, other_end))):
                    sets.unite(name, other)


class DisjointSets:
    """Sets of numbers that can be united (union-find)."""

    def __init__(self, count: int = 0) -> None:
        self._parents = list(range(count))

    def add(self) -> int:
        self._parents.append(len(self._parents))
        return len(self._parents) - 1

    def find(self, item: int) -> int:
        parents = self._parents
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    def unite(self, one: int, other: int) -> None:
        self._parents[self.find(one)] = self.find(other)


def _walls(lines: list[Span], positions: list[float], marks: list[float]) -> list[set[int]]:
    """For each position the gaps between marks that a line there covers."""
    index_of = {position: index for index, position in enumerate(positions)}
    walls: list[set[int]] = [set() for _ in positions]
    for line in lines:
        first = bisect_left(marks, line.start - SNAP)
        last = bisect_right(marks, line.end + SNAP) - 1
        walls[index_of[line.position]].update(range(first, last))
    return walls
