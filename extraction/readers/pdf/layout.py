"""What stands on the pages of a PDF: tables and the lines of text around them."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extraction.document import Recognition
from extraction.labels import has_words
from extraction.readers.pdf.characters import is_bullet, is_gibberish
from extraction.readers.pdf.fields import Value, take_values
from extraction.readers.pdf.glyphs import Glyph, Line, lines_of
from extraction.readers.pdf.grid import Grid, PageGrids
from extraction.readers.pdf.half_ruled import is_half_ruled
from extraction.readers.pdf.numbering import place
from extraction.readers.pdf.objects import Box, Matrix, Object, box_in, objects_of
from extraction.readers.pdf.opening import lost_page
from extraction.readers.pdf.page_text import PageText, read_glyphs
from extraction.readers.pdf.rulings import SNAP, Span, read_rulings
from extraction.readers.pdf.unruled.reading import find_unruled, head_at_foot
from extraction.typography import UNKNOWN, is_value

_FEWEST_GLYPHS = 5

_SAME_WIDTH = 0.02

_LONGEST_NUMBER = 8
_FEWEST_NUMBERS = 20
_FEWEST_DIGITS = 5

_ODD_IN_TABLES = 3
_ODD_SHARE = 0.02
"""As many characters without a meaning in tables, or a larger share of a page, are a font whose
map is missing, and no stray symbols."""

_FRAME_LINES = 2
"""A frame around more lines of text than this cannot be the row of a table cut by a page's end."""

_UNRULED = 0.5
"""How surely a cell was recognised at most whose place no rulings tell: only its sums prove it."""


@dataclass(eq=False)
class Page:
    """A page as seen; `lines` are those outside the tables.

    athwart: words that stand across the others, as a watermark does. walls: its upright rulings.
    away: how far right the page stands on a sheet with two.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    grids: list[Grid]
    glyph_count: int
    unmapped_count: int
    object_count: int
    is_text_false: bool = False
    athwart: list[Line] = field(default_factory=list)
    walls: list[Span] = field(default_factory=list)
    away: float = 0.0

    is_recognised: ClassVar[bool] = False
    """Whether it was read from a picture: where its characters stand is estimated then."""

    @property
    def is_picture(self) -> bool:
        """Whether what is on the page can only be seen: there is no more text than a page
        number, or the text is not what is printed."""
        has_text = self.glyph_count >= _FEWEST_GLYPHS and not self.is_text_false
        return self.object_count > 0 and not has_text

    @property
    def items(self) -> list[Line | Grid]:
        """Lines and tables in reading order."""
        items: list[Line | Grid] = [*self.lines, *self.athwart, *self.grids]
        items.sort(key=lambda item: (item.box[1], item.box[0]))
        return items

    @property
    def between_grids(self) -> list[list[Line]]:
        """The lines above the first table, between two, and below the last."""
        tops = [grid.box[1] for grid in self.grids]
        found: list[list[Line]] = [[] for _ in range(len(tops) + 1)]
        for line in self.lines:
            found[sum(top < line.bottom for top in tops)].append(line)
        return found

    def source_box(self, box: Box) -> Box:
        """The bounds in the source of what stands in `box` on the page as read."""
        left, top, right, bottom = box
        return left + self.away, top, right + self.away, bottom

    def take_apart(self, frames: list[Grid]) -> None:
        """Make the text in frames text of the page: a frame alone is decoration."""
        if not frames:
            return
        self.grids = [grid for grid in self.grids if grid not in frames]
        self.lines += [line for frame in frames for line in frame.lines]
        self.lines.sort(key=lambda line: (line.top, line.left))

    def part_lines(self) -> None:
        """Part lines of text where upright rulings run between two characters: where a table has
        no others, they are all that parts numbers which stand close."""
        for line in self.lines:
            middle = (line.top + line.bottom) / 2
            walls = [
                wall.position - self.away
                for wall in self.walls
                if wall.start <= middle <= wall.end
                and line.left < wall.position - self.away < line.right
            ]
            if walls:
                line.parts = [piece for part in line.parts for piece in part.cut_at(walls)]


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
    rulings = read_rulings(objects, frame)
    page_grids = PageGrids(rulings)
    outside = page_grids.take(text.glyphs)
    if text.turned:
        page_grids.drop_turned(text.turned)
    rulings.shown.mark_cut([region for grid in page_grids.grids for region in grid.regions])
    page_grids.strike_out(rulings.strokes)
    drawn_blanks = page_grids.drawn_blanks(rulings.drawings)
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
        walls=rulings.vertical,
    )
    page.take_apart([grid for grid in grids if grid.is_frame and len(grid.lines) > _FRAME_LINES])
    return page


def _is_unreadable(text: PageText, grids: list[Grid]) -> bool:
    """Whether the file does not say what some characters in tables mean, or many of the page."""
    odd = text.odd
    if not odd:
        return False
    in_cells = {glyph for grid in grids for region in grid.regions for glyph in region.glyphs}
    if sum(glyph in in_cells for glyph in odd) >= _ODD_IN_TABLES:
        return True
    others = [glyph for glyph in odd if glyph not in in_cells and not is_bullet(glyph.text)]
    return len(others) > _ODD_SHARE * len(text.glyphs)


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


def place_tables(pages: list[Page]) -> list[str]:
    """Number rows and columns of all tables, those over page breaks together; returns what went
    wrong with tables that could not be read, and where.

    Frames which do not belong to such a table become text, as do tables of which only some lines
    are drawn; text in columns becomes a table, which is doubted where it was read from a picture.
    """
    for chain in _chains(pages):
        if any(not grid.is_frame for grid in chain) and not is_half_ruled(chain):
            place(chain)
        else:
            for page in pages:
                page.take_apart([grid for grid in chain if grid in page.grids])
    for before, page in pairwise(pages):
        page.take_apart(_under_head_at_foot(before, page))
    for page in pages:
        page.part_lines()
    unruled = find_unruled(
        [[[], []] if page.is_recognised and page.grids else page.between_grids for page in pages]
    )
    failures = []
    for page, (used, grids, errors) in zip(pages, unruled, strict=True):
        failures += [f"{type(each).__name__}: {each} (page {page.number})" for each in errors]
        if grids or used:
            in_tables = set(used)
            page.lines = [line for line in page.lines if line not in in_tables]
            page.grids += grids
        if page.is_recognised:
            for region in (region for grid in grids for region in grid.regions):
                region.recognition = Recognition(_UNRULED)
    return failures


def _under_head_at_foot(before: Page, page: Page) -> list[Grid]:
    """The numbers in boxes that a page begins with, where the page before ends with the names of
    their columns as text: only the upright lines of that table are drawn."""
    last, first = before.items[-1:], page.items[:1]
    return [
        grid
        for grid in page.grids
        if [grid] == first
        and all(is_value(text) for region in grid.regions if (text := region.text()))
        and isinstance(last[0] if last else None, Line)
        and head_at_foot(before.lines)
    ]


def _chains(pages: list[Page]) -> list[list[Grid]]:
    """All tables, each with those that continue it on the following pages."""
    chains: list[list[Grid]] = []
    last: Line | Grid | None = None
    for page in pages:
        items = page.items
        for position, item in enumerate(items):
            if isinstance(item, Grid):
                if position == 0 and isinstance(last, Grid) and _is_continued(last, item):
                    chains[-1].append(item)
                else:
                    chains.append([item])
        last = items[-1] if items else None
    return chains


def _is_continued(grid: Grid, following: Grid) -> bool:
    """Whether a table that ends a page and one that begins the next are equally wide.

    Pages that were photographed are not quite of one size.
    """
    return abs(grid.width - following.width) <= max(2 * SNAP, _SAME_WIDTH * grid.width)
