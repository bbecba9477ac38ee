"""How right the cells are, against reports with known values.

    python -m benchmarks.accuracy FOLDER [--details]

FOLDER: anything with a truth.json in it or below it. For each style: cells right, wrong,
missing, and wrong without a finding that points at them; and whether files that are no reports
were rejected. Ends with exit 1 if a cell is wrong without a finding.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.known_values import KnownReport, Score, compare, known_reports
from extraction.extract import Rows, extract
from extraction.gazetteer import Gazetteer

SEED = Path(__file__).parents[1] / "dbt_project" / "seeds" / "jurisdictions.csv"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--details", action="store_true", help="name every cell not right")
    arguments = parser.parse_args()
    gazetteer = Gazetteer.load(SEED)
    scores: dict[str, Score] = defaultdict(Score)
    files: dict[str, list[str]] = defaultdict(list)
    for report in known_reports(arguments.folder):
        rows = extract(report.path.read_bytes(), report.source, gazetteer)
        files[report.style].append(_outcome(report, rows))
        scores[report.style].add(_score(report, rows))
    _print(scores, files, arguments.details)
    return 1 if sum(score.silent for score in scores.values()) else 0


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


def _print(scores: dict[str, Score], files: dict[str, list[str]], details: bool) -> None:
    table = Table(title="Cells against known values")
    for head in ("style", "files", "cells", "right", "right %", "wrong", "missing", "silent"):
        table.add_column(head, justify="left" if head == "style" else "right")
    total = Score()
    for style in sorted(scores):
        _add_row(table, style, scores[style], files[style])
        total.add(scores[style])
    table.add_section()
    _add_row(table, "all", total, [outcome for style in files for outcome in files[style]])
    console = Console(width=120)
    console.print(table)
    if details:
        for line in total.details:
            console.print(line, markup=False, highlight=False)


def _add_row(table: Table, style: str, score: Score, outcomes: list[str]) -> None:
    cells = score.right + score.wrong + score.missing
    share = f"{100 * score.right / cells:.2f}" if cells else ""
    odd = sorted({outcome for outcome in outcomes if outcome != "read"})
    name = f"{style} [{', '.join(odd)}]" if odd and style != "all" else style
    numbers = (len(outcomes), cells, score.right, share, score.wrong, score.missing, score.silent)
    table.add_row(name.replace("[", r"\["), *map(str, numbers))


if __name__ == "__main__":
    raise SystemExit(main())
