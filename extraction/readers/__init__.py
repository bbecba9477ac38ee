"""One module per file type, each turning bytes into a `Document`.

To add a file type, write a module with
    MEDIA_TYPES: tuple of media types it reads,
    VERSION: a string that tells readers of a report's row which generation of the reader it was,
    read(content: bytes) -> Document, raising `Rejected` for a file that cannot be read,
and name it in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

from extraction.document import Document, Rejected
from extraction.files import conversion
from extraction.readers import docx, html, mht, pdf, scan, spreadsheet, text

READERS: tuple[ModuleType, ...] = (html, mht, pdf, docx, spreadsheet, text, scan)

_BY_MEDIA_TYPE = {media_type: reader for reader in READERS for media_type in reader.MEDIA_TYPES}


Convert = Callable[[bytes, str], bytes]
"""Bytes and media type of a file to the bytes of a DOCX file; raises Rejected."""


def read_document(
    content: bytes, media_type: str, convert: Convert = conversion.to_docx
) -> Document:
    """Read a file's bytes with the reader of its media type.

    A file that is converted first keeps its own media type; `reader` says what read the result.

    Raises Rejected("unsupported") where no reader is registered, or whatever the reader raises.
    """
    if media_type in conversion.MEDIA_TYPES:
        converted = docx.read(convert(content, media_type))
        return replace(converted, media_type=media_type)
    reader = _BY_MEDIA_TYPE.get(media_type)
    if reader is None:
        known = ", ".join(_name(reader) for reader in READERS)
        raise Rejected(
            "unsupported", f"There is no reader for {media_type}. Save the file as one of: {known}."
        )
    document: Document = reader.read(content)
    return document


def versions() -> str:
    """The versions of all readers."""
    return " ".join(f"{_name(reader)}={reader.VERSION}" for reader in READERS)


def _name(reader: ModuleType) -> str:
    return reader.__name__.rsplit(".", 1)[-1]
