"""Cells that seem blank and may not be: what a fax machine or a dry drum left of their text.

A cell is surely blank where its paper is as even as paper is on its page. Three things speak
against it: ink too light to be read, pieces of ink that make a digit together, and a speck where
the dash of such a table stands.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from extraction.readers.scan.lines import Box, around, clusters
from extraction.readers.scan.ruled import Ink

_PAD_EMS = 0.15
_SIDE_EMS = 0.3
"""So near to the side of a cell ink is that of its rulings."""

_LIGHTEST, _EVEN, _LEAST = 0.35, 2.2, 6.0
_PAPER = 80
"""What is darker than paper by the first share of what ink is at least, by the second of what most
of its own cell is (percentile), and by so many levels of grey, is no grain of the paper..."""

_LOWEST_EMS, _NARROWEST_EMS = 0.45, 0.3
"""...if it is as high as a digit or as wide as a dash."""

_FEWEST, _APART_EMS = 2, 0.25
"""Pieces that make a digit: so many, each so near to another."""

_MIDDLE_EMS, _DOT_EMS = 0.3, 0.12
"""A speck so near to the middle of its cell, and so large, may be what is left of a dash."""


def doubtful_blanks(
    blank: Iterable[int], regions: list[Box], ink: Ink, em: float
) -> Iterable[tuple[int, Box]]:
    """Of the cells that seem blank, by their number, those that may hold text, with where.

    ink: without the rulings.
    """
    side, pad = round(_SIDE_EMS * em), round(_PAD_EMS * em) + 1
    for index in blank:
        left, top, right, bottom = regions[index]
        inner = Box(max(left + side, 0), max(top + side, 0), right - side, bottom - side)
        if inner.width <= 0 or inner.height <= 0:
            continue
        pieces = [box for box in _pieces(_window(ink.mask, inner)) if _is_inside(box, inner)]
        box = _broken(pieces, em) or _middle(pieces, inner, em) or _faint(inner, ink, em)
        if box is not None:
            box = box.moved(inner.left, inner.top)
            grown = box.left - pad, box.top - pad, box.right + pad, box.bottom + pad
            yield (
                index,
                Box(max(left, grown[0]), max(top, grown[1]), *map(min, grown[2:], (right, bottom))),
            )


def _window(picture: np.ndarray, box: Box) -> np.ndarray:
    return picture[box.top : box.bottom, box.left : box.right]


def _pieces(mask: np.ndarray) -> list[Box]:
    """The bounds of what is connected in a mask."""
    if not mask.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return [Box(x, y, x + width, y + height) for x, y, width, height, _ in stats[1:].tolist()]


def _is_inside(piece: Box, inner: Box) -> bool:
    """Whether a piece ends before the sides of its cell: a streak of a copier does not."""
    return (
        piece.left > 0
        and piece.top > 0
        and piece.right < inner.width
        and piece.bottom < inner.height
    )


def _broken(pieces: list[Box], em: float) -> Box | None:
    """The bounds of pieces that stand together and are as high as a digit."""
    for group in clusters(pieces, _APART_EMS * em):
        whole = around(group)
        if len(group) >= _FEWEST and whole.height >= _LOWEST_EMS * em:
            return whole
    return None


def _middle(pieces: list[Box], inner: Box, em: float) -> Box | None:
    """A speck in the middle of its cell."""
    for box in pieces:
        across = abs(box.left + box.right - inner.width) / 2
        down = abs(box.top + box.bottom - inner.height) / 2
        is_large = max(box.width, box.height) >= _DOT_EMS * em
        if is_large and max(across, down) <= _MIDDLE_EMS * em:
            return box
    return None


def _faint(inner: Box, ink: Ink, em: float) -> Box | None:
    """Something as large as a digit that is darker than paper, though too light for ink."""
    depth = _window(ink.depth, inner)
    least = max(_LIGHTEST * ink.least, _EVEN * float(np.percentile(depth, _PAPER)), _LEAST)
    for box in _pieces((depth > least).astype(np.uint8)):
        is_large = box.height >= _LOWEST_EMS * em or box.width >= _NARROWEST_EMS * em
        if is_large and _is_inside(box, inner):
            return box
    return None
