"""Tables set upright: their heads stand in the first columns, their values below one another."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.forms import Block
from extraction.labels import core
from extraction.tables.heads.labels import all_blocks, column_names, group_label
from extraction.typography import is_value

_FEWEST_LISTED = 10
"""Results of two kinds of dispute: those of one may stand in a list of other matters."""


def transposed(table: Table) -> Table:
    """A table with its rows as columns; one of which the columns are not known comes out empty."""
    if table.geometry != "grid":
        table = _with_groups(table)
    cells = [
        replace(
            cell,
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
        )
        for cell in table.cells
    ]
    return Table(sorted(cells, key=lambda c: (c.row, c.column)), table.geometry, table.place)


def parted(table: Table) -> list[Table]:
    """A grid of which a part lists results below one another, as sheets hold several tables, in
    its parts; any other table as it is."""
    listed = [cell for cell in table.cells if is_result(cell.text)]
    column, count = Counter(cell.column for cell in listed).most_common(1)[0] if listed else (0, 0)
    if table.geometry != "grid" or count < _FEWEST_LISTED:
        return [table]
    rows = [cell.row for cell in listed if cell.column == column]
    part = _rows_of(table, range(min(rows), max(rows) + 1))
    if len(part.rows()) > count:
        return [table]
    above = _rows_of(table, range(min(rows)))
    below = _rows_of(table, range(max(rows) + 1, table.row_count))
    return [each for each in (above, part, below) if each.cells]


def _rows_of(table: Table, rows: range) -> Table:
    """Some rows of a table, without columns in which nothing stands."""
    cells = [cell for cell in table.cells if cell.row in rows]
    filled = {column for cell in cells if cell.text.strip() for column in cell.columns}
    kept = [
        replace(cell, row=cell.row - rows.start)
        for cell in cells
        if filled.intersection(cell.columns)
    ]
    return Table(kept, "grid", table.place)


def _with_groups(table: Table) -> Table:
    """The grid of an upright table of reviews of which merged groups have left no trace: a row of
    a group, a result and a value, then rows that lack the group, or have it in the result's cell
    or on a line of its own. Empty where the table is none.
    """
    head, *rows = [cells for cells in table.rows() if any(core(c.text) for c in cells)] or [[]]
    if len(head) > 4:
        return Table([], "grid", table.place)
    placed: list[Cell] = [replace(cell, row=0, column=at) for at, cell in enumerate(head[:3])]
    group = head[3] if len(head) == 4 and _is_group(head[3].text) else None
    place = 0
    number = 0
    for cells in rows:
        if len(cells) == 1 and _is_group(cells[0].text):
            group = cells[0]
            continue
        if len(cells) == 2 and (parted := _parted(cells[0])):
            cells = [*parted, cells[1]]
        if len(cells) == 2 and group is not None:
            cells, group = [group, *cells], None
        is_short = len(cells) == 2 and number > 0
        is_closed = not core(cells[-1].text) or is_value(cells[-1].text)
        is_led = is_short or _is_group(cells[0].text)
        if len(cells) != 3 - is_short or not is_led or not is_closed or is_value(cells[-2].text):
            return Table([], "grid", table.place)
        number += 1
        if is_short:
            placed[place] = replace(placed[place], row_span=number + 1 - placed[place].row)
        else:
            place = len(placed)
        placed += [replace(cell, row=number, column=at + is_short) for at, cell in enumerate(cells)]
    return Table(placed, "grid", table.place)


@functools.lru_cache(maxsize=1)
def _reviews() -> Block:
    return next(block for block in all_blocks() if block.table == "review")


def _is_group(text: str) -> bool:
    return group_label(_reviews(), text) is not None


@functools.lru_cache(maxsize=16384)
def is_result(text: str) -> bool:
    """Whether a text is the label of a result, or of the total, of disputes."""
    return core(text) in _results()


@functools.lru_cache(maxsize=1)
def _results() -> list[str]:
    """The labels of results, the longest first: 结果维持 before 维持."""
    labels = column_names(_reviews())
    return sorted(labels, key=lambda label: (-len(label), label))


def _parted(cell: Cell) -> list[Cell] | None:
    """The group and the result that stand in one cell (行政复议结果维持), if they do."""
    text = core(cell.text)
    for result in _results():
        group = text.removesuffix(result)
        if group != text and _is_group(group):
            return [replace(cell, text=group), replace(cell, text=result)]
    return None
