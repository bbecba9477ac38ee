"""Put row groups behind those of a Parquet file, which are copied byte by byte, not encoded anew.

No library that we know does it. A Parquet file is row groups and a footer that says where each of
them lies; the footer is a Thrift structure in the compact protocol, read here without knowing more
of it than where its offsets are. A footer that is not understood to the last byte is refused.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

_MAGIC = b"PAR1"
_SCHEMA, _ROWS, _ROW_GROUPS = 2, 3, 4
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
_CHUNK, _CHUNK_OFFSETS = 3, (2, 4, 6)
_PAGE_OFFSETS = (9, 10, 11, 14)
"""Fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData (parquet.thrift)."""

_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _STRUCT = 1, 2, 3, 7, 8, 9, 12
_INTEGERS = (4, 5, 6)

Struct = dict[int, tuple[int, Any]]
"""Kind and value of a field by its number."""


def append_row_groups(standing: Path, more: Path, target: Path) -> int:
    """Write a file with the row groups of one file and behind them those of another.

    Returns the number of bytes that are those of the first. Raises ValueError where their columns
    differ or a footer is not understood.
    """
    with standing.open("rb") as first, more.open("rb") as second:
        footer, end = _footer(first)
        added, added_end = _footer(second)
        if footer[_SCHEMA] != added[_SCHEMA]:
            raise ValueError(f"{standing} has other columns")
        groups, new = footer[_ROW_GROUPS][1], added[_ROW_GROUPS][1]
        for group in new[1]:
            _move(group, end - len(_MAGIC), len(groups[1]))
        footer[_ROW_GROUPS] = (_LIST, (_STRUCT, groups[1] + new[1]))
        kind, rows = footer[_ROWS]
        footer[_ROWS] = (kind, rows + added[_ROWS][1])
        second.seek(len(_MAGIC))
        shutil.copyfile(standing, target)
        with target.open("r+b") as stream:
            stream.truncate(stream.seek(end))
            stream.write(second.read(added_end - len(_MAGIC)))
            content = _encoded(footer)
            stream.write(content + len(content).to_bytes(4, "little") + _MAGIC)
    return end


def _move(group: Struct, by: int, ordinals: int) -> None:
    """Let a row group lie so many bytes and row groups further behind."""
    _add(group, (_GROUP_OFFSET,), by)
    if _ORDINAL in group:
        kind, ordinal = group[_ORDINAL]
        group[_ORDINAL] = (kind, ordinal + ordinals)
    for chunk in group[_COLUMNS][1][1]:
        _add(chunk, _CHUNK_OFFSETS, by)
        _add(chunk[_CHUNK][1], _PAGE_OFFSETS, by)


def _add(fields: Struct, numbers: tuple[int, ...], by: int) -> None:
    for number in numbers:
        kind, value = fields.get(number, (0, 0))
        if value:  # nothing lies at 0, where the magic bytes are: it means "not stated"
            fields[number] = (kind, value + by)


def _footer(stream: BinaryIO) -> tuple[Struct, int]:
    """The footer of a file, and where it begins."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(size - 8, 0))
    tail = stream.read()
    end = stream.seek(max(size - 8 - int.from_bytes(tail[:4], "little"), 0))
    content = stream.read()[:-8]
    try:
        footer: Struct = _value(io.BytesIO(content), _STRUCT)
        is_understood = tail[4:] == _MAGIC and _encoded(footer) == content
    except (IndexError, RecursionError):
        is_understood = False
    if not is_understood:
        raise ValueError(f"the footer of {stream.name} is not understood")
    return footer, end


def _value(stream: BinaryIO, kind: int) -> Any:
    """Read a value of a kind."""
    if kind in (_TRUE, _FALSE):
        return None
    if kind in _INTEGERS:
        number = _varint(stream)
        return (number >> 1) ^ -(number & 1)
    if kind in (_BYTE, _DOUBLE):
        return stream.read(1 if kind == _BYTE else 8)
    if kind == _BINARY:
        return stream.read(_varint(stream))
    if kind == _LIST:
        head = stream.read(1)[0]
        kind, count = head & 15, head >> 4 if head >> 4 < 15 else _varint(stream)
        if kind not in (_TRUE, _FALSE):  # in a list these take a byte each; a footer has none
            return kind, [_value(stream, kind) for _ in range(count)]
    if kind != _STRUCT:
        raise ValueError(f"no footer has a field of kind {kind}")
    fields: Struct = {}
    number = 0
    while head := stream.read(1)[0]:
        number = number + (head >> 4) if head >> 4 else _value(stream, _INTEGERS[0])
        fields[number] = (head & 15, _value(stream, head & 15))
    return fields


def _varint(stream: BinaryIO) -> int:
    number = shift = 0
    while (byte := stream.read(1)[0]) & 128:
        number |= (byte & 127) << shift
        shift += 7
    return number | byte << shift


def _encoded(footer: Struct) -> bytes:
    stream = io.BytesIO()
    _write(stream.write, _STRUCT, footer)
    return stream.getvalue()


def _write(write: Callable[[bytes], Any], kind: int, value: Any) -> None:
    """Write a value of a kind."""
    if kind in _INTEGERS:
        _write_varint(write, value * 2 if value >= 0 else -value * 2 - 1)
    elif kind in (_BYTE, _DOUBLE):
        write(value)
    elif kind == _BINARY:
        _write_varint(write, len(value))
        write(value)
    elif kind == _LIST:
        element, values = value
        write(bytes([min(len(values), 15) << 4 | element]))
        if len(values) >= 15:
            _write_varint(write, len(values))
        for one in values:
            _write(write, element, one)
    elif kind == _STRUCT:
        last = 0
        for number, (field_kind, field) in value.items():
            write(bytes([number - last << 4 | field_kind]))
            last = number
            _write(write, field_kind, field)
        write(b"\0")


def _write_varint(write: Callable[[bytes], Any], number: int) -> None:
    while number > 127:
        write(bytes([number & 127 | 128]))
        number >>= 7
    write(bytes([number]))
