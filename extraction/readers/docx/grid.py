"""Give every cell of a table its place on one grid of columns; merged cells become spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from extraction.readers.nesting import (
    MAX_COLUMNS,
    RawCell,
    RawTable,
    clip_columns,
    too_many_columns,
)
from extraction.readers.rulings import align

Merge = Literal["restart", "continue"]

_SAME_EDGE = 100
"""Twentieths of a point: edges of cells nearer than this are one ruling."""
_SAME_WIDTH = 0.02
"""Rows of one table are as wide as one another, to this share."""


@dataclass(eq=False)
class Place:
    """A cell as its row holds it. columns: grid columns that it says to cover; width: in
    twentieths of a point, None where the file does not say; merge: with the cell above."""

    cell: RawCell
    columns: int
    width: float | None
    merge: Merge | None


@dataclass(eq=False)
class Row:
    """before, before_width: grid columns left free at its beginning and their width."""

    before: int
    before_width: float | None
    places: list[Place] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return self.before + sum(place.columns for place in self.places)

    @property
    def edges(self) -> list[float] | None:
        """Left edges of the cells and the right edge of the last; None where a width is unknown."""
        if self.before and self.before_width is None:
            return None
        edges = [self.before_width or 0.0]
        for place in self.places:
            if not place.width:
                return None
            edges.append(edges[-1] + place.width)
        return edges


def table_of(rows: Sequence[Row]) -> RawTable:
    """The table of the rows.

    The columns that cells say to cover decide, unless by them some rows are shorter than others:
    then spans were lost, and the widths of the cells decide as they do on the page.
    """
    rows = [row for row in rows if row.places]
    if len({row.columns for row in rows}) < 2 or not _place_by_widths(rows):
        _place_by_columns(rows)
    for number, row in enumerate(rows):
        for place in row.places:
            place.cell.row, place.cell.width = number, place.width
    align([place.cell for row in rows for place in row.places])
    cells: list[RawCell] = []
    above: dict[int, RawCell] = {}
    for row in rows:
        above = _merged(row, above, cells)
    clip_columns(cells)
    return RawTable(cells=cells)


def _merged(row: Row, above: dict[int, RawCell], cells: list[RawCell]) -> dict[int, RawCell]:
    """Add the cells of a row; those that continue one above only make it longer."""
    merged: dict[int, RawCell] = {}
    for place in row.places:
        cell, origin = place.cell, above.get(place.cell.column)
        if place.merge == "continue" and origin and origin.column_span == cell.column_span:
            origin.row_span += 1
            merged[cell.column] = origin
            continue
        cells.append(cell)
        if place.merge is not None:
            merged[cell.column] = cell
    return merged


def _place_by_columns(rows: Sequence[Row]) -> None:
    for row in rows:
        column = row.before
        for place in row.places:
            if column >= MAX_COLUMNS:
                raise too_many_columns()
            span = place.columns if column + place.columns <= MAX_COLUMNS else 1
            place.cell.column, place.cell.column_span = column, span
            column += span


def _place_by_widths(rows: Sequence[Row]) -> bool:
    """Place the cells by their edges. False, and nothing is placed, where a width is missing or
    the rows are not equally wide."""
    edges = [row.edges for row in rows]
    known = [each for each in edges if each is not None]
    if len(known) < len(rows):
        return False
    right = [each[-1] for each in known]
    if max(right) - min(right) > _SAME_WIDTH * max(right):
        return False
    rulings: list[float] = []
    for edge in sorted(edge for each in known for edge in each):
        if not rulings or edge - rulings[-1] > _SAME_EDGE:
            rulings.append(edge)
    if len(rulings) > MAX_COLUMNS:
        raise too_many_columns()
    found = [[bisect_right(rulings, edge) - 1 for edge in each] for each in known]
    if any(left == end for at in found for left, end in pairwise(at)):
        return False
    for row, at in zip(rows, found, strict=True):
        for place, (left, end) in zip(row.places, pairwise(at), strict=True):
            place.cell.column, place.cell.column_span = left, end - left
    return True
