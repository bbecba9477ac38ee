"""How Word shows the text of a run: hidden, struck out, raised, or in the colour of its ground.

What a run says of itself counts before its character style, that before the style of its paragraph,
and that before the style of its table (ECMA-376 part 1, 17.7.2).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from extraction.readers.colours import WHITE, Stated, colour_of, look_alike
from extraction.readers.docx.markup import is_on, properties
from extraction.readers.office_xml import attribute, local_name

_OF_RUNS = frozenset({
    "vanish", "strike", "dstrike", "vertAlign", "position", "color", "textFill", "rStyle", "shd",
    "highlight",
})  # fmt: skip
_SMALLEST = frozenset({"1", "2"})
"""Half points: letters of one point and less nobody reads."""

_RAISED = 6
"""Half points: a run moved by so many stands above or below the line."""

_MOST_STYLES = 20
"""Styles that are based on one another; a longer chain is a ring."""


Find = Callable[[str], Any | None]
"""Gives the element of a style by its id, None where there is none."""


@dataclass(frozen=True, slots=True)
class Look:
    """height: "superscript" or "subscript". colour: of the text; ground: what lies beneath it, as
    far as it is stated of the text or its paragraph."""

    is_hidden: bool = False
    is_struck: bool = False
    height: str | None = None
    colour: Stated = None
    ground: Stated = None

    def is_unseen(self, beneath: Stated) -> bool:
        """Whether the text cannot be seen. beneath: the ground where none is stated."""
        return (
            self.is_hidden
            or self.colour == "clear"
            or look_alike(self.colour, self.ground or beneath)
        )

    def may_be_unseen(self, beneath: Stated) -> bool:
        return (self.ground or beneath) == "unknown" and look_alike(self.colour, WHITE)


PLAIN = Look()


class Styles:
    """The styles of a document as far as they change how text looks. Each is worked out once."""

    def __init__(self, find: Find) -> None:
        self.look = functools.cache(functools.partial(_look_of, find))
        self.has_ground = functools.cache(functools.partial(_has_ground, find))
        self.hides_parts = functools.cache(functools.partial(_hides_parts, find))

    def of_run(self, run: Any, paragraph: Look) -> Look:
        """How a run looks in a paragraph of a certain look."""
        stated = properties(run, "rPr")
        if _is_tiny(stated):
            return Look(is_hidden=True)
        if stated.keys().isdisjoint(_OF_RUNS):
            return paragraph
        look = paragraph
        if "rStyle" in stated:
            look = over(look, self.look(attribute(stated["rStyle"], "val")))
        return _changed(look, stated)

    def of_table(self, style: str | None) -> Look:
        """How a table style makes the text of all cells look. Its colour counts only where it lays
        none beneath: of the parts that it colours, each may have a ground of its own."""
        look = self.look(style)
        return replace(look, colour=None) if self.has_ground(style) else look


def _look_of(find: Find, style: str | None) -> Look:
    """How a paragraph or character style makes text look."""
    look = PLAIN
    for element in reversed(_chain(find, style)):
        ground = _shade(properties(element, "pPr").get("shd"))
        look = _changed(look, properties(element, "rPr"))
        look = look if ground is None else replace(look, ground=ground)
    return look


def _has_ground(find: Find, style: str | None) -> bool:
    """Whether a table style lays colours beneath some of the cells."""
    parts = (each for element in _chain(find, style) for each in element.iter())
    shades = (_shade(each) for each in parts if local_name(each) == "shd")
    return any(shade not in (None, WHITE) for shade in shades)


def _hides_parts(find: Find, style: str | None) -> bool:
    """Whether a table style hides the text of some rows or columns; of which ones is not worked
    out."""
    return any(
        local_name(part) == "tblStylePr" and is_on(properties(part, "rPr").get("vanish"))
        for element in _chain(find, style)
        for part in element
    )


def _chain(find: Find, name: str | None) -> list[Any]:
    """The elements of a style and of those that it is based on, itself first."""
    chain: list[Any] = []
    while name and len(chain) < _MOST_STYLES:
        element = find(name)
        if element is None:
            break
        chain.append(element)
        base = next((each for each in element if local_name(each) == "basedOn"), None)
        name = None if base is None else attribute(base, "val")
    return chain


def over(look: Look, own: Look) -> Look:
    """A look with that of a style nearer to the text: of a mark that both set, each turns round
    what the other says (17.7.3)."""
    return Look(
        own.is_hidden != look.is_hidden,
        own.is_struck != look.is_struck,
        own.height or look.height,
        own.colour or look.colour,
        own.ground or look.ground,
    )


def ground_of(stated: dict[str, Any], beneath: Stated) -> Stated:
    """The ground that properties (of a paragraph, cell or table) state, else the one beneath."""
    return _shade(stated.get("shd")) or beneath


def _changed(look: Look, stated: dict[str, Any]) -> Look:
    """A look with what properties of a run or a style state."""
    if stated.keys().isdisjoint(_OF_RUNS):
        return look
    is_hidden = is_on(stated["vanish"]) if "vanish" in stated else look.is_hidden
    strikes = [stated[name] for name in ("strike", "dstrike") if name in stated]
    height = _height(stated, look.height)
    colour = _text_colour(stated) or look.colour
    mark = attribute(stated["highlight"], "val") if "highlight" in stated else None
    return Look(
        is_hidden,
        any(map(is_on, strikes)) if strikes else look.is_struck,
        height,
        colour,
        _highlight(mark) or _shade(stated.get("shd")) or look.ground,
    )


def _height(stated: dict[str, Any], height: str | None) -> str | None:
    """Whether text is set above or below the line, as such or by moving it."""
    if "vertAlign" in stated:
        height = attribute(stated["vertAlign"], "val")
    moved = attribute(stated["position"], "val") if "position" in stated else None
    if moved and re.fullmatch(r"-?\d{1,3}", moved) and abs(int(moved)) >= _RAISED:
        height = "subscript" if moved[0] == "-" else "superscript"
    return height if height in ("superscript", "subscript") else None


def _text_colour(stated: dict[str, Any]) -> Stated:
    fill = stated.get("textFill")
    if fill is not None and any(local_name(each) == "noFill" for each in fill):
        return "clear"
    if "color" not in stated:
        return None
    value = attribute(stated["color"], "val") or ""
    theme = attribute(stated["color"], "themeColor")
    if value in ("auto", ""):
        # Word paints such text in the one of black and white that can be seen, but for a theme's.
        return WHITE if theme in ("background1", "light1") else "unknown"
    return colour_of(value)


def _highlight(name: str | None) -> Stated:
    return None if name in (None, "none") else colour_of(name or "")


def _shade(shade: Any | None) -> Stated:
    """The colour of a shading; "unknown" for a pattern of two."""
    if shade is None:
        return None
    kind, fill = attribute(shade, "val"), attribute(shade, "fill") or "auto"
    if kind == "solid":
        fill = attribute(shade, "color") or "auto"
    elif kind not in ("clear", "nil", None):
        return "unknown"
    return None if fill == "auto" or kind == "nil" else colour_of(fill)


def _is_tiny(stated: dict[str, Any]) -> bool:
    return "sz" in stated and attribute(stated["sz"], "val") in _SMALLEST
