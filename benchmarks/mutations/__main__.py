"""Read invented reports that were damaged at random, and count the numbers silently wrong.

    python -m benchmarks.mutations [texts|pages] [--seed TEXT] [--files N] [--details]

A number is silently wrong if it is another one than that of the undamaged report and no finding
points at its cell. Of these some cannot be known: where the damage cut or doubled the digits of the
number itself, or cut its unit, the file prints another number in its place ("rewritten"). The rest
moved there from another place ("moved"). Most of those are faults of the reader; what a text shows
by its spaces alone, or two values that changed places, nothing tells. Exit 1 if there are any.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.known_values import KnownReport, compare
from benchmarks.manners.pages import PAGES
from benchmarks.manners.report import Invented, invent, with_zeros_as
from benchmarks.manners.texts import TEXTS, UNSURE
from benchmarks.mutations import pages, texts
from extraction.extract import extract
from extraction.gazetteer import Gazetteer
from extraction.source import Source
from orchestration.lake import JURISDICTIONS

ZEROS = ("0", "", "—")
_SILENT = re.compile(r"read reported \S+ \('(?P<read>.*)'\), known (?P<known>.*), NO FINDING$")

Case = tuple[str, Invented, str, Callable[[random.Random], str]]
"""Name of a manner and a damage, the report, as it is written, and how it is damaged."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", nargs="?", choices=["texts", "pages"])
    parser.add_argument("--seed", default="0", help="another one damages other places")
    parser.add_argument("--files", type=int, default=8, help="for each manner, damage and zero")
    parser.add_argument("--details", action="store_true", help="name every number that moved")
    options = parser.parse_args()
    gazetteer = Gazetteer.load(JURISDICTIONS)
    total: Counter[str] = Counter()
    for kind, cases in (("texts", text_cases), ("pages", page_cases)):
        if options.kind in (None, kind):
            total += _read(cases(options.files), options, gazetteer)
    print(_line(total))
    return 1 if total["moved"] else 0


def text_cases(files: int) -> Iterator[Case]:
    """Texts of each manner, with each damage."""
    for name, separator in texts.SEPARATORS.items():
        mark = re.compile(separator)
        for damage, change in texts.DAMAGES.items():
            for report in _reports(files):
                text = (TEXTS | UNSURE)[name](report).decode()
                yield (
                    f"{name} / {damage}",
                    report,
                    text,
                    lambda chance, text=text, change=change, mark=mark: change(text, mark, chance),
                )


def page_cases(files: int) -> Iterator[Case]:
    """Pages of each manner, with each damage."""
    for name in pages.DRAWN:
        for damage, change in pages.DAMAGES.items():
            for report in _reports(files):
                page = PAGES[name](report).decode()
                yield (
                    f"page, {name} / {damage}",
                    report,
                    page,
                    lambda chance, page=page, change=change: change(page, chance),
                )


def _reports(files: int) -> Iterator[Invented]:
    for printed in ZEROS:
        for number in range(files):
            report = invent(number, ("2019", "2021")[number % 2])
            yield report if printed == "0" else with_zeros_as(report, printed)


def _read(cases: Iterator[Case], options: argparse.Namespace, gazetteer: Gazetteer) -> Counter[str]:
    """Read all cases, and print a line for each manner and damage."""
    total: Counter[str] = Counter()
    of_name: Counter[str] = Counter()
    before = ""
    for number, (name, report, written, change) in enumerate(cases):
        if before and name != before:
            print(f"{before:36} {_line(of_name)}", flush=True)
            of_name = Counter()
        before = name
        damaged = change(random.Random(f"{options.seed} {name} {number}"))
        counts, notes = _score(report, written, damaged, name, gazetteer)
        of_name += counts
        total += counts
        for note in notes if options.details else ():
            print(f"    {number}: {note}")
    print(f"{before:36} {_line(of_name)}", flush=True)
    return total


def _score(
    report: Invented, written: str, damaged: str, name: str, gazetteer: Gazetteer
) -> tuple[Counter[str], list[str]]:
    suffix = "html" if name.startswith("page") else "md" if name.startswith("markdown") else "txt"
    source = Source(f"320800/{report.year}/report.{suffix}", "320800", report.year)
    known = KnownReport(Path(name), source, name, report.cells, {})
    score = compare(known, extract(damaged.encode(), source, gazetteer))
    found = [(line, match) for line in score.details if (match := _SILENT.search(line))]
    is_cut = name.endswith("characters")
    moved = [line for line, match in found if not _is_rewritten(match, written, is_cut=is_cut)]
    counts = Counter(
        files=1,
        right=score.right,
        missing=score.missing,
        wrong=score.wrong,
        rewritten=len(found) - len(moved),
        moved=len(moved),
    )
    return counts, moved


def _is_rewritten(match: re.Match[str], written: str, *, is_cut: bool) -> bool:
    """Whether the number read is none that the report printed, or, where characters were cut, what
    is left of the right one."""
    digits = re.sub(r"\D", "", match["read"])
    printed = {re.sub(r"\D", "", each) for each in re.findall(r"[\d.]+", written)}
    right = re.sub(r"\D", "", match["known"])
    return digits not in printed or (is_cut and bool(digits) and digits in right)


def _line(counts: Counter[str]) -> str:
    names = ("files", "right", "missing", "wrong", "rewritten", "moved")
    return " ".join(f"{name} {counts[name]:,}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
