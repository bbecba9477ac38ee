"""Read files outside of a build: as a build would read them, with nothing kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.lake import JURISDICTIONS
from orchestration.raw.files import sha256_of_raw
from orchestration.raw.inventory import describe
from orchestration.reading.task import SECONDS_PER_DOCUMENT, Reading, Task, lost, read, source_of
from orchestration.reading.workers import Lost, Workers


def read_raw_files(raw: Path, source_paths: Iterable[str]) -> Iterator[tuple[str, Reading]]:
    """What each of these files of a raw folder says, in the order of their being read.

    A file that cannot be read is a reading with a row of rejected_documents.
    """
    tasks = [
        Task(raw, source_of(describe(raw, path)), sha256_of_raw(raw, path)[0], JURISDICTIONS)
        for path in source_paths
    ]
    yield from read_tasks(tasks)


def read_tasks(tasks: list[Task]) -> Iterator[tuple[str, Reading]]:
    """What the files of these tasks say, read in worker processes under the limits of a build."""
    if not tasks:
        return
    with Workers(read, seconds=SECONDS_PER_DOCUMENT, count=min(len(tasks), 2)) as workers:
        for task, outcome in workers.run(tasks):
            reading = lost(task, outcome) if isinstance(outcome, Lost) else outcome
            yield task.source.source_path, reading
