"""The running text of a report by its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extraction.document import Block, Document, Paragraph, Table
from extraction.labels import plain
from extraction.prose.headings import LEVELS, Level, is_entry, number_of, split_heading
from extraction.typography import trim

_CONTENTS = re.compile(r"^目录$")
_CHROME = re.compile(
    r"^(?:上一篇|下一篇|上一条|下一条|相关阅读|相关链接|相关文章|点击排行|扫一扫|打印本页|关闭窗口|主办[:：单]|版权所有"
    r"|网站标识码|分享到)"
)

_IN_ONE = re.compile(r"(?:^|(?<=[\s。:：;；!！]))(?=([一二三四五六七八九十])、)")
"""Where a chapter may begin amid a paragraph."""
_NAME_IN_ONE = re.compile(r"(.、\s*[^\s。:：]{2,40})\s+")
"""A chapter's heading that a space parts from its text."""
_LEAST_IN_ONE = 3
_NUMERALS = "一二三四五六七八九十"

_MOST_LOST = 3
"""By how much the number of a heading may exceed that of the one before: some are lost."""


@dataclass(slots=True)
class _Part:
    """A section being gathered. tables: how many tables stand in it, official or others."""

    section: str
    heading: str | None
    lines: list[str] = field(default_factory=list)
    tables: int = 0
    is_entry: bool = False


def sections(document: Document) -> list[dict[str, Any]]:
    """The sections of a report in order: rows for schemas.tables.Section without report_id.

    What stands before the first heading is `preamble`. Text keeps its paragraphs as lines; tables
    are not text. An entry of a table of contents is no section, nor is a row label of the
    official tables that is numbered like one (一、本年新收...). Headings are chapters (一、); a
    report that numbers its sections lower ((一) or 1.) is told by that the chapters give none, and
    its headings by that they count on.
    """
    parts = _without_contents(_best_parts(document))
    rows: list[dict[str, Any]] = []
    for part in parts:
        text = "\n".join(part.lines)
        if part.heading is None and not text:
            continue
        rows.append(
            {
                "section_index": len(rows) + 1,
                "section": part.section,
                "heading": part.heading,
                "text": text,
            }
        )
    return rows


def section_of_table(document: Document, index: int) -> str:
    """The section in which a table stands; index: its number among the document's, from 0."""
    before = 0
    for part in _without_contents(_best_parts(document)):
        before += part.tables
        if index < before:
            return part.section
    return "other_matters"


def _best_parts(document: Document) -> list[_Part]:
    """The parts by chapters; by a lower level of numbering where chapters open fewer than two
    sections and that level opens at least three."""
    by_chapter = _parts(document, LEVELS[0])
    if len(_opened(by_chapter)) < 2:
        for level in LEVELS[1:]:
            parts = _parts(document, level)
            if len(set(_opened(parts))) >= 3:
                return parts
    return by_chapter


def _opened(parts: list[_Part]) -> list[str]:
    return [part.section for part in parts if part.heading is not None]


def _parts(document: Document, level: Level) -> list[_Part]:
    parts = [_Part("preamble", None)]
    count = _Count(level)
    for block in _chapters_apart(document.blocks):
        if isinstance(block, Table):
            parts[-1].tables += 1
            for text in _lone_cells(block):
                section, heading, _ = split_heading(trim(text), level)
                if section is not None and count.takes_cell(trim(text)):
                    parts.append(_Part(section, heading))
            continue
        line = trim(block.text).lstrip("#").strip()
        if not line:
            continue
        if _CHROME.match(plain(line)) and len(parts) > 1 and parts[-1].section == "other_matters":
            break
        section, heading, rest = split_heading(line, level)
        if section is None or not count.takes(line):
            parts[-1].lines.append(line)
            continue
        parts.append(_Part(section, heading, is_entry=is_entry(line)))
        if rest:
            parts[-1].lines.append(rest)
    return parts


def _chapters_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a paragraph that holds chapters in turn (一、概述 2009年...。二、...) as one
    for each heading and each text. Those that it only lists have no sentences."""
    for block in blocks:
        if isinstance(block, Table) or "三、" not in block.text or "。" not in block.text:
            yield block
            continue
        begun = list(_IN_ONE.finditer(block.text))
        numbers = "".join(match[1] for match in begun)
        cuts = [match.start() for match in begun]
        pieces = [block.text[a:b] for a, b in pairwise([*cuts, len(block.text)])]
        opened = [_opens_chapter(piece) for piece in pieces]
        if not _NUMERALS.startswith(numbers) or sum(opened) < _LEAST_IN_ONE:
            yield block
            continue
        if before := block.text[: cuts[0]].strip():
            yield Paragraph(before, block.place)
        for piece, opens in zip(pieces, opened, strict=True):
            name = _NAME_IN_ONE.match(piece) if opens else None
            cut = name.end() if name else 0
            told = (piece[:cut], piece[cut:])
            yield from (Paragraph(text, block.place) for text in told if text)


def _opens_chapter(piece: str) -> bool:
    """Whether a piece of a paragraph is a heading with a text."""
    name = _NAME_IN_ONE.match(piece)
    section, _, rest = split_heading(name[1] if name else piece, LEVELS[0])
    return section is not None and "。" in (piece[name.end() :] if name else rest)


@dataclass(slots=True)
class _Count:
    """How far the headings of a lower level have counted, and in which manner: (1) or 1. What does
    not count on is a point within a section."""

    level: Level
    number: int = 0
    is_in_brackets: bool | None = None

    def takes(self, line: str) -> bool:
        """Whether a heading counts on; those of chapters and those without a number do."""
        number = number_of(line, self.level)
        if self.level == LEVELS[0] or number is None:
            return True
        is_in_brackets = plain(line).startswith("(")
        if not 0 < number - self.number <= _MOST_LOST:
            return False
        if self.is_in_brackets not in (None, is_in_brackets):
            return False
        self.number, self.is_in_brackets = number, is_in_brackets
        return True

    def takes_cell(self, line: str) -> bool:
        """Whether a cell that reads like a heading is one: rows of the tables are numbered like
        chapters."""
        is_numbered = number_of(line, LEVELS[0]) is not None
        return not is_numbered and self.takes(line)


def _lone_cells(table: Table) -> list[str]:
    """What stands alone in its row: in a text, a heading between two tables joins them to one."""
    if table.geometry != "ragged":
        return []
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    return [texts[0] for texts in rows.values() if len(texts) == 1]


def _without_contents(parts: list[_Part]) -> list[_Part]:
    """Parts without the entries of a table of contents: headings with nothing under them, whose
    section comes again later, or with a page number behind leaders."""
    kept: list[_Part] = []
    for index, part in enumerate(parts):
        is_empty = not part.lines and not part.tables
        comes_again = any(later.section == part.section for later in parts[index + 1 :])
        if part.heading is not None and comes_again and (is_empty or part.is_entry):
            kept[-1].lines += part.lines
            kept[-1].tables += part.tables
            continue
        kept.append(part)
    for part in kept:
        part.lines = [line for line in part.lines if not _CONTENTS.match(plain(line))]
    return kept
