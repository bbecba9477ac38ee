"""Cells that hold one short line: its bounds are those of its ink, and specks around it are told.

The finder sees lines of text well and lone digits badly: it cuts them, or takes two rows for one.
Within a cell, between rulings, what is ink and no dirt is the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extraction.readers.scan.lines import Box

SHORT_EMS = 10.0
"""Lines shorter than this are numbers or short labels."""

_HIGHEST_EMS = 1.5
_LOWEST_EMS = 0.45
"""One line is no higher than the first; a level stroke may be lower than the second."""

_SPECK_EMS = 0.28
_BROKEN_OFF_EMS = 0.1
"""Ink smaller than the first in both directions is dirt, unless a piece of a character is so near
to another one, or it is a point or a comma."""

_POINT_BESIDE_EMS = 0.45
_POINT_BELOW_EMS = 0.28
"""A point stands so near to the right of a character, and so near to the foot of the line."""

_PAD_EMS = 0.2


@dataclass(frozen=True, slots=True)
class Fitted:
    """The bounds of the one line of a cell, with some paper around, and of the specks in it."""

    box: Box
    specks: tuple[Box, ...]


def fit(pieces: list[Box], region: Box, em: float) -> Fitted | None:
    """The line that pieces of ink in a cell make; None if they make none, or more than one.

    pieces: bounds of connected ink in the cell, rulings and what is left of them taken out.
    """
    large = [box for box in pieces if max(box.width, box.height) >= _SPECK_EMS * em]
    if not large:
        return None
    small = [box for box in pieces if max(box.width, box.height) < _SPECK_EMS * em]
    line = _around(large)
    if line.height > _HIGHEST_EMS * em or line.width > SHORT_EMS * em:
        return None
    kept: list[Box] = []
    specks: list[Box] = []
    for box in small:
        belongs = any(_gap(box, other) <= _BROKEN_OFF_EMS * em for other in large)
        (kept if belongs or _is_point(box, large, em) else specks).append(box)
    whole = _around([line, *kept])
    pad = round(_PAD_EMS * em) + 1
    low = max(round(_LOWEST_EMS * em) - whole.height, 0) // 2
    box = Box(
        max(whole.left - pad, region.left),
        max(whole.top - pad - low, region.top),
        min(whole.right + pad, region.right),
        min(whole.bottom + pad + low, region.bottom),
    )
    return Fitted(box, tuple(specks))


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


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _gap(one: Box, other: Box) -> int:
    across = max(other.left - one.right, one.left - other.right, 0)
    down = max(other.top - one.bottom, one.top - other.bottom, 0)
    return max(across, down)


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
