"""Turn the cells read from the tables into facts and findings.

Confidence is a statement of evidence, not a probability that was fitted:
    0.99  in at least one identity and all its identities hold
    0.95  found without doubt, in no identity that could be tested
    0.90  inferred for a blank cell
    0.60  in an identity that is broken
    0.30  where a broken row and a broken column cross
    0.40  an amount of money whose unit is not printed
    0     nothing readable stands there
A cell placed by evidence (row_realigned) loses 0.05, digits that stood apart lose 0.2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from extraction.forms import Block, Identity, Key, load_forms
from extraction.identities import Check, Inference, check, infer
from extraction.tables import CellReading, TableReading
from extraction.values import in_10k_cny, is_money_unit, money_unit_in

TABLES_THAT_DECIDE = ("active_disclosure", "requests")
"""Where two forms have equally many tables in a report, the one with the first of these decides."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value cell with its value in the item's unit."""

    reading: CellReading
    value: Decimal | None
    status: str
    confidence: float


def form_of(blocks: list[Block]) -> str:
    """The form of most blocks of a report; tables that are alike in two forms do not vote."""
    votes: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        if not _is_shared(block):
            votes[block.form].add(block.table)
    if not votes:
        return blocks[-1].form

    def weight(form: str) -> tuple[int, list[bool]]:
        return len(votes[form]), [table in votes[form] for table in TABLES_THAT_DECIDE]

    return max(votes, key=weight)


def _is_shared(block: Block) -> bool:
    twins = [b for form in load_forms() for b in form.blocks if b.name == block.name]
    return sum(twin.cell_keys() == block.cell_keys() for twin in twins) > 1


def read_facts(reading: TableReading) -> tuple[list[Fact], list[dict[str, Any]]]:
    """The facts of a report's tables, and the findings about them."""
    findings = [
        _finding(doubt.rule_code, doubt.severity, doubt.message, doubt.key)
        for doubt in reading.doubts
    ]
    findings += _missing_blocks(reading)
    facts: dict[Key, Fact] = {}
    for key, cell in reading.cells.items():
        facts[key], doubts = _fact(cell)
        findings.extend(doubts)
    identities = _identities(reading.blocks)
    inferences = infer(identities, _numbers(facts.values()))
    for inference in inferences:
        fact = facts[inference.key]
        facts[inference.key] = replace(
            fact, value=inference.value, status="inferred", confidence=0.9
        )
        findings.append(_inference_finding(inference))
    checks = check(identities, _numbers(facts.values()))
    findings.extend(_broken_finding(result, facts) for result in checks if not result.holds)
    return _with_evidence(facts, checks), findings


def _missing_blocks(reading: TableReading) -> list[dict[str, Any]]:
    """One finding for each block that the report's form has and the report, as read, has not."""
    if not reading.blocks:
        return []
    code = form_of(reading.blocks)
    form = next(form for form in load_forms() if form.code == code)
    found = {block.name for block in reading.blocks}
    refused = {doubt.block for doubt in reading.doubts if doubt.block}
    return [
        _finding(
            "cells_missing",
            "warning",
            f"No {block.name} block ({block.table}) was found: {len(block.cell_keys())} cells.",
            None,
        )
        for block in form.blocks
        if block.name not in found | refused
    ]


def _fact(cell: CellReading) -> tuple[Fact, list[dict[str, Any]]]:
    value, column = cell.value, cell.head.column
    where = f"{cell.row_label or ''} / {cell.head.text}".strip(" /")
    if value.status == "unreadable":
        message = f"{where}: {cell.cell.text!r} is no number. Look at the cell in the source."
        return Fact(cell, None, "unreadable", 0.0), [
            _finding("cell_unreadable", "error", message, cell.key)
        ]
    if value.number is None:
        return Fact(cell, None, value.status, 0.95), []
    findings: list[dict[str, Any]] = []
    confidence = 0.95
    number = value.number
    if column.money:
        number, confidence, findings = _amount(cell, where)
    elif value.unit is not None and is_money_unit(value.unit):
        message = f"{where}: {cell.cell.text!r} is an amount of money where a count is expected."
        findings.append(_finding("unit_unexpected", "warning", message, cell.key))
        confidence = 0.4
    elif number != number.to_integral_value():
        message = f"{where}: {cell.cell.text!r} is not a whole number."
        findings.append(_finding("not_a_count", "warning", message, cell.key, actual=number))
        confidence = 0.4
    if number < 0 and not column.signed:
        message = f"{where}: {cell.cell.text!r} is negative."
        findings.append(_finding("not_a_count", "warning", message, cell.key, actual=number))
        confidence = 0.3
    if value.is_spaced:
        message = f"{where}: the digits of {cell.cell.text!r} stand apart and were joined."
        findings.append(_finding("digits_joined", "warning", message, cell.key, actual=number))
    return Fact(cell, number, "reported", confidence), findings


def _amount(cell: CellReading, where: str) -> tuple[Decimal, float, list[dict[str, Any]]]:
    """An amount in 10,000 CNY: converted by the unit in the cell, else by that in the head."""
    assert cell.value.number is not None
    number = cell.value.number
    unit = cell.value.unit if cell.value.unit and is_money_unit(cell.value.unit) else None
    unit = unit or money_unit_in(cell.head.text)
    if unit is not None:
        return in_10k_cny(number, unit), 0.95, []
    if number == 0:
        return number, 0.95, []
    by_form = f"; the form prescribes {cell.head.column.unit}" if cell.head.column.unit else ""
    message = f"{where}: no unit stands by {cell.cell.text!r}; taken as 万元{by_form}."
    severity = "info" if by_form else "warning"
    finding = _finding("unit_missing", severity, message, cell.key, actual=number)
    return number, 0.9 if by_form else 0.4, [finding]


def _identities(blocks: list[Block]) -> tuple[Identity, ...]:
    """The identities of the blocks found, each of the form its block is of."""
    chosen: dict[Identity, None] = {}
    for block in blocks:
        keys = set(block.cell_keys())
        form = next(form for form in load_forms() if form.code == block.form)
        for identity in form.identities:
            if keys.issuperset(identity.left + identity.right):
                chosen[identity] = None
    return tuple(chosen)


def _numbers(facts: Iterable[Fact]) -> dict[Key, Decimal | Literal["blank", "dash"]]:
    numbers: dict[Key, Decimal | Literal["blank", "dash"]] = {}
    for fact in facts:
        if fact.value is not None:
            numbers[fact.reading.key] = fact.value
        elif fact.status == "blank":
            numbers[fact.reading.key] = "blank"
        elif fact.status == "dash":
            numbers[fact.reading.key] = "dash"
    return numbers


def _with_evidence(facts: dict[Key, Fact], checks: list[Check]) -> list[Fact]:
    held: dict[Key, int] = defaultdict(int)
    broken: dict[Key, set[str]] = defaultdict(set)
    for result in checks:
        for key in result.identity.left + result.identity.right:
            if result.holds:
                held[key] += 1
            else:
                broken[key].add(result.identity.rule_code)
    weighed = []
    for key, fact in facts.items():
        confidence = fact.confidence
        if key in broken:
            is_crossing = "applicant_sum" in broken[key] and len(broken[key]) > 1
            confidence = min(confidence, 0.3 if is_crossing else 0.6)
        elif held[key] and confidence == 0.95:
            confidence = 0.99
        if fact.reading.certainty in ("shape", "sum", "surplus"):
            confidence -= 0.05
        if fact.reading.value.is_spaced:
            confidence -= 0.2
        weighed.append(replace(fact, confidence=round(max(confidence, 0.0), 2)))
    return weighed


def _inference_finding(inference: Inference) -> dict[str, Any]:
    rules = sorted({identity.rule_code for identity in inference.identities})
    message = (
        f"Nothing stands in the cell; {' and '.join(rules)} leave only {inference.value:f} for it."
    )
    return _finding("value_inferred", "info", message, inference.key, expected=inference.value)


def _broken_finding(result: Check, facts: dict[Key, Fact]) -> dict[str, Any]:
    identity = result.identity

    def printed(keys: tuple[Key, ...]) -> str:
        return " + ".join(_printed(facts[key]) for key in keys)

    if len(identity.left) == 1:
        sums = f"{printed(identity.left)} stands for the sum of {printed(identity.right)}"
    else:
        sums = f"{printed(identity.left)} against {printed(identity.right)}"
    about = ", ".join(part for part in (identity.item_code, identity.applicant_type) if part)
    return {
        "rule_code": identity.rule_code,
        "severity": "error",
        "item_code": identity.item_code,
        "applicant_type": identity.applicant_type,
        "expected": result.expected,
        "actual": result.actual,
        "message": f"{about}: {sums}: {result.expected:f} expected, {result.actual:f} found.",
    }


def _printed(fact: Fact) -> str:
    if fact.value is None:
        return "(blank)" if fact.status == "blank" else f"({fact.status})"
    return f"{fact.value:f}"


def _finding(
    rule_code: str,
    severity: str,
    message: str,
    key: Key | None,
    expected: Decimal | None = None,
    actual: Decimal | None = None,
) -> dict[str, Any]:
    return {
        "rule_code": rule_code,
        "severity": severity,
        "item_code": key[0] if key else None,
        "applicant_type": key[1] if key else None,
        "expected": expected,
        "actual": actual,
        "message": message,
    }
