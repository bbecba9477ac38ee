"""The characters of a page: what each means, where it stands, and whether it is seen."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extraction.readers.page.glyphs import NUMBER_GAP, Box, Glyph
from extraction.readers.pdf.calls import (
    font_size_at,
    get_ink_box_at,
    get_loose_box_at,
    get_matrix_at,
    get_origin_at,
    is_generated_at,
    is_unmapped_at,
    text_object_at,
    unicode_at,
)
from extraction.readers.pdf.characters import (
    HYPHENS_AT_LINE_END,
    INKLESS,
    character,
    is_odd,
)
from extraction.readers.pdf.fonts import DIGITS, DigitProof, Ink
from extraction.readers.pdf.objects import IDENTITY, Matrix, Object, apply, box_in, matrix_of
from extraction.readers.pdf.unseen import take_out_unseen
from extraction.typography import UNKNOWN

_UPRIGHT_TOLERANCE = 0.1
_INK = 0.02
"""The ink of a character is higher and wider than this, in ems."""

_SAME_HEIGHT = 0.2
"""Baselines of one line differ by less than this, in ems."""

_NEAR_EDGE = 2.0
"""Digits that the edge of the page can part stand nearer to it, in ems."""

_SAME_PLACE = 0.01
"""What is nearer than this, in points, is at one place."""

_DESCENT = 0.15
"""The part of a font's height below the baseline."""


class PageText(NamedTuple):
    """odd: those of the glyphs of which the file does not say what they mean.
    unmapped_count: how many they are, those outside the page's frame and watermarks included.
    turns: quarter turns, clockwise, after which most characters would stand upright.
    turned: those of the glyphs that do not stand upright as the page is.
    is_hidden: whether most of it is not drawn. has_false_digits: whether a digit is drawn that is
    not the one the file says.
    """

    glyphs: list[Glyph]
    odd: list[Glyph]
    unmapped_count: int
    turns: int
    turned: set[Glyph]
    is_hidden: bool
    has_false_digits: bool


def read_glyphs(page: pdfium.FPDF_PAGE, objects: list[Object], frame: Box) -> PageText:
    """The characters of a page inside `frame` (left, bottom, right, top in page space), of which
    `objects` are all that is painted.

    Characters that PDFium adds where it sees a gap or a line end are left out, as are those
    which stand oblique (a watermark).
    """
    is_hidden = take_out_unseen(page, objects)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        text = _read_glyphs(page, text_page, frame, _in_moved_forms(objects))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return text._replace(is_hidden=is_hidden)


def _in_moved_forms(objects: list[Object]) -> dict[int | None, tuple[float, float, Matrix]]:
    """The texts in forms that are moved or scaled: two pages printed on one, a page made smaller.

    By the address of each, where it stands in its form, and the form's matrix.
    """
    return {
        _address(item): (*matrix_of(item)[4:], matrix)
        for item, kind, matrix in objects
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and matrix != IDENTITY
    }


def _address(item: pdfium.FPDF_PAGEOBJECT) -> int | None:
    return ctypes.cast(item, ctypes.c_void_p).value


def _read_glyphs(
    page: pdfium.FPDF_PAGE,
    text_page: pdfium.FPDF_TEXTPAGE,
    frame: Box,
    moved: dict[int | None, tuple[float, float, Matrix]],
) -> PageText:
    left, bottom, right, top = frame
    reader = _CharacterReader(text_page, moved)
    matrix, to_matrix = reader.matrix, reader.to_matrix
    digits = DigitProof(page, text_page)
    glyphs: list[Glyph] = []
    odd: list[Glyph] = []
    outside: list[Glyph] = []
    angles: list[int] = []
    turned: set[Glyph] = set()
    unmapped_count = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = unicode_at(text_page, index)
        may_be_inkless = code in INKLESS
        if may_be_inkless and is_generated_at(text_page, index) == 1:
            continue
        get_matrix_at(text_page, index, to_matrix)
        turns = 0 if matrix.b == 0 and matrix.a > 0 else _turns(matrix)
        text = reader.text(index, code)
        if may_be_inkless:
            has_ink = reader.has_ink(index)
            if not has_ink and not text.isspace():
                continue
            text = UNKNOWN if has_ink else text
        is_unknown = is_odd(text)
        unmapped_count += is_unknown
        if turns is None:
            continue
        angles.append(turns)
        x0, y0, x1, y1 = reader.upright_box(index) if turns == 0 else reader.ink_box(index)
        glyph = Glyph(text, x0 - left, top - y1, x1 - left, top - y0)
        if not (left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top):
            outside.append(glyph)
            continue
        glyphs.append(glyph)
        if turns:
            turned.add(glyph)
        if is_unknown:
            odd.append(glyph)
        elif code in DIGITS and turns == 0:
            digits.add(index, code, reader.ink(index))
    turns = Counter(angles).most_common(1)[0][0] if angles else 0
    glyphs += _cut_off(glyphs, outside, right - left)
    return PageText(glyphs, odd, unmapped_count, turns, turned, False, digits.is_false)


def _cut_off(glyphs: list[Glyph], outside: list[Glyph], width: float) -> list[Glyph]:
    """For each digit at the edge of the page whose number goes on beyond it a character without a
    meaning: 32 is not what was printed of 323."""
    beyond = _digits_at_edges(outside, width)
    if not beyond:
        return []
    digits = _digits_at_edges(glyphs, width)
    return [
        Glyph(UNKNOWN, digit.left, digit.top, digit.right, digit.bottom)
        for digit in digits
        if any(_is_beside(digit, other) for other in beyond)
    ]


def _digits_at_edges(glyphs: list[Glyph], width: float) -> list[Glyph]:
    """The digits near the page's left or right edge, on either side of it."""
    return [
        glyph
        for glyph in glyphs
        if glyph.text.isdigit()
        and min(abs(glyph.left), abs(width - glyph.right)) < _NEAR_EDGE * (glyph.bottom - glyph.top)
    ]


def _is_beside(digit: Glyph, other: Glyph) -> bool:
    em = digit.bottom - digit.top
    is_level = abs(digit.bottom - other.bottom) < _SAME_HEIGHT * em
    gap = max(digit.left - other.right, other.left - digit.right)
    return is_level and gap < NUMBER_GAP * em


def _turns(matrix: pdfium.FS_MATRIX) -> int | None:
    """The clockwise quarter turns that set a character upright; None if it is oblique."""
    a, b = matrix.a, matrix.b
    if abs(b) <= _UPRIGHT_TOLERANCE * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= _UPRIGHT_TOLERANCE * abs(b):
        return 1 if b > 0 else 3
    return None


class _CharacterReader:
    """Reads into the same C variables over and over: it is done for every character.

    matrix: how the character is set, once it is read to `to_matrix`.
    """

    def __init__(
        self,
        text_page: pdfium.FPDF_TEXTPAGE,
        moved: dict[int | None, tuple[float, float, Matrix]],
    ) -> None:
        self._text_page = text_page
        self._moved = moved
        self.matrix = pdfium.FS_MATRIX()
        self.to_matrix = ctypes.byref(self.matrix)
        self._loose = pdfium.FS_RECTF()
        self._to_loose = ctypes.byref(self._loose)
        self._start, self._baseline = ctypes.c_double(), ctypes.c_double()
        self._to_origin = ctypes.byref(self._start), ctypes.byref(self._baseline)
        self._ink = tuple(ctypes.c_double() for _ in range(4))
        self._to_ink = tuple(map(ctypes.byref, self._ink))

    def upright_box(self, index: int) -> Box:
        """left, bottom, right, top of the character of which `matrix` has been read and is upright.

        Its height is that of the font, set on the baseline, so that all characters of a line
        agree: many fonts state their height wrongly, and ink differs from letter to letter.
        """
        loose = self._loose
        get_loose_box_at(self._text_page, index, self._to_loose)
        get_origin_at(self._text_page, index, *self._to_origin)
        em = font_size_at(self._text_page, index) * math.hypot(self.matrix.c, self.matrix.d)
        left, right, baseline = loose.left, loose.right, self._baseline.value
        if self._moved and (matrix := self._forgotten(index)):
            left, _, right, _ = box_in(matrix, (left, loose.bottom, right, loose.top))
            baseline = apply(matrix, self._start.value, baseline)[1]
        return left, baseline - _DESCENT * em, right, baseline + (1 - _DESCENT) * em

    def _forgotten(self, index: int) -> Matrix | None:
        """The matrix of the form around a character that PDFium has not applied to its place.

        It forgets it where the file says by other means what a character is (`ActualText`): the
        character stands where its text does in the form.
        """
        x, y, matrix = self._moved.get(
            _address(text_object_at(self._text_page, index)), (0.0, 0.0, None)
        )
        is_forgotten = abs(x - self._start.value) + abs(y - self._baseline.value) < _SAME_PLACE
        return matrix if is_forgotten else None

    def text(self, index: int, code: int) -> str:
        """What a character means; UNKNOWN where the file does not say it."""
        if is_unmapped_at(self._text_page, index) == 1:
            return UNKNOWN
        text = character(code)
        if text == UNKNOWN and code in HYPHENS_AT_LINE_END:
            return "-" if pdfium.FPDFText_IsHyphen(self._text_page, index) == 1 else text
        return text

    def has_ink(self, index: int) -> bool:
        """Whether a character leaves a mark, whatever the file calls it."""
        return min(self.ink(index)[:2]) > _INK

    def ink(self, index: int) -> Ink:
        """A character's ink after `matrix` has been read."""
        box = self.ink_box(index)
        points = font_size_at(self._text_page, index)
        matrix = self.matrix
        across, along = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        if not (points and across and along):
            return Ink(0.0, 0.0, box)
        return Ink((box[2] - box[0]) / points / across, (box[3] - box[1]) / points / along, box)

    def ink_box(self, index: int) -> Box:
        left, right, bottom, top = self._ink
        get_ink_box_at(self._text_page, index, *self._to_ink)
        return left.value, bottom.value, right.value, top.value
