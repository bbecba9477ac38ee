"""Tables whose rules are what shows of a dark ground between the light cells painted on it.

Old pages draw a table so (a background colour and a spacing of one pixel), and so it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, takewhile
from typing import NamedTuple

from extraction.readers.pdf.objects import Box

_FEWEST_CELLS = 8
_MOST_CELLS = 1000
_LEAST_COVERED = 0.75
"""The share of the ground that its cells cover: a page ends in what is left of it."""

_TOUCH = 0.5
"""By how much a cell may hang out of the ground, in points."""


class Fill(NamedTuple):
    """A rectangle filled with a colour: left, top, right, bottom."""

    box: Box
    colour: tuple[int | None, int]


def cells_on_ground(fills: list[Fill]) -> Iterator[Box]:
    """The cells among filled rectangles, which come in the order in which they are painted."""
    first = 0
    while first < len(fills):
        ground = fills[first]
        held = list(
            takewhile(partial(_holds, ground), islice(fills, first + 1, first + _MOST_CELLS))
        )
        cells = [fill.box for fill in held if fill.colour != ground.colour]
        if _is_table(ground.box, cells):
            yield from cells
            first += len(held)
        first += 1


def _holds(ground: Fill, fill: Fill) -> bool:
    (left, top, right, bottom), box = ground.box, fill.box
    return (
        left - _TOUCH <= box[0]
        and top - _TOUCH <= box[1]
        and box[2] <= right + _TOUCH
        and box[3] <= bottom + _TOUCH
    )


def _is_table(ground: Box, cells: list[Box]) -> bool:
    """Whether cells cover a ground almost wholly, side by side."""
    if len(cells) < _FEWEST_CELLS or 2 * len({cell[1] for cell in cells}) > len(cells):
        return False
    return sum(map(_area, cells)) >= _LEAST_COVERED * _area(ground)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
