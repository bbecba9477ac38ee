"""`gongkai releases`, `rollback` and `prune`: the releases of a folder over time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from collection.counted import counted
from orchestration.commands.terminal import printable
from orchestration.lake import Lake
from orchestration.releases.history import Release, current_id, damage, left_overs, releases_of
from orchestration.releases.prune import prune, size_of
from orchestration.releases.rollback import roll_back
from orchestration.releases.withdrawals import BrokenMarks, Withdrawal, withdrawals_of

_UNITS = ("B", "kB", "MB", "GB", "TB")


def show(out: Path, *, verify: bool, limit: int, as_json: bool) -> None:
    """Print the releases, the newest first; verify: compare every file with its SHA-256."""
    lake = Lake.at(Path(), out)
    releases = releases_of(lake)[:limit]
    if verify:
        releases = [_verified(release) for release in releases]
    try:
        marks = {mark.release_id: mark for mark in withdrawals_of(lake)}
        broken_marks = None
    except BrokenMarks as error:
        marks, broken_marks = {}, str(error)
    current = current_id(lake)
    rows = [_row(one, one.release_id == current, marks.get(one.release_id)) for one in releases]
    rows += [_row(one, False, None) for one in left_overs(lake)]
    faults = [broken_marks] if broken_marks else []
    if current is not None and not lake.current.exists():
        faults.append(
            f"{lake.current} leads to {current}, which is not there. Publish (`gongkai build`) or "
            "go back to a release (`gongkai rollback`)."
        )
    if as_json:
        print(json.dumps({"releases": rows, "faults": faults}, ensure_ascii=False, indent=2))
    else:
        _print(lake, rows, faults)


def go_back(out: Path, why: str, *, to: str | None, by: str | None) -> None:
    """Roll back and say what `current` leads to now."""
    lake = Lake.at(Path(), out)
    done = roll_back(lake, why, to=to, by=by)
    console = Console(highlight=False, soft_wrap=True)
    console.print(printable(f"current is {done.release_id}, whose files are as published."))
    if done.is_withdrawn:
        console.print(
            printable(
                f"{done.left} stays and is marked as withdrawn: a build that says the same is held "
                "back. One that differs is published when it passes, so mend what was wrong."
            )
        )


def remove_old(out: Path, keep: int, *, is_dry: bool, as_json: bool) -> None:
    """Prune and say what went, what stayed although it is old, and what nobody could look at."""
    done = prune(Lake.at(Path(), out), keep, is_dry=is_dry)
    if as_json:
        print(json.dumps({**asdict(done), "is_dry": is_dry}, ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, soft_wrap=True)
    verb = "would be removed" if is_dry else "removed"
    for name in [*done.removed, *done.left_overs]:
        console.print(printable(f"{verb}: {name}"))
    for name, processes in done.is_open.items():
        pids = ", ".join(map(str, processes))
        console.print(printable(f"open, stays: {name} (process {pids})", "yellow"))
    gone = len(done.removed) + len(done.left_overs)
    console.print(
        f"{counted(gone, 'folder')} {verb}, {_size(done.bytes)}; "
        f"{counted(len(done.kept), 'release')} kept."
    )
    for sentence in done.unseen:
        console.print(printable(sentence))


def why_it_exists(summary: Mapping[str, Any]) -> str:
    """What made a release differ from the one before it, in words."""
    files = [
        f"{summary[f'files_{word}']:,} {word}"
        for word in ("added", "changed", "removed")
        if summary[f"files_{word}"]
    ]
    if summary["since_release"] is None:
        return f"the first release: {counted(summary['files_added'], 'file')}"
    parts = [f"files: {', '.join(files)}"] if files else []
    if summary["lost_reports"]:
        parts.append(f"{counted(summary['lost_reports'], 'report')} lost")
    cells = ", ".join(f"{cause} {count:,}" for cause, count in summary["cells_by_cause"].items())
    parts += [f"cells: {cells}"] if cells else []
    parts += [f"other software: {', '.join(summary['software_changed'])}"] * bool(
        summary["software_changed"]
    )
    tables = list(summary["rows_by_table"])
    if not files and not cells and tables:
        more = ", ..." if len(tables) > 2 else ""
        parts.append(
            f"other rows in {counted(len(tables), 'table')} ({', '.join(tables[:2])}{more})"
        )
    return "; ".join(parts) or "descriptions or order of columns"


def _verified(release: Release) -> Release:
    fault = damage(release.folder) if release.state == "whole" else None
    return replace(release, state="damaged", fault=fault) if fault else release


def _row(release: Release, is_current: bool, mark: Withdrawal | None) -> dict[str, Any]:
    """One release for people and programs. Numbers are null where nothing tells them."""
    summary = dict(release.summary)
    summary.pop("bytes_by_file", None)
    return {
        "release_id": release.release_id,
        "state": release.state,
        "is_current": is_current,
        "withdrawn": asdict(mark) if mark else None,
        "fault": release.fault,
        "bytes": size_of(release.folder),
        "why": why_it_exists(summary) if summary else None,
        **{name: value for name, value in summary.items() if name != "release_id"},
    }


def _print(lake: Lake, rows: list[dict[str, Any]], faults: list[str]) -> None:
    console = Console(highlight=False)
    if rows:
        table = Table(box=None, padding=(0, 2, 0, 0))
        for name in ("release", "state", "reports", "cells", "size"):
            is_number = name in ("reports", "cells", "size")
            table.add_column(name, justify="right" if is_number else "left", no_wrap=True)
        table.add_column("why it exists", overflow="fold")
        for row in rows:
            table.add_row(*map(printable, _cells(row)))
        console.print(table)
    else:
        console.print(f"There is no release in {lake.releases}. Make one with `gongkai build`.")
    for sentence in [*_notes(rows), *faults]:
        console.print(printable(sentence, "yellow"), soft_wrap=True)


def _cells(row: Mapping[str, Any]) -> list[str]:
    counts = [
        f"{row[name]:,}" if row.get(name) is not None else "" for name in ("reports", "cells")
    ]
    state = [
        *["current"] * row["is_current"],
        *["withdrawn"] * bool(row["withdrawn"]),
        *[row["state"].replace("_", " ")] * (row["state"] != "whole"),
    ]
    return [row["release_id"], ", ".join(state), *counts, _size(row["bytes"]), row["why"] or ""]


def _notes(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        if row["withdrawn"]:
            mark = row["withdrawn"]
            yield (
                f"{row['release_id']} was withdrawn by {mark['withdrawn_by']} at "
                f"{mark['withdrawn_at']}: {mark['why']}"
            )
        if row["fault"]:
            yield f"{row['release_id']}: {row['fault']}"


def _size(count: float) -> str:
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    raise AssertionError("unreachable")
