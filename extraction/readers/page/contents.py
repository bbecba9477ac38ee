"""A page as seen: its tables, and the lines of text around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from extraction.readers.page.glyphs import Box, Line
from extraction.readers.page.grid import Grid
from extraction.readers.page.rulings import Span

_FEWEST_GLYPHS = 5


@dataclass(eq=False)
class Page:
    """A page as seen; `lines` are those outside the tables.

    athwart: words that stand across the others, as a watermark does. walls: its upright rulings.
    away: how far right the page stands on a sheet with two.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    grids: list[Grid]
    glyph_count: int
    unmapped_count: int
    object_count: int
    is_text_false: bool = False
    athwart: list[Line] = field(default_factory=list)
    walls: list[Span] = field(default_factory=list)
    away: float = 0.0

    is_recognised: ClassVar[bool] = False
    """Whether it was read from a picture: where its characters stand is estimated then."""

    @property
    def is_picture(self) -> bool:
        """Whether what is on the page can only be seen: there is no more text than a page
        number, or the text is not what is printed."""
        has_text = self.glyph_count >= _FEWEST_GLYPHS and not self.is_text_false
        return self.object_count > 0 and not has_text

    @property
    def items(self) -> list[Line | Grid]:
        """Lines and tables in reading order."""
        items: list[Line | Grid] = [*self.lines, *self.athwart, *self.grids]
        items.sort(key=lambda item: (item.box[1], item.box[0]))
        return items

    @property
    def between_grids(self) -> list[list[Line]]:
        """The lines above the first table, between two, and below the last."""
        tops = [grid.box[1] for grid in self.grids]
        found: list[list[Line]] = [[] for _ in range(len(tops) + 1)]
        for line in self.lines:
            found[sum(top < line.bottom for top in tops)].append(line)
        return found

    def source_box(self, box: Box) -> Box:
        """The bounds in the source of what stands in `box` on the page as read."""
        left, top, right, bottom = box
        return left + self.away, top, right + self.away, bottom

    def take_apart(self, frames: list[Grid]) -> None:
        """Make the text in frames text of the page: a frame alone is decoration."""
        if not frames:
            return
        self.grids = [grid for grid in self.grids if grid not in frames]
        self.lines += [line for frame in frames for line in frame.lines]
        self.lines.sort(key=lambda line: (line.top, line.left))

    def part_lines(self) -> None:
        """Part lines of text where upright rulings run between two characters: where a table has
        no others, they are all that parts numbers which stand close."""
        for line in self.lines:
            middle = (line.top + line.bottom) / 2
            walls = [
                wall.position - self.away
                for wall in self.walls
                if wall.start <= middle <= wall.end
                and line.left < wall.position - self.away < line.right
            ]
            if walls:
                line.parts = [piece for part in line.parts for piece in part.cut_at(walls)]
