"""Match the printed rows of a list of indicators (the form of 2014) with those of the form.

Half of the labels differ from a neighbour in one character (同意, 不同意; 微博, 微信) and some
stand twice (被依法纠错数). So a label must be nearly exact and clearly nearest, and a label that
stands twice is matched only where the rows around it leave it one place.
"""

from __future__ import annotations

import functools
import re

from rapidfuzz import fuzz

from extraction.forms import Row
from extraction.labels import core, plain, says_more, split_numbering

LEAST = 0.85
"""Below this a label that differs from the form's is another indicator."""

MARGIN = 0.06
"""By how much the nearest label must be nearer than the next: a lost or misread character."""

_REMARK = re.compile(r"\([^()]*\)?")
_LEAD = re.compile(r"^(?:其中[:：]?|\d{1,2}(?=[\u3400-\u9fff])|[-—·•*]+)")


@functools.lru_cache(maxsize=65536)
def name(label: str) -> str:
    """The words of an indicator: no numbering, 其中, remarks in brackets, units or punctuation."""
    text = plain(label)
    while True:
        shorter = _LEAD.sub("", split_numbering(text)[1])
        if shorter == text:
            break
        text = shorter
    return core(_REMARK.sub("", text))


@functools.lru_cache(maxsize=65536)
def _likeness(printed: str, row: Row) -> float:
    best = 0.0
    for official in map(name, row.labels):
        if printed == official:
            return 1.0
        best = max(best, fuzz.ratio(printed, official) / 100)
    return best


def scores(label: str, rows: tuple[Row, ...]) -> list[float]:
    """How well a printed label fits each row: only the rows of the nearest wording count.

    None counts where another wording is nearly as near, also one that says the opposite: 下同意公开
    is 同意公开 with a character too many, or 不同意公开 misread.
    """
    printed = name(label)
    found = [_likeness(printed, row) for row in rows] if printed else []
    best = max(found, default=0.0)
    nearest = [row for row, like in zip(rows, found, strict=False) if like == best]
    if best < LEAST or (len({name(row.labels[0]) for row in nearest}) > 1 and best < 1):
        return [0.0] * len(rows)
    wordings = {row.labels for row in nearest}
    others = (like for row, like in zip(rows, found, strict=True) if row.labels not in wordings)
    is_other = says_more(printed, name(nearest[0].labels[0]))
    if best < 1 and (is_other or best - max(others, default=0.0) < MARGIN):
        return [0.0] * len(rows)
    return [like if like == best else 0.0 for like in found]


def match(labels: list[str], rows: tuple[Row, ...]) -> tuple[list[Row | None], list[Row | None]]:
    """Match labels with rows, both in order: once taking the first of equal ways, once the last.

    A label that the two match with different rows could be either.
    """
    table = [scores(label, rows) for label in labels]
    early = _aligned(table, len(rows))
    late = _aligned([line[::-1] for line in table[::-1]], len(rows))[::-1]
    last = len(rows) - 1
    return (
        [None if index is None else rows[index] for index in early],
        [None if index is None else rows[last - index] for index in late],
    )


def _aligned(table: list[list[float]], width: int) -> list[int | None]:
    """For each line the column that gives the greatest total with both in order, else None."""
    totals = [[0.0] * (width + 1) for _ in range(len(table) + 1)]
    for i in range(len(table) - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            taken = table[i][j] + totals[i + 1][j + 1] if table[i][j] else 0.0
            totals[i][j] = max(totals[i + 1][j], totals[i][j + 1], taken)
    matched: list[int | None] = [None] * len(table)
    i = j = 0
    while i < len(table) and j < width:
        if table[i][j] and totals[i][j] == table[i][j] + totals[i + 1][j + 1]:
            matched[i] = j
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i][j + 1]:
            j += 1
        else:
            i += 1
    return matched
