"""Opening a PDF, and refusing one that cannot be read whole."""

from __future__ import annotations

import re

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extraction.document import Rejected

_HEADER_WITHIN = 1024
_LINEARIZED_WITHIN = 2048
_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")
_OBJECT_START = re.compile(rb"(?<![A-Za-z])\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj\b")

MOST_PAGES = 1000
"""A longer file is a yearbook or a bomb; the longest reports have some 50 pages."""

_FETCH_AGAIN = "Fetch the file again from its source."


def open_pdf(content: bytes) -> pdfium2.PdfDocument:
    """Open a PDF that needs no password to be read and has pages.

    Raises Rejected: "empty", "encrypted", "corrupt" or "too_large".
    """
    if not content.strip(b"\x00 \t\r\n\f\v"):
        raise Rejected("empty", f"The file holds nothing. {_FETCH_AGAIN}")
    try:
        pdf = pdfium2.PdfDocument(content)
    except pdfium2.PdfiumError as error:
        raise _refusal(error, content) from error
    if len(pdf) == 0:
        pdf.close()
        raise Rejected("corrupt", f"The PDF has no pages. {_FETCH_AGAIN}")
    if len(pdf) > MOST_PAGES:
        count = len(pdf)
        pdf.close()
        raise Rejected(
            "too_large",
            f"The PDF has {count:,} pages, more than {MOST_PAGES:,}. File the report alone.",
        )
    if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
        pdf.init_forms()
    return pdf


def _refusal(error: pdfium2.PdfiumError, content: bytes) -> Rejected:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return Rejected(
            "encrypted",
            "The PDF opens only with a password. Save it without one and add that file.",
        )
    if b"%PDF-" not in content[:_HEADER_WITHIN]:
        return Rejected("corrupt", f"The file is not a PDF, whatever its name. {_FETCH_AGAIN}")
    # PDFium ends its own words with a full stop and a bracket of its own.
    said = str(error).rstrip(").").replace(" (PDFium:", ":")
    return Rejected("corrupt", f"The PDF is cut off or damaged ({said}). {_FETCH_AGAIN}")


def lost_page(number: int) -> Rejected:
    """What to say of a page that is listed but not there."""
    return Rejected("corrupt", f"Page {number} of the PDF cannot be loaded. {_FETCH_AGAIN}")


def is_cut(content: bytes, *, has_empty_page: bool) -> bool:
    """Whether a PDF that opened has lost its end: PDFium shows what is left of it.

    Evidence: it is shorter than it says of itself, or objects follow the last `startxref`, with
    which every PDF ends, and the last one is unfinished or a page has nothing on it. A missing
    `startxref` alone loses nothing.
    """
    linearized = _LINEARIZED.search(content[:_LINEARIZED_WITHIN])
    if linearized is not None and int(linearized.group(1)) > len(content):
        return True
    rest = content[max(content.rfind(b"startxref"), 0) :]
    starts = [match.start() for match in _OBJECT_START.finditer(rest)]
    if not starts:
        return False
    return has_empty_page or rest.rfind(b"endobj") < starts[-1]


def cut() -> Rejected:
    return Rejected(
        "corrupt",
        f"The PDF is cut off: its end is missing, and with it pages or parts. {_FETCH_AGAIN}",
    )
