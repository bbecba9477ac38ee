"""From rulings to tables: closed rectangles, grouped, filled with text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from extraction.readers.page.gaps import gaps
from extraction.readers.page.glyphs import Box, Glyph, Line, is_one_number, lines_of
from extraction.readers.page.lattice import THINNEST, DisjointSets, Lattice
from extraction.readers.page.region import Region
from extraction.readers.page.rulings import SNAP, Rulings, Span
from extraction.typography import UNKNOWN, is_page_number, is_value

_TALLEST = 1.4
"""A character of a cell is lower than this many heights of it."""

_LARGE = 2.0
"""A character of a table is lower than this many usual ones of the page, or fits its cell."""

_OVERHANG = 1.2
"""How far a line of text may hang out of a cell that is open below, in heights of it."""

_MIDDLE = 0.25
"""How far from the middle of a digit a stroke may go that strikes it out, in heights of it: lines
under and over it go farther off."""


@dataclass(eq=False)
class Grid:
    """One table of a page, or a frame: a single rectangle, which may be one as well."""

    regions: list[Region]

    @property
    def is_frame(self) -> bool:
        return len(self.regions) == 1

    @property
    def has_text(self) -> bool:
        return any(not glyph.text.isspace() for cell in self.regions for glyph in cell.glyphs)

    @property
    def lines(self) -> list[Line]:
        """The lines of text in it, across its rectangles."""
        found = lines_of(glyph for region in self.regions for glyph in region.glyphs)
        return [line for line in found if not line.is_blank]

    @property
    def boxes(self) -> list[Box]:
        return [region.box for region in self.regions]

    @cached_property
    def box(self) -> Box:
        left, top, right, bottom = zip(*self.boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    def drop_rims(self) -> None:
        """Leave out the blank room between the outermost rows and the border of the table, which
        is drawn apart from them: where a page ends it may be as high as a row."""
        _, top, _, bottom = self.box
        self.regions = [
            region
            for region in self.regions
            if (region.box[1] > top and region.box[3] < bottom)
            or region.box[2] - region.box[0] < self.width
            or region.text()
        ]

    def shifted(self, x: float, width: float) -> float:
        """How far a point is from the left side, were the table of the given width."""
        own = self.width
        return (x - self.box[0]) * (width / own if own else 1.0)


class PageGrids:
    """The tables of a page, top to bottom, and which cell stands at a point."""

    def __init__(self, rulings: Rulings) -> None:
        self.grids: list[Grid] = []
        self._lattice = lattice = Lattice(rulings)
        self._xs, self._ys = lattice.xs, lattice.ys
        self._owners: list[list[Region | None]] = lattice.owners()
        for group in _adjacent_groups(self._owners):
            self.grids.append(Grid(group))
        self.grids.sort(key=lambda grid: (grid.box[1], grid.box[0]))
        self._has_open_region = any(
            region.is_open_below for grid in self.grids for region in grid.regions
        )

    def take(self, glyphs: list[Glyph]) -> list[Glyph]:
        """Put characters into the cells that their centres stand in; the others come back.

        A character that lies over the table (a watermark) is left out.
        A number that is printed across the side of a cell may be of either, and is of none.
        """
        if not self.grids:
            return glyphs
        lies_over = _Overlay(glyphs)
        outside = []
        hanging: dict[Glyph, Region] = {}
        last: Glyph | None = None
        last_region: Region | None = None
        for glyph in glyphs:
            region = self._region_at(*glyph.center)
            is_hanging = False
            if region is None and self._has_open_region:
                region = self._open_region_above(glyph)
                is_hanging = region is not None
            if last is not None and region is not last_region and is_one_number(last, glyph):
                for cut in (region, last_region):
                    if cut is not None and not lies_over(glyph, cut.box):
                        cut.glyphs.append(glyph._replace(text=UNKNOWN))
            last, last_region = glyph, region
            if region is None:
                outside.append(glyph)
            elif not lies_over(glyph, region.box):
                region.glyphs.append(glyph)
                if is_hanging:
                    hanging[glyph] = region
        outside += _numbers_of_pages(hanging, outside)
        for grid in self.grids:
            outside = self._take_into_gaps(grid, outside, lies_over)
        return outside

    def _take_into_gaps(self, grid: Grid, glyphs: list[Glyph], lies_over: _Overlay) -> list[Glyph]:
        """Put characters within the outline of a table, but in no closed cell, into cells of which
        not every side is drawn; the others come back."""
        within = _inside(glyphs, grid.box)
        if not within:
            return glyphs
        edges, walls = (self._xs, self._ys), (self._lattice.sides, self._lattice.floors)
        for box in list(gaps(grid.box, set(grid.regions), self._owners, edges, walls)):
            inside = _inside(within, box)
            if inside and min(box[2] - box[0], box[3] - box[1]) >= THINNEST:
                fitting = [glyph for glyph in inside if not lies_over(glyph, box)]
                grid.regions.append(Region(box, glyphs=fitting))
                taken = set(inside)
                glyphs = [glyph for glyph in glyphs if glyph not in taken]
        return glyphs

    def drop_turned(self, turned: set[Glyph]) -> None:
        """Take characters out that stand athwart others of their cell: a watermark. A number alone
        that stands so in a table of upright ones may be a piece of one, too, and is of no meaning.
        """
        for grid in self.grids:
            inside = [glyph for region in grid.regions for glyph in region.glyphs]
            if 2 * sum(glyph in turned for glyph in inside) > len(inside):
                continue
            for region in grid.regions:
                upright = [glyph for glyph in region.glyphs if glyph not in turned]
                if any(not glyph.text.isspace() for glyph in upright):
                    region.glyphs = upright
                elif is_value(region.text()):
                    region.glyphs = [glyph._replace(text=UNKNOWN) for glyph in region.glyphs]

    def strike_out(self, strokes: list[Span]) -> None:
        """Make digits of no meaning through whose middle a stroke goes that ends within their cell:
        they were struck out, and what stands beside them is the number."""
        for middle, start, end in strokes:
            region = self._region_at((start + end) / 2, middle)
            if region is None or not region.box[0] < start < end < region.box[2]:
                continue
            region.glyphs[:] = [
                glyph._replace(text=UNKNOWN)
                if glyph.text.isdigit()
                and start <= glyph.center[0] <= end
                and abs(middle - glyph.center[1]) < _MIDDLE * (glyph.bottom - glyph.top)
                else glyph
                for glyph in region.glyphs
            ]

    def drawn_blanks(self, drawings: list[Box]) -> list[Region]:
        """The cells without text in which something is drawn: a number as a picture."""
        found = []
        for left, top, right, bottom in drawings:
            region = self._region_at((left + right) / 2, (top + bottom) / 2)
            if (
                region is None
                or region in found
                or not _is_within((left, top, right, bottom), region)
            ):
                continue
            if all(glyph.text.isspace() for glyph in region.glyphs):
                found.append(region)
        return found

    def _region_at(self, x: float, y: float) -> Region | None:
        row = bisect_right(self._ys, y) - 1
        column = bisect_right(self._xs, x) - 1
        if 0 <= row < len(self._owners) and 0 <= column < len(self._owners[row]):
            return self._owners[row][column]
        return None

    def _open_region_above(self, glyph: Glyph) -> Region | None:
        """The cell that a character hangs out of: a row cut by the end of a page.

        Browsers end the borders there, but print the last line of a cell in full.
        """
        x, y = glyph.center
        region = self._region_at(x, y - _OVERHANG * (glyph.bottom - glyph.top))
        return region if region is not None and region.is_open_below else None


def _numbers_of_pages(hanging: dict[Glyph, Region], outside: list[Glyph]) -> list[Glyph]:
    """Take characters out of the cells that they hang out of where their line is the number of the
    page: digits alone may be the last of a number in the cell."""
    found = []
    for line in lines_of([*hanging, *outside]) if hanging else []:
        if is_page_number(line.text) and not line.text.isdigit():
            found += [glyph for glyph in line.glyphs if glyph in hanging]
    for glyph in found:
        hanging[glyph].glyphs.remove(glyph)
    return found


class _Overlay:
    """Tells whether a character lies over a table: a watermark. It is taller than its cell, and
    much taller than most characters of the page."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self._glyphs = glyphs

    def __call__(self, glyph: Glyph, cell: Box) -> bool:
        height, room = glyph.bottom - glyph.top, cell[3] - cell[1]
        return height >= room and (height >= _TALLEST * room or height >= self._large)

    @cached_property
    def _large(self) -> float:
        return _LARGE * median(glyph.bottom - glyph.top for glyph in self._glyphs)


def _inside(glyphs: list[Glyph], box: Box) -> list[Glyph]:
    """The characters whose centres stand in a box."""
    left, top, right, bottom = (2 * side for side in box)
    return [
        glyph
        for glyph in glyphs
        if top < glyph.top + glyph.bottom < bottom and left < glyph.left + glyph.right < right
    ]


def _is_within(box: Box, region: Region) -> bool:
    """Whether a drawing stands in a cell, and not on its border."""
    left, top, right, bottom = region.box
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    is_inside = min(x - left, right - x, y - top, bottom - y) > SNAP
    return is_inside and box[2] - box[0] <= right - left and box[3] - box[1] <= bottom - top


def _adjacent_groups(owners: list[list[Region | None]]) -> list[list[Region]]:
    """Rectangles that touch, or nearly so, belong to one table."""
    sets = DisjointSets()
    cells = dict.fromkeys(region for line in owners for region in line if region is not None)
    numbers = {region: sets.add() for region in cells}
    for lines, side in ((owners, 0), (zip(*owners, strict=True), 1)):
        pairs = {
            pair
            for line in lines
            for pair in pairwise([region for region in line if region is not None])
            if pair[0] is not pair[1]
        }
        for one, other in pairs:
            if other.box[side] - one.box[side + 2] < THINNEST:
                sets.unite(numbers[one], numbers[other])
    groups: dict[int, list[Region]] = {}
    for region, number in numbers.items():
        groups.setdefault(sets.find(number), []).append(region)
    return list(groups.values())
