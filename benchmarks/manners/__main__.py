"""Read invented reports in every manner: `python -m benchmarks.manners [--reports N] [WORD]`."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.known_values import KnownReport, compare
from benchmarks.manners.every import EVERY_MANNER
from benchmarks.manners.pages import Write
from benchmarks.manners.report import invent
from extraction.extract import extract
from extraction.gazetteer import Gazetteer
from extraction.source import Source
from orchestration.lake import JURISDICTIONS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="", help="only manners whose name holds it")
    parser.add_argument("--reports", type=int, default=2, help="reports in each form and manner")
    parser.add_argument("--form", action="append", help="only this form; may be repeated")
    parser.add_argument("--details", type=int, default=0, help="lines on what is wrong")
    options = parser.parse_args()
    gazetteer = Gazetteer.load(JURISDICTIONS)
    for name, write in EVERY_MANNER.items():
        if options.word in name:
            _print(name, write, options, gazetteer)


def _print(name: str, write: Write, options: argparse.Namespace, gazetteer: Gazetteer) -> None:
    """Read some reports in one manner and print a line of counts."""
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for form in options.form or ("2014", "2019", "2021"):
        for seed in range(options.reports):
            report = invent(seed, form)
            suffix = "md" if name.startswith("markdown") else "txt"
            source = Source(f"320800/{report.year}/report.{suffix}", "320800", report.year)
            rows = extract(write(report), source, gazetteer)
            known = KnownReport(Path(name), source, name, report.cells, {})
            score = compare(known, rows)
            counts["reports"] += 1
            counts["whole"] += score.right == len(report.cells) and not score.wrong
            counts["right"] += score.right
            counts["wrong"] += score.wrong
            counts["missing"] += score.missing
            counts["silent"] += score.silent
            counts["findings"] += sum(f["severity"] != "info" for f in rows["findings"])
            notes += [f"{r['reason_code']}: {r['reason']}" for r in rows["rejected_documents"]]
            notes += score.details
    print(f"{name:36}", " ".join(f"{key} {number}" for key, number in counts.items()), flush=True)
    for note in notes[: options.details]:
        print("    ", note)


if __name__ == "__main__":
    main()
