"""Pages of a PDF as pictures."""

from __future__ import annotations

import pypdfium2 as pdfium2

from extraction.readers.scan.page import PicturePage, read_page

_PIXELS = 1654
"""Pixels along the shorter side of a page: 200 dpi of A4. More would not be read better."""

_MOST_PIXELS = 30_000_000


def read_pdf_page(pdf: pdfium2.PdfDocument, number: int) -> PicturePage:
    """Recognise one page, counted from 1. Its places are in PDF points."""
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        scale = _PIXELS / min(width, height)
        scale = min(scale, (_MOST_PIXELS / (width * height)) ** 0.5)
        gray = page.render(scale=scale, grayscale=True).to_numpy()
    finally:
        page.close()
    return read_page(gray.reshape(gray.shape[:2]), number, pixel=1 / scale)
