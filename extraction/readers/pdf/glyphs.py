"""The characters of a page with their boxes, and the lines that they form.

All boxes are left, top, right, bottom in points from the top left corner of the page, the page
turned so that most of its characters stand upright.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extraction.readers.pdf.characters import (
    HYPHENS_AT_LINE_END,
    INKLESS,
    UNKNOWN,
    character,
    is_odd,
)
from extraction.readers.pdf.fonts import DIGITS, DigitProof, Ink
from extraction.readers.pdf.objects import Box
from extraction.readers.pdf.unseen import take_out_unseen

_UPRIGHT_TOLERANCE = 0.1
_LATIN = re.compile("[A-Za-z]{2}")
_INK = 0.02
"""The ink of a character is higher and wider than this, in ems."""

_DESCENT = 0.15
"""The part of a font's height below the baseline."""

LETTER_GAP = 0.25
"""Latin letters farther apart than this many ems are two words."""

TEXT_GAP = 1.8
"""Characters of running text farther apart than this many ems are set apart (a tab)."""


COLUMN_GAP = 1.2
"""Characters farther apart than this many ems may stand in two columns."""

NUMBER_GAP = 0.3
"""Digits farther apart than this many ems may be of two numbers."""

VALUE_GAP = 0.6
"""A digit and another character farther apart than this many ems may stand in two columns; a
space in running text is narrower."""


_TOUCHING = 0.03
"""Digits nearer than this, in ems, are of one number, and at one height."""

_OVERLAPPING = 0.12
"""A font that stands in for another overlaps its digits by less than this, in ems."""


class Glyph(NamedTuple):
    """One printed character. A genuine space of the file is one as well."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class PageText(NamedTuple):
    """odd: those of the glyphs of which the file does not say what they mean.
    unmapped_count: how many they are, those outside the page's frame and watermarks included.
    turns: quarter turns, clockwise, after which most characters would stand upright.
    is_hidden: whether most of it is not drawn. has_false_digits: whether a digit is drawn that is
    not the one the file says.
    """

    glyphs: list[Glyph]
    odd: list[Glyph]
    unmapped_count: int
    turns: int
    is_hidden: bool
    has_false_digits: bool


@dataclass(eq=False)
class Line:
    """Characters side by side, left to right."""

    glyphs: list[Glyph]

    @cached_property
    def left(self) -> float:
        return self._shown[0].left

    @cached_property
    def right(self) -> float:
        return self._shown[-1].right

    @cached_property
    def top(self) -> float:
        return min(glyph.top for glyph in self._shown)

    @cached_property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self._shown)

    @cached_property
    def em(self) -> float:
        """The font size."""
        heights = sorted(glyph.bottom - glyph.top for glyph in self._shown)
        return max(heights[len(heights) // 2], 1.0)

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom

    @cached_property
    def is_blank(self) -> bool:
        return all(glyph.text.isspace() for glyph in self.glyphs)

    @cached_property
    def text(self) -> str:
        """The characters with their genuine spaces, trimmed.

        A space is added only between Latin words set apart without one. Digits and Chinese
        characters may be spread over a cell and still be one number or word.
        """
        text = "".join([glyph.text for glyph in self._shown])
        return self._joined(self._is_word_gap) if _LATIN.search(text) else text.strip()

    @cached_property
    def spaced_text(self) -> str:
        """The text as part of running text, where a wide gap (a tab) is a space as well."""
        return self._joined(
            lambda last, glyph: self._is_word_gap(last, glyph) or self._is_tab(last, glyph)
        )

    def _joined(self, is_gap: Callable[[Glyph, Glyph], bool]) -> str:
        parts: list[str] = []
        last: Glyph | None = None
        for glyph in self._shown:
            if last is not None and is_gap(last, glyph):
                parts.append(" ")
            parts.append(glyph.text)
            last = glyph
        return "".join(parts).strip()

    @cached_property
    def chunks(self) -> list[Line]:
        """The line cut where its characters stand apart, as in columns."""
        chunks: list[list[Glyph]] = []
        last: Glyph | None = None
        for glyph in self._shown:
            if glyph.text.isspace():
                continue
            if last is None or glyph.left - last.right > COLUMN_GAP * self.em:
                chunks.append([])
            chunks[-1].append(glyph)
            last = glyph
        return [Line(chunk) for chunk in chunks]

    @cached_property
    def parts(self) -> list[Line]:
        """The chunks, cut further where numbers stand apart: in a table they may be near."""
        return [part for chunk in self.chunks for part in chunk.cut(_is_between_numbers)]

    def cut(self, is_between: Callable[[Glyph, Glyph], bool]) -> list[Line]:
        """The line cut between the characters of which that is true."""
        pieces = [[self.glyphs[0]]]
        for last, glyph in pairwise(self.glyphs):
            if is_between(last, glyph):
                pieces.append([])
            pieces[-1].append(glyph)
        return [Line(piece) for piece in pieces] if len(pieces) > 1 else [self]

    @cached_property
    def _shown(self) -> list[Glyph]:
        """The characters without spaces at the ends (all of them if there are but spaces)."""
        first, end = 0, len(self.glyphs)
        while first < end and self.glyphs[first].text.isspace():
            first += 1
        while end > first and self.glyphs[end - 1].text.isspace():
            end -= 1
        return self.glyphs[first:end] or self.glyphs

    def _is_word_gap(self, last: Glyph, glyph: Glyph) -> bool:
        is_latin = last.text.isascii() and glyph.text.isascii()
        are_words = is_latin and last.text.isalpha() and glyph.text.isalpha()
        return are_words and glyph.left - last.right > LETTER_GAP * self.em

    def _is_tab(self, last: Glyph, glyph: Glyph) -> bool:
        if last.text.isspace() or glyph.text.isspace():
            return False
        return glyph.left - last.right > TEXT_GAP * self.em


def _is_between_numbers(last: Glyph, glyph: Glyph) -> bool:
    gap = (glyph.left - last.right) / max(glyph.bottom - glyph.top, 1.0)
    if gap <= NUMBER_GAP:
        return False
    digits = last.text.isdigit() + glyph.text.isdigit()
    return digits == 2 or (digits == 1 and gap > VALUE_GAP)


def is_one_number(last: Glyph, glyph: Glyph) -> bool:
    """Whether digits follow one another without the least space, as those of two cells do not."""
    height = glyph.bottom - glyph.top
    return (
        last.text.isdigit()
        and glyph.text.isdigit()
        and -_OVERLAPPING * height < glyph.left - last.right < _TOUCHING * height
        and abs(glyph.bottom - last.bottom) < _TOUCHING * height
    )


def read_glyphs(page: pdfium.FPDF_PAGE, frame: Box) -> PageText:
    """The characters of a page inside `frame` (left, bottom, right, top in page space).

    Characters that PDFium adds where it sees a gap or a line end are left out, as are those
    which stand oblique (a watermark).
    """
    is_hidden = take_out_unseen(page)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        text = _read_glyphs(page, text_page, frame)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return text._replace(is_hidden=is_hidden)


def _read_glyphs(page: pdfium.FPDF_PAGE, text_page: pdfium.FPDF_TEXTPAGE, frame: Box) -> PageText:
    left, bottom, right, top = frame
    reader = _CharacterReader(text_page)
    digits = DigitProof(page, text_page)
    glyphs: list[Glyph] = []
    odd: list[Glyph] = []
    angles: Counter[int] = Counter()
    unmapped_count = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        may_be_inkless = code in INKLESS
        if may_be_inkless and pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        turns = reader.turns(index)
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
        angles[turns] += 1
        x0, y0, x1, y1 = reader.upright_box(index) if turns == 0 else reader.ink_box(index)
        if left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top:
            glyphs.append(Glyph(text, x0 - left, top - y1, x1 - left, top - y0))
            if is_unknown:
                odd.append(glyphs[-1])
            elif code in DIGITS and turns == 0:
                digits.add(index, code, reader.ink(index))
    turns = angles.most_common(1)[0][0] if angles else 0
    return PageText(glyphs, odd, unmapped_count, turns, False, digits.is_false)


class _CharacterReader:
    """Reads into the same C variables over and over: it is done for every character."""

    def __init__(self, text_page: pdfium.FPDF_TEXTPAGE) -> None:
        self._text_page = text_page
        self._matrix = pdfium.FS_MATRIX()
        self._to_matrix = ctypes.pointer(self._matrix)
        self._loose = pdfium.FS_RECTF()
        self._to_loose = ctypes.pointer(self._loose)
        self._origin = ctypes.c_double(), ctypes.c_double()
        self._to_origin = tuple(map(ctypes.pointer, self._origin))
        self._ink = tuple(ctypes.c_double() for _ in range(4))
        self._to_ink = tuple(map(ctypes.pointer, self._ink))

    def turns(self, index: int) -> int | None:
        """The clockwise quarter turns that set a character upright; None if it is oblique."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text_page, index, self._to_matrix)
        a, b = matrix.a, matrix.b
        if b == 0 and a > 0:
            return 0
        if abs(b) <= _UPRIGHT_TOLERANCE * abs(a):
            return 0 if a > 0 else 2
        if abs(a) <= _UPRIGHT_TOLERANCE * abs(b):
            return 1 if b > 0 else 3
        return None

    def upright_box(self, index: int) -> Box:
        """left, bottom, right, top of the character after `turns` has found it upright.

        Its height is that of the font, set on the baseline, so that all characters of a line
        agree: many fonts state their height wrongly, and ink differs from letter to letter.
        """
        loose = self._loose
        pdfium.FPDFText_GetLooseCharBox(self._text_page, index, self._to_loose)
        pdfium.FPDFText_GetCharOrigin(self._text_page, index, *self._to_origin)
        size = pdfium.FPDFText_GetFontSize(self._text_page, index)
        em = size * math.hypot(self._matrix.c, self._matrix.d)
        baseline = self._origin[1].value
        return loose.left, baseline - _DESCENT * em, loose.right, baseline + (1 - _DESCENT) * em

    def text(self, index: int, code: int) -> str:
        """What a character means; UNKNOWN where the file does not say it."""
        if pdfium.FPDFText_HasUnicodeMapError(self._text_page, index) == 1:
            return UNKNOWN
        if code in HYPHENS_AT_LINE_END and pdfium.FPDFText_IsHyphen(self._text_page, index) == 1:
            return "-"
        return character(code)

    def has_ink(self, index: int) -> bool:
        """Whether a character leaves a mark, whatever the file calls it."""
        return min(self.ink(index)[:2]) > _INK

    def ink(self, index: int) -> Ink:
        """A character's ink after `turns` has read how it is set."""
        box = self.ink_box(index)
        points = pdfium.FPDFText_GetFontSize(self._text_page, index)
        matrix = self._matrix
        across, along = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        if not (points and across and along):
            return Ink(0.0, 0.0, box)
        return Ink((box[2] - box[0]) / points / across, (box[3] - box[1]) / points / along, box)

    def ink_box(self, index: int) -> Box:
        left, right, bottom, top = self._ink
        pdfium.FPDFText_GetCharBox(self._text_page, index, *self._to_ink)
        return left.value, bottom.value, right.value, top.value


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Characters sorted into lines, top to bottom, each line left to right."""
    rows: list[list[Glyph]] = []
    center = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        middle = (glyph.top + glyph.bottom) / 2
        own_height = glyph.bottom - glyph.top
        if not rows or middle - center > 0.5 * min(height, own_height):
            rows.append([])
            center, height = middle, own_height
        rows[-1].append(glyph)
        if own_height > height:
            center, height = middle, own_height
    return [Line(_without_doubles(row)) for row in rows]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """A row left to right, without characters printed twice to look bold."""
    row.sort(key=lambda glyph: glyph.left)
    kept: list[Glyph] = []
    for glyph in row:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.text == glyph.text
            and not glyph.text.isspace()
            and glyph.left - last.left < 0.15 * (glyph.bottom - glyph.top)
        ):
            continue
        kept.append(glyph)
    return kept
