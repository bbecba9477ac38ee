"""How much memory the reading of one file may take.

What counts is the size that the process holds (its resident set), looked at while a file is read.
A limit that makes allocations fail is not used: the libraries that read files answer to one in
ways that cannot be told from a broken file, or with half of its content. Of virtual memory the
recogniser reserves twice what it holds.
"""

from __future__ import annotations

import os
from pathlib import Path

READING = 500_000_000
"""Bytes that a process may hold while it reads a file; an ordinary report takes 90 million."""

RECOGNISING = 2_000_000_000
"""The same for one that has loaded the recogniser: 650 million were seen on pages at 300 dpi."""

_asked_for = 0


def need(size: int) -> None:
    """Say that this process may hold up to `size` bytes from now on."""
    global _asked_for
    _asked_for = max(_asked_for, size)


def asked_for() -> int:
    """The most bytes that this process has said to need; 0 where it has said nothing."""
    return _asked_for


def resident() -> int | None:
    """Bytes of memory that this process holds; None where the system does not say (not Linux)."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[1]
    except (OSError, IndexError):
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
