"""Where text stands in a picture, and how far the picture is tilted."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from extraction.readers.scan import models

_WORKING_WIDTH = 960
"""Width of an A4 page at which the finder sees characters as large as it was taught."""

_MULTIPLE = 32
"""The finder takes pictures whose sides are multiples of this."""

_MOST_ROWS = 1376
_OVERLAP = 96
"""Long pictures are looked through in pieces of so many rows, which overlap."""

_CORE = 0.3
_LEAST_CORE = 0.5
"""A line is where pixels are text with this probability, and one of them with the second."""

_SMALLER = 25
_CHARACTER = 0.8
"""Percentile of the heights of lines, and the share of a line that its characters take."""

_UNCLIP = 1.6
"""How far a line reaches beyond its core, in areas per circumference."""

_TELLING = 8
"""Lines this many times as long as high tell the tilt."""


class Box(NamedTuple):
    """Bounds in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


class TextMap(NamedTuple):
    """For each pixel how surely it is the core of a line of text, on a smaller copy of the picture.

    scale: pixels of the picture for one of the map.
    """

    probability: np.ndarray
    scale: float

    @property
    def mask(self) -> np.ndarray:
        return (self.probability > _CORE).astype(np.uint8)


def text_map(gray: np.ndarray) -> TextMap:
    """Find the text of a picture (height, width), uint8."""
    height, width = gray.shape
    scale = max(min(height, width) / _WORKING_WIDTH, 0.5)
    size = max(round(width / scale), 1), max(round(height / scale), 1)
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(
        small, 0, -size[1] % _MULTIPLE, 0, -size[0] % _MULTIPLE, cv2.BORDER_REPLICATE
    )
    probability = np.zeros(padded.shape, np.float32)
    for top in range(0, max(len(padded) - _OVERLAP, 1), _MOST_ROWS - _OVERLAP):
        piece = padded[top : top + _MOST_ROWS].astype(np.float32) / 127.5 - 1
        batch = np.ascontiguousarray(np.broadcast_to(piece, (1, 3, *piece.shape)))
        target = probability[top : top + _MOST_ROWS]
        np.maximum(target, models.finder()(batch), out=target)
    probability = np.ascontiguousarray(probability[: size[1], : size[0]])
    return TextMap(probability, scale)


def find_lines(found: TextMap) -> list[Box]:
    """The cores of lines of text in pixels of the picture, unordered.

    A core is thinner and shorter than its line: `grown` gives the whole.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found.mask, connectivity=8)
    best = np.zeros(count, np.float32)
    np.maximum.at(best, labels.ravel().astype(np.intp), found.probability.ravel())
    return [
        Box(*(round(edge * found.scale) for edge in (left, top, left + width, top + height)))
        for left, top, width, height, _ in stats[1:][best[1:] >= _LEAST_CORE].tolist()
    ]


def grown(core: Box, share: float = 1.0) -> Box:
    """The whole line of a core, or the core grown by a share of the difference."""
    by = share * core.width * core.height * _UNCLIP / (2 * (core.width + core.height))
    return Box(
        math.floor(core.left - by),
        math.floor(core.top - by),
        math.ceil(core.right + by),
        math.ceil(core.bottom + by),
    )


def heights_of(cores: list[Box]) -> list[float]:
    """The height of the characters of each line, in pixels."""
    return [_CHARACTER * min(line.height, line.width) for line in map(grown, cores)]


def em_of(heights: list[float]) -> float:
    """The height of the smaller characters of a document, those in its tables; 0 without any."""
    return float(np.percentile(heights, _SMALLER)) if heights else 0.0


class Tilt(NamedTuple):
    """degrees: clockwise, of the lines of text against the nearer axis.
    is_sideways: whether they run up or down the page.
    """

    degrees: float
    is_sideways: bool


def tilt_of(found: TextMap) -> Tilt:
    """The tilt of long lines of text, weighed by their length.

    A straight line is fitted to the pixels of each core, so that the tilt is known to less than
    a pixel over the width of the page.
    """
    mask = found.mask
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    ys, xs = np.nonzero(mask)
    of = labels[ys, xs]
    size = np.maximum(np.bincount(of, minlength=count), 1)
    x, y = (np.bincount(of, weights=its, minlength=count) / size for its in (xs, ys))
    dx, dy = xs - x[of], ys - y[of]
    xx, yy, xy = (
        np.bincount(of, weights=its, minlength=count) / size for its in (dx * dx, dy * dy, dx * dy)
    )
    spread = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    longer, shorter = (xx + yy + spread) / 2, np.maximum((xx + yy - spread) / 2, 1 / 12)
    telling = (size > 1) & (longer >= _TELLING**2 * shorter)
    if not telling.any():
        return Tilt(0.0, False)
    angles = np.degrees(0.5 * np.arctan2(2 * xy, xx - yy))[telling]
    lengths = np.sqrt(longer)[telling]
    steep = np.abs(angles) > 45
    is_sideways = bool(lengths[steep].sum() > lengths[~steep].sum())
    chosen = steep if is_sideways else ~steep
    against = angles[chosen]
    if is_sideways:
        against = np.where(against > 0, against - 90, against + 90)
    return Tilt(_weighted_median(against, lengths[chosen]), is_sideways)


def _weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
