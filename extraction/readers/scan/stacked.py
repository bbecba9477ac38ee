"""Pages below one another in one picture: photographs put together, each askew in its own way.

They are levelled each for itself, so the picture is cut where a wide band has no ink. Nothing is
lost where one page is cut so: a table goes on over the cut as it does over the end of a page.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from extraction.readers.scan.lines import shrunk, strokes_of

_TALL = 1.8
"""A picture so many times as high as wide holds more than one page."""

_GAP = 50
"""Rows without ink between two pages, on the copy that the finder sees: 11 mm of A4."""

_SHORTEST = 0.5
"""A page is at least so many times as high as wide."""

_SPECK = 4
"""Ink lower and narrower than this is dirt."""


def pages_in(gray: np.ndarray) -> list[slice]:
    """The rows of each page in a picture (height, width), uint8, from the top."""
    height, width = gray.shape
    if height < _TALL * width:
        return [slice(0, height)]
    small, scale = shrunk(gray)
    inked = np.flatnonzero(_has_ink(small))
    least = _SHORTEST * width
    cuts = [0]
    for last, following in pairwise(inked.tolist()):
        cut = round((last + following) / 2 * scale)
        is_page = cut - cuts[-1] >= least and height - cut >= least
        if following - last > _GAP and is_page:
            cuts.append(cut)
    return [slice(top, bottom) for top, bottom in pairwise([*cuts, height])]


def _has_ink(small: np.ndarray) -> np.ndarray:
    """For each row whether there is ink in it other than specks."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        strokes_of(small).astype(np.uint8), connectivity=8
    )
    is_large = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= _SPECK
    is_large[0] = False
    rows: np.ndarray = is_large[labels].any(axis=1)
    return rows
