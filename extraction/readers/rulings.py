"""Make one of the upright rulings of a table that were dragged apart from row to row.

Where borders were dragged, or rows pasted from another table, a file has a grid column for every
difference: the cells of a row no longer cover the columns of their heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extraction.readers.nesting import RawCell

_DRAGGED = 0.45
"""Rulings nearer to each other than this part of the cells beside them may be one."""


@dataclass(eq=False, slots=True)
class _Ruling:
    """rows: those that have it, a bit for each; beside: the widths of the cells at its sides."""

    rows: int
    beside: list[float] = field(default_factory=list)
    left: float = 0.0

    def is_one_with(self, other: _Ruling) -> bool:
        near = _DRAGGED * min(median(self.beside), median(other.beside))
        return self.left - other.left < near and not self.rows & other.rows


def align(cells: Sequence[RawCell]) -> None:
    """Give new columns to cells that have their places, where their widths are known.

    Rulings are one where no row has both, and they lie nearer to each other than a part of what is
    usual of the cells beside them.
    """
    if not any(cell.width for cell in cells):
        return
    rows: dict[int, int] = {}
    for cell in cells:
        its = ((1 << cell.row_span) - 1) << cell.row
        column = cell.column
        rows[column] = rows.get(column, 0) | its
        column += cell.column_span
        rows[column] = rows.get(column, 0) | its
    order = sorted(rows)
    if all(rows[one] & rows[following] for one, following in pairwise(order)):
        return
    found = {column: _Ruling(rows[column]) for column in order}
    if not _measure(cells, found):
        return
    places: dict[int, int] = {}
    kept: list[_Ruling] = []
    for column, ruling in found.items():
        if kept and ruling.is_one_with(kept[-1]):
            kept[-1].rows |= ruling.rows
        else:
            kept.append(ruling)
        places[column] = len(kept) - 1
    if len(kept) < len(found):
        for cell in cells:
            end = places[cell.column + cell.column_span]
            cell.column = places[cell.column]
            cell.column_span = end - cell.column


def _measure(cells: Sequence[RawCell], rulings: dict[int, _Ruling]) -> bool:
    """Find out where each ruling lies, by the widths of cells; False where these do not tell."""
    known = {min(rulings)}
    before = 0
    while before < len(known) < len(rulings):
        before = len(known)
        for cell in cells:
            end = cell.column + cell.column_span
            if cell.width and cell.column in known and end not in known:
                rulings[end].left = rulings[cell.column].left + cell.width
                known.add(end)
    for cell in cells:
        if cell.width:
            rulings[cell.column].beside.append(cell.width)
            rulings[cell.column + cell.column_span].beside.append(cell.width)
    return len(known) == len(rulings)
