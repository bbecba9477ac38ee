"""Tables of which only some lines are drawn: a frame, lines under rows or heads, none between.

Such lines close rectangles as well, which are no cells: several numbers stand in one.
"""

from __future__ import annotations

from itertools import pairwise

from extraction.readers.page.glyphs import NUMBER_GAP, Line
from extraction.readers.page.grid import Grid
from extraction.readers.page.region import Region
from extraction.readers.page.rulings import SNAP
from extraction.readers.page.unruled.lines import begins_remark
from extraction.readers.page.unruled.words import headings, names, row_words, sure_rows
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
    """Whether the rectangles of a table, on all of its pages, are no cells: labels of two rows
    stand in one, cells of several rows in a third of those with numbers, or other texts beside all
    numbers. A part of such a table may have none; what is in it stands side by side all the same.
    Of a scan the places of characters are guessed, and gaps between them tell nothing."""
    regions = [region for grid in chain for region in grid.regions if region.glyphs]
    if any(region.recognition for region in regions):
        return False
    number_count = sum(map(_is_digits, regions))
    high = [region for region in regions if not _is_low(region)]
    if any(sum(sure_rows().has(line.text) for line in region.lines) > 1 for region in high):
        return True
    if number_count > _STACKED * len(high):
        return False
    stacked = [region for region in high if _holds_rows(region, regions)]
    if number_count > _STACKED * len(stacked):
        return False
    filled = [region for region in regions if region in stacked or _value_count(region)]
    if len(stacked) >= _FEWEST and _STACKED * len(stacked) >= len(filled):
        return True
    if any(_is_number(region) for region in regions):
        return False
    shared = [region for region in regions if not _is_column(region)]
    if not shared or _STACKED * sum(region not in shared for region in filled) > len(filled):
        return False
    return all(map(_has_one_column, chain)) or sum(map(_value_count, regions)) >= _FEWEST


def part_names(grid: Grid) -> None:
    """Part the names of columns from the numbers below them where no line is drawn between the two,
    at the height where the numbers of other columns begin."""
    bottom = grid.box[3]
    lowest = [region for region in grid.regions if region.box[3] == bottom]
    numbers = [region for region in lowest if is_value(region.text())]
    top = max((region.box[1] for region in numbers), default=bottom)
    high = [region for region in lowest if region.box[1] < top and len(region.lines) > 1]
    above = [[line for line in region.lines if line.bottom <= top + SNAP] for region in high]
    below = [[line for line in region.lines if line.top >= top - SNAP] for region in high]
    are_names = all(its and not any(is_value(line.text) for line in its) for its in above)
    are_values = all(is_value("".join(line.text for line in its)) for its in below if its)
    if len(numbers) < _FEWEST or not any(below) or not (are_names and are_values):
        return
    for region, its in zip(high, below, strict=True):
        left, upper, right, _ = region.box
        glyphs = [glyph for line in its for glyph in line.glyphs]
        region.box = left, upper, right, top
        region.glyphs = [glyph for glyph in region.glyphs if glyph not in set(glyphs)]
        grid.regions.append(Region((left, top, right, bottom), glyphs=glyphs))


def _is_low(region: Region) -> bool:
    """Whether there is but one line in a rectangle, told without sorting its characters."""
    tops = [glyph.top for glyph in region.glyphs]
    first = region.glyphs[0]
    return max(tops) - min(tops) < _LOW * (first.bottom - first.top)


def _is_digits(region: Region) -> bool:
    """Whether a rectangle holds digits without gaps on one line."""
    if not all(glyph.text.isdigit() for glyph in region.glyphs):
        return False
    glyphs = sorted(region.glyphs, key=lambda glyph: glyph.left)
    gap = NUMBER_GAP * (glyphs[0].bottom - glyphs[0].top)
    return _is_low(region) and all(b.left - a.right <= gap for a, b in pairwise(glyphs))


def _is_number(region: Region) -> bool:
    """Whether one number is all that stands in a rectangle, as in most of a ruled table."""
    return is_value("".join(line.text for line in region.lines)) and _is_column(region)


def _holds_rows(region: Region, regions: list[Region]) -> bool:
    """Whether cells of several rows stand one below the other in a rectangle: labels of the forms,
    numbers of which each would have had room beside the last, more digits than a number has, or a
    number under the name of its column."""
    lines = region.lines
    if len(lines) < 2:
        return False
    numbers = [line for line in lines if is_value(line.text) or begins_remark(line.text)]
    name = "".join(line.text for line in lines if line not in numbers)
    return (
        sum(row_words().has(line.text) or headings().has(line.text) for line in lines) > 1
        or len(numbers) > _MOST_LINES
        or (len(numbers) > 1 and _are_apart(numbers, _room(region, regions)))
        or bool(numbers and names().has(name))
    )


def _are_apart(numbers: list[Line], room: float) -> bool:
    """Whether a number stands above another that it would have gone on with, were they one."""
    return any(
        last.right - last.left + line.glyphs[0].right - line.left <= room
        for last, line in pairwise(numbers)
    )


def _room(region: Region, regions: list[Region]) -> float:
    """How long a number may be in a rectangle: it leaves some room at its sides, but others that
    are no wider may hold longer ones."""
    width = _width(region)
    lines = [line for other in regions if _width(other) < width + 1 for line in other.lines]
    longest = max(line.right - line.left for line in lines if is_value(line.text))
    return max(longest, width - _PADDING * region.lines[0].em)


def _width(region: Region) -> float:
    return region.box[2] - region.box[0]


def _value_count(region: Region) -> int:
    return sum(is_value(part.text) for line in region.lines for part in line.parts)


def _is_column(region: Region) -> bool:
    """Whether nothing stands side by side in a rectangle."""
    return all(len(line.parts) < 2 for line in region.lines)


def _has_one_column(grid: Grid) -> bool:
    return all(box[2] - box[0] > grid.width - SNAP for box in grid.boxes)
