"""What tells, without reading a file, that it is the one seen before: its marks.

Size, both time stamps and inode. Whoever writes a file changes at least one of them: the time of
the last change of the inode cannot be set, and a file put in the place of another is another inode.
Not noticed are bytes that change by themselves (a failing disk), and what happens within the grain
of a file system's clock: a file is `settled` only when its stamps are older than that.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import polars as pl

from orchestration.files import sha256_of, write_bytes

SETTLED_NS = 2_000_000_000
"""A file changed within two seconds before it was read may change again under the same stamps
(coarse clocks of file systems), so nothing is remembered of it."""


class Marks(NamedTuple):
    """The marks of a file; all zero for what is no regular file."""

    byte_count: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0

    def are_settled(self, read_at_ns: int) -> bool:
        """Whether whatever changes the file after it was read at that time changes its marks."""
        return max(self.mtime_ns, self.ctime_ns) < read_at_ns - SETTLED_NS


ABSENT = Marks()


def marks_of(found: os.stat_result) -> Marks:
    """The marks in what the system tells of a file."""
    if not stat.S_ISREG(found.st_mode):
        return ABSENT
    return Marks(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def marks(path: Path, *, follow_symlinks: bool = True) -> Marks:
    """The marks of a file as it is now, of its target for a link that is followed."""
    try:
        return marks_of(os.stat(path, follow_symlinks=follow_symlinks))
    except (OSError, RuntimeError):
        return ABSENT


_hashed: dict[Path, tuple[Marks, str]] = {}


def sha256_seen(path: Path) -> str:
    """SHA-256 of a file, read once in the life of this process while its marks stay.

    For files that one process asks for in several stages. Raises OSError.
    """
    before = marks(path)
    seen = _hashed.get(path)
    if seen and seen[0] == before != ABSENT:
        return seen[1]
    digest = sha256_of(path)
    if before == marks(path):
        _hashed[path] = (before, digest)
    return digest


def code_of(modules: Iterable[ModuleType]) -> str:
    """SHA-256 over the source of modules: what they remember is worth nothing to other code."""
    digest = hashlib.sha256()
    for module in modules:
        digest.update(f"{module.__name__} {sha256_of(Path(str(module.__file__)))}\n".encode())
    return digest.hexdigest()


def write_memo(path: Path, frame: pl.DataFrame, key: str) -> None:
    """Keep a frame that may be lost at any time, for whoever knows the key.

    A checksum of key and content stands before the content, which is Parquet.
    """
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="lz4")
    write_bytes(path, _checksum(key, stream.getvalue()) + stream.getvalue())


def read_memo(path: Path, schema: Mapping[str, Any], key: str) -> pl.DataFrame | None:
    """What `write_memo` kept; None when it is absent, damaged, or kept under another key."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head, body = content[:_CHECKSUM_BYTES], content[_CHECKSUM_BYTES:]
    if head != _checksum(key, body):
        return None
    frame = pl.read_parquet(body)
    return frame if frame.schema == pl.Schema(schema) else None


_CHECKSUM_BYTES = 32


def _checksum(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + body).digest()
