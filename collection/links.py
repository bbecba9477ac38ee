"""What a link of a page says, and the address that it leads to."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

from parsel import Selector

_NO_ADDRESS = ("javascript:", "mailto:", "tel:", "data:", "file:", "ftp:", "about:")


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


def text_of(node: Selector) -> str:
    return " ".join(str(node.root.xpath("string()")).split())
