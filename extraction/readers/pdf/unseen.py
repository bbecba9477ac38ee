"""Text of a page that nobody sees, which is not read: what a page shows is what was published.

Text is unseen in many ways: in the colour of what lies beneath it, beneath a patch that was laid
over it, transparent, clipped away, in a layer that is switched off. What may be so by its colour,
its marks and what is painted over it is proved by drawing the page with and without it.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extraction.readers.page.glyphs import Box
from extraction.readers.pdf.calls import (
    address_of_mark,
    count_marks,
    get_draw_mode,
    render_mode_of,
)
from extraction.readers.pdf.objects import IDENTITY, Matrix, Object, bounds, box_in, colour_of

_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_UNPAINTED = (_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_NO_EXTENT = 0.01

_FAINT = 160
"""Text lighter than this, of 255, is looked at, and so is text transparent by as much."""

_NEAR = 40
"""Text that differs by less from an area beneath it is looked at."""

_THINNEST_AREA = 4.0
"""A drawing thinner than this, in points, is a line and covers no text."""

_BAND = 20.0
"""Height of the bands of a page, in points, by which texts and areas that meet are found."""

_LAST_BAND = 200
_MOST_COMPARED = 500
"""Where more areas than this lie in a band, all text there is looked at."""

_SCALE = 2.0
_MOST_PIXELS = 4000
_LEAST_SCALE = 1.0
_CONTRAST = 24
"""Pixels that differ by more than this, of 255, are told apart."""

_FEWEST_PIXELS = 4


class _Text(NamedTuple):
    """A piece of text. shade: 0 black to 255 white, None where it is painted with a pattern.
    is_suspect: whether it may be unseen by itself, whatever is painted under or over it.
    """

    item: pdfium.FPDF_PAGEOBJECT
    box: Box
    shade: int | None
    is_suspect: bool


class _Area(NamedTuple):
    """Something painted that may hide text. text_count: how many texts were painted before it."""

    box: Box
    shade: int | None
    text_count: int


@dataclass(slots=True)
class _Painted:
    """What is painted on a page, in that order. modes: in which way each text is painted.
    marks: whether a mark, by its address, is one of a layer.
    """

    modes: list[int] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)
    areas: list[_Area] = field(default_factory=list)
    marks: dict[int, bool] = field(default_factory=dict)


def take_out_unseen(page: pdfium.FPDF_PAGE, objects: list[Object]) -> bool:
    """Take unseen text out of a page, in memory only; gives what has no extent some.

    Returns whether most of the text is not drawn at all: the page is a picture with what was
    recognised of it laid over it, and is left as it is.
    """
    painted = _Painted()
    for item, kind, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _add_text(painted, item, matrix)
        elif kind != pdfium.FPDF_PAGEOBJ_PATH or _is_filled(item):
            _add_area(painted, item, kind, bounds(item, matrix))
    if 2 * painted.modes.count(_INVISIBLE) > len(painted.modes):
        return True
    suspects = _suspects(painted)
    if suspects:
        _prove(page, suspects)
    return False


def _add_text(painted: _Painted, item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
    mode = render_mode_of(item)
    painted.modes.append(mode)
    box = left, bottom, right, top = bounds(item, IDENTITY)
    if right - left < _NO_EXTENT or top - bottom < _NO_EXTENT:
        _give_extent(item)
        if mode not in _UNPAINTED:
            return
    if matrix is not IDENTITY:
        box = box_in(matrix, box)
    shade, opacity = colour_of(item)
    is_faint = shade is not None and (shade > _FAINT or opacity < 255 - _FAINT)
    is_suspect = mode in _UNPAINTED or is_faint
    if not is_suspect and (mark_count := count_marks(item)):
        is_suspect = _is_in_layer(painted, item, mark_count)
    painted.texts.append(_Text(item, box, shade, is_suspect))


def _suspects(painted: _Painted) -> list[_Text]:
    """The texts that may be unseen, by themselves or by what is under or over them."""
    if not painted.areas:
        return [text for text in painted.texts if text.is_suspect]
    areas_in: dict[int, list[_Area]] = defaultdict(list)
    for area in painted.areas:
        for band in _bands(area.box):
            areas_in[band].append(area)
    covered_count = max(area.text_count for area in painted.areas)
    shades = {text.shade for text in painted.texts}
    near = {shade for shade in shades if any(_is_near(area, shade) for area in painted.areas)}
    return [
        text
        for number, text in enumerate(painted.texts)
        if text.is_suspect
        or ((number < covered_count or text.shade in near) and _may_hide(areas_in, text, number))
    ]


def _is_near(area: _Area, shade: int | None) -> bool:
    """Whether text of a shade may not stand out from an area beneath it."""
    return area.shade is None or shade is None or abs(area.shade - shade) < _NEAR


def _may_hide(areas_in: dict[int, list[_Area]], text: _Text, number: int) -> bool:
    """Whether an area is over a text, or under it and of a shade near its own."""
    left, bottom, right, top = text.box
    for band in _bands(text.box):
        areas = areas_in.get(band, [])
        if len(areas) > _MOST_COMPARED:
            return True
        for area in areas:
            x0, y0, x1, y1 = area.box
            meet = x0 < right and left < x1 and y0 < top and bottom < y1
            if meet and (area.text_count > number or _is_near(area, text.shade)):
                return True
    return False


def _give_extent(item: pdfium.FPDF_PAGEOBJECT) -> None:
    """Put a hairline around text without ink, whose font is neither in the file nor at hand.

    PDFium leaves out a piece of text without extent, as a single such character is. Whether it
    would be seen cannot be told.
    """
    pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    pdfium.FPDFPageObj_SetStrokeWidth(item, 10 * _NO_EXTENT)
    pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, 0, 0)


def _add_area(painted: _Painted, item: pdfium.FPDF_PAGEOBJECT, kind: int, box: Box) -> None:
    if min(box[2] - box[0], box[3] - box[1]) < _THINNEST_AREA:
        return
    shade = colour_of(item)[0] if kind == pdfium.FPDF_PAGEOBJ_PATH else None
    painted.areas.append(_Area(box, shade, len(painted.texts)))


def _bands(box: Box) -> range:
    first, last = int(box[1] // _BAND), int(box[3] // _BAND)
    return range(max(first, 0), min(last, _LAST_BAND) + 1)


def _is_filled(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    get_draw_mode(item, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value)


def _is_in_layer(painted: _Painted, item: pdfium.FPDF_PAGEOBJECT, mark_count: int) -> bool:
    """Whether text is marked as of a layer (optional content, ISO 32000-1, 8.11)."""
    for index in range(mark_count):
        address = address_of_mark(item, index)
        if address not in painted.marks:
            painted.marks[address] = _name(pdfium.FPDFPageObj_GetMark(item, index)) == "OC"
        if painted.marks[address]:
            return True
    return False


def _name(mark: pdfium.FPDF_PAGEOBJECTMARK) -> str:
    buffer = (ctypes.c_ushort * 16)()
    size = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), size)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\x00")[0]


def _prove(page: pdfium.FPDF_PAGE, suspects: list[_Text]) -> None:
    """Leave those out of the page without which it looks the same."""
    picture = _Picture.of(page)
    if picture is None:
        return
    for text in suspects:
        pdfium.FPDFPageObj_SetIsActive(text.item, False)
    without = _Picture.of(page)
    for text in suspects:
        if without is None or picture.differs(without, text.box):
            pdfium.FPDFPageObj_SetIsActive(text.item, True)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page as gray pixels; `frame` is what they show, in page space."""

    pixels: bytes
    stride: int
    height: int
    scale: float
    frame: Box

    @classmethod
    def of(cls, page: pdfium.FPDF_PAGE) -> _Picture | None:
        """None for a page so large that its text would be too small to be seen."""
        frame = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, frame)
        across, down = frame.right - frame.left, frame.top - frame.bottom
        scale = min(_SCALE, _MOST_PIXELS / max(across, down, 1.0))
        width, height = round(across * scale), round(down * scale)
        if scale < _LEAST_SCALE or not width or not height:
            return None
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
        turns = pdfium.FPDFPage_GetRotation(page)
        try:
            pdfium.FPDFPage_SetRotation(page, 0)
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            matrix = pdfium.FS_MATRIX(scale, 0, 0, scale, 0, 0)
            clip = pdfium.FS_RECTF(0, 0, width, height)
            pdfium.FPDF_RenderPageBitmapWithMatrix(
                bitmap, page, matrix, clip, pdfium.FPDF_GRAYSCALE
            )
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFPage_SetRotation(page, turns)
            pdfium.FPDFBitmap_Destroy(bitmap)
        box = frame.left, frame.bottom, frame.right, frame.top
        return cls(pixels, stride, height, scale, box)

    def differs(self, other: _Picture, box: Box) -> bool:
        """Whether two pictures of a page can be told apart in a box."""
        left = max(int((box[0] - self.frame[0]) * self.scale) - 1, 0)
        right = min(int((box[2] - self.frame[0]) * self.scale) + 2, self.stride)
        top = max(int((self.frame[3] - box[3]) * self.scale) - 1, 0)
        bottom = min(int((self.frame[3] - box[1]) * self.scale) + 2, self.height)
        count = 0
        for row in range(top, bottom):
            span = slice(row * self.stride + left, row * self.stride + right)
            one, another = self.pixels[span], other.pixels[span]
            if one != another:
                count += sum(abs(a - b) > _CONTRAST for a, b in zip(one, another, strict=True))
            if count >= _FEWEST_PIXELS:
                return True
        return False
