"""What of an element a reader of the page sees: hidden and struck text, forms, raised marks."""

from __future__ import annotations

import functools
import re
from typing import Any

from extraction.readers.html.sheets import rules_of

NOT_SHOWN = frozenset({
    "script", "style", "head", "title", "template", "noscript", "option", "datalist",
    "iframe", "frameset", "object", "embed", "audio", "video", "canvas", "svg", "map", "xml",
    "rt", "rp",
})  # fmt: skip
CONTROLS = frozenset({"input", "textarea", "select"})
STRUCK = frozenset({"del", "s", "strike"})
RAISED = frozenset({"sup", "sub"})

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|(visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_CLASS = re.compile(r"[a-z0-9]*\.([\w-]+)", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_TYPED = frozenset({"", "text", "number", "tel"})


def hiding(element: Any) -> str | None:
    """How an element is hidden: "none" (not there at all), "text" (its place stays), "struck"
    (seen, but no longer said) or None."""
    style = element.get("style")
    if style is not None and (hidden := _hidden_by(style)) is not None:
        return hidden
    if element.get("hidden") is not None:
        return "none"
    return "struck" if element.tag in STRUCK else None


def hide_by_classes(root: Any) -> None:
    """Mark what stands in cells and is hidden by its class in the page's own style sheets.

    Rules for other media (print, narrow screens) do not count. Outside cells a script may show
    what a class hides at first (tabs), so nothing is marked there.
    """
    declared: dict[str, str] = {}
    for rule in rules_of(root):
        if "display" in rule.declarations and not rule.is_conditional:
            classes = map(_CLASS.fullmatch, rule.selectors)
            declared.update((match[1], rule.declarations) for match in classes if match)
    hidden = {name for name, body in declared.items() if _hidden_by(body) == "none"}
    if not hidden:
        return
    for cell in root.iter("td", "th"):
        for element in cell.iterdescendants():
            if not hidden.isdisjoint((element.get("class") or "").split()):
                element.set("hidden", "")


@functools.lru_cache(maxsize=4096)
def _hidden_by(style: str) -> str | None:
    """As `hiding`, of a style alone; the cells of a page share a few styles."""
    match = _HIDDEN_STYLE.search(style)
    if match is not None:
        return "text" if match[1] else "none"
    return "struck" if _STRUCK_STYLE.search(style) else None


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
