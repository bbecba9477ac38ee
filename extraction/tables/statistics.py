"""Read the table of 2014 (政府信息公开情况统计表, 国办发〔2014〕32号): indicator, unit, figure.

Local variants add columns (numbers of the rows, remarks, several columns of figures), leave the
units out or put two halves side by side. One column of figures is read; where it stays open
which one is the report's, none is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.document import Cell, Document, Table
from extraction.forms import Column
from extraction.labels import has_words
from extraction.tables.cells import CellReading, Doubt, TableReading
from extraction.tables.figures import Figures, figures_head
from extraction.tables.heads import HeadColumn
from extraction.tables.indicators import (
    candidates,
    is_statistics,
    match_rows,
    statistics_block,
    unit_in_label,
    unit_of,
)
from extraction.tables.stacked import stacked_tables
from extraction.values import read_cell


@dataclass(frozen=True, slots=True)
class _Entry:
    """A printed row: its label and the cells behind it, under the head that it stands under."""

    label: str
    rest: tuple[Cell, ...]
    figures: Figures | None
    is_grid: bool


def read_statistics(document: Document, reading: TableReading) -> list[Table]:
    """Read the tables of 2014 of a document and return them, so that nothing else reads them.

    Parts of one table (page breaks) follow one another and repeat no indicator.
    """
    runs: list[list[tuple[Table, list[_Entry]]]] = []
    head: Figures | None = None
    for table in [*document.tables, *stacked_tables(document)]:
        entries, head = _entries(table, head)
        found = {index for entry in entries for index in candidates(entry.label)}
        if not found:
            continue
        if runs and not _is_begun_anew(runs[-1], entries):
            runs[-1].append((table, entries))
        else:
            runs.append([(table, entries)])
    taken: list[Table] = []
    for run in runs:
        rows = [entry for _, entries in run for entry in entries]
        if not is_statistics([entry.label for entry in rows]):
            continue
        taken += [table for table, _ in run]
        if statistics_block() in reading.blocks:
            reading.doubts.append(
                Doubt(
                    "table_repeated",
                    "warning",
                    "The block statistics stands more than once; the first was read.",
                )
            )
            continue
        reading.blocks.append(statistics_block())
        _read(rows, reading)
    return taken


def _is_begun_anew(run: list[tuple[Table, list[_Entry]]], entries: list[_Entry]) -> bool:
    """Whether rows of a table go back to indicators that the run has read already."""
    seen = [
        index[0] for _, part in run for entry in part if len(index := candidates(entry.label)) == 1
    ]
    new = [index[0] for entry in entries if len(index := candidates(entry.label)) == 1]
    return bool(new) and bool(set(seen) & set(new))


def _entries(table: Table, head: Figures | None) -> tuple[list[_Entry], Figures | None]:
    """The rows of a table in the order of the form (left half first), and the head in force."""
    halves: list[list[_Entry]] = [[], []]
    is_grid = table.geometry == "grid"
    width = table.column_count
    if head is not None and (head.width != width or not is_grid):
        head = replace(head, width=0)
    above: Figures | None = None
    for cells in table.rows():
        above = figures_head(cells, width, above if is_grid else None)
        if above is not None:
            head = above
            continue
        for half, part in enumerate(_halves(cells, head, is_grid=is_grid)):
            under = head.for_second_half() if half and head else head
            entry = _entry(part, under, is_grid=is_grid)
            if entry is not None:
                halves[half].append(entry)
    return halves[0] + halves[1], head


def _halves(cells: list[Cell], head: Figures | None, *, is_grid: bool) -> list[list[Cell]]:
    """The cells of the two halves of a table whose head stands twice side by side."""
    if head is None or head.split is None:
        return [cells]
    if is_grid and head.width:
        left = [cell for cell in cells if cell.column < head.split]
        return [left, [cell for cell in cells if cell.column >= head.split]]
    if len(cells) != head.count:
        return [[]]
    return [cells[: head.split_count], cells[head.split_count :]]


def _entry(cells: list[Cell], head: Figures | None, *, is_grid: bool) -> _Entry | None:
    """A row parted: numbers of the row in front go, the innermost label stays."""
    label: Cell | None = None
    end = 0
    for position, cell in enumerate(cells):
        text = cell.text.strip()
        if not text:
            continue
        is_label = has_words(text) and unit_of(text) is None
        if is_label and read_cell(text).status == "unreadable":
            if label is None or candidates(text) or not candidates(label.text):
                label, end = cell, position + 1
                continue
            break
        if label is not None or position > 1:
            break
    if label is None:
        return None
    return _Entry(label.text, tuple(cells[end:]), head, is_grid)


def _read(entries: list[_Entry], reading: TableReading) -> None:
    block = statistics_block()
    matched = match_rows([entry.label for entry in entries])
    columns = _columns_that_add_up(entries)
    for entry, row in zip(entries, matched, strict=True):
        if row is None:
            _note_unmatched(entry, reading, adding_up=columns)
            continue
        key = block.key(row, block.columns[0])
        cell, certainty = _figure(entry, adding_up=columns)
        if cell is None:
            printed = " | ".join(cell.text for cell in entry.rest)
            reading.doubts.append(
                Doubt(
                    "cells_missing",
                    "error",
                    f"Which figure of the row {entry.label!r} is the year's of the report stays "
                    f"open: {printed or '(no cell)'}. Look at the row in the source.",
                    key,
                )
            )
            continue
        unit = _unit(entry)
        text = entry.figures.text(cell) if entry.figures else ""
        if row.money:
            text = f"{text}（单位：{unit}）" if unit else text
        column = Column(
            block.columns[0].code, block.columns[0].labels, money=row.money, unit=row.unit
        )
        head = HeadColumn(column, text, cell.columns if entry.is_grid else None)
        value = read_cell(cell.text)
        reading.cells[key] = CellReading(key, value, cell, block, head, entry.label, certainty)


def _unit(entry: _Entry) -> str | None:
    """The unit that a row prints: in a cell of its own, in the label or in the head."""
    for cell in entry.rest:
        if unit := unit_of(cell.text):
            return unit
    return unit_in_label(entry.label)


def _figure(entry: _Entry, *, adding_up: bool) -> tuple[Cell | None, str]:
    """The cell of a row that holds its figure and how it was found; None where it stays open."""
    figures = entry.figures
    if figures is None:
        cells = [cell for cell in entry.rest if unit_of(cell.text) is None]
        if entry.rest and unit_of(entry.rest[-1].text) == "" and len(entry.rest) > 1:
            cells.append(entry.rest[-1])
        return (cells[0], "only") if len(cells) == 1 else (None, "")
    position = figures.year_position(adding_up=adding_up)
    if position is None:
        return None, ""
    cell = _value_at(entry, figures, position)
    if cell is not None:
        return cell, "head"
    if figures.is_simple:
        filled = [cell for cell in entry.rest if cell.text.strip()]
        cells = [cell for cell in filled if unit_of(cell.text) is None]
        return (cells[0], "only") if len(cells) == 1 and cells[0] is filled[-1] else (None, "")
    return None, ""


def _under_head(entry: _Entry, figures: Figures, column: int) -> Cell | None:
    """The cell under the head of the figures, if every cell of the row stands under its head."""
    covered = {index for cell in entry.rest for index in cell.columns}
    if not covered.issuperset(figures.columns_behind):
        return None
    for cell in entry.rest:
        if not cell.text.strip():
            continue
        role = figures.role_at(cell.column)
        is_unit = bool(unit_of(cell.text))
        if role is None or (role == "unit" and unit_of(cell.text) is None):
            return None
        if role == "value" and is_unit:
            return None
    found = [cell for cell in entry.rest if column in cell.columns]
    return found[0] if len(found) == 1 else None


def _in_order(entry: _Entry, figures: Figures, position: int) -> Cell | None:
    """The cell at the place that the order of the heads gives, if the row has as many cells."""
    roles = figures.behind
    if len(entry.rest) == len(roles) - 1 and roles[-1] == "remarks":
        roles = roles[:-1]
    if len(entry.rest) != len(roles):
        return None
    for role, cell in zip(roles, entry.rest, strict=True):
        unit = unit_of(cell.text) if cell.text.strip() else None
        if (role == "unit" and cell.text.strip() and unit is None) or (role == "value" and unit):
            return None
    values = [cell for role, cell in zip(roles, entry.rest, strict=True) if role == "value"]
    return values[position]


def _columns_that_add_up(entries: list[_Entry]) -> bool:
    """Whether in every row the first of three or more columns of figures is the sum of the others.

    Then it is the total of the area, whatever its head says.
    """
    sums = []
    for entry in entries:
        figures = entry.figures
        if figures is None or figures.count_of_values < 3:
            continue
        cells = [_value_at(entry, figures, at) for at in range(figures.count_of_values)]
        found = [read_cell(cell.text).number or Decimal(0) for cell in cells if cell is not None]
        if len(found) == figures.count_of_values and any(found):
            sums.append(found[0] == sum(found[1:]))
    return len(sums) > 2 and all(sums)


def _value_at(entry: _Entry, figures: Figures, position: int) -> Cell | None:
    if entry.is_grid and figures.width:
        return _under_head(entry, figures, figures.value_columns[position])
    return _in_order(entry, figures, position)


def _note_unmatched(entry: _Entry, reading: TableReading, *, adding_up: bool) -> None:
    cell = _figure(entry, adding_up=adding_up)[0]
    shown = entry.rest if cell is None else (cell,)
    if all(read_cell(cell.text).number is None for cell in shown):
        return
    reading.doubts.append(
        Doubt(
            "label_unmatched",
            "info",
            f"A row of numbers is no row of the block statistics: {entry.label} | "
            f"{' | '.join(cell.text for cell in entry.rest)}",
        )
    )
