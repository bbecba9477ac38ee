"""Put the head of a table that stands at the foot of a page over its rows on the next page.

The two halves have grids of their own. Where both have boxes and the same outer edges they are
laid over one another by the positions of their rulings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.document import Cell, Table
from extraction.tables.heads.torn import put_together

TOLERANCE = 0.01
"""Share of the width by which the rulings of one table may differ from page to page."""

_SAME_WIDTH = 0.02


def with_head(head_rows: list[list[Cell]], table: Table) -> Table | None:
    """The table with head rows of the page before on top, or None if the edges do not meet."""
    head = list({id(cell): cell for row in head_rows for cell in row}.values())
    above, below = _Outline.of(head), _Outline.of(table.cells)
    if above is None or below is None or abs(above.width / below.width - 1) > _SAME_WIDTH:
        return None
    edges = _merged(_edges(head, above) + _edges(table.cells, below))
    first = min(cell.row for cell in head)
    upper = [_placed(cell, edges, above, cell.row - first) for cell in head]
    lower = [_placed(cell, edges, below, cell.row + len(head_rows)) for cell in table.cells]
    return Table(put_together(upper, lower, len(head_rows)), table.geometry, table.place)


Box = tuple[float, float, float, float]


Way = Callable[[Box], tuple[float, float]]

_WAYS: tuple[Way, ...] = (
    lambda box: (box[0], box[2]),
    lambda box: (-box[2], -box[0]),
    lambda box: (box[1], box[3]),
    lambda box: (-box[3], -box[1]),
)
"""Rightwards, leftwards, downwards, upwards."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """Where a table begins and ends across its columns, and which way these go in its source.

    On a page that was scanned sideways or on its head they do not go rightwards.
    """

    start: float
    width: float
    across: Way

    @classmethod
    def of(cls, cells: list[Cell]) -> _Outline | None:
        """None where a cell has no box, or there are none of any width."""
        boxes = [cell.place.box for cell in cells if cell.place.box]
        if not boxes or len(boxes) < len(cells):
            return None
        across = next((way for way in _WAYS if _fits(way, cells)), _WAYS[0])
        start = min(across(box)[0] for box in boxes)
        width = max(across(box)[1] for box in boxes) - start
        return cls(start, width, across) if width > 0 else None

    def sides(self, cell: Cell) -> tuple[float, float]:
        """Both sides of a cell as shares of the width of its table.

        So pages count as alike that lay shifted in a scanner, or were scanned with more pixels.
        """
        box = cell.place.box
        assert box is not None
        one, other = self.across(box)
        return (one - self.start) / self.width, (other - self.start) / self.width


def _fits(across: Way, cells: list[Cell]) -> bool:
    """Whether cells side by side in a row stand beside one another that way. A page that lies
    sideways and a little askew moves each a little that way as well."""
    neighbours = [
        (one.place.box, other.place.box)
        for one, other in pairwise(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        if one.row == other.row
    ]
    return all(
        one and other and across(one)[1] < sum(across(other)) / 2 for one, other in neighbours
    )


def _edges(cells: list[Cell], outline: _Outline) -> list[float]:
    return [edge for cell in cells for edge in outline.sides(cell)]


def _merged(edges: list[float]) -> list[float]:
    """Edges in order, those within the tolerance taken for one."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > TOLERANCE:
            merged.append(edge)
    return merged


def _placed(cell: Cell, edges: list[float], outline: _Outline, row: int) -> Cell:
    left, right = (_index(edges, edge) for edge in outline.sides(cell))
    return replace(cell, row=row, column=left, column_span=max(1, right - left))


def _index(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
