"""Read a DOCX file: paragraphs and tables of its main part, as Word shows them.

Kept: insertions, hyperlinks, content controls, text boxes, results of fields, workbooks and files
that are embedded. Not shown and left out: deletions, hidden text, text in the colour of its
ground, field codes, headers and footers. Numbers that Word sets in front of list paragraphs are
not in the text.
"""

from __future__ import annotations

from extraction.document import Document, Rejected, Table
from extraction.files.sniff import DOCX, OLE2, WORD_XML, encrypted_office
from extraction.readers import scan
from extraction.readers.docx import pictures
from extraction.readers.docx.package import FlatPackage, Package
from extraction.readers.docx.walk import Walk
from extraction.readers.nesting import flatten
from extraction.readers.office_xml import is_xml, local_name
from extraction.readers.scan import models

MEDIA_TYPES = (DOCX, WORD_XML)
VERSION = "2"


def read(content: bytes) -> Document:
    """Read a file. One without tables is read with its pictures, as scans are.

    Raises Rejected: "encrypted", "corrupt", "too_large", "unsafe", "empty"; where the document
    shows pictures only, "not_a_report", or "unsupported" if recognition is not installed.
    """
    if content.startswith(OLE2):
        raise encrypted_office()
    package = FlatPackage(content) if is_xml(content) else Package(content)
    root = package.root
    body = next((part for part in root if local_name(part) == "body"), root)
    walk = Walk(package)
    blocks = flatten(walk.content(body))
    metadata = package.properties() | walk.seen()
    if not any(isinstance(block, Table) for block in blocks):
        blocks += pictures.recognised(walk.pictures(), metadata)
    if not blocks and walk.pictures():
        models.require()
        raise scan.nothing_seen()
    if not blocks:
        raise Rejected("empty", "The document holds no text. Fetch it again.")
    return Document(
        blocks=blocks,
        media_type=WORD_XML if local_name(root) == "wordDocument" else DOCX,
        reader="docx",
        reader_version=VERSION,
        metadata=metadata,
    )
