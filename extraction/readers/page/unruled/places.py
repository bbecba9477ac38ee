"""The places of cells that were told one by one: no two of a table share one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from extraction.readers.page.region import Region

_Place = tuple[int, int]


def settled(regions: list[Region], columns: set[int]) -> list[Region] | None:
    """The cells in their order, none of which covers another; None where a label has no place but
    that of a number. columns: those of numbers.

    A label that stands over several columns or rows gives way to others with fewer: it keeps the
    columns where nothing else stands, or the first of its rows. Two that have one place are one.
    """
    taken: dict[_Place, Region] = {}
    for region in sorted(regions, key=lambda each: (each.column_span, each.row_span, each.row)):
        _give_way(region, taken)
        places = [(row, column) for row in region.rows for column in region.columns]
        other = next((taken[place] for place in places if place in taken), None)
        if other is None:
            taken.update(dict.fromkeys(places, region))
        elif columns.isdisjoint(region.columns) and columns.isdisjoint(other.columns):
            other.glyphs = [*other.glyphs, *region.glyphs]
        else:
            return None
    return sorted(set(taken.values()), key=lambda region: (region.row, region.column))


def _give_way(region: Region, taken: dict[_Place, Region]) -> None:
    """Take out the columns of a cell where others stand, or the rows behind its first free ones."""
    columns = _run(
        region.columns, lambda column: all((r, column) not in taken for r in region.rows)
    )
    if columns:
        region.column, region.column_span = columns[0], len(columns)
        return
    rows = _run(region.rows, lambda row: all((row, c) not in taken for c in region.columns))
    if rows:
        region.row, region.row_span = rows[0], len(rows)


def _run(numbers: range, is_free: Callable[[int], bool]) -> list[int]:
    """The first of the numbers in a row that are free."""
    first = next(filter(is_free, numbers), numbers.stop)
    return list(takewhile(is_free, range(first, numbers.stop)))
