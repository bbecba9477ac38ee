"""The rulings of a picture: long straight runs of ink, level or upright."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from extraction.readers.page.rulings import SNAP, Rulings, Span, joined
from extraction.readers.scan.lines import Box, grown
from extraction.readers.scan.walls import LONG_EMS, Piece, walls

_SHORT_EMS = 1.1
"""Shorter upright runs, down to this many ems, count between two level rulings: low rows."""

_BROKEN_EMS = 0.6
"""Two pieces of a ruling so near to one another are one: no cell is so low or narrow."""

_TELLING_EMS = 8.0
_FEWEST_TELLING = 4
_MOST_PERSPECTIVE = 0.02
"""Rulings of this length, so many of them, tell of a perspective of at most this slope."""

_GAP_EMS = 0.25
"""Gaps in a faint line up to this many ems are closed."""

_SOLID = 0.75
"""A line is inked over this share of its length, gaps included."""

_DASHED = 0.88
"""Where a tenth of the length of most long lines is lighter than this share of the darkest place
nearby, they are dashed or dotted: a solid one, however faint, is as dark all along (0.98)."""

_WITHIN = 0.7
_SLACK_EMS = 0.1
"""How far a core is grown to cover its strokes: as a share of the line, and in ems beyond."""

_THICKEST_EMS = 0.5
_WIDEST_STROKE_EMS = 0.8
_CONTRAST = 0.18
_DARKEST = 99.5
"""Ink is darker than the paper around it by this share of what the darkest ink (percentile) is."""

_LEAST_CONTRAST = 9.0

_FAINT_CONTRAST = 0.1
"""The same of level lines that are thin and as long as those that tell: hairlines of light grey."""

_EDGES = 3
"""How high a run of ink is with its blurred edges, in pixels more than it is."""


class Ink(NamedTuple):
    """What is dark on a page, against what is around it: shaded cells are paper as well.

    mask: 255 where there is ink. level, upright: 255 where something dark is thin in the
    direction across. paper: how light the page would be without ink. depth: how much darker
    than that it is. least: how much darker ink is at least.
    """

    mask: np.ndarray
    level: np.ndarray
    upright: np.ndarray
    paper: np.ndarray
    depth: np.ndarray
    least: float


def find_ink(gray: np.ndarray, em: float) -> Ink:
    """The ink of a picture whose characters are `em` pixels high."""
    smooth = cv2.GaussianBlur(gray, (3, 3), 0)
    widest = max(round(_WIDEST_STROKE_EMS * em), 3)
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((widest, widest), np.uint8))
    depth = cv2.subtract(paper, smooth)
    darkest = float(np.percentile(depth, _DARKEST))
    threshold = max(_CONTRAST * darkest, _LEAST_CONTRAST)
    thickest = max(round(_THICKEST_EMS * em), 3)
    thin = _thin(smooth, (thickest, 1))
    level = _dark(thin, threshold)
    faint = _dark(thin, max(_FAINT_CONTRAST * darkest, _LEAST_CONTRAST))
    return Ink(
        _dark(depth, threshold),
        level | _beside(_runs(faint, em, _TELLING_EMS), _runs(level, em, LONG_EMS)),
        _dark(_thin(smooth, (1, thickest)), threshold),
        paper,
        depth,
        threshold,
    )


def _beside(faint: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """What of faint level lines is no edge of a run of ink."""
    edges = cv2.dilate(runs, np.ones((_EDGES, 1), np.uint8))
    return cv2.bitwise_and(faint, cv2.bitwise_not(edges))


def _thin(smooth: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """How much darker it is than on both sides, where thinner than a shape (rows, columns)."""
    return cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones(shape, np.uint8))


def _dark(depth: np.ndarray, threshold: float) -> np.ndarray:
    return cv2.threshold(depth, math.floor(threshold), 255, cv2.THRESH_BINARY)[1]


def find_rulings(ink: Ink, text: list[Box], em: float, scale: float) -> tuple[Rulings, np.ndarray]:
    """Rulings in points (`scale` points a pixel), and the mask of their pixels.

    text: cores of lines of text. What runs within text is a stroke of its characters.
    """
    written = [grown(core, _WITHIN) for core in text]
    if _are_dashed(ink, em):
        ink = _closed(ink, em)
    level = _runs(ink.level, em, LONG_EMS)
    levels = _pieces(level, ink.level, written, em, is_level=True)
    levels = [_whole(piece, ink.mask, level, em) for piece in levels]
    upright = _runs(ink.upright, em, _SHORT_EMS, is_level=False)
    pieces = _pieces(upright, ink.upright, [], em, is_level=False)
    uprights = walls(pieces, levels, ink.depth, text, em, level)
    drawn = Rulings()
    for left, top, width, height in levels:
        middle = (top + height / 2) * scale
        drawn.horizontal.append(Span(middle, left * scale, (left + width) * scale))
    for left, top, width, height in uprights:
        middle = (left + width / 2) * scale
        drawn.vertical.append(Span(middle, top * scale, (top + height) * scale))
    gap = _BROKEN_EMS * em * scale
    whole = Rulings(_mended(drawn.horizontal, gap), _mended(drawn.vertical, gap))
    return joined(whole), _painted(level, uprights, upright)


def _are_dashed(ink: Ink, em: float) -> bool:
    """Whether most long level lines of a page have gaps all along, or dots."""
    runs = _runs(ink.level, em, _TELLING_EMS)
    inked = _inked(runs)
    depth = ink.depth[inked]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs[inked], connectivity=8)
    near = np.ones((1, max(round(_GAP_EMS * em), 2)), np.uint8)
    lightest = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area <= _THICKEST_EMS * em * width:
            window = slice(top, top + height), slice(left, left + width)
            along = np.where(labels[window] == label, depth[window], 0).max(axis=0)[None, :]
            around = cv2.morphologyEx(along, cv2.MORPH_CLOSE, near)
            lightest.append(float(np.percentile(along / np.maximum(around, 1.0), 10)))
    return len(lightest) >= _FEWEST_TELLING and float(np.median(lightest)) < _DASHED


def _closed(ink: Ink, em: float) -> Ink:
    """The ink with the gaps between the dashes of its rulings filled."""
    gap = max(round(_GAP_EMS * em), 2)
    level, upright = np.ones((1, gap), np.uint8), np.ones((gap, 1), np.uint8)
    return ink._replace(
        level=cv2.morphologyEx(ink.level, cv2.MORPH_CLOSE, level),
        upright=cv2.morphologyEx(ink.upright, cv2.MORPH_CLOSE, upright),
        depth=cv2.morphologyEx(ink.depth, cv2.MORPH_CLOSE, upright),
    )


def _mended(lines: list[Span], gap: float) -> list[Span]:
    """Lines with the short gaps closed that text or dirt at a ruling leaves."""
    mended: list[Span] = []
    for line in sorted(lines, key=lambda line: line.start):
        for index, other in enumerate(mended):
            is_in_line = abs(other.position - line.position) <= SNAP
            if is_in_line and 0 < line.start - other.end <= gap:
                mended[index] = Span(other.position, other.start, line.end)
                break
        else:
            mended.append(line)
    return mended


def _painted(level: np.ndarray, uprights: list[Piece], upright: np.ndarray) -> np.ndarray:
    painted = level.copy()
    for left, top, width, height in uprights:
        window = slice(top, top + height), slice(left, left + width)
        painted[window] |= upright[window]
    return painted


class Slopes(NamedTuple):
    """How far rulings stray: for level ones down per pixel to the right, at each height; for
    upright ones to the right per pixel down, at each distance from the left.

    Each as (constant, per pixel), from the middle of the picture.
    """

    level: tuple[float, float]
    upright: tuple[float, float]


def slopes_of(ink: Ink, em: float) -> Slopes:
    """The slopes of the long rulings of a picture that is level but for its perspective."""
    height, width = ink.mask.shape
    upright = _runs(ink.upright, em, _TELLING_EMS, is_level=False)
    return Slopes(
        _slopes(_runs(ink.level, em, _TELLING_EMS), height / 2, em),
        _slopes(cv2.transpose(upright), width / 2, em),
    )


def _slopes(runs: np.ndarray, middle: float, em: float) -> tuple[float, float]:
    """Slope of level runs by their height, fitted to all: (at the middle, change per pixel)."""
    count, labels = cv2.connectedComponents(runs, connectivity=8)
    ys, xs = np.nonzero(runs)
    of = labels[ys, xs]
    size = np.maximum(np.bincount(of, minlength=count), 1)
    x, y = (np.bincount(of, weights=its, minlength=count) / size for its in (xs, ys))
    dx = xs - x[of]
    xx = np.bincount(of, weights=dx * dx, minlength=count)
    xy = np.bincount(of, weights=dx * (ys - y[of]), minlength=count)
    lengths = np.sqrt(12 * xx / size)
    slopes = xy / np.maximum(xx, 1)
    telling = lengths > _TELLING_EMS * em
    if telling.sum() < _FEWEST_TELLING:
        return 0.0, 0.0
    y, slopes, lengths = y[telling] - middle, slopes[telling], lengths[telling]
    usual = np.median(slopes)
    near = np.abs(slopes - usual) <= _MOST_PERSPECTIVE
    if np.ptp(y[near]) < _TELLING_EMS * em:
        return float(usual), 0.0
    change, constant = np.polyfit(y[near], slopes[near], 1, w=lengths[near])
    return float(constant), float(change)


def _runs(mask: np.ndarray, em: float, ems: float, *, is_level: bool = True) -> np.ndarray:
    """Level or upright runs of ink at least `ems` long, small gaps closed."""
    gap, shortest = max(round(_GAP_EMS * em), 2), max(round(ems * em), 8)
    across = [np.ones((1, size) if is_level else (size, 1), np.uint8) for size in (gap, shortest)]
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, across[0])
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, across[1])


def _pieces(
    runs: np.ndarray, mask: np.ndarray, written: list[Box], em: float, *, is_level: bool
) -> list[Piece]:
    """left, top, width, height of runs that are thin, solid and not within text."""
    window = _inked(runs)
    at_left, at_top = window[1].start, window[0].start
    runs, mask = runs[window], mask[window]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    inked = np.bincount(labels[cv2.bitwise_and(mask, runs) > 0], minlength=count)
    bounds = np.array(written).reshape(-1, 4) + np.array([-1, -1, 1, 1]) * _SLACK_EMS * em
    pieces = []
    kept = np.zeros(count, np.uint8)
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        left, top = left + at_left, top + at_top
        thickness = area / (width if is_level else height)
        is_thin = thickness <= _THICKEST_EMS * em and inked[label] >= _SOLID * area
        if is_thin and not _lies_in(bounds, left, top, left + width, top + height):
            pieces.append((left, top, width, height))
            kept[label] = 255
    runs[:] = kept[labels]
    return pieces


def _whole(piece: Piece, mask: np.ndarray, level: np.ndarray, em: float) -> Piece:
    """A level ruling with its ends on which characters sit: together they are not thin.

    What is added is painted in `level`, the mask of rulings."""
    left, top, width, height = piece
    inked: np.ndarray = mask[top : top + height].max(axis=0)
    gap = max(round(_GAP_EMS * em), 2)
    first, last = left - _reach(inked[:left][::-1], gap), left + width
    last += _reach(inked[last:], gap)
    for start, end in ((first, left), (left + width, last)):
        level[top : top + height, start:end] |= mask[top : top + height, start:end]
    return first, top, last - first, height


def _reach(inked: np.ndarray, gap: int) -> int:
    """How far there is ink without a gap, from the first place on."""
    inside = np.flatnonzero(inked)
    if not len(inside) or inside[0] > gap:
        return 0
    ends = np.flatnonzero(np.diff(inside) > gap)
    return int(inside[ends[0] if len(ends) else -1]) + 1


def _inked(mask: np.ndarray) -> tuple[slice, slice]:
    """The rows and columns that hold ink: to number the pieces of a page takes time with its
    size, and most of it is paper. A corner of it where there is none."""
    left, top, width, height = cv2.boundingRect(mask)
    return slice(top, top + max(height, 1)), slice(left, left + max(width, 1))


def _lies_in(bounds: np.ndarray, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether a run lies wholly within one line of text."""
    return bool(
        (
            (bounds[:, 0] <= left)
            & (bounds[:, 1] <= top)
            & (bounds[:, 2] >= right)
            & (bounds[:, 3] >= bottom)
        ).any()
    )
