"""Which upright runs of ink are rulings, and which are strokes of characters above one another.

Between two level rulings an upright one reaches from the one to the other without a gap;
characters keep away from the rulings above and below them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extraction.readers.scan.lines import Box, grown

Piece = tuple[int, int, int, int]
"""left, top, width, height of a run of ink."""

LONG_EMS = 2.2
"""Runs of ink shorter than this many ems may be strokes of characters."""

_FIRM = 0.88
_FIRM_IN_LINE = 0.7
_IN_LINE_EMS = 0.15
"""Text keeps away from the rulings above and below it, if only by a blurred pixel. Between two
of them a wall is nowhere near its ends lighter than the first share of what it usually is, or
than the second where it goes on beyond."""

_STUB_EMS = 1.1
"""A run that ends between two level rulings, or beyond the last, is looked at from this length."""

_EVEN = 0.82
_ALIKE = 1.25
"""A ruling is as dark all along, other than strokes of characters, by the first share; and as
dark as the others of its page, by this factor."""

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
    unsure: list[tuple[Piece, _Profile]] = []
    stubs: list[Piece] = []
    usual: list[float] = []
    for piece in pieces:
        left, top, width, height = piece
        edges = _edges(left + width / 2, bounds, em)
        for start, end in _cut(top, top + height, edges):
            part = left, start, width, end - start
            if start not in edges or end not in edges:
                if end - start >= _STUB_EMS * em and not text.holds(part, em):
                    stubs.append(part)
                continue
            profile = _Profile.of(part, depth, em)
            if _fills(piece, part, em) and not text.holds(part, em):
                sure.append(part)
                usual.append(profile.usual)
            else:
                unsure.append((part, profile))
    dark = float(np.median(usual)) if usual else 0.0
    firm = [part for part, its in unsure if its.is_wall(_FIRM, dark)]
    in_line = [
        part
        for part, its in unsure
        if its.is_wall(_FIRM_IN_LINE, dark) and any(_goes_on(part, one, em) for one in sure + firm)
    ]
    found = sure + firm + [part for part in in_line if part not in firm]
    return found + [
        stub
        for stub in stubs
        if stub[3] >= LONG_EMS * em or any(_goes_on(stub, one, em) for one in found)
    ]


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
    """A run cut at the level rulings that it meets.

    Of a band between two of them it is given the whole if it fills the greater part, else its
    share; what reaches out above the first and below the last of them comes as well.
    """
    for start, end in pairwise([min(top, *edges, top), *edges, max(bottom, *edges, bottom)]):
        first, last = max(start, top), min(end, bottom)
        is_band = start in edges and end in edges and 2 * (last - first) > end - start
        if is_band:
            yield start, end
        elif last > first:
            yield first, last


@dataclass(frozen=True, slots=True)
class _Profile:
    """How dark a run is along its way through a band.

    usual: its median. firmness: the lightest place near the ends, as a share of that.
    evenness: the lightest tenth between the ends as a share of the darkest.
    """

    usual: float
    firmness: float
    evenness: float

    @classmethod
    def of(cls, band: Piece, depth: np.ndarray, em: float) -> _Profile:
        left, top, width, height = band
        strip = depth[top : top + height, max(left - 1, 0) : left + width + 1]
        if height < 4 or not strip.size:
            return cls(0.0, 0.0, 0.0)
        profile = strip.max(axis=1).astype(np.float64)
        reach = min(round(_REACH_EMS * em), height // 2)
        inset = min(round(_REACH_EMS * em / 2), (height - 1) // 3)
        usual = max(float(np.median(profile)), 1.0)
        ends = min(profile[:reach].min(), profile[-reach:].min())
        light, dark = np.percentile(profile[inset : height - inset], (10, 90))
        return cls(usual, float(ends) / usual, float(light / max(dark, 1.0)))

    def is_wall(self, firm: float, dark: float) -> bool:
        """dark: how dark the rulings of the page usually are, 0 if that is not known."""
        is_like = not dark or dark / _ALIKE <= self.usual <= dark * _ALIKE
        return is_like and self.firmness >= firm and self.evenness >= _EVEN


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
