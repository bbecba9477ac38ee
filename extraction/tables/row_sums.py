"""Rows whose values do not fill their columns one by one, told by the sums of a row.

A row may have more values than the form has columns: numbers wrapped in narrow cells (`rejoined`),
or a local table has a column of its own (`place_of_extra`: 小计 behind the kinds of organisation,
last year's 总计 behind this year's). Of such a row the sum alone does not tell which is the extra
one: `1 - - - - - 1 1` holds in two ways; but it has one place in all rows. It may have fewer: one
space parts two values, or nothing does (`parted`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from extraction.document import Cell
from extraction.facts.identities import ZERO
from extraction.forms import Block
from extraction.tables.heads.head import Head
from extraction.tables.rows import PrintedRow
from extraction.typography import is_value
from extraction.values import read_cell

SumTest = Callable[[Sequence[Cell]], bool | None]
"""Says of cells in the order of a head whether the sums hold; None where they say nothing."""

_MOST_CUTS = 8
"""Ends of lines within the values of one row; more are tables run together."""

_MOST_OTHERS = 1
"""Numbers behind or before the values of a row that are none of it: that of a page. With more,
two rows ran together whose sums may both hold, and the label of one of them is lost."""

_LEAST_ROWS = 3
_LEAST_SHARE = 0.8
"""Rows whose sum tells one place from another, and the share of them that must agree on it."""


def sum_test(head: Head, block: Block) -> SumTest:
    """A test whether in cells in the order of the head 总计 is the sum of the other columns, in
    table 4 in each group; None where the form promises none, or nothing is printed that tells."""
    is_one_row = not block.rows

    def test(cells: Sequence[Cell]) -> bool | None:
        rest = dict.fromkeys((column.column.group for column in head.columns), ZERO)
        is_told = not is_one_row
        for column, cell in zip(head.columns, cells, strict=True):
            number = read_cell(cell.text).number
            is_total = column.column.code.endswith("total")
            if is_total and number is None and not is_one_row:
                return None
            is_told |= bool(number)
            rest[column.column.group] += (number or ZERO) * (1 if is_total else -1)
        holds = not any(rest.values()) if is_one_row else not sum(rest.values())
        return holds if is_told else None

    return test if is_one_row or block.has_applicants else lambda cells: None


def only_one(readings: Iterator[tuple[Cell, ...]], sums_hold: SumTest) -> tuple[Cell, ...] | None:
    """The one of several readings of a row under which its sum holds; None where it holds under
    others too, or under none."""
    found = {
        tuple(cell.text for cell in cells): cells
        for cells in readings
        if sums_hold(cells) is True
        and all(read_cell(cell.text).status != "unreadable" for cell in cells)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def rejoined(cells: Sequence[Cell], size: int) -> Iterator[tuple[Cell, ...]]:
    """The ways to read a row with more values than its `size` columns: the end of a line may cut a
    number, or part the row from what is none of it (the number of a page). Where each cell has a
    line of its own, no end of a line tells anything."""
    shows_blanks = any(read_cell(cell.text).status == "blank" for cell in cells)
    cuts = [
        position
        for position in range(1, len(cells))
        if cells[position].place.row != cells[position - 1].place.row
    ]
    if shows_blanks or not size < len(cells) <= size + _MOST_CUTS or len(cuts) == len(cells) - 1:
        return
    for start in [0, *cuts]:
        for stop in [*cuts, len(cells)]:
            if stop - start >= max(size, len(cells) - _MOST_OTHERS):
                within = [cut for cut in cuts if start < cut < stop]
                for chosen in combinations(within, stop - start - size):
                    yield _joined(cells, start, stop, chosen)


def parted(cells: Sequence[Cell], size: int) -> Iterator[tuple[Cell, ...]]:
    """The ways to read a row with fewer values than its `size` columns: one space may part two
    (188 1465), which is how a long number is printed as well, or two touch. Where a zero was lost
    in its stead the sum is held already, and by no parting."""
    pieces = [cell.text.split() for cell in cells]
    spaced = [n for n, texts in enumerate(pieces) if len(texts) > 1 and all(map(is_value, texts))]
    if len(cells) == size - 1 and not spaced:
        yield from _cut_in_two(cells)
    for count in range(1, len(spaced) + 1 if len(spaced) <= _MOST_CUTS else 1):
        for chosen in combinations(spaced, count):
            parts = tuple(
                replace(cell, text=text)
                for number, cell in enumerate(cells)
                for text in (pieces[number] if number in chosen else [cell.text])
            )
            if len(parts) == size:
                yield parts


def _cut_in_two(cells: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """The cells with one of their numbers cut in two, wherever no number begins with a zero."""
    for number, cell in enumerate(cells):
        for at in range(1, len(cell.text)):
            halves = cell.text[:at], cell.text[at:]
            if all(half.isdecimal() and str(int(half)) == half for half in halves):
                two = (replace(cell, text=half) for half in halves)
                yield (*cells[:number], *two, *cells[number + 1 :])


def _joined(cells: Sequence[Cell], start: int, stop: int, cuts: Sequence[int]) -> tuple[Cell, ...]:
    """The cells from start to stop, those on both sides of a cut as one."""
    joined: list[Cell] = []
    for position in range(start, stop):
        if position in cuts:
            joined[-1] = replace(joined[-1], text=joined[-1].text + cells[position].text)
        else:
            joined.append(cells[position])
    return tuple(joined)


def place_of_extra(rows: Sequence[PrintedRow], size: int, sums_hold: SumTest) -> int | None:
    """The position in its row of the one cell that belongs to no column of the form.

    rows: those with one cell more than the `size` columns. None where the sums tell no place.
    """
    holding = [
        [sums_hold(without(row, position)) is True for position in range(size + 1)] for row in rows
    ]
    telling = [held for held in holding if any(held) and not all(held)]
    counts = [sum(held[position] for held in telling) for position in range(size + 1)]
    best = max(counts, default=0)
    broken = sum(not any(held) for held in holding)
    if best < _LEAST_ROWS or counts.count(best) != 1:
        return None
    is_sure = best >= _LEAST_SHARE * (len(telling) + broken)
    return counts.index(best) if is_sure else None


def without(row: PrintedRow, position: int) -> tuple[Cell, ...]:
    """The cells of a row without the one at a position."""
    return (*row.rest[:position], *row.rest[position + 1 :])
