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

_INKED_ROWS = 12
_LEAST_INK = 12
_MARGIN = 24
"""Where so many rows or columns of what the finder sees hold fewer pixels of ink than the second,
there is no text; it sees so many pixels beyond the ink."""

_STROKE = 9
_CONTRAST = 0.18
_FAINTEST = 9.0
"""Ink is thinner than the first, in pixels of what the finder sees, and darker than what is around
it by the second share of what the darkest ink is, or by the third, in levels of grey."""

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

_HINTING, _FEWEST_HINTING = 2, 8
"""Lines this many times as long as high, as in narrow cells, give a hint which way text runs; fewer
may be slashes and other strokes."""


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

    def moved(self, right: int, down: int) -> Box:
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)


def gap_between(one: Box, other: Box) -> int:
    """Pixels between two boxes, across or down, whichever is more; 0 if they touch."""
    across = max(other.left - one.right, one.left - other.right, 0)
    down = max(other.top - one.bottom, one.top - other.bottom, 0)
    return max(across, down)


def around(boxes: list[Box]) -> Box:
    """The bounds of boxes together."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def clusters(boxes: list[Box], reach: float) -> list[list[Box]]:
    """Boxes in groups, each no farther than `reach` from another one of its group."""
    groups: list[list[Box]] = []
    for box in boxes:
        near = [its for its in groups if any(gap_between(box, one) <= reach for one in its)]
        groups = [its for its in groups if its not in near]
        groups.append([box, *(one for its in near for one in its)])
    return groups


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
    small, scale = shrunk(gray)
    probability = np.zeros(small.shape, np.float32)
    for top in range(0, max(len(small) - _OVERLAP, 1), _MOST_ROWS - _OVERLAP):
        piece = small[top : top + _MOST_ROWS]
        window = _inked(piece)
        target = probability[top : top + _MOST_ROWS][window]
        np.maximum(target, _found(piece[window]), out=target)
    return TextMap(probability, scale)


def shrunk(gray: np.ndarray) -> tuple[np.ndarray, float]:
    """The copy of a picture that the finder sees, and pixels of the picture for one of it."""
    height, width = gray.shape
    scale = max(min(height, width) / _WORKING_WIDTH, 0.5)
    size = max(round(width / scale), 1), max(round(height / scale), 1)
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA), scale


def _found(piece: np.ndarray) -> np.ndarray:
    """For each pixel of a piece how surely it is the core of a line of text."""
    height, width = piece.shape
    padded = cv2.copyMakeBorder(
        piece, 0, -height % _MULTIPLE, 0, -width % _MULTIPLE, cv2.BORDER_REPLICATE
    )
    levels = padded.astype(np.float32) / 127.5 - 1
    batch = np.ascontiguousarray(np.broadcast_to(levels, (1, 3, *levels.shape)))
    return models.finder()(batch)[:height, :width]


def _inked(piece: np.ndarray) -> tuple[slice, slice]:
    """The rows and columns of a piece within its margins; all of it where no ink is seen."""
    ink = strokes_of(piece)
    return _extent(ink.sum(axis=1)), _extent(ink.sum(axis=0))


def strokes_of(small: np.ndarray) -> np.ndarray:
    """Where there is ink on a copy that the finder sees."""
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    depth = cv2.subtract(paper, small)
    threshold = max(_CONTRAST * float(np.percentile(depth, 99.5)), _FAINTEST)
    ink: np.ndarray = depth > threshold
    return ink


def _extent(counts: np.ndarray) -> slice:
    """From where to where there is ink along a side, with a margin, a multiple of the finder's."""
    size = len(counts)
    held = np.convolve(counts, np.ones(_INKED_ROWS), mode="full")
    places = np.flatnonzero(held >= _LEAST_INK)
    if not len(places):
        return slice(0, size)
    start = max(int(places[0]) - _INKED_ROWS - _MARGIN, 0)
    stop = min(int(places[-1]) + 1 + _MARGIN, size)
    missing = -(stop - start) % _MULTIPLE
    stop = min(stop + missing, size)
    return slice(max(stop - math.ceil((stop - start) / _MULTIPLE) * _MULTIPLE, 0), stop)


def find_lines(found: TextMap) -> list[Box]:
    """The cores of lines of text in pixels of the picture, unordered.

    A core is thinner and shorter than its line: `grown` gives the whole.
    """
    mask = found.mask
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    best = np.zeros(count, np.float32)
    within = mask > 0
    np.maximum.at(best, labels[within].astype(np.intp), found.probability[within])
    cores = [
        Box(*(round(edge * found.scale) for edge in (left, top, left + width, top + height)))
        for left, top, width, height, _ in stats[1:][best[1:] >= _LEAST_CORE].tolist()
    ]
    return [core for core in cores if core.width and core.height]


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
    is_sideways: whether they run up or down the page. is_sure: whether there are lines long enough
    to tell; without, columns of characters may look like lines.
    """

    degrees: float
    is_sideways: bool
    is_sure: bool


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
    is_sure = bool(telling.any())
    if not is_sure:
        telling = (size > 1) & (longer >= _HINTING**2 * shorter)
        if telling.sum() < _FEWEST_HINTING:
            return Tilt(0.0, is_sideways=False, is_sure=False)
    angles = np.degrees(0.5 * np.arctan2(2 * xy, xx - yy))[telling]
    lengths = np.sqrt(longer)[telling]
    steep = np.abs(angles) > 45
    is_sideways = bool(lengths[steep].sum() > lengths[~steep].sum())
    chosen = steep if is_sideways else ~steep
    against = angles[chosen]
    if is_sideways:
        against = np.where(against > 0, against - 90, against + 90)
    return Tilt(_weighted_median(against, lengths[chosen]), is_sideways, is_sure)


def _weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
