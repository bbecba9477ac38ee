"""Remove old releases: never the current one, those to go back to, or one that is open."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.files import BuildFailed, only_builder, sync
from orchestration.lake import Lake
from orchestration.releases.history import (
    ASIDE,
    REMOVING,
    Release,
    current_id,
    left_overs,
    releases_of,
)
from orchestration.releases.open_files import Looked, open_below
from orchestration.releases.rollback import targets
from orchestration.releases.withdrawals import BrokenMarks, withdrawals_of


@dataclass(frozen=True, slots=True)
class Pruned:
    """What a pruning removed, or would remove, and what it left although it is old.

    bytes: what the removed folders took on the disk. is_open: processes by release that has them.
    unseen: what could not be looked at, one sentence each.
    """

    removed: list[str] = field(default_factory=list)
    left_overs: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    is_open: dict[str, list[int]] = field(default_factory=dict)
    bytes: int = 0
    unseen: tuple[str, ...] = ()


def prune(lake: Lake, keep: int, *, is_dry: bool = False) -> Pruned:
    """Keep `keep` releases and remove the others, and what stopped builds have left.

    Kept are the current one, then those that rollbacks would go to one after another, then the
    newest of the rest. A release that a process has open stays as well. A release is renamed to
    a hidden name before its files go, so that nobody meets half of one.

    Raises BuildFailed when a build is at work, when there is no current release to keep, or when a
    folder cannot be removed.
    """
    if keep < 1:
        raise BuildFailed("At least the current release is kept: --keep must be 1 or more.")
    with only_builder(lake.lock):
        releases = releases_of(lake)
        if not releases:
            kept: list[Release] = []
        else:
            kept = _kept(lake, releases, keep)
        old = [one for one in releases if one not in kept]
        looked = open_below([one.folder for one in old]) if old else Looked()
        is_open = {path.name: pids for path, pids in looked.processes.items()}
        going = [one for one in old if one.release_id not in is_open]
        left = left_overs(lake)
        size = sum(size_of(one.folder) for one in [*going, *left])
        if not is_dry:
            for one in going:
                remove(one.folder)
            for one in left:
                _erase(one.folder)
    return Pruned(
        removed=[one.release_id for one in going],
        left_overs=[one.release_id for one in left],
        kept=[one.release_id for one in kept],
        is_open=is_open,
        bytes=size,
        unseen=looked.unseen,
    )


def remove(folder: Path) -> None:
    """Remove a release's folder. Stopped on the way, it is hidden, and the next pruning ends it."""
    hidden = folder.with_name(f"{REMOVING}{folder.name}")
    if hidden.exists():
        _erase(hidden)
    try:
        os.replace(folder, hidden)
    except OSError as error:
        raise _cannot_remove(error, folder) from error
    sync(folder.parent)
    _erase(hidden)


def size_of(folder: Path) -> int:
    """Bytes of the files of a folder."""
    sizes = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                sizes += os.lstat(os.path.join(place, name)).st_size
            except OSError:  # gone meanwhile
                continue
    return sizes


def _kept(lake: Lake, releases: list[Release], keep: int) -> list[Release]:
    current = next((one for one in releases if one.release_id == current_id(lake)), None)
    if current is None:
        raise BuildFailed(
            f"{lake.current} leads to no release, so that nobody knows which to keep. "
            "Publish one (`gongkai build`) or go back to one (`gongkai rollback`) first."
        )
    try:
        withdrawn = {one.release_id for one in withdrawals_of(lake)}
    except BrokenMarks:
        withdrawn = set()
    order = [current, *targets(releases, current if current.summary else None, withdrawn)]
    order += [one for one in releases if one.state == "whole" and one not in order]
    return order[:keep]


def _erase(folder: Path) -> None:
    assert folder.name.startswith((ASIDE, REMOVING)), folder
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise _cannot_remove(error, folder) from error


def _cannot_remove(error: OSError, folder: Path) -> BuildFailed:
    return BuildFailed(
        f"{folder} cannot be removed ({error.strerror}: {error.filename}). Run this as the user "
        "that builds. Nothing else was harmed."
    )
