"""Properties and marks of WordprocessingML (ECMA-376 part 1)."""

from __future__ import annotations

from typing import Any

from extraction.readers.office_xml import attribute, local_name

_MOST_DIGITS = 9


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
    """The number that an element states; one beyond belief counts as not stated."""
    value = (None if element is None else attribute(element, "val")) or ""
    return int(value) if value.isdecimal() and len(value) <= _MOST_DIGITS else default


def is_deleted(element: Any, name: str) -> bool:
    """Whether a tracked change takes the element away; Word 2003 keeps changes as annotations."""
    if name == "annotation":
        return (attribute(element, "type") or "").endswith("Deletion")
    return name in ("del", "moveFrom")


def is_placeholder(element: Any, name: str) -> bool:
    """Whether a content control still shows the text that asks to fill it in (17.5.2.39).

    Programs that fill controls leave the mark behind: what holds a digit was filled in.
    """
    return (
        name == "sdt"
        and is_on(properties(element, "sdtPr").get("showingPlcHdr"))
        and not any(map(str.isdigit, "".join(element.itertext())))
    )
