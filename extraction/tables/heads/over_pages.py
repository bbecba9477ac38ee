"""Heads and the rows under them that the end of a page parted, as the one table that they are.

A head at the foot of a page is put over its rows on the next one (`with_head`), whole where its own
lines were parted too: 商业企 | 业. A head that a program prints again where its table goes on is
left out (`without_repeated_heads`): it says nothing new, and something false where the table has
several heads, for the rows of the last block of table 2 then seem to stand under the head of its
first. Readers number the columns of a table over all of its pages, so its parts have as many.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.document import Cell, Table
from extraction.forms import Row
from extraction.labels import core, has_words
from extraction.tables.heads.labels import (
    all_blocks,
    column_labels,
    is_head_row,
    stands_in_heads,
)
from extraction.tables.rows import best_row
from extraction.typography import join_lines
from extraction.values import read_cell

Captioned = tuple[tuple[str, ...], Table]
"""A table with the lines that stand over it."""

_FEWEST_HEADS = 2
"""One text alone at the foot of a page is the label of a row rather than a row of heads."""


def stacked(above: Table, below: Table) -> Table:
    """One table of two, the second under the first."""
    moved = [replace(cell, row=cell.row + above.row_count) for cell in below.cells]
    return Table([*above.cells, *moved], above.geometry, below.place)


def with_head(head_rows: list[list[Cell]], table: Table) -> Table | None:
    """A table with the head rows that end the one before on top; None where the two are no grids
    of as many columns."""
    cells = {id(cell): cell for row in head_rows for cell in row}.values()
    first = min(cell.row for cell in cells)
    head = Table([replace(cell, row=cell.row - first) for cell in cells])
    if table.geometry != "grid" or head.column_count != table.column_count:
        return None
    whole = stacked(head, table)
    return replace(whole, cells=_put_together(whole.cells, len(head_rows)))


def may_be_torn(cells: Sequence[Cell]) -> bool:
    """Whether a row at the foot of a page may be the upper lines of heads: words, no value, and
    not the label of a row."""
    texts = [*{id(cell): cell.text for cell in cells if cell.text.strip()}.values()]
    if len(texts) < _FEWEST_HEADS or best_row(texts[0], _known_rows())[0]:
        return False
    return all(has_words(text) and not read_cell(text).is_sure for text in texts)


@functools.cache
def _known_rows() -> tuple[Row, ...]:
    return tuple(row for block in all_blocks() for row in block.rows)


def _put_together(cells: list[Cell], row: int) -> list[Cell]:
    """The cells of a head and of the table under it, which begins at a row: what is printed in
    that row right under a head goes on with it, where most of these are labels of the forms."""
    over = {cell.columns: cell for cell in cells if cell.row + cell.row_span == row}
    rests = {cell.columns: cell for cell in cells if cell.row == row}
    torn = [
        join_lines((over[columns].text, rest.text))
        for columns, rest in rests.items()
        if columns in over and core(rest.text)
    ]
    known = sum(_is_label(text) for text in torn)
    if any(read_cell(rest.text).is_sure for rest in rests.values()) or known * 2 <= len(torn):
        return cells
    return [
        _with_rest(cell, rests[cell.columns])
        if over.get(cell.columns) is cell and cell.columns in rests
        else cell
        for cell in cells
        if cell.row != row or cell.columns not in over
    ]


def _with_rest(cell: Cell, rest: Cell) -> Cell:
    text = join_lines((cell.text, rest.text)) if core(rest.text) else cell.text
    return replace(cell, text=text, row_span=cell.row_span + rest.row_span)


def _is_label(text: str) -> bool:
    return any(column_labels(block, text) or stands_in_heads(block, text) for block in all_blocks())


def without_repeated_heads(tables: Iterable[Captioned]) -> Iterator[Captioned]:
    """The tables; those that go on from the page before without the head of the table's beginning,
    where another head stood below that, or stands below it again."""
    listed = list(tables)
    pairs = pairwise(table for _, table in listed)
    return _without(listed) if any(b.may_go_on_from(a) for a, b in pairs) else iter(listed)


def _without(tables: Iterable[Captioned]) -> Iterator[Captioned]:
    above: Table | None = None
    top: list[tuple[str, ...]] = []
    has_other = False
    for captions, table in tables:
        texts = [tuple(cell.text for cell in row) for row in table.rows()]
        heads = [is_head_row(row) for row in table.rows()]
        if captions or above is None or not table.may_go_on_from(above):
            first = heads.index(True) if any(heads) else 0
            end = heads.index(False, first) if any(heads) and not all(heads[first:]) else 0
            top, has_other = texts[:end], False
            heads = heads[end:]
        elif top and texts[: len(top)] == top and (has_other or any(heads[len(top) :])):
            count = len(top)
            cells = [replace(c, row=c.row - count) for c in table.cells if c.row >= count]
            table = Table(cells, table.geometry, table.place)
            heads = heads[count:]
        has_other |= any(heads)
        above = table
        yield captions, table
