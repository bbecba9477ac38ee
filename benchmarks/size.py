"""How long the warehouse takes to build, and how large it is, for many reports.

    python -m benchmarks.size [--reports 10000 100000] [--folder FOLDER]

For each number of reports: valid extracted tables are generated (`generated_tables`; no files, no
reading), then `dbt build` makes every mart and runs every data test on them, in a process of its
own; the marts are then copied into a release's database, where the largest, which are views in the
build, are written out. Printed: seconds of both, peak memory of the build, size of the release, the
slowest models and tests, and how long the questions below take on the release. Where two numbers
are given, the growth from the first to the last is compared with that of the reports.

Aimed at: 100,000 reports in at most 90 s and 8 GB on two cores, each question at most 1 s.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks.generated_tables import write_tables
from orchestration.lake import DBT_PROJECT
from orchestration.releases.tables import read_published_tables
from orchestration.releases.writing import copy_tables

SHOWN_STEPS = 12
AIMS = "Aimed at for 100,000 reports: 90 s, 8 GB, each question at most 1 s."

QUESTIONS = {
    "one issuer over the years": """
        select year, requests_received, granted, denied, grant_rate
        from rpt_annual_disclosure
        where issuer_id = (select min(issuer_id) from rpt_annual_disclosure) order by year""",
    "requests by province and year": """
        select province_code, year, sum(requests_received), count(*)
        from rpt_annual_disclosure
        where scope = 'whole_area' and jurisdiction_level = 'county' group by all order by all""",
    "grounds of denial by year, from the cells": """
        select year, item_code, sum(value) from fct_disclosure
        where is_current and applicant_type = 'total' and item_code like 'outcome.denied.%'
        group by all order by all""",
    "who asks: applicants by year": """
        select year, applicant_type, sum(value) from fct_disclosure
        where is_current and item_code = 'request.received' group by all order by all""",
    "one cell and its source": """
        select f.value, f.value_text, f.row_index, r.source_path
        from fct_disclosure as f join dim_report as r using (report_id)
        where f.report_id = (select max(report_id) from dim_report)
            and f.item_code = 'outcome.granted' and f.applicant_type = 'total'""",
    "findings by rule": """
        select rule_code, severity, count(*) from fct_finding group by all order by all""",
}
"""Typical questions; the values that they ask for are taken from the data."""


@dataclass(frozen=True)
class Measured:
    """One build. steps: seconds of each model and test, the slowest first."""

    reports: int
    facts: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    copy_seconds: float
    database_bytes: int
    steps: list[tuple[str, float]]
    questions: dict[str, float]


def build(folder: Path) -> tuple[float, float, int]:
    """Seconds, seconds of CPU and peak memory in bytes of `dbt build` on a folder's tables."""
    command = [
        str(Path(sys.executable).with_name("dbt")),
        *("build", "--exclude-resource-type", "unit_test"),
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
    ]
    environment = os.environ | {
        "GONGKAI_INTERIM_DIR": str(folder / "interim"),
        "GONGKAI_BUILD_DATABASE": str(folder / "build.duckdb"),
    }
    (folder / "build.duckdb").unlink(missing_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode != 0:
        sys.exit(done.stdout[-8000:] + done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, after.ru_maxrss * 1024


def steps(folder: Path) -> list[tuple[str, float]]:
    """What dbt says that each model and test took, the slowest first."""
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    taken = [(r["unique_id"].split(".", 2)[2], r["execution_time"]) for r in results["results"]]
    return sorted(taken, key=lambda step: -step[1])


def ask(database: Path) -> dict[str, float]:
    """Seconds of each question, the median of three, on a connection that has just been opened."""
    taken: dict[str, list[float]] = {question: [] for question in QUESTIONS}
    for _ in range(3):
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute("set search_path = 'marts'")
            for question, sql in QUESTIONS.items():
                started = time.monotonic()
                if not connection.execute(sql).fetchall():
                    sys.exit(f"No answer: {question}")
                taken[question].append(time.monotonic() - started)
    return {question: statistics.median(seconds) for question, seconds in taken.items()}


def measure(reports: int, folder: Path) -> Measured:
    """Generate, build and ask."""
    interim = folder / "interim"
    facts = write_tables(interim, reports)
    seconds, cpu, peak = build(folder)
    release = folder / "release.duckdb"
    release.unlink(missing_ok=True)
    started = time.monotonic()
    copy_tables(folder / "build.duckdb", release, read_published_tables(folder / "build.duckdb"))
    copied = time.monotonic() - started
    size = release.stat().st_size
    return Measured(reports, facts, seconds, cpu, peak, copied, size, steps(folder), ask(release))


def show(console: Console, found: list[Measured]) -> None:
    """Print the figures, one column a number of reports."""
    table = Table("", *(f"{one.reports:,} reports" for one in found))
    table.add_row("facts", *(f"{one.facts:,}" for one in found))
    table.add_row("build with all data tests, s", *(f"{one.seconds:.1f}" for one in found))
    table.add_row("seconds of CPU", *(f"{one.cpu_seconds:.1f}" for one in found))
    table.add_row("peak memory, GB", *(f"{one.peak_bytes / 1e9:.2f}" for one in found))
    table.add_row("copy into a release, s", *(f"{one.copy_seconds:.1f}" for one in found))
    table.add_row(
        "database of the release, MB", *(f"{one.database_bytes / 1e6:.0f}" for one in found)
    )
    for question in QUESTIONS:
        table.add_row(f"{question}, s", *(f"{one.questions[question]:.2f}" for one in found))
    console.print(table)
    slowest = Table(f"slowest of {found[-1].reports:,} reports", "s")
    for name, seconds in found[-1].steps[:SHOWN_STEPS]:
        slowest.add_row(name, f"{seconds:.1f}")
    console.print(slowest)
    if len(found) > 1:
        first, last = found[0], found[-1]
        console.print(
            f"{last.reports / first.reports:.1f} times the reports take "
            f"{last.seconds / first.seconds:.1f} times as long."
        )
    console.print(AIMS)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="keep what is made in this folder")
    arguments = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for reports in sorted(arguments.reports):
            folder = (arguments.folder or Path(scratch)) / f"{reports}"
            folder.mkdir(parents=True, exist_ok=True)
            found.append(measure(reports, folder))
    show(Console(width=110), found)


if __name__ == "__main__":
    main()
