"""Count how often each kind of evidence is right: what a confidence means.

    python -m benchmarks.calibration FOLDER... [--invented N] [--damaged N] [--write]

FOLDER: anything with a truth.json in it or below it; scans belong among them, clean and spoilt
(`benchmarks.degrade`). --invented adds so many reports of each form in every manner of
`benchmarks.manners`. Each report that stands in its file as text is read as it is and --damaged
times damaged (a cell lost, a row lost, a blank gained, from fixed seeds); a scan is read as it is.
--write puts the counts where the extraction takes its confidences from.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.damage import damaged
from benchmarks.known_values import KnownCell, KnownReport, is_right, known_reports, row_of
from benchmarks.manners.every import EVERY_MANNER
from benchmarks.manners.report import invent
from extraction.document import Document, Rejected
from extraction.facts.evidence import lower_bound
from extraction.facts.reading import read_facts
from extraction.files.sniff import media_type
from extraction.readers import read_document
from extraction.source import Source
from extraction.tables import read_tables
from schemas.vocabulary import EVIDENCE

TARGET = Path(__file__).parents[1] / "extraction" / "formats" / "confidence.yml"
_HEADER = """\
# How often cells of each kind of evidence were read as they are printed, counted by
#   python -m benchmarks.calibration
# on reports with known values, whole, damaged and scanned. See extraction/facts/evidence.py.
"""
_ABSENT = KnownCell("absent", ())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--invented", type=int, default=2, metavar="N")
    parser.add_argument("--damaged", type=int, default=10, metavar="N")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    cells: Counter[str] = Counter()
    right: Counter[str] = Counter()
    known = ((report, report.path.read_bytes()) for report in _in_folders(arguments.folders))
    for report, content in chain(known, _invented(arguments.invented)):
        for document in _documents(content, report.path.name, arguments.damaged):
            _count(report, document, cells, right)
    _print(cells, right)
    if arguments.write:
        kinds = {kind: {"cells": cells[kind], "right": right[kind]} for kind in EVIDENCE}
        text = _HEADER + yaml.safe_dump({"kinds": kinds}, sort_keys=False)
        TARGET.write_text(text, encoding="utf-8")
    return 0


def _in_folders(folders: list[Path]) -> Iterator[KnownReport]:
    reports = chain.from_iterable(map(known_reports, folders))
    return (report for report in reports if not report.reject_codes)


def _invented(count: int) -> Iterator[tuple[KnownReport, bytes]]:
    """Reports of each form in every manner, and the file of each."""
    for name, write in EVERY_MANNER.items():
        suffix = "md" if name.startswith("markdown") else "txt"
        for form, seed in product(("2019", "2021"), range(count)):
            report = invent(seed, form)
            source = Source(f"{name}.{suffix}", None, report.year)
            yield (
                KnownReport(Path(source.source_path), source, name, report.cells, {}),
                write(report),
            )


def _documents(content: bytes, name: str, count: int) -> Iterator[Document]:
    try:
        document = read_document(content, media_type(content, name))
    except Rejected:
        return
    yield document
    is_recognised = any(cell.recognition for table in document.tables for cell in table.cells)
    if document.tables and not is_recognised:
        yield from (damaged(document, random.Random(seed)) for seed in range(count))


def _count(
    report: KnownReport, document: Document, cells: Counter[str], right: Counter[str]
) -> None:
    facts, _ = read_facts(read_tables(document))
    for fact in facts:
        cells[fact.evidence] += 1
        right[fact.evidence] += is_right(row_of(fact), report.cells.get(fact.reading.key, _ABSENT))


def _print(cells: Counter[str], right: Counter[str]) -> None:
    table = Table(title="Cells read as printed, by what speaks for them")
    for head in ("evidence", "cells", "right", "share", "confidence"):
        table.add_column(head, justify="left" if head == "evidence" else "right")
    for kind in EVIDENCE:
        seen, good = cells[kind], right[kind]
        share = f"{good / seen:.4f}" if seen else ""
        table.add_row(kind, str(seen), str(good), share, f"{lower_bound(good, seen):.3f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    raise SystemExit(main())
