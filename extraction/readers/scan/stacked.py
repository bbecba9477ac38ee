"""Pages below one another or side by side in one picture: photographs put together, an open book.

They are levelled each for itself, so the picture is cut where a wide band has no ink. Nothing is
lost where one page is cut so: a table goes on over the cut as it does over the end of a page.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from extraction.readers.scan.lines import shrunk, strokes_of, text_map, tilt_of

_TALL, _WIDE = 1.8, 1.2
"""A picture so many times as high as wide, or as wide as high, may hold more than one page."""

_GAP = 50
"""Rows or columns without ink between two pages, on the copy that the finder sees: 11 mm of A4."""

_SHORTEST = 0.5
"""A page is at least so many times as high as wide."""

_MIDDLE = 0.1
"""Two pages side by side part so near to the middle, as a share of the width."""

_SPECK = 4
"""Ink lower and narrower than this is dirt."""


def pages_in(gray: np.ndarray) -> list[tuple[slice, slice]]:
    """The rows and columns of each page in a picture (height, width), uint8, as they are read."""
    height, width = gray.shape
    if height >= _TALL * width:
        return [(rows, slice(0, width)) for rows in _below_one_another(gray)]
    if width >= _WIDE * height:
        return [(slice(0, height), columns) for columns in _side_by_side(gray)]
    return [(slice(0, height), slice(0, width))]


def _below_one_another(gray: np.ndarray) -> list[slice]:
    height, width = gray.shape
    small, scale = shrunk(gray)
    inked = np.flatnonzero(_ink(small).any(axis=1))
    least = _SHORTEST * width
    cuts = [0]
    for last, following in pairwise(inked.tolist()):
        cut = round((last + following) / 2 * scale)
        is_page = cut - cuts[-1] >= least and height - cut >= least
        if following - last > _GAP and is_page:
            cuts.append(cut)
    return [slice(top, bottom) for top, bottom in pairwise([*cuts, height])]


def _side_by_side(gray: np.ndarray) -> list[slice]:
    """A page that lies sideways may have such a band, too: between two lines of its text."""
    width = gray.shape[1]
    small, scale = shrunk(gray)
    inked = np.flatnonzero(_ink(small).any(axis=0))
    gaps = [
        (following - last, round((last + following) / 2 * scale))
        for last, following in pairwise(inked.tolist())
    ]
    wide = [(gap, at) for gap, at in gaps if gap > _GAP and abs(at / width - 0.5) <= _MIDDLE]
    if not wide or tilt_of(text_map(gray)).is_sideways:
        return [slice(0, width)]
    _, cut = max(wide)
    return [slice(0, cut), slice(cut, width)]


def _ink(small: np.ndarray) -> np.ndarray:
    """Where there is ink other than specks."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        strokes_of(small).astype(np.uint8), connectivity=8
    )
    is_large = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= _SPECK
    is_large[0] = False
    ink: np.ndarray = is_large[labels]
    return ink
