"""Read an HTML page: visible text in paragraphs, tables with their spans resolved.

Table rules follow the HTML standard's table model, with wrong spans cut to what the table holds.
Nothing here tells an article from the navigation around it.
"""

from __future__ import annotations

import html
import re
from typing import Any

from lxml import etree

from extraction.document import Document, Rejected, failed
from extraction.files.encoding import decode
from extraction.readers.html.about import metadata
from extraction.readers.html.answers import as_page
from extraction.readers.html.colours import blank_unseen
from extraction.readers.html.divisions import draw_tables, has_few_cells, may_state_tables
from extraction.readers.html.held import show_held_article, show_inner_frames
from extraction.readers.html.shown import (
    hidden_by_sheets,
    hide_in_tables,
    hide_spoken,
    mark_scripted,
)
from extraction.readers.html.walk import BREAK, Walk
from extraction.readers.nesting import flatten
from extraction.typography import trim, without_pinyin

MEDIA_TYPES = ("text/html",)
VERSION = "2"

MAX_CHARACTERS = 10_000_000
MAX_TAGS = 400_000
"""Larger pages are refused; the largest that word processors write have a tenth of it."""

MAX_ATTRIBUTES = 1000
"""The parser compares every attribute of an element with all others."""

_LONG = 10_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_PICTURE = re.compile(r"data:[\w/+.-]*;base64,[\w+/=%\s-]{1000,}")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_XHTML = re.compile(r"^\s*<\?xml\b|<html[^>]*\bxmlns\s*=", re.IGNORECASE)
_HEAD = 2048
_SHOWN_FRAMES = 3
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
"""Text in XHTML; what an HTML parser takes for a comment."""

_ROW_LOST = re.compile(r"(</tr\s*>\s*)(?=<t[dh][\s>])", re.IGNORECASE)


def read(content: bytes) -> Document:
    """Read a page. Raises Rejected: "corrupt" for bytes that are no text, "empty" for a page
    without visible text, "unsafe" for one nested too deeply to be read to its end, "too_large"."""
    text, encoding = decode(content)
    return read_text(text, encoding)


def read_text(text: str, encoding: str) -> Document:
    """Read a page that is decoded already. Raises as `read` does."""
    text = without_pinyin(as_page(text.replace("\x00", "").replace(BREAK, "")))
    if ";base64" in text:
        text = _PICTURE.sub("data:,", text)
    _refuse_excess(text)
    if _XHTML.search(text[:_HEAD]):
        text = _CDATA.sub(lambda match: html.escape(match[1], quote=False), text)
    text = _DECLARATION.sub("", text, count=1)
    if not trim(text):
        raise Rejected("empty", "The page holds nothing. Fetch it again.")
    root = _parse(text)
    lowered = text.encode("utf-8", "surrogatepass").lower()
    if b"srcdoc" in lowered:
        show_inner_frames(root, _parse)
    show_held_article(root, _parse)
    is_stated = may_state_tables(lowered)
    hidden = hidden_by_sheets(root, is_stated or has_few_cells(root))
    hide_in_tables(root, hidden)
    hide_spoken(lowered, root)
    mark_scripted(lowered, root)
    blank_unseen(lowered, root)
    draw_tables(root, is_stated)
    hide_in_tables(root, hidden)
    walk = Walk()
    walk.run(root)
    blocks = flatten(walk.content)
    about = metadata(root) | {"encoding": encoding} | failed(walk.errors)
    frames = []
    if b"frame" in lowered:
        frames = [frame.get("src") for frame in root.iter("frame", "iframe") if frame.get("src")]
    if not blocks:
        raise _without_text(root, frames[:_SHOWN_FRAMES])
    if frames:
        about["frames"] = ", ".join(frames[:_SHOWN_FRAMES])
    if walk.pictures:
        about["pictures"] = str(walk.pictures)
    return Document(
        blocks=blocks,
        media_type=MEDIA_TYPES[0],
        reader="html",
        reader_version=VERSION,
        metadata=about,
    )


def _refuse_excess(text: str) -> None:
    """Refuse a page that would take minutes to parse and cannot be that of a report."""
    if len(text) > MAX_CHARACTERS or text.count("<") > MAX_TAGS:
        raise Rejected(
            "too_large",
            f"The page has {len(text) // 1_000_000} million characters and {text.count('<')} tags: "
            "no report is so long. Save the page of the report alone.",
        )
    if any(_QUOTED.sub("", tag).count("=") > MAX_ATTRIBUTES for tag in _long_tags(text)):
        raise Rejected(
            "unsafe",
            f"An element of the page has more than {MAX_ATTRIBUTES} attributes. Save the page of "
            "the report from a browser.",
        )


def _long_tags(text: str) -> list[str]:
    """The tags that are long. One covers a whole stretch of half its length, counted from the
    page's start, and a page without such a stretch is passed by."""
    half = _LONG // 2
    for start in range(0, len(text) - half, half):
        if text.find("<", start, start + half) < 0 and text.find(">", start, start + half) < 0:
            return _LONG_TAG.findall(text)
    return []


def _without_text(root: Any, frames: list[str]) -> Rejected:
    """What to say of a page that shows no text of its own."""
    if frames:
        return Rejected(
            "not_a_report",
            f"The page only holds frames ({', '.join(frames)}). Save the page inside the "
            "frame that shows the report.",
        )
    if next(root.iter("img"), None) is not None:
        return Rejected(
            "not_a_report",
            "The page holds pictures only. Save the pictures of the report and file them, or file "
            "its attachment.",
        )
    return Rejected(
        "empty",
        "The page shows no text. It may be filled by a script: save it from a browser.",
    )


def _parse(text: str) -> Any:
    # The parser drops the end of a row that was not begun; a browser begins the row by itself.
    text = _ROW_LOST.sub(r"\1<tr>", text)
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Rejected("empty", "The page holds no elements. Fetch it again.") from error
    if root is None:
        raise Rejected("empty", "The page holds no elements. Fetch it again.")
    # The parser cuts a page at its limit of depth without an error of its own.
    if any("depth" in entry.message.lower() for entry in parser.error_log.filter_from_fatals()):
        raise Rejected(
            "unsafe",
            "The page's elements are nested too deeply to be read. Save it from a browser as PDF.",
        )
    return root
