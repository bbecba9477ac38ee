"""Read tables that differ from the form: `python -m benchmarks.variants [--reports N] [WORD]`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.known_values import KnownReport, Score, compare, row_of
from benchmarks.manners.report import Invented, invent
from benchmarks.variants.grids import LAYOUTS, Blocks, Grid, document
from benchmarks.variants.requests import REQUESTS
from benchmarks.variants.review import DISCLOSURE, REVIEW
from benchmarks.variants.years import SURROUNDINGS, Surround
from extraction.facts.reading import read_facts
from extraction.source import Source
from extraction.tables import read_tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="", help="only variants whose name holds it")
    parser.add_argument("--reports", type=int, default=2, help="reports in each form")
    parser.add_argument("--details", type=int, default=0, help="lines on what is wrong")
    options = parser.parse_args()
    for name, vary in variants():
        if options.word not in name:
            continue
        for layout in LAYOUTS:
            total = Score()
            for form in ("2019", "2021"):
                for seed in range(options.reports):
                    total.add(score(invent(seed, form), vary, layout, seed))
            counts = f"right {total.right} wrong {total.wrong} missing {total.missing}"
            print(f"{name:45} {layout:7} {counts} silent {total.silent}", flush=True)
            for line in total.details[: options.details]:
                print("    ", line)


def variants() -> Iterator[tuple[str, Surround]]:
    """Each variant by its name: the blocks of a report that is drawn so."""
    changed = (("table 2", 0, DISCLOSURE), ("table 3", 1, REQUESTS), ("table 4", 2, REVIEW))
    for table, position, changes in changed:
        for name, change in changes.items():

            def vary(report: Invented, draw: Random, *, at=position, change=change) -> Blocks:
                blocks: Blocks = []
                for number, (heading, grid) in enumerate(report.tables):
                    new = change(report, draw) if number == at else grid
                    blocks += [heading, *([new] if isinstance(new, Grid) else new)]
                return blocks

            yield f"{table}: {name}", vary
    yield from SURROUNDINGS.items()


def score(report: Invented, vary: Surround, layout: str, seed: int) -> Score:
    """How an invented report is read that is drawn in a variant and a layout."""
    blocks = vary(report, Random(seed))
    facts, findings = read_facts(read_tables(document(blocks, layout), report.year))
    rows = {"facts": [*map(row_of, facts)], "findings": findings}
    return compare(KnownReport(Path(), Source("invented"), "", report.cells, {}), rows)


if __name__ == "__main__":
    main()
