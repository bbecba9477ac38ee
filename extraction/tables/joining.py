"""Put the head of a table that stands at the foot of a page over its rows on the next page.

The two halves have grids of their own. Where both have boxes and the same outer edges they are
laid over one another by the positions of their rulings.
"""

from __future__ import annotations

from dataclasses import replace

from extraction.document import Cell, Table

TOLERANCE = 3.0
"""Points by which the rulings of one table may differ from page to page."""


def under_head(head_rows: list[list[Cell]], table: Table) -> Table | None:
    """The table with head rows of the page before on top, or None if the edges do not meet."""
    head = list({id(cell): cell for row in head_rows for cell in row}.values())
    if not head or not table.cells:
        return None
    edges = _merged(_edges(head) + _edges(table.cells))
    if not edges or not _same_outline(head, table.cells):
        return None
    first = min(cell.row for cell in head)
    moved = [_placed(cell, edges, cell.row - first) for cell in head]
    moved += [_placed(cell, edges, cell.row + len(head_rows)) for cell in table.cells]
    return Table(moved, table.geometry, table.place)


def _edges(cells: list[Cell]) -> list[float]:
    return [edge for cell in cells if (box := cell.place.box) for edge in (box[0], box[2])]


def _merged(edges: list[float]) -> list[float]:
    """Edges in order, those within the tolerance taken for one."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > TOLERANCE:
            merged.append(edge)
    return merged


def _same_outline(upper: list[Cell], lower: list[Cell]) -> bool:
    if any(cell.place.box is None for cell in (*upper, *lower)):
        return False
    above, below = _edges(upper), _edges(lower)
    return abs(min(above) - min(below)) <= TOLERANCE and abs(max(above) - max(below)) <= TOLERANCE


def _placed(cell: Cell, edges: list[float], row: int) -> Cell:
    box = cell.place.box
    assert box is not None
    left, right = (_index(edges, edge) for edge in (box[0], box[2]))
    return replace(cell, row=row, column=left, column_span=max(1, right - left))


def _index(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
