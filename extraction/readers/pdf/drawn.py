"""What is drawn on a page: the rulings of its tables, and what is none.

Programs draw a table's border in many ways: as stroked lines, as thin filled rectangles, as a
rectangle per cell, as dashes, as thin pictures. All become `Rulings`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import inf
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extraction.readers.page.glyphs import Box
from extraction.readers.page.rulings import THICKNESS, Rulings, Span, joined
from extraction.readers.pdf.calls import count_segments, get_draw_mode
from extraction.readers.pdf.clipped import Shown, clip_of
from extraction.readers.pdf.fills import Fill, cells_on_ground
from extraction.readers.pdf.objects import (
    Matrix,
    Object,
    apply,
    bounds,
    colour_of,
    matrix_of,
    times,
)

_MOST_CORNERS = 6
"""Pieces of the outline of a rectangle, with its start and its closing line."""

_SMALLEST_BORDER = 12.0
"""The sides of a cell that a path may be the border of, in points; digits are smaller."""

_LARGEST_DOT = 20.0
"""A thin drawing shorter than this, in points, may be a character: 1 is thin."""

_MAX_SEGMENTS = 10_000
"""Paths with more segments than this are drawings (a map, an outline of letters)."""


class Drawn(NamedTuple):
    """rulings: joined and closed.
    strokes: all thin level pieces, as drawn, also those too short to bound a cell.
    drawings: boxes (left, top, right, bottom) of what is drawn and no line and no background:
        pictures, and outlines with more corners than a rectangle has.
    shown: between which sides the lines that reach farthest out are shown.
    """

    rulings: Rulings
    strokes: list[Span]
    drawings: list[Box]
    shown: Shown


def read_drawn(objects: list[Object], frame: Box) -> Drawn:
    """What the objects of an upright page draw beside its text; `frame` is its left, bottom,
    right, top in page space."""
    pieces = Rulings()
    drawings: list[Box] = []
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
            drawings.append(box)
        if size[0] <= THICKNESS:
            pieces.add_box(*box)
            if left < farthest_left:
                farthest_left, outermost[0] = left, (item, matrix)
            if right > farthest_right:
                farthest_right, outermost[1] = right, (item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            if _is_stroked(item):
                for x0, y0, x1, y1 in _segments(item, matrix):
                    pieces.add_box(x0 - frame[0], frame[3] - y1, x1 - frame[0], frame[3] - y0)
            elif (shade := colour_of(item)[0]) is not None:
                fills.append(Fill(box, shade))
    for left, top, right, bottom in cells_on_ground(fills):
        pieces.horizontal += [Span(top, left, right), Span(bottom, left, right)]
        pieces.vertical += [Span(left, top, bottom), Span(right, top, bottom)]
    sides = [clip_of(*outermost[side])[side] - frame[0] for side in sorted(outermost)]
    return Drawn(joined(pieces), pieces.horizontal, drawings, Shown(*sides))


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
