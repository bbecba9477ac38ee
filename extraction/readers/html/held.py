"""Articles that a page holds and shows by a script, or fails to show: in a string of a script, in
JSON, in a field, in a template or a hidden element, or as markup that was escaped once too often.

They are looked for only where the page itself, with its inner frames, shows no tables of data. A
report without tables is known by its numbered chapters instead.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from extraction.readers.html.shown import hiding
from extraction.typography import HEADING_LENGTH, is_chapter_heading

FEWEST_CELLS = 60
"""What has fewer cells holds none of a report's tables (the shortest form has over 200)."""

FEWEST_CHAPTERS = 3
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_ESCAPED_CELL = re.compile(r"(?:&lt;|%3C|\\u003c|\\x3c)t[dh]", re.IGNORECASE)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))", re.IGNORECASE | re.DOTALL)
_CONTROLS = dict.fromkeys("nrtbfv\n", " ")
_UNSEEN = "//noscript | //template | //*[@hidden] | //*[@style]"


def show_inner_frames(root: Any, parse: Callable[[str], Any]) -> None:
    """Put the pages that inner frames hold (srcdoc) in their places, as a browser shows them."""
    for frame in list(root.iter("iframe")):
        page = frame.get("srcdoc")
        if page and page.strip() and hiding(frame) is None:
            _put(parse(page), frame)


def show_held_article(root: Any, parse: Callable[[str], Any]) -> None:
    """Let the tree show the article that the page holds, where it shows no tables of data.

    parse: makes a tree of markup. Of several candidates the one with most cells is the article.
    """
    if _shows_data(root):
        return
    unseen = [e for e in root.xpath(_UNSEEN) if _is_unseen(e) and _cells(e)]
    hidden = max(unseen, key=_cells, default=None)
    most = _cells(hidden) if hidden is not None else 0
    held = max(_texts(root), key=lambda entry: len(_CELL.findall(entry[1])), default=None)
    if held is not None and len(_CELL.findall(held[1])) >= max(FEWEST_CELLS, most):
        _put(parse(held[1]), held[0])
    elif hidden is not None and most >= FEWEST_CELLS:
        _show([hidden, *_beside(hidden, unseen)])
    else:
        _show_hidden_prose(root)


def _show_hidden_prose(root: Any) -> None:
    """Let the tree show the prose that waits for a script, as articles of WeChat do, where none
    is to be seen."""
    is_shown: dict[Any, bool] = {}
    hidden: dict[Any, set[str]] = defaultdict(set)
    for block in root.iter("p", "section", "h1", "h2", "h3", "h4", "div"):
        line = _line_of(block)
        if not is_chapter_heading(line):
            continue
        if _is_seen(block, is_shown):
            return
        around = [e for e in (block, *block.iterancestors()) if _is_unseen(e)]
        hidden[around[-1]].add(line)
    fullest = max(hidden, key=lambda element: len(hidden[element]), default=None)
    if fullest is not None and len(hidden[fullest]) >= FEWEST_CHAPTERS:
        _show([fullest])


def _line_of(block: Any) -> str:
    """The text of a block as far as a heading may be long: one that holds more is none."""
    line = ""
    for text in block.itertext():
        line += text.strip()
        if len(line) > HEADING_LENGTH:
            break
    return line


def _show(elements: list[Any]) -> None:
    for each in elements:
        each.tag = "div" if each.tag in ("noscript", "template") else each.tag
        each.attrib.pop("style", None)
        each.attrib.pop("hidden", None)


def _beside(hidden: Any, unseen: list[Any]) -> list[Any]:
    """Elements that are hidden beside it in the same manner: the other pages of the article, or
    the other parts behind its tabs."""
    return [
        each
        for each in unseen
        if each is not hidden
        and each.getparent() is hidden.getparent()
        and (each.tag, each.get("class")) == (hidden.tag, hidden.get("class"))
    ]


def _shows_data(root: Any) -> bool:
    """Whether so many cells as a report has are to be seen on the page."""
    shown = 0
    is_shown: dict[Any, bool] = {}
    for cell in root.iterdescendants("td", "th"):
        row = cell.getparent()
        if row not in is_shown:
            is_shown[row] = _is_seen(row.getparent(), is_shown)
        shown += is_shown[row]
        if shown >= FEWEST_CELLS:
            return True
    return False


def _cells(element: Any) -> int:
    return sum(1 for _ in element.iterdescendants("td", "th"))


def _is_seen(element: Any, known: dict[Any, bool]) -> bool:
    """Whether an element and all around it are seen; what is found out is kept in `known`."""
    passed = []
    while element is not None and element not in known:
        passed.append(element)
        element = element.getparent()
    is_seen = True if element is None else known[element]
    for each in reversed(passed):
        is_seen = is_seen and not _is_unseen(each)
        known[each] = is_seen
    return is_seen


def _is_unseen(element: Any) -> bool:
    return element.tag in ("noscript", "template") or hiding(element) in ("none", "text")


def _put(tree: Any, holder: Any) -> None:
    """Put what was held in the place of what held it."""
    tail = holder.tail
    holder.clear()
    holder.tag, holder.tail = "div", tail
    holder.append(tree)


def _texts(root: Any) -> Iterator[tuple[Any, str]]:
    """Markup that elements hold as text, and the elements."""
    for element in root.iter("script", "textarea", "input"):
        text = element.get("value") or element.text or ""
        if element.tag == "script":
            for match in _STRING.finditer(text):
                string = match[1] or match[2] or match[3] or ""
                yield from ((element, markup) for markup in _markup(_ESCAPE.sub(_meant, string)))
        yield from ((element, markup) for markup in _markup(text))
    for element in root.iter("div", "article", "section", "p", "td", "pre", "xmp", "code"):
        text = (element.text or "") + "".join(child.tail or "" for child in element)
        yield from ((element, markup) for markup in _markup(text))


def _markup(text: str) -> Iterator[str]:
    """The text where it is markup with cells, and what it is without escapes."""
    if _CELL.search(text):
        yield text
    elif _ESCAPED_CELL.search(text):
        shown = unquote(text) if "%3C" in text.upper() else text
        shown = html.unescape(html.unescape(shown))
        if _CELL.search(shown):
            yield shown


def _meant(match: re.Match[str]) -> str:
    """The character that an escape of a script's string stands for."""
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return _CONTROLS.get(match[3], match[3])
