"""At which side of their cells the numbers of a document stand, as its clear tables show."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from extraction.readers.page.glyphs import Interval, Line
from extraction.readers.page.region import Region
from extraction.typography import is_value

_SAME_EMS = 0.15
"""Numbers at one side of their cells end or begin at one place, to this many ems."""

_WIDER_EMS = 0.4
"""By so much, in ems, must numbers differ in width to show at which side they stand."""


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"

    def may_hold(self, name: Interval, number: Interval, em: float) -> bool:
        """Whether a number at this side of its cell may stand in that of a name."""
        near = _SAME_EMS * em
        if self is Side.LEFT:
            return number[0] <= name[0] + near
        return number[1] >= name[1] - near


def side_of(tables: list[list[Region]]) -> Side | None:
    """The side at which all numbers stand; None where nothing or several things show one, or a
    number stands elsewhere below its name."""
    shown: set[Side | None] = set()
    pairs: list[tuple[Line, list[Line]]] = []
    for regions in tables:
        for name, numbers in _columns(regions):
            pairs.append((name, numbers))
            shown |= _shown_by(numbers)
    if len(shown) != 1:
        return None
    (side,) = shown
    if side is None or not all(
        side.may_hold(name.span, number.span, name.em)
        for name, numbers in pairs
        for number in [max(numbers, key=lambda number: number.right - number.left)]
    ):
        return None
    return side


def _columns(regions: list[Region]) -> Iterator[tuple[Line, list[Line]]]:
    """The widest line of each name, and the numbers below."""
    for column in sorted({region.column for region in regions}):
        its = [each for each in regions if each.column == column and each.column_span == 1]
        numbers = [
            region
            for region in its
            if region.glyphs and len(region.lines) == 1 and is_value(region.text())
        ]
        first = min((region.row for region in numbers), default=0)
        names = [region for region in its if region.row < first and region.glyphs]
        if names:
            lines = max(names, key=lambda region: region.row).lines
            widest = max(lines, key=lambda line: line.right - line.left)
            yield widest, [region.lines[0] for region in numbers]


def _shown_by(numbers: list[Line]) -> set[Side | None]:
    """The sides at which the numbers of a column stand; None for elsewhere."""
    em = numbers[0].em
    widths = [number.right - number.left for number in numbers]
    if max(widths) - min(widths) < _WIDER_EMS * em:
        return set()
    found: set[Side | None] = set()
    lefts = [number.left for number in numbers]
    rights = [number.right for number in numbers]
    if max(lefts) - min(lefts) < _SAME_EMS * em:
        found.add(Side.LEFT)
    if max(rights) - min(rights) < _SAME_EMS * em:
        found.add(Side.RIGHT)
    return found or {None}
