"""Tell what a table, a column or a row is of: the year reported on or another one, and whether a
table is annexed to the report (mostly that of another body)."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal

from extraction.labels import OTHER_YEARS, THIS_YEAR, plain

Period = Literal["this", "annexed", "other"]

LONGEST = 40
"""A caption or head with more characters is a sentence that may compare years."""

_OTHER = re.compile(f"(?!上一?年度?结转)(?:{OTHER_YEARS})")
"""What was carried over from last year is this year's."""

_THIS = re.compile(THIS_YEAR)
_ALONE = re.compile(r"(?:20\d\d|本|上|今|去|当|上一)年度?(?:数|数量|情况|合计)?")
_ANNEX = re.compile(r"附(?:[件表录]|[:：])")
_STATED = re.compile(r":(?!20\d\d(?:年|$))[\d.]+[^\d:年月日]{0,2}$")
"""A line that ends in a figure states it, and stands over nothing: 2020年公开总数量：12条."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|$|[^\d])")


@functools.lru_cache(maxsize=65536)
def is_period_alone(text: str) -> bool:
    """Whether a label says a period and nothing else (2021年, 上年数)."""
    return _ALONE.fullmatch(plain(text)) is not None


@functools.lru_cache(maxsize=4096)
def years(text: str) -> frozenset[int]:
    """The years that a caption, head or label names; none for a sentence."""
    folded = plain(text)
    if not _is_title(folded):
        return frozenset()
    # Without its spaces 表1 2021年 would end in another number.
    found = _YEAR.findall(unicodedata.normalize("NFKC", text)) or _YEAR.findall(folded)
    return frozenset(map(int, found))


@functools.lru_cache(maxsize=4096)
def period_of(text: str, year: int | None) -> Period | None:
    """The period that a caption, head or label names, given the year reported on.

    None where it names none, or both. A year in figures goes before 本年, which the heads of the
    form hold (本年制发件数（2022年）).
    """
    folded = plain(text)
    if not _is_title(folded):
        return None
    named = years(text)
    is_this = year in named if named and year is not None else bool(_THIS.search(folded))
    is_other = bool(_OTHER.search(folded)) or (year is not None and bool(named - {year}))
    if is_this == is_other:
        return None
    return "this" if is_this else "other"


def nearest_period(captions: tuple[str, ...], year: int | None) -> Period | None:
    """The period that the nearest caption names of those that name one; of an annex only whether
    it is of another year."""
    named = (period_of(text, year) for text in reversed(captions))
    period = next((period for period in named if period is not None), None)
    is_annexed = any(_ANNEX.match(plain(text)) for text in captions)
    return "annexed" if is_annexed and period != "other" else period


def _is_title(folded: str) -> bool:
    is_sentence = re.search("[。，,;；!！?？]", folded) or _STATED.search(folded)
    return len(folded) <= LONGEST and not is_sentence
