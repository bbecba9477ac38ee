"""Read an HTML page: visible text in paragraphs, tables with their spans resolved.

Table rules follow the HTML standard's table model, with wrong spans cut to what the table holds.
Nothing here tells an article from the navigation around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from extraction.document import Document, Rejected
from extraction.encoding import decode
from extraction.readers.nesting import (
    MAX_COLUMNS,
    RawCell,
    RawTable,
    clip_columns,
    flatten,
    too_many_columns,
)
from extraction.typography import (
    collapse,
    ends_sentence,
    is_heading,
    iso_day,
    join_lines,
    starts_with_numbering,
    trim,
)

MEDIA_TYPES = ("text/html",)
VERSION = "1"

_BREAK = "\x1e"
"""Stands for <br> and for the end of a block inside the collected text; no page contains it."""

_NOT_SHOWN = frozenset({
    "script", "style", "head", "title", "template", "noscript", "select", "option", "datalist",
    "textarea", "iframe", "object", "embed", "audio", "video", "canvas", "svg", "map", "xml",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "p", "pre", "section", "summary", "ul",
})  # fmt: skip
_TABLE_PARTS = frozenset({
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col",
})  # fmt: skip
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|(visibility\s*:\s*hidden)", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_INDENTED = re.compile(r"^[ \t\r\n]*[\u3000\u00a0\u2003]{2}")
_NUMBER = re.compile(r"\s*(\d{1,6})")

_META_NAMES = {
    "published_date": (
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "article:published_time",
        "dc.date",
        "date",
    ),
    "article_title": ("articletitle", "og:title", "dc.title"),
    "publisher": ("contentsource", "publisher", "dc.publisher", "source", "author"),
    "site_name": ("sitename", "og:site_name"),
}
"""Names of meta elements, best first. PubDate, ArticleTitle, ContentSource and SiteName are the
page tags that 政府网站发展指引 (国办发〔2017〕47号) asks of government sites."""


def read(content: bytes) -> Document:
    """Read a page. Raises Rejected: "corrupt" for bytes that are no text, "empty" for a page
    without visible text, "unsafe" for one nested too deeply to be read to its end."""
    text, encoding = decode(content)
    text = _DECLARATION.sub("", text.replace("\x00", "").replace(_BREAK, ""), count=1)
    if not trim(text):
        raise Rejected("empty", "The page holds nothing. Fetch it again.")
    root = _parse(text)
    walk = _Walk()
    walk.run(root)
    blocks = flatten(walk.content)
    if not blocks:
        raise Rejected(
            "empty",
            "The page shows no text. It may be filled by a script: save it from a browser.",
        )
    return Document(
        blocks=blocks,
        media_type=MEDIA_TYPES[0],
        reader="html",
        reader_version=VERSION,
        metadata=_metadata(root) | {"encoding": encoding},
    )


def _parse(text: str) -> Any:
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


@dataclass(eq=False)
class _Frame:
    """A table being read. group numbers its row groups; loose is what stands outside its cells."""

    rows: list[tuple[int, list[RawCell]]] = field(default_factory=list)
    group: int = 0
    is_row_open: bool = False
    loose: list[str | RawTable] = field(default_factory=list)

    def open_row(self) -> None:
        self.rows.append((self.group, []))
        self.is_row_open = True

    def close_row(self) -> None:
        self.is_row_open = False

    def next_group(self) -> None:
        self.group += 1
        self.is_row_open = False

    def open_cell(self, element: Any) -> RawCell:
        if not self.is_row_open:
            self.open_row()
        cell = RawCell(
            content=[],
            row_span=_span(element.get("rowspan"), zero=65534),
            column_span=_span(element.get("colspan"), zero=1),
        )
        self.rows[-1][1].append(cell)
        return cell

    def table(self) -> RawTable:
        """Give every cell its place: row by row, each in the first column that is free."""
        last_row = {group: number for number, (group, _) in enumerate(self.rows)}
        taken_until: list[int] = []
        cells: list[RawCell] = []
        for number, (group, row) in enumerate(self.rows):
            column = 0
            for cell in row:
                while column < len(taken_until) and taken_until[column] > number:
                    column += 1
                cell.row, cell.column = number, column
                cell.row_span = min(cell.row_span, last_row[group] + 1 - number)
                wanted = cell.column_span
                if column + wanted > MAX_COLUMNS:
                    wanted = MAX_COLUMNS - column if cell is row[-1] else 1
                cell.column_span = _free_columns(taken_until, column, wanted, number)
                end = column + cell.column_span
                taken_until.extend([0] * (end - len(taken_until)))
                taken_until[column:end] = [number + cell.row_span] * cell.column_span
                column = end
            cells.extend(row)
        clip_columns(cells)
        return RawTable(cells=cells, caption=self.loose)


def _span(text: str | None, *, zero: int) -> int:
    """A span attribute; no number counts as 1, and 0 ("to the end") as `zero`."""
    match = _NUMBER.match(text) if text else None
    return 1 if match is None else int(match[1]) or zero


def _free_columns(taken_until: list[int], start: int, wanted: int, row: int) -> int:
    """How many of the wanted columns are free in the row: a span never covers another cell."""
    if start >= MAX_COLUMNS:
        raise too_many_columns()
    for column in range(start + 1, min(start + wanted, len(taken_until))):
        if taken_until[column] > row:
            return column - start
    return wanted


class _Walk:
    """One pass over the elements of a page, without recursion. `content` is what it found."""

    def __init__(self) -> None:
        self.content: list[str | RawTable] = []
        self._sinks = [self.content]
        self._frames: list[_Frame] = []
        self._text: list[str] = []
        self._preformatted = 0

    def run(self, root: Any) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        is_skipping = False
        for event, element in walker:
            name = element.tag
            if event == "start":
                is_cell = name == "td" or name == "th"
                hidden = _hiding(element)
                is_skipping = hidden == "none" or (hidden == "text" and not is_cell)
                is_skipping = is_skipping or name in _NOT_SHOWN
                if is_skipping or hidden:
                    walker.skip_subtree()
                if not is_skipping:
                    self._start(name, element)
                    if element.text and not hidden:
                        self._add(element.text)
                continue
            if not is_skipping:
                self._end(name)
            is_skipping = False
            if element.tail:
                self._add(element.tail)
        self._flush()

    def _add(self, text: str) -> None:
        if self._preformatted:
            text = text.replace("\n", _BREAK)
        if self._text or not text.isspace():
            self._text.append(text)

    def _start(self, name: str, element: Any) -> None:
        if name == "br":
            self._text.append(_BREAK)
        elif name in _TABLE_PARTS:
            self._flush()
            self._start_table_part(name, element)
        elif name in _BLOCKS:
            self._flush()
            self._preformatted += name == "pre"

    def _start_table_part(self, name: str, element: Any) -> None:
        if name == "table":
            self._frames.append(_Frame())
            self._sinks.append(self._frames[-1].loose)
        elif not self._frames:
            return
        elif name in _ROW_GROUPS:
            self._frames[-1].next_group()
        elif name == "tr":
            self._frames[-1].open_row()
        elif name in ("td", "th"):
            self._sinks.append(self._frames[-1].open_cell(element).content)

    def _end(self, name: str) -> None:
        if name in _TABLE_PARTS:
            self._flush()
            self._end_table_part(name)
        elif name in _BLOCKS:
            self._flush()
            self._preformatted -= name == "pre"

    def _end_table_part(self, name: str) -> None:
        if not self._frames:
            return
        if name == "table":
            self._sinks.pop()
            self._sinks[-1].append(self._frames.pop().table())
        elif name in _ROW_GROUPS:
            self._frames[-1].next_group()
        elif name == "tr":
            self._frames[-1].close_row()
        elif name in ("td", "th"):
            self._sinks.pop()

    def _flush(self) -> None:
        if self._text:
            self._sinks[-1].extend(_paragraphs("".join(self._text).split(_BREAK)))
            self._text.clear()


def _paragraphs(lines: list[str]) -> list[str]:
    """The paragraphs of the lines that <br> parts within one block.

    An empty line parts paragraphs. So do an indent, numbering, and the end of a sentence or of a
    heading, because many sites set whole articles with single breaks; other lines (a title in
    two lines) belong together.
    """
    paragraphs: list[list[str]] = []
    previous = ""
    for raw in lines:
        line = trim(collapse(raw))
        if line:
            is_new = (
                not previous
                or _INDENTED.match(raw) is not None
                or starts_with_numbering(line)
                or ends_sentence(previous)
                or is_heading(previous)
            )
            if is_new:
                paragraphs.append([])
            paragraphs[-1].append(line)
        previous = line
    return [join_lines(paragraph) for paragraph in paragraphs]


def _hiding(element: Any) -> str | None:
    """How an element is hidden: "none" (not there at all), "text" (its place stays) or None."""
    style = element.get("style")
    if style is not None:
        match = _HIDDEN_STYLE.search(style)
        if match is not None:
            return "text" if match[1] else "none"
    return "none" if element.get("hidden") is not None else None


def _metadata(root: Any) -> dict[str, str]:
    """Title, day of publication, publisher and site as the head of the page states them."""
    metadata = {}
    title = root.find(".//title")
    if title is not None and title.text:
        metadata["title"] = join_lines([collapse(title.text)])
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        value = trim(collapse(meta.get("content") or ""))
        if name and value:
            stated.setdefault(name, value)
    for key, names in _META_NAMES.items():
        values = [stated[name] for name in names if name in stated]
        if key == "published_date":
            values = [day for value in values if (day := iso_day(value))]
        if values:
            metadata[key] = values[0]
    return {key: value for key, value in metadata.items() if value}
