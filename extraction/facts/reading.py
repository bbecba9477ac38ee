"""Turn the cells read from the tables into facts and findings (`fact`: of each cell alone).

First misread numbers are repaired (recognised text only), then blanks are inferred, then the
identities are checked; each fact is weighed by how these came out.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from extraction.facts import evidence
from extraction.facts.fact import Fact, fact_of
from extraction.facts.identities import ZERO, Check, check, infer
from extraction.facts.recognised import may_be_written, offers, shapes
from extraction.facts.repair import repair
from extraction.facts.sums import (
    broken_finding,
    doubtful_finding,
    inference_finding,
    moved_findings,
    repair_finding,
)
from extraction.findings import Finding, finding
from extraction.forms import Block, Identity, Key, load_forms
from extraction.tables import TableReading

TABLES_THAT_DECIDE = ("active_disclosure", "requests")
"""Where two forms have equally many tables in a report, the one with the first of these decides."""


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


def read_facts(reading: TableReading) -> tuple[list[Fact], list[Finding]]:
    """The facts of a report's tables, and the findings about them."""
    findings = [
        finding(doubt.rule_code, doubt.severity, doubt.message, doubt.key)
        for doubt in reading.doubts
    ]
    findings += _missing_blocks(reading)
    facts: dict[Key, Fact] = {}
    for key, cell in reading.cells.items():
        facts[key], doubts = fact_of(cell)
        findings.extend(doubts)
    identities = _identities(tuple(reading.blocks))
    findings += _repair(facts, identities)
    # What is inferred proves nothing: a sum of which nothing is printed is not tested.
    printed = check(identities, _numbers(facts.values()))
    inferred = _infer(facts, identities)
    findings += inferred
    tested = tuple(result.identity for result in printed)
    checks = check(tested, _numbers(facts.values())) if inferred else printed
    findings.extend(broken_finding(result, facts) for result in checks if not result.holds)
    findings += moved_findings(checks)
    _weigh(facts, checks)
    findings.extend(
        doubtful_finding(fact) for fact in facts.values() if fact.evidence == "recognised_doubtful"
    )
    return list(facts.values()), findings


def _missing_blocks(reading: TableReading) -> list[Finding]:
    """One finding for each block that the report's form has and the report, as read, has not."""
    if not reading.blocks:
        return []
    code = form_of(reading.blocks)
    form = next(form for form in load_forms() if form.code == code)
    found = {block.name for block in reading.blocks}
    refused = {doubt.block for doubt in reading.doubts if doubt.block}
    return [
        finding(
            "cells_missing",
            "warning",
            f"No {block.name} block ({block.table}) was found: {len(block.cell_keys())} cells.",
        )
        for block in form.blocks
        if block.name not in found | refused
    ]


def _repair(facts: dict[Key, Fact], identities: tuple[Identity, ...]) -> list[Finding]:
    """Put the readings that the identities prove in the place of misread ones."""
    recognised = {key: its.reading for key, its in facts.items() if its.reading.cell.recognition}
    if not recognised:
        return []
    cells = _numbers(facts.values())
    added = {key: its if isinstance(its, Decimal) else ZERO for key, its in cells.items()}
    offered = {key: offers(its, added.get(key)) for key, its in recognised.items()}
    shaped = {key: shapes(its) for key, its in recognised.items()}
    findings = []
    for mended in repair(identities, cells, offered, shaped):
        fact, status = facts[mended.key], mended.offer.status
        facts[mended.key] = replace(
            fact,
            value=mended.offer.value if status == "reported" else None,
            status="repaired" if status == "reported" else status,
            evidence="repaired",
        )
        findings.append(repair_finding(mended, fact))
    return findings


def _infer(facts: dict[Key, Fact], identities: tuple[Identity, ...]) -> list[Finding]:
    """Fill in the blanks that the identities leave one value for.

    Nothing follows for or from a recognised cell that may be something else than blank.
    """
    known = (fact for fact in facts.values() if not may_be_written(fact.reading))
    inferences = infer(identities, _numbers(known))
    for inference in inferences:
        facts[inference.key] = replace(
            facts[inference.key], value=inference.value, status="inferred", evidence="inferred"
        )
    return [inference_finding(inference) for inference in inferences]


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


def _weigh(facts: dict[Key, Fact], checks: list[Check]) -> None:
    """Give each fact its kind of evidence."""
    outcomes = evidence.Outcomes(checks)
    for key, fact in facts.items():
        if not fact.evidence:
            recognition = fact.reading.cell.recognition
            fact.evidence = evidence.kind(
                outcomes.outcome(key),
                score=recognition.score if recognition else None,
                is_placed_by_order=fact.reading.certainty in ("shape", "sum", "surplus"),
                adds_something=bool(fact.value),
            )
