"""What of the official tables the words of a sentence restate.

The words are those of formats/narrative.yml and the labels of the statistics table itself. Under
decree 492 (data years to 2018) they name items of that table, also before there was one: the law
and its terms were the same.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from extraction.forms import FOLDER, load_forms
from extraction.labels import plain
from extraction.prose.quantities import Quantity

Law = Literal["492", "711"]

_MAY_DENY = re.compile(r"[未没无零不]|(?<![\d.])0(?![\d.])")
"""What every statement that there was none holds: a quick test."""
_JOINED = re.compile(r"(?:[、和或]|(?<!参)与|(?<![涉普提])及)$")


def law_of(form: str) -> Law:
    """The decree by which a report in this form was written: 711 since the data year 2019."""
    return "492" if form in ("2014", "pre2014") else "711"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What words restate which items. Patterns search folded text."""

    items: tuple[str, ...]
    units: frozenset[str]
    phrase: re.Pattern[str]
    context: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    excluded: re.Pattern[str] | None = None

    def fits(self, phrase: str, unit: str) -> bool:
        """Whether a quantity of this phrase and unit may be meant.

        What is told together with something else (行政复议、行政诉讼3件) is neither of the two.
        """
        if unit not in self.units or (self.excluded and self.excluded.search(phrase)):
            return False
        found = self.phrase.search(phrase)
        if found is None or not self.items:
            return found is not None
        begin = found.start() if found[0][:1] not in "、和或与及" else found.start() + 1
        own = 1 if phrase[:1] in "和或与及" else 0  # what joins it to another quantity
        return _JOINED.search(phrase, own, begin) is None

    def stands_in(self, folded: str, quantity: Quantity, previous: str) -> bool:
        """Whether the words before and after a quantity are those that the pattern asks for."""
        before = (previous if self.items else "") + folded[: quantity.start]
        if self.context is not None and self.context.search(before) is None:
            return False
        return self.after is None or self.after.match(folded[quantity.end :]) is not None


@dataclass(frozen=True, slots=True)
class _Nothing:
    """What words say that there was none of some items."""

    items: tuple[str, ...]
    unit: str
    words: re.Pattern[str]
    context: re.Pattern[str] | None
    excluded: re.Pattern[str] | None

    def found(self, folded: str, previous: str) -> re.Match[str] | None:
        """Where a sentence says so. previous: the sentence before, folded."""
        match = self.words.search(folded)
        if match is None:
            return None
        before = folded[: match.start()]
        if self.excluded is not None and self.excluded.search(before):
            return None
        is_told = self.context is None or self.context.search(previous + before)
        return match if is_told else None


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The words of narrative.yml under one law."""

    figures: tuple[_Pattern, ...]
    none: tuple[_Nothing, ...]
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

    def none_of(
        self, folded: str, previous: str
    ) -> Iterator[tuple[tuple[str, ...], str, re.Match[str]]]:
        """Items of which a folded sentence says that there was none, their unit, and where."""
        for told in self.none if _MAY_DENY.search(folded) else ():
            if match := told.found(folded, previous):
                yield told.items, told.unit, match


@functools.lru_cache(maxsize=2)
def patterns(law: Law) -> Patterns:
    """The patterns of narrative.yml under a law."""
    data = _narrative()
    key = "item" if law == "711" else "item_492"
    entries = [
        entry
        for told in data["figures"]
        for entry in (_by_reason(told) if "reasons" in told else [told])
        if key in entry or entry.get("item", 0) is None
    ]
    figures = [_pattern(entry, entry.get(key), data["units"]) for entry in entries]
    return Patterns(
        figures=(*(_label_patterns() if law == "492" else ()), *figures),
        none=tuple(
            _Nothing(
                _named(entry[key]),
                entry.get("unit", "件"),
                re.compile(entry["pattern"]),
                _compiled(entry, "context"),
                _compiled(entry, "not"),
            )
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


def _by_reason(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """An entry for each item of one that names many by the words of their reason."""
    for item, words in entry["reasons"].items():
        yield {**entry, "item": item, "phrase": entry["phrase"].replace("{reason}", words)}


def _pattern(entry: Mapping[str, Any], items: str | list[str] | None, units: list[str]) -> _Pattern:
    return _Pattern(
        _named(items),
        frozenset(entry.get("units", units)),
        re.compile(entry["phrase"]),
        _compiled(entry, "context"),
        _compiled(entry, "after"),
        _compiled(entry, "not"),
    )


def _compiled(entry: Mapping[str, Any], name: str) -> re.Pattern[str] | None:
    return re.compile(entry[name]) if name in entry else None


_LEAD = (
    r"(?:其中|本年度?|全年|年度|20\d\d年度?|全[省市县区州]"
    r"|[我本](?:单位|机关|[省市县区州局委厅办镇乡部院])|通过|共|设?有|设立|设置|配备)*"
)
_NOTE = re.compile(r"\([^()]*\)|^其中:")
_COUNT = re.compile(r"(?:总?次|总)?数量?$")
_LIKE_UNITS = {"件": "件起宗例", "次": "次场", "个": "个处", "人": "人名"}


def _label_patterns() -> Iterator[_Pattern]:
    """Patterns for phrases that are a label of the statistics table of 2014 (国办发〔2014〕32号),
    with or without its closing 数. Labels that several rows have name none of them."""
    rows = [
        row
        for form in load_forms()
        for block in form.blocks
        if block.is_list
        for row in block.rows
        if row.code
    ]
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for core in _cores(row.labels):
            codes[core].add(row.code)
    for row in rows:
        cores = [re.escape(core) for core in _cores(row.labels) if len(codes[core]) == 1]
        if cores:
            unit = "元" if row.money else row.unit or ""
            label = rf"(?:涉及)?(?:{'|'.join(cores)})(?:总?次?数量?)?(?:共计|共|合计|为|达)*"
            yield _Pattern(
                (row.code,),
                frozenset(_LIKE_UNITS.get(unit, [unit])),
                re.compile(rf"^{_LEAD}{label}$"),
            )


def _cores(labels: Iterable[str]) -> set[str]:
    """What labels count: without notes, and without that they count it."""
    cores = {_COUNT.sub("", _NOTE.sub("", plain(label))) for label in labels}
    return {core.removeprefix("涉及") for core in cores}


def _named(items: str | list[str] | None) -> tuple[str, ...]:
    return (items,) if isinstance(items, str) else tuple(items or ())
