"""Columns of tables without borders: of numbers, under names or where they stand one below the
other, and of units before them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations, repeat

from extraction.readers.page.glyphs import Glyph, Interval, Line
from extraction.readers.page.unruled.lines import (
    begins_remark,
    column_of,
    overlap,
    values_of,
    with_each_cut,
)
from extraction.readers.page.unruled.parting import LONGEST_UNIT, MARKS
from extraction.readers.page.unruled.pieces import over_each
from extraction.typography import is_value
from extraction.units import unit_alone

_FEWEST_ALIKE = 3
_ALIKE_EMS = 0.24
"""As many numbers tell where those of a column stand, to half of this, in ems; a digit more or less
would move the middle by twice as much."""

_SIDES: tuple[Callable[[Line], float], ...] = (
    lambda part: part.left + part.right,
    lambda part: 2 * part.left,
    lambda part: 2 * part.right,
)


def columns_of_values(
    bodies: list[list[Line]], names: list[Interval], *, is_list: bool
) -> list[Interval]:
    """The extents of the columns of numbers. names: those of the form over them."""
    numbers = _without_dashes(bodies) if is_list else _numbers_of(bodies)
    if not names:
        return _clusters(numbers)
    return _clusters_under(_without_groups(numbers, texts_of(bodies), names[0][0]), names)


def _without_dashes(bodies: list[list[Line]]) -> list[Line]:
    """The numbers of a list, without the dashes that headings have for a unit."""
    units = _clusters([text for text in texts_of(bodies) if unit_alone(text.text)])
    return [
        number
        for number in _numbers_of(bodies)
        if any(character.isdigit() for character in number.text) or not column_of(number, units)
    ]


def _without_groups(numbers: list[Line], texts: list[Line], start: float) -> list[Line]:
    """The numbers without what stands before a label: 无 of 无法提供, written downwards."""
    labels = [text for text in texts if text.right < start]
    return [
        number
        for number in numbers
        if number.text[-1].isdigit() or not any(number.right < text.left for text in labels)
    ]


def _clusters(parts: list[Line]) -> list[Interval]:
    """The extents of columns: parts that overlap from line to line, put together."""
    found: list[Interval] = []
    for part in sorted(parts, key=lambda part: part.left):
        if found and part.left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], part.right)
        else:
            found.append(part.span)
    return found


def _clusters_under(parts: list[Line], names: list[Interval]) -> list[Interval]:
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


def units_behind(texts: list[Line], values: list[Interval]) -> list[Interval]:
    """The columns of short texts between labels and values: they never wrap, as labels do."""
    found = []
    for column in _clusters([part for part in texts if column_of(part, values) is None]):
        inside = [part for part in texts if overlap(part, column)]
        is_behind = any(part.right < column[0] for part in texts)
        is_short = all(len(part.text) <= LONGEST_UNIT for part in inside)
        if is_behind and is_short and len(inside) > 2:
            found.append(column)
    return found


def grown(columns: list[Interval], texts: list[Line]) -> list[Interval]:
    """The columns as wide as what stands in them, remarks included; what reaches into the first
    from the left is a label."""
    wider = []
    for at, (left, right) in enumerate(columns):
        its = [
            text
            for text in texts
            if overlap(text, (left, right))
            and (at > 0 or not _is_label(text, left))
            and sum(overlap(text, column) for column in columns) == 1
        ]
        wider.append((min([left, *(t.left for t in its)]), max([right, *(t.right for t in its)])))
    return wider


def _is_label(text: Line, left: float) -> bool:
    """Whether a text that reaches into the first column from the left is a label."""
    is_cell = begins_remark(text.text) or len(text.text) <= LONGEST_UNIT
    return text.center[0] <= left - 1 and not is_cell


def is_across(piece: Line, columns: list[Interval]) -> bool:
    """Whether a piece stands in two columns, or reaches from its label into one by more than a
    mark at its end, which may hang out of its cell."""
    over = [column for column in columns if overlap(piece, column)]
    if not over:
        return False
    own = piece.glyphs[-1].left if piece.text[-1] in MARKS else piece.right
    return len(over) > 1 or piece.left < over[0][0] < own


def apart_under(bodies: list[list[Line]], names: list[Interval]) -> list[list[Line]]:
    """The lines of each page with the numbers cut that stand under two names."""
    bodies = [[_near_apart(line, names) for line in body] for body in bodies]
    alone = _alone_under(_numbers_of(bodies), names)
    return [[_touching_apart(line, alone) for line in body] for body in bodies]


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


def _numbers_of(bodies: list[list[Line]]) -> list[Line]:
    return [part for body in bodies for line in body for part in values_of(line)]


def texts_of(bodies: list[list[Line]]) -> list[Line]:
    parts = (part for body in bodies for line in body for part in line.parts)
    return [part for part in parts if not is_value(part.text)]
