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
from extraction.labels import core, plain, split_numbering

LEAST = 0.85
"""Below this a label that differs from the form's is another indicator."""

MARGIN = 0.06
"""By how much the nearest label must be nearer than the next: a lost or misread character."""

_REMARK = re.compile(r"\([^()]*\)?")
_LEAD = re.compile(r"^(?:其中[:：]?|\d{1,2}(?=[\u3400-\u9fff])|[-—·•*]+)")
_NEGATIONS = re.compile(r"[不非未]")


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
def _similarity(printed: str, row: Row) -> float:
    best = 0.0
    for official in map(name, row.labels):
        if printed == official:
            return 1.0
        if len(_NEGATIONS.findall(printed)) == len(_NEGATIONS.findall(official)):
            best = max(best, fuzz.ratio(printed, official) / 100)
    return best if best >= LEAST else 0.0


def scores(label: str, rows: tuple[Row, ...]) -> list[float]:
    """How well a printed label fits each row: only the nearest rows of one wording count."""
    printed = name(label)
    if not printed:
        return [0.0] * len(rows)
    found = [_similarity(printed, row) for row in rows]
    best = max(found)
    nearest = {row.labels for row, score in zip(rows, found, strict=True) if score == best}
    names = {names_of for labels in nearest for names_of in (name(labels[0]),)}
    next_best = max((score for score in found if score < best), default=0.0)
    if best < 1 and (len(names) > 1 or best - next_best < MARGIN):
        return [0.0] * len(rows)
    return [score if score == best else 0.0 for score in found]


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
