"""The lines of a page, and the block of it that holds the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from parsel import Selector

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "iframe", "li", "main", "nav", "ol", "option", "p", "pre"),
        *("section", "select", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_SHORT_LINE = 80
_MOSTLY = 0.6
"""A line of which so much is a link is one (related news, with its date or its visits)."""
_MOST_CELL = 300
_COUNTER = re.compile(
    r"(?:浏览|点击|阅读|访问|查看|人气|热度)\s*(?:次数|人数|总数|总量|量|数)?\s*[:：为是]?\s*[\[【(（]?\s*"
    r"\d[\d,]*\s*[\]】)）]?\s*(?:人次|次|人|遍)?|第\s*\d[\d,]*\s*位(?:访客|访问者)"
)
_CLOCK = re.compile(
    r"今天是|今日是|现在是|当前(?:时间|日期)|(?:星期|周)[一二三四五六日天](?!前|内)"
)
_LONE_DATE = re.compile(
    r"[\[(（【]?(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?"
)


_FIELDS = ("", "text", "number")
"""Types of form fields that show a value."""


@dataclass(slots=True)
class Weights:
    """What each element of a page holds: characters outside links, and cells of data."""

    characters: dict[etree._Element, int]
    cells: dict[etree._Element, int]
    data: set[etree._Element]
    """Cells that hold neither a table nor much text; the others are layout."""


def weigh(body: etree._Element) -> Weights:
    found = Weights({}, {}, set())
    tables: dict[etree._Element, int] = {}
    links = 0
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if node.tag == "a":
            links += 1 if event == "start" else -1
        if event == "start":
            found.characters[node] = 0 if links else _length(node.text)
            found.cells[node], tables[node] = 0, int(node.tag == "table")
            continue
        if node.tag in _CELLS and not tables[node] and found.characters[node] <= _MOST_CELL:
            found.data.add(node)
            found.cells[node] = 1
        parent = node.getparent()
        if node is not body and parent is not None:
            found.characters[parent] += found.characters[node] + (
                0 if links else _length(node.tail)
            )
            found.cells[parent] += found.cells[node]
            tables[parent] += tables[node]
    return found


def block_of(body: etree._Element, content: str | None, weights: Weights) -> etree._Element | None:
    """The smallest element with three quarters of the text and every cell of data."""
    if content is not None:
        found = Selector(root=body, type="html").css(content)
        chosen: etree._Element | None = found[0].root if found else None
        return chosen
    best, enough = body, 0.75 * weights.characters[body]
    while True:
        smaller = [
            child
            for child in best
            if weights.characters.get(child, 0) >= enough
            and weights.cells[child] == weights.cells[body]
        ]
        if not smaller:
            return best
        best = smaller[0]


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def lines_of(
    block: etree._Element, data: set[etree._Element], keep_links: bool = False
) -> Iterator[str]:
    parts: list[tuple[str, bool]] = []
    links = cells = 0

    def line() -> str | None:
        text = " ".join("".join(part for part, _ in parts).split())
        linked = sum(len(part.strip()) for part, is_linked in parts if is_linked)
        is_link = linked >= _MOSTLY * len(text)
        parts.clear()
        if not text or (is_link and not cells and not keep_links):
            return None
        return text if cells or keep_links else _without_noise(text)

    for event, node in etree.iterwalk(block, events=("start", "end")):
        tag = node.tag
        if tag in _BLOCKS or tag in _CELLS:
            text = line()
            if node in data and event == "end":
                yield f"|{text or ''}"
            elif text:
                yield f"|{text}" if cells else text
        if event == "start":
            links += tag == "a"
            cells += node in data
            parts.append((node.text or "", links > 0))
            if tag == "input" and node.get("type", "").lower() in _FIELDS:
                parts.append((node.get("value", ""), False))
        else:
            links -= tag == "a"
            cells -= node in data
            if node is not block:
                parts.append((node.tail or "", links > 0))
    text = line()
    if text:
        yield text


def _without_noise(line: str) -> str | None:
    if len(line) > _SHORT_LINE:
        return line
    if _CLOCK.search(line) or _LONE_DATE.fullmatch(line):
        return None
    return _COUNTER.sub("", line).strip() or None
