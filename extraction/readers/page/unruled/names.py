"""Which name of a head without borders is of which column of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from extraction.labels import core
from extraction.readers.page.glyphs import Interval, Line, meet
from extraction.readers.page.unruled.lines import EDGE_EMS
from extraction.readers.page.unruled.sides import Side

_SURE_EMS = 1.0
"""By so much nearer must the names stand to their numbers than in any other way."""

_EVEN_EMS = 0.5
"""Numbers stand at the same place in all their cells, to this many ems."""

_APART = 0.3
"""Two names stand at least so far apart, in ems, where no numbers below tell them apart."""

_TOTALS = frozenset(("总计", "合计"))


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
    def span(self) -> Interval:
        return self.left, self.right

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
        return self.top < other.top and meet(self.span, other.span)


def match(
    names: list[Cell], columns: list[Interval], rows: list[dict[int, int]], side: Side | None
) -> list[int | None] | None:
    """For each name the column of numbers under it; None where its column is blank.

    As many names as columns are theirs in order. Where columns are blank, each number must stand
    under one name alone. Else, of the ways in which no number stands beyond the next name, and of
    those the ones in which the sums of the form hold, one must be the only one; or the only one in
    which numbers may stand at their side of the cells of their names; or in one they stand under
    their names, or as evenly beside them as all cells are set, and clearly less so in any other.

    rows: the numbers of each row by the place of their column. side: where all numbers stand.
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
    ways = list(_ways(names, columns))
    chosen: Way | None
    proved = [way for way in ways if _sums_hold(names, way, rows)]
    ways = proved or ways
    beside = [way for way in ways if side and _are_beside(names, columns, way, side)]
    if len(proved) == 1:
        chosen = proved[0]
    elif len(beside) == 1:
        chosen = beside[0]
    else:
        chosen = _clearest(ways, partial(_off, names, columns), 0.0, names[0].pieces[0].em)
        if chosen is None and len(columns) > 1:
            spread = partial(_spread_of, names, columns)
            chosen = _clearest(ways, spread, _EVEN_EMS, names[0].pieces[0].em)
    if chosen is None:
        return None
    return [chosen.index(at) if at in chosen else None for at in range(len(names))]


Way = tuple[int, ...]
"""For each column of numbers the place of its name."""


def _ways(names: list[Cell], columns: list[Interval], first: int = 0) -> Iterator[Way]:
    """The ways in which no number stands beyond the name before or behind its own."""
    if not columns:
        yield ()
        return
    (left, right), *rest = columns
    for at in range(first, len(names) - len(rest)):
        is_behind = at == 0 or names[at - 1].right < right
        if is_behind and (at + 1 == len(names) or left < names[at + 1].left):
            for others in _ways(names, rest, at + 1):
                yield (at, *others)


def _clearest(ways: list[Way], off: Callable[[Way], float], most: float, em: float) -> Way | None:
    """The way that is off by so many ems at most, and clearly less than any other."""
    ranked = sorted((off(way), way) for way in ways)
    if not ranked or ranked[0][0] > most * em:
        return None
    if len(ranked) > 1 and ranked[1][0] - ranked[0][0] < _SURE_EMS * em:
        return None
    return ranked[0][1]


def _off(names: list[Cell], columns: list[Interval], way: Way) -> float:
    """How far numbers stand from being under their names."""
    pairs = [(names[at], column) for at, column in zip(way, columns, strict=True)]
    return sum(max(0.0, left - name.right, name.left - right) for name, (left, right) in pairs)


def _are_beside(names: list[Cell], columns: list[Interval], way: Way, side: Side) -> bool:
    """Whether numbers at a side of their cells may stand in those of their names."""
    pairs = [(names[at], column) for at, column in zip(way, columns, strict=True)]
    return all(side.may_hold(name.span, column, name.pieces[0].em) for name, column in pairs)


def _sums_hold(names: list[Cell], way: Way, rows: list[dict[int, int]]) -> bool:
    """Whether in all rows each total is the sum of the numbers before it, some of which are not
    zero; all names must be those of totals and their parts."""
    if core(names[-1].text) not in _TOTALS or not any(any(row.values()) for row in rows):
        return False
    for row in rows:
        number_of = {way[at]: number for at, number in row.items()}
        parts = 0
        for at, name in enumerate(names):
            if core(name.text) not in _TOTALS:
                parts += number_of.get(at, 0)
            elif parts != number_of.get(at, 0):
                return False
            else:
                parts = 0
    return True


def _shared(name: Cell, left: float, right: float) -> float:
    """How much of the width a name shares with a column, in ems."""
    return (min(name.right, right) - max(name.left, left)) / name.pieces[0].em


def may_be_half(name: Cell, names: list[Cell]) -> bool:
    """Whether the name of a blank column stands so near to another that both may be one."""
    near = _APART * name.pieces[0].em
    span = name.left - near, name.right + near
    return any(meet(span, other.span) for other in names if other is not name)


def _spread_of(names: list[Cell], columns: list[Interval], way: Way) -> float:
    """How unevenly numbers stand beside the middles of their names, by the side that is best."""
    pairs = [(names[at], column) for at, column in zip(way, columns, strict=True)]
    sides = (
        [column[0] - name.middle for name, column in pairs],
        [column[1] - name.middle for name, column in pairs],
        [(column[0] + column[1]) / 2 - name.middle for name, column in pairs],
    )
    return min(max(side) - min(side) for side in sides)
