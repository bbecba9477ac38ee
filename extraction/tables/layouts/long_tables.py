"""Tables with a row for each cell of the form: 规章 | 本年制发件数 | 3, 行政复议—结果维持 | 2.

Programs that fill a database write such tables, and lists for people who read on telephones. They
are laid out as the form prints them: a row for each row of the form, a column for each of its own.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, replace

from extraction.document import Cell, Table
from extraction.labels import core, has_words
from extraction.tables.heads.grouped import grouped
from extraction.tables.heads.labels import all_blocks, column_names, row_names
from extraction.tables.layouts.stacked_rows import kinds_of_dispute
from extraction.units import without_unit
from extraction.values import read_cell

_FEWEST, _FEWEST_COLUMNS, _MOST_LABELS = 4, 2, 4
"""Rows in succession with a cell of the form each, columns of the form that they name, and labels
of a row (一、本年新收, 自然人 and those of groups above them)."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A cell of the form with the label of its row and that of its column."""

    row: Cell
    column: Cell
    value: Cell


def laid_out(table: Table) -> Table:
    """The table with such rows as the form prints them; itself if it has none."""
    if sum(core(text) in _names() for text in table.texts) < _FEWEST_COLUMNS and not any(
        map(grouped, table.texts)
    ):
        return table
    for first, entries in reversed(_runs(table)):
        lines = _lines(entries)
        if len(entries) >= _FEWEST and lines:
            table = _replaced(table, range(first, first + len(entries)), lines)
    return table


def _runs(table: Table) -> list[tuple[int, list[_Entry]]]:
    """The cells of the form that rows in succession hold, with the first of these rows."""
    runs: list[tuple[int, list[_Entry]]] = []
    is_open = False
    for number, cells in enumerate(table.rows()):
        above = runs[-1][1][-1] if is_open else None
        entry = _entry(cells, above, is_grid=table.geometry == "grid")
        if entry is None:
            is_open = False
        elif is_open:
            runs[-1][1].append(entry)
        else:
            runs.append((number, [entry]))
            is_open = True
    return runs


def _entry(cells: list[Cell], above: _Entry | None, *, is_grid: bool) -> _Entry | None:
    """What a row holds of the form: labels, a value, and nothing behind it. above: what the row
    above holds; the label of its row may go on."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len(filled) > _MOST_LABELS + 1:
        return None
    labels = [*itertools.takewhile(lambda cell: _is_label(cell.text), filled)]
    if not labels or len(filled) > len(labels) + 1:
        return None
    behind = [cell for cell in cells if cell.column >= labels[-1].columns.stop]
    value = (filled[len(labels) :] or behind)[:1]
    if not value or value[0] is not behind[0] or read_cell(value[0].text).status == "unreadable":
        return None
    if above is not None and is_grid and value[0].column != above.value.column:
        return None
    if (pair := grouped(labels[-1].text)) is not None:
        row, column = (replace(labels[-1], text=text) for text in pair)
        return _Entry(row, column, value[0])
    outer = above.row if above is not None else None
    outer = labels[-2] if len(labels) > 1 else outer
    if outer is None or not _are_of_one_block(outer.text, labels[-1].text):
        return None
    return _Entry(outer, labels[-1], value[0])


def _is_label(text: str) -> bool:
    return has_words(text) and read_cell(text).status == "unreadable"


def _lines(entries: list[_Entry]) -> list[list[Cell]]:
    """The rows of the form, those of heads among them; none where a cell stands twice."""
    parted = [[*run] for _, run in itertools.groupby(entries, key=lambda its: core(its.row.text))]
    if len({core(each[0].row.text) for each in parted}) < len(parted):
        return []
    lines: list[list[Cell]] = []
    above: list[str] = []
    for each in parted:
        heads = [core(entry.column.text) for entry in each]
        if len({*heads}) < len(heads):
            return []
        if heads != above:
            lines.append([replace(each[0].row, text=""), *(entry.column for entry in each)])
        lines.append([each[0].row, *(entry.value for entry in each)])
        above = heads
    return lines


def _replaced(table: Table, rows: range, lines: list[list[Cell]]) -> Table:
    """The table with other rows in the place of some."""
    cells: list[Cell] = []
    added = len(lines) - len(rows)
    for cell in table.cells:
        if cell.row < rows.start:
            cells.append(replace(cell, row_span=min(cell.row_span, rows.start - cell.row)))
        elif cell.row >= rows.stop:
            cells.append(replace(cell, row=cell.row + added))
    for number, line in enumerate(lines, start=rows.start):
        cells += [
            replace(cell, row=number, column=column, row_span=1, column_span=1)
            for column, cell in enumerate(line)
        ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=cells)


@functools.lru_cache(maxsize=16384)
def _are_of_one_block(row: str, column: str) -> bool:
    """Whether two labels are those of a row, or of a kind of dispute, and of a column of it."""
    row, column = core(row), core(without_unit(column))
    return any(row in rows and column in columns for rows, columns in _labels())


@functools.cache
def _names() -> frozenset[str]:
    """The labels of all columns."""
    return frozenset().union(*(columns for _, columns in _labels()))


@functools.cache
def _labels() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The labels of the rows and of the columns of each block."""
    return tuple(
        (row_names(block) | kinds_of_dispute(block), column_names(block)) for block in all_blocks()
    )
