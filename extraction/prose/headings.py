"""The headings of a report's sections, by their words and their numbering."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

import yaml

from extraction.forms import FOLDER
from extraction.labels import plain, printed_end
from extraction.values import numeral

Level = Literal["chapter", "group", "item"]
LEVELS: tuple[Level, ...] = ("chapter", "group", "item")

_NUMERALS = "[一二三四五六七八九十]{1,3}"
_NUMBERING = {
    "chapter": re.compile(rf"第{_NUMERALS}(?:部分|[章节篇])[、.:]?|{_NUMERALS}(?:[、.,:]|\s+)"),
    "group": re.compile(rf"\({_NUMERALS}\)[、.]?"),
    "item": re.compile(r"\d{1,2}(?:[、.](?!\d)|\s+)|\(\d{1,2}\)[、.]?"),
}
_NUMBERED = re.compile(r"[第一二三四五六七八九十\d(（]")
"""What numbering of any level begins with: a quick test, as most lines have none."""

_TABLE_ROWS = re.compile(
    r"^(?:本年新收|本年度新收|上年结转|上年度结转|本年度?办理结果|结转下年度?)(?:政府信息)?|(?:数|数量|费用)$"
)
_LEADER = re.compile(r"(?:(?<![.…·．])[.…·．]{2,}\d{0,3}|[\t ]\d{1,3})$")
_LONGEST_NUMBERING = 100
"""Far more than any numbering with the spaces behind it."""

_LONGEST = 45
_LONGEST_NAME = 40
_NAME_END = re.compile(r"[。:：;；]|[ \u3000](?=20\d\d|[(（]|[本我全])")
_CLAUSE = re.compile(r"[,，!！?？]")
_RUN_IN = re.compile(r"^[。:：;；,，\s]|^20\d\d|^\(一\)|^（一）|^本|^我|^全")
_HALF_WIDTH = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}
_EDGES = " 。:：;；,，.…"


@dataclass(frozen=True, slots=True)
class _Section:
    """words: what a numbered heading of the section says somewhere; pattern: what a heading
    begins with that stands bare or runs into its text."""

    section: str
    words: re.Pattern[str] | None
    pattern: re.Pattern[str] | None
    is_known_bare: bool


def split_heading(line: str, level: Level) -> tuple[str | None, str | None, str]:
    """The section that a line opens, its heading as printed and the text after it on the line.

    level: the numbering that headings have in this report; a heading whose numbering was lost is
    known by its whole wording. (None, None, line) where the line opens no section.
    """
    shown = _LEADER.sub("", line)
    begin = _numbering_end(shown, level)
    if begin is None:
        return _bare(line, shown)
    name, rest = _name(shown[begin:])
    words = plain(name)
    if 0 < len(words) <= _LONGEST_NAME and not _CLAUSE.search(words) and not _is_row(words):
        for entry in _sections():
            if entry.words is not None and entry.words.search(words):
                return entry.section, shown[: begin + len(name)].rstrip(_EDGES), rest
    return _run_in(line, shown, begin)


def is_entry(line: str) -> bool:
    """Whether a heading has a page number behind leaders, as in a table of contents."""
    return _LEADER.search(line) is not None


def number_of(line: str, level: Level) -> int | None:
    """The number that a heading of this level bears."""
    end = _numbering_end(line, level)
    digits = re.search(rf"\d+|{_NUMERALS}", line[: end or 0].translate(_HALF_WIDTH))
    if digits is None:
        return None
    number = int(digits[0]) if digits[0].isdigit() else numeral(digits[0])
    return None if number is None else int(number)


def _numbering_end(line: str, level: Level) -> int | None:
    """Where the words begin behind numbering of this level; None where the line has another or
    none."""
    if not _NUMBERED.match(line):
        return None
    match = _NUMBERING[level].match(line[:_LONGEST_NUMBERING].translate(_HALF_WIDTH))
    return match.end() if match else None


def _name(text: str) -> tuple[str, str]:
    """A heading's name and the text that follows it on its line."""
    end = _NAME_END.search(text)
    if end is None:
        return text, ""
    return text[: end.start()], text[end.start() :].lstrip(_EDGES)


def _is_row(words: str) -> bool:
    return _TABLE_ROWS.search(words) is not None


def _bare(line: str, shown: str) -> tuple[str | None, str | None, str]:
    words = plain(shown).strip("。:;,.")
    if len(words) > _LONGEST or _is_row(words):
        return None, None, line
    for entry in _sections():
        if entry.is_known_bare and entry.pattern is not None and entry.pattern.fullmatch(words):
            return entry.section, shown.rstrip(_EDGES), ""
    return None, None, line


def _run_in(line: str, shown: str, begin: int) -> tuple[str | None, str | None, str]:
    """A numbered heading that runs into its text without a stop."""
    words = plain(shown[begin:])
    if _is_row(words):
        return None, None, line
    for entry in _sections():
        match = entry.pattern.match(words) if entry.pattern else None
        if match is None or len(match[0]) > _LONGEST:
            continue
        if _RUN_IN.match(words[match.end() :]):
            end = begin + printed_end(shown[begin:], match.end())
            printed = shown[:begin] + shown[begin:end].strip()
            return entry.section, printed, shown[end:].lstrip("。:：;；,， ")
    return None, None, line


@functools.lru_cache(maxsize=1)
def _sections() -> tuple[_Section, ...]:
    def compiled(text: str | None) -> re.Pattern[str] | None:
        return re.compile(text) if text else None

    entries = yaml.safe_load((FOLDER / "sections.yml").read_text(encoding="utf-8"))
    return tuple(
        _Section(
            entry["section"],
            compiled(entry.get("words")),
            compiled(entry.get("pattern")),
            entry.get("bare", False),
        )
        for entry in entries
    )
