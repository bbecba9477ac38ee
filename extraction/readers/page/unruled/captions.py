"""Captions of heads without borders: which names below them each one spans."""

from __future__ import annotations

from itertools import pairwise

from extraction.readers.page.unruled.names import Cell, Interval

_OFF_CENTRE = 0.7
"""A caption stands in the middle of its columns, to this many ems."""

_SAME_LEFT = 0.3
"""Texts at the left side of their cells begin at one place, to this many ems."""


def rows_of(captions: list[Cell]) -> list[list[Cell]]:
    """Captions by the lines that they begin in."""
    rows: list[list[Cell]] = []
    for cell in sorted(captions, key=lambda cell: cell.top):
        if rows and cell.top - rows[-1][0].top < 0.5 * cell.pieces[0].em:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    for row in rows:
        row.sort(key=lambda cell: cell.left)
    return rows


def span(captions: list[list[Cell]], names: list[Cell]) -> None:
    """Give captions the columns that they stand in the middle of, from the right.

    No name stands twice under a caption: where as many captions stand side by side as the names
    are repeated, each has one round of them. Captions that begin where rounds do, each above the
    first name of one, go on to the next.
    """
    rounds = _rounds(names)
    for row in captions:
        begun = rounds if len(row) == len(rounds) else _begun(row, rounds)
        if len(rounds) > 1 and begun:
            ends = [its[0].first for its in begun[1:]]
            for cell, its, end in zip(row, begun, [*ends, names[-1].stop], strict=True):
                cell.first, cell.stop = its[0].first, end
            continue
        end = names[-1].stop
        for cell in reversed(row):
            _spread(cell, names, end)
            end = cell.first


def _begun(captions: list[Cell], rounds: list[list[Cell]]) -> list[list[Cell]]:
    """The round that each caption begins with; none where one begins elsewhere."""
    begun = [
        its
        for caption in captions
        for its in rounds
        if abs(caption.left - its[0].left) < _SAME_LEFT * caption.pieces[0].em
    ]
    return begun if len(begun) == len(captions) else []


def _rounds(names: list[Cell]) -> list[list[Cell]]:
    rounds: list[list[Cell]] = [[]]
    for name in names:
        if any(name.text == other.text for other in rounds[-1]):
            rounds.append([])
        rounds[-1].append(name)
    return rounds


def _spread(cell: Cell, names: list[Cell], end: int) -> None:
    under = [name for name in names if cell.is_over(name) and name.stop <= end]
    first = min((name.first for name in under), default=max(end - 1, 0))
    cell.first, cell.stop = first, max((name.stop for name in under), default=max(end, 1))
    em = cell.pieces[0].em
    edges = _edges_of([(name.left, name.right) for name in names])
    start = names[0].first
    ways = []
    for stop in range(end, cell.stop - 1, -1):
        for begin in range(start, first + 1):
            outer = (names[begin - start].left + names[stop - 1 - start].right) / 2
            middle = (edges[begin - start] + edges[stop - start]) / 2
            off = min(abs(outer - cell.middle), abs(middle - cell.middle))
            if off < _OFF_CENTRE * em:
                ways.append((off, begin, stop))
        if ways:
            _, cell.first, cell.stop = min(ways)
            return


def caption_over(name: Cell, captions: list[list[Cell]]) -> Cell | None:
    """The lowest caption that covers the column of a name."""
    above = [c for row in captions for c in row if c.first <= name.first < c.stop]
    return above[-1] if above else None


def _edges_of(columns: list[Interval]) -> list[float]:
    """Where columns meet: half-way between what stands in them."""
    if len(columns) < 2:
        return [*columns[0]]
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    first = 2 * columns[0][0] - inner[0] + columns[0][1] - columns[0][0]
    last = 2 * columns[-1][1] - inner[-1] - (columns[-1][1] - columns[-1][0])
    return [min(first, columns[0][0]), *inner, max(last, columns[-1][1])]
