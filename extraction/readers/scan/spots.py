"""Where each line of text stands: in which cell, and within which bounds.

The finder sees lines; rulings cut them where it took two cells for one line, and ink that it
overlooked in a cell (a lone 1, a stroke) makes a line of its own: a cell is blank only where
there is no ink.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from extraction.readers.scan.fitting import (
    SHORT_EMS,
    fit,
    is_worn,
    pieces_by_region,
    usual_height,
)
from extraction.readers.scan.lines import Box, grown
from extraction.readers.scan.splitting import split
from extraction.readers.scan.strokes import is_hyphen

_LEAST_INK_EMS = 0.3
_LEAST_BESIDE_EMS = 0.42
"""Ink smaller than this many ems in both directions is dirt, or a point; the second beside text
that was found. A minus that was overlooked is wider."""

_INSET_EMS = 0.1
_DARK = 0.85
"""The sides of a cell; ink is darker than this share of what is usual in its cell."""

_CUT_EMS, _CUT_ABOVE_EMS = 0.8, 0.3
"""A line is widened by so much at most, to the sides and up or down, where it cuts a character."""

_COVERED = 0.6
_NEIGHBOUR_EMS = 0.8
_PAD_EMS = 0.15
_BORDER_EMS = 0.3
_ALONG = 2.5
_FARTHEST_EMS = 0.45
_WHOLE_SIDE = 0.9
_CORNER_EMS = 0.2
_THICKEST_EMS = 0.5
"""What is so near to the side of a cell and so many times as long as thick belongs to it, unless
it reaches farther into the cell than the third (a slash) and is shorter than this share of the
side between its corners, or is thicker than the last: a stroke of a seal that runs into a digit."""

_THIN_EMS, _ROOMY_EMS = 0.22, 1.25
"""A streak is no wider than the first; rows as high as the second have room around a digit."""

_DIGIT_EMS = 0.45, 1.3
"""How high a digit is, or how long a dash. Ink of this size by the side of a cell may be one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of text to be read.

    region: number of the cell that it stands in, or None. is_overlooked: ink that the finder
    did not take for text. specks: bounds of dirt in it. is_cut: a character may be lost, because
    one of its sides cuts through ink, or because ink beside it was taken for the rest of a ruling,
    or for dirt.
    is_rest: it is such ink itself, and all that there is in its cell. is_worn: the characters of
    its page are broken, and a 1 may be what is left of a 4.
    """

    box: Box
    region: int | None
    is_overlooked: bool = False
    specks: tuple[Box, ...] = ()
    is_cut: bool = False
    is_rest: bool = False
    is_worn: bool = False


def find_spots(
    cores: list[Box], regions: list[Box], gray: np.ndarray, ink: np.ndarray, em: float
) -> list[Spot]:
    """The lines of text of a page.

    cores: as the finder saw them. regions: the cells. gray: the page without rulings.
    ink: mask of what is dark in it.
    """
    spots: list[Spot] = []
    bounds = np.array(regions, dtype=np.float64).reshape(-1, 4)
    written = _written(regions, gray, ink, em)
    pieces = pieces_by_region(regions, written)
    fitted = _fitted(regions, pieces, written, em)
    for core in cores:
        inside = list(_parts(core, bounds))
        spots += [
            _in_cell(part, index, regions[index], written, em)
            for index, part in inside
            if index not in fitted
        ]
        if not inside and not _is_covered(core, bounds):
            line = grown(core) if regions else _inked(core, ink, em)
            spots.append(Spot(_within(line, ink.shape), None))
    spots += fitted.values()
    spots += _overlooked(spots, regions, written, em)
    spots += _rests({spot.region for spot in spots}, regions, pieces, written, em)
    return [
        replace(spot, box=box)
        for spot in spots
        if spot.box.width > 0 and spot.box.height > 0
        for box in split(spot.box, gray, ink, em, may_be_lines=spot.region is not None)
    ]


def _written(regions: list[Box], gray: np.ndarray, ink: np.ndarray, em: float) -> np.ndarray:
    """The ink in cells, without their sides.

    It differs from most of its own cell: the grain and the edges of a shaded one are no ink.
    """
    inside = np.zeros_like(ink)
    inset = max(round(_INSET_EMS * em), 1)
    for region in regions:
        window = (
            slice(region.top + inset, region.bottom - inset),
            slice(region.left + inset, region.right - inset),
        )
        if ink[window].any():
            own = gray[window]
            inside[window] = ink[window] & np.where(own < _DARK * np.median(own), 255, 0)
    return inside


def _fitted(
    regions: list[Box], pieces: list[list[Box]], written: np.ndarray, em: float
) -> dict[int, Spot]:
    """The cells that hold one short line, by their number, with it."""
    found = {}
    rests_of = [
        [box for box in its if _is_border(box, region, em)]
        for its, region in zip(pieces, regions, strict=True)
    ]
    inside = [
        [box for box in its if box not in rests]
        for its, rests in zip(pieces, rests_of, strict=True)
    ]
    usual = usual_height(inside, em)
    for index, (region, rests) in enumerate(zip(regions, rests_of, strict=True)):
        line = fit(inside[index], region, em, usual)
        if line is not None:
            box = _within(line.box, written.shape)
            strokes = _strokes(pieces[index], region, em)
            is_cut = line.is_broken or any(_is_beside(rest, box, em) for rest in strokes)
            specks = *line.specks, *(rest for rest in rests if rest not in strokes)
            found[index] = Spot(box, index, specks=specks, is_cut=is_cut)
    if is_worn([(spot.box, inside[index]) for index, spot in found.items()], em):
        found = {index: replace(spot, is_worn=True) for index, spot in found.items()}
    return found


def _rests(
    taken: set[int | None],
    regions: list[Box],
    pieces: list[list[Box]],
    written: np.ndarray,
    em: float,
) -> Iterable[Spot]:
    """What may be a stroke by the side of a cell in which nothing else stands."""
    for index, region in enumerate(regions):
        if index not in taken:
            for box in _strokes(pieces[index], region, em):
                yield Spot(_padded(box, region, written.shape, em), index, is_rest=True)


def _strokes(pieces: list[Box], region: Box, em: float) -> list[Box]:
    """Ink taken for the rest of a ruling that may as well be a digit or a dash."""
    least, most = (ems * em for ems in _DIGIT_EMS)
    return [
        box
        for box in pieces
        if _is_border(box, region, em)
        and least <= max(box.width, box.height) <= most
        and not _is_whole_side(box, region, em)
    ]


def _is_beside(rest: Box, line: Box, em: float) -> bool:
    """Whether ink may be a character of a line: level with it, no farther than a wide space."""
    gap = max(rest.left - line.right, line.left - rest.right)
    return gap <= _NEIGHBOUR_EMS * em and rest.top < line.bottom and rest.bottom > line.top


def _in_cell(core: Box, index: int, region: Box, written: np.ndarray, em: float) -> Spot:
    """The line of a core, widened to the ends of the characters that its sides cut."""
    box = _clipped(grown(core), region, written.shape)
    if box.width >= SHORT_EMS * em or box.width <= 0 or box.height <= 0:
        return Spot(box, index)
    reach = round(_CUT_EMS * em)
    first, last = max(box.left - reach, region.left), min(box.right + reach, region.right)
    inked: np.ndarray = written[box.top : box.bottom, first:last].max(axis=0)
    left, right, is_cut = _to_gaps(inked, first, box.left, box.right)
    reach = round(_CUT_ABOVE_EMS * em)
    first, last = max(box.top - reach, region.top), min(box.bottom + reach, region.bottom)
    inked = written[first:last, left:right].max(axis=1)
    top, bottom, is_cut_above = _to_gaps(inked, first, box.top, box.bottom)
    return Spot(Box(left, top, right, bottom), index, is_cut=is_cut or is_cut_above)


def _to_gaps(inked: np.ndarray, first: int, start: int, end: int) -> tuple[int, int, bool]:
    """Both sides of a line moved to where there is no ink, and whether one finds no such place.

    inked: whether there is ink, from the place `first` on."""
    gaps = first + np.flatnonzero(inked == 0)
    before, after = gaps[gaps <= start], gaps[gaps >= end - 1]
    return (
        int(before[-1]) if len(before) else start,
        int(after[0]) + 1 if len(after) else end,
        not (len(before) and len(after)),
    )


def _inked(core: Box, ink: np.ndarray, em: float) -> Box:
    """The line of a core, as high as its ink: without rulings its height tells its row."""
    line = _within(grown(core), ink.shape)
    blank = np.flatnonzero(ink[line.top : line.bottom, line.left : line.right].max(axis=1) == 0)
    rows, pad = line.top + blank, round(_PAD_EMS * em)
    above, below = rows[rows < core.top], rows[rows >= core.bottom]
    return line._replace(
        top=max(int(above[-1]) - pad, line.top) if len(above) else line.top,
        bottom=min(int(below[0]) + pad, line.bottom) if len(below) else line.bottom,
    )


def _is_covered(core: Box, regions: np.ndarray) -> bool:
    """Whether a core lies over cells, though deep in none: it takes two rows for one line."""
    across = np.minimum(regions[:, 2], core.right) - np.maximum(regions[:, 0], core.left)
    down = np.minimum(regions[:, 3], core.bottom) - np.maximum(regions[:, 1], core.top)
    shared = (np.maximum(across, 0) * np.maximum(down, 0)).sum()
    return bool(shared > _COVERED * core.width * core.height)


def _parts(core: Box, regions: np.ndarray) -> Iterable[tuple[int, Box]]:
    """The cells that a core stands in, each with the part in it."""
    left = np.maximum(regions[:, 0], core.left)
    top = np.maximum(regions[:, 1], core.top)
    right = np.minimum(regions[:, 2], core.right)
    bottom = np.minimum(regions[:, 3], core.bottom)
    deep = bottom - top >= 0.5 * core.height
    wide = right - left >= np.minimum(0.5 * core.height, 0.5 * core.width)
    for index in np.flatnonzero(deep & wide):
        yield (
            int(index),
            Box(int(left[index]), int(top[index]), int(right[index]), int(bottom[index])),
        )


def _clipped(box: Box, region: Box, shape: tuple[int, ...]) -> Box:
    return _within(
        Box(
            max(box.left, region.left),
            max(box.top, region.top),
            min(box.right, region.right),
            min(box.bottom, region.bottom),
        ),
        shape,
    )


def _within(box: Box, shape: tuple[int, ...]) -> Box:
    return Box(
        max(box.left, 0), max(box.top, 0), min(box.right, shape[1]), min(box.bottom, shape[0])
    )


def _overlooked(
    spots: list[Spot], regions: list[Box], written: np.ndarray, em: float
) -> list[Spot]:
    """Ink in cells that no line covers, pieces side by side together."""
    rest = written.copy()
    for spot in spots:
        if spot.region is not None:
            rest[spot.box.top : spot.box.bottom, spot.box.left : spot.box.right] = 0
    taken = {spot.region for spot in spots}
    found: dict[int, list[Box]] = {}
    for index, boxes in enumerate(pieces_by_region(regions, rest)):
        least = _LEAST_BESIDE_EMS if index in taken else _LEAST_INK_EMS
        large = [
            box
            for box in boxes
            if _is_large(box, least, em) or (index not in taken and _is_hyphen(box, em))
            if not _is_border(box, regions[index], em)
        ]
        if large:
            found[index] = large
    return [
        Spot(_padded(box, regions[index], written.shape, em), index, is_overlooked=True)
        for index, boxes in found.items()
        for box in _beside(boxes, _NEIGHBOUR_EMS * em)
    ]


def _padded(box: Box, region: Box, shape: tuple[int, ...], em: float) -> Box:
    pad = round(_PAD_EMS * em) + 1
    padded = Box(box.left - pad, box.top - pad, box.right + pad, box.bottom + pad)
    return _clipped(padded, region, shape)


def _is_large(box: Box, least: float, em: float) -> bool:
    return max(box.width, box.height) >= least * em


def _is_hyphen(box: Box, em: float) -> bool:
    return is_hyphen(box.width, box.height, em)


def _is_border(box: Box, region: Box, em: float) -> bool:
    """Whether ink runs along the side of its cell: the rest of a ruling that is not straight."""
    near = _BORDER_EMS * em
    if _is_through(box, region, em):
        return True
    if min(box.width, box.height) > _THICKEST_EMS * em:
        return False
    is_upright = box.height > _ALONG * box.width
    is_level = box.width > _ALONG * box.height
    beside = min(box.left - region.left, region.right - box.right)
    below = min(box.top - region.top, region.bottom - box.bottom)
    is_near = (is_upright and beside < near) or (is_level and below < near)
    reach = beside + box.width if is_upright else below + box.height
    return is_near and (reach < _FARTHEST_EMS * em or _is_whole_side(box, region, em))


def _is_through(box: Box, region: Box, em: float) -> bool:
    """Whether ink runs from the top to the bottom of its cell, thin: a copier's streak. A digit
    leaves paper above and below in any but the lowest rows."""
    slack = max(round(_INSET_EMS * em), 1) + 1
    reaches = box.top - region.top <= slack and region.bottom - box.bottom <= slack
    return reaches and box.width <= _THIN_EMS * em and region.height >= _ROOMY_EMS * em


def _is_whole_side(box: Box, region: Box, em: float) -> bool:
    """Whether ink runs along the greater part of a side of its cell, but for its corners."""
    corners = 2 * _CORNER_EMS * em
    return bool(
        box.height >= _WHOLE_SIDE * (region.height - corners)
        or box.width >= _WHOLE_SIDE * (region.width - corners)
    )


def _beside(boxes: list[Box], reach: float) -> list[Box]:
    """Boxes that stand side by side in one line, together."""
    lines: list[Box] = []
    for box in sorted(boxes):
        last = lines[-1] if lines else None
        if (
            last is not None
            and box.left - last.right <= reach
            and box.top < last.bottom + reach / 2
            and box.bottom > last.top - reach / 2
        ):
            lines[-1] = Box(
                min(box.left, last.left),
                min(box.top, last.top),
                max(box.right, last.right),
                max(box.bottom, last.bottom),
            )
        else:
            lines.append(box)
    return lines
