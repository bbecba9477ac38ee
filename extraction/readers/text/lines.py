"""The lines of a text file: where they stand, and which of them belong to the page only."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from extraction.document import Place, Table
from extraction.typography import is_value, trim, width

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
_FOOTER = re.compile(
    r"\s*(?:[-–—－―~·]\s*(\d{1,4})\s*[-–—－―~·]|第\s*(\d{1,4})\s*页(?:[\s,，/]*共\s*\d+\s*页)?)\s*"
)
_DIGITS = re.compile(r"\d+")
_OUTER = 2
"""Lines at the top and at the foot of a page that may stand on every page."""

_MOST_PAGES = 0.6

_OPEN_BRACKET = re.compile(r"[（(][^（()）]*$")
_PARTED = re.compile(r"[\t|｜│┃║]|\S\s{2,}\S|[。；]")
_LINES_OF_BRACKET, _LONGEST_REST = 3, 10
"""So many lines and characters may follow the line in which a bracket of a label opens."""


Measure = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file. number: from 1; page: from 1, None in a file without form feeds.

    measure: how many columns a text of it fills: by its width in print, or by the number of its
    characters, as `pdftotext` aligns them. field: which field of the file's line it is, from 0,
    where that holds a whole table.
    """

    number: int
    text: str
    page: int | None = None
    measure: Measure = width
    field: int = 0

    @property
    def is_blank(self) -> bool:
        return _is_blank(self.text)

    @property
    def indent(self) -> int:
        """Display columns of white space in front."""
        return width(self.text) - width(self.text.lstrip())

    def place(self, table: int | None = None, column: int | None = None) -> Place:
        at = column and column + self.field
        return Place(page=self.page, table=table, row=self.number, column=at)


@functools.lru_cache(maxsize=16384)
def _is_blank(text: str) -> bool:
    """Each line is asked again from every line above it where a table might begin."""
    return not trim(text)


def split(text: str) -> list[Line]:
    """The lines of a text. A form feed begins a page."""
    has_pages = "\f" in text
    lines: list[Line] = []
    for page, page_text in enumerate(text.split("\f"), start=1):
        for number, line in enumerate(_LINE_END.split(page_text), start=len(lines) + 1):
            lines.append(Line(number, line, page if has_pages else None))
        # The form feed stands on the line that it ends, or at the start of the next.
        if has_pages and lines and not lines[-1].text and page_text:
            lines.pop()
    return lines


def without_footers(lines: list[Line]) -> list[Line]:
    """The lines without page numbers and the blank lines around them.

    `- 3 -` is a page number where such lines count up by one through the file.
    """
    footers = {
        index: int(match[1] or match[2])
        for index, line in enumerate(lines)
        if (match := _FOOTER.fullmatch(line.text))
    }
    numbers = list(footers.values())
    if any(after != before + 1 for before, after in itertools.pairwise(numbers)):
        return lines
    kept: list[Line] = []
    is_after_footer = False
    for index, line in enumerate(lines):
        if index in footers:
            while kept and kept[-1].is_blank:
                kept.pop()
            is_after_footer = True
        elif not (is_after_footer and line.is_blank):
            kept.append(line)
            is_after_footer = False
    return kept


def without_running_heads(lines: list[Line]) -> list[Line]:
    """The lines without those that most pages begin or end with, save for their numbers.

    So a browser prints time, title, address and page number on every page. A line that is a number
    alone is that of its page only where most pages have one in the same place that counts up with
    them: the end of a page may part a table. The first line of a file stays: it may be the title.
    """
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.page is not None and not line.is_blank:
            pages.setdefault(line.page, []).append(index)
    kinds = {
        index: (side, _kind(trim(lines[index].text), page, place))
        for page, filled in pages.items()
        for side, outer in (("top", filled[:_OUTER]), ("foot", filled[: -_OUTER - 1 : -1]))
        for place, index in enumerate(outer)
    }
    found = {(lines[index].page, kind) for index, kind in kinds.items()}
    counts = Counter(kind for _, kind in found)
    least = max(2, _MOST_PAGES * len(pages))
    first = next_filled(lines, 0)
    return [
        line
        for index, line in enumerate(lines)
        if index not in kinds or index == first or counts[kinds[index]] < least
    ]


def _kind(text: str, page: int, place: int) -> str:
    """What lines of a kind have in common on all pages. place: how far from the edge of its page;
    no page is numbered 0."""
    if not text.isdecimal():
        return _DIGITS.sub("0", text)
    return f"page {page - int(text)} at {place}" if int(text) else f"0 on {page}"


def with_closed_brackets(lines: list[Line]) -> list[Line]:
    """The lines, those joined over which a short remark in brackets is broken: 费用（单位 | 万元）.

    A number in between is part of a text that counts by it (计 | 1 | 次）), else a value beside it.
    """
    joined: list[Line] = []
    index = 0
    while index < len(lines):
        rest = _rest_of_bracket(lines, index)
        text = lines[index].text.rstrip() + "".join(line.text.strip() for line in rest)
        joined.append(replace(lines[index], text=text) if rest else lines[index])
        index += 1 + len(rest)
    return joined


def _rest_of_bracket(lines: list[Line], index: int) -> list[Line]:
    """The lines behind one that close the bracket which it leaves open."""
    text = lines[index].text.rstrip()
    if not _OPEN_BRACKET.search(text) or _PARTED.search(text):
        return []
    rest: list[Line] = []
    for line in lines[index + 1 : index + 1 + _LINES_OF_BRACKET]:
        added = line.text.strip()
        above = rest[-1].text if rest else text
        is_value_beside = is_value(added) and not trim(above).endswith("计")
        if not added or is_value_beside or _PARTED.search(added) or "（" in added or "(" in added:
            return []
        rest.append(line)
        if sum(len(each.text.strip()) for each in rest) > _LONGEST_REST:
            return []
        if "）" in added or ")" in added:
            return rest
    return []


def next_filled(lines: list[Line], start: int) -> int | None:
    for index in range(start, len(lines)):
        if not lines[index].is_blank:
            return index
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """What was recognised from some line up to, not including, `end`: tables, and lines of prose
    between them. failed: what went wrong with tables that were left out."""

    end: int
    parts: list[Table | list[Line]]
    failed: tuple[str, ...] = ()
