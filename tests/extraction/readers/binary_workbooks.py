"""Write the smallest workbooks of XLS (MS-XLS in MS-CFB) and XLSB (MS-XLSB)."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

DIVISION_BY_ZERO, NOT_AVAILABLE = 0x07, 0x2A


class Error(int):
    """A cell that shows an error, by its number."""


class Failed(int):
    """A formula whose result is an error."""


def xls(rows: list[list[object]], hidden_row: int, hidden_column: int) -> bytes:
    """A workbook of one sheet."""
    begin = struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)
    sheet = _record(0x809, begin)
    sheet += _record(0x7D, struct.pack("<HHHHHH", hidden_column, hidden_column, 0, 0, 1, 0))
    sheet += _record(0x208, struct.pack("<HHHHHHI", hidden_row, 0, 9, 0, 0, 0, 0x20))
    for row, texts in enumerate(rows):
        for column, value in enumerate(texts):
            sheet += _xls_cell(struct.pack("<HHH", row, column, 0), value)
    sheet += _record(0x0A, b"")
    book = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    start = len(book) + 4 + 8 + len("one") + 4
    book += _record(0x85, struct.pack("<IBBBB", start, 0, 0, 3, 0) + b"one") + _record(0x0A, b"")
    return _compound((book + sheet).ljust(4096, b"\0"))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _xls_cell(place: bytes, value: object) -> bytes:
    if isinstance(value, Failed):
        result = struct.pack("<BBBBHHHIH", 2, 0, value, 0, 0, 0xFFFF, 0, 0, 0)
        return _record(0x06, place + result)
    if isinstance(value, Error):
        return _record(0x205, place + bytes([value, 1]))
    if isinstance(value, int):
        return _record(0x203, place + struct.pack("<d", value))
    text = str(value)
    return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream, the workbook, of whole sectors."""
    count = len(stream) // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chain = [0xFFFFFFFD, end, *range(3, count + 2), end]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    folder = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(stream))
    return head + fat + folder.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def xlsb(
    rows: list[list[object]],
    hidden_row: int,
    hidden_column: int,
    formats: Mapping[int, int] = MappingProxyType({}),
) -> bytes:
    """A workbook of one sheet. formats: of columns; 1 is white text, 2 shows zeros as -."""
    sheet = _part(129) + _part(60, struct.pack("<IIIIH", hidden_column, hidden_column, 0, 0, 1))
    sheet += _part(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    sheet += _part(145)
    for row, texts in enumerate(rows):
        flags = 0x10 if row == hidden_row else 0
        sheet += _part(0, struct.pack("<IIHBBB", row, 0, 0, 0, flags, 0))
        for column, value in enumerate(texts):
            sheet += _xlsb_cell(struct.pack("<II", column, formats.get(column, 0)), value)
    sheet += _part(146) + _part(130)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("one")
    book = _part(131) + _part(143) + _part(156, bundle) + _part(144) + _part(132)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{kind}" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", _xlsb_styles())
    return buffer.getvalue()


def _xlsb_styles() -> bytes:
    """Two fonts, black and white, and three formats of cells (MS-XLSB 2.1.7.51)."""
    colours = bytes([5, 0, 0, 0, 0, 0, 0, 255]), bytes([5, 0, 0, 0, 255, 255, 255, 255])
    styles = _part(615, struct.pack("<I", 1))
    styles += _part(44, struct.pack("<H", 164) + _wide('0;-0;"-"')) + _part(616)
    styles += b"".join(_part(43, bytes(12) + colour) for colour in colours)
    styles += _part(45, struct.pack("<I", 0) + bytes(64)) + _part(617, struct.pack("<I", 3))
    for code, font in ((0, 0), (0, 1), (164, 0)):
        styles += _part(47, struct.pack("<HHHH", 0, code, font, 0) + bytes(8))
    return styles + _part(618)


def _xlsb_cell(place: bytes, value: object) -> bytes:
    if isinstance(value, Failed):
        return _part(11, place + bytes([value]) + bytes(10))
    if isinstance(value, Error):
        return _part(3, place + bytes([value]))
    if isinstance(value, int):
        return _part(5, place + struct.pack("<d", value))
    return _part(6, place + _wide(str(value)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _part(kind: int, content: bytes = b"") -> bytes:
    return _varying(kind) + _varying(len(content)) + content


def _varying(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
