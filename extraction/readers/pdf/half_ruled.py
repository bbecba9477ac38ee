"""Tables of which only some lines are drawn: a frame, lines under rows or heads, none between.

Such lines close rectangles as well, which are no cells: several numbers stand in one.
"""

from __future__ import annotations

from extraction.readers.pdf.glyphs import lines_of
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.rulings import SNAP
from extraction.typography import is_value

_FEWEST = 2
"""One number beside words in the only rectangle may be of a sentence."""


def is_half_ruled(grid: Grid) -> bool:
    """Whether no number of a grid has a rectangle of its own: other texts stand beside all of
    them. A part of such a table may have none; what is in it stands side by side all the same."""
    if any(map(_is_number, grid.regions)):
        return False
    shared = [region for region in grid.regions if not _is_column(region)]
    alone = [region for region in grid.regions if region not in shared]
    if not shared or any(map(_value_count, alone)):
        return False
    return _has_one_column(grid) or sum(map(_value_count, shared)) >= _FEWEST


def _is_number(region: Region) -> bool:
    """Whether one number is all that stands in a rectangle, as in most of a ruled table."""
    text = "".join(glyph.text for glyph in region.glyphs)
    return is_value(text) and _is_column(region)


def _value_count(region: Region) -> int:
    return sum(is_value(part.text) for line in lines_of(region.glyphs) for part in line.parts)


def _is_column(region: Region) -> bool:
    """Whether nothing stands side by side in a rectangle."""
    return len(region.glyphs) < 2 or all(len(line.parts) < 2 for line in lines_of(region.glyphs))


def _has_one_column(grid: Grid) -> bool:
    return all(box[2] - box[0] > grid.width - SNAP for box in grid.boxes)
