"""Where the prose tells another number of an item than its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from extraction.findings import Finding, finding
from extraction.prose.figures import Figure
from extraction.prose.phrases import Law, patterns

Row = Mapping[str, Any]

_YUAN = "元"
_YUAN_OF_AN_ITEM = Decimal(10_000)
"""Amounts of the tables are in 万元."""


def text_table_mismatch(
    figures: Iterable[Figure], facts: Iterable[Row], law: Law, scope: str | None = None
) -> list[Finding]:
    """Findings where the prose restates an item with another number than its table.

    expected is the table's value, actual the sentence's, both in the item's unit. Approximate
    numbers are not compared; an item told for several circles (the office, the whole county)
    contradicts only when none of its numbers is the table's, and one told for another circle than
    the report's does not.

    scope: of the report, where it is known.
    """
    values = _table_values(facts)
    told: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        is_of_scope = None in (figure.scope, scope) or figure.scope == scope
        if figure.items and is_of_scope and not figure.is_approximate:
            told.setdefault(figure.items, []).append(figure)
    findings = []
    for items, stated in told.items():
        readings = [items]
        if len(items) == 1:
            readings += patterns(law).alternatives.get(items[0], ())
        sums = [total for reading in readings if (total := _sum(values, reading)) is not None]
        if not sums or any(_in_unit_of_item(figure) in sums for figure in stated):
            continue
        findings.append(_mismatch(items, sums[0], stated[0]))
    return findings


def _in_unit_of_item(figure: Figure) -> Decimal:
    return figure.value / _YUAN_OF_AN_ITEM if figure.unit == _YUAN else figure.value


def _table_values(facts: Iterable[Row]) -> dict[str, Decimal]:
    return {
        fact["item_code"]: Decimal(fact["value"])
        for fact in facts
        if fact["applicant_type"] in ("total", "all") and fact["value"] is not None
    }


def _sum(values: Mapping[str, Decimal], items: tuple[str, ...]) -> Decimal | None:
    known = [values[item] for item in items if item in values]
    return sum(known, Decimal(0)) if len(known) == len(items) else None


def _mismatch(items: tuple[str, ...], expected: Decimal, figure: Figure) -> Finding:
    unit = "万元" if figure.unit == _YUAN else figure.unit
    actual = _in_unit_of_item(figure)
    message = (
        f"The text says {actual:f} {unit} ({figure.phrase}), the table "
        f"{expected:f} for {' + '.join(items)}."
    )
    subject = (items[0], None) if len(items) == 1 else None
    return finding(
        "text_table_mismatch", "warning", message, subject, expected=expected, actual=actual
    )
