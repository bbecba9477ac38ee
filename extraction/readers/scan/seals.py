"""Red seals over the text of a page: looked through, as by red light.

Offices stamp their reports, often across the last lines of a table. What is printed in black under
a seal is black in red light, and the seal as light as paper. Only what is as large as a seal is
taken away: red numbers, headings and rulings stay.
"""

from __future__ import annotations

import cv2
import numpy as np

_RED, _REDDISH = 50, 12
"""Red is lighter than green and blue by so many levels; what a compressed picture shows beside it
by the second."""

_SMALLEST, _LARGEST = 0.08, 0.4
"""A seal, or an arc of it, is so wide and high at least, and both no more than the second, as a
share of the shorter side of the page: official ones measure 0.2."""

_SAMPLED = 4
"""Most pages show nothing red, as each so many-th pixel tells."""

_GAP = 5
"""Parts of a seal that text or a pale print parts by fewer pixels are one."""

_HALO, _LIT = 7, 0.75
"""So far around red, in pixels, what is reddish belongs to it; of this, what is at least this share
as light as most of the seal, in red light, is paper."""

_PAPER = 90
"""Percentile of the levels of grey of a page that is paper."""


def without_seals(picture: np.ndarray) -> np.ndarray:
    """The levels of grey (height, width) of a picture (height, width, 3: red, green, blue)."""
    gray: np.ndarray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    side = min(gray.shape)
    if np.count_nonzero(_red(picture[::_SAMPLED, ::_SAMPLED])) * _SAMPLED < _SMALLEST * side:
        return gray
    is_red = _red(picture)
    around = cv2.dilate(is_red, np.ones((_HALO, _HALO), np.uint8)) & _red(picture, _REDDISH)
    whole = cv2.morphologyEx(is_red, cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    paper = float(np.percentile(gray, _PAPER))
    for left, top, width, height, _ in stats[1:].tolist():
        if _SMALLEST * side <= min(width, height) <= max(width, height) <= _LARGEST * side:
            window = (
                slice(max(top - _HALO, 0), top + height + _HALO),
                slice(max(left - _HALO, 0), left + width + _HALO),
            )
            red, own = picture[window][:, :, 0], gray[window]
            usual = float(np.median(red[is_red[window] > 0]))
            lit = np.minimum(red * (paper / (_LIT * usual)), paper)
            own[:] = np.where(around[window] > 0, np.maximum(own, lit), own).astype(np.uint8)
    return gray


def _red(picture: np.ndarray, least: int = _RED) -> np.ndarray:
    """Where a picture is red: 1, else 0."""
    red, green, blue = cv2.split(np.ascontiguousarray(picture))
    return (cv2.subtract(red, cv2.max(green, blue)) > least).astype(np.uint8)
