"""Whether the fonts of a page name the digits that they draw.

The characters of a PDF are numbers of glyphs, and a map beside each font says what they mean.
A map may be missing, cut or wrong, and then the text of the file is not what is printed. For a
digit this would be silent: another digit makes a number as well.
"""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extraction.readers.pdf.calls import address_of_font, text_object_at
from extraction.readers.pdf.outlines import (
    CURVE,
    LINE,
    MOVE,
    Segment,
    Shape,
    is_another_digit,
    shape_of,
)
from extraction.readers.pdf.pictures import picture_of

DIGITS = range(0x30, 0x3A)

_SAME_SIZE = 0.003
"""The same digit of a font has the same size everywhere, to this part of an em."""

_SAME_OUTLINE = 0.015
"""And so has its outline, but for rounding."""

_MOST_SEGMENTS = 1000
"""An outline with more pieces is ornamental and not looked at."""

_KINDS = {
    pdfium.FPDF_SEGMENT_MOVETO: MOVE,
    pdfium.FPDF_SEGMENT_LINETO: LINE,
    pdfium.FPDF_SEGMENT_BEZIERTO: CURVE,
}


class Ink(NamedTuple):
    """The ink of a character: width and height in ems, and its box (left, bottom, right, top)
    in page space."""

    width: float
    height: float
    box: tuple[float, float, float, float]

    def is_as_large(self, width: float, height: float, tolerance: float) -> bool:
        return abs(self.width - width) <= tolerance and abs(self.height - height) <= tolerance


class DigitProof:
    """Looks at the digits of a page, each once a font.

    Proof fails where one name is given to glyphs of two sizes, or where what is drawn for a
    digit is clearly another one.
    """

    def __init__(self, page: pdfium.FPDF_PAGE, text_page: pdfium.FPDF_TEXTPAGE) -> None:
        self._page = page
        self._text_page = text_page
        self._first: dict[tuple[int, int], tuple[pdfium.FPDF_FONT, Ink]] = {}
        self._has_two_sizes = False

    def add(self, index: int, code: int, ink: Ink) -> None:
        """Note a digit of the page, at a place of its text."""
        text = text_object_at(self._text_page, index)
        address = address_of_font(text)
        if address is None:
            return
        first = self._first.get((address, code))
        if first is None:
            self._first[address, code] = pdfium.FPDFTextObj_GetFont(text), ink
        elif not first[1].is_as_large(ink.width, ink.height, _SAME_SIZE):
            self._has_two_sizes = True

    @property
    def is_false(self) -> bool:
        """Whether a digit is not the one that its font names."""
        return self._has_two_sizes or any(
            self._is_false(font, code, ink) for (_, code), (font, ink) in self._first.items()
        )

    def _is_false(self, font: pdfium.FPDF_FONT, code: int, ink: Ink) -> bool:
        """The same outlines come again and again, page by page and file by file. What tells them
        apart is cheap to ask for; they are compared once."""
        size = round(ink.width, 3), round(ink.height, 3)
        key = _name(font), (code, *size, *_traits(font, code))
        if key not in _verdicts:
            if len(_verdicts) >= _MOST_VERDICTS:
                _verdicts.clear()
            shape = self._shape(font, code, ink)
            _verdicts[key] = shape is not None and is_another_digit(shape, chr(code))
        return _verdicts[key]

    def _shape(self, font: pdfium.FPDF_FONT, code: int, ink: Ink) -> Shape | None:
        """The shape of a digit by its outline or, where that is not what is drawn, by its
        picture: fonts of pictures (Type 3) have none, and one name may stand for two glyphs."""
        outline = outline_of(font, code)
        if outline:
            xs, ys = [point[1] for point in outline], [point[2] for point in outline]
            if ink.is_as_large(max(xs) - min(xs), max(ys) - min(ys), _SAME_OUTLINE):
                return shape_of(outline)
        return picture_of(self._page, ink.box)


_MOST_VERDICTS = 10_000
_verdicts: dict[tuple[bytes, tuple[float, ...]], bool] = {}


def _traits(font: pdfium.FPDF_FONT, code: int) -> list[float]:
    """What tells outlines apart: how many pieces they have, and the ends of some of them."""
    path = pdfium.FPDFFont_GetGlyphPath(font, code, 1.0)
    count = pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0
    traits: list[float] = [count]
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(0, count, max(count // 3, 1)):
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        traits += round(x.value, 3), round(y.value, 3)
    return traits


def _name(font: pdfium.FPDF_FONT) -> bytes:
    """The name of a font, without the mark of the part of it that the file holds."""
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.value.rpartition(b"+")[2]


def outline_of(font: pdfium.FPDF_FONT, code: int) -> list[Segment]:
    """The outline that a font draws for a character; empty for fonts of pictures (Type 3)."""
    path = pdfium.FPDFFont_GetGlyphPath(font, code, 1.0)
    count = pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0
    if not 0 < count <= _MOST_SEGMENTS:
        return []
    x, y = ctypes.c_float(), ctypes.c_float()
    segments = []
    for index in range(count):
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = _KINDS.get(pdfium.FPDFPathSegment_GetType(segment), LINE)
        segments.append((kind, x.value, y.value))
    return segments
