"""How much memory the reading of one file may take.

The limit is watched from outside, by the size that the process holds in memory. A limit that
makes allocations fail (setrlimit) is not used: the libraries that read files answer to one in
ways that cannot be told from a broken file, or with half of its content.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

READING = 500_000_000
"""Bytes that a process may hold while it reads a file; an ordinary report takes 90 million."""

RECOGNISING = 2_000_000_000
"""The same for one that has loaded the recogniser: 650 million were seen on pages at 300 dpi."""

_grant: Callable[[int], None] | None = None


def watched(grant: Callable[[int], None]) -> None:
    """Have `grant` called with the bytes that this process may hold when it needs more."""
    global _grant
    _grant = grant


def need(size: int) -> None:
    """Say that what follows may hold up to `size` bytes."""
    if _grant is not None:
        _grant(size)


def resident(process: int) -> int | None:
    """Bytes of memory that a process holds; None where the system does not say (not Linux)
    or the process has ended."""
    try:
        pages = Path(f"/proc/{process}/statm").read_bytes().split()[1]
    except (OSError, IndexError):
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
