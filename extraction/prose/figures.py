"""A quantity that a report's prose states, as it stands in its sentence."""

from __future__ import annotations

from decimal import Decimal

from extraction.records import record


@record(frozen=True, slots=True)
class Figure:
    """A quantity stated in the prose of a report.

    folded: the sentence folded by `extraction.labels.plain`; start, end: the quantity's place in
    it, unit included. value: in single units, amounts of money in 元. is_approximate: the
    sentence leaves the last digits open (10余条). items: what it restates of the tables, several
    where their sum is told, none where the words leave a doubt. whole: index of the figure of the
    report that this one is a part of, split: in which split of it, from 1.
    """

    section: str
    sentence: str
    sentence_index: int
    folded: str
    start: int
    end: int
    phrase: str
    value: Decimal
    unit: str
    is_approximate: bool
    scope: str | None
    items: tuple[str, ...]
    whole: int | None = None
    split: int | None = None
