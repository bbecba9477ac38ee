"""The sheets of an Excel workbook: XLSX, XLSB and XLS by one library, what it leaves out beside it.

The library tells neither hidden rows and columns nor errors nor formulas that were never computed.
These last stay unknown of XLSB and XLS.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extraction.document import Rejected
from extraction.files.archives import Archive
from extraction.files.sniff import encrypted_office
from extraction.readers.nesting import MAX_COLUMNS
from extraction.readers.office_xml import attribute, local_name, parse
from extraction.readers.spreadsheet.looks import (
    MARKED,
    Look,
    looks_of_xlsb,
    looks_of_xlsx,
    shown_runs,
)
from extraction.readers.spreadsheet.marks import (
    Marks,
    marks_of_xls,
    marks_of_xlsb,
    names_of_xlsb,
    records_of_xlsb,
)
from extraction.readers.spreadsheet.sheet import MAX_CELLS, WHAT, Sheet, Spot, too_large
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
_SHARED_NUMBER = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*(\d{1,9})\s*<")
_HIDDEN = rb"\b(?:hidden=[\"'](?:1|true)|(?:ht|width)=[\"']0(?:\.0+)?)[\"']"
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^<>]*" + _HIDDEN + rb")[^<>]*?\br=[\"'](\d+)[\"']")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\s(?=[^<>]*" + _HIDDEN + rb")[^<>]*>")
_ERROR, _COMPUTED_TEXT, _SHARED_TEXT = (
    re.compile(rb"\bt=[\"']" + kind + rb"[\"']") for kind in (b"e", b"str", b"s")
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_FORMAT = re.compile(rb"\bs=[\"'](\d{1,9})[\"']")
_NO_ZEROS = re.compile(rb"<(?:\w+:)?sheetView\s[^<>]*\bshowZeros=[\"'](?:0|false)[\"']")
_STYLES, _BINARY_STYLES = "xl/styles.xml", "xl/styles.bin"
_STRINGS = "xl/sharedStrings.xml"
_NO_LOOK = Look()
_FROM_TO = re.compile(rb"\b(min|max)=[\"'](\d+)[\"']")


def sheets(content: bytes) -> Iterator[Sheet]:
    """The visible sheets, numbered as they stand in the file.

    Raises Rejected: "encrypted", "corrupt" or "too_large".
    """
    is_archive = content.startswith(b"PK")
    by_name: dict[str, Marks] = {}
    by_number: dict[int, Marks] = {}
    if is_archive:
        by_name, looks = _guarded(content)
    else:
        marks_of_sheets, looks = marks_of_xls(content)
        by_number = dict(enumerate(marks_of_sheets, start=1))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, about in enumerate(workbook.sheets_metadata, start=1):
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                marks = by_name.get(about.name) or by_number.get(number) or Marks()
                yield _sheet(workbook, about.name, number, marks, looks)
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


def _sheet(
    workbook: CalamineWorkbook, name: str, number: int, marks: Marks, looks: dict[int, Look]
) -> Sheet:
    found = workbook.get_sheet_by_name(name)
    if found.total_height * found.total_width > MAX_CELLS:
        raise too_large(f"has a sheet of {found.total_height:,} rows")
    values = found.to_python(skip_empty_area=False)
    rows = [[_text(value) for value in row] for row in values]
    held = _show(rows, values, marks, looks)
    for (row, column), text in marks.shown.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    for (row, column), text in marks.instead.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = rows[row][column] or text
    spans = {
        (top, left): (min(bottom, len(rows) - 1) + 1 - top, right + 1 - left)
        for (top, left), (bottom, right) in found.merged_cell_ranges or ()
        if top < len(rows) and left < MAX_COLUMNS
    }
    sheet = Sheet(number, rows, spans, held=held, name=name)
    return sheet.without(marks.hidden_rows, marks.hidden_columns)


def _show(
    rows: list[list[str]], values: list[list[Any]], marks: Marks, looks: dict[int, Look]
) -> dict[Spot, str]:
    """Put what each cell shows in the place of what the file holds; returns what it holds where
    that is something else."""
    held: dict[Spot, str] = {}
    for (row, column), number in marks.formats.items():
        look = looks.get(number, _NO_LOOK)
        if row >= len(rows) or column >= len(rows[row]) or not (look.matters or marks.hides_zeros):
            continue
        value, text = values[row][column], rows[row][column]
        is_zero = marks.hides_zeros and value == 0 and isinstance(value, int | float)
        shown = "" if is_zero else look.shown(value, text)
        if shown != text:
            held[row, column], rows[row][column] = text, shown
    return held


def _text(value: Any) -> str:
    """A value as text. Numbers are held in binary, of which the program shows 15 digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        text = f"{value:.15g}"
        return text if "e" not in text else f"{value:f}"
    return join_lines(str(value).splitlines())


def _guarded(content: bytes) -> tuple[dict[str, Marks], dict[int, Look]]:
    """The marks of the sheets by name, and the looks of their formats.

    Refuses what the library would unpack or spread out without end: it holds the whole area
    between a sheet's first and last cell.
    """
    archive = Archive(content, WHAT)
    marks: dict[str, Marks] = {}
    strings = _shared_runs(archive)
    for name in archive.names:
        if name.endswith((".xml", ".bin")) and name.startswith("xl/"):
            part = archive.read(name)
            if _SHEET_PART.match(name):
                is_binary = name.endswith(".bin")
                rows, columns = _binary_extent(part) if is_binary else _extent(part)
                if rows * columns > MAX_CELLS:
                    raise too_large(f"has a sheet of {rows:,} rows and {columns:,} columns")
                marks[name] = marks_of_xlsb(part) if is_binary else _marks(part, strings)
    by_name = {sheet: marks[part] for sheet, part in _parts(archive).items() if part in marks}
    return by_name, _looks(archive)


def _looks(archive: Archive) -> dict[int, Look]:
    """The looks of the cell formats; none where the part of styles is missing or damaged."""
    try:
        if _BINARY_STYLES in archive:
            return looks_of_xlsb(records_of_xlsb(archive.read(_BINARY_STYLES)))
        return looks_of_xlsx(parse(archive.read(_STYLES), WHAT)) if _STYLES in archive else {}
    except Rejected:
        return {}


def _shared_runs(archive: Archive) -> dict[int, str]:
    """The shared strings whose parts look different, by number, as they are read."""
    part = archive.read(_STRINGS) if _STRINGS in archive else b""
    if not any(mark in part for mark in MARKED):
        return {}
    shown = (shown_runs(item) for item in parse(part, WHAT))
    return {number: text for number, text in enumerate(shown) if text is not None}


def _parts(archive: Archive) -> dict[str, str]:
    """The part of each sheet by its name."""
    for book in ("xl/workbook.xml", "xl/workbook.bin"):
        relations = f"xl/_rels/{posixpath.basename(book)}.rels"
        if book in archive and relations in archive:
            part = archive.read(book)
            named = names_of_xlsb(part) if book.endswith(".bin") else _names(part)
            targets = _targets(archive.read(relations))
            return {name: targets.get(relation, "") for name, relation in named.items()}
    return {}


def _names(part: bytes) -> dict[str, str]:
    """The names of the sheets and their relations."""
    return {
        attribute(each, "name") or "": attribute(each, "id") or ""
        for each in parse(part, WHAT).iter()
        if local_name(each) == "sheet"
    }


def _targets(part: bytes) -> dict[str, str]:
    """The parts that relations lead to."""
    return {
        attribute(each, "Id") or "": posixpath.normpath(
            posixpath.join("/xl", attribute(each, "Target") or "")
        ).lstrip("/")
        for each in parse(part, WHAT)
    }


def _extent(part: bytes) -> Spot:
    """Last row and column in which a cell holds anything."""
    rows = columns = 1
    for cell in _CELL.finditer(part):
        rows = max(rows, int(cell["row"]))
        columns = max(columns, _column(cell["letters"]) + 1)
    return rows, columns


def _binary_extent(part: bytes) -> Spot:
    """The same of a sheet of XLSB."""
    rows = columns = 0
    for kind, record in records_of_xlsb(part):
        first = int.from_bytes(record[:4], "little")
        if kind == 0:  # BrtRowHdr
            rows = max(rows, first + 1)
        elif 2 <= kind <= 11:  # cells with values
            columns = max(columns, first + 1)
    return rows, columns


def _column(letters: bytes) -> int:
    """A column from 0: A, B … Z, AA …"""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _marks(part: bytes, strings: dict[int, str]) -> Marks:
    """strings: the shared ones whose parts look different."""
    marks = Marks({int(row) - 1 for row in _HIDDEN_ROW.findall(part)})
    for columns in _HIDDEN_COLUMNS.findall(part):
        ends = {name: int(number) for name, number in _FROM_TO.findall(columns)}
        last = min(ends.get(b"max", 0), MAX_COLUMNS)
        marks.hidden_columns.update(range(ends.get(b"min", 1) - 1, last))
    marks.hides_zeros = _NO_ZEROS.search(part) is not None
    for cell in _CELL.finditer(part):
        number = _FORMAT.search(cell["about"])
        spot = int(cell["row"]) - 1, _column(cell["letters"])
        marks.formats[spot] = int(number[1]) if number else 0
        if strings and _SHARED_TEXT.search(cell["about"]):
            shared = _SHARED_NUMBER.match(part, cell.end())
            if shared is not None and (text := strings.get(int(shared[1]))) is not None:
                marks.shown[spot] = text
    if any(mark in part for mark in MARKED):
        marks.shown |= _inline_runs(part)
    if _FORMULA.search(part) or _ERROR.search(part):
        for cell in _CELL.finditer(part):
            if text := _instead(part, cell):
                marks.instead[int(cell["row"]) - 1, _column(cell["letters"])] = text
    return marks


def _inline_runs(part: bytes) -> dict[Spot, str]:
    """The texts that stand in their cells and whose parts look different, as they are read."""
    found = {}
    for item in parse(part, WHAT).iter("{*}is"):
        place = _PLACE.match(attribute(item.getparent(), "r") or "")
        text = shown_runs(item)
        if place is not None and text is not None:
            found[int(place[2]) - 1, _column(place[1].encode())] = text
    return found


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
