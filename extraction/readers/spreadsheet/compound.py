"""Streams of a compound file (MS-CFB), as Office wrote files before 2007."""

from __future__ import annotations

import struct
from collections.abc import Iterable

_FREE = 0xFFFFFFFA
"""Numbers of sectors from here on stand for no sector (MS-CFB 2.1)."""

_ENTRY = 128


class CompoundFile:
    """A compound file; one that is cut or damaged gives shorter streams, never an error."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << _number(content, 30, 2) if _number(content, 30, 2) in (9, 12) else 512
        self._fat = self._table(self._fat_sectors())
        self._mini_fat = self._table(_chain(self._fat, _number(content, 60, 4)))
        self._directory = self._joined(_chain(self._fat, _number(content, 48, 4)))
        self._mini = self._joined(_chain(self._fat, _number(self._directory, 116, 4)))

    def stream(self, name: str) -> bytes:
        """The stream of a name; empty where there is none."""
        for at in range(0, len(self._directory), _ENTRY):
            entry = self._directory[at : at + _ENTRY]
            length = max(_number(entry, 64, 2) - 2, 0)
            if entry[:length].decode("utf-16-le", "replace").lower() == name.lower():
                return self._of(_number(entry, 116, 4), _number(entry, 120, 4))
        return b""

    def _of(self, first: int, size: int) -> bytes:
        if size >= _number(self._content, 56, 4):
            return self._joined(_chain(self._fat, first))[:size]
        sectors = _chain(self._mini_fat, first)
        return b"".join(self._mini[64 * at : 64 * at + 64] for at in sectors)[:size]

    def _fat_sectors(self) -> list[int]:
        """The sectors of the table of sectors: 109 are named in the header, more in a chain."""
        named = list(struct.iter_unpack("<I", self._content[76:512]))
        sectors = [number for (number,) in named]
        following, seen = _number(self._content, 68, 4), set[int]()
        while following < _FREE and following not in seen:
            seen.add(following)
            *more, following = self._table([following]) or [_FREE]
            sectors += more
        return [number for number in sectors if number < _FREE]

    def _table(self, sectors: Iterable[int]) -> list[int]:
        joined = self._joined(sectors)
        whole = joined[: len(joined) // 4 * 4]
        return [number for (number,) in struct.iter_unpack("<I", whole)]

    def _joined(self, sectors: Iterable[int]) -> bytes:
        size = self._size
        return b"".join(self._content[(at + 1) * size : (at + 2) * size] for at in sectors)


def _chain(table: list[int], first: int) -> list[int]:
    """The sectors from one on, each naming the next; a ring is cut where it closes."""
    sectors: dict[int, None] = {}
    while first < len(table) and first not in sectors:
        sectors[first] = None
        first = table[first]
    return list(sectors)


def _number(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "little")
