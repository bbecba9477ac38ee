"""Tables written in plain text with tabs or bars between the cells.

A merged or lost cell may leave no trace in such text, so only the order of the cells on a line
is certain (geometry "ragged"); a Markdown table, which has a rule under its head, is a grid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise

from extraction.document import Table
from extraction.readers.text.barred import cells_alone, closed_rows
from extraction.readers.text.cells import (
    LONGEST_LABEL,
    TextCell,
    cells_of,
    found_table,
    guessed_rows,
    is_grid,
    row_of_lines,
    table,
)
from extraction.readers.text.drawn_lines import (
    HAS_BAR,
    has_bar,
    is_frame_rule,
    is_lone_bar,
    is_rule,
    unframed,
    without_blank_heads,
)
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import ends_sentence, is_chapter_heading, is_value, raised, trim

_SEPARATOR = re.compile(r"[\t|｜│┃║]")
_TABS = re.compile(r"\t+")
_ESCAPED = re.compile(r"\\([|*_`~^])")
_RAISED = re.compile(
    r"(?<=\S)(?:\[\^([^\]\s]{1,20})\]|\^([^\^\s]{1,20})\^|<sup>([^<>]{1,20})</sup>)"
)
_STRUCK = re.compile(r"~~[^~]{1,200}~~")
"""Marks of footnotes and of struck text (Pandoc's Markdown, GitHub's)."""

_RULED_ROWS = 3
"""From so many groups of lines between rules on, each is a row."""

_FEWEST_ALIKE = 3
"""Rows of one width that show another table than the rows around them."""

_MOST_LONE = 4
"""Lines of a label without a separator between two rows."""

_WIDEST_STEP = 4
"""Lines from one row to the next where a program parts all rows by blank lines."""


def tab_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The tab-separated table that begins at a line, if one does."""
    run = _run(lines, start, _has_tab)
    if run is None:
        return None
    end, rows = run
    if end < len(lines) and lines[end].text == "\t" * rows[-1].text.count("\t") != "":
        # Below the last row stands one of which no value was entered.
        rows, end = [*rows, lines[end]], end + 1
    tab = _separator(rows)
    fields = [cells_of(line, _trim_right(line.text).split(tab)) for line in rows]
    return Found(end, _tables(fields, number)) if _is_table(fields) else None


def _tables(rows: list[list[TextCell]], number: int) -> list[Table | list[Line]]:
    """The tables that rows make: one for each width, where none has it alone. Merged cells that
    were dropped make rows of a table unequal, and never its head."""
    runs = [list(run) for _, run in groupby(rows, len)]
    if any(len(run) < _FEWEST_ALIKE for run in runs):
        runs = [rows]
    return [table(run, at, is_grid=is_grid(run)) for at, run in enumerate(runs, start=number)]


def _separator(lines: list[Line]) -> str:
    """One tab, or two where some program put two between all cells of a table.

    Then no two heads or values have a single one between them.
    """
    tabs = [len(tab) for line in lines for tab in _TABS.findall(_trim_right(line.text))]
    return "\t" if any(count % 2 for count in tabs) else "\t\t"


def bar_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table with bars between its cells that begins at a line, if one does."""
    run = _run(lines, start, _has_bar_or_is_rule)
    if run is None:
        return None
    end, rows = run[0], without_blank_heads(unframed(run[1]))
    body = [line for line in rows if not is_rule(line) and not is_frame_rule(line)]
    closed = closed_rows(body)
    if closed is not None:
        return found_table(end, closed, number)
    if (cells := cells_alone(body)) is not None:
        return Found(end, [table(guessed_rows(cells), number)])
    is_markdown = any(is_rule(line) and not is_frame_rule(line) for line in rows)
    # A bar in front is the table's border only if every line has it; else it is a blank cell.
    is_framed = all(HAS_BAR.match(line.text.strip()) for line in body if has_bar(line))
    # One behind is the border unless other rows end without it: then a blank cell follows.
    is_closed = all(HAS_BAR.search(trim(line.text)[-1:]) for line in body if has_bar(line))

    is_covered = _covered(body if is_markdown else [])

    def parts(line: Line) -> list[TextCell]:
        fields = _unbarred(line.text, is_framed=is_framed, is_closed=is_closed)
        return cells_of(line, [field for field in fields if not is_covered(field)])

    fields = _between_rules(rows, parts) or [parts(line) for line in body]
    if mark := _open_mark(fields):
        fields = [[replace(f, text=trim(f.text.removeprefix(mark))) for f in row] for row in fields]
    if is_markdown and fields:
        return found_table(end, [[_unmarked(field) for field in row] for row in fields], number)
    if not _is_table(fields):
        return None
    return Found(end, [table(fields, number, is_grid=is_grid(fields))])


def _between_rules(
    lines: list[Line], parts: Callable[[Line], list[TextCell]]
) -> list[list[TextCell]] | None:
    """The rows of a table that is ruled between all its rows, cells over several lines joined.

    None where it is not: one rule parts the head from the lines below.
    """
    groups: list[list[list[TextCell]]] = [[]]
    for line in lines:
        if is_frame_rule(line):
            groups.append([])
        elif not is_rule(line):
            groups[-1].append(parts(line))
    groups = [group for group in groups if group]
    is_regular = all(len({len(row) for row in group}) == 1 for group in groups)
    if len(groups) < _RULED_ROWS or not is_regular:
        return None
    return [row for group in groups for row in row_of_lines(group)]


def _run(
    lines: list[Line], start: int, is_row: Callable[[Line], bool]
) -> tuple[int, list[Line]] | None:
    """The rows from a line on, lone labels between them included, and the index behind them."""
    if not is_row(lines[start]) or is_lone_bar(lines[start]):
        return None
    rows = [lines[start]]
    end = start + 1
    blanks = _usual_gap(lines, start, is_row)
    while found := _down_to_row(lines, end, blanks, is_row):
        *lone, row = (lines[index] for index in found)
        if not all(_is_lone_label(line, row) for line in lone):
            break
        if len(lone) > 1 and not _has_values(row):
            break
        rows += [*lone, row]
        end = found[-1] + 1
    return end, rows


def _down_to_row(
    lines: list[Line], end: int, blanks: int, is_row: Callable[[Line], bool]
) -> list[int]:
    """The lines down to the next row; none where it is too far, or beyond more blank ones."""
    found: list[int] = []
    index = next_filled(lines, end)
    while index is not None and index - end <= blanks and len(found) <= _MOST_LONE:
        found.append(index)
        if is_row(lines[index]):
            return found
        end = index + 1
        index = next_filled(lines, end)
    return []


def _usual_gap(lines: list[Line], start: int, is_row: Callable[[Line], bool]) -> int:
    """How many blank lines between rows are a habit of the file rather than a boundary."""
    positions = [
        index for index in range(start, min(start + 200, len(lines))) if is_row(lines[index])
    ]
    steps = Counter(after - before for before, after in pairwise(positions))
    step, times = next(iter(steps.most_common(1)), (1, 0))
    return step - 1 if step <= _WIDEST_STEP and times > 0.6 * steps.total() else 0


def _is_lone_label(line: Line, following: Line) -> bool:
    """Whether a line without a separator, between two rows, is a row of one cell.

    Prose is not. A chapter heading is one only if values stand on the next line: then it labels
    the rows below; otherwise a new head and with it a new table begins there.
    """
    text = trim(line.text)
    if len(text) > LONGEST_LABEL or ends_sentence(text):
        return False
    return _has_values(following) or not is_chapter_heading(text)


def _has_values(line: Line) -> bool:
    return any(is_value(field) for field in _SEPARATOR.split(line.text))


def _has_tab(line: Line) -> bool:
    return "\t" in _trim_right(line.text)


def _has_bar_or_is_rule(line: Line) -> bool:
    return has_bar(line) or is_frame_rule(line)


def _trim_right(text: str) -> str:
    """A line without spaces at its end; tabs there are blank cells."""
    return text.rstrip(" \u3000\u00a0")


def _is_table(rows: list[list[TextCell]]) -> bool:
    """A single line with two fields is prose with a gap in it, or a pair of links; lines that only
    end with a tab hold a cell each."""
    is_parted = any(sum(bool(field.text) for field in row) > 1 for row in rows)
    is_long = sum(len(row) > 1 for row in rows) > 1 or any(len(row) > 2 for row in rows)
    return is_parted and is_long


def _covered(lines: list[Line]) -> Callable[[str], bool]:
    """What tells the fields that a merged cell covers: a program that puts one space on either side
    of a text leaves two in a blank cell, and one where the cell before reaches."""
    rows = [HAS_BAR.split(line.text.strip())[1:-1] for line in lines]
    fields = {field for row in rows for field in row}
    is_spaced = all(field == f" {field.strip()} " for field in fields if field != " ")
    is_told = is_spaced and fields >= {" ", "  "} and not any(row[:1] == [" "] for row in rows)
    return lambda field: is_told and field == " "


def _unbarred(text: str, *, is_framed: bool, is_closed: bool) -> list[str]:
    fields = HAS_BAR.split(text.strip())
    if len(fields) > 1 and not trim(fields[-1]) and (is_framed or is_closed):
        fields.pop()
    if is_framed and len(fields) > 1 and not trim(fields[0]):
        fields.pop(0)
    return fields


def _open_mark(rows: list[list[TextCell]]) -> str:
    """The mark of emphasis that most cells begin with and none closes, as programs leave it."""
    texts = [field.text for row in rows for field in row if field.text]
    for mark in ("__", "**"):
        if 2 * sum(text.startswith(mark) and mark not in text[2:] for text in texts) > len(texts):
            return mark
    return ""


def _unmarked(field: TextCell) -> TextCell:
    """A Markdown cell without escapes; what it raises is raised, and what it strikes
    out gives way to what stands beside it."""
    if field.text.isalnum():
        return field
    text = _ESCAPED.sub(r"\1", field.text)
    text = _RAISED.sub(lambda match: raised(match[match.lastindex or 0]), text)
    return replace(field, text=trim(_STRUCK.sub("", text)) or text)
