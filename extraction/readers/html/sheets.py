"""The rules of a page's own style sheets, and what they declare of an element."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree

LONGEST = 200_000
"""Characters of style sheets that are looked at; no page that was written by hand has more."""

MOST_ODD = 50
"""Selectors of attributes, states and neighbours that are looked for; each takes a search of the
whole page, and no page that was written by hand hides numbers by more."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_COMMA = re.compile(r",(?![^()\[\]]*[)\]])")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAMED = re.compile(r"([.#])([\w-]+)")
_NOT_ANY = re.compile(r":not\(([^()]*,[^()]*)\)")


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
            selectors = tuple(each.strip() for each in _COMMA.split(open_blocks.pop()))
            if not selectors[0].startswith("@"):
                found.append(Rule(selectors, text, bool(open_blocks)))
        text = "" if part in ("{", "}") else part
    return found


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must be: `span.note#first`. is_parent: of the next one, not any ancestor."""

    tag: str
    classes: frozenset[str]
    names: frozenset[str]
    is_parent: bool = False

    def fits(self, element: Any) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and (not self.names or self.names == {element.get("id")})
            and self.classes.issubset((element.get("class") or "").split())
        )


@dataclass(frozen=True, slots=True)
class _Selector:
    """compounds: the element's own last. weight: the specificity, as CSS counts it."""

    compounds: tuple[_Compound, ...]
    weight: tuple[int, int, int]

    def fits(self, element: Any) -> bool:
        return self.compounds[-1].fits(element) and self._fits_above(
            element, len(self.compounds) - 2
        )

    def _fits_above(self, element: Any, position: int) -> bool:
        """Whether the compounds up to a position are found above an element, the nearest first."""
        while position >= 0:
            compound = self.compounds[position]
            element = element.getparent()
            while element is not None and not compound.is_parent and not compound.fits(element):
                element = element.getparent()
            if element is None or not compound.fits(element):
                return False
            position -= 1
        return True


@dataclass(frozen=True, slots=True)
class _Searched:
    """A selector of attributes, states or neighbours (td > span:last-child), and what it fits."""

    elements: frozenset[Any]
    weight: tuple[int, int, int]

    def fits(self, element: Any) -> bool:
        return element in self.elements


@dataclass(slots=True)
class Cascade:
    """What rules declare of an element, the strongest last.

    Rules for other media are passed over. A state that only a reader's hand brings about (:hover)
    fits nothing.
    """

    _by_key: dict[str, list[tuple[tuple[int, int, int], int, _Selector | _Searched, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def of(cls, rules: Iterable[Rule], root: Any) -> Cascade:
        """root: the page, in which the elements of selectors that are not simple are looked for."""
        cascade = cls()
        count = 0
        for number, rule in enumerate(rules):
            if rule.is_conditional:
                continue
            for text in rule.selectors:
                simple = _selector(text)
                selector: _Selector | _Searched | None = simple
                key = "" if simple is None else _key(simple.compounds[-1])
                if simple is None and count < MOST_ODD:
                    count += 1
                    selector = _searched(text, root)
                if selector is not None:
                    entry = (selector.weight, number, selector, rule.declarations)
                    cascade._by_key[key].append(entry)
        return cascade

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def declared(self, element: Any) -> str:
        """The declarations of all rules that fit an element, in the order in which they count."""
        keys = ["", element.tag]
        if (name := element.get("id")) is not None:
            keys.append(f"#{name}")
        if (names := element.get("class")) is not None:
            keys += [f".{name}" for name in names.split()]
        fitting = [
            entry
            for key in keys
            if key in self._by_key
            for entry in self._by_key[key]
            if entry[2].fits(element)
        ]
        if not fitting:
            return ""
        fitting.sort(key=lambda entry: entry[:2])
        return ";".join(entry[3] for entry in fitting)


def properties(style: str) -> dict[str, str]:
    """The declarations of a style by name; of those with one name the last counts, but for
    important ones."""
    found: dict[str, str] = {}
    important: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            value = value.strip()
            kept = important if value.endswith("!important") else found
            kept[name.strip()] = value.partition("!")[0].strip()
    return found | important


def _key(compound: _Compound) -> str:
    """By which name of an element the rules for it are found."""
    names = [f"#{name}" for name in compound.names] + [f".{name}" for name in compound.classes]
    return names[0] if names else compound.tag


def _searched(text: str, root: Any) -> _Searched | None:
    """A selector of any kind with the elements that it fits; None where it is not understood, or
    is of what a sheet puts beside an element."""
    try:
        # cssselect knows no list inside :not(); none of them is the same as not each of them.
        parted = _NOT_ANY.sub(
            lambda match: "".join(f":not({each.strip()})" for each in match[1].split(",")), text
        )
        selector = parse(parted)[0]
        if selector.pseudo_element is not None:
            return None
        found = root.xpath(HTMLTranslator().selector_to_xpath(selector))
    except (SelectorError, etree.XPathError):
        return None
    return _Searched(frozenset(found), selector.specificity())


def _selector(text: str) -> _Selector | None:
    """A selector as written, or None for one that hangs on more than tags, classes and ids."""
    compounds: list[_Compound] = []
    for part in text.replace(">", " > ").split():
        if part == ">":
            if not compounds:
                return None
            last = compounds[-1]
            compounds[-1] = _Compound(last.tag, last.classes, last.names, is_parent=True)
            continue
        match = _COMPOUND.fullmatch(part)
        if match is None:
            return None
        named = _NAMED.findall(match[2])
        compounds.append(
            _Compound(
                "" if match[1] in (None, "*") else match[1].lower(),
                frozenset(name for mark, name in named if mark == "."),
                frozenset(name for mark, name in named if mark == "#"),
            )
        )
    if not compounds or compounds[-1].is_parent:
        return None
    return _Selector(
        tuple(compounds),
        (
            sum(len(compound.names) for compound in compounds),
            sum(len(compound.classes) for compound in compounds),
            sum(bool(compound.tag) for compound in compounds),
        ),
    )
