"""Where a list goes on, and whether it goes on where no link leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from parsel import Selector

from collection.links import address_in, text_of
from collection.region import ListPages
from collection.systems import next_of_unit

_NEXT = frozenset(("下一页", "下页", "后一页", "后页", "下一頁", "next", "nextpage"))
_NEXT_SIGNS = frozenset((">", "»", "›"))
_CALL = re.compile(r"(function\s+)?createPageHTML\(([^()]{1,300})\)")
_COUNT_PAGE = re.compile(r"var\s{1,9}countPage\s{0,9}=\s{0,9}(\d{1,5})")
_CURRENT_PAGE = re.compile(r"var\s{1,9}currentPage\s{0,9}=\s{0,9}(\d{1,5})")
_OTHER_PAGE = re.compile(r"(?:next|prev)Page")
_PUT_TOGETHER = re.compile(
    r"""([\w-]{1,80})["']\s{0,40}\+\s{0,40}["']_["']\s{0,40}\+\s{0,40}(?:next|prev)Page"""
    r"""\s{0,40}\+\s{0,40}["']\.["']?\s{0,40}(?:\+\s{0,40}["'])?(\w{1,10})"""
)
_AROUND = 200
_SCRIPT = re.compile(r"\w\(\s*['\"\d]")
_STATED = re.compile(
    r"共\s{0,9}有?\s{0,9}(\d{1,4})\s{0,9}页|(?<![\d/])\d{1,3}\s{0,9}/\s{0,9}(\d{1,4})\s{0,9}页"
)
_LOADS_MORE = (
    "//*[self::a or self::button or self::div or self::span or self::p]"
    "[normalize-space(text())='加载更多' or normalize-space(text())='点击加载更多']"
)
_MOST_TEXT = 300_000
_MOST_LINKS = 3000
"""Of the end of a page, where the links to other pages of a list stand."""


@dataclass(frozen=True, slots=True)
class Following:
    """address: of the next page. is_hidden: there is one, but only a script knows where."""

    address: str | None = None
    is_hidden: bool = False


def following(
    root: Selector, base: str, url: str, html: str, listed: ListPages, number: int
) -> Following:
    """What comes after this page. number: of this page as it is visited, counted from 0."""
    if listed.is_paged:
        return Following()
    is_hidden = False
    links = list(root.xpath(f"(//a)[position() > last() - {_MOST_LINKS}]"))
    candidates = (
        [*root.css("link[rel=next], a[rel=next]"), *filter(_says_next, links)]
        if listed.next is None
        else list(root.css(listed.next))
    )
    for link in candidates:
        address = address_in(base, link.attrib.get("href", ""))
        if address is not None and not link.attrib["href"].strip().startswith("#"):
            return Following(address)
        is_hidden |= _is_scripted(link)
    if listed.next is not None:
        return Following(None, is_hidden)
    found = of_call(html, base, number)
    if found is None:
        unit = next_of_unit(root, url)
        found = Following(unit) if unit else _by_number(links, base, url, number)
    if found.address or found.is_hidden:
        return found
    is_hidden = is_hidden or _stated_pages(root) > number + 1
    return Following(None, is_hidden or bool(root.xpath(_LOADS_MORE)))


def _says_next(link: Selector) -> bool:
    """Whether a link says 下一页, by its text or by what it shows when pointed at.

    Words of no Chinese count as text only: sliders of pictures are titled “next”.
    """
    text = text_of(link)
    titles = (link.attrib.get("title", ""), *link.xpath(".//img/@alt").getall()[:1])
    return (
        _word(text) in _NEXT
        or text.strip("[]() ") in _NEXT_SIGNS
        or any(_word(title) in _NEXT and not title.isascii() for title in titles)
    )


def _word(text: str) -> str:
    return "".join(re.findall(r"\w+", text)).lower()


def _is_scripted(link: Selector) -> bool:
    script = (link.attrib.get("href", "") + link.attrib.get("onclick", "")).lower()
    return bool(_SCRIPT.search(script.replace("javascript:", ""))) and "void" not in script


def of_call(html: str, base: str, number: int) -> Following | None:
    """The pagination of a widespread editorial system (TRS WCM), None where there is none.

    createPageHTML(pages, page, name, extension), or with the id of an element before these; in
    older templates variables and a link that is put together. The page is counted from 0 or from 1,
    as the first one shows; further pages are <name>_<page>.<extension>.
    """
    found = _call(html) or _variables(html)
    if found is None:
        return None
    pages, page, name, extension = found
    if number >= pages - 1:
        return Following()
    if not name:
        return Following(None, is_hidden=True)
    return Following(address_in(base, f"{name}_{page + 1}.{extension}"))


def _call(html: str) -> tuple[int, int, str, str] | None:
    for is_definition, written in _CALL.findall(html):
        given = [part.strip().strip("'\"") for part in written.split(",")]
        given = given if given[0].isdigit() else given[1:]
        if not is_definition and len(given) >= 4 and given[0].isdigit() and given[1].isdigit():
            return int(given[0]), int(given[1]), given[2], given[3]
    return None


def _variables(html: str) -> tuple[int, int, str, str] | None:
    pages, page = _COUNT_PAGE.search(html), _CURRENT_PAGE.search(html)
    if not pages or not page:
        return None
    for found in islice(_OTHER_PAGE.finditer(html), 50):
        around = html[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
        name = _PUT_TOGETHER.search(around)
        if name:
            return int(pages[1]), int(page[1]), name[1], name[2]
    return int(pages[1]), int(page[1]), "", ""


def _by_number(links: list[Selector], base: str, url: str, number: int) -> Following:
    """The page after this one by its number, where pages are linked as 1 2 3 beside one another."""
    wanted = str(number + 2)
    numbered = [(link, link.root.getparent()) for link in links if _shown_number(link)]
    parents = {parent for _, parent in numbered}
    for link, parent in [pair for pair in numbered if _shown_number(pair[0]) == wanted][:9]:
        beside = (*parent, *parent.itersiblings(), *parent.itersiblings(preceding=True))
        others = [node for node in beside if node in parents or _is_number(node)]
        if len(others) < 2:
            continue
        address = address_in(base, link.attrib.get("href", ""))
        if address is None or link.attrib["href"].strip().startswith("#"):
            return Following(None, _is_scripted(link))
        if _folder(address) == _folder(url) and address != url:
            return Following(address)
    return Following()


def _shown_number(link: Selector) -> str:
    text = text_of(link).strip("[]() ")
    return text if text.isdecimal() else ""


def _is_number(node: etree._Element) -> bool:
    return len(node) == 0 and (node.text or "").strip("[]() ").isdecimal()


def _folder(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.netloc.lower(), parts.path.rpartition("/")[0]


def _stated_pages(root: Selector) -> int:
    """How many pages the list says to have: 共5页, 1/5页; 0 where it does not say."""
    texts = root.xpath("//text()[not(parent::script or parent::style)]").getall()
    found = _STATED.findall("".join(texts)[:_MOST_TEXT])
    return max((int(one or other) for one, other in found), default=0)
