"""The sheets of an Excel workbook: XLSX, XLSB and XLS by one library, what it leaves out beside it.

Of XLSX the library tells neither hidden rows and columns nor errors nor formulas that were never
computed; of XLSB and XLS these stay unknown.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extraction.archives import Archive
from extraction.document import Rejected
from extraction.readers.nesting import MAX_COLUMNS
from extraction.readers.office_xml import attribute, local_name, parse
from extraction.readers.spreadsheet.sheet import MAX_CELLS, WHAT, Sheet, Spot, too_large
from extraction.sniff import encrypted_office
from extraction.typography import join_lines

_SHEET_PART = re.compile(r"^xl/worksheets/[^/]+\.(?:xml|bin)$", re.IGNORECASE)
_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?P<about>[^<>]*?\br=[\"'](?P<letters>[A-Z]{1,3})(?P<row>[0-9]{1,7})[\"']"
    rb"[^<>]*)(?<!/)>(?!(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>)"
)
"""A cell that holds anything: one that is only coloured may stand far off."""
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<>]*))")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<>]+)<")
_HIDDEN = rb"\bhidden=[\"'](?:1|true)[\"']"
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^<>]*" + _HIDDEN + rb")[^<>]*?\br=[\"'](\d+)[\"']")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\s(?=[^<>]*" + _HIDDEN + rb")[^<>]*>")
_ERROR, _COMPUTED_TEXT = (re.compile(rb"\bt=[\"']" + kind + rb"[\"']") for kind in (b"e", b"str"))
_FROM_TO = re.compile(rb"\b(min|max)=[\"'](\d+)[\"']")


@dataclass(slots=True)
class _Marks:
    """What stands in a sheet beside its values. instead: texts of cells without a value."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    instead: dict[Spot, str] = field(default_factory=dict)


def sheets(content: bytes) -> Iterator[Sheet]:
    """The visible sheets, numbered as they stand in the file.

    Raises Rejected: "encrypted", "corrupt" or "too_large".
    """
    marks = _guarded(content) if content.startswith(b"PK") else {}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, about in enumerate(workbook.sheets_metadata, start=1):
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                yield _sheet(workbook, about.name, number, marks.get(about.name, _Marks()))
    except PasswordError as error:
        raise encrypted_office() from error
    except (CalamineError, OSError, ValueError) as error:
        raise _corrupt(error) from error
    except BaseException as error:  # a fault inside the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _corrupt(error) from error


def _corrupt(error: BaseException) -> Rejected:
    return Rejected(
        "corrupt", f"{WHAT} is damaged ({error}). Fetch it again, or open and save it anew."
    )


def _sheet(workbook: CalamineWorkbook, name: str, number: int, marks: _Marks) -> Sheet:
    found = workbook.get_sheet_by_name(name)
    if found.total_height * found.total_width > MAX_CELLS:
        raise too_large(f"has a sheet of {found.total_height:,} rows")
    rows = [[_text(value) for value in row] for row in found.to_python(skip_empty_area=False)]
    for (row, column), text in marks.instead.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = rows[row][column] or text
    spans = {
        (top, left): (min(bottom, len(rows) - 1) + 1 - top, right + 1 - left)
        for (top, left), (bottom, right) in found.merged_cell_ranges or ()
        if top < len(rows) and left < MAX_COLUMNS
    }
    return Sheet(number, rows, spans).without(marks.hidden_rows, marks.hidden_columns)


def _text(value: Any) -> str:
    """A value as text. Numbers are held in binary, of which the program shows 15 digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        text = f"{value:.15g}"
        return text if "e" not in text else f"{value:f}"
    return join_lines(str(value).splitlines())


def _guarded(content: bytes) -> dict[str, _Marks]:
    """The marks of the sheets by name.

    Refuses what the library would unpack or spread out without end: it holds the whole area
    between a sheet's first and last cell.
    """
    archive = Archive(content, WHAT)
    marks: dict[str, _Marks] = {}
    for name in archive.names:
        if name.endswith((".xml", ".bin")) and name.startswith("xl/"):
            part = archive.read(name)
            if _SHEET_PART.match(name):
                is_binary = name.endswith(".bin")
                _guard_area(*(_binary_extent(part) if is_binary else _extent(part)))
                marks[name] = _Marks() if is_binary else _marks(part)
    return {sheet: marks[part] for sheet, part in _parts(archive).items() if part in marks}


def _parts(archive: Archive) -> dict[str, str]:
    """The part of each sheet by its name."""
    names = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if any(name not in archive for name in names):
        return {}
    book, relations = (parse(archive.read(name), WHAT) for name in names)
    targets = {
        attribute(each, "Id"): posixpath.normpath(
            posixpath.join("/xl", attribute(each, "Target") or "")
        ).lstrip("/")
        for each in relations
    }
    return {
        attribute(each, "name") or "": targets.get(attribute(each, "id"), "")
        for each in book.iter()
        if local_name(each) == "sheet"
    }


def _guard_area(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise too_large(f"has a sheet of {rows:,} rows and {columns:,} columns")


def _extent(part: bytes) -> Spot:
    """Last row and column in which a cell holds anything."""
    rows = columns = 1
    for cell in _CELL.finditer(part):
        rows = max(rows, int(cell["row"]))
        columns = max(columns, _column(cell["letters"]) + 1)
    return rows, columns


def _binary_extent(part: bytes) -> Spot:
    """The same of a sheet of XLSB: records with type and length before them (MS-XLSB 2.1.4)."""
    at = rows = columns = 0
    while at < len(part):
        kind, at = _varying(part, at, 2)
        length, at = _varying(part, at, 4)
        first = int.from_bytes(part[at : at + 4], "little")
        if kind == 0:  # BrtRowHdr
            rows = max(rows, first + 1)
        elif 2 <= kind <= 11:  # cells with values
            columns = max(columns, first + 1)
        at += length
    return rows, columns


def _varying(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number in seven bits a byte, and where it ends."""
    number = 0
    for shift, byte in enumerate(part[at : at + longest]):
        number |= (byte & 0x7F) << 7 * shift
        at += 1
        if byte < 0x80:
            break
    return number, at


def _column(letters: bytes) -> int:
    """A column from 0: A, B … Z, AA …"""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _marks(part: bytes) -> _Marks:
    marks = _Marks({int(row) - 1 for row in _HIDDEN_ROW.findall(part)})
    for columns in _HIDDEN_COLUMNS.findall(part):
        ends = {name: int(number) for name, number in _FROM_TO.findall(columns)}
        last = min(ends.get(b"max", 0), MAX_COLUMNS)
        marks.hidden_columns.update(range(ends.get(b"min", 1) - 1, last))
    if _FORMULA.search(part) or _ERROR.search(part):
        for cell in _CELL.finditer(part):
            if text := _instead(part, cell):
                marks.instead[int(cell["row"]) - 1, _column(cell["letters"])] = text
    return marks


def _instead(part: bytes, cell: re.Match[bytes]) -> str:
    """An error's name, or the formula of a cell that was never computed."""
    end = _CELL_END.search(part, cell.end())
    inner = part[cell.end() : end.start() if end else None]
    value, formula = _VALUE.search(inner), _FORMULA.search(inner)
    if _ERROR.search(cell["about"]):
        return value[1].decode("utf-8", errors="replace") if value else "#"
    if formula is None or value or _COMPUTED_TEXT.search(cell["about"]):
        return ""
    return f"={(formula[1] or b'').decode('utf-8', errors='replace')}"
