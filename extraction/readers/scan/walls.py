"""Which upright runs of ink are rulings, and which are strokes of characters above one another.

Between two level rulings an upright one reaches from the one to the other without a gap;
characters keep away from the rulings above and below them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from extraction.readers.scan.lines import Box, grown

Piece = tuple[int, int, int, int]
"""left, top, width, height of a run of ink."""

_Level = tuple[float, int, list[int]]
"""A level ruling: the height of its middle, its left end, its height at each place from there."""

LONG_EMS = 2.2
"""Runs of ink shorter than this many ems may be strokes of characters."""

_FIRM = 0.88
_FIRM_IN_LINE, _FIRM_IN_LINE_AND_BARE = 0.7, 0.45
_IN_LINE_EMS = 0.15
"""Text keeps away from the rulings above and below it, if only by a blurred pixel. Between two
of them a wall is nowhere near its ends lighter than the first share of what it usually is, or
than the second where it goes on beyond, or than the third where it is bare as well."""

_BESIDE_EMS, _INKED, _CROSSED = 0.22, 0.4, 2
"""An upright stroke has others across it: so many rows of pixels in which ink, as dark as the
second share of the stroke, goes on to one side for the first. A wall is bare."""

_STUB_EMS = 1.1
"""A run that ends between two level rulings, or beyond the last, is looked at from this length."""

_EVEN, _GRAINY = 0.82, 0.55
_ALIKE = 1.25
"""A ruling is as dark all along, other than strokes of characters, by the first share, or by the
second where it fills its row away from text; and as dark as the others of its page, by this
factor."""

_REACH_EMS = 0.35
_LOWEST_EMS = 0.6
"""Level rulings reach so near to a wall that begins or ends at them; they are so far apart."""

_MOST_WITHIN = 0.4
_WITHIN = 0.7
"""A run that lies in lines of text for more than the first share of its length is made of
strokes; a line reaches beyond its core by the second share of what `grown` gives."""


def walls(
    pieces: Iterable[Piece],
    levels: list[Piece],
    depth: np.ndarray,
    cores: list[Box],
    em: float,
    level: np.ndarray | None = None,
) -> list[Piece]:
    """The parts of upright runs that are rulings.

    levels: level rulings. depth: how much darker than paper it is. cores: of lines of text.
    level: mask of the level rulings, which on a curved page are not where their middle is.
    """
    strokes = _strokes(pieces, levels, depth, _Text(cores), em, level)
    found = _found(strokes, em)
    in_line = [
        part
        for part, its in strokes.unsure
        if part not in found
        and any(
            _goes_on(part, one, em) and its.goes_on_as_wall(dark, fills=part in strokes.filling)
            for one, dark in found.items()
        )
    ]
    whole = [*found, *in_line]
    ends = [
        stub
        for stub in strokes.stubs
        if stub[3] >= LONG_EMS * em or any(_goes_on(stub, one, em) for one in whole)
    ]
    ends += [
        stub
        for stub in strokes.stubs
        if stub not in ends and any(_is_beside(stub, one, em) for one in ends)
    ]
    beside_text = [
        part
        for part, its in strokes.stubs_in_text
        if any(_goes_on(part, one, em) and its.is_even(dark) for one, dark in found.items())
        and any(_is_beside(part, one, em) for one in ends)
    ]
    return whole + ends + beside_text


@dataclass(slots=True)
class _Strokes:
    """The parts of upright runs between level rulings. unsure: those that reach from one to the
    next; held: of these, within a line of text; filling: of these, as high as their run. stubs:
    those that end before a ruling; stubs_in_text: of these, within a line of text."""

    unsure: list[tuple[Piece, _Profile]] = field(default_factory=list)
    held: set[Piece] = field(default_factory=set)
    filling: set[Piece] = field(default_factory=set)
    stubs: list[Piece] = field(default_factory=list)
    stubs_in_text: list[tuple[Piece, _Profile]] = field(default_factory=list)


def _strokes(
    pieces: Iterable[Piece],
    levels: list[Piece],
    depth: np.ndarray,
    text: _Text,
    em: float,
    level: np.ndarray | None,
) -> _Strokes:
    strokes = _Strokes()
    drawn = sorted(
        (top + height / 2, left, _heights((left, top, width, height), level))
        for left, top, width, height in levels
    )
    for piece in pieces:
        left, top, width, height = piece
        edges = _edges(left + width // 2, drawn, em)
        for start, end in _cut(top, top + height, edges):
            part = left, start, width, end - start
            is_band = start in edges and end in edges
            if not is_band and end - start < _STUB_EMS * em:
                continue
            first, last = edges.get(start, start), edges.get(end, end)
            seen = left, first, width, last - first
            profile, is_held = _Profile.of(seen, depth, em), text.holds(part, em)
            if not is_band and is_held:
                strokes.stubs_in_text.append((part, profile))
            elif not is_band:
                strokes.stubs.append(part)
            else:
                strokes.held |= {part} if is_held else set()
                strokes.filling |= {part} if _fills(piece, seen, em) and not is_held else set()
                strokes.unsure.append((part, profile))
    return strokes


def _found(strokes: _Strokes, em: float) -> dict[Piece, float]:
    """The strokes that are walls by themselves or go on one, and how dark each usually is."""
    filling = strokes.filling
    likely = {part: its for part, its in strokes.unsure if part in filling and its.is_bare}
    usual = float(np.median([its.usual for its in likely.values()])) if likely else 0.0
    likely |= {p: its for p, its in strokes.unsure if its.is_bare and its.is_wall(_FIRM, usual)}
    return {
        part: its.usual
        for part, its in likely.items()
        if ((part not in strokes.held or not _is_inner(part, likely, em)) and its.is_even(dark=0.0))
        or (part in filling and its.is_even(usual, _GRAINY))
        or any(_goes_on(part, one, em) for one in likely if one is not part)
    }


def _edges(x: int, levels: list[_Level], em: float) -> dict[int, int]:
    """The heights of the level rulings that pass or reach a place, from the top: each by the
    height of its middle, and as it is there."""
    reach = _REACH_EMS * em
    edges: dict[int, int] = {}
    last = -np.inf
    for middle, left, heights in levels:
        at = x - left
        if -reach <= at <= len(heights) + reach and middle - last >= _LOWEST_EMS * em:
            edges[round(middle)] = heights[min(max(at, 0), len(heights) - 1)]
            last = round(middle)
    return edges


def _heights(ruling: Piece, level: np.ndarray | None) -> list[int]:
    """How high a level ruling is at each place of its width."""
    left, top, width, height = ruling
    if level is None:
        return [round(top + height / 2)] * width
    inked = level[top : top + height, left : left + width] > 0
    count = inked.sum(axis=0)
    middle = top + np.rint(np.arange(height) @ inked / np.maximum(count, 1))
    heights: list[int] = np.where(count, middle, round(top + height / 2)).astype(int).tolist()
    return heights


def _cut(top: int, bottom: int, edges: Iterable[int]) -> Iterable[tuple[int, int]]:
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
    evenness: the lightest tenth between the ends as a share of the darkest. is_bare: whether no
    strokes go off to the sides.
    """

    usual: float
    firmness: float
    evenness: float
    is_bare: bool

    @classmethod
    def of(cls, band: Piece, depth: np.ndarray, em: float) -> _Profile:
        left, top, width, height = band
        strip = depth[top : top + height, max(left - 1, 0) : left + width + 1]
        if height < 4 or not strip.size:
            return cls(0.0, 0.0, 0.0, is_bare=False)
        profile = strip.max(axis=1).astype(np.float64)
        reach = min(round(_REACH_EMS * em), height // 2)
        inset = min(round(_REACH_EMS * em / 2), (height - 1) // 3)
        usual = max(_share(np.sort(profile), 0.5), 1.0)
        ends = min(profile[:reach].min(), profile[-reach:].min())
        inner = np.sort(profile[inset : height - inset])
        light, dark = _share(inner, 0.1), _share(inner, 0.9)
        is_bare = _crossings(band, depth, _INKED * usual, em) < _CROSSED
        return cls(usual, float(ends) / usual, light / max(dark, 1.0), is_bare)

    def is_wall(self, firm: float, dark: float) -> bool:
        """dark: how dark the rulings of the page usually are, or the one that this goes on
        with (light is uneven on a photograph); 0 if that is not known."""
        return self.is_even(dark) and self.firmness >= firm

    def goes_on_as_wall(self, dark: float, *, fills: bool) -> bool:
        """The same of a run that another wall goes on with. One that fills its row away from text
        need not be even: a seal or a stamp may run into it."""
        firm = _FIRM_IN_LINE_AND_BARE if self.is_bare else _FIRM_IN_LINE
        return self.firmness >= firm and (fills or self.is_even(dark))

    def is_even(self, dark: float, even: float = _EVEN) -> bool:
        """The same of a run that has a free end, where it fades."""
        is_like = not dark or dark / _ALIKE <= self.usual <= dark * _ALIKE
        return is_like and self.evenness >= even


def _share(ordered: np.ndarray, share: float) -> float:
    """The value below which a share of sorted values lie. A page has thousands of short runs: for
    these np.percentile takes fifty times as long."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def _crossings(band: Piece, depth: np.ndarray, least: float, em: float) -> int:
    """The rows of a band, away from its ends, in which ink goes on beside a run."""
    left, top, width, height = band
    reach, inset = max(round(_BESIDE_EMS * em), 2), round(_REACH_EMS * em)
    rows = slice(top + inset, top + height - inset)
    before = depth[rows, max(left - reach, 0) : left] > least
    after = depth[rows, left + width : left + width + reach] > least
    return max(int(side.all(axis=1).sum()) for side in (before, after))


def _fills(run: Piece, band: Piece, em: float) -> bool:
    """Whether a run fills a band, though with gaps, as a dotted or a faded line does."""
    slack = _REACH_EMS * em / 2
    return run[1] <= band[1] + slack and run[1] + run[3] >= band[1] + band[3] - slack


def _goes_on(part: Piece, other: Piece, em: float) -> bool:
    """Whether another ruling begins where a part of a run ends, or the other way round."""
    away = abs(part[0] + part[2] / 2 - other[0] - other[2] / 2)
    gap = max(other[1] - part[1] - part[3], part[1] - other[1] - other[3])
    return away <= _IN_LINE_EMS * em and gap <= _IN_LINE_EMS * em


def _is_inner(part: Piece, others: Iterable[Piece], em: float) -> bool:
    """Whether rows stand above and below that of a wall: in the first and the last of a page a
    wall may go on where the table does."""
    slack = _IN_LINE_EMS * em
    rows = [(top, top + height) for _, top, _, height in others]
    above = any(abs(bottom - part[1]) <= slack for _, bottom in rows)
    return above and any(abs(top - part[1] - part[3]) <= slack for top, _ in rows)


def _is_beside(part: Piece, other: Piece, em: float) -> bool:
    """Whether two runs begin and end at the same heights: the sides of the cells of a row."""
    slack = _IN_LINE_EMS * em
    return (
        abs(part[1] - other[1]) <= slack and abs(part[1] + part[3] - other[1] - other[3]) <= slack
    )


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
