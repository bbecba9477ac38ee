"""Read a DOCX file: paragraphs and tables of its main part, as Word shows them.

Kept: insertions, hyperlinks, content controls, text boxes. Not shown and left out: deletions,
hidden text, field codes, headers and footers. Numbers that Word sets in front of list
paragraphs are not in the text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extraction.archives import Archive
from extraction.document import Document, Rejected
from extraction.readers.nesting import (
    MAX_COLUMNS,
    RawCell,
    RawTable,
    clip_columns,
    flatten,
    too_many_columns,
)
from extraction.sniff import encrypted_office
from extraction.typography import iso_day, join_lines, trim

MEDIA_TYPES = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
VERSION = "1"

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PART = "word/document.xml"
_CORE_PROPERTIES = "docProps/core.xml"
_BREAK = "\n"

_NOT_SHOWN = frozenset({
    "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "Fallback", "proofErr",
    "bookmarkStart", "bookmarkEnd", "sdtPr", "sdtEndPr", "fldChar", "footnoteReference",
    "endnoteReference", "commentReference", "annotationRef", "rt", "object",
})  # fmt: skip
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": _BREAK,
    "cr": _BREAK,
    "noBreakHyphen": "-",
}

Content = list[str | RawTable]


def read(content: bytes) -> Document:
    """Read a file. Raises Rejected: "encrypted", "corrupt", "too_large", "unsafe" or "empty"."""
    if content.startswith(_OLE2):
        raise encrypted_office()
    archive = Archive(content, "The DOCX file")
    root = _parse(archive.read(_main_part(archive)))
    properties = _core_properties(archive)
    body = next((part for part in root if _name(part) == "body"), root)
    blocks = flatten(_content(body))
    if not blocks:
        raise Rejected("empty", "The document holds no text. It may hold pictures of pages only.")
    return Document(
        blocks=blocks,
        media_type=MEDIA_TYPES[0],
        reader="docx",
        reader_version=VERSION,
        metadata=properties,
    )


def _main_part(archive: Archive) -> str:
    """The part that the package's relations name as the document; Word's usual one otherwise."""
    if "_rels/.rels" in archive:
        for relation in _parse(archive.read("_rels/.rels")):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
                if target in archive:
                    return target
    return _MAIN_PART


def _parse(content: bytes) -> Any:
    """Parse a part. A document type is refused: Word writes none, and it may define entities
    that expand without end."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Rejected(
            "corrupt",
            f"The DOCX file is damaged ({error}). Fetch it again, or open and save it in Word.",
        ) from error
    document_type: str = getattr(root.getroottree().docinfo, "doctype", "")
    if document_type:
        raise Rejected(
            "unsafe",
            "The DOCX file declares a document type, which Word never does. Save it again in Word.",
        )
    return root


def _core_properties(archive: Archive) -> dict[str, str]:
    """Title and days from the file's properties. They are often those of a template."""
    if _CORE_PROPERTIES not in archive:
        return {}
    found: dict[str, str] = {}
    try:
        properties = _parse(archive.read(_CORE_PROPERTIES))
    except Rejected:  # damage beside the report
        return {}
    for element in properties:
        name, text = _name(element), trim(element.text or "")
        if name == "title" and text:
            found["title"] = text
        elif name in ("created", "modified") and (day := iso_day(text)):
            found[f"{name}_date"] = day
    return found


def _name(element: Any) -> str:
    """The local name: strict and transitional files differ in the namespace only."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Any) -> str | None:
    """The `val` attribute in whatever namespace."""
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "val":
            return str(value)
    return None


def _content(container: Any) -> Content:
    """Paragraphs and tables of a body, cell or text box. Depth is bounded by the XML parser."""
    found: Content = []
    for element in container:
        name = _name(element)
        if name == "p":
            found.extend(_paragraph(element))
        elif name == "tbl":
            found.append(_table(element))
        elif name not in _NOT_SHOWN:
            found.extend(_content(element))
    return found


def _paragraph(paragraph: Any) -> Content:
    """A paragraph's text, then the contents of the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: Content = []
    for element in paragraph:
        _collect(element, pieces, boxes)
    text = join_lines("".join(pieces).split(_BREAK))
    return [text, *boxes] if text else boxes


def _collect(element: Any, pieces: list[str], boxes: Content) -> None:
    name = _name(element)
    if name == "t":
        pieces.append(element.text or "")
    elif name in _CHARACTERS:
        pieces.append(_CHARACTERS[name])
    elif name == "txbxContent":
        boxes.extend(_content(element))
    elif name not in _NOT_SHOWN and not (name == "r" and _is_vanished(element)):
        for child in element:
            _collect(child, pieces, boxes)


def _is_vanished(run: Any) -> bool:
    for properties in run:
        if _name(properties) == "rPr":
            return any(_name(item) == "vanish" and _is_on(item) for item in properties)
    return False


def _is_on(switch: Any) -> bool:
    return _value(switch) not in ("0", "false", "off")


def _children(container: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and custom XML."""
    for element in container:
        name = _name(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _children(element, wanted)


def _table(table: Any) -> RawTable:
    """Give every cell its place on the table's column grid; merged cells become spans."""
    cells: list[RawCell] = []
    above: dict[int, RawCell] = {}
    number = 0
    for row in _children(table, "tr"):
        properties = _properties(row, "trPr")
        if "del" in properties or ("hidden" in properties and _is_on(properties["hidden"])):
            continue
        merged: dict[int, RawCell] = {}
        for cell, merge in _row(row, number, _count(properties.get("gridBefore"), 0)):
            origin = above.get(cell.column)
            is_continued = merge == "continue" and origin is not None
            if is_continued and origin is not None and origin.column_span == cell.column_span:
                origin.row_span += 1
                merged[cell.column] = origin
            else:
                cells.append(cell)
                if merge is not None:
                    merged[cell.column] = cell
        above = merged
        number += 1
    clip_columns(cells)
    return RawTable(cells=cells)


def _row(row: Any, number: int, column: int) -> Iterator[tuple[RawCell, str | None]]:
    """The cells of a row and how each is merged downwards: "restart", "continue" or None."""
    left: RawCell | None = None
    pending: list[tuple[RawCell, str | None]] = []
    for element in _children(row, "tc"):
        properties = _properties(element, "tcPr")
        if "cellDel" in properties:
            continue
        span = _count(properties.get("gridSpan"), 1) or 1
        if column >= MAX_COLUMNS:
            raise too_many_columns()
        if column + span > MAX_COLUMNS:
            span = 1
        if _merge(properties.get("hMerge")) == "continue" and left is not None:
            left.column_span += span
        else:
            left = RawCell(_content(element), number, column, 1, span)
            pending.append((left, _merge(properties.get("vMerge"))))
        column += span
    yield from pending


def _properties(element: Any, wanted: str) -> dict[str, Any]:
    for child in element:
        if _name(child) == wanted:
            return {_name(item): item for item in child}
    return {}


def _merge(element: Any | None) -> str | None:
    """A merge mark; without a value it means "continue"."""
    if element is None:
        return None
    return "restart" if _value(element) == "restart" else "continue"


def _count(element: Any | None, default: int) -> int:
    value = None if element is None else _value(element)
    return int(value) if value is not None and value.isdecimal() else default
