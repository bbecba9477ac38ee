"""Read every hostile file under the limits of a build, and print what became of them."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.hostile import REPORT, Hostile, kinds
from benchmarks.hostile.measuring import Measured, measured
from extraction.source import Source
from orchestration.lake import JURISDICTIONS
from orchestration.reading.task import SECONDS_PER_DOCUMENT, Reading, Task, lost
from orchestration.reading.workers import Lost, Workers

_BATCH = 20


def main() -> None:
    parser = argparse.ArgumentParser(description="Read hostile files under the limits of a build.")
    parser.add_argument("--only", nargs="+", choices=sorted(kinds()), default=sorted(kinds()))
    parser.add_argument("--write", type=Path, help="put the files here and read nothing")
    parser.add_argument("--details", action="store_true", help="print every file's outcome")
    arguments = parser.parse_args()
    if arguments.write:
        _write(arguments.write, arguments.only)
        return
    table = Table("kind", "files", "outcomes", "slowest", "most memory")
    wrong: list[str] = []
    for kind in arguments.only:
        with tempfile.TemporaryDirectory() as folder:
            wrong += _run(kind, Path(folder), table, arguments.details)
    Console(width=160).print(table)
    print("\n".join(wrong) or "Every file ended as it should.")
    sys.exit(bool(wrong))


def _write(folder: Path, only: list[str]) -> None:
    for kind in only:
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for each in kinds()[kind]():
            (folder / kind / each.name).write_bytes(each.make())


def _run(kind: str, folder: Path, table: Table, details: bool) -> list[str]:
    """Add a row to the table; the files that ended wrongly, in words."""
    outcomes: Counter[str] = Counter()
    slowest, largest = (0.0, ""), (0, "")
    wrong = []
    with Workers(measured, seconds=SECONDS_PER_DOCUMENT) as workers:
        for each, task, result in _results(kind, folder, workers):
            if isinstance(result, Lost):
                reading = lost(task, result)
                how = f"stopped: {result.detail}"
                if result.kind == "died":
                    wrong.append(f"{kind}/{each.name}: {result.detail}")
            else:
                reading = result.reading
                slowest = max(slowest, (result.seconds, each.name))
                largest = max(largest, (result.peak, each.name))
                how = f"{result.seconds:.2f} s, {result.peak} MB"
            code, reason = _outcome(reading)
            outcomes[code] += 1
            if code not in each.outcomes or "Reading failed with" in reason:
                wrong.append(f"{kind}/{each.name}: {code}, {reason}")
            if details:
                print(f"{kind}/{each.name}: {code}, {how}. {reason[:150]}", flush=True)
    shown = ", ".join(f"{count} {code}" for code, count in outcomes.most_common())
    table.add_row(
        kind,
        str(outcomes.total()),
        shown,
        f"{slowest[0]:.1f} s {slowest[1]}",
        f"{largest[0]} MB {largest[1]}",
    )
    return wrong


def _results(
    kind: str, folder: Path, workers: Workers[Task, Measured]
) -> Iterator[tuple[Hostile, Task, Measured | Lost]]:
    """Some files at a time, written before any is read: making one takes time and memory."""
    inputs = kinds()[kind]()
    while batch := {each.name: each for each in islice(inputs, _BATCH)}:
        tasks = []
        for each in batch.values():
            content = each.make()
            (folder / each.name).write_bytes(content)
            sha256 = hashlib.sha256(content).hexdigest()
            tasks.append(Task(folder, Source(each.name), sha256, JURISDICTIONS))
        for task, result in workers.run(tasks):
            yield batch[task.source.source_path], task, result
            (folder / task.source.source_path).unlink()


def _outcome(reading: Reading) -> tuple[str, str]:
    for row in reading.rows["rejected_documents"]:
        return row["reason_code"], row["reason"]
    return REPORT, ""


if __name__ == "__main__":
    main()
