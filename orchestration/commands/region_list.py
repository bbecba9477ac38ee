"""`gongkai region list`: the regions of the registry and what the warehouse holds of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from collection.memory import faults
from collection.registry import Registry, names_by_code, read_registry
from orchestration.collecting import collecting_options
from orchestration.commands.query import open_release
from orchestration.commands.terminal import has_no_width, print_table, printable, width_of
from orchestration.commands.years import years_of
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS, Lake
from orchestration.region_check import last_due_year

_MARKS = {"read": "read", "doubtful": "doubt", "rejected": "rej.", "missing": "–"}
_STYLES = {"read": "green", "doubtful": "yellow", "rejected": "red", "missing": "dim"}
_YEARS_SHOWN = 6

_CAPTION = (
    "–: no report in the warehouse; doubt: doubtful; rej.: rejected. A figure after the state: "
    "reports of other bodies of the area."
)

Coverage = dict[tuple[str, int], tuple[str, int]]
"""By division and data year: the state of the government's report, and how many other bodies
of the area have one."""


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region of the registry. faults: standing ones, of its file and of its sources."""

    code: str
    name: str
    sources: int
    faults: tuple[str, ...] = ()
    years: Mapping[int, tuple[str, int]] = field(default_factory=dict)


def run(folder: Path, raw: Path, out: Path, years: str | None, *, as_json: bool) -> None:
    """Print the regions with their coverage by year. Raises BuildFailed where there are none.

    years: the data years shown, `2019-2024` or one; None for the last ones.
    """
    registry = read_registry(
        folder,
        names_by_code(JURISDICTIONS),
        allow_loopback=collecting_options().allow_loopback,
    )
    if not registry.regions and not registry.faults:
        raise BuildFailed(f"{folder} holds no region. Begin one: gongkai region add NAME")
    lines = region_lines(registry, Lake.at(raw, out).collection, _coverage(out))
    wanted = years_of(years) if years else None
    if as_json:
        print(json.dumps([_as_data(line, wanted) for line in lines], ensure_ascii=False, indent=2))
        return
    last = last_due_year(date.today())
    print_lines(lines, wanted or range(last - _YEARS_SHOWN + 1, last + 1))


def region_lines(registry: Registry, memory: Path, coverage: Coverage) -> list[RegionLine]:
    """One line for each file of the registry, the wrong ones as well, by code.

    memory: the folder of what the collector remembers, of visits by night and by hand. A fault of a
    source that was taken out, or of a file that was mended, stands no longer.
    """
    years: dict[str, dict[int, tuple[str, int]]] = {}
    for (code, year), state in coverage.items():
        years.setdefault(code, {})[year] = state
    lines = []
    for region in registry.regions:
        code = region.division
        known = faults(memory, code)
        standing = tuple(
            f"{source.key}: {known[source.key]}" for source in region.sources if source.key in known
        )
        lines.append(
            RegionLine(code, region.name, len(region.sources), standing, years.get(code, {}))
        )
    names = names_by_code(JURISDICTIONS)
    wrong: dict[str, list[str]] = {}
    for fault in registry.faults:
        wrong.setdefault(fault.region_code, []).append(str(fault))
    lines += [
        RegionLine(code, names.get(code, ("",))[-1], 0, tuple(texts), years.get(code, {}))
        for code, texts in wrong.items()
    ]
    return sorted(lines, key=lambda line: line.code)


def _coverage(out: Path) -> Coverage:
    """What the current release holds; nothing where there is none yet.

    A division is followed to what it is today: 洪泽县 until 2015 counts for 洪泽区.
    """
    if not (out / "current").exists():
        return {}
    with open_release(out, ["rpt_coverage", "bridge_jurisdiction_today"]) as connection:
        rows = connection.execute(_COVERAGE).fetchall()
    return {(code, year): (status, bodies) for code, year, status, bodies in rows}


_COVERAGE = """
    select
        coalesce(today.today_code, coverage.jurisdiction_code) as code,
        coverage.year,
        arg_min(
            coverage.status,
            list_position(['read', 'doubtful', 'rejected', 'missing'], coverage.status)
        ) as status,
        sum(coverage.body_report_count)::int as body_report_count
    from rpt_coverage as coverage
    left join bridge_jurisdiction_today as today
        on coverage.jurisdiction_code = today.jurisdiction_code
        and coverage.jurisdiction_valid_from_year = today.valid_from_year
    group by all
"""


def print_lines(lines: Sequence[RegionLine], years: Sequence[int]) -> None:
    """Print regions with their coverage in these years, then what is at fault."""
    console = Console(highlight=False)
    shown = _that_fit(console, lines, years)
    print_table(console, _table(lines, shown))
    console.print(_CAPTION, style="dim", soft_wrap=True)
    if left_out := years[: len(years) - len(shown)]:
        span = "-".join(dict.fromkeys((str(left_out[0]), str(left_out[-1]))))
        console.print(
            f"The terminal is too narrow for {span}; see them by --years {span} or --json.",
            style="yellow",
            soft_wrap=True,
        )
    for line in lines:
        for fault in line.faults:
            console.print(printable(f"{line.code} {fault}", "red"), soft_wrap=True)


def _that_fit(console: Console, lines: Sequence[RegionLine], years: Sequence[int]) -> Sequence[int]:
    """The last years whose table is no wider than the terminal, at least one."""
    if has_no_width(console):
        return years
    for first in range(len(years) - 1):
        if width_of(_table(lines, years[first:])) <= console.width:
            return years[first:]
    return years[-1:]


def _table(lines: Sequence[RegionLine], years: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column("code")
    table.add_column("region")
    table.add_column("sources", justify="right")
    table.add_column("at fault", justify="right")
    for year in years:
        table.add_column(str(year))
    for line in lines:
        marks = [_mark(line.years.get(year)) for year in years]
        faults = str(len(line.faults) or "")
        table.add_row(line.code, line.name, str(line.sources), faults, *marks)
    return table


def _mark(state: tuple[str, int] | None) -> str:
    status, bodies = state or ("missing", 0)
    others = f" +{bodies}" if bodies else ""
    return f"[{_STYLES[status]}]{_MARKS[status]}{others}[/]"


def _as_data(line: RegionLine, wanted: Sequence[int] | None) -> dict[str, Any]:
    """A line as JSON. wanted: its years; None for all that the warehouse looks at."""
    states = {year: line.years.get(year, ("missing", 0)) for year in wanted or sorted(line.years)}
    return {
        "division": line.code,
        "name": line.name,
        "sources": line.sources,
        "faults": list(line.faults),
        "years": {
            str(year): {"status": status, "other_bodies": bodies}
            for year, (status, bodies) in states.items()
        },
    }
