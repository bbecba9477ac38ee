"""Tables whose columns are stated by a line of dashes, as pandoc and database clients print them.

Above the line or below it stands the head; a row goes on over lines where blank lines part the
rows. A cell is what stands under its dashes, in columns of a fixed-width print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extraction.readers.text.cells import TextCell, cells_of, found_table, row_of_lines
from extraction.readers.text.fields import MEASURES
from extraction.readers.text.lines import Found, Line, Measure

_COLUMN_RULE = re.compile(r"\s*[-=]{2,}(?:\s+[-=]{2,})+\s*")
_SOLID_RULE = re.compile(r"\s*-{10,}\s*")
_GAP = re.compile(r"\S {3,}\S")
_MOST_LINES = 400
_MOST_HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where the parts of a table stand: its rule of columns, its head, its body, its end."""

    rule: int
    head: range
    body: range
    end: int


def dashed_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table that begins at a line, if it has a line of dashes that states its columns."""
    found = _lines(lines, start)
    if found is None:
        return None
    lefts = [match.start() for match in re.finditer(r"[-=]+", lines[found.rule].text)]
    measure = _measure(lines, found, lefts)
    if measure is None:
        return None
    rows = _rows([lines[i] for i in found.head], lefts, measure, is_parted=True)
    body = [lines[i] for i in found.body]
    is_parted = any(line.is_blank for line in body)
    rows += _rows(body, lefts, measure, is_parted=is_parted)
    if len(rows) < 2:
        return None
    return found_table(found.end, rows, number)


def is_column_rule(text: str) -> bool:
    """Whether a line states columns by runs of dashes."""
    return _COLUMN_RULE.fullmatch(text) is not None


def _lines(lines: list[Line], start: int) -> _Lines | None:
    if _is(lines, start, _COLUMN_RULE):
        head, rule = range(start, start), start
    elif _is(lines, start + 1, _COLUMN_RULE) and not lines[start].is_blank:
        head, rule = range(start, start + 1), start + 1
    elif _is(lines, start, _SOLID_RULE):
        near = range(start + 1, start + 1 + _MOST_HEAD_LINES)
        below = next((i for i in near if _is(lines, i, _COLUMN_RULE)), None)
        if below is None:
            return None
        head, rule = range(start + 1, below), below
    else:
        return None
    far = range(rule + 1, min(len(lines), rule + _MOST_LINES))
    closing = next(
        (i for i in far if _is(lines, i, _COLUMN_RULE) or _is(lines, i, _SOLID_RULE)), None
    )
    blank = next((i for i in far if lines[i].is_blank), min(len(lines), rule + _MOST_LINES))
    if len(head) == 1 and start == head.start:
        closing = closing if closing is not None and closing <= blank else None
    if closing is None:
        return _Lines(rule, head, range(rule + 1, blank), blank)
    return _Lines(rule, head, range(rule + 1, closing), closing + 1)


def _measure(lines: list[Line], found: _Lines, lefts: list[int]) -> Measure | None:
    """The measure by which cells begin under their dashes; None if none does.

    Where a text reaches over the gap before a column, or the text of the next one stands far
    behind it, the dashes do not state the columns.
    """
    rows = [lines[i] for i in (*found.head, *found.body) if not lines[i].is_blank]
    for measure in MEASURES:
        lots = [_parts(line, lefts, measure) for line in rows]
        reaches_over = any(
            part[-1:].strip() and following for parts in lots for part, following in pairwise(parts)
        )
        if not reaches_over and not any(_GAP.search(part) for parts in lots for part in parts):
            return measure
    return None


def _is(lines: list[Line], index: int, pattern: re.Pattern[str]) -> bool:
    return index < len(lines) and pattern.fullmatch(lines[index].text) is not None


def _rows(
    lines: list[Line], lefts: list[int], measure: Measure, *, is_parted: bool
) -> list[list[TextCell]]:
    """Rows of lines; where blank lines part them, the lines in between are one row."""
    groups: list[list[Line]] = []
    was_blank = True
    for line in lines:
        if line.is_blank:
            was_blank = True
            continue
        if was_blank or not is_parted:
            groups.append([])
        groups[-1].append(line)
        was_blank = False
    return [
        row
        for group in groups
        for row in row_of_lines([cells_of(line, _parts(line, lefts, measure)) for line in group])
    ]


def _parts(line: Line, lefts: list[int], measure: Measure) -> list[str]:
    """What stands on a line under each run of dashes, up to the next."""
    parts = [""] * len(lefts)
    position = column = 0
    for character in line.text:
        while column + 1 < len(lefts) and position >= lefts[column + 1]:
            column += 1
        parts[column] += character
        position += measure(character)
    return parts
