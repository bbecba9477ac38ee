"""Articles that a page holds out of sight: in a script, in JSON, in a template, in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from parsel import Selector

from collection.blocks import lines_of, weigh

_ARTICLE = 200
"""Chinese characters. A menu or a message in a script has fewer."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CDATA = re.compile(r"<!\[CDATA\[([^\]<>]{0,200})\]\]>")
_UNSEEN = ("script", "style", "head", "object", "svg")
_HOLDERS = ("noscript", "template")


def parsed(html: str) -> Selector:
    """A page as a tree. What XML marks as plain text is text."""
    return Selector(text=_CDATA.sub(r"\1", html.replace("\x00", "")) or " ", type="html")


def seen(root: Selector) -> etree._Element:
    """The page without what nobody sees, but for a template that holds an article.

    The selector must not be used afterwards.
    """
    element: etree._Element = root.root
    etree.strip_tags(element, etree.Comment, etree.PI)
    etree.strip_elements(element, *_UNSEEN, with_tail=False)
    for holder in list(element.iter(*_HOLDERS)):
        parent = holder.getparent()
        if parent is not None and not _is_article(str(holder.xpath("string()"))):
            holder.tag = "unseen"
    etree.strip_elements(element, "unseen", with_tail=False)
    return element


def held_texts(root: Selector) -> list[str]:
    """The articles that scripts and frames of a page hold, as they stand there."""
    texts = root.css("script::text, iframe::attr(srcdoc), noscript::text").getall()
    unescaped = (_ESCAPED.sub(_character, text).replace("\\/", "/") for text in texts)
    return [text for text in unescaped if _is_article(text)]


def held_lines(texts: list[str]) -> Iterator[str]:
    """What such articles say, line by line."""
    for text in texts:
        body = seen(parsed(text.replace("\\n", "\n").replace("\\t", " ").replace('\\"', '"')))
        for line in lines_of(body, weigh(body).data):
            yield from filter(None, (part.strip() for part in re.split(r'["\n]', line)))


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _is_article(text: str) -> bool:
    return any(count >= _ARTICLE for count, _ in enumerate(_CHINESE.finditer(text), start=1))
