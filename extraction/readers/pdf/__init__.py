"""Reads PDF files with a text layer: ruled tables by their lines, text by its geometry.

PDFium is not thread-safe: one call at a time in a process, and processes for more.
"""

from __future__ import annotations

from threading import Lock

from extraction.document import Block, Cell, Document, Place, Table
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.layout import Page, drop_furniture, place_tables, read_page
from extraction.readers.pdf.opening import cut, is_cut, no_text, open_pdf
from extraction.readers.pdf.paragraphs import ParagraphBuilder, measure

MEDIA_TYPES = ("application/pdf",)
VERSION = "1"

_pdfium_lock = Lock()


def read(content: bytes) -> Document:
    """Read a PDF.

    Raises Rejected: "empty"; "encrypted" if it needs a password (an owner's password alone
    does not matter); "corrupt" if it cannot be opened or has lost a part; "unsupported" if it
    has no text layer or one without meaning.
    """
    with _pdfium_lock:
        pdf = open_pdf(content)
        try:
            pages = [read_page(pdf, index) for index in range(len(pdf))]
            title = pdf.get_metadata_value("Title").strip()
        finally:
            pdf.close()
    _refuse_partial(content, pages)
    return Document(
        blocks=_blocks(pages),
        media_type=MEDIA_TYPES[0],
        reader="pdf",
        reader_version=VERSION,
        page_count=len(pages),
        metadata=_metadata(title, pages),
    )


def _refuse_partial(content: bytes, pages: list[Page]) -> None:
    """Refuse a PDF that is cut off, or of which most cannot be read as text."""
    if is_cut(content, has_empty_page=any(page.object_count == 0 for page in pages)):
        raise cut()
    glyph_count = sum(page.glyph_count for page in pages)
    unmapped_count = sum(page.unmapped_count for page in pages)
    if unmapped_count * 2 > glyph_count + unmapped_count:
        raise no_text(len(pages), has_unmapped=True)
    if 2 * sum(page.is_picture for page in pages) > len(pages) or glyph_count == 0:
        raise no_text(len(pages), has_unmapped=False)


def _metadata(title: str, pages: list[Page]) -> dict[str, str]:
    """pages_without_text: numbers of the pages that show only pictures, if there are any."""
    metadata = {"title": title} if title else {}
    pictures = [str(page.number) for page in pages if page.is_picture]
    if pictures:
        metadata["pages_without_text"] = ", ".join(pictures)
    return metadata


def _blocks(pages: list[Page]) -> list[Block]:
    """Paragraphs and tables in reading order. A paragraph may run on to the next page."""
    drop_furniture(pages)
    place_tables(pages)
    blocks: list[Block] = []
    paragraphs = ParagraphBuilder(measure(pages), blocks.append)
    table_count = 0
    for page in pages:
        for item in page.items:
            if isinstance(item, Grid):
                paragraphs.finish()
                table_count += 1
                blocks.append(_table(item, page.number, table_count))
            else:
                paragraphs.add(page, item)
    paragraphs.finish()
    return blocks


def _table(grid: Grid, page: int, number: int) -> Table:
    cells = [
        Cell(
            text=region.text(),
            row=region.row,
            column=region.column,
            row_span=region.row_span,
            column_span=region.column_span,
            place=Place(page, number, region.row + 1, region.column + 1, region.box),
        )
        for region in grid.regions
    ]
    return Table(cells, place=Place(page=page, table=number, box=grid.box))
