"""What of an element a reader of the page sees: hidden and struck text, forms, raised marks."""

from __future__ import annotations

import re
from typing import Any

NOT_SHOWN = frozenset({
    "script", "style", "head", "title", "template", "noscript", "option", "datalist",
    "iframe", "frameset", "object", "embed", "audio", "video", "canvas", "svg", "map", "xml",
})  # fmt: skip
CONTROLS = frozenset({"input", "textarea", "select"})
STRUCK = frozenset({"del", "s", "strike"})
RAISED = frozenset({"sup", "sub"})

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|(visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_TYPED = frozenset({"", "text", "number", "tel"})
_UP = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_DOWN = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def hiding(element: Any) -> str | None:
    """How an element is hidden: "none" (not there at all), "text" (its place stays), "struck"
    (seen, but no longer said) or None."""
    style = element.get("style")
    if style is not None:
        match = _HIDDEN_STYLE.search(style)
        if match is not None:
            return "text" if match[1] else "none"
        if _STRUCK_STYLE.search(style):
            return "struck"
    if element.get("hidden") is not None:
        return "none"
    return "struck" if element.tag in STRUCK else None


def typed(element: Any) -> str:
    """What stands in a form's field; the fields of a page that asks for a filled table."""
    if element.tag == "textarea":
        return "".join(element.itertext())
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return "".join((chosen or options)[0].itertext()) if options else ""
    kind = (element.get("type") or "").strip().lower()
    return element.get("value") or "" if kind in _TYPED else ""


def raised(text: str, tag: str) -> str:
    """The text of <sup> or <sub> in the characters that plain text has for it: 12<sup>1</sup>
    is 12¹, never 121."""
    return text.translate(_UP if tag == "sup" else _DOWN)
