"""A small piece of a page as it is drawn."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from extraction.readers.pdf.outlines import COLUMNS, ROWS, Shape

_HEIGHT = 48
"""Pixels that a character is drawn high."""

_MOST_WIDTH = 96
_INK_BELOW = 0x80


def picture_of(page: pdfium.FPDF_PAGE, box: tuple[float, float, float, float]) -> Shape | None:
    """The shape of the ink in a box (left, bottom, right, top in page space, upright page)."""
    left, bottom, right, top = box
    if right <= left or top <= bottom:
        return None
    scale = _HEIGHT / (top - bottom)
    width = min(round((right - left) * scale), _MOST_WIDTH)
    if not width:
        return None
    rows = _drawn(page, (left, top), scale, width)
    inked = [[pixel < _INK_BELOW for pixel in row] for row in rows]
    across = [column for column in range(width) if any(row[column] for row in inked)]
    down = [number for number, row in enumerate(inked) if any(row)]
    if not across or not down:
        return None
    first, columns = across[0], across[-1] + 1 - across[0]
    above, height = down[0], down[-1] + 1 - down[0]
    points = 0
    for row in range(ROWS):
        line = inked[above + int((row + 0.5) * height / ROWS)]
        for column in range(COLUMNS):
            points = points << 1 | line[first + int((column + 0.5) * columns / COLUMNS)]
    return Shape(points, columns / height)


def _drawn(
    page: pdfium.FPDF_PAGE, corner: tuple[float, float], scale: float, width: int
) -> list[bytes]:
    """Rows of gray pixels of a page, from its upper left corner, in pixels a point."""
    bitmap = pdfium.FPDFBitmap_Create(width, _HEIGHT, 0)
    turns = pdfium.FPDFPage_GetRotation(page)
    try:
        pdfium.FPDFPage_SetRotation(page, 0)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, _HEIGHT, 0xFFFFFFFF)
        frame = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, frame)
        x, y = (frame.left - corner[0]) * scale, (corner[1] - frame.top) * scale
        matrix = pdfium.FS_MATRIX(scale, 0, 0, scale, x, y)
        clip = pdfium.FS_RECTF(0, 0, width, _HEIGHT)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * _HEIGHT)
    finally:
        pdfium.FPDFPage_SetRotation(page, turns)
        pdfium.FPDFBitmap_Destroy(bitmap)
    return [pixels[row * stride : (row + 1) * stride][::4][:width] for row in range(_HEIGHT)]
