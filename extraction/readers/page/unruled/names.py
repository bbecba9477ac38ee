"""Which name of a head without borders is of which column of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from extraction.readers.page.glyphs import Line
from extraction.readers.page.unruled.lines import EDGE_EMS

Interval = tuple[float, float]

_SURE_EMS = 1.0
"""By so much nearer must the names stand to their numbers than in any other way."""

_EVEN_EMS = 0.5
"""Numbers stand at the same place in all their cells, to this many ems."""

_APART = 0.3
"""Two names stand at least so far apart, in ems, where no numbers below tell them apart."""

_MOST_BLANK = 6


@dataclass(eq=False)
class Cell:
    """A cell of a head: its pieces from the top, and the columns that it stands over."""

    pieces: list[Line]
    first: int = 0
    stop: int = 0

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return self.pieces[0].top

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def is_over(self, other: Cell) -> bool:
        return self.top < other.top and self.left < other.right and other.left < self.right


def match(names: list[Cell], columns: list[Interval]) -> list[int | None] | None:
    """For each name the column of numbers under it; None where its column is blank.

    As many names as columns are theirs in order. Where columns are blank, each number must stand
    under one name alone, or the names over their numbers clearly better in one way than in any
    other.
    """
    blank = len(names) - len(columns)
    if blank < 0 or not names:
        return None
    if not blank:
        return list(range(len(names)))
    under = [
        [at for at, (left, right) in enumerate(columns) if _shared(name, left, right) > EDGE_EMS]
        for name in names
    ]
    if sorted(at for its in under for at in its) == list(range(len(columns))) and all(
        len(its) < 2 for its in under
    ):
        return [its[0] if its else None for its in under]
    if blank > _MOST_BLANK:
        return None
    em = names[0].pieces[0].em
    ways = []
    for chosen in combinations(range(len(names)), len(columns)):
        off = 0.0
        for at, column in zip(chosen, columns, strict=True):
            name = names[at]
            off += max(0.0, column[0] - name.right, name.left - column[1])
        crossed = sum(
            name.left < column[1] and column[0] < name.right
            for at, name in enumerate(names)
            for number, column in enumerate(columns)
            if at not in chosen or chosen.index(at) != number
        )
        ways.append((off + 1000 * crossed, chosen))
    ways.sort()
    if ways[0][0] >= 1000 or (len(ways) > 1 and ways[1][0] - ways[0][0] < _SURE_EMS * em):
        ways = sorted((_spread_of(names, columns, chosen), chosen) for _, chosen in ways)
        if ways[0][0] > _EVEN_EMS * em or ways[1][0] - ways[0][0] < _SURE_EMS * em:
            return None
    chosen = ways[0][1]
    return [chosen.index(at) if at in chosen else None for at in range(len(names))]


def _shared(name: Cell, left: float, right: float) -> float:
    """How much of the width a name shares with a column, in ems."""
    return (min(name.right, right) - max(name.left, left)) / name.pieces[0].em


def may_be_half(name: Cell, names: list[Cell]) -> bool:
    """Whether the name of a blank column stands so near to another that both may be one."""
    near = _APART * name.pieces[0].em
    return any(
        name.left - near < other.right and other.left < name.right + near
        for other in names
        if other is not name
    )


def _spread_of(names: list[Cell], columns: list[Interval], chosen: tuple[int, ...]) -> float:
    """How unevenly numbers stand beside the middles of their names, by the side that is best."""
    pairs = [(names[at], column) for at, column in zip(chosen, columns, strict=True)]
    sides = (
        [column[0] - name.middle for name, column in pairs],
        [column[1] - name.middle for name, column in pairs],
        [(column[0] + column[1]) / 2 - name.middle for name, column in pairs],
    )
    return min(max(side) - min(side) for side in sides)


def over_columns(names: list[Cell], columns: list[Interval]) -> list[Cell]:
    """The names; where there are more than columns, those that are captions are left out: they
    stand higher, and over nothing."""
    if len(names) <= len(columns):
        return names
    lowest = max(name.pieces[-1].top for name in names)
    em = names[0].pieces[0].em
    low = [name for name in names if name.pieces[-1].top > lowest - 0.8 * em]
    if len(low) == len(columns):
        return low
    over = [
        name
        for name in names
        if name in low
        or any(name.left < column[1] and column[0] < name.right for column in columns)
    ]
    return [
        name
        for name in names
        if any(abs(name.pieces[-1].top - other.pieces[-1].top) < 0.5 * em for other in over)
    ]
