"""Head rows that a program prints again where a table goes on on the next page.

They say nothing new, and something false where the table has several heads: the rows of the last
block of table 2 then seem to stand under the head of its first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from extraction.document import Table
from extraction.tables.heads.labels import is_head_row

Captioned = tuple[tuple[str, ...], Table]
"""A table with the lines that stand over it."""


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
