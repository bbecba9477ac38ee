"""Numbers in sentences."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """A number of things: `1 file`, `2 files`, `1,234 files`. The plural is made by an s."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
