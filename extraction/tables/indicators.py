"""Match the printed rows of a list of indicators (the form of 2014) with those of the form.

Half of the labels differ from a neighbour in one character (同意, 不同意; 微博, 微信) and some
stand twice (被依法纠错数). So a label must be nearly exact and clearly nearest, and a label that
stands twice is matched only where the rows around it leave it one place.
"""

from __future__ import annotations

import functools
import re

from extraction.forms import Row
from extraction.labels import core, plain, split_numbering
from extraction.matching import Labels
from extraction.tables.alignment import align

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


@functools.lru_cache(maxsize=16)
def labels_of(rows: tuple[Row, ...]) -> Labels:
    """The labels of indicators. One that another is nearly as near to is none, also where that
    says the opposite: 下同意公开 is 同意公开 with a character too many, or 不同意公开 misread."""
    return Labels((row.labels for row in rows), least=LEAST, margin=MARGIN, words_of=name)


def match(labels: list[str], rows: tuple[Row, ...]) -> list[Row | None]:
    """The row of each label, both in order; None where it has none or could be either of two."""
    _, found = align(tuple(labels), labels_of(rows), takes_first=False)
    return [None if index is None else rows[index] for index in found]
