"""Lines of text that stand close, and columns of characters, cut where it is lightest.

The finder takes lines that nearly touch for one, and a head set upright for one high line.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from extraction.readers.scan.lines import Box

_COLUMN = 1.4
"""A line this many times as high as wide, and two characters high, is a column of characters."""

_PITCH_EMS = 1.1
_STRAY = 0.3
_LOWEST_LINE_EMS = 0.6
_VALLEY, _VALLEY_OF_MANY = 0.35, 0.55
"""Lines are at least this far apart; a cut strays from its place by this share of the distance;
between lines it is less dark than this share of what is usual, or the second, of three or more:
no character is so high."""

_PAPER = 90
"""Percentile of the levels of grey of a line that is paper."""

_PAD_EMS = 0.15


def split(
    line: Box, gray: np.ndarray, ink: np.ndarray, em: float, *, may_be_lines: bool
) -> list[Box]:
    """The bounds of each line in what was taken for one, or of each character of a column.

    may_be_lines: whether it stands in a cell: elsewhere characters may be as large as two lines.
    """
    box = _inked(line, ink)
    window = slice(box.top, box.bottom), slice(box.left, box.right)
    most = round(box.height / (_PITCH_EMS * em)) if may_be_lines else 0
    if most < 2 and not _is_column(line, em):
        return [line]
    # Heavy characters touch in the mask of the ink where there still is light between them.
    dark = np.maximum(np.percentile(gray[window], _PAPER) - gray[window], 0).mean(axis=1)
    is_inked = ink[window].max(axis=1) > 0
    for count in range(most, 1, -1):
        cuts = _cuts(dark, count)
        if _are_lines(dark, is_inked, cuts, em):
            return _cut(line, box, cuts, em)
    if not _is_column(line, em):
        return [line]
    count = round(line.height / max(line.width, em))
    return _cut(line, box, _cuts(dark, count), em)


def _cuts(dark: np.ndarray, count: int) -> list[int]:
    """Where to cut rows of so many lines: each time the lightest row near where it should be."""
    pitch = len(dark) / count
    cuts = []
    for number in range(1, count):
        first, last = round((number - _STRAY) * pitch), round((number + _STRAY) * pitch)
        cuts.append(first + int(dark[first : last + 1].argmin()))
    return cuts


def _cut(line: Box, inked: Box, cuts: list[int], em: float) -> list[Box]:
    """The lines whose ink is cut, with some paper above and below."""
    pad = round(_PAD_EMS * em) + 1
    top, bottom = max(line.top, inked.top - pad), min(line.bottom, inked.bottom + pad)
    edges = [top, *(inked.top + cut for cut in cuts), bottom]
    return [
        line._replace(top=top, bottom=bottom) for top, bottom in pairwise(edges) if bottom > top
    ]


def _inked(box: Box, ink: np.ndarray) -> Box:
    """The bounds of the ink in a box; the box where there is none."""
    left, top, width, height = cv2.boundingRect(ink[box.top : box.bottom, box.left : box.right])
    return Box(left, top, left + width, top + height).moved(box.left, box.top) if width else box


def _are_lines(dark: np.ndarray, is_inked: np.ndarray, cuts: list[int], em: float) -> bool:
    """Whether it is light at the cuts and a line of characters stands between any two."""
    valley = _VALLEY if len(cuts) == 1 else _VALLEY_OF_MANY
    if dark[cuts].max() > valley * dark.mean():
        return False
    return all(part.sum() >= _LOWEST_LINE_EMS * em for part in np.split(is_inked, cuts))


def _is_column(box: Box, em: float) -> bool:
    return box.height > max(_COLUMN * box.width, 2 * em)
