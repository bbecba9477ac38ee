"""Which rows of an aligned table stand under which label of a group.

A group's label is printed at the middle of its rows, beside whichever of them that is.
"""

from __future__ import annotations

from extraction.readers.text.aligned.labels import Body, Label
from extraction.readers.text.columns import Columns

_ODD_SPLIT = 6.0
"""Cost, in lines off centre, of parting rows where their numbering does not begin anew, or of
keeping them together where it does."""

_LONGEST_RUN = 200
"""Rows under one level of groups; the search for their groups takes the square of it."""


def assign_groups(rows: list[Body], labels: list[Label], columns: Columns) -> None:
    """Give each row the labels of its groups; labels that are no group become rows of blanks."""
    for level in range(len(columns.labels) - 1, -1, -1):
        unused = [label for label in labels if label.level == level and label.values is None]
        rows.sort(key=lambda row: (row.top, row.bottom))
        for run in _runs(rows, level):
            low, high = _neighbours(rows, run)
            inside = [label for label in unused if low < label.centre < high]
            groups = _partition(run, inside)
            for row, label in zip(run, groups, strict=True):
                if label is not None:
                    row.groups[level] = label
            taken = {id(label) for label in groups if label is not None}
            unused = [label for label in unused if id(label) not in taken]
        rows.extend(Body(label, None) for label in unused)


def _runs(rows: list[Body], level: int) -> list[list[Body]]:
    """Consecutive rows whose own labels are deeper than a level."""
    runs: list[list[Body]] = []
    is_open = False
    for row in rows:
        is_deeper = row.label is not None and row.level > level
        if is_deeper and is_open:
            runs[-1].append(row)
        elif is_deeper:
            runs.append([row])
        is_open = is_deeper
    return runs


def _neighbours(rows: list[Body], run: list[Body]) -> tuple[float, float]:
    first, last = rows.index(run[0]), rows.index(run[-1])
    low = rows[first - 1].bottom if first else float("-inf")
    high = rows[last + 1].top if last + 1 < len(rows) else float("inf")
    return low, high


def _partition(run: list[Body], groups: list[Label]) -> list[Label | None]:
    """Which group each row of a run belongs to.

    A group's label is printed at the middle of its rows, and the numbering of rows begins anew
    in each group; the cheapest cut in order is taken. A label that no cut puts beside its rows
    names none of them.
    """
    count = len(run)
    if not groups or count > _LONGEST_RUN:
        return [None] * count
    items = [row.label.item if row.label else None for row in run]
    anew = {number for number in range(1, count) if _begins_anew(items[number - 1], items[number])}
    # best[n]: cost and cuts of giving the first n rows to the groups so far.
    nothing: list[int] = []
    best = [(0.0, nothing)] + [(float("inf"), nothing)] * count
    for group in groups:
        following = [(cost + 2 * _ODD_SPLIT, [*cuts, n]) for n, (cost, cuts) in enumerate(best)]
        for stop in range(1, count + 1):
            for start in range(stop):
                cost, cuts = best[start]
                cost += _cost(run, start, stop, group, anew)
                if cost < following[stop][0]:
                    following[stop] = (cost, [*cuts, stop])
        best = following
    cost, cuts = best[count]
    assigned: list[Label | None] = []
    for group, cut in zip(groups, cuts, strict=True):
        assigned += [group] * (cut - len(assigned))
    return assigned if cost < float("inf") else [None] * count


def _begins_anew(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after <= before


def _cost(run: list[Body], start: int, stop: int, group: Label, anew: set[int]) -> float:
    """Cost of giving run[start:stop] to a group; anew: rows at which numbering begins anew."""
    top, bottom = run[start].top, run[stop - 1].bottom
    if not top - 1 <= group.centre <= bottom + 1:
        return float("inf")
    cost = abs((top + bottom) / 2 - group.centre)
    cost += _ODD_SPLIT * len(anew.intersection(range(start + 1, stop)))
    return cost + (_ODD_SPLIT if start and anew and start not in anew else 0)
