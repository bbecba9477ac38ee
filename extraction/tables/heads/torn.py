"""Put heads together whose lines the end of a page parted: 商业企 | 业."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from extraction.document import Cell
from extraction.forms import Row
from extraction.labels import core, has_words
from extraction.tables.heads.labels import (
    ASIDES,
    CORNER,
    LEADERS,
    all_blocks,
    column_labels,
    group_label,
    is_caption,
)
from extraction.tables.rows import best_row
from extraction.typography import join_lines
from extraction.values import read_cell

_FEWEST_HEADS = 2
"""One text alone at the foot of a page is the label of a row rather than a row of heads."""


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


def put_together(head: list[Cell], below: list[Cell], row: int) -> list[Cell]:
    """A head and the table under it, which begins at a row, as one: what is printed in that row
    right under a head goes on with it, where most of these are labels of the forms as a whole."""
    over = {cell.columns: cell for cell in head if cell.row + cell.row_span == row}
    rests = {cell.columns: cell for cell in below if cell.row == row}
    torn = [
        join_lines((over[columns].text, rest.text))
        for columns, rest in rests.items()
        if columns in over and core(rest.text)
    ]
    known = sum(_is_label(text) for text in torn)
    if any(read_cell(rest.text).is_sure for rest in rests.values()) or known * 2 <= len(torn):
        return [*head, *below]
    whole = [
        _with_rest(cell, rests[cell.columns])
        if over.get(cell.columns) is cell and cell.columns in rests
        else cell
        for cell in head
    ]
    return whole + [cell for cell in below if cell.row != row or cell.columns not in over]


def _with_rest(cell: Cell, rest: Cell) -> Cell:
    text = join_lines((cell.text, rest.text)) if core(rest.text) else cell.text
    return replace(cell, text=text, row_span=cell.row_span + rest.row_span)


def _is_label(text: str) -> bool:
    words = core(text)
    return (
        words in LEADERS | ASIDES
        or CORNER in words
        or any(
            column_labels(block, text)
            or group_label(block, text) is not None
            or is_caption(block, text)
            for block in all_blocks()
        )
    )
