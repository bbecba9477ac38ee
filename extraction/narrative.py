"""The quantities of a report's sentences, and where they contradict its tables."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from extraction.forms import FOLDER
from extraction.labels import plain
from extraction.quantities import Quantity, quantities
from extraction.typography import ends_sentence, starts_with_numbering

Row = Mapping[str, Any]

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
_TABLE_ROW = re.compile(r"[\t|]|\S {2,}\S.*\S {2,}\S|(?:^|\s)[\d.]+\s+[\d.]+\s+[\d.]+(?:\s|$)")
_SUBHEADING_LENGTH = 25
_WHOLE_AREA = re.compile(
    r"[全我](?:省|市|县|区|州|旗|盟|自治区|自治州|自治县|地区)(?!本级|级)|各(?:级|地|县|区|市|州|旗|\()|县\(市"
)
_OWN_BODY = re.compile(
    r"[我本](?:局|厅|委|办|镇|乡|街道|单位|机关(?!不掌握)|部门|院|校|中心|部|社|队|所|站)|[省市县区州地]?本级|全局|全镇|全乡"
)
_ASIDE = re.compile(r"其中|\((?![市区县旗、]{1,3}\))")
_NO_ITEM: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What words restate which items. Patterns search folded text."""

    items: tuple[str, ...]
    phrase: re.Pattern[str]
    context: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    excluded: re.Pattern[str] | None = None

    def matches(self, phrase: str, before: str, after: str) -> bool:
        """Whether a quantity with these words before and after it is meant."""
        if self.phrase.search(phrase) is None:
            return False
        if self.context is not None and self.context.search(before) is None:
            return False
        if self.after is not None and self.after.search(after) is None:
            return False
        return self.excluded is None or self.excluded.search(phrase) is None


@dataclass(frozen=True, slots=True)
class _Patterns:
    units: frozenset[str]
    figures: tuple[_Pattern, ...]
    none: tuple[_Pattern, ...]
    sums: tuple[_Pattern, ...]
    alternatives: Mapping[str, tuple[tuple[str, ...], ...]]


def narrative_figures(sections: Iterable[Row]) -> list[dict[str, Any]]:
    """Every quantity that the prose states: rows for schemas.tables.NarrativeFigure without
    report_id.

    Values are in single units, amounts of money in 元; an approximate number (10余条) stands with
    the digits it has. That there was none of an item (未收到申请) is the quantity 0. item_code is
    filled only where the words leave no doubt which item of the tables is restated.
    """
    rows: list[dict[str, Any]] = []
    for section in sections:
        for sentence in _sentences(section["text"]):
            for figure in _figures(sentence):
                row = {"figure_index": len(rows) + 1, "section": section["section"]}
                rows.append({**row, "sentence": sentence, **figure})
    return rows


def text_table_mismatch(figures: Iterable[Row], facts: Iterable[Row]) -> list[dict[str, Any]]:
    """Findings where the prose restates an item with another number than its table.

    expected is the table's value, actual the sentence's. Approximate numbers are not compared; an
    item told for several circles (the office, the whole county) contradicts only when none of
    its numbers is the table's.
    """
    values = _table_values(facts)
    told: dict[tuple[str, ...], list[Row]] = {}
    for figure in figures:
        items = _items_of(figure)
        if items and not _is_approximate(figure):
            told.setdefault(items, []).append(figure)
    findings = []
    for items, rows in told.items():
        readings = (
            [items, *_patterns().alternatives.get(items[0], ())] if len(items) == 1 else [items]
        )
        sums = [total for reading in readings if (total := _sum(values, reading)) is not None]
        if not sums or any(row["value"] in sums for row in rows):
            continue
        findings.append(_finding(items, sums[0], rows[0]))
    return findings


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text whose lines may be broken anywhere; lines of a table are left out."""
    gathered = ""
    for line in [*text.split("\n"), ""]:
        is_row = _TABLE_ROW.search(line) is not None
        starts_anew = not line or is_row or starts_with_numbering(line)
        if gathered and (starts_anew or ends_sentence(gathered) or _is_subheading(gathered)):
            yield from (match[0].strip() for match in _SENTENCE.finditer(gathered))
            gathered = ""
        gathered += "" if is_row else line


def _is_subheading(line: str) -> bool:
    return len(line) <= _SUBHEADING_LENGTH and starts_with_numbering(line)


def _figures(sentence: str) -> Iterator[dict[str, Any]]:
    folded = plain(sentence)
    for quantity in quantities(folded):
        before, after = folded[: quantity.start], folded[quantity.end :]
        items = _restated(quantity, before, after)
        yield _figure(
            quantity.phrase or quantity.unit,
            quantity.value,
            quantity.unit,
            before,
            items[0] if items else None,
        )
    for pattern in _patterns().none:
        if match := pattern.phrase.search(folded):
            yield _figure(match[0], Decimal(0), "件", folded[: match.start()], pattern.items[0])


def _figure(
    phrase: str, value: Decimal, unit: str, before: str, item_code: str | None
) -> dict[str, Any]:
    return {
        "phrase": phrase,
        "value": value,
        "unit": unit,
        "scope": _scope(before),
        "item_code": item_code,
    }


def _restated(quantity: Quantity, before: str, after: str) -> tuple[str, ...]:
    if quantity.unit not in _patterns().units:
        return _NO_ITEM
    for pattern in _patterns().figures:
        if pattern.matches(quantity.phrase, before, after):
            return pattern.items
    return _NO_ITEM


def _scope(before: str) -> str | None:
    """Whose figures the nearest word about it before a quantity says; None when none does.

    What a clause opened by 其中 or a bracket says holds for that clause alone.
    """
    clauses = re.split(r"[,;:。、]", before)
    for clause in [
        clauses[-1],
        *(part for part in reversed(clauses[:-1]) if not _ASIDE.search(part)),
    ]:
        whole = max((match.end() for match in _WHOLE_AREA.finditer(clause)), default=-1)
        own = max((match.end() for match in _OWN_BODY.finditer(clause)), default=-1)
        if whole != own:
            return "whole_area" if whole > own else "own_body"
    return None


def _items_of(figure: Row) -> tuple[str, ...]:
    if figure["item_code"] is not None:
        return (figure["item_code"],)
    if figure["unit"] not in _patterns().units:
        return _NO_ITEM
    for pattern in _patterns().sums:
        if pattern.matches(figure["phrase"], "", ""):
            return pattern.items
    return _NO_ITEM


def _is_approximate(figure: Row) -> bool:
    return any(
        quantity.is_approximate
        for quantity in quantities(plain(figure["sentence"]))
        if quantity.value == figure["value"] and quantity.phrase == figure["phrase"]
    )


def _table_values(facts: Iterable[Row]) -> dict[str, Decimal]:
    return {
        fact["item_code"]: Decimal(fact["value"])
        for fact in facts
        if fact["applicant_type"] in ("total", "all") and fact["value"] is not None
    }


def _sum(values: Mapping[str, Decimal], items: tuple[str, ...]) -> Decimal | None:
    known = [values[item] for item in items if item in values]
    return sum(known, Decimal(0)) if len(known) == len(items) else None


def _finding(items: tuple[str, ...], expected: Decimal, figure: Row) -> dict[str, Any]:
    return {
        "rule_code": "text_table_mismatch",
        "severity": "warning",
        "item_code": items[0] if len(items) == 1 else None,
        "applicant_type": None,
        "expected": expected,
        "actual": figure["value"],
        "message": (
            f"The text says {figure['value']:f} {figure['unit']} ({figure['phrase']}), the table "
            f"{expected:f} for {' + '.join(items)}."
        ),
    }


@functools.lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = yaml.safe_load((FOLDER / "narrative.yml").read_text(encoding="utf-8"))
    return _Patterns(
        units=frozenset(data["units"]),
        figures=tuple(_pattern(entry) for entry in data["figures"]),
        none=tuple(
            _Pattern((entry["item"],), re.compile(entry["pattern"])) for entry in data["none"]
        ),
        sums=tuple(_pattern(entry) for entry in data["sums"]),
        alternatives={
            item: tuple(tuple(reading) for reading in readings)
            for item, readings in data["alternatives"].items()
        },
    )


def _pattern(entry: Mapping[str, Any]) -> _Pattern:
    items = entry.get("items") or ([entry["item"]] if entry["item"] else [])
    optional = {name: entry.get(name) for name in ("context", "after", "not")}
    compiled = {name: re.compile(text) if text else None for name, text in optional.items()}
    return _Pattern(
        tuple(items),
        re.compile(entry["phrase"]),
        compiled["context"],
        compiled["after"],
        compiled["not"],
    )
