"""How long a night takes: with nothing new, and with some new files.

    python -m benchmarks.nights [--reports 100000] [--new 100] [--folder FOLDER]

A raw folder of many small files with sidecars is generated, over some 3,000 divisions and 16
years, and what an earlier night would have left: the extracted tables (`generated_tables`; reading
them all would take hours) with the receipts that belong to them. The rest is the command itself: a
first `gongkai build` makes warehouse and release, then nights are measured as whole processes, from
start to exit. New files are real reports, and are read. Printed: seconds of each night, its CPU and
peak memory, and where it went by stages.

Aimed at for 100,000 reports on two cores: a night with nothing new in at most 20 s; one with 100
new files in no more than that and their reading.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.generated_tables import write_tables
from collection.memory import Address, RegionMemory, Version, save
from orchestration.lake import JURISDICTIONS, PROJECT, Lake
from orchestration.nights.past import nights
from orchestration.raw.inventory import write_inventory
from orchestration.raw.sidecar import SUFFIX
from orchestration.reading.partitions import read_tables, write_partition
from orchestration.reading.run import extraction_key, partition_inputs, reading_rules
from orchestration.reading.task import Task, source_of

YEARS = range(2010, 2026)
SAMPLE = PROJECT / "data" / "raw" / "321300" / "2024"
SAMPLE_NAME = "宿迁市"
QUIET_NIGHTS = 2
LAST_VISIT = date(2025, 5, 1)
ONE_VANISHED_IN = 200


@dataclass(frozen=True)
class Night:
    """One night. stages: where its seconds went, as its journal says."""

    name: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    stages: str


def generate(lake: Lake, reports: int) -> None:
    """Make a raw folder, what collecting it remembered, and the extracted tables of its files."""
    write_tables(lake.interim, reports, years=YEARS)
    regions: dict[str, RegionMemory] = {}
    for index, row in enumerate(pl.read_parquet(lake.inventory).iter_rows(named=True)):
        path = lake.raw / row["source_path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["source_path"], encoding="utf-8")
        _write_sidecar(path, row["source_url"], row["fetched_at"])
        memory = regions.setdefault(row["claimed_jurisdiction_code"], RegionMemory())
        memory.addresses[row["source_url"]] = Address(
            source_key="government",
            title=path.stem,
            year=row["claimed_year"],
            checked=LAST_VISIT,
            listed=LAST_VISIT,
            content_type="text/html",
            versions=[Version(source_path=row["source_path"], sha256=row["document_sha256"])],
            vanished=None if index % ONE_VANISHED_IN else LAST_VISIT,
        )
    for code, memory in regions.items():
        save(lake.collection, code, memory)
    time.sleep(2.1)  # until the memo of visits takes their time stamps for settled


def seal(lake: Lake) -> None:
    """Write the receipts that reading these files with the present code would have left."""
    rules = reading_rules()
    inventory = write_inventory(lake)
    for (filed_year,), files in inventory.partition_by("filed_year", as_dict=True).items():
        tasks = [
            Task(lake.raw, source_of(row), row["document_sha256"], JURISDICTIONS)
            for row in files.iter_rows(named=True)
        ]
        keys = {
            (task.source.source_path, task.document_sha256): extraction_key(task, rules)
            for task in tasks
        }
        tables = read_tables(lake, str(filed_year))
        write_partition(lake, str(filed_year), tables, keys, partition_inputs(files, rules))


def _write_sidecar(path: Path, address: str, fetched_at: str) -> None:
    stated = {"address": address, "fetched_at": fetched_at, "publisher": "benchmarks.nights"}
    sidecar = path.with_name(path.name + SUFFIX)
    sidecar.write_text(yaml.safe_dump(stated, allow_unicode=True), encoding="utf-8")


def add_reports(lake: Lake, count: int) -> None:
    """Put so many new reports into the raw folder: the sample's tables under other names.

    Of 20 reports 19 are of the last year, as in spring; the others are late or found later.
    """
    (sample,) = SAMPLE.glob("*.html")
    text = sample.read_text(encoding="utf-8")
    divisions = pl.read_csv(JURISDICTIONS, infer_schema=False).filter(
        pl.col("valid_to_year").is_null() & (pl.col("level") == "county")
    )
    for index, (code, name) in enumerate(
        divisions.select("jurisdiction_code", "name_zh").head(count).iter_rows()
    ):
        year = YEARS[-1] if index % 20 else YEARS[index // 20 % len(YEARS)]
        path = lake.raw / code / str(year) / f"{name}人民政府{year}年报告.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            text.replace(SAMPLE_NAME, name).replace("2024", str(year)), encoding="utf-8"
        )
        _write_sidecar(path, f"http://www.example.gov.cn/{code}", f"{year + 1}-04-02")


def night(name: str, lake: Lake) -> Night:
    """Run `gongkai build` as a process of its own and measure it."""
    command = [sys.executable, "-c", "from orchestration.cli import main; main()", "build"]
    started = time.monotonic()
    process = subprocess.Popen(
        [*command, "--raw", str(lake.raw), "--out", str(lake.releases)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    peaks: list[int] = []
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    before = _children_seconds()
    process.communicate()
    seconds = time.monotonic() - started
    cpu = _children_seconds() - before
    if process.returncode != 0:
        sys.exit(f"The night failed; see {lake.log}.")
    return Night(name, seconds, cpu, max(peaks, default=0), _stages(lake))


def _children_seconds() -> float:
    """CPU seconds of the processes that have ended, with all that they started."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _watch(process: subprocess.Popen[str], peaks: list[int]) -> None:
    while process.poll() is None:
        peaks.append(_tree_bytes(process.pid))
        time.sleep(0.2)


def _tree_bytes(pid: int) -> int:
    """Resident memory of a process and what it started; 0 where it has just ended."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_tree_bytes(int(child)) for child in children)


def _stages(lake: Lake) -> str:
    """Where the last night's seconds went, by its journal; the rest is starting and ending."""
    (*_, last) = nights(lake)
    return ", ".join(f"{stage.name} {stage.seconds or 0:.1f}" for stage in last.stages)


def measure(lake: Lake, new: int) -> list[Night]:
    """The first build of a generated lake, and the nights after it."""
    measured = [night("first build", lake)]
    measured += [night("nothing new", lake) for _ in range(QUIET_NIGHTS)]
    add_reports(lake, new)
    measured.append(night(f"{new} new files", lake))
    measured.append(night("nothing new again", lake))
    return measured


def show(console: Console, measured: list[Night]) -> None:
    """Print the figures, one line a night, and what was in each."""
    table = Table("night", "s", "CPU s", "peak GB", "where, s")
    for one in measured:
        table.add_row(
            one.name,
            f"{one.seconds:.1f}",
            f"{one.cpu_seconds:.1f}",
            f"{one.peak_bytes / 1e9:.2f}",
            one.stages,
        )
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument(
        "--folder",
        type=Path,
        help="keep what is made in this folder, and go on from there; --new then counts what "
        "earlier runs added",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        lake = Lake.at(folder / "raw", folder / "releases")
        if not lake.raw.exists():
            generate(lake, arguments.reports)
            seal(lake)
        show(Console(width=110), measure(lake, arguments.new))


if __name__ == "__main__":
    main()
