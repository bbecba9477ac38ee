"""Answers of a site's server to the script of its pages: the article in a string of JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_CALL = re.compile(r"^\s*(?:[\w.$]+\s*\()?\s*(?=[{\[])")
"""An answer may be wrapped in the call of a function (JSONP)."""
_MARKUP = re.compile(r"<[a-z]\w*\b[^<>]*>", re.IGNORECASE)


def as_page(text: str) -> str:
    """What an answer says, as a page: its markup, and its other strings as paragraphs, in order.
    A text that is no answer is returned as it is."""
    call = _CALL.match(text)
    if call is None:
        return text
    try:
        said, _ = json.JSONDecoder(strict=False).raw_decode(text, call.end())
    except (ValueError, RecursionError):
        return text
    strings = _strings(said)
    return "\n".join(s if _MARKUP.search(s) else f"<p>{html.escape(s)}</p>" for s in strings)


def _strings(said: Any) -> Iterator[str]:
    pending = [said]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict | list):
            pending.extend(reversed(list(part.values() if isinstance(part, dict) else part)))
