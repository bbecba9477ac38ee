"""What of an element a reader of the page sees: hidden and struck text, forms, raised marks."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import Any

from lxml import etree

from extraction.readers.html.sheets import Cascade, properties, rules_of
from extraction.typography import trim

NOT_SHOWN = frozenset({
    "script", "style", "head", "title", "template", "noscript", "option", "datalist",
    "iframe", "frameset", "object", "embed", "audio", "video", "canvas", "svg", "map", "xml",
    "rt", "rp",
})  # fmt: skip
CONTROLS = frozenset({"input", "textarea", "select"})
STRUCK = frozenset({"del", "s", "strike"})
RAISED = frozenset({"sup", "sub"})
_HEIGHTS = {"super": "sup", "sub": "sub"}

_MAY_HIDE = re.compile(
    r"none|hid|collapse|through|opacity|clip|scale|:\s*-\d\d|font(?:-size)?\s*:\s*[0.1]|:\s*su[pb]",
    re.IGNORECASE,
)
"""What a style holds that hides, strikes or raises something; most styles are passed by with it."""

_TYPED = frozenset({"", "text", "number", "tel"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_IN_LINE = frozenset({
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "label", "small", "span",
    "strong", "u", "var",
})  # fmt: skip
"""Elements of which a browser takes no notice of a width and a height, unless they are blocks."""

_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))\s*(%|[a-z]*)")
_NO_SCALE = re.compile(r"\bscale[xy]?\(\s*0(?!\.)")
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "cm": 37.8,
    "mm": 3.78, "in": 96.0, "vw": 10.0, "vh": 10.0, "%": 10.0,
}  # fmt: skip

_SPOKEN = frozenset({"sr-only", "visually-hidden"})
"""Classes by which the common style sheets take text off the page that is to be read aloud."""

_BOUND = frozenset({"v-text", "x-text", "v-html", "ng-bind", "data-bind"})
_COUNTED = frozenset({
    "data-value", "data-val", "data-v", "data-num", "data-number", "data-count", "data-to",
})  # fmt: skip
_FIGURE = re.compile(r"\s*-?\d[\d,.]*\s*")
"""Attributes by which common libraries fill in a text; those of the second kind with a number."""

SCRIPTED = "[脚本]"
"""Stands for what a script fills in."""

_SPACER = 4.0
"""Pixels; smaller pictures show no digit."""

SMALLEST = 1.5
"""Pixels of a letter's height; smaller ones nobody reads."""

FAR_AWAY = -500.0
"""Pixels to the left of or above its place at which text is off the page."""

FAINTEST = 0.05


def hiding(element: Any) -> str | None:
    """How an element is hidden: "none" (not there at all), "text" (its place stays), "struck"
    (seen, but no longer said), "sup" or "sub" (seen beside the line) or None."""
    style = element.get("style")
    if style is not None and (hidden := _hidden_by(style)) is not None:
        if hidden in ("none", "text", "struck"):
            return hidden
        if hidden in RAISED:
            return hidden if _is_in_line(element) else None
        if _is_proved(element, hidden):
            return "text"
    if element.get("hidden") is not None:
        return "none"
    tag = element.tag
    if tag == "dialog":
        return "none" if element.get("open") is None else None
    return "struck" if tag in STRUCK else None


def _is_proved(element: Any, hidden: str) -> bool:
    """Whether a style hides an element, where that hangs on what the element is or holds."""
    if hidden == "empty box":
        return not _is_in_line(element) and element.tag not in _TABLE_PARTS
    names = ("visibility",) if hidden == "invisible" else ("font-size", "font")
    for inner in element.iterdescendants():
        style = inner.get("style")
        if style and any(name in properties(style) for name in names):
            return False
        if hidden == "small" and inner.tag == "font" and inner.get("size"):
            return False
    return True


def _is_in_line(element: Any) -> bool:
    stated = properties(element.get("style"))
    return element.tag in _IN_LINE and not (
        stated.get("display", "inline") != "inline"
        or stated.get("position") in ("absolute", "fixed")
        or stated.get("float", "none") != "none"
    )


@functools.lru_cache(maxsize=4096)
def _hidden_by(style: str) -> str | None:
    """As `hiding`, of a style alone; the cells of a page share a few styles.

    Also what hides unless something inside states otherwise ("invisible" and "small") or unless
    the element has no box of its own ("empty box"); what is raised or lowered stands in a line.
    """
    if _MAY_HIDE.search(style) is None:
        return None
    stated = properties(style)
    if stated.get("display") == "none" or stated.get("mso-hide") == "all":
        return "none"
    if stated.get("content-visibility") == "hidden":
        return "text"
    if stated.get("visibility") in ("hidden", "collapse"):
        return "invisible"
    if _is_small(stated):
        return "small"
    if _is_faint(stated) or _is_far(stated) or _is_clipped(stated):
        return "text"
    if _is_empty(stated):
        return "empty box"
    lines = (value for name, value in stated.items() if name.startswith("text-decoration"))
    if any("line-through" in value for value in lines):
        return "struck"
    return _HEIGHTS.get(stated.get("vertical-align", ""))


def _is_small(stated: dict[str, str]) -> bool:
    size = stated.get("font-size") or stated.get("font", "").partition("/")[0].rpartition(" ")[2]
    pixels = _pixels(size)
    return pixels is not None and pixels < SMALLEST


def _is_faint(stated: dict[str, str]) -> bool:
    match = _LENGTH.fullmatch(stated.get("opacity", ""))
    return match is not None and float(match[1]) < FAINTEST * (100 if match[2] else 1)


def _is_far(stated: dict[str, str]) -> bool:
    """Whether text is moved off the page: by its indent, its margin, or its place."""
    names = ["text-indent", "margin-left", "margin-top"]
    if stated.get("position") in ("absolute", "fixed", "relative"):
        names += ["left", "top", "right", "bottom"]
    moves = (_pixels(stated.get(name, "")) for name in names)
    return any(pixels is not None and pixels <= FAR_AWAY for pixels in moves)


def _is_clipped(stated: dict[str, str]) -> bool:
    clip, path = stated.get("clip", ""), stated.get("clip-path", "")
    if clip.startswith("rect(") and stated.get("position") in ("absolute", "fixed"):
        edges = [float(number) for number, _ in _LENGTH.findall(clip)]
        if len(edges) == 4 and (edges[1] - edges[3] <= 1 or edges[2] - edges[0] <= 1):
            return True
    if path.startswith("inset("):
        match = _LENGTH.match(path.removeprefix("inset("))
        return match is not None and match[2] == "%" and float(match[1]) >= 50
    return path.startswith(("circle(0", "polygon(0 0, 0 0, 0 0", "polygon(0 0,0 0,0 0"))


def _is_empty(stated: dict[str, str]) -> bool:
    """Whether a box is too small to show anything and cuts off what does not fit in."""
    if _NO_SCALE.search(stated.get("transform", "")):
        return True
    if stated.get("overflow") not in ("hidden", "clip"):
        return False
    sizes = (_pixels(stated.get(n, "")) for n in ("width", "height", "max-width", "max-height"))
    return any(size is not None and size <= 1 for size in sizes) or (
        stated.get("line-height") in ("0", "0px") and "height" not in stated
    )


def _pixels(length: str) -> float | None:
    match = _LENGTH.fullmatch(length)
    scale = None if match is None else _PIXELS.get(match[2])
    return None if match is None or scale is None else float(match[1]) * scale


_HIDING = re.compile(
    r"display|visibility|opacity|font|indent|margin|position|clip|overflow|transform|line-through"
    r"|vertical-align",
    re.IGNORECASE,
)


def hidden_by_sheets(root: Any, is_drawn: bool) -> dict[Any, str]:
    """What the page's own style sheets declare of the elements in tables that they hide.

    Rules for other media (print, narrow screens) do not count. is_drawn: tables may be drawn with
    other elements, so that all of the page is looked at. To be asked before such elements are
    renamed: a rule may name their tags.
    """
    rules = rules_of(root)
    if not any(not r.is_conditional and _hidden_by(r.declarations) for r in rules):
        return {}
    cascade = Cascade.of((rule for rule in rules if _HIDING.search(rule.declarations)), root)
    wholes = [root] if is_drawn else _outermost_tables(root)
    declared = {
        element: cascade.declared(element)
        for whole in wholes
        for element in whole.iterdescendants()
    }
    return {
        element: style
        for element, style in declared.items()
        if style and _hidden_by(style) not in (None, "struck")
    }


def hide_in_tables(root: Any, hidden: dict[Any, str]) -> None:
    """Let what style sheets hide in tables be hidden by the elements themselves.

    Outside tables a script may show what a rule hides at first (tabs), so nothing is changed
    there; nor is a table of which rules hide most rows or cells.
    """
    if hidden:
        for table in _outermost_tables(root):
            _hide_in(table, hidden)


def _outermost_tables(root: Any) -> list[Any]:
    return [
        table for table in root.iter("table") if next(table.iterancestors("table"), None) is None
    ]


def _hide_in(outermost: Any, hidden: dict[Any, str]) -> None:
    """Hide what rules hide in a table and the tables in it."""
    parts: dict[Any, list[tuple[Any, str]]] = {}
    counts: Counter[Any] = Counter()
    for element in outermost.iterdescendants():
        declared = hidden.get(element)
        style = f"{declared};{element.get('style') or ''}"
        if element.tag in _TABLE_PARTS:
            kind = next(element.iterancestors("table")), element.tag in ("td", "th")
            counts[kind] += 1
            if declared is not None and _hidden_by(declared) not in RAISED:
                parts.setdefault(kind, []).append((element, style))
        elif (
            declared is not None and next(element.iterancestors("td", "th", "table")).tag != "table"
        ):
            element.set("style", style)
    for kind, found in parts.items():
        if 2 * len(found) < counts[kind]:
            for element, style in found:
                element.set("style", style)


def hide_spoken(lowered: bytes, root: Any) -> None:
    """Hide what the cells of tables hold for screen readers alone; nobody sees it.

    lowered: the page's source in lower case, to pass by the pages without such text.
    """
    if not any(name.encode() in lowered for name in _SPOKEN):
        return
    for element in root.iter(etree.Element):
        names = (element.get("class") or "").lower().split()
        if not _SPOKEN.isdisjoint(names) and _is_in_cell(element):
            element.set("style", "display:none")


def mark_scripted(lowered: bytes, root: Any) -> None:
    """Mark what a script fills in within cells of tables: it is not read, nor taken for a blank.

    lowered: the page's source in lower case, to pass by the pages without such elements.
    """
    if not any(part in lowered for part in (b"data-", b"-text=", b"v-html", b"ng-bind")):
        return
    for element in root.iter(etree.Element):
        is_bound = any(
            value and (name in _BOUND or (name in _COUNTED and _FIGURE.fullmatch(value)))
            for name, value in element.attrib.items()
        )
        if is_bound and _is_in_cell(element) and not trim("".join(element.itertext())):
            element.text = SCRIPTED


def _is_in_cell(element: Any) -> bool:
    """Whether an element stands in a cell, and is none itself."""
    is_part = element.tag in _TABLE_PARTS
    return not is_part and next(element.iterancestors("td", "th"), None) is not None


def is_spacer(picture: Any) -> bool:
    """Whether a picture only holds a place."""
    sizes = (_pixels((picture.get(name) or "").strip()) for name in ("width", "height"))
    return any(size is not None and size <= _SPACER for size in sizes)


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
