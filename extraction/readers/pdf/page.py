"""A page of a PDF: its tables and the lines of text around them."""

from __future__ import annotations

import ctypes
from collections import Counter

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extraction.labels import has_words
from extraction.readers.page.contents import Page
from extraction.readers.page.glyphs import Box, Glyph, lines_of
from extraction.readers.page.grid import Grid, PageGrids
from extraction.readers.page.region import Region
from extraction.readers.pdf.characters import is_bullet, is_gibberish
from extraction.readers.pdf.drawn import read_drawn
from extraction.readers.pdf.fields import Value, take_values
from extraction.readers.pdf.objects import Matrix, Object, box_in, objects_of
from extraction.readers.pdf.opening import lost_page
from extraction.readers.pdf.page_text import PageText, read_glyphs
from extraction.typography import UNKNOWN, is_value

_LONGEST_NUMBER = 8
_FEWEST_NUMBERS = 20
_FEWEST_DIGITS = 5

_ODD_IN_TABLES = 3
_ODD_SHARE = 0.02
"""As many characters without a meaning in tables, or a larger share of a page, are a font whose
map is missing, and no stray symbols."""

_DIGITS = range(0xF030, 0xF03A)
"""Digits, in a font that has its characters where symbols are."""

_FRAME_LINES = 2
"""A frame around more lines of text than this cannot be the row of a table cut by a page's end."""


def read_page(pdf: pdfium2.PdfDocument, index: int) -> Page:
    """Read one page. Raises Rejected("corrupt") if it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(pdf.raw, index)
    if not page:
        raise lost_page(index + 1)
    values: list[Value] = []
    if pdfium.FPDFPage_GetAnnotCount(page):
        values = take_values(pdf, page)
        page = _with_notes(pdf, page, index)
    try:
        frame, objects = _frame(page), objects_of(page)
        text = read_glyphs(page, objects, frame)
        if text.turns:
            frame, matrix = _turn(page, frame, text.turns)
            values = [value._replace(box=box_in(matrix, value.box)) for value in values]
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(pdf.raw, index)
            objects = objects_of(page)
            text = read_glyphs(page, objects, frame)
        text.glyphs.extend(glyph for value in values for glyph in _glyphs_of(value, frame))
        return _lay_out(page, objects, index + 1, frame, text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _with_notes(pdf: pdfium2.PdfDocument, page: pdfium.FPDF_PAGE, index: int) -> pdfium.FPDF_PAGE:
    """The page with what stands in its notes and fields as text of its own, in the copy in
    memory only. PDFium makes the looks of those that have none when it draws them."""
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDFBitmap_Destroy(bitmap)
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(pdf.raw, index)


def _lay_out(
    handle: pdfium.FPDF_PAGE, objects: list[Object], number: int, frame: Box, text: PageText
) -> Page:
    drawn = read_drawn(objects, frame)
    page_grids = PageGrids(drawn.rulings)
    outside = page_grids.take(text.glyphs)
    if text.turned:
        page_grids.drop_turned(text.turned)
    drawn.shown.mark_cut([region for grid in page_grids.grids for region in grid.regions])
    page_grids.strike_out(drawn.strokes)
    drawn_blanks = page_grids.drawn_blanks(drawn.drawings)
    for region in drawn_blanks:
        region.glyphs.append(Glyph(UNKNOWN, *region.box))
    athwart = lines_of(glyph for glyph in outside if glyph in text.turned)
    if any(has_words(line.text) for line in athwart):
        outside = [glyph for glyph in outside if glyph not in text.turned]
    else:
        athwart = []
    lines = [line for line in lines_of(outside) if not line.is_blank]
    grids = [grid for grid in page_grids.grids if grid.has_text]
    texts = [glyph.text for glyph in text.glyphs]
    page = Page(
        number=number,
        width=frame[2] - frame[0],
        height=frame[3] - frame[1],
        lines=lines,
        grids=grids,
        glyph_count=len(texts) - sum(map(str.isspace, texts)),
        unmapped_count=text.unmapped_count,
        object_count=pdfium.FPDFPage_CountObjects(handle),
        is_text_false=text.has_false_digits
        or text.is_hidden
        or len(drawn_blanks) >= _ODD_IN_TABLES
        or _is_unreadable(text, grids)
        or _has_no_digits(grids)
        or is_gibberish("".join(texts)),
        athwart=athwart,
        walls=[wall for wall in drawn.rulings.vertical if wall not in drawn.rulings.open_sides],
    )
    page.take_apart([grid for grid in grids if grid.is_frame and len(grid.lines) > _FRAME_LINES])
    return page


def _is_unreadable(text: PageText, grids: list[Grid]) -> bool:
    """Whether the file does not say what some characters in tables mean, or many of the page."""
    odd = text.odd
    if not odd:
        return False
    regions = [region for grid in grids for region in grid.regions]
    in_cells = {glyph for region in regions for glyph in region.glyphs}
    in_cells -= {glyph for region in regions for glyph in _list_marks(region)}
    if sum(glyph in in_cells for glyph in odd) >= _ODD_IN_TABLES:
        return True
    others = [glyph for glyph in odd if glyph not in in_cells and not is_bullet(glyph.text)]
    return len(others) > _ODD_SHARE * len(text.glyphs)


def _list_marks(region: Region) -> list[Glyph]:
    """The bullets before the words of a cell. A font may name its digits so, with those codes."""
    if not has_words(region.text()):
        return []
    firsts = [min(line.glyphs, key=lambda glyph: glyph.left) for line in region.lines]
    return [glyph for glyph in firsts if is_bullet(glyph.text) and ord(glyph.text) not in _DIGITS]


def _has_no_digits(grids: list[Grid]) -> bool:
    """Whether tables hold no digit, but many short texts of few characters, as digits would be
    if a font named each of them a letter or an ideograph."""
    cells = [region for grid in grids for region in grid.regions]
    if any(glyph.text.isdigit() for cell in cells for glyph in cell.glyphs):
        return False
    texts = [cell.text() for cell in cells if 0 < len(cell.glyphs) <= _LONGEST_NUMBER]
    words = [text for text in texts if text and not is_value(text)]
    usual = Counter(character for text in words for character in set(text)).most_common(10)
    numbers = [text for text in words if set(text) <= {character for character, _ in usual}]
    used = {character for text in numbers for character in text}
    return len(numbers) >= _FEWEST_NUMBERS and len(used) >= _FEWEST_DIGITS


def _frame(page: pdfium.FPDF_PAGE) -> Box:
    """left, bottom, right, top of what is shown of a page, in its own space."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return box.left, box.bottom, box.right, box.top


def _glyphs_of(value: Value, frame: Box) -> list[Glyph]:
    left, _, _, top = frame
    return [
        Glyph(character, box[0] - left, top - box[3], box[2] - left, top - box[1])
        for character, box in value.characters
    ]


def _turn(page: pdfium.FPDF_PAGE, frame: Box, turns: int) -> tuple[Box, Matrix]:
    """Turn the content of a page clockwise by quarter turns; its new frame, and how it was turned.

    PDFium tells the full height of a character only where it stands upright, so the page is
    turned first and read again. This changes the copy in memory only.
    """
    left, bottom, right, top = frame
    width, height = right - left, top - bottom
    turned: Matrix = {
        1: (0, -1, 1, 0, -bottom, right),
        2: (-1, 0, 0, -1, right, top),
        3: (0, 1, -1, 0, top, -left),
    }[turns]
    matrix = pdfium.FS_MATRIX(*map(ctypes.c_float, turned))
    pdfium.FPDFPage_TransFormWithClip(page, matrix, None)
    if turns == 2:
        return (0.0, 0.0, width, height), turned
    return (0.0, 0.0, height, width), turned
