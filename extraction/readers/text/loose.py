"""Tables whose cells stand one on a line, or behind each other with single spaces.

So `pdftotext` prints ruled tables (with and without -raw), and so they come out of the clipboard.
A blank cell leaves no trace in them: the rows that have lost one cannot be placed and are not.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import takewhile

from extraction.readers.text.blanks import SEVERAL_VALUES, with_blanks
from extraction.readers.text.cells import (
    LONGEST_LABEL,
    MANY_VALUES,
    TextCell,
    cells_of,
    guessed_rows,
    is_numbered,
    table,
)
from extraction.readers.text.dashed import is_column_rule
from extraction.readers.text.drawn_lines import HAS_BAR
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import ends_sentence, is_chapter_heading, is_value, join_lines, trim
from extraction.units import ANY, unit_alone

_SPACE = re.compile(r"[ \u3000\u00a0]+")
_SPACED_SEPARATOR = re.compile(r"(?<=\d)[ \u3000\u00a0]*([,，])[ \u3000\u00a0]*(?=\d{3}(?!\d))")
_SPACED_UNIT = re.compile(rf"(?<=\d)[ \u3000\u00a0]+(?=(?:{ANY})(?:\s|$))")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_REMARK = re.compile(rf"{_IN_BRACKETS.pattern}$")
"""What a label says of itself; the row of documents may explain at length what they are."""
_LOOSE_DIGITS = re.compile(r"[\d,，.．]+")
_MOST_HEAD_LINES = 40
_MOST_LABELS = 4
"""A table has a value for so many lines at least."""

_CUT_LABEL = 5
_LINES_OF_A_LABEL, _LINES_OF_GROUPS = 3, 8
"""So many lines hold a row's label at most; with the labels of groups before it, so many."""

_MOST_BLANK_LINES = 30
"""Paragraphs in cells, blank cells and the ends of rows leave so many blank lines at most."""

_MOST_BETWEEN_ROWS = 3
"""The same between rows with single spaces between their cells."""

_FEWEST_VALUES = 3
_FEWEST_ROWS = 2
_FEWEST_HEADS = 5
"""From so many heads on lines of their own on, one row of values under them is a table."""

_MOST_VAIN_ROWS = _MOST_HEAD_LINES + 2
"""Where the rows behind so many heads hold no labels and values, no table begins."""

_FEWEST_LONE_VALUES = 6


def lone_cells(lines: list[Line], start: int, number: int) -> Found | None:
    """The table with one cell on a line that begins at a line, if one does."""
    end = start
    found: list[int] = []
    values: list[bool] = []
    count = 0
    index: int | None = start
    while (
        index is not None
        and index - end <= _MOST_BLANK_LINES
        and _is_cell(lines, index, is_begun=bool(count))
    ):
        value = _seen(lines[index].text).is_value
        if len(values) > _MOST_HEAD_LINES and _MOST_LABELS * (count + value) <= len(values):
            break
        found.append(index)
        values.append(value)
        count += value
        end = index + 1
        index = next_filled(lines, end)
    if count < _FEWEST_LONE_VALUES or _MOST_LABELS * count < len(values):
        return None
    last = max(position for position, value in enumerate(values) if value)
    cells = _parted(with_blanks(lines, found[: last + 1]))
    return Found(found[last] + 1, [table(guessed_rows(_whole(cells)), number)])


def _parted(cells: list[TextCell]) -> list[TextCell]:
    """The cells, lines of several values parted. Two numbers may be one with a space in it."""
    parted: list[TextCell] = []
    for cell in cells:
        fields = _SPACE.split(cell.text)
        is_several = len(fields) >= SEVERAL_VALUES and is_value(cell.text)
        parted += cells_of(cell.line, fields) if is_several else [cell]
    return parted


def _is_cell(lines: list[Line], index: int, *, is_begun: bool) -> bool:
    """Whether a line can be a cell: short, no sentence, no heading of a section."""
    seen = _seen(lines[index].text)
    if seen.is_value or not seen.can_be_cell:
        return seen.is_value
    return not seen.is_heading or _is_row_label(lines, index, is_begun=is_begun)


def _is_row_label(lines: list[Line], index: int, *, is_begun: bool) -> bool:
    """Whether what looks like a heading labels rows (一、本年新收): values follow in few lines.

    In a narrow column a label has a few characters a line. No head of columns stands between.
    """
    is_cut = is_begun and len(trim(lines[index].text)) <= _CUT_LABEL
    for _ in range(_LINES_OF_GROUPS if is_cut else _LINES_OF_A_LABEL):
        below = next_filled(lines, index + 1)
        if below is None:
            return False
        seen = _seen(lines[below].text)
        if seen.is_value or seen.values:
            return True
        if not seen.can_be_label or len(_SPACE.split(seen.label)) >= SEVERAL_VALUES:
            return False
        index = below
    return False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a line looks like by itself. label, values: its parts as a row of a table."""

    is_value: bool
    can_be_cell: bool
    can_be_label: bool
    is_heading: bool
    label: str
    values: tuple[str, ...]


@functools.lru_cache(maxsize=65536)
def _seen(line: str) -> _Seen:
    """A line as seen; kept, since each line is looked at from many lines above it."""
    text = _SPACE.sub(" ", trim(line))
    has_separator = not text or "\t" in text or HAS_BAR.search(text) is not None
    if has_separator or is_column_rule(text) or len(text) > 2 * LONGEST_LABEL:
        return _Seen(False, False, False, False, text, ())
    label, values = _values_behind(text)
    is_short = len(_REMARK.sub("", text)) <= LONGEST_LABEL and not ends_sentence(text)
    return _Seen(
        is_value=is_value(text),
        can_be_cell=is_short and len(values) < 2,
        can_be_label=is_short,
        is_heading=is_chapter_heading(text),
        label=label,
        values=tuple(values),
    )


def _whole(cells: list[TextCell]) -> list[TextCell]:
    """Labels that are broken over lines, joined: what has no numbering goes on what has."""
    whole: list[TextCell] = []
    for index, cell in enumerate(cells):
        above = whole[-1] if whole else None
        goes_on = bool(
            above is not None
            and is_numbered(above.text)
            and _is_unnumbered(cell)
            and not _are_heads(cells, index)
            and not _is_unit(cells, index)
        )
        if above is not None and goes_on:
            whole[-1] = TextCell(above.line, 1, join_lines([above.text, cell.text]))
        else:
            whole.append(cell)
    return whole


def _is_unnumbered(cell: TextCell) -> bool:
    return bool(cell.text) and not is_value(cell.text) and not is_numbered(cell.text)


def _is_unit(cells: list[TextCell], index: int) -> bool:
    """Whether a text is the unit between a label and its value, or a blank."""
    behind = cells[index + 1].text if index + 1 < len(cells) else ""
    return unit_alone(cells[index].text) is not None and (not behind or is_value(behind))


def _are_heads(cells: list[TextCell], start: int) -> bool:
    """Whether as many values follow as there are texts: each stands over one of them."""
    texts = len(list(takewhile(_is_unnumbered, cells[start:])))
    values = len(list(takewhile(lambda cell: is_value(cell.text), cells[start + texts :])))
    return texts == values >= MANY_VALUES


def spaced_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table that begins at a line with single spaces between cells, if one does.

    A row is a label with values behind it, or values alone; the lines above the first are heads.
    """
    rows: list[list[TextCell]] = []
    label: list[Line] = []
    kept = end = start
    valued = most = above = several = 0
    index: int | None = start
    while (
        index is not None
        and index - end <= _MOST_BETWEEN_ROWS
        and _is_row(lines, index, is_begun=bool(valued))
    ):
        line = lines[index]
        text, values = _seen(line.text).label, list(_seen(line.text).values)
        is_few = min(len(values), above) < MANY_VALUES
        if is_few and above and not text and not label and index == kept:
            # Numbers that wrapped in narrow cells fill lines of their own.
            rows[-1] += cells_of(line, values)
            above += len(values)
        elif values:
            rows += _heads(label, text)
            parting = " " if unit_alone(text) else ""
            rows.append(_row(line, _broken(label, text) + parting + text, values))
            label, above = [], len(values)
            if text or above >= MANY_VALUES or all(value[-1].isalnum() for value in values):
                valued, most = valued + 1, max(most, above)
        else:
            label.append(line)
        end = index + 1
        if values:
            kept = end
            several += len(rows[-1]) > 1
        is_vain = not valued or several < _FEWEST_ROWS
        if len(label) > _MOST_HEAD_LINES or (is_vain and len(rows) > _MOST_VAIN_ROWS):
            break
        index = next_filled(lines, end)
    if most < _FEWEST_VALUES and valued < _FEWEST_VALUES:
        return None
    is_one_row = _FEWEST_HEADS <= most <= sum(len(row) == 1 for row in rows)
    if sum(len(row) > 1 for row in rows) < _FEWEST_ROWS and not is_one_row:
        return None
    return Found(kept, [table(rows, number)])


def _is_row(lines: list[Line], index: int, *, is_begun: bool) -> bool:
    seen = _seen(lines[index].text)
    if seen.values or not seen.can_be_label:
        return bool(seen.values)
    return not seen.is_heading or _is_row_label(lines, index, is_begun=is_begun)


def _values_behind(text: str) -> tuple[str, list[str]]:
    """The label of a line and the values behind it.

    Thousands may be parted with spaces around the comma (16 ， 434): that is one value. Where
    digits remain between label and values, it stays open where the values begin.
    """
    joined = _SPACED_UNIT.sub("", _SPACED_SEPARATOR.sub(r"\1", trim(text)))
    joined = _IN_BRACKETS.sub(lambda remark: _SPACE.sub("", remark[0]), joined)
    fields = [field for field in _SPACE.split(joined) if field]
    count = 0
    while count < len(fields) and is_value(fields[-1 - count]):
        count += 1
    label = fields[: len(fields) - count]
    if count and any(_LOOSE_DIGITS.fullmatch(word) or is_value(word) for word in label[1:]):
        return trim(text), []
    return " ".join(label), fields[len(fields) - count :]


def _broken(label: list[Line], text: str) -> str:
    """The lines above that a label without numbering goes on: back to one that has some."""
    begin = _begin(label, text)
    return join_lines(line.text for line in label[begin:])


def _heads(label: list[Line], text: str) -> list[list[TextCell]]:
    """The lines above a row as rows of their own, without those that its label goes on."""
    return [list(_head_cells(line)) for line in label[: _begin(label, text)]]


@functools.lru_cache(maxsize=4096)
def _head_cells(line: Line) -> tuple[TextCell, ...]:
    return tuple(cells_of(line, _SPACE.split(trim(line.text))))


def _begin(label: list[Line], text: str) -> int:
    """Where among the lines above a row its label begins."""
    if not text or is_numbered(text):
        return len(label)
    numbered = [index for index, line in enumerate(label) if is_numbered(line.text)]
    return numbered[-1] if numbered else len(label)


def _row(line: Line, label: str, values: list[str]) -> list[TextCell]:
    """The cells of a row. Before each numbering behind a space another label begins; a unit before
    the values stands in a column of its own."""
    words = _SPACE.split(label.strip()) if label else []
    unit = [words.pop()] if len(words) > 1 and unit_alone(words[-1]) else []
    labels: list[str] = []
    for word in words:
        if labels and not is_numbered(word):
            labels[-1] = join_lines([labels[-1], word])
        else:
            labels.append(word)
    return cells_of(line, [*labels, *unit, *values])
