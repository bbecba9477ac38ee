"""Tables told as lists, a line for each value with its label before a colon.

主动公开政府信息数：123条
一、本年新收政府信息公开申请数量（自然人）：5
"""

from __future__ import annotations

import re
from itertools import groupby

from extraction.readers.text.cells import TextCell, is_numbered, table
from extraction.readers.text.delimited import LONGEST_LABEL
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import ends_sentence, is_value, trim

_ENTRY = re.compile(r"[\s*•·-]*(?P<label>.+?)\s*[:：=]\s*(?P<value>[^:：=]*?)[；;。，,]?\s*")
_UNDER_HEAD = re.compile(r"(?P<label>.+)[（(](?P<head>[^（()）]+)[)）]")
_FEWEST = 5
"""Entries in succession; fewer are prose."""

_MOST_BLANK_LINES = 1


def listed_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table of entries that begins at a line. Entries of one label in succession, each with
    another head in brackets, are a row; without heads the label is followed by its value."""
    entries: list[tuple[Line, str, str]] = []
    end = start
    index: int | None = start
    while index is not None and index - end <= _MOST_BLANK_LINES:
        entry = _entry(lines[index])
        if entry is None or not (entries or entry[2]):
            break
        entries.append(entry)
        end = index + 1
        index = next_filled(lines, end)
    if sum(bool(value) for _, _, value in entries) < _FEWEST:
        return None
    return Found(end, [table(_rows(entries), number, "ragged")])


def _entry(line: Line) -> tuple[Line, str, str] | None:
    """The label and the value of a line; the heading of others has none, nor has a blank one."""
    entry = _ENTRY.fullmatch(line.text)
    label, value = (entry["label"], entry["value"]) if entry else (line.text, "")
    is_blank = not value and (entry is None or bool(_parted(label)[1]))
    if len(label) > LONGEST_LABEL or not (is_value(value) or is_blank):
        return None
    if entry is None and (not is_numbered(label) or ends_sentence(label)):
        return None
    return line, trim(label), value


def _rows(entries: list[tuple[Line, str, str]]) -> list[list[TextCell]]:
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
