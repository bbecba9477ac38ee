"""The lines drawn on a page: collected from its drawing objects, joined and closed.

Programs draw a table's border in many ways: as stroked lines, as thin filled rectangles, as a
rectangle per cell, as dashes, as thin pictures. All become `Rulings`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import inf
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extraction.readers.pdf.calls import count_segments, get_draw_mode
from extraction.readers.pdf.clipped import Shown, clip_of
from extraction.readers.pdf.fills import Fill, cells_on_ground
from extraction.readers.pdf.objects import (
    Box,
    Matrix,
    Object,
    apply,
    bounds,
    colour_of,
    matrix_of,
    times,
)

THICKNESS = 4.0
"""A drawing at most this thick is a line, in points."""

SNAP = 3.0
"""Lines and ends of lines at most this far apart meet, in points: double lines, small gaps."""

SHORTEST = 6.0
"""Lines shorter than this bound no cell, in points."""

_LONGEST_DASH = 5.0
"""Pieces of a dotted or dashed line are no longer than this, in points, or nearly touch."""

_MOST_CORNERS = 6
"""Pieces of the outline of a rectangle, with its start and its closing line."""

_SMALLEST_BORDER = 12.0
"""The sides of a cell that a path may be the border of, in points; digits are smaller."""

_LARGEST_DOT = 20.0
"""A thin drawing shorter than this, in points, may be a character: 1 is thin."""

_MAX_SEGMENTS = 10_000
"""Paths with more segments than this are drawings (a map, an outline of letters)."""


class Span(NamedTuple):
    """A straight horizontal or vertical line: its position across, its start and end along."""

    position: float
    start: float
    end: float


@dataclass
class Rulings:
    """horizontal: position is the distance from the top; vertical: from the left.

    open_ends: positions of horizontal lines that are not drawn but close a table.
    drawings: boxes (left, top, right, bottom) of what is drawn and no line and no background:
        pictures, and outlines with more corners than a rectangle has.
    shown: between which sides the lines that reach farthest out are shown.
    strokes: all thin level pieces, as drawn, also those too short to bound a cell.
    """

    horizontal: list[Span] = field(default_factory=list)
    vertical: list[Span] = field(default_factory=list)
    open_ends: set[float] = field(default_factory=set)
    drawings: list[Box] = field(default_factory=list)
    shown: Shown = field(default_factory=Shown)
    strokes: list[Span] = field(default_factory=list)

    def add_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Add a thin drawing by its outline. A dot is a piece of either direction."""
        width, height = right - left, bottom - top
        if height <= THICKNESS and (width > height or width <= THICKNESS):
            self.horizontal.append(Span((top + bottom) / 2, left, right))
        if width <= THICKNESS and (height > width or height <= THICKNESS):
            self.vertical.append(Span((left + right) / 2, top, bottom))


def read_rulings(objects: list[Object], frame: Box) -> Rulings:
    """The rulings that the objects of an upright page make; `frame` is its left, bottom, right,
    top in page space."""
    drawn = Rulings()
    fills: list[Fill] = []
    outermost: dict[int, tuple[pdfium.FPDF_PAGEOBJECT, Matrix]] = {}
    farthest_left, farthest_right = inf, -inf
    for item, kind, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT or not _is_painted(item, kind):
            continue
        left, bottom, right, top = bounds(item, matrix)
        box = left - frame[0], frame[3] - top, right - frame[0], frame[3] - bottom
        size = min(right - left, top - bottom), max(right - left, top - bottom)
        if _is_drawing(item, kind, size):
            drawn.drawings.append(box)
        if size[0] <= THICKNESS:
            drawn.add_box(*box)
            if left < farthest_left:
                farthest_left, outermost[0] = left, (item, matrix)
            if right > farthest_right:
                farthest_right, outermost[1] = right, (item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            if _is_stroked(item):
                for x0, y0, x1, y1 in _segments(item, matrix):
                    drawn.add_box(x0 - frame[0], frame[3] - y1, x1 - frame[0], frame[3] - y0)
            elif (shade := colour_of(item)[0]) is not None:
                fills.append(Fill(box, shade))
    for left, top, right, bottom in cells_on_ground(fills):
        drawn.horizontal += [Span(top, left, right), Span(bottom, left, right)]
        drawn.vertical += [Span(left, top, bottom), Span(right, top, bottom)]
    sides = [clip_of(*outermost[side])[side] - frame[0] for side in sorted(outermost)]
    return replace(joined(drawn), shown=Shown(*sides), strokes=drawn.horizontal)


def joined(drawn: Rulings) -> Rulings:
    """Pieces of one line joined, double lines made one, open sides of tables closed."""
    horizontal, vertical = _join(drawn.horizontal), _join(drawn.vertical)
    ends = _closing(vertical, horizontal) + _ends_of_cut_cells(vertical, horizontal)
    sides = _closing(horizontal, vertical)
    return Rulings(
        horizontal + _drawn_out(ends, sides, across=vertical, along=horizontal),
        vertical + _drawn_out(sides, ends, across=horizontal, along=vertical),
        {end.position for end in ends},
        drawn.drawings,
    )


def _is_painted(item: pdfium.FPDF_PAGEOBJECT, kind: int) -> bool:
    """Paths that only clip paint nothing. Thin pictures and shadings may be lines."""
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    get_draw_mode(item, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value or stroke.value)


def _is_drawing(item: pdfium.FPDF_PAGEOBJECT, kind: int, size: tuple[float, float]) -> bool:
    """Whether something drawn may be a character: a picture, or a path of many pieces.

    size: its smaller and its larger side. The border of a cell may be one path, a rectangle in
    another: that is larger than a character.
    """
    if size[0] <= THICKNESS and size[1] >= _LARGEST_DOT:
        return False
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        corners = count_segments(item)
        is_border = corners <= 2 * _MOST_CORNERS and size[0] >= _SMALLEST_BORDER
        return bool(corners > _MOST_CORNERS and not is_border)
    return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)


def _is_stroked(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    get_draw_mode(item, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value) or _is_hollow(item)


def _is_hollow(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Whether a filled path has more than one outline: a border drawn as a filled frame.

    One outline that is filled is a background; its edges are no lines.
    """
    starts = 0
    count = count_segments(item)
    for index in range(min(count, _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        starts += pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
    return starts > 1


def _segments(item: pdfium.FPDF_PAGEOBJECT, form: Matrix) -> Iterator[Box]:
    """The straight lines of a path, each as left, bottom, right, top in page space."""
    count = count_segments(item)
    if count > _MAX_SEGMENTS:
        return
    matrix = times(matrix_of(item), form)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = apply(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _between(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _between(last, start)
            last = start


def _between(first: tuple[float, float], second: tuple[float, float]) -> Box:
    (x0, y0), (x1, y1) = first, second
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _join(pieces: list[Span]) -> list[Span]:
    """Pieces that lie in one line as one line, at the mean of their positions."""
    groups: list[list[Span]] = []
    total = 0.0
    for piece in sorted(pieces):
        if not groups or piece.position - total / len(groups[-1]) > SNAP:
            groups.append([])
            total = 0.0
        groups[-1].append(piece)
        total += piece.position
    return [line for group in groups for line in _join_along(group)]


def _join_along(group: list[Span]) -> list[Span]:
    """Pieces at about one position as lines, each at the mean of its own: of two tables one below
    the other the rulings may be nearly in line."""
    lines: list[list[Span]] = []
    end = 0.0
    for piece in sorted(group, key=lambda piece: piece.start):
        if not lines or piece.start - end > _reach(lines[-1][-1], piece):
            lines.append([])
            end = piece.end
        lines[-1].append(piece)
        end = max(end, piece.end)
    joined = [
        Span(sum(p.position for p in line) / len(line), line[0].start, max(p.end for p in line))
        for line in lines
    ]
    return [line for line in joined if line.end - line.start >= SHORTEST]


def _reach(last: Span, piece: Span) -> float:
    """How far the next piece of a line may begin behind one: dots and dashes stand apart by no
    more than twice their length."""
    length = max(last.end - last.start, piece.end - piece.start)
    return max(SNAP, 2 * length) if length <= _LONGEST_DASH else SNAP


def _closing(lines: list[Span], crossing: list[Span]) -> list[Span]:
    """The lines that close the open sides of tables.

    Where two neighbouring lines are tied by a third that crosses both and end side by side,
    a table ends there, with or without a border: tables open at the left and right, and rows
    cut by the end of a page.
    """
    ordered = sorted(lines)
    closings = []
    for index, first in enumerate(ordered):
        for is_start, inside in ((True, first.start + 2 * SNAP), (False, first.end - 2 * SNAP)):
            second = _next_beside(first, inside, ordered[index + 1 :])
            if second is None:
                continue
            one, other = (first.start, second.start) if is_start else (first.end, second.end)
            ties = _ties(first, second, crossing)
            if ties and abs(one - other) <= SNAP and all(abs(at - one) > SNAP for at in ties):
                closings.append(Span((one + other) / 2, first.position, second.position))
    return _join(closings)


def _ends_of_cut_cells(vertical: list[Span], horizontal: list[Span]) -> list[Span]:
    """The lines that close a merged cell at the side of a table which goes on over both ends of a
    page: nothing ties its sides, of which one is the table's and the other touches nothing."""
    ordered = sorted(vertical)
    ends = []
    for index, first in enumerate(ordered):
        second = _next_beside(first, (first.start + first.end) / 2, ordered[index + 1 :])
        if second is None:
            continue
        tops, bottoms = (first.start, second.start), (first.end, second.end)
        if max(abs(tops[0] - tops[1]), abs(bottoms[0] - bottoms[1])) > SNAP:
            continue
        if _is_touched(first, horizontal) is not _is_touched(second, horizontal):
            ends += [Span(sum(at) / 2, first.position, second.position) for at in (tops, bottoms)]
    return ends


def _is_touched(line: Span, crossing: list[Span]) -> bool:
    """Whether lines across end at a line or run over it."""
    return any(
        each.start - SNAP <= line.position <= each.end + SNAP
        and line.start - SNAP <= each.position <= line.end + SNAP
        for each in crossing
    )


def _next_beside(first: Span, inside: float, following: list[Span]) -> Span | None:
    """The nearest following line that is beside `first` at the point `inside` of it."""
    for line in following:
        if line.position - first.position > SNAP and line.start <= inside <= line.end:
            return line
    return None


def _ties(first: Span, second: Span, crossing: list[Span]) -> list[float]:
    """Where lines run from one line across to another."""
    start = max(first.start, second.start) - SNAP
    end = min(first.end, second.end) + SNAP
    return [
        line.position
        for line in crossing
        if line.start <= first.position + SNAP
        and line.end >= second.position - SNAP
        and start <= line.position <= end
    ]


def _drawn_out(
    closings: list[Span], others: list[Span], across: list[Span], along: list[Span]
) -> list[Span]:
    """Closings drawn out to the corners of tables that have no outer border at all.

    There a closing ends at the outermost line across it, one of `others` at the outermost line
    along it, and these two lines cross between them and the corner.
    """
    drawn_out = []
    for closing in closings:
        start, end = closing.start, closing.end
        for other in others:
            near = start if other.position < start else end
            inner = other.start if closing.position < other.start else other.end
            if _covers(across, near, closing.position, inner) and _covers(
                along, inner, other.position, near
            ):
                start, end = min(start, other.position), max(end, other.position)
        drawn_out.append(Span(closing.position, start, end))
    return drawn_out


def _covers(lines: list[Span], position: float, one: float, other: float) -> bool:
    """Whether a line at a position reaches from one point to the other."""
    return any(
        abs(line.position - position) <= SNAP
        and line.start <= min(one, other) + SNAP
        and line.end >= max(one, other) - SNAP
        for line in lines
    )
