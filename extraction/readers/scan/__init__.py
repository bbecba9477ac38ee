"""Reads scans: pictures of pages, in files of their own or in a PDF without text.

Rulings are found as lines of ink and make the tables; each cell's text is read by a recogniser
whose models come inside its package (the extra `scan`). Every cell carries how sure the
recogniser is of it and what else it may say.
"""

from __future__ import annotations

from extraction.document import Document, Rejected
from extraction.readers.scan import models, pictures

MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif")
VERSION = "1"


def read(content: bytes) -> Document:
    """Read a picture file.

    Raises Rejected: "unsupported" where recognition is not installed; "corrupt"; "too_large";
    "not_a_report" for a picture that shows no text.
    """
    models.require()
    from extraction.readers.page.assembly import blocks
    from extraction.readers.scan.page import Picture, read_pages

    pages = list(
        read_pages(
            Picture(gray, number, pixel)
            for number, picture in enumerate(pictures.open_pictures(content), start=1)
            for gray, pixel in [pictures.reduced(picture)]
        )
    )
    if not any(page.glyph_count for page in pages):
        raise nothing_seen()
    metadata: dict[str, str] = {}
    return Document(
        blocks=blocks(list(pages), metadata),
        media_type=pictures.media_type(content),
        reader="scan",
        reader_version=VERSION,
        page_count=len({page.number for page in pages}),
        metadata=metadata,
    )


def nothing_seen() -> Rejected:
    """What to say of pictures in which no text is seen."""
    return Rejected(
        "not_a_report",
        "The file shows pictures, and no text in them. If it is a logo or a photograph, file the "
        "report itself; if it is a faint scan, scan it again at 300 dpi.",
    )
