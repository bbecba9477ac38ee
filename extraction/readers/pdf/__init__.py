"""Reads PDF files: ruled tables by their lines, text by its geometry, pictures as scans.

PDFium is not thread-safe: one call at a time in a process, and processes for more.
"""

from __future__ import annotations

from collections import defaultdict
from threading import Lock

from extraction.document import Document
from extraction.readers import scan
from extraction.readers.page.assembly import blocks
from extraction.readers.page.contents import Page
from extraction.readers.pdf.opening import cut, is_cut, open_pdf
from extraction.readers.pdf.page import read_page
from extraction.readers.scan import models

MEDIA_TYPES = ("application/pdf",)
VERSION = "3"

_FEWEST_GLYPHS = 2
"""A lone sign on a picture is what a recogniser makes of the edge of a spot."""

_pdfium_lock = Lock()


def read(content: bytes) -> Document:
    """Read a PDF. Pages that show only pictures are read as scans, as are those whose text is
    not what is printed.

    Raises Rejected: "empty"; "encrypted" if it needs a password (an owner's password alone
    does not matter); "corrupt" if it cannot be opened or has lost a part; "unsupported" if its
    pages can only be seen and recognition is not installed.
    """
    with _pdfium_lock:
        pdf = open_pdf(content)
        try:
            page_count = len(pdf)
            pages = [read_page(pdf, index) for index in range(page_count)]
            if is_cut(content, has_empty_page=any(page.object_count == 0 for page in pages)):
                raise cut()
            is_scan = not _has_text(pages)
            recognised = _recognise(content, pages, is_scan)
            title = pdf.get_metadata_value("Title").strip()
        finally:
            pdf.close()
    metadata = _metadata(title, pages, recognised)
    return Document(
        blocks=blocks(pages, metadata),
        media_type=MEDIA_TYPES[0],
        reader="scan" if is_scan else "pdf",
        reader_version=VERSION,
        page_count=page_count,
        metadata=metadata,
    )


def _has_text(pages: list[Page]) -> bool:
    """Whether most pages hold their text as text whose characters can be told."""
    glyph_count = sum(page.glyph_count for page in pages)
    unmapped_count = sum(page.unmapped_count for page in pages)
    return (
        glyph_count > 0
        and unmapped_count * 2 <= glyph_count + unmapped_count
        and 2 * sum(page.is_picture for page in pages) <= len(pages)
    )


def _recognise(content: bytes, pages: list[Page], is_scan: bool) -> list[int]:
    """Put pages as recognised in the place of pictures of text; returns their numbers.

    A few pictures among pages of text are left unread where recognition is not installed, but
    not text that is not what is printed. The file is opened anew, as reading its text changed it.
    """
    wanted = [page.number for page in pages if page.is_picture or is_scan]
    must_be_seen = is_scan or any(page.is_text_false for page in pages)
    if not wanted or not (must_be_seen or models.is_installed()):
        return []
    models.require(_why_seen(pages))
    from extraction.readers.scan.rendering import read_pdf_pages

    with open_pdf(content) as pdf:
        seen = read_pdf_pages(pdf, wanted)
    legible = {page.number for page in seen if page.glyph_count >= _FEWEST_GLYPHS}
    if is_scan and not legible:
        raise scan.nothing_seen()
    shown: dict[int, list[Page]] = defaultdict(list)  # two where a sheet shows two pages
    for page in seen:
        if page.number in legible or pages[page.number - 1].is_text_false:
            shown[page.number].append(page)
    pages[:] = [its for page in pages for its in shown.get(page.number, [page])]
    return sorted(legible)


def _why_seen(pages: list[Page]) -> str:
    """What to say of a file that can only be read by its pictures."""
    false = [str(page.number) for page in pages if page.is_text_false]
    if not false:
        return "The file holds pictures of text"
    return f"The text in the file is not what is printed on page {', '.join(false)}"


def _metadata(title: str, pages: list[Page], recognised: list[int]) -> dict[str, str]:
    """pages_recognised, pages_without_text: numbers of the pages that show only pictures."""
    metadata = {"title": title} if title else {}
    unread = [page.number for page in pages if page.is_picture and page.number not in recognised]
    for name, numbers in (("pages_recognised", recognised), ("pages_without_text", unread)):
        if numbers:
            metadata[name] = ", ".join(map(str, numbers))
    return metadata
