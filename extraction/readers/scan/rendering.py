"""Pages of a PDF as pictures."""

from __future__ import annotations

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extraction.readers.scan.page import Picture, PicturePage, read_pages
from extraction.readers.scan.pictures import MOST_ACROSS, stretched
from extraction.readers.scan.seals import without_seals

_FEWEST = 1654
"""Pixels along the shorter side of a page, 200 dpi of A4, up to MOST_ACROSS: as many as its
pictures have."""

_MOST_PIXELS = 30_000_000


def read_pdf_pages(pdf: pdfium2.PdfDocument, numbers: list[int]) -> list[PicturePage]:
    """Recognise pages, counted from 1. Their places are in PDF points."""
    return list(read_pages(_rendered(pdf, number) for number in numbers))


def _rendered(pdf: pdfium2.PdfDocument, number: int) -> Picture:
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        if refusal := stretched(width, height, f"Page {number} of the PDF"):
            raise refusal
        pixels = min(max(_widest_picture(page), _FEWEST), MOST_ACROSS)
        scale = pixels / min(width, height)
        scale = min(scale, (_MOST_PIXELS / (width * height)) ** 0.5)
        gray = without_seals(page.render(scale=scale, rev_byteorder=True).to_numpy())
    finally:
        page.close()
    return Picture(gray, number, pixel=1 / scale)


def _widest_picture(page: pdfium2.PdfPage) -> int:
    """The shorter side, in pixels, of the largest picture on a page; 0 without any."""
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return max((min(picture.get_px_size()) for picture in pictures), default=0)
