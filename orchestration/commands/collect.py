"""`gongkai collect`: visit sources by hand, without the rest of a night."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console

from collection.counted import counted
from orchestration.backfill import is_of
from orchestration.collecting import RegistryCollector, only_collector, visit_sources
from orchestration.commands.divisions import codes_of
from orchestration.commands.night import print_visits
from orchestration.commands.region_check import SOURCE_AT_FAULT
from orchestration.commands.shown_progress import shown_progress
from orchestration.commands.terminal import printable
from orchestration.files import BuildFailed
from orchestration.lake import Lake

_SHOWN = 20


def run(lake: Lake, collector: RegistryCollector, regions: Sequence[str]) -> None:
    """Visit the sources of these regions and of all below them, or of all; print what came of it.

    Nothing is built and nobody is told. Raises BuildFailed where no region file is meant or another
    collector is at work, and after all is printed typer.Exit with SOURCE_AT_FAULT.
    """
    codes = _chosen(collector, regions)
    only_collector(lake)
    lake.raw.mkdir(parents=True, exist_ok=True)
    with shown_progress() as shown:
        these = counted(len(codes), "region")
        shown.stage(f"visiting the sources of {these}, politely: this takes its time")
        visits = visit_sources(collector, lake, codes)
    console = Console(highlight=False)
    print_visits(console, visits)
    files = [path for visit in visits for path in (*visit.new, *visit.changed)]
    notes = [f"{v.region_code}/{v.source_key}: {note}" for v in visits for note in v.notes]
    for lines, style in ((files, ""), (notes, "yellow")):
        for line in lines[:_SHOWN]:
            console.print(printable(line, style), soft_wrap=True)
        if len(lines) > _SHOWN:
            console.print(f"... {len(lines) - _SHOWN} more")
    if files:
        console.print("Into the warehouse: gongkai build")
    if any(visit.fault for visit in visits):
        raise typer.Exit(SOURCE_AT_FAULT)


def _chosen(collector: RegistryCollector, regions: Sequence[str]) -> list[str]:
    """The codes of the region files that are meant."""
    known, wanted = collector.regions(), codes_of(regions)
    for words, code in zip(regions, wanted, strict=True):
        if not any(is_of(file, [code]) for file in known):
            raise BuildFailed(f"{words} has no region file. Make it: gongkai region add {code}")
    if not known:
        raise BuildFailed("There is no region file. Make one: gongkai region add")
    return [file for file in known if is_of(file, wanted)]
