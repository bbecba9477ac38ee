"""Tables whose cells stand one on a line, or behind each other with single spaces.

So `pdftotext` prints ruled tables (with and without -raw), and so they come out of the clipboard.
A blank cell leaves no trace in them: the rows that have lost one cannot be placed and are not.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extraction.readers.text.cells import TextCell, cells_of, guessed_rows, table
from extraction.readers.text.delimited import HAS_BAR, LONGEST_LABEL
from extraction.readers.text.lines import Found, Line, next_filled
from extraction.typography import (
    ends_sentence,
    is_chapter_heading,
    is_value,
    join_lines,
    starts_with_numbering,
    trim,
)

_SPACE = re.compile(r"[ \u3000\u00a0]+")
_MOST_HEAD_LINES = 40
_FEWEST_VALUES = 3
_MANY_VALUES = 4
_FEWEST_LONE_VALUES = 6


def lone_cells(lines: list[Line], start: int, number: int) -> Found | None:
    """The table with one cell on a line that begins at a line, if one does."""
    end = start
    found: list[int] = []
    values: list[bool] = []
    count = 0
    index: int | None = start
    while index is not None and index - end <= 1 and _is_cell(lines, index):
        value = _seen(lines[index].text).is_value
        if len(values) > _MOST_HEAD_LINES and 3 * (count + value) <= len(values):
            break
        found.append(index)
        values.append(value)
        count += value
        end = index + 1
        index = next_filled(lines, end)
    if count < _FEWEST_LONE_VALUES or 3 * count < len(values):
        return None
    last = max(position for position, value in enumerate(values) if value)
    cells = [TextCell(lines[i], 1, trim(lines[i].text)) for i in found[: last + 1]]
    return Found(found[last] + 1, [table(guessed_rows(_whole(cells)), number, "ragged")])


def _is_cell(lines: list[Line], index: int) -> bool:
    """Whether a line can be a cell: short, no sentence, no heading of a section."""
    seen = _seen(lines[index].text)
    if seen.is_value or not seen.can_be_cell:
        return seen.is_value
    below = next_filled(lines, index + 1) if seen.is_heading else None
    return not seen.is_heading or (below is not None and _seen(lines[below].text).is_value)


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
    text = trim(line)
    has_separator = not text or "\t" in text or HAS_BAR.search(text) is not None
    if has_separator or len(text) > 2 * LONGEST_LABEL:
        return _Seen(False, False, False, False, text, ())
    label, values = _values_behind(text)
    is_short = len(text) <= LONGEST_LABEL and not ends_sentence(text)
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
    for cell in cells:
        above = whole[-1] if whole else None
        goes_on = (
            above is not None
            and _is_numbered(above.text)
            and not is_value(cell.text)
            and not _is_numbered(cell.text)
        )
        if above is not None and goes_on:
            whole[-1] = TextCell(above.line, 1, join_lines([above.text, cell.text]))
        else:
            whole.append(cell)
    return whole


def spaced_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table that begins at a line with single spaces between cells, if one does.

    A row is a label with values behind it, or values alone; the lines above the first are heads.
    """
    rows: list[list[TextCell]] = []
    label: list[Line] = []
    kept = end = start
    valued = most = 0
    index: int | None = start
    while index is not None and index - end <= 1 and _is_row(lines, index):
        line = lines[index]
        text, values = _seen(line.text).label, list(_seen(line.text).values)
        if values:
            rows += _heads(label, text)
            rows.append(_row(line, _broken(label, text) + text, values))
            label, kept = [], index + 1
            valued, most = valued + 1, max(most, len(values))
        else:
            label.append(line)
        if len(label) > _MOST_HEAD_LINES:
            break
        end = index + 1
        index = next_filled(lines, end)
    if most < _FEWEST_VALUES and valued < _FEWEST_VALUES:
        return None
    if sum(len(row) > 1 for row in rows) < 2:
        return None
    return Found(kept, [table(rows, number, "ragged")])


def _is_row(lines: list[Line], index: int) -> bool:
    seen = _seen(lines[index].text)
    if seen.values or not seen.can_be_label:
        return bool(seen.values)
    below = next_filled(lines, index + 1) if seen.is_heading else None
    return not seen.is_heading or (below is not None and bool(_seen(lines[below].text).values))


def _values_behind(text: str) -> tuple[str, list[str]]:
    """The label of a line and the values behind it. Few numbers alone are no row."""
    fields = [field for field in _SPACE.split(trim(text)) if field]
    count = 0
    while count < len(fields) and is_value(fields[-1 - count]):
        count += 1
    if count == len(fields) < _MANY_VALUES:
        return trim(text), []
    return " ".join(fields[: len(fields) - count]), fields[len(fields) - count :]


def _broken(label: list[Line], text: str) -> str:
    """The lines above that a label without numbering goes on: back to one that has some."""
    begin = _begin(label, text)
    return join_lines(line.text for line in label[begin:])


def _heads(label: list[Line], text: str) -> list[list[TextCell]]:
    """The lines above a row as rows of their own, without those that its label goes on."""
    heads = label[: _begin(label, text)]
    return [cells_of(line, _SPACE.split(trim(line.text))) for line in heads]


def _begin(label: list[Line], text: str) -> int:
    """Where among the lines above a row its label begins."""
    if not text or _is_numbered(text):
        return len(label)
    numbered = [index for index, line in enumerate(label) if _is_numbered(line.text)]
    return numbered[-1] if numbered else len(label)


def _is_numbered(text: str) -> bool:
    """Whether a label of the form's rows begins here; an article (第二十条) is a caption."""
    return starts_with_numbering(text) and not trim(text).startswith("第")


def _row(line: Line, label: str, values: list[str]) -> list[TextCell]:
    """The cells of a row. Before each numbering behind a space another label begins."""
    labels: list[str] = []
    for word in _SPACE.split(label) if label else ():
        if labels and not _is_numbered(word):
            labels[-1] = join_lines([labels[-1], word])
        else:
            labels.append(word)
    return cells_of(line, [*labels, *values])
