"""A cell that holds one straight stroke, told by its shape: a slash, a dash, what is left of a 4.

The recogniser is taught on lines of text; of a single stroke it makes 1, J or 八.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

_DIRT = 0.12
"""Pieces of ink smaller than this share of the largest are dirt, unless as high as a digit."""

_THINNEST = 0.09
_THINNEST_EMS = 0.22
_EVEN = 1.25
_LONGER_THAN_THICK = 2.5
_MEASURABLE = 4.0
"""A stroke is straight when it spreads no farther across itself: share of its length, or ems. A
heavy or blurred one is that spreads no farther than it is thick along its way, by the third (a 1
has its flag or its feet), and is so many times as long. Thinner than the last, in pixels, a flag
does not show."""

_STEEPEST, _FLATTEST = 80.0, 22.0
"""Degrees against the level between which a stroke is a slash. A steeper one may be a 1."""

_LEVEL = 12.0

SHORTEST_EMS, _LONG_EMS, _LONGEST_EMS = 0.18, 0.35, 3.0
_LONGER = 1.25
"""A stroke is at least so long; one shorter than the second is a hyphen if it is level and so many
times as long as thick (blurred ones are no longer), else dirt. One longer than the third is a line
drawn through the cell or below its text."""

_LOWEST_DIGIT_EMS = 0.4
_BESIDE_EMS = 0.15

_STEM, _BAR, _FOOT, _BAR_REACH = 0.75, (0.5, 0.82), 0.9, (0.2, 0.45)
"""The stem of a 1 or a 4 is inked for the first share of the height. At the left of it a 1 has a
flag above and a foot below, which is still there at the third from the top; a 4 has its bar between
the two in the middle, so far from the stem in heights, and nothing below."""


def is_hyphen(width: float, height: float, em: float) -> bool:
    """Whether ink with these bounds has the shape of a short level stroke."""
    return width >= SHORTEST_EMS * em and width >= _LONGER * height


def is_too_low(ink: np.ndarray, em: float) -> bool:
    """Whether the ink (mask of a line's bounds) is lower than any digit: a dash, or dirt."""
    rows = np.flatnonzero(ink.any(axis=1))
    return bool(len(rows)) and int(rows[-1] - rows[0]) + 1 < _LOWEST_DIGIT_EMS * em


def lone_stroke(ink: np.ndarray, em: float) -> str | None:
    """`/`, `\\` or `—` if the ink (mask of a line's bounds) is nothing but that, else None."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count < 2:
        return None
    areas = np.where(_are_sides(stats[1:], ink.shape, em), 0, stats[1:, cv2.CC_STAT_AREA])
    is_high = (stats[1:, cv2.CC_STAT_HEIGHT] >= _LOWEST_DIGIT_EMS * em) & (areas > 0)
    largest = int(areas.argmax()) + 1
    if ((areas > _DIRT * areas.max()) | is_high).sum() != 1:
        return None
    ys, xs = np.nonzero(labels == largest)
    across, down = int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1
    is_short = max(across, down) < _LONG_EMS * em
    if (is_short and not is_hyphen(across, down, em)) or max(across, down) > _LONGEST_EMS * em:
        return None
    values, vectors = np.linalg.eigh(np.cov(np.stack([xs, ys])))
    spread, length = np.sqrt(12 * np.maximum(values, 0.0))
    x, y = vectors[:, 1]
    along = ys if abs(y) > abs(x) else xs
    thickness = float(np.median(np.bincount(along - along.min()))) * max(abs(x), abs(y))
    is_even = (
        thickness >= _MEASURABLE
        and spread <= _EVEN * thickness
        and length >= _LONGER_THAN_THICK * thickness
    )
    if spread > max(_THINNEST_EMS * em, _THINNEST * length) and not is_even:
        return None
    degrees = float(np.degrees(np.arctan2(abs(y), abs(x))))
    if degrees < _LEVEL:
        return "—"
    if _FLATTEST < degrees < _STEEPEST:
        return "/" if x * y < 0 else "\\"
    return None


def is_faint_four(ink: np.ndarray) -> bool:
    """Whether a lone 1 (mask of a line's bounds) is a 4 whose slanting stroke was lost in print."""
    left, top, width, height = cv2.boundingRect(ink)
    inked = ink[top : top + height, left : left + width] > 0
    stems = np.flatnonzero(inked.sum(axis=0) >= _STEM * height)
    if not len(stems):
        return False
    near, far = (int(stems[0]) - math.ceil(its * height) for its in _BAR_REACH)
    first, last, foot = (round(its * height) for its in (*_BAR, _FOOT))
    beside = inked[:, max(far, 0) : max(near + 1, 0)]
    return bool(beside[first:last].any() and not beside[foot:].any())


def _are_sides(stats: np.ndarray, shape: tuple[int, ...], em: float) -> np.ndarray:
    """Which pieces run from top to bottom at the left or right: the rest of a ruling, for there is
    paper around a character."""
    left, width = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH]
    beside = np.minimum(left, shape[1] - left - width)
    is_thin = width <= _THINNEST_EMS * em
    are_sides: np.ndarray = (
        (stats[:, cv2.CC_STAT_HEIGHT] == shape[0]) & is_thin & (beside <= _BESIDE_EMS * em)
    )
    return are_sides
