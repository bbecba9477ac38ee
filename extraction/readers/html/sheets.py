"""The rules of a page's own style sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

LONGEST = 200_000
"""Characters of style sheets that are looked at; no page that was written by hand has more."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile(r"([{}])")


@dataclass(frozen=True, slots=True)
class Rule:
    """selectors: as written. is_conditional: it stands inside @media, @supports or the like."""

    selectors: tuple[str, ...]
    declarations: str
    is_conditional: bool


def rules_of(root: Any) -> list[Rule]:
    """The rules of all style elements, in order."""
    sheets = "".join(style.text or "" for style in root.iter("style"))[:LONGEST]
    if "{" not in sheets:
        return []
    found: list[Rule] = []
    open_blocks: list[str] = []
    text = ""
    for part in _BRACE.split(_COMMENT.sub("", sheets)):
        if part == "{":
            open_blocks.append(text.rpartition(";")[2])
        elif part == "}" and open_blocks:
            selectors = tuple(each.strip() for each in open_blocks.pop().split(","))
            if not selectors[0].startswith("@"):
                found.append(Rule(selectors, text, bool(open_blocks)))
        text = "" if part in ("{", "}") else part
    return found
