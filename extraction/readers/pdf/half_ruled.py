"""Tables of which only some lines are drawn: a frame, lines under rows or heads, none between.

Such lines close rectangles as well, which are no cells: several numbers stand in one.
"""

from __future__ import annotations

from extraction.readers.pdf.glyphs import lines_of
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.rulings import SNAP
from extraction.readers.pdf.unruled.words import headings, names, row_words
from extraction.typography import is_value

_MOST_COLUMNS = 30
"""Rectangles of a table of which only the columns are ruled: those, and its heads."""

_FEWEST_ROWS = 3
_FEWEST_LINES = 6
_NARROW = 2.0
"""A number is wrapped into many lines only where its column is narrower than this, in ems."""

_FEWEST = 2
"""One number beside words in the only rectangle may be of a sentence."""


def is_half_ruled(grid: Grid) -> bool:
    """Whether no number of a grid has a rectangle of its own: other texts stand beside all of
    them, or cells of several rows in a third of its rectangles. A part of such a table may have
    none; what is in it stands side by side all the same."""
    if len(grid.regions) <= _MOST_COLUMNS and (
        3 * sum(map(_holds_rows, grid.regions)) >= len(grid.regions)
    ):
        return True
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


def _holds_rows(region: Region) -> bool:
    """Whether cells of several rows stand one below the other in a rectangle: labels of the forms,
    more numbers than one that is wrapped has lines, or a number under the name of its column."""
    lines = lines_of(region.glyphs)
    texts = [line.text for line in lines]
    labels = sum(row_words().has(text) or headings().has(text) for text in texts)
    numbers = [text for text in texts if is_value(text)]
    name = "".join(text for text in texts if not is_value(text))
    is_stacked = (
        len(numbers) >= _FEWEST_LINES and region.box[2] - region.box[0] > _NARROW * lines[0].em
    )
    return labels >= _FEWEST_ROWS or is_stacked or bool(numbers and names().has(name))


def _value_count(region: Region) -> int:
    return sum(is_value(part.text) for line in lines_of(region.glyphs) for part in line.parts)


def _is_column(region: Region) -> bool:
    """Whether nothing stands side by side in a rectangle."""
    return len(region.glyphs) < 2 or all(len(line.parts) < 2 for line in lines_of(region.glyphs))


def _has_one_column(grid: Grid) -> bool:
    return all(box[2] - box[0] > grid.width - SNAP for box in grid.boxes)
