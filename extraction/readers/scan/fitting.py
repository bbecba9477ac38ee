"""Cells that hold one short line: its bounds are those of its ink, and specks around it are told.

The finder sees lines of text well and lone digits badly: it cuts them, or takes two rows for one.
Within a cell, between rulings, what is ink and no dirt is the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extraction.readers.scan.lines import Box, around, clusters, gap_between

SHORT_EMS = 10.0
"""Lines shorter than this are numbers or short labels."""

_HIGHEST_EMS = 1.5
_LOWEST_EMS = 0.45
"""One line is no higher than the first; a level stroke may be lower than the second."""

_SPECK_EMS = 0.28
_BROKEN_OFF_EMS = 0.1
"""Ink smaller than the first in both directions is dirt, unless a piece of a character is so near
to another one, or it is a point or a comma."""

_TORN_OFF_EMS = 0.25
_WHOLE, _HIGHER = 0.85, 1.15
"""A line lower than the first share of what is usual on its page lacks the top or the foot of its
digits, which faint strokes part from the rest: small ink so near above or below it is that, if the
line is as high as usual with it, and no higher than the second share."""

_BROKEN = 3
"""So many small pieces of ink among the characters of a line are parts of them, however far off:
the print is faint and broken. Dirt is rare."""

_APART_EMS, _SPACE_EMS, _AS_HIGH = 0.25, 0.8, 0.7
"""Small pieces no farther from one another than the first, as far from a line as a space at most,
level with it and as high as this share of it, are a character of faint print (the 0 of 3 0)."""

_MOST_PIECES = 20
"""More specks than this beside a line are dirt."""

_FEWEST_LINES = 8
"""So many lines tell how high one usually is."""

_NUMBER_EMS, _WORN = 4.0, 0.25
"""Lines up to the first are numbers; where more than the second share of them holds small pieces,
the print of the page is worn. Whole print has them in a tenth: points, specks."""

_POINT_BESIDE_EMS = 0.45
_POINT_BELOW_EMS = 0.28
"""A point stands so near to the right of a character, and so near to the foot of the line."""

_PAD_EMS = 0.2


@dataclass(frozen=True, slots=True)
class Fitted:
    """The bounds of the one line of a cell, with some paper around, and of the specks in it.

    is_broken: whether a speck among its characters may be a piece of one (the left of a faint 4),
    or a character beside the others is all in pieces.
    """

    box: Box
    specks: tuple[Box, ...]
    is_broken: bool = False


def fit(pieces: list[Box], region: Box, em: float, usual: float = 0.0) -> Fitted | None:
    """The line that pieces of ink in a cell make; None if they make none, or more than one.

    pieces: bounds of connected ink in the cell, rulings and what is left of them taken out.
    usual: how high such a line usually is; 0 if that is not known.
    """
    line = _line(pieces, em)
    if line is None:
        return None
    large = [box for box in pieces if _is_large(box, em)]
    small = [box for box in pieces if not _is_large(box, em)]
    torn_off = _torn_off(small, line, em, usual)
    kept: list[Box] = []
    specks: list[Box] = []
    for box in small:
        belongs = any(gap_between(box, other) <= _BROKEN_OFF_EMS * em for other in large)
        is_kept = belongs or box in torn_off or _is_point(box, large, em)
        (kept if is_kept else specks).append(box)
    whole = around([line, *kept])
    inside = [box for box in specks if around([box, whole]) == whole]
    if len(inside) >= _BROKEN:
        specks = [box for box in specks if box not in inside]
    beside = _characters_beside(specks, whole, em)
    specks = [box for box in specks if box not in beside]
    whole = around([whole, *beside])
    pad = round(_PAD_EMS * em) + 1
    low = max(round(_LOWEST_EMS * em) - whole.height, 0) // 2
    box = Box(
        max(whole.left - pad, region.left),
        max(whole.top - pad - low, region.top),
        min(whole.right + pad, region.right),
        min(whole.bottom + pad + low, region.bottom),
    )
    is_broken = bool(beside) or any(_is_among(speck, whole, em) for speck in specks)
    return Fitted(box, tuple(specks), is_broken)


def usual_height(cells: list[list[Box]], em: float) -> float:
    """How high the one line of a cell usually is, strokes aside; 0 where few cells hold one.

    cells: the pieces of ink of each."""
    lines = [_line(pieces, em) for pieces in cells]
    heights = [line.height for line in lines if line and line.height >= _LOWEST_EMS * em]
    return float(np.median(heights)) if len(heights) >= _FEWEST_LINES else 0.0


def is_worn(lines: list[tuple[Box, list[Box]]], em: float) -> bool:
    """Whether the numbers of a page are broken in pieces.

    lines: the bounds of each line that a cell holds alone, and the pieces of ink there."""
    numbers = [its for its in lines if its[0].width < _NUMBER_EMS * em]
    broken = sum(
        any(not _is_large(box, em) and around([box, line]) == line for box in pieces)
        for line, pieces in numbers
    )
    return len(numbers) >= _FEWEST_LINES and broken > _WORN * len(numbers)


def _characters_beside(specks: list[Box], line: Box, em: float) -> list[Box]:
    """The specks that together make characters to the left or the right of a line."""
    near = [box for box in specks if _may_stand_beside(box, line, em)]
    if len(near) > _MOST_PIECES:
        return []
    found: list[Box] = []
    for group in clusters(near, _APART_EMS * em):
        its = around(group)
        gap = max(its.left - line.right, line.left - its.right)
        is_level = min(its.bottom, line.bottom) - max(its.top, line.top) >= line.height / 2
        if len(group) > 1 and is_level and gap <= _SPACE_EMS * em:
            found += group if its.height >= _AS_HIGH * line.height else []
    return found


def _may_stand_beside(speck: Box, line: Box, em: float) -> bool:
    """Whether a speck is about level with a line, and beside it, not far off."""
    gap = max(speck.left - line.right, line.left - speck.right)
    away = max(line.top - speck.bottom, speck.top - line.bottom)
    return away <= line.height / 2 and 0 <= gap <= (_SPACE_EMS + 1) * em


def _is_among(speck: Box, line: Box, em: float) -> bool:
    """Whether a speck is level with the characters of a line, and as near as these are."""
    is_level = line.top < speck.bottom and speck.top < line.bottom
    return is_level and gap_between(speck, line) <= _TORN_OFF_EMS * em


def _line(pieces: list[Box], em: float) -> Box | None:
    """The bounds of the pieces that are no specks, if they may be one short line."""
    large = [box for box in pieces if _is_large(box, em)]
    if not large:
        return None
    line = around(large)
    return line if line.height <= _HIGHEST_EMS * em and line.width <= SHORT_EMS * em else None


def _is_large(box: Box, em: float) -> bool:
    return max(box.width, box.height) >= _SPECK_EMS * em


def _torn_off(small: list[Box], line: Box, em: float, usual: float) -> list[Box]:
    """The small pieces that are the tops or the feet of the digits of a line."""
    if line.height >= _WHOLE * usual:
        return []
    beside = _BROKEN_OFF_EMS * em
    whole = line
    added: list[Box] = []
    for box in sorted(small, key=lambda box: gap_between(box, line)):
        together = around([box, whole])
        is_over = box.left >= line.left - beside and box.right <= line.right + beside
        is_near = gap_between(box, whole) <= _TORN_OFF_EMS * em
        if is_over and is_near and together.height <= _HIGHER * usual:
            whole = together
            added.append(box)
    return added if whole.height >= _WHOLE * usual else []


def pieces_by_region(regions: list[Box], ink: np.ndarray) -> list[list[Box]]:
    """The bounds of the connected ink in each region.

    Cell by cell, and there only where there is ink: most of a page is paper.
    """
    pieces = []
    for region in regions:
        left, top = max(region.left, 0), max(region.top, 0)
        own = ink[top : max(region.bottom, 0), left : max(region.right, 0)]
        pieces.append([box.moved(left, top) for box in _pieces(own)])
    return pieces


def _pieces(ink: np.ndarray) -> list[Box]:
    if not ink.size:
        return []
    left, top, width, height = cv2.boundingRect(ink)
    if not width:
        return []
    window = np.ascontiguousarray(ink[top : top + height, left : left + width])
    _, _, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
    return [Box(x, y, x + w, y + h).moved(left, top) for x, y, w, h, _ in stats[1:].tolist()]


def _is_point(box: Box, large: list[Box], em: float) -> bool:
    """Whether a small piece stands where a point or a comma does: at the foot of some digit (a
    streak makes others longer), behind one."""
    middle = (box.top + box.bottom) / 2
    is_low = any(abs(middle - other.bottom) <= _POINT_BELOW_EMS * em for other in large)
    return is_low and any(
        -0.5 * box.width <= box.left - other.right <= _POINT_BESIDE_EMS * em
        and other.height >= _LOWEST_EMS * em
        for other in large
    )
