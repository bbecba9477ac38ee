"""Paragraphs of running text, also where lines are wrapped at a fixed width."""

from __future__ import annotations

import re

from extraction.document import Paragraph
from extraction.readers.text.cells import without_attributes
from extraction.readers.text.fields import has_gap
from extraction.readers.text.lines import Line
from extraction.typography import is_chapter_heading, trim, unwrap, width

_MARKDOWN_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(\S.*)$")

_RECORD = re.compile(r'(?P<quote>"?)(?P<text>.*?)(?P=quote)(?:,{2,}|;{2,}|\t{2,})', re.DOTALL)
"""A line of separated values with one value, filled up with blank ones behind it."""

_TITLE = re.compile(r"[^，。；,;]*信息公开[^，。；,;]{0,8}(?:报告|年报)$")

LONGEST_WRAP = 160
"""A file whose longest lines fill more display columns is not wrapped at a fixed width."""

KINSOKU = 3
"""Display columns by which a wrapped line may fall short, as no line begins with a full stop."""


def wrap_width(lines: list[Line]) -> int | None:
    """The display width at which the running text of a file is wrapped, or None.

    Wrapped text shows in its line lengths: many reach the same limit and hardly any exceeds it.
    """
    widths = sorted(
        width(line.text.rstrip())
        for line in lines
        if not line.is_blank and "\t" not in line.text and not has_gap(line)
    )
    if len(widths) < 5:
        return None
    limit = widths[int(len(widths) * 0.98)]
    full = sum(limit - KINSOKU <= length <= limit for length in widths)
    return limit if limit <= LONGEST_WRAP and full >= 0.2 * len(widths) else None


def paragraphs(lines: list[Line], limit: int | None) -> list[Paragraph]:
    """The paragraphs of consecutive lines of prose.

    Without a wrap limit each line is one. With one, a line goes on where the line above fills
    the width and the line itself is not indented.
    """
    groups: list[list[Line]] = []
    previous: Line | None = None
    for line in lines:
        if line.is_blank:
            previous = None
            continue
        if previous is not None and limit is not None and _continues(previous, line, limit):
            groups[-1].append(line)
        else:
            groups.append([line])
        previous = line
    return [
        Paragraph(text, group[0].place())
        for group in groups
        if (text := without_attributes(unwrap(_plain(line.text) for line in group)))
    ]


def _continues(above: Line, line: Line, limit: int) -> bool:
    if line.indent != 0 or is_chapter_heading(line.text) or _TITLE.match(above.text.strip()):
        return False
    return width(above.text.rstrip()) >= limit - KINSOKU


def _plain(text: str) -> str:
    """Text without the mark of a Markdown heading and the separators of blank values."""
    if record := _RECORD.fullmatch(text.rstrip(" ")):
        text = record["text"]
    heading = _MARKDOWN_HEADING.match(text)
    return trim(heading[1] if heading else text)
