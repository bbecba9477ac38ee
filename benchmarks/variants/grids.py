"""Cut, join and change tables as their authors do, and lay them out as a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from benchmarks.manners.report import Box, Grid
from extraction.document import Cell, Document, Paragraph, Place, Table

Blocks = list[str | Grid]
LAYOUTS = ("spans", "filled", "ragged")
"""Cells that span, as in HTML; a blank cell for each place that a span covers; rows in order."""


def document(blocks: Blocks, layout: str = "spans") -> Document:
    """Lines and tables as a document. layout: of LAYOUTS."""
    found: list[Paragraph | Table] = []
    for number, block in enumerate(blocks, start=1):
        found.append(Paragraph(block) if isinstance(block, str) else _table(block, layout, number))
    return Document(found, "text/html", "invented", "1")


def _table(grid: Grid, layout: str, number: int) -> Table:
    cells = []
    for row in range(grid.height):
        boxes = grid.cover(row) if layout == "filled" else grid.row(row)
        for position, box in enumerate(boxes):
            place = Place(table=number, row=row + 1, column=position + 1)
            if layout == "spans":
                at = Cell(box.text, row, box.column, box.rows, box.columns, place)
            else:
                is_first = layout == "ragged" or (box.row, box.column) == (row, position)
                at = Cell(box.text if is_first else "", row, position, place=place)
            cells.append(at)
    return Table(cells, "ragged" if layout == "ragged" else "grid", Place(table=number))


def table(rows: list[list[str]]) -> Grid:
    """A table without spans, its first row the head."""
    return Grid(
        [
            Box(text, row, column, kind="value" if row else "head")
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ]
    )


def moved(grid: Grid, rows: int = 0, columns: int = 0) -> Grid:
    return Grid([replace(b, row=b.row + rows, column=b.column + columns) for b in grid.boxes])


def with_column(grid: Grid, at: int, text: Callable[[int], str]) -> Grid:
    """A further column in front of column `at`; boxes that reach over the place grow."""
    boxes = []
    for box in grid.boxes:
        if box.column >= at:
            boxes.append(replace(box, column=box.column + 1))
        elif box.column + box.columns > at:
            boxes.append(replace(box, columns=box.columns + 1))
        else:
            boxes.append(box)
    free = set(range(grid.height)) - {
        row
        for box in boxes
        for row in range(box.row, box.row + box.rows)
        if box.column <= at < box.column + box.columns
    }
    return Grid([*boxes, *(Box(text(row), row, at, kind="value") for row in sorted(free))])


def with_row(grid: Grid, at: int, boxes: Iterable[tuple[str, int, int]]) -> Grid:
    """A further row in front of row `at`: text, column and width of its boxes."""
    kept = []
    for box in grid.boxes:
        if box.row >= at:
            kept.append(replace(box, row=box.row + 1))
        elif box.row + box.rows > at:
            kept.append(replace(box, rows=box.rows + 1))
        else:
            kept.append(box)
    covered = {
        column
        for box in kept
        for column in range(box.column, box.column + box.columns)
        if box.row < at < box.row + box.rows
    }
    new = [Box(text, at, c, 1, wide, "value") for text, c, wide in boxes if c not in covered]
    return Grid([*kept, *new])


def without_row(grid: Grid, at: int) -> Grid:
    return transposed(without_column(transposed(grid), at))


def without_column(grid: Grid, at: int) -> Grid:
    boxes = []
    for box in grid.boxes:
        if box.column <= at < box.column + box.columns:
            if box.columns > 1:
                boxes.append(replace(box, columns=box.columns - 1))
        else:
            boxes.append(replace(box, column=box.column - 1) if box.column > at else box)
    return Grid(boxes)


def transposed(grid: Grid) -> Grid:
    return Grid(
        [replace(b, row=b.column, column=b.row, rows=b.columns, columns=b.rows) for b in grid.boxes]
    )


def rows_of(grid: Grid, start: int, stop: int) -> Grid:
    """Some rows of a table; boxes that reach out of them are cut."""
    boxes = []
    for box in grid.boxes:
        first, end = max(box.row, start), min(box.row + box.rows, stop)
        if first < end:
            boxes.append(replace(box, row=first - start, rows=end - first))
    return Grid(boxes)


def columns_of(grid: Grid, kept: Iterable[int]) -> Grid:
    wanted = set(kept)
    for column in reversed(range(grid.width)):
        if column not in wanted:
            grid = without_column(grid, column)
    return grid


def reordered(grid: Grid, order: list[int]) -> Grid:
    """The columns in another order; boxes over several of them must stay whole."""
    new = {old: at for at, old in enumerate(order)}
    return Grid(
        [
            replace(b, column=min(new[c] for c in range(b.column, b.column + b.columns)))
            for b in grid.boxes
        ]
    )


def stacked(*grids: Grid) -> Grid:
    """One table of several, one below the other."""
    boxes: list[Box] = []
    for grid in grids:
        height = max((box.row + box.rows for box in boxes), default=0)
        boxes += moved(grid, rows=height).boxes
    return Grid(boxes)


def beside(*grids: Grid) -> Grid:
    """One table of several, side by side."""
    return transposed(stacked(*map(transposed, grids)))


def widened(grid: Grid, width: int) -> Grid:
    """A table whose last boxes reach to a greater width."""
    more = width - grid.width
    return Grid(
        [
            replace(b, columns=b.columns + more) if b.column + b.columns == grid.width else b
            for b in grid.boxes
        ]
    )


def reworded(grid: Grid, change: Callable[[Box], str]) -> Grid:
    return Grid([replace(box, text=change(box)) for box in grid.boxes])
