"""The XML parts of Office files, whatever their namespaces: files of different editions and
programs differ in these and keep the local names."""

from __future__ import annotations

import codecs
import functools
from typing import Any

from lxml import etree

from extraction.document import Rejected

_MOST_DIGITS = 15

_DOCUMENT_TYPE = "declares a document type, which Office never does. Open and save it anew."


def is_xml(content: bytes) -> bool:
    """Whether an Office file is XML as it stands, not in an archive."""
    return content.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<")


def parse(content: bytes, what: str) -> Any:
    """Parse a part. what: how to name its file at the start of a sentence.

    Raises Rejected: "corrupt", or "unsafe" for a document type, which no Office program writes
    and which may define entities that expand without end, and for endless nesting.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise Rejected(
                "unsafe", f"{what} has elements nested too deeply to be read. Save it as PDF."
            ) from error
        if "entity amplification" in str(error).lower():
            raise Rejected("unsafe", f"{what} {_DOCUMENT_TYPE}") from error
        raise Rejected(
            "corrupt", f"{what} is damaged ({error}). Fetch it again, or open and save it anew."
        ) from error
    document_type: str = getattr(root.getroottree().docinfo, "doctype", "")
    if document_type:
        raise Rejected("unsafe", f"{what} {_DOCUMENT_TYPE}")
    return root


def local_name(element: Any) -> str:
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def stated_number(element: Any, wanted: str) -> int:
    """An attribute that counts, 0 where it is absent or no number; of one beyond belief as much as
    is still too many."""
    value = attribute(element, wanted) or ""
    return int(value[:_MOST_DIGITS]) if value.isdecimal() else 0


def attribute(element: Any, wanted: str) -> str | None:
    """An attribute in whatever namespace."""
    for name, value in element.attrib.items():
        if _local(name) == wanted:
            return str(value)
    return None
