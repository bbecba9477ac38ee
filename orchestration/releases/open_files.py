"""Which processes of this machine have files of a folder open, as far as that can be known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROCESSES = Path("/proc")
"""Where Linux shows its processes."""

ELSEWHERE = "Readers on other machines and in other containers cannot be seen from here."


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at all processes gave: those that have something open, by folder.

    unseen: what could not be looked at, one sentence each.
    """

    processes: dict[Path, list[int]] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()


def open_below(folders: Iterable[Path], proc: Path = PROCESSES) -> Looked:
    """The processes that have a file of these folders open, mapped, or stand in one.

    A file is known by its place on the disk, so that it does not matter through which link it was
    opened; a mapped one by its path.
    """
    folders = list(folders)
    if not (proc / "self" / "fd").is_dir():
        return Looked(
            unseen=(f"This system does not show which files are open (no {proc}).", ELSEWHERE)
        )
    owner = {mark: folder for folder in folders for mark in _marks_below(folder)}
    roots = {f"{folder.resolve()}{os.sep}": folder for folder in folders}
    found: dict[Path, list[int]] = {}
    closed = 0
    for process in _processes(proc):
        try:
            held = set(_held(process, owner)) | set(_mapped(process, roots))
        except PermissionError:
            closed += 1
            continue
        except (FileNotFoundError, ProcessLookupError, NotADirectoryError):  # it has just ended
            continue
        for folder in held:
            found.setdefault(folder, []).append(int(process.name))
    unseen = [f"Not looked at: processes of other users ({closed})."] if closed else []
    return Looked(found, (*unseen, ELSEWHERE))


def being_written(paths: Iterable[Path], proc: Path = PROCESSES) -> dict[Path, int]:
    """The files that a process has open for writing, with one such process.

    What cannot be looked at (processes of other users, other machines) counts for none.
    """
    wanted: dict[tuple[int, int], Path] = {}
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            continue
        wanted[found.st_dev, found.st_ino] = path
    writers: dict[Path, int] = {}
    if not wanted or not (proc / "self" / "fd").is_dir():
        return writers
    for process in _processes(proc):
        try:
            for link in (process / "fd").iterdir():
                try:
                    found = os.stat(link)
                except FileNotFoundError:  # closed meanwhile
                    continue
                path = wanted.get((found.st_dev, found.st_ino))
                if path is not None and _is_for_writing(process / "fdinfo" / link.name):
                    writers[path] = int(process.name)
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
    return writers


def _is_for_writing(information: Path) -> bool:
    for line in information.read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "flags":
            return int(value, 8) & os.O_ACCMODE != os.O_RDONLY
    return False


def _processes(proc: Path) -> Iterator[Path]:
    for path in sorted(proc.iterdir(), key=lambda path: path.name):
        if path.name.isdigit():
            yield path


def _marks_below(folder: Path) -> Iterator[tuple[int, int]]:
    """Device and inode of a folder and of everything below it."""
    for place, _, names in os.walk(folder):
        for path in (place, *(os.path.join(place, name) for name in names)):
            try:
                found = os.stat(path)
            except OSError:
                continue
            yield found.st_dev, found.st_ino


def _held(process: Path, owner: dict[tuple[int, int], Path]) -> Iterator[Path]:
    """Folders of which a process has a file open or is in. Raises OSError where it may not be
    looked at, or has ended."""
    for link in (process / "cwd", *(process / "fd").iterdir()):
        try:
            found = os.stat(link)
        except FileNotFoundError:  # closed meanwhile
            continue
        if folder := owner.get((found.st_dev, found.st_ino)):
            yield folder


def _mapped(process: Path, roots: dict[str, Path]) -> Iterator[Path]:
    with (process / "maps").open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            path = line.rstrip("\n").split(maxsplit=5)[5:]
            for root, folder in roots.items():
                if path and path[0].startswith(root):
                    yield folder
