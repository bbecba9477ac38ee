"""Tables told as lists, a line for each value with its label before a colon.

主动公开政府信息数：123条
一、本年新收政府信息公开申请数量（自然人）：5

Or under a heading for each row, or behind its label on one line:

（一）予以公开
- 自然人：5
- 商业企业：2
（二）部分公开：自然人 1，商业企业 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from extraction.readers.text.cells import LONGEST_LABEL, TextCell, is_numbered, table
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import ends_sentence, is_value, trim

_ENTRY = re.compile(r"[\s*•·-]*(?P<label>.+?)\s*[:：=]\s*(?P<value>[^:：=]*?)[；;。，,]?\s*")
_ENTRIES = re.compile(r"[\s*•·-]*(?P<label>.+?)\s*[:：]\s*(?P<entries>[^:：].*?)[；;。，,]?\s*")
_NAMED = re.compile(r"\s*(?P<label>[^\d\s:：=]+)\s*[:：=]?\s*(?P<value>\S+?)\s*")
_UNDER_HEAD = re.compile(r"(?P<label>.+)[（(](?P<head>[^（()）]+)[)）]")
_FEWEST = 5
"""Entries in succession; fewer are prose."""

_FEWEST_NAMES, _FEWEST_ROWS = 3, 2
"""Names that return in the same order under so many headings are those of columns."""

_MOST_BLANK_LINES = 1

_Entry = tuple[Line, str, str]


def listed_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table of entries that begins at a line. Entries of one label in succession, each with
    another head in brackets, are a row; without heads the label is followed by its value. Where
    the same labels return under each heading, they are heads and each heading has a row."""
    entries: list[_Entry] = []
    end = start
    index: int | None = start
    while index is not None and index - end <= _MOST_BLANK_LINES:
        following = next_filled(lines, index + 1)
        is_heading = following is not None and _is_named(_valued(lines[following]))
        found = _valued(lines[index]) or _blank(lines[index], is_heading)
        if not found or not (entries or is_heading or any(value for _, _, value in found)):
            break
        entries += found
        end = index + 1
        index = following
    if sum(bool(value) for _, _, value in entries) < _FEWEST:
        return None
    return Found(end, [table(_under_headings(entries) or _rows(entries), number)])


def _valued(line: Line) -> list[_Entry]:
    """The label and the value of a line, or a label and the names and values behind it."""
    entry = _ENTRY.fullmatch(line.text)
    if entry and len(entry["label"]) <= LONGEST_LABEL and is_value(entry["value"]):
        return [(line, trim(entry["label"]), entry["value"])]
    entries = _ENTRIES.fullmatch(line.text)
    if entries is None or len(entries["label"]) > LONGEST_LABEL:
        return []
    named = [_NAMED.fullmatch(part) for part in re.split("[，,、；;]", entries["entries"])]
    values = [(line, each["label"], each["value"]) for each in named if each]
    are_all = len(values) == len(named) >= _FEWEST_NAMES
    is_told = are_all and all(is_value(value) for _, _, value in values)
    return [(line, trim(entries["label"]), ""), *values] if is_told else []


def _is_named(entries: list[_Entry]) -> bool:
    """Whether a line holds values by the names of their columns, not one by the label of a row."""
    return bool(entries) and (len(entries) > 1 or not is_numbered(entries[0][1]))


def _blank(line: Line, is_heading: bool) -> list[_Entry]:
    """A label without a value: the heading of others, or one whose value is blank."""
    entry = _ENTRY.fullmatch(line.text)
    label = entry["label"] if entry else line.text.strip("# ")
    if len(label) > LONGEST_LABEL or (entry and entry["value"]):
        return []
    if entry is None and (ends_sentence(label) or not (is_numbered(label) or is_heading)):
        return []
    is_told = entry is None or is_heading or bool(_parted(label)[1])
    return [(line, trim(label), "")] if is_told else []


def _under_headings(entries: list[_Entry]) -> list[list[TextCell]]:
    """The rows of entries whose labels return under each heading, below them; none of others."""
    rows: list[list[tuple[Line, str]]] = []
    for names, group in groupby(_sections(entries), _names):
        sections = list(group)
        if len(sections) < _FEWEST_ROWS or len(names) < _FEWEST_NAMES:
            return []
        rows.append([(line, label) for line, label, _ in sections[0]])
        rows[-1][0] = sections[0][0][0], ""
        for heading, *values in sections:
            rows.append([heading[:2], *((line, value) for line, _, value in values)])
    return [
        [TextCell(line, column, text) for column, (line, text) in enumerate(row, start=1)]
        for row in rows
    ]


def _names(section: list[_Entry]) -> list[str]:
    return [label for _, label, _ in section[1:]]


def _sections(entries: list[_Entry]) -> Iterator[list[_Entry]]:
    """Each heading with the entries below it; of several in succession the last."""
    begins = [at for at, (_, _, value) in enumerate(entries) if not value]
    for begin, end in pairwise([*begins, len(entries)]):
        if end - begin > 1:
            yield entries[begin:end]


def _rows(entries: list[_Entry]) -> list[list[TextCell]]:
    rows: list[list[TextCell]] = []
    heads: list[str] = []
    for label, group in groupby(entries, lambda entry: _parted(entry[1])[0]):
        row = [(line, _parted(text)[1], value) for line, text, value in group]
        own = [head for _, head, _ in row if head]
        if own not in (heads, []):
            rows.append(
                [TextCell(row[0][0], n, text) for n, text in enumerate(["", *own], start=1)]
            )
        heads = own
        values = [TextCell(line, n, value) for n, (line, _, value) in enumerate(row, start=2)]
        rows.append([TextCell(row[0][0], 1, label), *values])
    return rows


def _parted(label: str) -> tuple[str, str]:
    """A label and the head in brackets behind it."""
    under = _UNDER_HEAD.fullmatch(label)
    return (under["label"], under["head"]) if under else (label, "")
