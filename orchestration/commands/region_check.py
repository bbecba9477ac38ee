"""`gongkai region check`: try a region's sources without touching the raw folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from collection.collect import collect
from collection.options import Options
from collection.region import Region
from collection.registry import names_by_code, read_region
from orchestration.collecting import collecting_options
from orchestration.commands.divisions import chosen_division
from orchestration.commands.shown_progress import shown_progress
from orchestration.commands.terminal import print_table, printable
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS
from orchestration.region_check import (
    SourceCheck,
    check_sources,
    listed_years,
    missing_years,
    next_step,
)

_SHOWN = 10
SOURCE_AT_FAULT = 3
"""The exit code when a source is at fault: 1 says that nothing was tried, 2 a wrong call."""


def run(words: str, folder: Path, scratch: Path, options: Options | None = None) -> None:
    """Collect from a region into a scratch folder, read what was found, print what came of it.

    `<scratch>/<division code>` is emptied first; the files stay there to be looked at. Raises
    BuildFailed when the region has no file or a wrong one, and after all is printed typer.Exit
    with SOURCE_AT_FAULT when a source could not be visited as it should.
    """
    options = options or collecting_options()
    region = region_called(words, folder, allow_loopback=options.allow_loopback)
    scratch = scratch.absolute() / region.division
    shutil.rmtree(scratch, ignore_errors=True)
    raw = scratch / "raw"
    raw.mkdir(parents=True)
    with shown_progress() as shown:
        shown.stage(f"collecting {region.name}, politely: this takes its time")
        visits = collect([region], raw, scratch / "collection", options=options)
        shown.stage("reading what was found")
        checks = check_sources(raw, visits)
    _print(Console(highlight=False), region, raw, checks)
    if any(check.visit.fault for check in checks):
        raise typer.Exit(SOURCE_AT_FAULT)


def region_called(words: str, folder: Path, *, allow_loopback: bool = False) -> Region:
    """The region of a name or a code. Raises BuildFailed with every fault of its file."""
    code = chosen_division(words).code
    path = folder / f"{code}.yml"
    if not path.is_file():
        raise BuildFailed(f"There is no {path}. Make it: gongkai region add {code}")
    found = read_region(path, names_by_code(JURISDICTIONS), allow_loopback=allow_loopback)
    if not isinstance(found, Region):
        raise BuildFailed("\n".join(str(fault) for fault in found))
    if not found.sources:
        raise BuildFailed(
            f"{path} names no source. Write into it where the reports are listed; "
            "docs/add-a-region.md shows how."
        )
    return found


def _print(console: Console, region: Region, raw: Path, checks: Sequence[SourceCheck]) -> None:
    missing = missing_years(checks, region.sources, date.today())
    table = Table(
        title=f"{region.division} {region.name}",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
    )
    table.add_column("source", overflow="fold")
    for head in ("found", "files", "read", "doubtful", "rejected"):
        table.add_column(head, justify="right")
    table.add_column("years", overflow="fold")
    table.add_column("missing", overflow="fold")
    for check in checks:
        files = len(check.visit.new) + len(check.visit.changed)
        counts = (check.visit.found, files, check.read, len(check.doubts), len(check.rejections))
        table.add_row(
            check.key,
            *map(str, counts),
            listed_years(check.years),
            listed_years(missing[check.key]),
            style="red" if check.visit.fault else "",
        )
    print_table(console, table)
    step = next_step(raw, checks, missing)
    for check in checks:
        fault = f"{check.key}: {check.visit.fault}" if check.visit.fault else step
        if fault != step:  # which is printed below
            console.print(printable(fault, "red"), soft_wrap=True)
    notes = [f"{check.key}: {note}" for check in checks for note in _notes(check)]
    for note in notes[:_SHOWN]:
        console.print(printable(note, "yellow"), soft_wrap=True)
    if len(notes) > _SHOWN:
        console.print(f"... {len(notes) - _SHOWN} more")
    console.print(printable("Next to mend", "bold"))
    console.print(printable(step), soft_wrap=True)


def _notes(check: SourceCheck) -> Iterator[str]:
    if check.visit.unchanged:
        yield (
            f"filed already, from another source or list: {check.visit.unchanged} of the reports "
            "that it lists. The same content is kept once."
        )
    yield from check.visit.notes
