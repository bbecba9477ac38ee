"""What the end of a page parted: the head of a table from its rows, a row from the rest of it.

A head that stands at the foot of a page is put over its rows on the next one (`with_head`). The two
halves have grids of their own; where both have boxes and the same outer edges they are laid over
one another by the positions of their rulings. Word processors break rows over pages unless they are
told not to: the rest of a label, or of a number, looks like a row of its own without a value or
without a label (`joined`, `completed`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.document import Cell, Table
from extraction.forms import Row
from extraction.labels import core
from extraction.tables.heads.torn import put_together
from extraction.tables.rows import PrintedRow, best_row

TOLERANCE = 0.01
"""Share of the width by which the rulings of one table may differ from page to page."""

_SAME_WIDTH = 0.02

_ALIKE = 0.9
"""The label of a row that was parted is that of the form once its halves are put together."""


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


def joined(above: PrintedRow, below: PrintedRow, rows: Sequence[Row]) -> PrintedRow | None:
    """The row whose halves two printed rows are; None where they are none.

    Their labels together must be like the label of a row more than that of either is; one that
    they make exactly may begin with the whole label of another row (其他 | 法律行政法规禁止公开).
    """
    if not above.rest or not _is_over_pages(above, below):
        return None
    if (named := _named_below(above, below, tuple(rows))) or not above.labels:
        return named
    start = above.rest[0].column
    cells = (*below.labels, *below.rest)
    labels = [cell for cell in cells if cell.column < start]
    if not labels or not core(labels[-1].text):
        return None
    whole, known = above.label + labels[-1].text, tuple(rows)
    alike, row = best_row(whole, known)
    (upper, first), (lower, _) = (best_row(half, known) for half in (above.label, labels[-1].text))
    is_more = alike > upper or (alike >= 1 and first is not row)
    if alike < _ALIKE or alike <= lower or not is_more:
        return None
    rest = _values(above.rest, [cell for cell in cells if cell.column >= start])
    if rest is None:
        return None
    return replace(
        above, labels=(*above.labels[:-1], replace(above.labels[-1], text=whole)), rest=rest
    )


def _named_below(above: PrintedRow, below: PrintedRow, rows: tuple[Row, ...]) -> PrintedRow | None:
    """The row whose numbers stand at the foot of a page, its label as a whole on the next: what is
    above has no label of a row, what is below nothing but that."""
    if below.has_value or not above.has_number or best_row(above.label, rows)[0]:
        return None
    if best_row(below.label, rows)[0] < _ALIKE:
        return None
    others = {cell.columns: cell for cell in above.rest}
    rest = tuple(others.pop(cell.columns, cell) for cell in below.rest)
    return None if any(core(cell.text) for cell in others.values()) else replace(below, rest=rest)


def completed(
    above: PrintedRow, below: PrintedRow, sum_holds: Callable[[PrintedRow], bool | None]
) -> PrintedRow | None:
    """The row whose numbers go on on the next page where its label does not; None unless it is with
    these that its sum holds, and without them that it does not."""
    if not above.rest or not is_rest(above, below):
        return None
    start = above.rest[0].column
    rest = _values(above.rest, [cell for cell in below.rest if cell.column >= start])
    whole = replace(above, rest=rest) if rest else above
    return whole if sum_holds(above) is False and sum_holds(whole) else None


def is_rest(above: PrintedRow, below: PrintedRow) -> bool:
    """Whether a row without a label of its own begins a page, so that its numbers may go on with
    those of the row above it. The name of the group around both may go on beside it."""
    start = above.labels[-1].column if above.labels else 0
    is_unnamed = all(cell.columns.stop <= start for cell in below.labels)
    return is_unnamed and _is_over_pages(above, below)


def _is_over_pages(above: PrintedRow, below: PrintedRow) -> bool:
    upper, lower = ((*row.labels[-1:], *row.rest) for row in (above, below))
    return bool(upper and lower) and all(
        other.place.is_on_page_after(cell.place) for cell in upper for other in lower
    )


def _values(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The values of the two halves, place by place; None where the places differ."""
    others = {cell.columns: cell.text for cell in below}
    values = []
    for cell in above:
        more = others.pop(cell.columns, "")
        values.append(replace(cell, text=cell.text + more) if more else cell)
    return None if others else tuple(values)
