"""Files that are whole or absent: written aside, then renamed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import mmap
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

_WRITING = ".writing-"
_SEAL_BYTES = 32


class BuildFailed(Exception):
    """The build cannot go on; the message says what is wrong and what to do."""


class AnotherBuild(BuildFailed):
    """Another process is at work on the same lake; it passes by itself."""


def sha256_of(path: Path, first: int | None = None) -> str:
    """SHA-256 of a file, or of so many bytes at its beginning, in hexadecimal digits.

    Raises OSError.
    """
    with path.open("rb") as stream:
        if first is None:
            return hashlib.file_digest(stream, "sha256").hexdigest()
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return hashlib.sha256(memoryview(content)[:first]).hexdigest()


@contextmanager
def _written_aside(path: Path) -> Iterator[Path]:
    """A file to write that takes the place of another when it is whole, and goes when it is not:
    half a file must not take the room that is lacking."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}{_WRITING}{os.getpid()}")
    try:
        yield aside
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path) -> None:
    """Remove what writers left aside below a folder when they were killed.

    To be called by the only process that writes there.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and _WRITING in name:
                Path(place, name).unlink(missing_ok=True)


def write_parquet(path: Path, frame: pl.DataFrame, metadata: dict[str, str] | None = None) -> None:
    """Write a frame so that a reader finds the old file or the new one, never half of it."""
    with _written_aside(path) as aside:
        frame.write_parquet(aside, compression="zstd", metadata=metadata)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON in UTF-8, whole or not at all."""
    write_bytes(path, f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    with _written_aside(path) as aside:
        aside.write_bytes(content)


def link(source: Path, target: Path) -> None:
    """Let a file that is never written into again stand at a second place; it is copied where the
    file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def write_sealed(path: Path, content: bytes) -> None:
    """Keep bytes that may be made again, behind their SHA-256."""
    write_bytes(path, hashlib.sha256(content).digest() + content)


def read_sealed(path: Path) -> bytes | None:
    """What `write_sealed` kept; None when it is absent or a bit of it has changed."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    seal, content = kept[:_SEAL_BYTES], kept[_SEAL_BYTES:]
    return content if seal == hashlib.sha256(content).digest() else None


def sync(path: Path) -> None:
    """Have the system write a file or a folder's entries to the disk now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_held: set[Path] = set()
"""The locks that this process holds; flock itself knows no nesting."""


@contextmanager
def only_builder(lock: Path, *, waits: bool = False) -> Iterator[None]:
    """Hold a lock file, such as that of a lake: one process at a time may change it.

    May be nested in one process. The system frees the lock when the process ends, however it
    ends. Raises AnotherBuild when another process holds it, unless it waits.
    """
    lock = lock.absolute()
    if lock in _held:
        yield
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as stream:
        _claim(stream.fileno(), lock, waits)
        _held.add(lock)
        try:
            yield
        finally:
            _held.remove(lock)


def is_locked(lock: Path) -> bool:
    """Whether a process that lives, this one or another, holds a lock file."""
    try:
        with lock.open("rb") as stream:
            fcntl.flock(stream.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # absent, or where nobody can hold it
        return False
    return False


def _claim(descriptor: int, lock: Path, waits: bool) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
        raise AnotherBuild(
            f"Another build (process {holder}) is at work in {lock.parent}. "
            "Wait until it has ended, or choose another folder with --out."
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
