"""What stands in a sheet of XLSB and XLS beside its values: what is hidden, and errors.

The library gives an error as a blank, and a blank is another thing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.readers.nesting import MAX_COLUMNS
from extraction.readers.spreadsheet.compound import CompoundFile
from extraction.readers.spreadsheet.looks import Look, looks_of_xls
from extraction.readers.spreadsheet.sheet import Spot

_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""By their numbers (MS-XLS 2.5.10, MS-XLSB 2.5.97.2)."""

_FORMULAS = (0x006, 0x206, 0x406)
"""Formula, as of three versions of the format."""


_VALUES = frozenset({0x203, 0x204, 0x27E, 0xFD, *_FORMULAS})
"""Number, Label, RK, LabelSst and the formulas, whose cells begin alike: row, column, format."""


@dataclass(slots=True)
class Marks:
    """Rows and columns from 0. instead: texts of cells without a value. shown: texts of cells whose
    parts look different, as they are read. formats: the number of the
    format of each cell. hides_zeros: whether the sheet shows zeros as blanks."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    instead: dict[Spot, str] = field(default_factory=dict)
    shown: dict[Spot, str] = field(default_factory=dict)
    formats: dict[Spot, int] = field(default_factory=dict)
    hides_zeros: bool = False

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))

    def add_error(self, row: int, column: int, number: int) -> None:
        self.instead[row, column] = _ERRORS.get(number, "#")


def records_of_xlsb(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part of XLSB, their type and length before them (MS-XLSB 2.1.4)."""
    at = 0
    while at < len(part):
        kind, at = _varying(part, at, 2)
        length, at = _varying(part, at, 4)
        yield kind, part[at : at + length]
        at += length


def _varying(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number in seven bits a byte, and where it ends."""
    number = 0
    for shift, byte in enumerate(part[at : at + longest]):
        number |= (byte & 0x7F) << 7 * shift
        at += 1
        if byte < 0x80:
            break
    return number, at


def names_of_xlsb(part: bytes) -> dict[str, str]:
    """The names of the sheets in the part of the workbook, and their relations."""
    names = {}
    for kind, record in records_of_xlsb(part):
        if kind == 156:  # BrtBundleSh
            relation, at = _text(record, 8)
            names[_text(record, at)[0]] = relation
    return names


def _text(record: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = at + 4 + 2 * _at(record, at, 4)
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def marks_of_xlsb(part: bytes) -> Marks:
    marks = Marks()
    row = 0
    for kind, record in records_of_xlsb(part):
        if 2 <= kind <= 11:  # cells with values
            marks.formats[row, _at(record, 0, 4)] = _at(record, 4, 3)
        if kind == 0:  # BrtRowHdr; fDyZero
            row = _at(record, 0, 4)
            if len(record) > 11 and record[11] & 0x10:
                marks.hidden_rows.add(row)
        elif kind in (3, 11) and len(record) > 8:  # BrtCellError, BrtFmlaError
            marks.add_error(row, _at(record, 0, 4), record[8])
        elif kind == 137 and len(record) > 1:  # BrtBeginWsView; fDspZeros
            marks.hides_zeros = not record[0] & 0x10
        elif kind == 60 and _at(record, 16, 2) & 1:  # BrtColInfo; fHidden
            marks.hide_columns(_at(record, 0, 4), _at(record, 4, 4))
    return marks


def marks_of_xls(content: bytes) -> tuple[list[Marks], dict[int, Look]]:
    """The marks of each sheet of an XLS workbook, in their order, none where it has no stream;
    and the looks of its formats."""
    file = CompoundFile(content)
    stream = file.stream("Workbook") or file.stream("Book")
    starts = [
        _at(record, 0, 4) for kind, record in _records_of_xls(stream, 0) if kind == 0x85
    ]  # BoundSheet8
    looks = looks_of_xls(_records_of_xls(stream, 0))
    return [_marks_of_xls(stream, start) for start in starts], looks


def _marks_of_xls(stream: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, record in _records_of_xls(stream, start):
        row, column = _at(record, 0, 2), _at(record, 2, 2)
        if kind in _VALUES:
            marks.formats[row, column] = _at(record, 4, 2)
        elif kind == 0xBD:  # MulRk: six bytes a cell
            for number in range((len(record) - 6) // 6):
                marks.formats[row, column + number] = _at(record, 4 + 6 * number, 2)
        if kind == 0x208 and _at(record, 12, 2) & 0x20:  # Row; fDyZero
            marks.hidden_rows.add(row)
        elif kind == 0x7D and _at(record, 8, 2) & 1:  # ColInfo; fHidden
            marks.hide_columns(row, column)
        elif kind == 0x23E:  # Window2; fDspZerosRt
            marks.hides_zeros = not record[0] & 0x10
        elif kind == 0x205 and record[7:8] == b"\x01":  # BoolErr
            marks.add_error(row, column, record[6])
        elif kind in _FORMULAS and record[12:14] == b"\xff\xff" and record[6] == 2:  # Formula
            marks.add_error(row, column, record[8])
    return marks


def _records_of_xls(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of the part of a workbook that begins there, without parts inside it (charts).

    Kind and length stand before each (MS-XLS 2.1.4).
    """
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0x809:  # BOF
            depth += 1
        elif kind == 0x0A:  # EOF
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _at(record: bytes, start: int, size: int) -> int:
    return int.from_bytes(record[start : start + size], "little")
