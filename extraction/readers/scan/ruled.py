"""The rulings of a picture: long straight runs of ink, level or upright."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from extraction.readers.pdf.rulings import Rulings, Span, joined
from extraction.readers.scan.lines import Box, grown

_LONG_EMS = 2.2
"""Runs of ink shorter than this many ems may be strokes of characters."""

_SHORT_EMS = 1.1
"""Shorter upright runs, down to this many ems, count between two level rulings: low rows."""

_REACH_EMS = 0.35

_GAP_EMS = 0.25
"""Gaps in a faint line up to this many ems are closed."""

_SOLID = 0.75
"""A line is inked over this share of its length, gaps included."""

_WITHIN = 0.7
_SLACK_EMS = 0.1
"""How far a core is grown to cover its strokes: as a share of the line, and in ems beyond."""

_MOST_WITHIN = 0.4
_IN_LINE_EMS = 0.12

_THICKEST_EMS = 0.5
_WINDOW_EMS = 2.0
_CONTRAST = 0.18
"""Ink is darker than the paper around it by this share of the darkest ink's distance."""

_LEAST_CONTRAST = 9.0


_Piece = tuple[int, int, int, int]
"""left, top, width, height of a run of ink."""


class Ink(NamedTuple):
    """mask: 255 where there is ink. paper: how light the paper would be without it."""

    mask: np.ndarray
    paper: np.ndarray


def find_ink(gray: np.ndarray, em: float) -> Ink:
    """The ink of a picture whose characters are `em` pixels high."""
    window = _odd(_WINDOW_EMS * em)
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((3, 3), np.uint8)), min(_odd(window / 4), 255))
    paper = cv2.resize(paper, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    depth = cv2.subtract(paper, gray)
    darkest = float(np.percentile(depth, 99.5))
    threshold = max(_CONTRAST * darkest, _LEAST_CONTRAST)
    mask = np.where(depth > threshold, 255, 0).astype(np.uint8)
    return Ink(mask, paper)


def find_rulings(
    mask: np.ndarray, text: list[Box], em: float, scale: float
) -> tuple[Rulings, np.ndarray]:
    """Rulings in points (`scale` points a pixel), and the mask of their pixels.

    text: cores of lines of text. What runs within text is a stroke of its characters.
    """
    written = [grown(core, _WITHIN) for core in text]
    level = _runs(mask, em, _LONG_EMS)
    levels = _pieces(level, mask, written, em, is_level=True)
    upright = np.ascontiguousarray(_runs(np.ascontiguousarray(mask.T), em, _SHORT_EMS).T)
    uprights = _apart_from_text(
        [
            piece
            for piece in _pieces(upright, mask, written, em, is_level=False)
            if piece[3] >= _LONG_EMS * em or _is_held(piece, level, em)
        ],
        written,
        em,
    )
    drawn = Rulings()
    for left, top, width, height in levels:
        middle = (top + height / 2) * scale
        drawn.horizontal.append(Span(middle, left * scale, (left + width) * scale))
    for left, top, width, height in uprights:
        middle = (left + width / 2) * scale
        drawn.vertical.append(Span(middle, top * scale, (top + height) * scale))
    return joined(drawn), _painted(level, uprights, upright)


def _apart_from_text(pieces: list[_Piece], written: list[Box], em: float) -> list[_Piece]:
    """Upright runs but those made of the strokes of characters above one another.

    Such a run lies in lines of text for most of its length. So may a ruling between two cells
    whose text was found as one line, but this one goes on above or below.
    """
    bounds = np.array(written, dtype=np.float64).reshape(-1, 4)
    free: list[_Piece] = []
    within: list[_Piece] = []
    for piece in pieces:
        left, top, width, height = piece
        x = left + width / 2
        crossed = bounds[(bounds[:, 0] < x) & (x < bounds[:, 2])]
        shared = np.minimum(crossed[:, 3], top + height) - np.maximum(crossed[:, 1], top)
        covered = shared[shared > 0].sum()
        (within if covered > _MOST_WITHIN * height else free).append(piece)
    return free + [piece for piece in within if any(_goes_on(piece, other, em) for other in free)]


def _goes_on(piece: _Piece, other: _Piece, em: float) -> bool:
    """Whether a long upright run is in line with a piece and begins or ends near it."""
    left, top, width, height = piece
    its_left, its_top, its_width, its_height = other
    gap = max(its_top - top - height, top - its_top - its_height)
    return (
        its_height >= _LONG_EMS * em
        and abs(left + width / 2 - its_left - its_width / 2) <= _IN_LINE_EMS * em
        and gap <= _LONG_EMS * em
    )


def _is_held(piece: _Piece, level: np.ndarray, em: float) -> bool:
    """Whether a short upright run begins and ends at level rulings."""
    left, top, width, height = piece
    reach = round(_REACH_EMS * em)
    column = level[:, max(left - reach, 0) : left + width + reach]
    ends = top, top + height
    return all(column[max(end - reach, 0) : end + reach].any() for end in ends)


def _painted(level: np.ndarray, uprights: list[_Piece], upright: np.ndarray) -> np.ndarray:
    painted = level.copy()
    for left, top, width, height in uprights:
        window = slice(top, top + height), slice(left, left + width)
        painted[window] |= upright[window]
    return painted


def _runs(mask: np.ndarray, em: float, ems: float) -> np.ndarray:
    """Level runs of ink at least `ems` long, small gaps closed."""
    closed = cv2.morphologyEx(
        mask, cv2.MORPH_CLOSE, np.ones((1, max(round(_GAP_EMS * em), 2)), np.uint8)
    )
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(round(ems * em), 8)), np.uint8))


def _pieces(
    runs: np.ndarray, mask: np.ndarray, written: list[Box], em: float, *, is_level: bool
) -> list[_Piece]:
    """left, top, width, height of runs that are thin, solid and not within text."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    inked = np.bincount(labels.ravel(), weights=(mask > 0).ravel(), minlength=count)
    bounds = np.array(written).reshape(-1, 4) + np.array([-1, -1, 1, 1]) * _SLACK_EMS * em
    pieces = []
    kept = np.zeros(count, np.uint8)
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        thickness = area / (width if is_level else height)
        is_thin = thickness <= _THICKEST_EMS * em and inked[label] >= _SOLID * area
        if is_thin and not _lies_in(bounds, left, top, left + width, top + height):
            pieces.append((left, top, width, height))
            kept[label] = 255
    runs[:] = kept[labels]
    return pieces


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


def _odd(value: float) -> int:
    return max(round(value) // 2 * 2 + 1, 3)
