"""Which upright runs of ink are rulings, and which are strokes of characters above one another.

Between two level rulings an upright one reaches from the one to the other without a gap;
characters keep away from the rulings above and below them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from extraction.readers.scan.lines import Box, grown

Piece = tuple[int, int, int, int]
"""left, top, width, height of a run of ink."""

LONG_EMS = 2.2
"""Runs of ink shorter than this many ems may be strokes of characters."""

_FIRM = 0.88
_FIRM_IN_LINE = 0.7
_BROKEN = 0.45
_UNBROKEN = 0.92
_IN_LINE_EMS = 0.15
"""Text keeps away from the rulings above and below it, if only by a blurred pixel. Between two
of them a wall is nowhere near its ends lighter than the first share of what it usually is, or
than the second where it goes on beyond; it is lighter than the third for less than the rest of
its height. Strokes of characters reach 0.8."""

_REACH_EMS = 0.35
_LOWEST_EMS = 0.6
"""Level rulings reach so near to a wall that begins or ends at them; they are so far apart."""

_MOST_WITHIN = 0.4
_WITHIN = 0.7
"""A run that lies in lines of text for more than the first share of its length is made of
strokes; a line reaches beyond its core by the second share of what `grown` gives."""


def walls(
    pieces: Iterable[Piece], levels: list[Piece], depth: np.ndarray, cores: list[Box], em: float
) -> list[Piece]:
    """The parts of upright runs that are rulings.

    levels: level rulings. depth: how much darker than paper it is. cores: of lines of text.
    """
    bounds = np.array(levels, dtype=np.float64).reshape(-1, 4)
    text = _Text(cores)
    sure: list[Piece] = []
    unsure: list[Piece] = []
    for piece in pieces:
        left, top, width, height = piece
        edges = _edges(left + width / 2, bounds, em)
        for start, end in _cut(top, top + height, edges):
            part = left, start, width, end - start
            if start in edges and end in edges:
                firmness = _firmness(part, depth, em)
                is_free = _fills(piece, part, em) and not text.holds(part, em)
                if firmness >= _FIRM or is_free:
                    sure.append(part)
                elif firmness >= _FIRM_IN_LINE:
                    unsure.append(part)
            elif end - start >= LONG_EMS * em and not text.holds(part, em):
                sure.append(part)
    return sure + [part for part in unsure if any(_goes_on(part, other, em) for other in sure)]


def _edges(x: float, levels: np.ndarray, em: float) -> list[int]:
    """The heights of the level rulings that pass or reach a place, from the top."""
    reach = _REACH_EMS * em
    near = (levels[:, 0] - reach <= x) & (x <= levels[:, 0] + levels[:, 2] + reach)
    heights = np.sort(levels[near][:, 1] + levels[near][:, 3] / 2)
    edges: list[int] = []
    for height in heights.tolist():
        if not edges or height - edges[-1] >= _LOWEST_EMS * em:
            edges.append(round(height))
    return edges


def _cut(top: int, bottom: int, edges: list[int]) -> Iterable[tuple[int, int]]:
    """A run cut at the level rulings that it meets: whole bands it fills for the greater part,
    and what reaches out above the first and below the last of them."""
    if not edges:
        return [(top, bottom)]
    parts = [
        (start, end)
        for start, end in pairwise(edges)
        if 2 * (min(end, bottom) - max(start, top)) > end - start
    ]
    outside = [(top, min(bottom, edges[0])), (max(top, edges[-1]), bottom)]
    return parts + [(start, end) for start, end in outside if end > start]


def _firmness(band: Piece, depth: np.ndarray, em: float) -> float:
    """How dark the lightest place near the ends of a band is, as a share of what is usual there.

    0 where it is light over a part of its height.
    """
    left, top, width, height = band
    strip = depth[top : top + height, max(left - 1, 0) : left + width + 1]
    if not strip.size:
        return 0.0
    profile = strip.max(axis=1)
    shares = profile / max(float(np.median(profile)), 1.0)
    if (shares >= _BROKEN).mean() < _UNBROKEN:
        return 0.0
    reach = min(round(_REACH_EMS * em), height // 2)
    return float(min(shares[:reach].min(initial=1.0), shares[-reach:].min(initial=1.0)))


def _fills(run: Piece, band: Piece, em: float) -> bool:
    """Whether a run fills a band, though with gaps, as a dotted or a faded line does."""
    slack = _REACH_EMS * em / 2
    return run[1] <= band[1] + slack and run[1] + run[3] >= band[1] + band[3] - slack


def _goes_on(part: Piece, other: Piece, em: float) -> bool:
    """Whether another ruling begins where a part of a run ends, or the other way round."""
    away = abs(part[0] + part[2] / 2 - other[0] - other[2] / 2)
    gap = max(other[1] - part[1] - part[3], part[1] - other[1] - other[3])
    return away <= _IN_LINE_EMS * em and gap <= _IN_LINE_EMS * em


class _Text:
    """Where the lines of text of a page are."""

    def __init__(self, cores: list[Box]) -> None:
        self._inner = np.array(cores, dtype=np.float64).reshape(-1, 4)
        outer = [grown(core, _WITHIN) for core in cores]
        self._outer = np.array(outer, dtype=np.float64).reshape(-1, 4)

    def holds(self, piece: Piece, em: float) -> bool:
        """Whether an upright run lies in lines of text for most of its length.

        A long one at the edge of text is a ruling: it lies beside the cores of the lines.
        """
        left, top, width, height = piece
        x = left + width / 2
        beside = self._inner if height >= LONG_EMS * em else self._outer
        crossed = self._outer[(beside[:, 0] < x) & (x < beside[:, 2])]
        shared = np.minimum(crossed[:, 3], top + height) - np.maximum(crossed[:, 1], top)
        return bool(shared[shared > 0].sum() > _MOST_WITHIN * height)
