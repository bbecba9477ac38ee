"""Reports with known values, and the comparison of a reading with them.

Two layouts of `truth.json` are understood: one for a single report beside it, with the three
tables by official row label, and one for a folder of reports under `raw/`, with facts by code.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extraction.facts.fact import Fact
from extraction.forms import Block, Key, load_forms
from extraction.matching import likeness
from extraction.source import Source
from extraction.tables.rows import rows_in_order


@dataclass(frozen=True, slots=True)
class KnownCell:
    """What stands in a cell. accepted: values that are right; None says nothing was read in."""

    status: str
    accepted: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A file, what is claimed about it, and what is known to stand in it."""

    path: Path
    source: Source
    style: str
    cells: dict[Key, KnownCell]
    expected: dict[str, Any]
    reject_codes: tuple[str, ...] = ()
    broken: tuple[dict[str, Any], ...] = ()
    broken_if_blank_is_zero: tuple[dict[str, Any], ...] = ()


@dataclass(slots=True)
class Score:
    """Cells of one or more reports by outcome. silent: wrong cells that no finding points at."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    silent: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missing += other.missing
        self.silent += other.silent
        self.details += other.details


def known_reports(folder: Path) -> Iterator[KnownReport]:
    """Every known report below a folder. Raises FileNotFoundError where there is none."""
    paths = sorted(folder.rglob("truth.json"))
    if not paths:
        raise FileNotFoundError(f"No truth.json below {folder}.")
    for path in paths:
        data = json.loads(path.read_text(encoding="utf-8"))
        if "files" in data:
            yield from (_generated(path.parent / "raw", entry) for entry in data["files"])
        else:
            yield _real(path.parent, data)


def row_of(fact: Fact) -> dict[str, Any]:
    """What `compare` and `is_right` ask of a fact, of tables that were read without a file."""
    return {
        "item_code": fact.reading.key[0],
        "applicant_type": fact.reading.key[1],
        "value": fact.value,
        "value_status": fact.status,
        "value_text": fact.reading.cell.text,
    }


def compare(report: KnownReport, rows: dict[str, list[dict[str, Any]]]) -> Score:
    """Score the facts of one report, cell by cell."""
    score = Score()
    facts = {(fact["item_code"], fact["applicant_type"]): fact for fact in rows["facts"]}
    for key, known in report.cells.items():
        fact = facts.pop(key, None)
        if fact is None:
            score.missing += 1
            score.details.append(f"{report.path.name}: {key} missing, {known.accepted[0]} known")
        elif is_right(fact, known):
            score.right += 1
        else:
            _count_wrong(score, report, key, fact, known, rows["findings"])
    for key, fact in facts.items():
        _count_wrong(score, report, key, fact, KnownCell("absent", ()), rows["findings"])
    return score


SUMS = ("applicant_sum", "column_balance", "outcome_sum", "review_sum", "statistics_sum")
"""The rules of arithmetic that the known values tell the findings of."""


def sums_of(findings: Iterable[dict[str, Any]], rule: str = "rule_code") -> set[tuple[Any, ...]]:
    """The broken sums among findings: rule, item or None, applicant type."""
    keys = ((f[rule], f.get("item_code"), f["applicant_type"]) for f in findings)
    return {key for key in keys if key[0] in SUMS}


def is_right(fact: dict[str, Any], known: KnownCell) -> bool:
    """Whether a fact says what is known to stand in its cell."""
    if fact["value"] is None:
        return bool(fact["value_status"] == known.status)
    if fact["value_status"] == "inferred" and known.accepted == (None,):
        # The known values do not say what a blank stands for; that it is one is all to compare.
        return known.status == "blank"
    return fact["value"] in known.accepted


def _count_wrong(
    score: Score,
    report: KnownReport,
    key: Key,
    fact: dict[str, Any],
    known: KnownCell,
    findings: list[dict[str, Any]],
) -> None:
    is_flagged = any(_points_at(finding, key) for finding in findings)
    score.wrong += 1
    score.silent += not is_flagged
    score.details.append(
        f"{report.path.name}: {key} read {fact['value_status']} {fact['value']} "
        f"({fact['value_text']!r}), known {known.status} {known.accepted}"
        f"{'' if is_flagged else ', NO FINDING'}"
    )


def _points_at(finding: dict[str, Any], key: Key) -> bool:
    if finding["severity"] == "info":
        return False
    subject = finding["item_code"], finding["applicant_type"]
    if (finding["rule_code"], *subject) in _sums_with(key):
        return True
    has_subject = subject != (None, None)
    return has_subject and all(
        own in (named, None) for own, named in zip(subject, key, strict=True)
    )


@functools.cache
def _sums_with(key: Key) -> frozenset[tuple[str, str | None, str | None]]:
    """The sums of all forms that a cell stands in, as findings name them."""
    return frozenset(
        (identity.rule_code, identity.item_code, identity.applicant_type)
        for form in load_forms()
        for identity in form.identities
        if key in identity.left + identity.right
    )


def _generated(raw: Path, entry: dict[str, Any]) -> KnownReport:
    cells = {}
    for fact in entry["facts"] or []:
        value = None if fact["value"] is None else Decimal(str(fact["value"]))
        accepted: tuple[Decimal | None, ...] = (value,)
        if value is None and fact.get("underlying") is not None and fact["status"] == "blank":
            accepted = (None, Decimal(str(fact["underlying"])))
        cells[fact["item_code"], fact["applicant_type"]] = KnownCell(fact["status"], accepted)
    code, year = entry["path"].split("/")[:2]
    return KnownReport(
        path=raw / entry["path"],
        source=Source(entry["path"], code, int(year)),
        style=entry["style"],
        cells=cells,
        expected=entry,
        reject_codes=tuple(
            entry.get("accept_rejects") or ([entry["reject"]] if entry["reject"] else [])
        ),
        broken=tuple(entry["expected_findings"] or []),
        broken_if_blank_is_zero=tuple(entry["tolerated_findings"] or []),
    )


def _real(folder: Path, truth: dict[str, Any]) -> KnownReport:
    path = next(path for path in folder.iterdir() if path.stem == "report")
    form = next(form for form in load_forms() if form.code == truth["template"])
    cells: dict[Key, KnownCell] = {}
    for block in form.blocks:
        if block.table == "active_disclosure":
            cells |= _known_disclosure(block, truth["table2"])
        elif block.rows:
            cells |= _known_requests(block, truth["table3"])
        else:
            values = zip(block.columns, truth["table4"], strict=True)
            cells |= {block.key(None, column): _known(value) for column, value in values}
    return KnownReport(
        path=path,
        source=Source(f"{truth['code']}/{truth['year']}/{path.name}", truth["code"], truth["year"]),
        style=f"real {folder.name}",
        cells=cells,
        expected=truth,
    )


def _known_disclosure(block: Block, table: dict[str, dict[str, Any]]) -> dict[Key, KnownCell]:
    cells = {}
    for row in block.rows:
        printed = next(values for label, values in table.items() if label in row.labels)
        for column in block.columns:
            label = max(printed, key=lambda head: likeness(head, column.labels))
            in_yuan = printed.get(f"{label}_元")
            value = printed[label] if in_yuan is None else Decimal(in_yuan) / 10000
            cells[block.key(row, column)] = _known(value)
    return cells


def _known_requests(block: Block, table: dict[str, list[Any]]) -> dict[Key, KnownCell]:
    labels = list(table)
    cells = {}
    for label, row in zip(labels, rows_in_order(tuple(labels), block.rows)[1], strict=True):
        assert row is not None, f"{label} is no row of the form"
        for column, value in zip(block.columns, table[label], strict=True):
            cells[block.key(row, column)] = _known(value)
    return cells


def _known(value: Any) -> KnownCell:
    if value is None:
        return KnownCell("blank", (None,))
    return KnownCell("reported", (Decimal(str(value)),))
