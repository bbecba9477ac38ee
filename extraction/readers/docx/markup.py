"""Elements of WordprocessingML (ECMA-376 part 1), whatever their namespace.

Strict, transitional and older files, and those of other word processors, differ in the namespace
and keep the local names.
"""

from __future__ import annotations

import functools
from typing import Any

from lxml import etree

from extraction.document import Rejected


def parse(content: bytes) -> Any:
    """Parse a part. Raises Rejected: "corrupt", or "unsafe" for a document type, which Word never
    writes and which may define entities that expand without end."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise Rejected(
                "unsafe",
                "The elements of the DOCX file are nested too deeply to be read. Save it as PDF.",
            ) from error
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


def local_name(element: Any) -> str:
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: Any, wanted: str) -> str | None:
    """An attribute in whatever namespace."""
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == wanted:
            return str(value)
    return None


def properties(element: Any, wanted: str) -> dict[str, Any]:
    """The elements of the properties (`rPr`, `trPr`, `tcPr`) that stand first in an element."""
    for child in element:
        if local_name(child) == wanted:
            return {local_name(item): item for item in child}
    return {}


def is_on(switch: Any | None) -> bool:
    """Whether a switch is there and not turned off."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off", "none")


def count(element: Any | None, default: int) -> int:
    value = None if element is None else attribute(element, "val")
    return int(value) if value is not None and value.isdecimal() else default


def is_deleted(element: Any, name: str) -> bool:
    """Whether a tracked change takes the element away; Word 2003 keeps changes as annotations."""
    if name == "annotation":
        return (attribute(element, "type") or "").endswith("Deletion")
    return name in ("del", "moveFrom")
