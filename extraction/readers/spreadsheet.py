"""Read a spreadsheet (XLSX, XLS): every visible sheet as paragraphs and tables, in order.

A cell's text is the value that the file holds. How a number format shows it (a zero as a dash or
as nothing, decimals rounded away) is not applied: what was entered is what was reported. Values
of formulas are those that the program which saved the file computed.

Places: `page` is the number of the sheet, `row` and `column` are those of the sheet.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extraction.archives import Archive
from extraction.document import Block, Cell, Document, Paragraph, Place, Rejected, Table
from extraction.readers.nesting import MAX_COLUMNS
from extraction.sniff import XLS, XLSX, encrypted_office
from extraction.typography import join_lines

MEDIA_TYPES = (XLSX, XLS)
VERSION = "1"

MAX_CELLS = 2_000_000
"""Cells of a sheet's used area, blanks included: the library holds all of them."""

_SHEET_PART = re.compile(r"^/?xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_REFERENCE = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,2}[、.．]")
_SENTENCE_END = re.compile(r"[。；！？]")

Span = tuple[int, int]


def read(content: bytes) -> Document:
    """Read a file. Raises Rejected: "encrypted", "corrupt", "too_large" or "empty"."""
    if content.startswith(b"PK"):
        _guard(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        blocks = list(_blocks(workbook))
    except PasswordError as error:
        raise encrypted_office() from error
    except (CalamineError, OSError, ValueError) as error:
        raise _corrupt(error) from error
    except BaseException as error:  # a fault inside the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _corrupt(error) from error
    if not blocks:
        raise Rejected("empty", "No visible sheet of the spreadsheet holds anything.")
    return Document(
        blocks=blocks,
        media_type=XLSX if content.startswith(b"PK") else XLS,
        reader="spreadsheet",
        reader_version=VERSION,
    )


def _corrupt(error: BaseException) -> Rejected:
    return Rejected(
        "corrupt",
        f"The spreadsheet is damaged ({error}). Fetch it again, or open and save it anew.",
    )


def _too_large(what: str) -> Rejected:
    return Rejected(
        "too_large",
        f"The spreadsheet {what}. Delete what is not the report and save it anew.",
    )


def _guard(content: bytes) -> None:
    """Refuse what the library would unpack or spread out without end: it holds the whole area
    between a sheet's first and last cell."""
    archive = Archive(content, "The spreadsheet")
    for name in archive.names:
        part = archive.read(name)
        if _SHEET_PART.match(name):
            _guard_area(part)


def _guard_area(part: bytes) -> None:
    last_row = last_column = 1
    for letters, digits in _REFERENCE.findall(part):
        last_row = max(last_row, int(digits))
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        last_column = max(last_column, column)
    if last_row * last_column > MAX_CELLS:
        raise _too_large(f"has a sheet of {last_row:,} rows and {last_column:,} columns")


def _blocks(workbook: CalamineWorkbook) -> Iterator[Block]:
    tables = 0
    for number, sheet in enumerate(workbook.sheets_metadata, start=1):
        if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
            continue
        for block in _sheet(workbook.get_sheet_by_name(sheet.name), number):
            if isinstance(block, Table):
                tables += 1
                block = _numbered(block, tables)
            yield block


def _numbered(table: Table, number: int) -> Table:
    cells = [replace(cell, place=replace(cell.place, table=number)) for cell in table.cells]
    return Table(cells, "grid", Place(page=table.place.page, table=number))


def _sheet(sheet: CalamineSheet, number: int) -> Iterator[Block]:
    """A sheet's blocks: rows that are running text as paragraphs, what lies between as tables."""
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise _too_large(f"has a sheet of {sheet.total_height:,} rows")
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    spans = _spans(sheet.merged_cell_ranges or (), len(rows))
    for is_text, group in groupby(
        enumerate(_text_rows(rows, spans)), key=lambda numbered: numbered[1]
    ):
        numbers = [index for index, _ in group]
        if is_text:
            for row in numbers:
                if text := join_lines(text for text in rows[row] if text):
                    yield Paragraph(text, Place(page=number, row=row + 1))
        elif cells := _cells(rows, spans, numbers, number):
            yield Table(cells, "grid", Place(page=number))


def _text(value: Any) -> str:
    """A value as text. Whole numbers are held as decimals in a spreadsheet."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return join_lines(str(value).splitlines())


def _spans(ranges: Iterable[tuple[Span, Span]], row_count: int) -> dict[Span, Span]:
    """Merged areas: (row, column) of their first cell -> rows and columns that they cover."""
    return {
        (top, left): (min(bottom, row_count - 1) + 1 - top, right + 1 - left)
        for (top, left), (bottom, right) in ranges
        if top < row_count and left < MAX_COLUMNS
    }


def _text_rows(rows: list[list[str]], spans: dict[Span, Span]) -> list[bool]:
    """For each row whether it is running text rather than part of a table.

    A row with a single text is: above the first row of a table, where it holds a sentence, or
    where it is a numbered heading merged over the table's whole width. A row's label whose values
    are all blank is none of these. A blank row goes with the row above it.
    """
    filled = [[column for column, text in enumerate(row) if text] for row in rows]
    first = next((row for row, columns in enumerate(filled) if len(columns) > 1), len(rows))
    width = max((columns[-1] + 1 for columns in filled if len(columns) > 1), default=1)
    found: list[bool] = []
    for row, columns in enumerate(filled):
        if not columns:
            found.append(not found or found[-1])
            continue
        text = rows[row][columns[0]]
        height, breadth = spans.get((row, columns[0]), (1, 1))
        found.append(
            len(columns) == 1
            and height == 1
            and (
                row < first
                or _SENTENCE_END.search(text) is not None
                or (breadth >= width and _HEADING.match(text) is not None)
            )
        )
    return found


def _cells(
    rows: list[list[str]], spans: dict[Span, Span], numbers: list[int], page: int
) -> list[Cell]:
    """The cells of a table, blank ones included, that stands in consecutive rows of a sheet."""
    first, end = numbers[0], numbers[-1] + 1
    width = max((column + 1 for row in numbers for column, text in enumerate(rows[row]) if text))
    if width > MAX_COLUMNS:
        raise _too_large(f"has a table of {width} columns")
    covered: set[Span] = set()
    cells: list[Cell] = []
    for row in numbers:
        if not any(rows[row]) and not any((row, column) in covered for column in range(width)):
            continue
        for column in range(width):
            if (row, column) in covered:
                continue
            height, breadth = spans.get((row, column), (1, 1))
            height, breadth = min(height, end - row), min(breadth, width - column)
            covered.update(
                (below, right)
                for below in range(row, row + height)
                for right in range(column, column + breadth)
            )
            place = Place(page=page, row=row + 1, column=column + 1)
            text = rows[row][column] if column < len(rows[row]) else ""
            cells.append(Cell(text, row - first, column, height, breadth, place))
    return cells
