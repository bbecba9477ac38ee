"""Put labels of indicators together that a text prints in lines above, on and below their value.

Which lines make one label only the form says: nothing is joined but to a whole label of it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.forms import load_forms
from extraction.labels import has_words
from extraction.tables.indicators import name
from extraction.typography import is_value, join_lines
from extraction.units import unit_alone

_MOST_LINES = 3
"""Of a label above the line of its value, and below it."""


def with_whole_indicators(table: Table) -> Table:
    """The table of a text with the indicators that lines part whole."""
    rows = [] if table.geometry == "grid" else table.rows()
    if not any(map(_is_words, rows)):
        return table
    is_same = True
    for number, cells in enumerate(rows):
        if not cells or _is_words(cells):
            continue
        own = [cell for cell in cells[:1] if _is_label(cell)]
        for above, below in _around(rows, number):
            pieces = [*(rows[n][0] for n in above), *own, *(rows[n][0] for n in below)]
            label = join_lines(piece.text for piece in pieces)
            if pieces and name(label) in _names():
                if above or below:
                    rows[number] = [replace(pieces[0], text=label), *cells[len(own) :]]
                    for n in (*above, *below):
                        rows[n] = []
                    is_same = False
                break
    if is_same:
        return table
    cells = [
        replace(cell, row=row, column=column)
        for row, each in enumerate(filter(None, rows))
        for column, cell in enumerate(each)
    ]
    return replace(table, cells=cells)


def _around(rows: list[list[Cell]], number: int) -> Iterator[tuple[range, range]]:
    """Lines of words right above and below a row, the most first: a label may end as another does
    (不同意公开 and 同意公开)."""
    most = range(1, _MOST_LINES + 1)
    above = next((n - 1 for n in most if not _is_words_at(rows, number - n)), _MOST_LINES)
    below = next((n - 1 for n in most if not _is_words_at(rows, number + n)), _MOST_LINES)
    ways = [(up, down) for up in range(above + 1) for down in range(below + 1)]
    for up, down in sorted(ways, key=sum, reverse=True):
        yield range(number - up, number), range(number + 1, number + 1 + down)


def _is_words_at(rows: list[list[Cell]], number: int) -> bool:
    return 0 <= number < len(rows) and _is_words(rows[number])


def _is_words(cells: list[Cell]) -> bool:
    """Whether a row holds a label, or a piece of one, alone."""
    return len(cells) == 1 and _is_label(cells[0])


def _is_label(cell: Cell) -> bool:
    return has_words(cell.text) and not is_value(cell.text) and unit_alone(cell.text) is None


@functools.cache
def _names() -> frozenset[str]:
    blocks = (block for form in load_forms() for block in form.blocks if block.is_list)
    return frozenset(name(label) for b in blocks for row in b.rows for label in row.labels)
