"""Whether files have appeared in the raw folder since it was listed, without looking at them all.

A folder's time stamp changes when a file in it is added, removed or renamed. One look at each
folder tells which have changed; only the files of those are looked at. A file that is overwritten
in place changes no folder: the next night finds it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.files import write_bytes
from orchestration.lake import Lake

_COARSE_NS = 2_000_000_000
"""A folder that changed just before it was listed may change again under the same time stamp."""

Folder = tuple[list[int | str], list[str]]
"""A folder's marks and the names of the folders in it. Marks: its time stamps and inode; of one
that had just changed (a night collects and then lists), its inode and a hash of its files."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What has changed since the raw folder was listed. mark: identifies exactly this state."""

    folders: int
    mark: str


def remember(lake: Lake) -> None:
    """Note how the folders stand; called before the raw folder is listed."""
    write_bytes(_memo(lake), json.dumps(_folders(lake.raw, _known(lake))).encode())


def arrivals(lake: Lake) -> Arrivals | None:
    """What has changed since; None when nothing has.

    The mark covers names, sizes and time stamps of the files of changed folders: while it differs
    from one look to the next, files are still arriving or being written.
    """
    known = _known(lake)
    now = _folders(lake.raw, known)
    changed = sorted(
        path
        for path in now.keys() | known.keys()
        if not _is_same(lake.raw / path, known.get(path), now.get(path))
    )
    if not changed:
        return None
    digest = hashlib.sha256()
    for path in changed:
        _, names = now.get(path, ([], None))
        digest.update(f"{path} {names}\n".encode(errors="surrogateescape"))
        for line in _files(lake.raw / path):
            digest.update(line.encode(errors="surrogateescape"))
    return Arrivals(len(changed), digest.hexdigest())


def _is_same(folder: Path, known: Folder | None, now: Folder | None) -> bool:
    if known == now or known is None or now is None:
        return known == now
    is_by_files = len(known[0]) == _MARKS_BY_FILES
    return is_by_files and known == (_marks_by_files(folder, now[0][0]), now[1])


_MARKS_BY_FILES = 2


def _marks_by_files(folder: Path, inode: int | str) -> list[int | str]:
    lines = "".join(_files(folder)).encode(errors="surrogateescape")
    return [inode, hashlib.sha256(lines).hexdigest()]


def _memo(lake: Lake) -> Path:
    return lake.interim / "raw_folders.json"


def _known(lake: Lake) -> dict[str, Folder]:
    try:
        content: dict[str, Any] = json.loads(_memo(lake).read_text(encoding="utf-8"))
        return {path: (marks, names) for path, (marks, names) in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _folders(raw: Path, known: dict[str, Folder]) -> dict[str, Folder]:
    """Every folder below the raw folder, those that begin with a dot left out."""
    found: dict[str, Folder] = {}
    root = os.fspath(raw)
    waiting = [""]
    while waiting:
        path = waiting.pop()
        try:
            folder = f"{root}/{path}"
            state = os.stat(folder)
            marks: list[int | str] = [state.st_ino, state.st_mtime_ns, state.st_ctime_ns]
            is_known = path in known and known[path][0] == marks
            names = known[path][1] if is_known else _names(folder)
        except OSError:
            continue
        if time.time_ns() - state.st_mtime_ns < _COARSE_NS:
            marks = _marks_by_files(Path(folder), state.st_ino)
        found[path] = (marks, names)
        waiting += [f"{path}/{name}" if path else name for name in names]
    return found


def _names(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(
            entry.name
            for entry in entries
            if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
        )


def _files(folder: Path) -> list[str]:
    """Name, size and time stamp of each file of a folder; nothing where it is gone."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.stat()) for entry in entries if not entry.is_dir()]
    except OSError:
        return []
    return sorted(f"{name} {state.st_size} {state.st_mtime_ns}\n" for name, state in found)
