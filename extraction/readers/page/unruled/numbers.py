"""Numbers under names that are known: which stand in one column, and where two that are near or
touch are parted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations, repeat

from extraction.readers.page.glyphs import Glyph, Interval, Line
from extraction.readers.page.unruled.lines import overlap, values_of, with_each_cut
from extraction.readers.page.unruled.pieces import over_each
from extraction.typography import is_value

_FEWEST_ALIKE = 3
_ALIKE_EMS = 0.24
"""As many numbers tell where those of a column stand, to half of this, in ems; a digit more or less
would move the middle by twice as much."""

_SIDES: tuple[Callable[[Line], float], ...] = (
    lambda part: part.left + part.right,
    lambda part: 2 * part.left,
    lambda part: 2 * part.right,
)


def numbers_of(bodies: list[list[Line]]) -> list[Line]:
    return [part for body in bodies for line in body for part in values_of(line)]


def apart_under(bodies: list[list[Line]], names: list[Interval]) -> list[list[Line]]:
    """The lines of each page with the numbers cut that stand under two names."""
    bodies = [[_near_apart(line, names) for line in body] for body in bodies]
    alone = _alone_under(numbers_of(bodies), names)
    return [[_touching_apart(line, alone) for line in body] for body in bodies]


def clusters_under(parts: list[Line], names: list[Interval]) -> list[Interval]:
    """The extents of columns: the parts that stand under one name are of one column."""
    under = _alone_under(parts, names)
    rest = sorted(set(parts).difference(*under.values()), key=lambda part: part.left)
    found = [(min(p.left for p in its), max(p.right for p in its)) for its in under.values() if its]
    for part in rest:
        at = next((at for at, column in enumerate(found) if overlap(part, column)), None)
        if at is None:
            found.append(part.span)
        else:
            found[at] = min(found[at][0], part.left), max(found[at][1], part.right)
    return sorted(found)


def _near_apart(line: Line, names: list[Interval]) -> Line:
    """A line whose numbers stand close, cut between those under two names."""

    def pieces(part: Line) -> list[Line]:
        found = over_each(part, names) if is_value(part.text) else [part]
        return found if all(is_value(each.text) for each in found) else [part]

    return with_each_cut(line, pieces)


def _alone_under(numbers: list[Line], names: list[Interval]) -> dict[Interval, list[Line]]:
    """The numbers under each name that stand under no other."""
    found: dict[Interval, list[Line]] = {name: [] for name in names}
    for part in numbers:
        over = [name for name in names if overlap(part, name)]
        if len(over) == 1:
            found[over[0]].append(part)
    return found


def _is_cut(cuts: tuple[Glyph, ...], _: Glyph, glyph: Glyph) -> bool:
    return glyph in cuts


def _touching_apart(line: Line, alone: dict[Interval, list[Line]]) -> Line:
    """A line whose numbers touch, cut in the one way in which each stands in its column as all
    others do there: in the middle, at the left or at the right."""

    def is_alike(piece: Line, others: list[Line], side: Callable[[Line], float]) -> bool:
        return len(others) >= _FEWEST_ALIKE and all(
            abs(side(piece) - side(other)) < _ALIKE_EMS * piece.em for other in others
        )

    def pieces(part: Line) -> list[Line]:
        others = [its for name, its in alone.items() if overlap(part, name)]
        if len(others) < 2 or not part.text.isdigit():
            return [part]
        ways = [
            found
            for cuts in combinations(part.glyphs[1:], len(others) - 1)
            for found in [part.cut(partial(_is_cut, cuts))]
            if any(all(map(is_alike, found, others, repeat(side))) for side in _SIDES)
        ]
        return ways[0] if len(ways) == 1 else [part]

    return with_each_cut(line, pieces)
