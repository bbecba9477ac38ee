"""The objects of a page in the order in which they are painted, those in forms included."""

from __future__ import annotations

import ctypes
import functools
import struct
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from extraction.readers.page.glyphs import Box
from extraction.readers.pdf.calls import (
    count_objects,
    count_objects_in,
    get_bounds,
    get_fill_colour,
    kind_of,
    object_at,
    object_in,
)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

MAX_DEPTH = 8
"""Forms inside forms deeper than this are not read."""


Object = tuple[pdfium.FPDF_PAGEOBJECT, int, Matrix]
"""An object of a page, its kind, and the matrix of the form it stands in."""


def objects_of(page: pdfium.FPDF_PAGE) -> list[Object]:
    """Every object but the forms."""
    objects: list[Object] = []
    for index in range(count_objects(page)):
        item = object_at(page, index)
        kind = kind_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            objects.extend(_objects_in_form(item, IDENTITY, 0))
        else:
            objects.append((item, kind, IDENTITY))
    return objects


def _objects_in_form(form: pdfium.FPDF_PAGEOBJECT, outer: Matrix, depth: int) -> Iterator[Object]:
    if depth == MAX_DEPTH:
        return
    matrix = times(matrix_of(form), outer)
    for index in range(count_objects_in(form)):
        item = object_in(form, index)
        kind = kind_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects_in_form(item, matrix, depth + 1)
        else:
            yield item, kind, matrix


def matrix_of(item: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, raw):
        return IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    x, y = apply(then, e, f)
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        c * then[0] + d * then[2],
        c * then[1] + d * then[3],
        x,
        y,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


_EDGES = (ctypes.c_float * 4)()
_TO_EDGES = [ctypes.byref(_EDGES, place * ctypes.sizeof(ctypes.c_float)) for place in range(4)]
_four_floats = struct.Struct("4f").unpack
"""What PDFium writes to. It is made once: pages have thousands of objects, read one by one."""


def bounds(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Box:
    """left, bottom, right, top in page space."""
    box: Box = _four_floats(_EDGES) if get_bounds(item, *_TO_EDGES) else (0.0, 0.0, 0.0, 0.0)
    return box if matrix is IDENTITY else box_in(matrix, box)


def box_in(matrix: Matrix, box: Box) -> Box:
    """The bounds of a box after a matrix is applied to it."""
    corners = [apply(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


_COLOUR = (ctypes.c_uint * 4)()
_TO_COLOUR = [ctypes.byref(_COLOUR, place * ctypes.sizeof(ctypes.c_uint)) for place in range(4)]
_four_numbers = struct.Struct("4I").unpack


def colour_of(item: pdfium.FPDF_PAGEOBJECT) -> tuple[int | None, int]:
    """Shade and opacity of what fills an object."""
    if not get_fill_colour(item, *_TO_COLOUR):
        return None, 255
    return _shade(bytes(_COLOUR))


@functools.lru_cache(maxsize=1024)
def _shade(colour: bytes) -> tuple[int, int]:
    red, green, blue, opacity = _four_numbers(colour)
    return (30 * red + 59 * green + 11 * blue) // 100, opacity
