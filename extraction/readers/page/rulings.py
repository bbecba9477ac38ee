"""Rulings of a page: pieces that lie in one line joined, double lines made one, tables closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

THICKNESS = 4.0
"""A drawing at most this thick is a line, in points."""

SNAP = 3.0
"""Lines and ends of lines at most this far apart meet, in points: double lines, small gaps."""

SHORTEST = 6.0
"""Lines shorter than this bound no cell, in points."""

_LONGEST_DASH = 5.0
"""Pieces of a dotted or dashed line are no longer than this, in points, or nearly touch."""


class Span(NamedTuple):
    """A straight horizontal or vertical line: its position across, its start and end along."""

    position: float
    start: float
    end: float


@dataclass
class Rulings:
    """horizontal: position is the distance from the top; vertical: from the left.

    open_ends: positions of horizontal lines that are not drawn but close a table. open_sides:
    vertical lines that do.
    """

    horizontal: list[Span] = field(default_factory=list)
    vertical: list[Span] = field(default_factory=list)
    open_ends: set[float] = field(default_factory=set)
    open_sides: list[Span] = field(default_factory=list)

    def add_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Add a thin drawing by its outline. A dot is a piece of either direction."""
        width, height = right - left, bottom - top
        if height <= THICKNESS and (width > height or width <= THICKNESS):
            self.horizontal.append(Span((top + bottom) / 2, left, right))
        if width <= THICKNESS and (height > width or height <= THICKNESS):
            self.vertical.append(Span((left + right) / 2, top, bottom))


def joined(drawn: Rulings) -> Rulings:
    """Pieces of one line joined, double lines made one, open sides of tables closed."""
    horizontal, vertical = _join(drawn.horizontal), _join(drawn.vertical)
    ends = _closing(vertical, horizontal) + _ends_of_cut_cells(vertical, horizontal)
    sides = _closing(horizontal, vertical)
    ends_out = _drawn_out(ends, sides, across=vertical, along=horizontal)
    sides_out = _drawn_out(sides, ends, across=horizontal, along=vertical)
    open_ends = {end.position for end in ends}
    return Rulings(horizontal + ends_out, vertical + sides_out, open_ends, sides_out)


def _join(pieces: list[Span]) -> list[Span]:
    """Pieces that lie in one line as one line, at the mean of their positions."""
    groups: list[list[Span]] = []
    total = 0.0
    for piece in sorted(pieces):
        if not groups or piece.position - total / len(groups[-1]) > SNAP:
            groups.append([])
            total = 0.0
        groups[-1].append(piece)
        total += piece.position
    return [line for group in groups for line in _join_along(group)]


def _join_along(group: list[Span]) -> list[Span]:
    """Pieces at about one position as lines, each at the mean of its own: of two tables one below
    the other the rulings may be nearly in line."""
    lines: list[list[Span]] = []
    end = 0.0
    for piece in sorted(group, key=lambda piece: piece.start):
        if not lines or piece.start - end > _reach(lines[-1][-1], piece):
            lines.append([])
            end = piece.end
        lines[-1].append(piece)
        end = max(end, piece.end)
    joined = [
        Span(sum(p.position for p in line) / len(line), line[0].start, max(p.end for p in line))
        for line in lines
    ]
    return [line for line in joined if line.end - line.start >= SHORTEST]


def _reach(last: Span, piece: Span) -> float:
    """How far the next piece of a line may begin behind one: dots and dashes stand apart by no
    more than twice their length."""
    length = max(last.end - last.start, piece.end - piece.start)
    return max(SNAP, 2 * length) if length <= _LONGEST_DASH else SNAP


def _closing(lines: list[Span], crossing: list[Span]) -> list[Span]:
    """The lines that close the open sides of tables.

    Where two neighbouring lines are tied by a third that crosses both and end side by side,
    a table ends there, with or without a border: tables open at the left and right, and rows
    cut by the end of a page.
    """
    ordered = sorted(lines)
    closings = []
    for index, first in enumerate(ordered):
        for is_start, inside in ((True, first.start + 2 * SNAP), (False, first.end - 2 * SNAP)):
            second = _next_beside(first, inside, ordered[index + 1 :])
            if second is None:
                continue
            one, other = (first.start, second.start) if is_start else (first.end, second.end)
            ties = _ties(first, second, crossing)
            if ties and abs(one - other) <= SNAP and all(abs(at - one) > SNAP for at in ties):
                closings.append(Span((one + other) / 2, first.position, second.position))
    return _join(closings)


def _ends_of_cut_cells(vertical: list[Span], horizontal: list[Span]) -> list[Span]:
    """The lines that close a merged cell at the side of a table which goes on over both ends of a
    page: nothing ties its sides, of which one is the table's and the other touches nothing."""
    ordered = sorted(vertical)
    ends = []
    for index, first in enumerate(ordered):
        second = _next_beside(first, (first.start + first.end) / 2, ordered[index + 1 :])
        if second is None:
            continue
        tops, bottoms = (first.start, second.start), (first.end, second.end)
        if max(abs(tops[0] - tops[1]), abs(bottoms[0] - bottoms[1])) > SNAP:
            continue
        if _is_touched(first, horizontal) is not _is_touched(second, horizontal):
            ends += [Span(sum(at) / 2, first.position, second.position) for at in (tops, bottoms)]
    return ends


def _is_touched(line: Span, crossing: list[Span]) -> bool:
    """Whether lines across end at a line or run over it."""
    return any(
        each.start - SNAP <= line.position <= each.end + SNAP
        and line.start - SNAP <= each.position <= line.end + SNAP
        for each in crossing
    )


def _next_beside(first: Span, inside: float, following: list[Span]) -> Span | None:
    """The nearest following line that is beside `first` at the point `inside` of it."""
    for line in following:
        if line.position - first.position > SNAP and line.start <= inside <= line.end:
            return line
    return None


def _ties(first: Span, second: Span, crossing: list[Span]) -> list[float]:
    """Where lines run from one line across to another."""
    start = max(first.start, second.start) - SNAP
    end = min(first.end, second.end) + SNAP
    return [
        line.position
        for line in crossing
        if line.start <= first.position + SNAP
        and line.end >= second.position - SNAP
        and start <= line.position <= end
    ]


def _drawn_out(
    closings: list[Span], others: list[Span], across: list[Span], along: list[Span]
) -> list[Span]:
    """Closings drawn out to the corners of tables that have no outer border at all.

    There a closing ends at the outermost line across it, one of `others` at the outermost line
    along it, and these two lines cross between them and the corner.
    """
    drawn_out = []
    for closing in closings:
        start, end = closing.start, closing.end
        for other in others:
            near = start if other.position < start else end
            inner = other.start if closing.position < other.start else other.end
            if _covers(across, near, closing.position, inner) and _covers(
                along, inner, other.position, near
            ):
                start, end = min(start, other.position), max(end, other.position)
        drawn_out.append(Span(closing.position, start, end))
    return drawn_out


def _covers(lines: list[Span], position: float, one: float, other: float) -> bool:
    """Whether a line at a position reaches from one point to the other."""
    return any(
        abs(line.position - position) <= SNAP
        and line.start <= min(one, other) + SNAP
        and line.end >= max(one, other) - SNAP
        for line in lines
    )
