"""Functions of PDFium that are called for every character and every object of a page.

pypdfium2 declares the types of all arguments, and ctypes looks at each of them at each call and
lets other threads run meanwhile: this takes two to four times as long as these functions do. Here
they are called as they are. Nothing is converted: a handle is what PDFium gave, a number is an
int, and what is written to comes as `byref`. Never pass a float.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium


def _bare(function: Any, result: Any = None) -> Any:
    return ctypes.cast(function, ctypes.PYFUNCTYPE(result or function.restype))


count_objects = _bare(pdfium.FPDFPage_CountObjects)
object_at = _bare(pdfium.FPDFPage_GetObject)
count_objects_in = _bare(pdfium.FPDFFormObj_CountObjects)
object_in = _bare(pdfium.FPDFFormObj_GetObject)
kind_of = _bare(pdfium.FPDFPageObj_GetType)
get_bounds = _bare(pdfium.FPDFPageObj_GetBounds)
get_fill_colour = _bare(pdfium.FPDFPageObj_GetFillColor)
get_draw_mode = _bare(pdfium.FPDFPath_GetDrawMode)
count_segments = _bare(pdfium.FPDFPath_CountSegments)
count_marks = _bare(pdfium.FPDFPageObj_CountMarks)
address_of_mark = _bare(pdfium.FPDFPageObj_GetMark, ctypes.c_void_p)
render_mode_of = _bare(pdfium.FPDFTextObj_GetTextRenderMode)

unicode_at = _bare(pdfium.FPDFText_GetUnicode)
is_unmapped_at = _bare(pdfium.FPDFText_HasUnicodeMapError)
get_matrix_at = _bare(pdfium.FPDFText_GetMatrix)
get_loose_box_at = _bare(pdfium.FPDFText_GetLooseCharBox)
get_ink_box_at = _bare(pdfium.FPDFText_GetCharBox)
get_origin_at = _bare(pdfium.FPDFText_GetCharOrigin)
font_size_at = _bare(pdfium.FPDFText_GetFontSize)
text_object_at = _bare(pdfium.FPDFText_GetTextObject)
is_generated_at = _bare(pdfium.FPDFText_IsGenerated)
address_of_font = _bare(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)
"""None where a text has no font."""
