"""Pictures of the pages of a PDF or a scan, to be shown inside an HTML page."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import NamedTuple

import pypdfium2 as pdfium2

from extraction.document import Document

_PIXELS = 1000
"""Width of a picture: as wide as a page is shown."""

_MOST_PAGES = 40

_MOST_HIGH = 20_000
"""Pixels of height, for pages that are nearly as narrow as a line."""


class PagePicture(NamedTuple):
    """address: a data: address. width, height: of the page, in the measure of its places."""

    address: str
    width: float
    height: float


def page_pictures(content: bytes, document: Document) -> dict[int, PagePicture]:
    """The pages by number; empty for a file type without pages.

    Pages of a PDF that it shows turned are left out: places are those of the page unturned.
    """
    if document.media_type == "application/pdf":
        return _of_pdf(content)
    if document.media_type.startswith("image/"):
        return _of_picture(content)
    return {}


def _of_pdf(content: bytes) -> dict[int, PagePicture]:
    pictures = {}
    pdf = pdfium2.PdfDocument(content)
    try:
        for number in range(1, min(len(pdf), _MOST_PAGES) + 1):
            page = pdf[number - 1]
            width, height = page.get_size()
            if page.get_rotation() == 0:
                scale = min(_PIXELS / width, _MOST_HIGH / height)
                bitmap = page.render(scale=scale, grayscale=True)
                rows = _rows(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
                pictures[number] = PagePicture(_png(rows, bitmap.width), width, height)
            page.close()
    finally:
        pdf.close()
    return pictures


def _of_picture(content: bytes) -> dict[int, PagePicture]:
    """By the library that the scan was read with, so it is there."""
    from PIL import Image

    from extraction.readers.scan.pictures import open_pictures

    pictures = {}
    for number, gray in enumerate(open_pictures(content), start=1):
        if number > _MOST_PAGES:
            break
        picture = Image.fromarray(gray)
        width, height = picture.size
        picture.thumbnail((_PIXELS, _PIXELS * height))
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", optimize=True)
        pictures[number] = PagePicture(_address(buffer.getvalue()), width, height)
    return pictures


def _rows(levels: bytes, width: int, height: int, stride: int) -> list[bytes]:
    return [levels[row * stride : row * stride + width] for row in range(height)]


def _png(rows: list[bytes], width: int) -> str:
    """Rows of grey levels as a PNG (ISO/IEC 15948), each row after filter type 0."""
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 0, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in chunks:
        check = zlib.crc32(kind + data)
        parts += [struct.pack(">I", len(data)), kind, data, struct.pack(">I", check)]
    return _address(b"".join(parts))


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
