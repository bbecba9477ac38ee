"""Text in the colour of what lies beneath it, which nobody sees: white on white."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from extraction.readers.colours import WHITE, Stated, colour_of, look_alike
from extraction.readers.html.sheets import Cascade, properties, rules_of
from extraction.typography import ON_OWN_COLOUR, is_value, trim

_VALUE = rb"\s*[\"']?\s*(rgba?\([^)]*\)|#?[0-9a-f]{3,8}\b|[a-z]+)"
_TEXT = re.compile(rb"color(?<!-color)(?<!bgcolor)\s*[:=]" + _VALUE)
_BENEATH = re.compile(rb"b(?:ackground(?:-color)?\s*:|gcolor\s*=)" + _VALUE)
"""For lower case: each begins with letters, which are looked for faster than a pattern."""

_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|\b[a-z]+\b(?!\()")
_PICTURE = re.compile(r"url\(|gradient\(|var\(|image\(")


@dataclass(frozen=True, slots=True)
class _Paint:
    """text, beneath: the colours that hold in an element; cell: the one it stands in."""

    text: Stated
    beneath: Stated
    cell: Any = None

    @property
    def is_unseen(self) -> bool:
        return self.text == "clear" or look_alike(self.text, self.beneath)

    @property
    def may_be_unseen(self) -> bool:
        return self.beneath == "unknown" and look_alike(self.text, WHITE)


def blank_unseen(lowered: bytes, root: Any) -> None:
    """Take text that has the colour of what lies beneath it out of the tree.

    lowered: the page's source in lower case, to pass by quickly the many pages without such text.
    Where the page does not say what lies beneath (its style sheets stand in other files), white
    text is taken out where other text stands in the same cell. A value that is white as a whole,
    in a row that is not, is marked, so that it is neither read nor taken for a blank.
    """
    texts = {colour_of(value.decode("latin-1")) for value in set(_TEXT.findall(lowered))}
    if texts <= {None, "unknown"}:
        return
    areas = {colour_of(value.decode("latin-1")) for value in set(_BENEATH.findall(lowered))}
    if "clear" not in texts and not any(
        look_alike(text, area) for text in texts for area in (WHITE, *areas)
    ):
        return
    _Painter.of(root).paint(root)


@dataclass(slots=True)
class _Painter:
    """Follows the colours down the tree. doubtful: by cell, the text that may be unseen, as the
    element and the name of the text on it; others: cells with text that is seen."""

    cascade: Cascade
    paper: Stated
    paints: dict[Any, _Paint] = field(default_factory=dict)
    doubtful: dict[Any, list[tuple[Any, str]]] = field(default_factory=lambda: defaultdict(list))
    others: set[Any] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any) -> _Painter:
        rules = [rule for rule in rules_of(root) if _paints(rule.declarations)]
        links = (link.get("rel") or "" for link in root.iter("link"))
        is_told = not any("stylesheet" in rel.lower() for rel in links) and not any(
            "@import" in (style.text or "") for style in root.iter("style")
        )
        return cls(Cascade.of(rules, root), WHITE if is_told else "unknown")

    def paint(self, root: Any) -> None:
        for element in root.iter():
            parent = element.getparent()
            above = self.paints.get(parent) or _Paint(None, self.paper)
            self._look(element, "tail", above)
            self.paints[element] = paint = self._painted(element, above)
            self._look(element, "text", paint)
        for cell, places in self.doubtful.items():
            self._decide(cell, places)

    def _look(self, element: Any, name: str, paint: _Paint) -> None:
        text = getattr(element, name)
        if not text or not trim(text):
            return
        if paint.is_unseen:
            setattr(element, name, " ")
        elif paint.cell is not None and paint.may_be_unseen:
            self.doubtful[paint.cell].append((element, name))
        elif paint.cell is not None:
            self.others.add(paint.cell)

    def _painted(self, element: Any, above: _Paint) -> _Paint:
        stated = properties(f"{self.cascade.declared(element)};{element.get('style') or ''}")
        text = colour_of(stated.get("color") or "") or (
            colour_of(element.get("color") or "") if element.tag == "font" else None
        )
        beneath = _background(stated.get("background-color") or stated.get("background") or "")
        if element.get("background"):
            beneath = "unknown"
        elif beneath is None:
            beneath = colour_of(element.get("bgcolor") or "")
        return _Paint(
            text or above.text,
            above.beneath if beneath in (None, "clear") else beneath,
            element if element.tag in ("td", "th") else above.cell,
        )

    def _decide(self, cell: Any, places: list[tuple[Any, str]]) -> None:
        """What to do with the text of a cell that may be unseen."""
        if cell in self.others:
            for element, name in places:
                setattr(element, name, " ")
        elif any(other in self.others for other in cell.getparent()):
            element, name = places[0]
            if is_value("".join(getattr(each, kind) for each, kind in places)):
                setattr(element, name, ON_OWN_COLOUR + getattr(element, name))


def _paints(declarations: str) -> bool:
    lowered = declarations.lower()
    return "color" in lowered or "background" in lowered


def _background(value: str) -> Stated:
    """The colour of a background, "unknown" where a picture may lie on it."""
    if _PICTURE.search(value):
        return "unknown"
    found = [colour_of(part) for part in _COLOUR.findall(value)]
    return next((colour for colour in found if colour not in (None, "unknown")), None)
