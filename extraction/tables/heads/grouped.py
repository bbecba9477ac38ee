"""Heads that name their group before their own column: 法人或其他组织-商业企业, 复议后起诉_总计.

So those write who make one row of heads of several: language models, and programs for data. The
group is a head over its columns again, as the forms print it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from itertools import groupby

from extraction.document import Cell, Table
from extraction.forms import Block
from extraction.labels import core, plain
from extraction.tables.heads.labels import all_blocks

_BETWEEN = re.compile(r"[-—–_:：/／·.>|()]+")
_FEWEST = 3
"""Heads of a row that name their group; one or two may be captions."""


def with_parted_heads(table: Table) -> Table:
    """The table, each such row of heads as two: that of the groups and that of the columns; itself
    if it has none."""
    if not any(map(grouped, table.texts)):
        return table
    rows = [
        number
        for number, row in enumerate(table.rows())
        if sum(grouped(cell.text) is not None for cell in row) >= _FEWEST
    ]
    if not rows:
        return table
    cells: list[Cell] = []
    for cell in table.cells:
        moved = replace(cell, row=cell.row + sum(row < cell.row for row in rows))
        parts = grouped(cell.text) if cell.row in rows else None
        if parts is not None:
            cells.append(replace(moved, text=parts[1], row=moved.row + 1))
        elif cell.row in rows:
            is_grid = table.geometry == "grid"
            cells.append(replace(moved, row_span=cell.row_span + 1) if is_grid else moved)
        else:
            cells.append(moved)
    for shift, row in enumerate(rows):
        cells += _groups([cell for cell in table.cells if cell.row == row], row + shift)
    return replace(table, cells=sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _groups(heads: list[Cell], row: int) -> list[Cell]:
    """The heads over the columns of one group each."""
    found = []
    for name, run in groupby(heads, key=lambda cell: (grouped(cell.text) or ("",))[0]):
        first, *others = run
        stop = others[-1].columns.stop if others else first.columns.stop
        if name:
            found.append(replace(first, text=name, row=row, column_span=stop - first.column))
    return found


@functools.lru_cache(maxsize=16384)
def grouped(text: str) -> tuple[str, str] | None:
    """The group and the column that a head names, or None for any other text."""
    parts = [core(part) for part in _BETWEEN.split(plain(text)) if core(part)]
    if len(parts) < 2:
        return None
    for block in all_blocks():
        for column in block.columns:
            group = block.groups[column.group] if column.group is not None else None
            if group is not None and parts[-1] in map(core, column.labels):
                names = _names(block, column.group)
                if parts[-2] in map(core, group.labels) and set(parts[:-1]) <= names:
                    return group.labels[0], column.labels[0]
    return None


def _names(block: Block, number: int | None) -> set[str]:
    """The labels of a group and of those that it stands in."""
    names: set[str] = set()
    while number is not None:
        names |= set(map(core, block.groups[number].labels))
        number = block.groups[number].parent
    return names
