"""Say which disk is full, or may not be written to, whatever part of a build met it first."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.files import BuildFailed

_NUMBERS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_WORDS = re.compile(r"no space left on device|disk quota exceeded|file too large", re.IGNORECASE)
"""As the system says it: DuckDB, polars and dbt hand on its words, not its number."""
_NO_ROOM = "has no room for what is to be written"
_TIGHT_BYTES = 1_000_000
"""A disk with less room is taken to be the cause of whatever failed: the part that met it first may
have had no room to say so."""


class DiskFull(BuildFailed):
    """There is no room to write; the message names the disk."""


@contextmanager
def said_when_full(*folders: Path) -> Iterator[None]:
    """Raise DiskFull in place of an error that comes from a full disk of one of the folders, and
    BuildFailed where one of them may not be written to."""
    try:
        yield
    except Exception as error:
        if message := _forbidden(error, folders):
            raise BuildFailed(message) from error
        if _NO_ROOM in str(error) or not (message := full_disk(error, folders)):
            raise
        raise DiskFull(message) from error


def full_disk(error: BaseException, folders: Iterable[Path] = ()) -> str | None:
    """Words for an error that comes from a full disk; None for any other."""
    chain = list(_chain(error))
    places = [Path(str(one.filename)) for one in chain if isinstance(one, OSError) and one.filename]
    disks = {_disk_of(path) for path in (*folders, *places)}
    tightest = min(disks, key=_free, default=None)
    if not any(map(_says_so, chain)) and (tightest is None or _free(tightest) > _TIGHT_BYTES):
        return None
    if tightest is None:
        return f"There is no room left to write ({error}). Make room, then build again."
    return (
        f"The disk at {tightest} {_NO_ROOM} "
        f"({_free(tightest) / 1e6:,.1f} MB are free, or a quota or limit is reached). Nothing that "
        "was published is harmed. Make room (`gongkai prune` removes old releases), then build "
        f"again.\n{chain[0]}"
    )


def _forbidden(error: BaseException, folders: Iterable[Path]) -> str | None:
    """Words for a folder of another user, or on a disk that is read-only; None for any other."""
    for one in _chain(error):
        is_denied = isinstance(one, PermissionError) or getattr(one, "errno", None) == errno.EROFS
        folder = next((path for path in folders if str(path) in str(one)), None)
        if is_denied and folder:
            return (
                f"{folder} may not be written to ({one}). Run this as the user that builds, or "
                "mend the owner of that folder, or its mount. Nothing that was published is harmed."
            )
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    number = error.errno if isinstance(error, OSError) else None
    return number in _NUMBERS or _WORDS.search(str(error)) is not None


def _disk_of(path: Path) -> Path:
    """Where the disk that holds a path is mounted."""
    path = path.absolute()
    while not path.exists() or not os.path.ismount(path):
        if path == path.parent:
            return path
        path = path.parent
    return path


def _free(disk: Path) -> int:
    """Bytes that may still be written; as if plenty where the system does not tell."""
    try:
        found = os.statvfs(disk)
    except OSError:
        return 1 << 62
    return found.f_bavail * found.f_frsize
