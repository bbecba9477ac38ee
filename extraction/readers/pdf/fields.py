"""The values of form fields (ISO 32000-1, 12.7) as text of the page.

A field holds its value beside a picture of it, and the picture may be cut at the field's side,
run into the next cell, or not have been made. The value is read; where the picture shows another
one, neither is sure.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extraction.readers.page.glyphs import Box
from extraction.typography import UNKNOWN

_WITH_TEXT = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_SHOWN_TEXT = re.compile(r"\(((?:\\.|[^\\()])*)\)\s*(?:Tj|'|\")")
_HIGHEST = 12.0
"""Height of a character, in points."""

_LONGEST = 10_000
"""Characters of a value, and of its picture, beyond which nothing is read of them."""


class Value(NamedTuple):
    """What a field holds, and its left, bottom, right, top in page space."""

    text: str
    box: Box

    @property
    def characters(self) -> Iterator[tuple[str, Box]]:
        """The characters of the value, side by side within the field, a line below the other."""
        left, bottom, right, top = self.box
        lines = self.text.splitlines()
        room = (top - bottom) / max(len(lines), 1)
        height = min(room, _HIGHEST)
        for number, line in enumerate(lines):
            width = min((right - left) / max(len(line), 1), height / 2)
            upper = top - number * room - (room - height) / 2
            for position, character in enumerate(line):
                x = left + position * width
                yield character, (x, upper - height, x + width, upper)


def take_values(pdf: pdfium2.PdfDocument, page: pdfium.FPDF_PAGE) -> list[Value]:
    """The values of the text fields of a page, whose pictures are hidden in the copy in memory."""
    if pdf.formenv is None:
        return []
    values = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            values += _taken(pdf.formenv.raw, annotation)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return values


def _taken(form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION) -> list[Value]:
    flags = pdfium.FPDFAnnot_GetFlags(annotation)
    if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in _WITH_TEXT or flags & _UNSEEN:
        return []
    held = _string(lambda *to: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, *to))
    if not held.strip():
        return []
    drawn = _string(
        lambda *to: pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, *to)
    )
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    pdfium.FPDFAnnot_SetFlags(annotation, flags | pdfium.FPDF_ANNOT_FLAG_HIDDEN)
    text = UNKNOWN if _contradicts(drawn, held) else held
    return [Value(text, (box.left, box.bottom, box.right, box.top))]


def _contradicts(drawn: str, held: str) -> bool:
    """Whether a picture of a field shows digits that are no part of its value.

    Pictures with fonts whose characters have numbers of their own cannot be compared.
    """
    shown = "".join("".join(_SHOWN_TEXT.findall(drawn)).split())
    value = "".join(held.split())
    return any(character.isdigit() for character in shown) and not (
        shown in value or value in shown
    )


def _string(fill: Callable[[object, int], int]) -> str:
    """A text that PDFium writes into a buffer; empty where it is beyond all reason."""
    size = fill(None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    fill(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
