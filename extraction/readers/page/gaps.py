"""Cells of a ruled table of which a side is not drawn: where the end of a page parts merged cells,
or a program borders only the first of them.

Such a cell is no closed rectangle: it is open outwards, or runs into its neighbour around a corner.
Within the outline of a table everything is a cell, so what is left of it is cut into rectangles
along its rulings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from extraction.readers.page.glyphs import Box

Owners = Sequence[Sequence[object | None]]


def gaps(
    box: Box,
    members: Set[object],
    owners: Owners,
    edges: tuple[list[float], list[float]],
    walls: tuple[list[set[int]], list[set[int]]],
) -> Iterator[Box]:
    """The rectangles between the cells (`members`) of a table and its outline `box`.

    owners: for each piece of the page (row, column) the cell that it is part of. edges: where the
    columns and rows of pieces begin. walls: for each x the rows with a wall there, for each y the
    columns. There are none where something else stands within the outline.
    """
    (xs, ys), (sides, floors) = edges, walls
    left, right = xs.index(box[0]), xs.index(box[2])
    rows = range(ys.index(box[1]), ys.index(box[3]))
    within = {owner for row in rows for owner in owners[row][left:right]}
    if not within <= {None, *members}:
        return
    open_runs: dict[tuple[int, int], int] = {}
    for row in (*rows, rows.stop):
        runs = set(_runs(owners[row], row, range(left, right), sides)) if row in rows else set()
        for run, first in list(open_runs.items()):
            if run not in runs or floors[row].issuperset(range(*run)):
                yield xs[run[0]], ys[first], xs[run[1]], ys[row]
                del open_runs[run]
        for run in runs:
            open_runs.setdefault(run, row)


def _runs(
    owners: Sequence[object | None], row: int, columns: range, sides: list[set[int]]
) -> Iterator[tuple[int, int]]:
    """The pieces of a row that are of no cell, side by side, parted by upright walls."""
    start: int | None = None
    for column in columns:
        is_wall = column == columns.start or row in sides[column]
        if start is not None and (is_wall or owners[column] is not None):
            yield start, column
            start = None
        if start is None and owners[column] is None:
            start = column
    if start is not None:
        yield start, columns.stop
