"""Rows of tables without borders, by their numbers: each line of them is one."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.unruled_labels import Label
from extraction.readers.pdf.unruled_lines import Interval, column_of, distance, overlap

_SAME_ROW_EMS = 0.85
"""A number nearer than this to a row, in ems, is the rest of one that was wrapped in it."""

_WRAPPED_EMS = 1.6
"""The rest of a wrapped number is nearer than this, in ems, to its beginning."""


@dataclass(eq=False)
class Row:
    """The numbers and units at one height."""

    line: Line
    parts: list[Line]
    cells: dict[int, list[Line]] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        return (self.line.top + self.line.bottom) / 2


def rows_of(body: list[Line], columns: list[Interval]) -> list[Row] | None:
    """The rows of a page by their numbers; None if two stand in one column of one row."""
    rows: list[Row] = []
    lines = [(line, [p for p in line.parts if column_of(p, columns)]) for line in body]
    for line, parts in sorted(lines, key=lambda item: -len(item[1])):
        if not parts:
            continue
        near = [row for row in rows if distance(row.line, line) < _SAME_ROW_EMS]
        places = {column_of(part, columns) for part in parts}
        row = next(
            (
                row
                for row in near
                if all(not _in(row.line, place, columns) for place in places if place)
            ),
            None,
        )
        if row is None:
            if len(places) < len(parts):
                return None
            rows.append(Row(line, list(parts)))
        else:
            row.parts += parts
    return sorted(rows, key=lambda row: row.middle)


def join_wrapped(
    rows: list[Row], labels: list[Label], way: int | None, columns: list[Interval]
) -> bool:
    """Join the rest of a number that was wrapped in a narrow cell with it.

    It has a line of its own, without a label: below its row where labels stand with their first
    line beside the numbers, above it where they stand with their last one. Returns whether that
    is clear.
    """
    taken = {label.row for label in labels if label.row is not None}
    if not taken:
        return True
    for index in reversed(range(len(rows))):
        row = rows[index]
        if any(label.row is not None and label.row <= index <= label.last for label in labels):
            continue
        beside = _beside(row, rows, columns)
        if not beside:
            continue
        above = [other for other in beside if (other.middle < row.middle) == (way == 1)]
        if way not in (1, 2) or len(above) != 1:
            return False
        above[0].parts += row.parts
        row.parts = []
    gone = [index for index, row in enumerate(rows) if not row.parts]
    for label in labels:
        if label.row is not None:
            label.row -= sum(index < label.row for index in gone)
            label.last -= sum(index < label.last for index in gone)
    rows[:] = [row for row in rows if row.parts]
    return True


def _beside(row: Row, rows: list[Row], columns: list[Interval]) -> list[Row]:
    """The rows that the numbers of a row may be the rest of: near, with numbers above them all."""
    places = {column_of(part, columns) for part in row.parts}
    return [
        other
        for other in rows
        if other is not row
        and distance(other.line, row.line) < _WRAPPED_EMS
        and {column_of(part, columns) for part in other.parts} >= places
    ]


def heights(rows: list[Row], columns: list[Interval]) -> list[tuple[float, bool]]:
    """Where rows stand, and whether each may be but the rest of numbers of another."""
    return [
        (
            row.middle,
            any(len(other.parts) > len(row.parts) for other in _beside(row, rows, columns)),
        )
        for row in rows
    ]


def _in(line: Line, place: Interval, columns: list[Interval]) -> bool:
    return any(column_of(part, columns) == place for part in line.parts)


def body_of(
    rows: list[Row],
    labels: list[Label],
    columns: list[Interval],
    order: list[Interval],
    height: int,
) -> list[Region]:
    """The cells of rows and labels. A row without any number has a label only: it may be a part of
    one that the end of a page parted."""
    heights = sorted(
        [(row.middle, index) for index, row in enumerate(rows)]
        + [(label.middle, None) for label in labels if label.row is None],
        key=lambda item: item[0],
    )
    number_of: dict[int, int] = {}
    regions: list[Region] = []
    alone = sorted((label for label in labels if label.row is None), key=lambda x: x.middle)
    for number, (_, index) in enumerate(heights, start=height):
        if index is None:
            label = alone.pop(0)
            regions.append(label.region(order, number, 1))
            continue
        number_of[index] = number
        row = rows[index]
        for place in columns:
            parts = [part for part in row.parts if overlap(part, place)]
            box = (place[0], row.line.top, place[1], row.line.bottom)
            region = Region(parts[0].box if parts else box, row=number, column=order.index(place))
            for part in parts:
                region.take(part)
            regions.append(region)
    for label in labels:
        if label.row is not None:
            first, last = number_of[label.row], number_of[label.last]
            regions.append(label.region(order, first, last - first + 1))
    return regions
