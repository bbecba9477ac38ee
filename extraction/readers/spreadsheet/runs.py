"""Text of which parts look different within one cell of an XLSX file (ECMA-376 part 1, 18.4).

The library gives it in one piece, in which a struck number and the one written beside it, or a
number and its raised footnote, are one longer number.
"""

from __future__ import annotations

from typing import Any

from extraction.readers.docx.markup import is_on, properties
from extraction.readers.office_xml import attribute, local_name
from extraction.typography import lowered, raised, struck_out

MARKED = (b"strike", b"vertAlign")
"""What a part holds that has such text; all others are passed by."""


def shown_runs(item: Any) -> str | None:
    """What a string says as it looks, None where all of it looks the same.

    item: a string of the shared ones (`si`) or of a cell (`is`).
    """
    pieces: list[str] = []
    struck = ""
    looks_different = False
    for run in item:
        if local_name(run) not in ("r", "t"):
            continue  # phonetic hints
        about = properties(run, "rPr")
        parts = [run] if local_name(run) == "t" else run
        text = "".join(each.text or "" for each in parts if local_name(each) == "t")
        height = attribute(about["vertAlign"], "val") if "vertAlign" in about else None
        looks_different |= "strike" in about or height is not None
        if is_on(about.get("strike")):
            struck += text
        elif height in ("superscript", "subscript") and any(pieces):
            pieces.append(raised(text) if height == "superscript" else lowered(text))
        else:
            pieces.append(text)
    if not looks_different:
        return None
    shown = "".join(pieces)
    return struck_out(struck) if struck.strip() and not shown.strip() else shown
