"""Tables whose rules are what shows of a dark ground between the light cells painted on it.

Old pages draw a table so (a background colour and a spacing of one pixel), and so it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, takewhile
from typing import NamedTuple

from extraction.readers.page.glyphs import Box

_FEWEST_CELLS = 4
_MOST_CELLS = 1000
_LEAST_COVERED = 0.75
"""The share of their outline that cells cover: the page may end in a merged cell not repeated."""

_LIGHTER = 40
"""By how much cells are lighter than their ground, of 255; the parts of a page differ by less."""

_TOUCH = 3.0
"""By how much a cell may hang out of the ground, in points."""


class Fill(NamedTuple):
    """A filled rectangle (left, top, right, bottom); shade: 0 black to 255 white."""

    box: Box
    shade: int


def cells_on_ground(fills: list[Fill]) -> Iterator[Box]:
    """The cells among filled rectangles, which come in the order in which they are painted."""
    first = 0
    while first < len(fills):
        ground = fills[first]
        held = list(
            takewhile(partial(_holds, ground), islice(fills, first + 1, first + _MOST_CELLS))
        )
        cells = [fill.box for fill in held if fill.shade >= ground.shade + _LIGHTER]
        if _is_table(cells):
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


def _is_table(cells: list[Box]) -> bool:
    """Whether cells cover what they stand on almost wholly, some of them side by side."""
    if len(cells) < _FEWEST_CELLS or len({cell[1] for cell in cells}) == len(cells):
        return False
    left, top, right, bottom = zip(*cells, strict=True)
    outline = min(left), min(top), max(right), max(bottom)
    return sum(map(_area, cells)) >= _LEAST_COVERED * _area(outline)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
