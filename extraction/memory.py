"""How much memory the reading of one file may take.

What counts is the size that the process holds (its resident set), looked at while a file is read.
A limit that makes allocations fail is only a wall far behind it: the libraries that read files
answer to one in ways that cannot be told from a broken file. Of virtual memory the
recogniser reserves twice what it holds.
"""

from __future__ import annotations

import os
from pathlib import Path

READING = 500_000_000
"""Bytes that a process may hold while it reads a file; an ordinary report takes 90 million."""

RECOGNISING = 2_000_000_000
"""The same for one that has loaded the recogniser: 650 million were seen on pages at 300 dpi."""

CONVERTING = 1_000_000_000
"""Bytes of data that a converter may allocate; it takes 200 million for an ordinary report."""

_WALL = 2 * RECOGNISING

_asked_for = 0


def need(size: int) -> None:
    """Say that this process may hold up to `size` bytes from now on."""
    global _asked_for
    _asked_for = max(_asked_for, size)


def asked_for() -> int:
    """The most bytes that this process has said to need; 0 where it has said nothing."""
    return _asked_for


def build_wall() -> None:
    """Let allocations fail far beyond what may be held.

    A single call into a library may keep the interpreter, and with it whoever looks at what is
    held, from running while it allocates on. Does nothing where there is no such limit.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_WALL, resource.RLIM_INFINITY))
    except (ImportError, OSError, ValueError):
        return


def limit_child(process: int, seconds: float) -> None:
    """Bound the memory and the processor time of a program that was just started, and of those
    that it starts: it may outlive the process that would stop it.

    Its allocations fail beyond the limit: what it makes of that is only its own end. Does nothing
    where the system has no such limits for other processes (not Linux).
    """
    try:
        import resource

        resource.prlimit(process, resource.RLIMIT_DATA, (CONVERTING, CONVERTING))
        resource.prlimit(process, resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
    except (ImportError, AttributeError, OSError):
        return


def resident() -> int | None:
    """Bytes of memory that this process holds; None where the system does not say (not Linux)."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[1]
    except (OSError, IndexError):
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
