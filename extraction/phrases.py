"""What of the official tables the words of a sentence restate.

The words are those of formats/narrative.yml. Under decree 492 (data years to 2018) they name items
of the statistics table, also before there was one: the law and its terms were the same.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from extraction.forms import FOLDER
from extraction.quantities import Quantity

Law = Literal["492", "711"]


def law_of(form: str) -> Law:
    """The decree by which a report in this form was written: 711 since the data year 2019."""
    return "492" if form in ("2014", "pre2014") else "711"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What words restate which items. Patterns search folded text."""

    items: tuple[str, ...]
    units: frozenset[str]
    phrase: re.Pattern[str]
    context: re.Pattern[str] | None
    after: re.Pattern[str] | None
    excluded: re.Pattern[str] | None

    def fits(self, phrase: str, unit: str) -> bool:
        """Whether a quantity of this phrase and unit may be meant."""
        is_excluded = self.excluded is not None and self.excluded.search(phrase) is not None
        return unit in self.units and not is_excluded and self.phrase.search(phrase) is not None

    def stands_in(self, folded: str, quantity: Quantity, previous: str) -> bool:
        """Whether the words before and after a quantity are those that the pattern asks for."""
        before = (previous if self.items else "") + folded[: quantity.start]
        if self.context is not None and self.context.search(before) is None:
            return False
        return self.after is None or self.after.match(folded[quantity.end :]) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The words of narrative.yml under one law."""

    figures: tuple[_Pattern, ...]
    none: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    alternatives: Mapping[str, tuple[tuple[str, ...], ...]]

    def restated(self, quantity: Quantity, folded: str, previous: str) -> tuple[str, ...]:
        """The items that a quantity of a folded sentence restates, several where it is their sum.

        previous: the sentence before, folded. Empty where the words name no item.
        """
        for pattern in self._fitting(quantity.phrase, quantity.unit):
            if pattern.stands_in(folded, quantity, previous):
                return pattern.items
        return ()

    @functools.lru_cache(maxsize=65536)  # noqa: B019  (patterns live as long as the process)
    def _fitting(self, phrase: str, unit: str) -> tuple[_Pattern, ...]:
        """The patterns that a phrase fits, in order. Reports tell their figures in like words."""
        return tuple(pattern for pattern in self.figures if pattern.fits(phrase, unit))

    def none_of(self, folded: str) -> Iterator[tuple[tuple[str, ...], re.Match[str]]]:
        """Items of which a folded sentence says that there was none, and where."""
        for items, pattern in self.none:
            if match := pattern.search(folded):
                yield items, match


@functools.lru_cache(maxsize=2)
def patterns(law: Law) -> Patterns:
    """The patterns of narrative.yml under a law."""
    data = _narrative()
    key = "item" if law == "711" else "item_492"
    entries = [entry for entry in data["figures"] if key in entry or entry.get("item", 0) is None]
    return Patterns(
        figures=tuple(_pattern(entry, entry.get(key), data["units"]) for entry in entries),
        none=tuple(
            (_named(entry[key]), re.compile(entry["pattern"]))
            for entry in data["none"]
            if key in entry
        ),
        alternatives={
            item: tuple(tuple(reading) for reading in readings)
            for item, readings in data["alternatives"].items()
        },
    )


@functools.lru_cache(maxsize=1)
def _narrative() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load((FOLDER / "narrative.yml").read_text(encoding="utf-8"))
    return data


def _pattern(entry: Mapping[str, Any], items: str | list[str] | None, units: list[str]) -> _Pattern:
    def compiled(name: str) -> re.Pattern[str] | None:
        return re.compile(entry[name]) if name in entry else None

    return _Pattern(
        _named(items),
        frozenset(entry.get("units", units)),
        re.compile(entry["phrase"]),
        compiled("context"),
        compiled("after"),
        compiled("not"),
    )


def _named(items: str | list[str] | None) -> tuple[str, ...]:
    return (items,) if isinstance(items, str) else tuple(items or ())
