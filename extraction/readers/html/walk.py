"""One pass over the elements of a page: what stands on it, in reading order."""

from __future__ import annotations

from typing import Any

from lxml import etree

from extraction.readers import text as plain_text
from extraction.readers.html.frames import Frame
from extraction.readers.html.shown import (
    CONTROLS,
    NOT_SHOWN,
    RAISED,
    hiding,
    is_spacer,
    typed,
)
from extraction.readers.nesting import RawCell, RawTable, content_of, unwrapped
from extraction.typography import collapse, lowered, paragraphs_of, raised, trim

BREAK = "\x1e"
"""Stands for <br> and for the end of a block inside the collected text; no page contains it."""

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "p", "pre", "section", "summary", "ul",
})  # fmt: skip
_TABLE_PARTS = frozenset({
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col",
})  # fmt: skip
_BREAKING = _BLOCKS | _TABLE_PARTS | {"br", "img"}
"""Elements that do more than hold text."""

_APART = NOT_SHOWN | CONTROLS | RAISED
"""Elements whose text does not stand in the line, if it stands there at all."""

_RUNS = frozenset({"span", "font", "b", "strong", "i", "em", "u", "a", "o:p"})
_PLAIN = _RUNS | {"p", "div", "center"}
"""Elements that only change how their text looks, or begin a line of their own."""

_text_of: Any = etree.XPath("string()", smart_strings=False)
"""All text of an element; some three times as fast as to join what itertext gives."""

_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))


class Walk:
    """Walks without recursion. content: what was found; pictures: how many <img> it met; errors:
    what went wrong with tables of preformatted text that were left out."""

    def __init__(self) -> None:
        self.content: list[str | RawTable] = []
        self.pictures = 0
        self.errors: list[str] = []
        self._sinks = [self.content]
        self._frames: list[Frame] = []
        self._cells: list[RawCell] = []
        self._text: list[str] = []
        self._preformatted = 0

    def run(self, root: Any) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        gathered = self._text
        is_skipped = False
        for event, element in walker:
            name = element.tag
            if event == "start":
                hidden = hiding(element)
                if hidden is not None or name in _APART:
                    walker.skip_subtree()
                    is_skipped = hidden == "none" or name not in _CELLS
                    if not is_skipped:
                        self._start(name, element)
                    if hidden != "none":
                        self._instead(name, element, hidden)
                    continue
                if name in _BREAKING:
                    if name == "tr" and self._frames and not self._preformatted:
                        lines = _only_lines(element)
                        if lines is not None:
                            walker.skip_subtree()
                            is_skipped = True
                            self._whole_row(element, lines)
                            continue
                    elif name == "details" and self._cells and element.get("open") is None:
                        walker.skip_subtree()
                        self._fold(element)
                        continue
                    self._start(name, element)
                text = element.text
            else:
                if name in _BREAKING and not is_skipped:
                    self._end(name)
                is_skipped = False
                text = element.tail
            if text and (gathered or not text.isspace()):
                self._add(text)
        if self._text:
            self._flush()

    def _whole_row(self, row: Any, lines: list[str]) -> None:
        """A row in whose cells nothing but a line of text stands, at once."""
        if self._text:
            self._flush()
        frame = self._frames[-1]
        frame.open_row()
        for element, line in zip(row, lines, strict=True):
            cell = frame.open_cell(element)
            if line:
                cell.content.append(line)
        frame.close_row()

    def _instead(self, name: str, element: Any, hidden: str | None) -> None:
        """What an element that is not walked through leaves on the page."""
        if hidden == "struck":
            if self._cells:
                self._cells[-1].struck += trim("".join(element.itertext()))
        elif (hidden or name) in RAISED:
            text = "".join(element.itertext())
            set_apart = raised if (hidden or name) == "sup" else lowered
            self._add(set_apart(text) if self._text and self._cells else text)
        elif hidden is None and name in CONTROLS and self._cells:
            self._add(typed(element).replace("\n", " "))

    def _fold(self, details: Any) -> None:
        """Details in a cell that are closed show nothing but their summary."""
        self._start("details", details)
        summary = details.find("summary")
        if summary is not None:
            self._add("".join(summary.itertext()))

    def _add(self, text: str) -> None:
        if self._preformatted:
            text = text.replace("\r\n", BREAK).replace("\n", BREAK)
        if self._text or not text.isspace():
            self._text.append(text)

    def _start(self, name: str, element: Any) -> None:
        if name == "br":
            self._text.append(BREAK)
        elif name in _TABLE_PARTS:
            if self._text:
                self._flush()
            self._start_table_part(name, element)
        elif name in _BLOCKS:
            if self._text:
                self._flush()
            self._preformatted += name == "pre"
        elif name == "img":
            self.pictures += 1
            if self._cells and not is_spacer(element):
                self._cells[-1].has_picture = self._cells[-1].is_in_line = True

    def _start_table_part(self, name: str, element: Any) -> None:
        if name in _CELLS and self._frames:
            cell = self._frames[-1].open_cell(element)
            self._cells.append(cell)
            self._sinks.append(cell.content)
        elif name == "table":
            self._frames.append(Frame(is_ragged=element.get("data-ragged") is not None))
            self._sinks.append(self._frames[-1].loose)
        elif not self._frames:
            return
        elif name in _ROW_GROUPS:
            self._frames[-1].next_group(name)
        elif name == "tr":
            self._frames[-1].open_row()

    def _end(self, name: str) -> None:
        if name in _TABLE_PARTS:
            if self._text:
                self._flush()
            self._end_table_part(name)
        elif name in _BLOCKS:
            if self._text:
                self._flush(is_preformatted=name == "pre" and not self._frames)
            self._preformatted -= name == "pre"

    def _end_table_part(self, name: str) -> None:
        if not self._frames:
            return
        if name in _CELLS:
            self._sinks.pop()
            self._cells.pop()
        elif name == "table":
            self._sinks.pop()
            self._sinks[-1].extend(unwrapped(self._frames.pop().table()))
        elif name in _ROW_GROUPS:
            self._frames[-1].next_group()
        elif name == "tr":
            self._frames[-1].close_row()

    def _flush(self, *, is_preformatted: bool = False) -> None:
        text = "".join(self._text)
        self._text.clear()
        if is_preformatted:
            # Text as in a text file, with its tables.
            blocks = plain_text.blocks(text.replace(BREAK, "\n"), errors=self.errors)
            self._sinks[-1].extend(content_of(blocks))
        elif BREAK not in text:
            line = trim(collapse(text))
            if line:
                self._sinks[-1].append(line)
        else:
            self._sinks[-1].extend(paragraphs_of(text.split(BREAK)))


def _only_lines(row: Any) -> list[str] | None:
    """The texts of the cells of a row with nothing else in it; None where there is more."""
    lines = []
    for cell in row:
        is_plain = cell.tag in _CELLS and _is_space(cell.tail) and hiding(cell) is None
        line = _only_line(cell) if is_plain else None
        if line is None:
            return None
        lines.append(line)
    return lines if _is_space(row.text) else None


def _only_line(cell: Any) -> str | None:
    """The text of a cell that holds one line, maybe within elements that change only its looks:
    most cells of a report. None where there is more to it."""
    element, text = cell, cell.text
    while len(element):
        inner = element[0]
        if len(element) > 1 or not (_is_space(text) and _is_space(inner.tail)):
            return _in_runs(element)
        if hiding(inner) is not None:
            return None
        if inner.tag == "br":
            return ""
        if inner.tag not in _PLAIN:
            return None
        element, text = inner, inner.text
    return trim(collapse(text)) if text else ""


def _in_runs(element: Any) -> str | None:
    """The text of an element that runs in one line; None where it holds more than that."""
    for inner in element.iterdescendants():
        if inner.tag not in _RUNS or hiding(inner) is not None:
            return None
    return trim(collapse(_text_of(element)))


def _is_space(text: str | None) -> bool:
    return not text or text.isspace()
