"""Heads of tables without borders: which lines are of one cell, and what a caption spans."""

from __future__ import annotations

from itertools import pairwise

from extraction.readers.pdf.glyphs import Glyph, Line
from extraction.readers.pdf.region import Region

_HEAD_GAP = 0.12
"""Characters farther apart than this many ems, between two columns, are of two heads."""

_WIDE_GAP = 0.2
"""Characters of a name are nearer than this many ems."""

_PADDING = 0.6
"""Room beside a text that fills its cell, in ems."""

_SAME_PITCH = 1.15
"""Lines of one cell are at most this many times as far apart as the closest of a head."""

_CLOSE = 1.35
"""Lines nearer than this, in ems, are lines of one cell: the next cell is farther."""

_OFF_CENTRE = 0.7
"""A caption stands in the middle of its columns, to this many ems."""

Interval = tuple[float, float]


def edges_of(columns: list[Interval]) -> list[float]:
    """Where columns meet: half-way between what stands in them."""
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    first = 2 * columns[0][0] - inner[0] + columns[0][1] - columns[0][0]
    last = 2 * columns[-1][1] - inner[-1] - (columns[-1][1] - columns[-1][0])
    return [min(first, columns[0][0]), *inner, max(last, columns[-1][1])]


def pieces(line: Line, columns: list[Interval]) -> list[Line]:
    """The parts of a line, those that run from one column into the next cut between them."""
    middles = edges_of(columns)[1:-1]

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        gap = (glyph.left - last.right) / (glyph.bottom - glyph.top)
        if gap <= _HEAD_GAP:
            return False
        return any(last.center[0] < middle < glyph.center[0] for middle in middles)

    return [piece for part in line.parts for piece in part.cut(is_between)]


def _names(line: Line, columns: list[Interval]) -> list[Line]:
    """The pieces of a line of names, which are set solid: a gap parts two of them.

    Where the first is of a column that is blank on this page, both would pass for one name. A
    name of two characters is often drawn out (总　计) and stays whole.
    """
    found = []
    for piece in pieces(line, columns):
        names = piece.cut(_is_apart)
        is_drawn_out = any(len(name.glyphs) < 2 for name in names)
        found += [piece] if is_drawn_out else names
    return found


def _is_apart(last: Glyph, glyph: Glyph) -> bool:
    return glyph.left - last.right > _WIDE_GAP * (glyph.bottom - glyph.top)


class Head:
    """The cells of a head, taken line by line from the top.

    Lines of one cell are nearer than cells; where all are as far apart, a line continues the one
    above if the two could not have stood in one. A cell that stands above another is a caption.
    rows: captions, and below them the names of the columns.
    is_clear: whether no two names stand over one column and no name stands twice under a caption.
        Otherwise names or captions may be shifted.
    """

    def __init__(self, lines: list[Line], columns: list[Interval]) -> None:
        self._columns = columns
        self._edges = edges_of(columns)
        self._last: dict[Region, Line] = {}
        rows = [_names(line, columns) for line in sorted(lines, key=lambda line: line.top)]
        self._captions = {
            piece for row, below in pairwise(rows) for piece in row if _is_above_many(piece, below)
        }
        self._closest = min(
            (
                _pitch(piece, other)
                for number, row in enumerate(rows)
                for piece in row
                for lower in rows[number + 1 :]
                for other in lower
                if overlaps(piece, other)
            ),
            default=0.0,
        )
        cells = [self._cells(row) for row in rows]
        captions = [[region for region in row if self._is_caption(region)] for row in cells if row]
        names = [region for row in cells for region in row if not self._is_caption(region)]
        for region in names:
            self._narrow(region, names)
        for row in captions:
            self._spread(row, {region.column for region in names})
        taken = [column for region in names for column in region.columns]
        told = [(region.text(), _caption_of(region, captions)) for region in names]
        self.is_clear = len(set(taken)) == len(taken) and len(set(told)) == len(told)
        self.rows = [row for row in (*captions, names) if row]
        for number, row in enumerate(self.rows):
            row.sort(key=lambda region: region.column)
            for region in row:
                region.row = number

    def _narrow(self, name: Region, names: list[Region]) -> None:
        """A name that reaches over a column with a name of its own is of one column."""
        others = {column for other in names if other is not name for column in other.columns}
        if others.intersection(name.columns):
            middle = (name.box[0] + name.box[2]) / 2
            name.column, name.column_span = nearest(middle, self._columns), 1

    def _cells(self, line: list[Line]) -> list[Region]:
        """The cells that begin in a line."""
        row = []
        for piece in line:
            region = self._above(piece)
            if region is None:
                covered = covered_by(piece, self._columns)
                region = Region(piece.box, column=covered.start, column_span=len(covered))
                row.append(region)
            region.take(piece)
            self._last[region] = piece
        return row

    def _above(self, piece: Line) -> Region | None:
        """The cell that a piece of a line continues."""
        for region, last in reversed(self._last.items()):
            if overlaps(last, piece):
                is_near = _pitch(last, piece) < _SAME_PITCH * self._closest
                is_next = is_near and last not in self._captions
                is_wrapped = self._closest < _CLOSE or self._is_full(region, last, piece)
                return region if is_next and is_wrapped else None
        return None

    def _is_full(self, region: Region, last: Line, piece: Line) -> bool:
        """Whether the first character of a piece would not have fitted in the line above it."""
        room = self._edges[region.column + region.column_span] - self._edges[region.column]
        width, first = last.right - last.left, piece.glyphs[0]
        return room >= width > room - _PADDING * piece.em - (first.right - first.left)

    def _centres(self, start: int, stop: int) -> tuple[float, float]:
        """The middle of columns by their edges, and by what stands in the outer ones."""
        outer = sum(self._columns[start]) + sum(self._columns[stop - 1])
        return (self._edges[start] + self._edges[stop]) / 2, outer / 4

    def _is_caption(self, region: Region) -> bool:
        return any(
            other.box[1] > region.box[1]
            and other.box[0] < region.box[2]
            and region.box[0] < other.box[2]
            for other in self._last
            if other is not region
        )

    def _spread(self, row: list[Region], names: set[int]) -> None:
        """Give captions the columns that they stand in the middle of, from the right."""
        end = len(self._columns)
        for region in sorted(row, key=lambda region: -region.box[0]):
            self._span(region, names, end)
            end = region.column

    def _span(self, region: Region, names: set[int], end: int) -> None:
        middle = (region.box[0] + region.box[2]) / 2
        em = region.glyphs[0].bottom - region.glyphs[0].top
        for stop in range(end, region.column, -1):
            starts = [at for at in range(region.column + 1) if names.issuperset(range(at, stop))]
            if not starts:
                continue
            off, start = min((self._off(start, stop, middle), start) for start in starts)
            if off < _OFF_CENTRE * em:
                region.column, region.column_span = start, stop - start
                return

    def _off(self, start: int, stop: int, middle: float) -> float:
        return min(abs(centre - middle) for centre in self._centres(start, stop))


def _caption_of(name: Region, captions: list[list[Region]]) -> Region | None:
    """The lowest caption that covers the column of a name."""
    above = [region for row in captions for region in row if name.column in region.columns]
    return above[-1] if above else None


def overlaps(one: Line, other: Line) -> bool:
    """Whether two pieces stand above one another."""
    return one.left < other.right and other.left < one.right


def _is_above_many(piece: Line, row: list[Line]) -> bool:
    return sum(overlaps(piece, other) for other in row) > 1


def _pitch(upper: Line, lower: Line) -> float:
    """How far a line is below another, in ems."""
    return (lower.top - upper.top) / max(upper.em, lower.em)


def covered_by(part: Line, columns: list[Interval]) -> range:
    """The columns that a part of a line stands in (the nearest, if between two)."""
    hit = [
        index
        for index, (left, right) in enumerate(columns)
        if left < part.right and part.left < right
    ]
    if hit:
        return range(hit[0], hit[-1] + 1)
    index = nearest((part.left + part.right) / 2, columns)
    return range(index, index + 1)


def nearest(x: float, columns: list[Interval]) -> int:
    """The column whose middle is nearest to a place."""
    return min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - x))
