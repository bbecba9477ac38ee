"""Tables of which only some lines are drawn: a frame, lines under rows or heads, none between.

Such lines close rectangles as well, which are no cells: several numbers stand in one.
"""

from __future__ import annotations

from extraction.readers.pdf.glyphs import lines_of
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.region import Region
from extraction.typography import is_value

_FEWEST = 2
"""One number beside words in the only rectangle may be of a sentence."""


def is_half_ruled(grid: Grid) -> bool:
    """Whether numbers stand in a grid, and each shares its rectangle with other texts beside it."""
    counts = [_beside(region) for region in grid.regions]
    return sum(counts) >= _FEWEST and not any(map(_is_cell, grid.regions))


def _beside(region: Region) -> int:
    """The numbers in a rectangle beside which, in their lines, other texts stand."""
    return sum(
        is_value(part.text)
        for line in lines_of(region.glyphs)
        if not line.is_blank and len(line.parts) > 1
        for part in line.parts
    )


def _is_cell(region: Region) -> bool:
    """Whether a number stands alone in its line: it has a cell of its own, as wide as it."""
    return any(
        len(line.parts) == 1 and is_value(line.parts[0].text)
        for line in lines_of(region.glyphs)
        if not line.is_blank
    )
