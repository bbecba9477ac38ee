"""The running text of a report by its sections."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from extraction.document import Document, Table
from extraction.forms import FOLDER
from extraction.labels import plain, split_numbering
from extraction.typography import trim

_TABLE_ROWS = re.compile(
    r"^(?:本年新收|本年度新收|上年结转|上年度结转|本年度?办理结果|结转下年度?)(?:政府信息)?"
)
_LEADER = re.compile(r"(?:[.…·．]{2,}\d{0,3}|[\t ]\d{1,3})$")
_CONTENTS = re.compile(r"^目录$")
_CHROME = re.compile(
    r"^(?:上一篇|下一篇|上一条|下一条|相关阅读|相关链接|相关文章|点击排行|扫一扫|打印本页|关闭窗口|主办[:：单]|版权所有"
    r"|网站标识码|分享到)"
)
_HEADING_LENGTH = 45
_RUN_IN = re.compile(r"^[。:：;；,，\s]|^20\d\d|^\(一\)|^（一）|^本|^我|^全")


@dataclass(frozen=True, slots=True)
class _Heading:
    section: str
    pattern: re.Pattern[str]
    is_known_bare: bool


@dataclass(slots=True)
class _Part:
    """A section being gathered. has_table: an official or other table stands in it."""

    section: str
    heading: str | None
    lines: list[str] = field(default_factory=list)
    has_table: bool = False
    is_entry: bool = False


def sections(document: Document) -> list[dict[str, Any]]:
    """The sections of a report in order: rows for schemas.tables.Section without report_id.

    What stands before the first heading is `preamble`. Text keeps its paragraphs as lines; tables
    are not text. An entry of a table of contents is no section, nor is a row label of the
    official tables that is numbered like one (一、本年新收...).
    """
    parts = _without_contents(_parts(document))
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


def _parts(document: Document) -> list[_Part]:
    parts = [_Part("preamble", None)]
    for block in document.blocks:
        if isinstance(block, Table):
            parts[-1].has_table = True
            continue
        line = trim(block.text).lstrip("#").strip()
        if not line:
            continue
        if _CHROME.match(plain(line)) and len(parts) > 1 and parts[-1].section == "other_matters":
            break
        section, heading, rest = _split_heading(line)
        if section is None:
            parts[-1].lines.append(line)
            continue
        parts.append(_Part(section, heading, is_entry=_LEADER.search(line) is not None))
        if rest:
            parts[-1].lines.append(rest)
    return parts


def _without_contents(parts: list[_Part]) -> list[_Part]:
    """Parts without the entries of a table of contents: headings with nothing under them, whose
    section comes again later, or with a page number behind leaders."""
    kept: list[_Part] = []
    for index, part in enumerate(parts):
        is_empty = not part.lines and not part.has_table
        comes_again = any(later.section == part.section for later in parts[index + 1 :])
        if part.heading is not None and comes_again and (is_empty or part.is_entry):
            kept[-1].lines += part.lines
            continue
        kept.append(part)
    for part in kept:
        part.lines = [line for line in part.lines if not _CONTENTS.match(plain(line))]
    return kept


def _split_heading(line: str) -> tuple[str | None, str | None, str]:
    """The section that a line opens, its heading as printed and the text after it on the line."""
    kind, words = split_numbering(line)
    if kind not in (None, "chapter") or _TABLE_ROWS.match(words):
        return None, None, line
    words = _LEADER.sub("", words)
    for heading in _headings():
        match = heading.pattern.match(words)
        if match is None or len(match[0]) > _HEADING_LENGTH:
            continue
        rest = words[match.end() :].strip("。:：;；,，.")
        if not rest:
            if kind == "chapter" or heading.is_known_bare:
                return heading.section, _LEADER.sub("", line).rstrip(" 。:：…."), ""
        elif kind == "chapter" and _RUN_IN.match(words[match.end() :]):
            numbering = len(plain(line)) - len(split_numbering(line)[1])
            printed, rest = _cut(line, numbering + match.end())
            return heading.section, printed, rest.lstrip("。:：;；,， ")
    return None, None, line


def _cut(text: str, folded_length: int) -> tuple[str, str]:
    """A text parted where its folded form has the given length."""
    end = next((n for n in range(len(text) + 1) if len(plain(text[:n])) >= folded_length), 0)
    return text[:end].strip(), text[end:]


@functools.lru_cache(maxsize=1)
def _headings() -> tuple[_Heading, ...]:
    entries = yaml.safe_load((FOLDER / "sections.yml").read_text(encoding="utf-8"))
    return tuple(
        _Heading(entry["section"], re.compile(entry["pattern"]), entry.get("bare", False))
        for entry in entries
    )
