"""Put the head of a table that stands at the foot of a page over its rows on the next page.

The two halves have grids of their own. Where both have boxes and the same outer edges they are
laid over one another by the positions of their rulings.
"""

from __future__ import annotations

from dataclasses import replace

from extraction.document import Cell, Table

TOLERANCE = 0.01
"""Share of the width by which the rulings of one table may differ from page to page."""

_SAME_WIDTH = 0.02


def under_head(head_rows: list[list[Cell]], table: Table) -> Table | None:
    """The table with head rows of the page before on top, or None if the edges do not meet."""
    head = list({id(cell): cell for row in head_rows for cell in row}.values())
    above, below = _outline(head), _outline(table.cells)
    if above is None or below is None or abs(_width(above) / _width(below) - 1) > _SAME_WIDTH:
        return None
    edges = _merged(_edges(head, above) + _edges(table.cells, below))
    first = min(cell.row for cell in head)
    moved = [_placed(cell, edges, above, cell.row - first) for cell in head]
    moved += [_placed(cell, edges, below, cell.row + len(head_rows)) for cell in table.cells]
    return Table(moved, table.geometry, table.place)


_Outline = tuple[float, float]
"""Left and right side of a table."""


def _outline(cells: list[Cell]) -> _Outline | None:
    """None where a cell has no box, or there are none of any width."""
    boxes = [cell.place.box for cell in cells if cell.place.box]
    if not boxes or len(boxes) < len(cells):
        return None
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    return (left, right) if right > left else None


def _width(outline: _Outline) -> float:
    return outline[1] - outline[0]


def _sides(cell: Cell, outline: _Outline) -> tuple[float, float]:
    """The left and right side of a cell as shares of the width of its table.

    So pages count as alike that lay shifted in a scanner, or were scanned with more pixels.
    """
    box = cell.place.box
    assert box is not None
    left, _, right, _ = box
    return (left - outline[0]) / _width(outline), (right - outline[0]) / _width(outline)


def _edges(cells: list[Cell], outline: _Outline) -> list[float]:
    return [edge for cell in cells for edge in _sides(cell, outline)]


def _merged(edges: list[float]) -> list[float]:
    """Edges in order, those within the tolerance taken for one."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > TOLERANCE:
            merged.append(edge)
    return merged


def _placed(cell: Cell, edges: list[float], outline: _Outline, row: int) -> Cell:
    left, right = (_index(edges, edge) for edge in _sides(cell, outline))
    return replace(cell, row=row, column=left, column_span=max(1, right - left))


def _index(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
