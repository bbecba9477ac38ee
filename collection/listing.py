"""What a list says: entries that name reports, and where the list goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from parsel import Selector

from collection.following import following
from collection.links import address_in, base_of, text_of
from collection.region import ListPages
from collection.systems import is_datastore, lists_elsewhere, unpacked
from collection.titles import Titled, date_in, folded, titled

MOST_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list that names a report. declared: the date that the list gives it."""

    url: str
    titled: Titled
    declared: date | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one page of a list says.

    links: addresses of all links, whether they name reports or not; a page that repeats those of
    another is the same page. next: the address of the page after it. is_scripted: the list goes on,
    but only a script knows where. further: other lists that it leads to, by the registry.
    elsewhere: where the list of a page without entries may be. may_repeat: the page after it may
    say the same and yet not be the last one.
    """

    entries: tuple[Entry, ...]
    links: frozenset[str]
    next: str | None = None
    is_scripted: bool = False
    further: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    may_repeat: bool = False


def read_list(
    text: str, url: str, listed: ListPages, pattern: re.Pattern[str] | None, number: int = 0
) -> ListPage:
    """Read one page of a list of links. number: of the page in its list, counted from 0.

    Raises ValueError, with a sentence, where the registry says that it stands in JSON and it does
    not; nothing for a page that holds no links.
    """
    html = unpacked(text, listed.html)
    root = Selector(text=html or " ", type="html")
    base = base_of(root, url)
    links: set[str] = set()
    entries: dict[str, Entry] = {}
    for anchor, item in _anchors(root, listed):
        address = _address(anchor, base, listed)
        if address is None:
            continue
        links.add(address)
        found = _titled(anchor, item, pattern)
        if found is None or (address in entries and entries[address].declared):
            continue
        entries[address] = Entry(address, found, _declared(anchor, item, listed))
    goes_on = following(root, base, url, html, listed, number)
    further = tuple(_further(root, base, listed))
    elsewhere = () if entries or further else _whole(base, lists_elsewhere(root, base, html))
    return ListPage(
        tuple(entries.values()),
        frozenset(links),
        goes_on.address,
        goes_on.is_hidden,
        further,
        elsewhere,
        is_datastore(html),
    )


def _address(anchor: Selector, base: str, listed: ListPages) -> str | None:
    """Where an entry leads: by its link, or by the parts that its attributes hold."""
    if listed.address is None or listed.parts is None:
        return address_in(base, anchor.attrib.get("href", ""))
    for value in anchor.attrib.values():
        found = re.search(listed.parts, value[:2000])
        if found:
            address = listed.address
            for name, part in found.groupdict(default="").items():
                address = address.replace(f"{{{name}}}", part)
            return address_in(base, address)
    return None


def _further(root: Selector, base: str, listed: ListPages) -> Iterator[str]:
    for node in root.css(listed.lists)[:MOST_ENTRIES] if listed.lists else ():
        for link in (node,) if node.root.tag == "a" else node.css("a[href]"):
            yield from _whole(base, [link.attrib.get("href", "")])


def _whole(base: str, hrefs: list[str]) -> tuple[str, ...]:
    return tuple(address for href in hrefs if (address := address_in(base, href)))


def _anchors(root: Selector, listed: ListPages) -> Iterator[tuple[Selector, Selector | None]]:
    if listed.item is None:
        for anchor in root.css(listed.link or "a")[:MOST_ENTRIES]:
            yield anchor, None
        return
    for item in root.css(listed.item)[:MOST_ENTRIES]:
        if item.root.tag == "a" and listed.link is None:
            yield item, item
            continue
        anchors = item.css(listed.link or ("a" if listed.parts else "a[href]"))
        if anchors:
            yield anchors[0], item


def _titled(
    anchor: Selector, item: Selector | None, pattern: re.Pattern[str] | None
) -> Titled | None:
    """What an entry names: by the link's text, its title where the text is cut, or the item."""
    texts = [text_of(anchor), anchor.attrib.get("title", "")]
    if item is not None:
        texts.append(text_of(item))
    found = [name for name in (titled(text, pattern) for text in texts if text) if name]
    if not found:
        return None
    if item is not None and len(found) == 1 and found[0].title == folded(texts[-1]):
        return found[0]
    uncut = [name for name in found[:2] if not name.title.endswith(("...", "…"))]
    return max(uncut or found[:1], key=lambda name: len(name.title))


def _declared(anchor: Selector, item: Selector | None, listed: ListPages) -> date | None:
    if item is not None:
        holders = item.css(listed.date) if listed.date else item
        return date_in(" ".join(_texts(holders)))
    node = anchor.root
    for _ in range(3):
        node = node.getparent()
        if node is None or node.tag in ("body", "html", "ul", "ol", "table", "tbody"):
            return None
        text = str(node.xpath("string()"))
        if len(text) > 600:
            return None
        found = date_in(text.replace(str(anchor.root.xpath("string()")), " "))
        if found:
            return found
    return None


def _texts(nodes: Any) -> Iterator[str]:
    for node in nodes if isinstance(nodes, list) else [nodes]:
        yield text_of(node)
