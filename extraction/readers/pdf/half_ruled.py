"""Tables of which only some lines are drawn: a frame, lines under rows or heads, none between.

Such lines close rectangles as well, which are no cells: several numbers stand in one.
"""

from __future__ import annotations

from itertools import pairwise

from extraction.readers.pdf.glyphs import Line, lines_of
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.rulings import SNAP
from extraction.readers.pdf.unruled.lines import begins_remark
from extraction.readers.pdf.unruled.words import headings, names, row_words
from extraction.typography import is_value

_PADDING = 1.6
"""Room that a cell leaves unused beside a number that is wrapped, in ems, at most."""

_MOST_LINES = 11
"""A number wrapped a digit a line has no more."""

_STACKED = 3
"""One in so many of the rectangles with numbers holds cells of several rows."""

_LOW = 0.5
"""Characters of one line differ in height by less than this, in ems."""

_FEWEST = 2
"""One number beside words in the only rectangle may be of a sentence; in one rectangle, two may be
what somebody wrote into a cell."""


def is_half_ruled(chain: list[Grid]) -> bool:
    """Whether the rectangles of a table, on all of its pages, are no cells: cells of several rows
    stand in a third of those with numbers, or other texts beside all numbers. A part of such a
    table may have none; what is in it stands side by side all the same. Of a scan the places of
    characters are guessed, and gaps between them tell nothing."""
    regions = [region for grid in chain for region in grid.regions if region.glyphs]
    if any(region.recognition for region in regions):
        return False
    digits = sum(map(_is_digits, regions))
    if digits > _STACKED * sum(not _is_low(region) for region in regions):
        return False
    lines_in = {region: lines_of(region.glyphs) for region in regions}
    stacked = [region for region, its in lines_in.items() if _holds_rows(region, its, lines_in)]
    counts = {region: _value_count(its) for region, its in lines_in.items()}
    filled = [region for region, count in counts.items() if count or region in stacked]
    if len(stacked) >= _FEWEST and _STACKED * len(stacked) >= len(filled):
        return True
    if any(map(_is_number, lines_in.values())):
        return False
    shared = [region for region, its in lines_in.items() if not _is_column(its)]
    if not shared or any(region not in shared for region in filled):
        return False
    return all(map(_has_one_column, chain)) or sum(counts.values()) >= _FEWEST


def _is_low(region: Region) -> bool:
    """Whether there is but one line in a rectangle, told without sorting its characters."""
    tops = [glyph.top for glyph in region.glyphs]
    first = region.glyphs[0]
    return max(tops) - min(tops) < _LOW * (first.bottom - first.top)


def _is_digits(region: Region) -> bool:
    """Whether a rectangle holds digits without gaps on one line."""
    glyphs = region.glyphs
    if not all(glyph.text.isdigit() for glyph in glyphs):
        return False
    width = max(glyph.right for glyph in glyphs) - min(glyph.left for glyph in glyphs)
    return width < (glyphs[0].bottom - glyphs[0].top) * len(glyphs) and _is_low(region)


def _is_number(lines: list[Line]) -> bool:
    """Whether one number is all that stands in a rectangle, as in most of a ruled table."""
    return is_value("".join(line.text for line in lines)) and _is_column(lines)


def _holds_rows(region: Region, lines: list[Line], lines_in: dict[Region, list[Line]]) -> bool:
    """Whether cells of several rows stand one below the other in a rectangle: labels of the forms,
    numbers of which each would have had room beside the last, more digits than a number has, or a
    number under the name of its column."""
    if len(lines) < 2:
        return False
    numbers = [line for line in lines if is_value(line.text) or begins_remark(line.text)]
    name = "".join(line.text for line in lines if line not in numbers)
    return (
        sum(row_words().has(line.text) or headings().has(line.text) for line in lines) > 1
        or len(numbers) > _MOST_LINES
        or (len(numbers) > 1 and _are_apart(numbers, _room(region, lines_in)))
        or bool(numbers and names().has(name))
    )


def _are_apart(numbers: list[Line], room: float) -> bool:
    """Whether a number stands above another that it would have gone on with, were they one."""
    return any(
        last.right - last.left + line.glyphs[0].right - line.left <= room
        for last, line in pairwise(numbers)
    )


def _room(region: Region, lines_in: dict[Region, list[Line]]) -> float:
    """How long a number may be in a rectangle: it leaves some room at its sides, but others that
    are no wider may hold longer ones."""
    width = _width(region)
    lines = [line for other, its in lines_in.items() if _width(other) < width + 1 for line in its]
    longest = max(line.right - line.left for line in lines if is_value(line.text))
    return max(longest, width - _PADDING * lines_in[region][0].em)


def _width(region: Region) -> float:
    return region.box[2] - region.box[0]


def _value_count(lines: list[Line]) -> int:
    return sum(is_value(part.text) for line in lines for part in line.parts)


def _is_column(lines: list[Line]) -> bool:
    """Whether nothing stands side by side in a rectangle."""
    return all(len(line.parts) < 2 for line in lines)


def _has_one_column(grid: Grid) -> bool:
    return all(box[2] - box[0] > grid.width - SNAP for box in grid.boxes)
