"""`gongkai night`: a whole night in this process, from collecting to telling."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from collection.counted import counted
from collection.visit import SourceVisit
from orchestration.collecting import Collecting, visit_sources
from orchestration.commands.build import built, quiet
from orchestration.commands.shown_progress import shown_progress
from orchestration.commands.summary import Built, print_summary
from orchestration.commands.terminal import printable
from orchestration.files import is_locked, only_builder
from orchestration.full_disk import said_when_full
from orchestration.lake import Lake
from orchestration.nights.conclusion import journaled
from orchestration.nights.journal import Journal
from orchestration.nights.night import PAGE_FILE
from orchestration.notices.telling import telling


def run(raw: Path, out: Path, notices: Path, collector: Collecting | None) -> None:
    """A whole night; prints progress to stderr and a summary to stdout.

    collector: visits the sources; None builds from what is there. notices: whom to tell.
    Raises BuildFailed when no release could be published, after telling of it.
    """
    started = time.monotonic()
    lake = Lake.at(raw, out)
    lake.raw.mkdir(parents=True, exist_ok=True)
    with (
        said_when_full(lake.interim, lake.releases, lake.nights),
        only_builder(lake.nights / "night.lock"),
        shown_progress() as shown,
        ExitStack() as concluded,
        journaled(lake, "night", shown, telling(notices.absolute())) as journal,
        quiet(log := journal.folder / "log.txt"),
    ):
        concluded.callback(_print_night, journal)
        done = _work(lake, journal, collector, log)
        concluded.callback(lambda: print_summary(done, lake, time.monotonic() - started))


def _work(lake: Lake, journal: Journal, collector: Collecting | None, log: Path) -> Built:
    """Collect, then build, unless a build would find nothing to do.

    The lock is taken when the sites have been visited: a build by hand need not wait for them.
    """
    if collector:
        journal.stage("collecting")
        journal.note(visits=visit_sources(collector, lake))
    if is_locked(lake.lock):
        journal.stage("waiting for another build")
    with only_builder(lake.lock, waits=True):
        return built(lake, journal, log)


def visited(visits: Sequence[SourceVisit]) -> str:
    """What the visits of a night brought, in a sentence."""
    if not visits:
        return "Sources: none visited"
    new = sum(len(visit.new) for visit in visits)
    changed = sum(len(visit.changed) for visit in visits)
    found = sum(visit.found for visit in visits)
    at_fault = sum(visit.fault is not None for visit in visits)
    return (
        f"Sources: {len(visits)} visited, {at_fault} at fault; they list "
        f"{counted(found, 'report')}, {new} new and {changed} changed"
    )


def print_visits(console: Console, visits: Sequence[SourceVisit]) -> None:
    """Print what the visits brought, and each source that is at fault."""
    console.print(visited(visits), soft_wrap=True)
    for visit in visits:
        if visit.fault:
            source = f"{visit.region_code}/{visit.source_key}"
            fault = printable(f"source at fault: {source}\n  {visit.fault}", "yellow")
            console.print(fault, soft_wrap=True)


def _print_night(journal: Journal) -> None:
    console = Console(highlight=False)
    print_visits(console, journal.night.visits)
    for notice in journal.night.notices:
        if notice.error:
            console.print(printable(f"not told: {notice.channel}\n  {notice.error}", "yellow"))
    for remark in journal.night.remarks:
        console.print(printable(remark, "yellow"))
    page = printable(f"The page of the night: {journal.folder / PAGE_FILE}")
    console.print(page, soft_wrap=True)
