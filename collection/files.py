"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

ASIDE = ".collecting-"
"""How names of files begin that are being written. The raw folder's readers skip dotted names."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing any that is there, so that it is whole or the old one stays."""
    aside = write_aside(path.parent, content)
    try:
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise
    sync_folder(path.parent)


def write_aside(folder: Path, content: bytes) -> Path:
    """Write and flush a file of a hidden name in this folder."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=ASIDE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    return Path(name)


def sync_folder(folder: Path) -> None:
    """Make names that were given in a folder last, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_asides(folder: Path) -> None:
    """Remove what a collector that was killed left behind in a folder and below it."""
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(ASIDE):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(place, name))
