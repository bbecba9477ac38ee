"""Rows and columns for the rectangles of a table, by where their edges lie."""

from __future__ import annotations

from extraction.readers.page.grid import Grid
from extraction.readers.page.lattice import THINNEST

SLIVER = 9.0
"""A narrower column (in points) that no cell fills alone is a border not quite straight."""


def place(grids: list[Grid]) -> None:
    """Give the rectangles of a table their rows, columns and spans; sort them row-major.

    A table that runs on over pages comes as a grid a page. They get their columns together, so
    that a column has the same number on all pages, though a cell on one page may span what
    only another page divides. Their left and right sides are laid over each other.
    """
    for grid in grids:
        grid.drop_rims()
    width = grids[0].width
    extents = [
        (grid.shifted(left, width), grid.shifted(right, width))
        for grid in grids
        for left, _, right, _ in grid.boxes
    ]
    column_of = _edges(extents)
    for grid in grids:
        row_of = _edges([(top, bottom) for _, top, _, bottom in grid.boxes])
        for region in grid.regions:
            left, top, right, bottom = region.box
            first, last = grid.shifted(left, width), grid.shifted(right, width)
            region.column, region.row = column_of[first], row_of[top]
            region.column_span = max(column_of[last] - region.column, 1)
            region.row_span = max(row_of[bottom] - region.row, 1)
        grid.regions.sort(key=lambda region: (region.row, region.column))


def _edges(extents: list[tuple[float, float]]) -> dict[float, int]:
    """The number of the grid line for each edge.

    Edges apart by less than a border are one, and so are edges that are nearly in line with
    no cell between them.
    """
    alone = set(extents)
    numbers: dict[float, int] = {}
    number, last = -1, 0.0
    for edge in sorted({edge for extent in extents for edge in extent}):
        gap = edge - last
        is_same = gap < THINNEST or (gap < SLIVER and (last, edge) not in alone)
        if number < 0 or not is_same:
            number += 1
        numbers[edge] = number
        last = edge
    return numbers
