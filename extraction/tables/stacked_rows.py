"""Rows that stand in one row of cells, below one another: 行政处罚 行政强制 | 133 114.

Authors who press the line break in a cell put two rows of table 2 into one, or the kinds of dispute
of table 4. Where its label is the labels of such rows and nothing else, and each of its cells holds
as many values, the first of them is that of the first row.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.forms import Block
from extraction.labels import core
from extraction.tables.heads.labels import all_blocks
from extraction.values import read_cell


def with_stacked_rows_apart(table: Table) -> Table:
    """The table with such rows as rows of their own; itself if it has none."""
    if not any(len(stacked_labels(cell.text)) > 1 for cell in table.cells):
        return table
    rows = [[cell for cell in row if cell.row == at] for at, row in enumerate(table.rows())]
    stacked = {at: parted for at, row in enumerate(rows) if (parted := _parted(row)) is not None}
    if not stacked:
        return table
    added = {at: len(parted) - 1 for at, parted in stacked.items()}
    cells: list[Cell] = []
    for cell in table.cells:
        if cell.row in stacked:
            continue
        above = sum(count for at, count in added.items() if at < cell.row)
        within = range(cell.row, cell.row + cell.row_span)
        inside = sum(count for at, count in added.items() if at in within)
        cells.append(replace(cell, row=cell.row + above, row_span=cell.row_span + inside))
    for at, parted in stacked.items():
        start = at + sum(count for other, count in added.items() if other < at)
        for number, row in enumerate(parted, start=start):
            cells += [replace(cell, row=number) for cell in row]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=cells)


def _parted(row: list[Cell]) -> list[list[Cell]] | None:
    """The rows that stand in one row of cells, or None for any other row."""
    filled = [cell for cell in row if cell.text.strip()]
    labels = stacked_labels(filled[0].text) if len(filled) > 1 else ()
    if len(labels) < 2 or any(cell.row_span > 1 or cell.recognition for cell in row):
        return None
    texts = {id(filled[0]): list(labels)}
    for cell in row:
        if cell is not filled[0]:
            texts[id(cell)] = cell.text.split() or [""] * len(labels)
    values = [text for cell in filled[1:] for text in texts[id(cell)]]
    if not all(read_cell(text).is_sure for text in values):
        return None
    if any(len(each) != len(labels) for each in texts.values()):
        return None
    return [
        [replace(cell, text=texts[id(cell)][number]) for cell in row]
        for number in range(len(labels))
    ]


@functools.lru_cache(maxsize=16384)
def stacked_labels(text: str) -> tuple[str, ...]:
    """The labels of different rows that a text is made up of; none where there is another rest."""
    return _labels_in(core(text))


def _labels_in(words: str) -> tuple[str, ...]:
    if words in _rows():
        return (words,)
    for label in _rows():
        rest = _labels_in(words.removeprefix(label)) if words.startswith(label) else ()
        if rest and label not in rest:
            return (label, *rest)
    return ()


@functools.cache
def _rows() -> frozenset[str]:
    """The labels of the rows of table 2, and of the kinds of dispute in table 4."""
    blocks = [block for block in all_blocks() if not block.has_applicants]
    rows = {core(label) for block in blocks for row in block.rows for label in row.labels}
    return frozenset(rows.union(*map(_kinds, blocks)))


def _kinds(block: Block) -> set[str]:
    """The labels of a block's groups of columns that are kinds of their own, alone and with that
    of the group around them in front (行政诉讼 未经复议直接起诉)."""
    found = set()
    for group in block.groups:
        around = () if group.parent is None else block.groups[group.parent].labels
        if group.code:
            found |= {core(front + label) for label in group.labels for front in ("", *around)}
    return found
