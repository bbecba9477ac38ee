"""Tables of values separated by commas or semicolons, with quotes as spreadsheets write them, or by
the same number of spaces everywhere, which aligns nothing."""

from __future__ import annotations

import csv
import functools
import re

from extraction.readers.text.cells import TextCell, cells_of, is_even, table
from extraction.readers.text.drawn_lines import has_bar
from extraction.readers.text.lines import Found, Line
from extraction.typography import (
    collapse,
    ends_sentence,
    is_chapter_heading,
    is_value,
    join_lines,
    trim,
    width,
)

_SEPARATORS = (",", ";")
_LINES_IN_A_QUOTE = 12
_FEWEST_ROWS_WITH_VALUES = 2
_MANY_VALUES = 4
_MOST_HEAD_ROWS = 40
_GAP = re.compile(r"(?<=\S)(?: {2,}|\u3000+)(?=\S)")
_MOST_CAPTIONS = 2
_LONGEST_CAPTION = 30


def separated_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table of separated values that begins at a line, if one does."""
    for separator in _SEPARATORS:
        if separator not in lines[start].text or not _has_values_near(lines, start, separator):
            continue
        end, rows = _records(lines, start, separator)
        values = [sum(is_value(field.text) for field in row) for row in rows]
        if (
            sum(map(bool, values)) >= _FEWEST_ROWS_WITH_VALUES
            or max(values, default=0) >= _MANY_VALUES
            or (any(values) and is_even(rows))
        ):
            return Found(end, [table(rows, number, is_grid=is_even(rows))])
    return None


def spaced_evenly_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table that begins at a line and has one and the same gap between all cells of all rows.

    Columns that were set with spaces have wider gaps beside shorter cells. A blank cell would make
    a wider gap, so there is none; a short line is a row of one cell where more rows follow.
    """
    near = (_GAP.search(line.text) for line in lines[start : start + _MOST_CAPTIONS + 1])
    first = next(filter(None, near), None)
    if first is None:
        return None
    rows: list[list[TextCell]] = []
    end = start
    while end < len(lines) and not lines[end].is_blank and not has_bar(lines[end]):
        text = trim(lines[end].text)
        if set(_GAP.findall(text)) - {first[0]} or ends_sentence(text):
            break
        if first[0] not in text and not _is_caption(lines, end, first[0]):
            break
        rows.append(cells_of(lines[end], text.split(first[0])))
        end += 1
    values = [sum(is_value(cell.text) for cell in row) for row in rows if len(row) > 1]
    beginnings = {width(row[0].text) for row in rows if len(row) > 1}
    is_filled = max(values, default=0) >= _MANY_VALUES or sum(map(bool, values)) > 2
    if len(values) <= _FEWEST_ROWS_WITH_VALUES or len(beginnings) < 2 or not is_filled:
        return None
    return Found(end, [table(rows, number, is_grid=is_even(rows))])


def _is_caption(lines: list[Line], index: int, gap: str) -> bool:
    """Whether a line of one cell belongs to the rows that follow it."""
    text = trim(lines[index].text)
    following = lines[index + 1 : index + 1 + _MOST_CAPTIONS]
    is_short = len(text) <= _LONGEST_CAPTION and not is_chapter_heading(text)
    return is_short and any(gap in line.text for line in following)


def _records(lines: list[Line], start: int, separator: str) -> tuple[int, list[list[TextCell]]]:
    """The records from a line on, and the index behind them.

    A record goes on in the next line while a quote is open; prose with commas is none.
    """
    rows: list[list[TextCell]] = []
    index = start
    has_values = False
    while index < len(lines) and not lines[index].is_blank:
        text, end = lines[index].text, index + 1
        while text.count('"') % 2 and end < min(len(lines), index + _LINES_IN_A_QUOTE):
            text += "\n" + lines[end].text
            end += 1
        if text.count('"') % 2 or "。" in text:
            break
        if separator not in text and not _goes_on(lines, end, separator):
            break
        try:
            fields = next(csv.reader([text], delimiter=separator), [])
        except csv.Error:  # a quote within a word, and another lines below
            break
        rows.append([
            TextCell(lines[index], column, join_lines(map(collapse, trim(field).split("\n"))))
            for column, field in enumerate(fields, start=1)
        ])  # fmt: skip
        index = end
        has_values = has_values or any(is_value(field.text) for field in rows[-1])
        if len(rows) > _MOST_HEAD_ROWS and not has_values:
            break
    return index, rows


def _goes_on(lines: list[Line], index: int, separator: str) -> bool:
    """Whether a record follows: then a line of a single cell is a label in the table."""
    return index < len(lines) and separator in lines[index].text


def _has_values_near(lines: list[Line], start: int, separator: str) -> bool:
    near = lines[start : start + _MOST_HEAD_ROWS + 1]
    return any(_has_value(line.text, separator) for line in near)


@functools.lru_cache(maxsize=65536)
def _has_value(text: str, separator: str) -> bool:
    return any(is_value(field.strip(' "')) for field in text.split(separator))
