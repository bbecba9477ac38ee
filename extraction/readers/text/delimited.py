"""Tables written in plain text with tabs or bars between the cells.

A merged or lost cell may leave no trace in such text, so only the order of the cells on a line
is certain (geometry "ragged"); a Markdown table, which has a rule under its head, is a grid.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Literal

from extraction.document import Table
from extraction.readers.text.cells import (
    TextCell,
    cells_of,
    guessed_rows,
    is_even,
    row_of_lines,
    table,
)
from extraction.readers.text.closed_cells import cells_alone, closed_rows
from extraction.readers.text.drawn_lines import (
    HAS_BAR,
    is_frame_rule,
    is_rule,
    unframed,
    without_blank_heads,
)
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import (
    ends_sentence,
    is_chapter_heading,
    is_value,
    join_lines,
    raised,
    trim,
)

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

LONGEST_LABEL = 80
"""A line alone between table rows is a label only up to this many characters."""


def tab_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The tab-separated table that begins at a line, if one does."""
    run = _run(lines, start, _has_tab)
    if run is None:
        return None
    end, rows = run
    tab = _separator(rows)
    fields = [cells_of(line, _trim_right(line.text).split(tab)) for line in rows]
    return Found(end, _tables(fields, number)) if _is_table(fields) else None


def _tables(rows: list[list[TextCell]], number: int) -> list[Table | list[Line]]:
    """The tables that rows make: one for each width, where none has it alone. Merged cells that
    were dropped make rows of a table unequal, and never its head."""
    runs = [list(run) for _, run in groupby(rows, len)]
    if any(len(run) < _FEWEST_ALIKE for run in runs):
        runs = [rows]
    return [table(run, at, geometry_of(run)) for at, run in enumerate(runs, start=number)]


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
        return Found(end, [table(closed, number, "ragged" if is_packed(closed) else "grid")])
    if (cells := cells_alone(body)) is not None:
        return Found(end, [table(guessed_rows(cells), number, "ragged")])
    is_markdown = any(is_rule(line) and not is_frame_rule(line) for line in rows)
    # A bar in front is the table's border only if every line has it; else it is a blank cell.
    is_framed = all(HAS_BAR.match(line.text.strip()) for line in body if has_bar(line))
    # One behind is the border unless other rows end without it: then a blank cell follows.
    is_closed = all(HAS_BAR.search(trim(line.text)[-1:]) for line in body if has_bar(line))

    def parts(line: Line) -> list[TextCell]:
        return cells_of(line, _unbarred(line.text, is_framed=is_framed, is_closed=is_closed))

    fields = _between_rules(rows, parts) or [parts(line) for line in body]
    if mark := _open_mark(fields):
        fields = [[replace(f, text=trim(f.text.removeprefix(mark))) for f in row] for row in fields]
    if is_markdown and fields:
        plain = [[_unmarked(field) for field in row] for row in fields]
        return Found(end, [table(plain, number, "ragged" if is_packed(plain) else "grid")])
    return Found(end, [table(fields, number, geometry_of(fields))]) if _is_table(fields) else None


def geometry_of(rows: list[list[TextCell]]) -> Literal["grid", "ragged"]:
    return "grid" if is_even(rows) and not is_packed(rows) else "ragged"


def cell_per_line_tables(lines: list[Line], start: int, number: int) -> Found | None:
    """Tables with one cell on a line, parted by lines that hold only a bar.

    Such text does not say where a row ends; see `guessed_rows`.
    """
    if lines[start].is_blank or has_bar(lines[start]):
        return None
    following = next_filled(lines, start + 1)
    if following is None or not _is_lone_bar(lines[following]):
        return None
    end, groups = _between_bars(lines, start)
    if len(groups) < 4:
        return None
    parts: list[Table | list[Line]] = []
    cells: list[TextCell] = []
    last_line = lines[start]
    for group in groups:
        prose, cell = prose_and_cell(group)
        if prose:
            number = _close(cells, parts, number)
            parts.append(prose)
        last_line = cell[0] if cell else last_line
        cells.append(TextCell(last_line, 1, join_lines(line.text for line in cell)))
    _close(cells, parts, number)
    return Found(end, parts)


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
    if not is_row(lines[start]) or _is_lone_bar(lines[start]):
        return None
    rows = [lines[start]]
    end = start + 1
    blanks = 1 if _is_double_spaced(lines, start, is_row) else 0
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


def _is_double_spaced(lines: list[Line], start: int, is_row: Callable[[Line], bool]) -> bool:
    """Whether a blank line between rows is a habit of the file rather than a boundary."""
    positions = [
        index for index in range(start, min(start + 200, len(lines))) if is_row(lines[index])
    ]
    steps = [after - before for before, after in pairwise(positions)]
    return bool(steps) and sum(step == 2 for step in steps) > 0.6 * len(steps)


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


def has_bar(line: Line) -> bool:
    """Whether a line holds a bar as it stands between cells."""
    return HAS_BAR.search(line.text) is not None


def _has_bar_or_is_rule(line: Line) -> bool:
    return has_bar(line) or is_frame_rule(line)


def _is_lone_bar(line: Line) -> bool:
    return HAS_BAR.fullmatch(trim(line.text)) is not None


def _trim_right(text: str) -> str:
    """A line without spaces at its end; tabs there are blank cells."""
    return text.rstrip(" \u3000\u00a0")


def _is_table(rows: list[list[TextCell]]) -> bool:
    """A single line with two fields is prose with a gap in it, or a pair of links; lines that only
    end with a tab hold a cell each."""
    is_parted = any(sum(bool(field.text) for field in row) > 1 for row in rows)
    is_long = sum(len(row) > 1 for row in rows) > 1 or any(len(row) > 2 for row in rows)
    return is_parted and is_long


def is_packed(rows: list[list[TextCell]]) -> bool:
    """Whether merged cells have left no trace, so that only the order of cells is certain.

    Rows are of unequal length, or filled up behind their cells: then the rows of heads have no
    blank before or between their texts, yet end in different columns.
    """
    if len({len(row) for row in rows}) > 1 or _reaches_beyond_heads(rows):
        return True
    ends = set()
    for row in rows:
        filled = [index for index, field in enumerate(row) if field.text]
        if len(filled) < 2 or any(is_value(field.text) for field in row):
            continue
        if filled[-1] >= len(filled):
            return False
        ends.add(len(filled))
    return len(ends) > 1


def _reaches_beyond_heads(rows: list[list[TextCell]]) -> bool:
    """Whether values stand farther right than any head: then heads lost what they covered."""
    values = [any(is_value(field.text) for field in row) for row in rows]
    if True not in values:
        return False
    first = values.index(True)
    heads, body = (
        max((i for row in part for i, field in enumerate(row) if field.text), default=0)
        for part in (rows[:first], rows[first:])
    )
    return first > 1 and heads < body


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


def _between_bars(lines: list[Line], start: int) -> tuple[int, list[list[Line]]]:
    """The groups of lines that lone bars close, and the index behind them.

    The last cell may lack its bar: a value directly behind the last bar belongs to it.
    """
    groups: list[list[Line]] = []
    open_group: list[Line] = []
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if _is_lone_bar(line):
            groups.append(open_group)
            open_group = []
            end = index + 1
        elif has_bar(line) or len(open_group) > 8:
            break
        elif not line.is_blank:
            open_group.append(line)
    if open_group and is_value(open_group[0].text):
        groups.append(open_group[:1])
        end = lines.index(open_group[0], end) + 1
    return end, groups


def prose_and_cell(group: list[Line]) -> tuple[list[Line], list[Line]]:
    """Of the lines before a bar: a heading or prose, which ends the table, and the cell."""
    for index in range(len(group) - 2, -1, -1):
        text = trim(group[index].text)
        if is_chapter_heading(text) or ends_sentence(text) or len(text) > LONGEST_LABEL:
            return group[: index + 1], group[index + 1 :]
    return [], group


def _close(cells: list[TextCell], parts: list[Table | list[Line]], number: int) -> int:
    """End the table that is open; the number of the next one."""
    if not cells:
        return number
    parts.append(table(guessed_rows(cells), number, "ragged"))
    cells.clear()
    return number + 1
