"""Tables with something lost or gained, as copying and converting do it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from extraction.document import Cell, Document, Table


def damaged(document: Document, draw: random.Random) -> Document:
    """The document with one random damage to its longest table, that of requests."""
    table = max(document.tables, key=lambda table: table.row_count)
    damage: Callable[[Table, int, random.Random], list[Cell]]
    damage = draw.choice([without_cell, without_row, with_blank])
    cells = damage(table, draw.randrange(1, table.row_count), draw)
    broken = Table(cells, table.geometry, table.place)
    blocks = [broken if block is table else block for block in document.blocks]
    return replace(document, blocks=blocks)


def without_cell(table: Table, row: int, draw: random.Random) -> list[Cell]:
    """The cells behind the lost one move up to its place."""
    cells = [cell for cell in table.cells if cell.row == row]
    if not cells:
        return table.cells
    lost = draw.choice(cells)
    return [
        replace(cell, column=cell.column - lost.column_span)
        if cell.row == row and cell.column > lost.column
        else cell
        for cell in table.cells
        if cell is not lost
    ]


def without_row(table: Table, row: int, draw: random.Random) -> list[Cell]:
    """The cells of a row are gone, save those that reach into other rows."""
    return [cell for cell in table.cells if cell.row != row or cell.row_span > 1]


def with_blank(table: Table, row: int, draw: random.Random) -> list[Cell]:
    """A blank cell moves those behind it by one."""
    cells = [cell for cell in table.cells if cell.row == row]
    if not cells:
        return table.cells
    at = draw.choice(cells).column
    moved = [
        replace(cell, column=cell.column + 1) if cell.row == row and cell.column >= at else cell
        for cell in table.cells
    ]
    return sorted([*moved, Cell("", row, at)], key=lambda cell: (cell.row, cell.column))
