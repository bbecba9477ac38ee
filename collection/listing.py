"""What a list says: entries that name reports, and where the list goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urldefrag, urljoin

from parsel import Selector

from collection.region import JsonList, ListPages
from collection.titles import Titled, date_in, folded, titled

_CHINA = timezone(timedelta(hours=8))
_NEXT = ("下一页", "下页", "后一页", "下一頁", "next", "next page", ">", "»", "›")
_NO_ADDRESS = ("javascript:", "mailto:", "tel:", "data:", "file:", "ftp:", "about:")
_SCRIPTED = re.compile(
    r"""createPageHTML\(\s*['"]?(\d{1,5})['"]?\s*,\s*['"]?(\d{1,5})['"]?\s*,"""
    r"""\s*['"]([\w-]{1,80})['"]\s*,\s*['"](\w{1,10})['"]"""
)
"""How pages of a widespread editorial system (TRS WCM) name their pagination: pages, this page
from 0, file name, extension. The further pages are <name>_<number>.<extension>."""
_MOST_ENTRIES = 5000


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
    but only a script knows where.
    """

    entries: tuple[Entry, ...]
    links: frozenset[str]
    next: str | None = None
    is_scripted: bool = False


def read_list(html: str, url: str, listed: ListPages, pattern: re.Pattern[str] | None) -> ListPage:
    """Read one page of a list of links. Raises nothing for a page that holds none."""
    root = Selector(text=html or " ", type="html")
    base = base_of(root, url)
    links: set[str] = set()
    entries: dict[str, Entry] = {}
    for anchor, item in _anchors(root, listed):
        address = address_in(base, anchor.attrib.get("href", ""))
        if address is None:
            continue
        links.add(address)
        found = _titled(anchor, item, pattern)
        if found is None or (address in entries and entries[address].declared):
            continue
        entries[address] = Entry(address, found, _declared(anchor, item, listed))
    following, is_scripted = _following(root, base, html, listed)
    return ListPage(tuple(entries.values()), frozenset(links), following, is_scripted)


def _anchors(root: Selector, listed: ListPages) -> Iterator[tuple[Selector, Selector | None]]:
    if listed.item is None:
        for anchor in root.css(listed.link or "a")[:_MOST_ENTRIES]:
            yield anchor, None
        return
    for item in root.css(listed.item)[:_MOST_ENTRIES]:
        if item.root.tag == "a" and listed.link is None:
            yield item, item
            continue
        anchors = item.css(listed.link or "a[href]")
        if anchors:
            yield anchors[0], item


def _titled(
    anchor: Selector, item: Selector | None, pattern: re.Pattern[str] | None
) -> Titled | None:
    """What an entry names: by the link's text, its title where the text is cut, or the item."""
    texts = [_text(anchor), anchor.attrib.get("title", "")]
    if item is not None:
        texts.append(_text(item))
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


def _following(root: Selector, base: str, html: str, listed: ListPages) -> tuple[str | None, bool]:
    if listed.numbered is not None:
        return None, False
    is_scripted = False
    if listed.next is not None:
        candidates = list(root.css(listed.next))
    else:
        candidates = [
            *root.css("link[rel=next], a[rel=next]"),
            *(link for link in root.css("a") if _text(link).strip("[]() ").lower() in _NEXT),
        ]
    for link in candidates:
        href = link.attrib.get("href", "").strip()
        address = address_in(base, href)
        if address is not None and href and not href.startswith("#"):
            return address, False
        script = (href + link.attrib.get("onclick", "")).lower().replace("javascript:", "")
        is_scripted |= bool(re.search(r"\w\(\s*['\"\d]", script)) and "void" not in script
    scripted = _SCRIPTED.search(html)
    if scripted and listed.next is None:
        following = int(scripted[2]) + 1
        if following < int(scripted[1]):
            return address_in(base, f"{scripted[3]}_{following}.{scripted[4]}"), False
        return None, False
    return None, is_scripted


def read_json_list(
    text: str, url: str, listed: JsonList, pattern: re.Pattern[str] | None
) -> ListPage:
    """Read one page of a JSON list.

    Raises ValueError, with a sentence, for what is no JSON or has no records where the registry
    says they are.
    """
    records = _at(_parsed(text), listed.records)
    if records is None:
        raise ValueError(f"there is nothing at `{listed.records}`")
    if isinstance(records, dict):
        records = list(records.values())
    if not isinstance(records, list):
        raise ValueError(f"`{listed.records}` is no list")
    entries: dict[str, Entry] = {}
    links: set[str] = set()
    has_fields = False
    for record in records[:_MOST_ENTRIES]:
        title, href = _at(record, listed.title), _filled(listed.address, record)
        if not isinstance(title, str) or href is None:
            continue
        has_fields = True
        address = address_in(url, href)
        if address is None:
            continue
        links.add(address)
        found = titled(re.sub(r"<[^<>]{0,200}>", "", title), pattern)
        if found:
            entries[address] = Entry(address, found, _json_date(record, listed.date))
    if records and not has_fields:
        raise ValueError(f"no record has both `{listed.title}` and `{listed.address}`")
    return ListPage(tuple(entries.values()), frozenset(links))


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("\ufeff")
    wrapped = re.fullmatch(r"[\w.$]{1,80}\s*\((.*)\)\s*;?", text, re.DOTALL)  # JSONP
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError) as error:
        raise ValueError("the answer is no JSON") from error


def _at(value: Any, path: str) -> Any:
    """What stands at `data.list` in a value; a number steps into a list."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _filled(template: str, record: Any) -> str | None:
    """The address of a record: the value of a field, or a template with fields in braces."""
    if "{" not in template:
        value = _at(record, template)
        return value if isinstance(value, str) and value else None
    missing = False

    def value_of(found: re.Match[str]) -> str:
        nonlocal missing
        value = _at(record, found[1])
        missing |= not isinstance(value, str | int) or value == ""
        return str(value)

    filled = re.sub(r"\{([\w.]+)\}", value_of, template)
    return None if missing else filled


def _json_date(record: Any, field: str | None) -> date | None:
    value = _at(record, field) if field else None
    if isinstance(value, str) and not (value.isdigit() and len(value) in (10, 13)):
        return date_in(value)
    if not isinstance(value, str | int | float):
        return None
    try:
        seconds = int(value) / (1000 if int(value) > 10**11 else 1)
        return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date()
    except (ValueError, OverflowError, OSError):
        return None


def base_of(root: Selector, url: str) -> str:
    given = root.css("base::attr(href)").get()
    return address_in(url, given) or url if given else url


def address_in(base: str, href: str) -> str | None:
    """The whole address that a link leads to; None for one that leads to no page."""
    href = href.strip()
    if not href or href.lower().startswith(_NO_ADDRESS):
        return None
    try:
        address = urldefrag(urljoin(base, href))[0]
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _text(node: Selector) -> str:
    return " ".join(str(node.root.xpath("string()")).split())


def _texts(nodes: Any) -> Iterator[str]:
    for node in nodes if isinstance(nodes, list) else [nodes]:
        yield _text(node)
