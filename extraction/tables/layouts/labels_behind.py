"""Tables that print the labels of their rows behind the values: 5 | 3 | 2 | 规章."""

from __future__ import annotations

from dataclasses import replace

from extraction.document import Cell, Table
from extraction.labels import has_words
from extraction.tables.mended_labels import is_label_of_form
from extraction.values import read_cell

_FEWEST = 2
"""Rows with a label of the form behind numbers."""


def with_labels_first(table: Table) -> Table:
    """The table with its columns of labels before those of values; itself if they stand there.

    Only a grid tells that a label stands in the row of the numbers before it.
    """
    if table.geometry != "grid":
        return table
    if sum(_is_number(cell) for cell in table.cells if cell.column == 0) < _FEWEST:
        return table
    numbered = [row for row in table.rows() if any(map(_is_number, row))]
    known = [cell for row in numbered if (cell := row[-1]) and is_label_of_form(cell.text)]
    if len(known) < _FEWEST or 2 * len(known) <= len(numbered):
        return table
    width = table.column_count
    cut = min(cell.column for row in numbered for cell in row if _is_label(cell))
    if not cut or any(
        cell.columns.stop > cut for row in numbered for cell in row if _is_number(cell)
    ):
        return table
    cells = []
    for cell in table.cells:
        if cell.column >= cut:
            cells.append(replace(cell, column=cell.column - cut))
        elif cell.columns.stop <= cut:
            cells.append(replace(cell, column=cell.column + width - cut))
        elif cell.column_span == width:
            cells.append(cell)
        else:
            return table
    return replace(table, cells=sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _is_number(cell: Cell) -> bool:
    return read_cell(cell.text).number is not None


def _is_label(cell: Cell) -> bool:
    return has_words(cell.text) and read_cell(cell.text).status == "unreadable"
