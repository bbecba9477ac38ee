"""Find the place of a column that is none of the form in rows of which only the order is known.

A local table has 小计 behind the kinds of organisation, or last year's 总计 behind this year's. Of
a row with a cell more than the form has columns, the sum alone does not tell which is the extra
one: `1 - - - - - 1 1` holds in two ways. The column has one place in all rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.document import Cell
from extraction.tables.row_sums import SumTest
from extraction.tables.rows import PrintedRow

_LEAST_ROWS = 3
_LEAST_SHARE = 0.8
"""Rows whose sum tells one place from another, and the share of them that must agree on it."""


def place_of_extra(rows: Sequence[PrintedRow], size: int, sums_hold: SumTest) -> int | None:
    """The position in its row of the one cell that belongs to no column of the form.

    rows: those with one cell more than the `size` columns. None where the sums tell no place.
    """
    holding = [
        [sums_hold(without(row, position)) is True for position in range(size + 1)] for row in rows
    ]
    telling = [held for held in holding if any(held) and not all(held)]
    counts = [sum(held[position] for held in telling) for position in range(size + 1)]
    best = max(counts, default=0)
    broken = sum(not any(held) for held in holding)
    if best < _LEAST_ROWS or counts.count(best) != 1:
        return None
    is_sure = best >= _LEAST_SHARE * (len(telling) + broken)
    return counts.index(best) if is_sure else None


def without(row: PrintedRow, position: int) -> tuple[Cell, ...]:
    """The cells of a row without the one at a position."""
    return (*row.rest[:position], *row.rest[position + 1 :])
