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
from extraction.tables.alignment import first_match, last_match
from extraction.tables.rows import with_moved

LEAST = 0.85
"""Below this a label that differs from the form's is another indicator."""

MARGIN = 0.06
"""By how much the nearest label must be nearer than the next: a lost or misread character."""

_LONGEST = 300
"""A longer text is no label, and what may stand in front of one is not taken off piece by piece."""

_REMARK = re.compile(r"\([^()]*\)?")
_LEAD = re.compile(r"^(?:其中[:：]?|\d{1,2}(?=[\u3400-\u9fff])|[-—·•*]+)")


@functools.lru_cache(maxsize=65536)
def name(label: str) -> str:
    """The words of an indicator: no numbering, 其中, remarks in brackets, units or punctuation."""
    text = plain(label)
    while len(text) <= _LONGEST:
        shorter = _LEAD.sub("", split_numbering(text)[1])
        if shorter == text:
            break
        text = shorter
    return core(_REMARK.sub("", text))


@functools.lru_cache(maxsize=65536)
def _likeness(printed: str, row: Row) -> float:
    return max(fuzz.ratio(printed, name(official)) for official in row.labels) / 100


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


def match(labels: list[str], rows: tuple[Row, ...]) -> list[Row | None]:
    """The row of each label, both in order; None where it has none or could be either of two.

    A label of one row alone that is word for word its own is that row wherever it stands.
    """
    found = [scores(label, rows) for label in labels]
    by_row = [[line[index] for line in found] for index in range(len(rows))]
    matched: list[int | None] = [None] * len(labels)
    both = zip(first_match(by_row)[1], last_match(by_row), strict=True)
    for index, (one, other) in enumerate(both):
        if one is not None and one == other:
            matched[one] = index
    if None in matched:
        names = [{*map(name, row.labels)} for row in rows]
        matched = with_moved([*map(name, labels)], names, matched)
    return [None if index is None else rows[index] for index in matched]
