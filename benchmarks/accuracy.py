"""How right the cells are, against reports with known values.

    python -m benchmarks.accuracy FOLDER [--details]

FOLDER: anything with a truth.json in it or below it. For each style: reports with every cell
right; cells right, wrong, missing, and wrong without a finding that points at them; broken sums
not found and found where none is; who, where, when and form of a report not right; and whether
files that are no reports were rejected. Ends with exit 1 if a cell is wrong without a finding.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.known_values import KnownReport, Score, compare, known_reports, sums_of
from extraction.extract import Rows, extract
from extraction.gazetteer import Gazetteer
from orchestration.lake import JURISDICTIONS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--details", action="store_true", help="name every cell not right")
    arguments = parser.parse_args()
    gazetteer = Gazetteer.load(JURISDICTIONS)
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for report in known_reports(arguments.folder):
        rows = extract(report.path.read_bytes(), report.source, gazetteer)
        tallies[report.style].add(report, rows)
    _print(tallies, arguments.details)
    return 1 if sum(tally.score.silent for tally in tallies.values()) else 0


@dataclass
class _Tally:
    """What came of the reports of one style."""

    score: Score = field(default_factory=Score)
    outcomes: list[str] = field(default_factory=list)
    whole: int = 0
    sums_missed: int = 0
    sums_false: int = 0
    misnamed: int = 0

    def add(self, report: KnownReport, rows: Rows) -> None:
        score = _score(report, rows)
        self.outcomes.append(_outcome(report, rows))
        if rows["reports"] and not report.reject_codes:
            self.whole += score.right == len(report.cells)
            self._add_sums(report, rows, score.details)
            self._add_names(report, rows["reports"][0], score.details)
        self.score.add(score)

    def merge(self, other: _Tally) -> None:
        self.score.add(other.score)
        self.outcomes += other.outcomes
        self.whole += other.whole
        self.sums_missed += other.sums_missed
        self.sums_false += other.sums_false
        self.misnamed += other.misnamed

    def _add_sums(self, report: KnownReport, rows: Rows, details: list[str]) -> None:
        if "expected_findings" not in report.expected:
            return
        found, expected = sums_of(rows["findings"]), sums_of(report.broken, "rule")
        missed = expected - found
        false = found - expected - sums_of(report.broken_if_blank_is_zero, "rule")
        self.sums_missed += len(missed)
        self.sums_false += len(false)
        details += [f"{report.path.name}: broken sum not found: {key}" for key in missed]
        details += [f"{report.path.name}: no such broken sum: {key}" for key in false]

    def _add_names(self, report: KnownReport, row: dict[str, Any], details: list[str]) -> None:
        known = report.expected
        names = {known["issuer"], *known.get("issuer_aliases", [])}
        wrong = [
            f"{report.path.name}: {name} {read}, known {right}"
            for name, read, right in (
                ("issuer", row["issuer_name"], names),
                (
                    "division",
                    row["jurisdiction_code"],
                    {known.get("division_code", known.get("code"))},
                ),
                ("year", row["year"], {known["year"]}),
                ("form", row["form"], {known["template"]}),
            )
            if read not in right
        ]
        self.misnamed += len(wrong)
        details += wrong


def _outcome(report: KnownReport, rows: Rows) -> str:
    rejected = rows["rejected_documents"]
    if report.reject_codes:
        code = rejected[0]["reason_code"] if rejected else "read"
        return "refused" if code in report.reject_codes else f"WRONGLY {code}"
    return f"rejected ({rejected[0]['reason_code']})" if rejected else "read"


def _score(report: KnownReport, rows: Rows) -> Score:
    """A file that is refused is missing cells, which its rejection says: never a silent error."""
    score = compare(report, rows)
    if rows["rejected_documents"] and not report.reject_codes:
        reason = rows["rejected_documents"][0]["reason"]
        score.details = [f"{report.path.name}: rejected: {reason}"]
    return score


def _print(tallies: dict[str, _Tally], details: bool) -> None:
    table = Table(title="Reports against known values")
    heads = ("style", "files", "whole", "cells", "right %", "wrong", "missing", "silent")
    for head in (*heads, "sums missed", "sums false", "misnamed"):
        table.add_column(head, justify="left" if head == "style" else "right")
    total = _Tally()
    for style in sorted(tallies):
        _add_row(table, style, tallies[style])
        total.merge(tallies[style])
    table.add_section()
    _add_row(table, "all", total)
    console = Console(width=150)
    console.print(table)
    if details:
        for line in total.score.details:
            console.print(line, markup=False, highlight=False)


def _add_row(table: Table, style: str, tally: _Tally) -> None:
    score = tally.score
    cells = score.right + score.wrong + score.missing
    share = f"{100 * score.right / cells:.2f}" if cells else ""
    odd = sorted({outcome for outcome in tally.outcomes if outcome != "read"})
    name = f"{style} [{', '.join(odd)}]" if odd and style != "all" else style
    found = (cells, share, score.wrong, score.missing, score.silent)
    numbers = (len(tally.outcomes), tally.whole, *found)
    others = (tally.sums_missed, tally.sums_false, tally.misnamed)
    table.add_row(name.replace("[", r"\["), *map(str, (*numbers, *others)))


if __name__ == "__main__":
    raise SystemExit(main())
