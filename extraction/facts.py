"""Turn the cells read from the tables into facts and findings.

First misread numbers are repaired (recognised text only), then blanks are inferred, then the
identities are checked; each fact is weighed by how these came out.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, TypeGuard

from extraction import evidence
from extraction.findings import finding as make_finding
from extraction.forms import Block, Identity, Key, load_forms
from extraction.identities import ZERO, Check, Inference, check, infer
from extraction.recognised import likeliest, may_be_written, offers
from extraction.records import record
from extraction.repair import Repair, repair
from extraction.tables import CellReading, TableReading
from extraction.units import (
    in_10k_cny,
    is_foreign_money,
    is_money_unit,
    money_unit_in,
    money_unit_in_label,
)
from extraction.values import LIMIT, read_cell

SAME = Decimal("0.000001")
"""Numbers that differ by no more are the same, held in binary."""

TABLES_THAT_DECIDE = ("active_disclosure", "requests")
"""Where two forms have equally many tables in a report, the one with the first of these decides."""


@record(frozen=True, slots=True)
class Fact:
    """A value cell with its value in the item's unit.

    evidence: its kind; empty until the identities have been tested, unless the
        cell itself gives reason for doubt.
    """

    reading: CellReading
    value: Decimal | None
    status: str
    evidence: str = ""

    @property
    def confidence(self) -> float:
        return evidence.confidence(self.evidence)


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


@functools.lru_cache(maxsize=256)
def _is_shared(block: Block) -> bool:
    twins = [b for form in load_forms() for b in form.blocks if b.name == block.name]
    return sum(twin.cell_keys() == block.cell_keys() for twin in twins) > 1


def read_facts(reading: TableReading) -> tuple[list[Fact], list[dict[str, Any]]]:
    """The facts of a report's tables, and the findings about them."""
    findings = [
        make_finding(doubt.rule_code, doubt.severity, doubt.message, doubt.key)
        for doubt in reading.doubts
    ]
    findings += _missing_blocks(reading)
    facts: dict[Key, Fact] = {}
    for key, cell in reading.cells.items():
        facts[key], doubts = _fact(cell)
        findings.extend(doubts)
    identities = _identities(tuple(reading.blocks))
    findings += _repair(facts, identities)
    findings += _infer(facts, identities)
    checks = check(identities, _numbers(facts.values()))
    findings.extend(_broken_finding(result, facts) for result in checks if not result.holds)
    weighed = _weighed(facts, checks)
    findings.extend(_doubtful_finding(fact) for fact in weighed if _is_doubtful(fact))
    return weighed, findings


def _missing_blocks(reading: TableReading) -> list[dict[str, Any]]:
    """One finding for each block that the report's form has and the report, as read, has not."""
    if not reading.blocks:
        return []
    code = form_of(reading.blocks)
    form = next(form for form in load_forms() if form.code == code)
    found = {block.name for block in reading.blocks}
    refused = {doubt.block for doubt in reading.doubts if doubt.block}
    return [
        make_finding(
            "cells_missing",
            "warning",
            f"No {block.name} block ({block.table}) was found: {len(block.cell_keys())} cells.",
            None,
        )
        for block in form.blocks
        if block.name not in found | refused
    ]


def _repair(facts: dict[Key, Fact], identities: tuple[Identity, ...]) -> list[dict[str, Any]]:
    """Put the readings that the identities prove in the place of misread ones."""
    if not any(fact.reading.cell.recognition for fact in facts.values()):
        return []
    cells = _numbers(facts.values())
    added = {key: its if isinstance(its, Decimal) else ZERO for key, its in cells.items()}
    offered = {key: offers(fact.reading, added.get(key)) for key, fact in facts.items()}
    findings = []
    for mended in repair(identities, cells, offered):
        fact, status = facts[mended.key], mended.offer.status
        facts[mended.key] = replace(
            fact,
            value=mended.offer.value if status == "reported" else None,
            status="repaired" if status == "reported" else status,
            evidence="repaired",
        )
        findings.append(_repair_finding(mended, fact))
    return findings


def _infer(facts: dict[Key, Fact], identities: tuple[Identity, ...]) -> list[dict[str, Any]]:
    """Fill in the blanks that the identities leave one value for.

    Nothing follows for or from a recognised cell that may be something else than blank.
    """
    known = (fact for fact in facts.values() if not may_be_written(fact.reading))
    inferences = infer(identities, _numbers(known))
    for inference in inferences:
        facts[inference.key] = replace(
            facts[inference.key], value=inference.value, status="inferred", evidence="inferred"
        )
    return [_inference_finding(inference) for inference in inferences]


def _fact(printed: CellReading) -> tuple[Fact, list[dict[str, Any]]]:
    cell = likeliest(printed)
    value, column = cell.value, cell.head.column
    if value.status == "unreadable":
        return _unreadable(cell, f"{_name(cell)}: {cell.cell.text!r} is no number.")
    findings = _shown_otherwise(cell) if cell.cell.held is not None else []
    if value.number is None:
        return Fact(cell, None, value.status), findings
    kind = "" if cell is printed else "recognised_doubtful"
    number = value.number
    if column.money and is_foreign_money(f"{cell.head.text} {cell.row_label or ''}"):
        message = (
            f"{_name(cell)}: {cell.cell.text!r} is an amount in a currency of another country."
        )
        return Fact(cell, None, "unreadable", "unreadable"), [
            make_finding("unit_unexpected", "error", message, cell.key, actual=number)
        ]
    if column.money:
        number, unit_kind, doubts = _amount(cell)
        findings += doubts
        kind = kind or unit_kind
        if abs(number) >= LIMIT:
            return _unreadable(
                cell, f"{_name(cell)}: {cell.cell.text!r} is more than any body spends."
            )
    elif value.unit is not None and is_money_unit(value.unit):
        message = (
            f"{_name(cell)}: {cell.cell.text!r} is an amount of money where a count is expected."
        )
        findings.append(make_finding("unit_unexpected", "warning", message, cell.key))
        kind = "not_a_count"
    elif number != number.to_integral_value():
        message = f"{_name(cell)}: {cell.cell.text!r} is not a whole number."
        findings.append(make_finding("not_a_count", "warning", message, cell.key, actual=number))
        kind = "not_a_count"
    if number < 0 and not column.signed:
        message = f"{_name(cell)}: {cell.cell.text!r} is negative."
        findings.append(make_finding("not_a_count", "warning", message, cell.key, actual=number))
        kind = "not_a_count"
    elif number > 0 and not column.signed and cell.cell.text.lstrip().startswith(("+", "＋")):
        message = f"{_name(cell)}: {cell.cell.text!r} has the sign of a change."
        findings.append(make_finding("not_a_count", "warning", message, cell.key, actual=number))
        kind = "not_a_count"
    if value.is_spaced:
        message = f"{_name(cell)}: the digits of {cell.cell.text!r} stand apart and were joined."
        findings.append(make_finding("digits_joined", "warning", message, cell.key, actual=number))
        kind = kind or "digits_joined"
    return Fact(cell, number, "reported", kind), findings


def _unreadable(cell: CellReading, message: str) -> tuple[Fact, list[dict[str, Any]]]:
    finding = make_finding(
        "cell_unreadable", "error", f"{message} Look at the cell in the source.", cell.key
    )
    return Fact(cell, None, "unreadable", "unreadable"), [finding]


def _shown_otherwise(cell: CellReading) -> list[dict[str, Any]]:
    """A doubt where the file holds another number than it shows, but for decimals rounded away.

    What is shown was published and is read. A zero shown as a blank or a dash is no other number.
    """
    assert cell.cell.held is not None
    held, value = read_cell(cell.cell.held).number, cell.value
    if held is None or (value.number is None and not held):
        return []
    if value.number is not None:
        shown, least = value.number, SAME
        if cell.head.column.money:
            scale = in_10k_cny(Decimal(10_000), value.unit) if _is_money(value.unit) else Decimal(1)
            _, _, decimals = f"{shown:f}".partition(".")
            shown, least = shown * scale, scale * Decimal(5).scaleb(-1 - len(decimals))
        if abs(shown - held) <= least:
            return []
    message = (
        f"{_name(cell)}: {cell.cell.text!r} is shown, by the format of the cell, of the number "
        f"{cell.cell.held} that the file holds; what is shown was read."
    )
    return [
        make_finding(
            "shown_otherwise", "warning", message, cell.key, expected=held, actual=value.number
        )
    ]


def _is_money(unit: str | None) -> TypeGuard[str]:
    return unit is not None and is_money_unit(unit)


def _amount(cell: CellReading) -> tuple[Decimal, str, list[dict[str, Any]]]:
    """An amount in 10,000 CNY: converted by the unit in the cell, else in the head or label."""
    assert cell.value.number is not None
    number = cell.value.number
    unit = cell.value.unit if _is_money(cell.value.unit) else None
    unit = unit or money_unit_in(cell.head.text) or money_unit_in_label(cell.row_label or "")
    if unit is not None:
        return in_10k_cny(number, unit), "", []
    if number == 0:
        return number, "", []
    by_form = f"; the form prescribes {cell.head.column.unit}" if cell.head.column.unit else ""
    message = f"{_name(cell)}: no unit stands by {cell.cell.text!r}; taken as 万元{by_form}."
    finding = make_finding("unit_missing", "warning", message, cell.key, actual=number)
    return number, "unit_assumed", [finding]


@functools.lru_cache(maxsize=256)
def _identities(blocks: tuple[Block, ...]) -> tuple[Identity, ...]:
    """The identities of the blocks found, each of the form its block is of."""
    chosen: dict[Identity, None] = {}
    for block in blocks:
        keys = set(block.cell_keys())
        form = next(form for form in load_forms() if form.code == block.form)
        for identity in form.identities:
            if keys.issuperset(identity.keys):
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


def _weighed(facts: dict[Key, Fact], checks: list[Check]) -> list[Fact]:
    """Each fact with its kind of evidence."""
    outcomes = evidence.Outcomes(checks)
    weighed = []
    for key, fact in facts.items():
        if not fact.evidence:
            recognition = fact.reading.cell.recognition
            kind = evidence.kind(
                outcomes.outcome(key),
                score=recognition.score if recognition else None,
                is_placed_by_order=fact.reading.certainty in ("shape", "sum", "surplus"),
                adds_something=bool(fact.value),
            )
            fact = Fact(fact.reading, fact.value, fact.status, kind)
        weighed.append(fact)
    return weighed


def _is_doubtful(fact: Fact) -> bool:
    return fact.evidence == "recognised_doubtful"


def _doubtful_finding(fact: Fact) -> dict[str, Any]:
    recognition = fact.reading.cell.recognition
    assert recognition is not None
    others = ", ".join(repr(text) for text, _ in recognition.alternatives[:3])
    taken = fact.status if fact.value is None else f"{fact.value:f}"
    message = (
        f"{_name(fact.reading)}: {fact.reading.cell.text!r} was recognised with a score of "
        f"{recognition.score:.2f}{f' (it may be {others})' if others else ''}, and its sums do not "
        f"prove it; taken as {taken}. Compare it with the picture."
    )
    key = fact.reading.key
    return make_finding("recognition_doubtful", "warning", message, key, actual=fact.value)


def _repair_finding(mended: Repair, fact: Fact) -> dict[str, Any]:
    recognition = fact.reading.cell.recognition
    assert recognition is not None
    rules = sorted({identity.rule_code for identity in mended.identities})
    message = (
        f"{_name(fact.reading)}: recognised as {fact.reading.cell.text!r} (score "
        f"{recognition.score:.2f}), which breaks {' and '.join(rules)}; {mended.offer.text!r} "
        f"(score {mended.offer.score:.2f}) is the only other reading with which they hold."
    )
    return make_finding(
        "value_repaired",
        "warning",
        message,
        mended.key,
        expected=mended.offer.value,
        actual=fact.value,
    )


def _name(cell: CellReading) -> str:
    return f"{cell.row_label or ''} / {cell.head.text}".strip(" /")


def _inference_finding(inference: Inference) -> dict[str, Any]:
    rules = sorted({identity.rule_code for identity in inference.identities})
    message = (
        f"Nothing stands in the cell; {' and '.join(rules)} leave only {inference.value:f} for it."
    )
    return make_finding("value_inferred", "info", message, inference.key, expected=inference.value)


def _broken_finding(result: Check, facts: dict[Key, Fact]) -> dict[str, Any]:
    identity = result.identity
    is_row = identity.rule_code == "applicant_sum"
    left, right = (_terms(keys, facts, is_row=is_row) for keys in (identity.left, identity.right))
    if len(identity.left) == 1:
        sums = f"{left} is printed, but {right} = {result.expected:f}"
    else:
        sums = f"{left} = {result.expected:f}, but {right} = {result.actual:f}"
    subject = _subject(identity, facts[identity.left[0]])
    return make_finding(
        identity.rule_code,
        "error",
        f"{subject}: {sums}.",
        (identity.item_code, identity.applicant_type),
        expected=result.expected,
        actual=result.actual,
    )


def _subject(identity: Identity, fact: Fact) -> str:
    """The row, column or group that a sum runs over, as it is printed."""
    block = fact.reading.block
    if block.rows:
        is_column = block.applicant_pattern != "all" and identity.rule_code != "applicant_sum"
        return f"Column {fact.reading.head.text}" if is_column else f"Row {fact.reading.row_label}"
    group = fact.reading.head.column.group
    return block.groups[group].labels[0] if group is not None else block.name


def _terms(keys: tuple[Key, ...], facts: dict[Key, Fact], *, is_row: bool) -> str:
    """The terms of a sum with their labels; of many, those that add something."""
    shown = [facts[key] for key in keys if facts[key].value or len(keys) < 3]
    return " + ".join(_term(fact, is_row=is_row) for fact in shown) or "nothing"


def _term(fact: Fact, *, is_row: bool) -> str:
    row, column = fact.reading.row_label, fact.reading.head.text
    printed = f"{fact.value:f}" if fact.value is not None else f"({fact.status})"
    has_rows = bool(fact.reading.block.rows)
    return f"{row if has_rows and not is_row else column} {printed}"
