"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

_ASIDE = re.compile(r"\..+\.writing-([0-9]{1,9})")
"""Names of files that are being written, with the process that writes them (as in filing)."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing any that is there, so that it is whole or the old one stays."""
    aside = path.with_name(f".{path.name}.writing-{os.getpid()}")
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names that were given in a folder last, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_asides(folder: Path) -> None:
    """Remove what a process that is no longer there left half written in a folder and below it."""
    for place, _, names in os.walk(folder):
        for name in names:
            left = _ASIDE.fullmatch(name)
            if left and not _is_alive(int(left[1])):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(place, name))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
