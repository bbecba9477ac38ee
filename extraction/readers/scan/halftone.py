"""Greys printed or saved as dots of black and white: what a fax machine, a laser printer or a
picture of two colours makes of a grey paper, a shaded cell or a seal.

Each dot is ink to whoever looks for rulings and strokes, so they are run together into the grey
that they stand for before anything is looked for.
"""

from __future__ import annotations

import cv2
import numpy as np

_APART = 96
"""A dot differs from each of its four neighbours by more than so many levels."""

_DOTTED = 0.01
"""Where so large a share of a page is dots, it is a halftone. Print and dirt leave a tenth of a
thousandth, halftones a tenth of the page."""

_RADIUS = 1.3
"""Radius in pixels by which dots are run together: they stand a pixel to three apart."""

_NEIGHBOURS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.uint8)


def without_dots(gray: np.ndarray) -> np.ndarray:
    """A picture (height, width), uint8, with its dots run together if it is a halftone."""
    dark = cv2.subtract(cv2.erode(gray, _NEIGHBOURS), gray) > _APART
    light = cv2.subtract(gray, cv2.dilate(gray, _NEIGHBOURS)) > _APART
    if np.count_nonzero(dark) + np.count_nonzero(light) < _DOTTED * gray.size:
        return gray
    return cv2.GaussianBlur(gray, (0, 0), _RADIUS)
