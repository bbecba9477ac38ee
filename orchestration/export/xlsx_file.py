"""XLSX: one sheet of rows and one that says what each column means."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from collection.counted import counted
from orchestration.export.formulas import harmless
from orchestration.export.source import Selection, languages, warnings_of
from orchestration.files import BuildFailed

MOST_ROWS = 1_048_575
"""Rows of a sheet of Excel, without the one of names."""

_MOST_CHARACTERS = 32_767
_EXACT_DIGITS = 15
_FIRST_DAY = datetime.date(1900, 3, 1)
"""Excel counts a 29 February 1900; days before are other days there."""

_REMARKS = {
    "formula": "like a formula, an apostrophe was put before.",
    "cut": "longer than a cell of Excel may be, cut there and marked with […].",
    "control": "with control characters, which XLSX cannot hold, replaced by \ufffd.",
    "digits": f"with more than {_EXACT_DIGITS} digits, which Excel would round, written as text.",
}


def write(selection: Selection, target: Path) -> tuple[int, list[str]]:
    """Write the rows. Returns their number, and remarks for the user.

    Raises BuildFailed when they are more than a sheet holds.
    """
    expected = selection.row_count()
    if expected > MOST_ROWS:
        raise BuildFailed(
            f"{selection.name} has {expected:,} rows, a sheet of Excel holds {MOST_ROWS:,}. "
            'Choose fewer with --where (for example --where "year = 2023"), '
            "or another --format: csv, dta and parquet have no limit."
        )
    book = Workbook(write_only=True)
    cells = _Cells()
    rows = _write_rows(book.create_sheet(selection.name[:31]), selection, cells)
    _write_dictionary(book.create_sheet("dictionary"), selection, cells)
    book.save(target)
    return rows, [
        f"{counted(count, 'cell')}: {_REMARKS[kind]}"
        for kind, count in sorted(cells.changed.items())
    ]


class _Cells:
    """Values as cells; counts what could not be written as it is."""

    def __init__(self) -> None:
        self.changed: Counter[str] = Counter()

    def of(self, sheet: WriteOnlyWorksheet, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(sheet, value)
        if isinstance(value, Decimal):
            value = int(value) if value == value.to_integral_value() else value
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return self._number(value)
        if isinstance(value, datetime.datetime) and value.tzinfo is not None:
            return value.isoformat()
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value if value >= _FIRST_DAY else value.isoformat()
        return value

    def _number(self, value: int | Decimal) -> Any:
        if len(str(value).lstrip("-").replace(".", "").strip("0")) > _EXACT_DIGITS:
            self.changed["digits"] += 1
            return str(value)
        return value if isinstance(value, int) else float(value)

    def _text(self, sheet: WriteOnlyWorksheet, text: str) -> Any:
        shown = harmless(text)
        self.changed.update(["formula"] if shown != text else [])
        if ILLEGAL_CHARACTERS_RE.search(shown):
            shown = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", shown)
            self.changed["control"] += 1
        # Excel counts characters beyond the first plane twice.
        if len(shown) > _MOST_CHARACTERS // 2:
            units = len(shown.encode("utf-16-le")) // 2
            if units > _MOST_CHARACTERS:
                kept = shown.encode("utf-16-le")[: 2 * (_MOST_CHARACTERS - 4)]
                shown = kept.decode("utf-16-le", errors="ignore") + " […]"
                self.changed["cut"] += 1
        if shown in ERROR_CODES:
            cell = WriteOnlyCell(sheet, shown)
            cell.data_type = "s"
            return cell
        return shown


def _write_rows(sheet: WriteOnlyWorksheet, selection: Selection, cells: _Cells) -> int:
    sheet.freeze_panes = "A2"
    sheet.append(list(_bold(sheet, [column.name for column in selection.columns])))
    rows = 0
    for batch in selection.batches(flat=True):
        for row in zip(*(array.to_pylist() for array in batch.columns), strict=True):
            sheet.append([cells.of(sheet, value) for value in row])
        rows += batch.num_rows
    return rows


def _write_dictionary(sheet: WriteOnlyWorksheet, selection: Selection, cells: _Cells) -> None:
    for letter, width in zip("ABCDE", (32, 16, 10, 80, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    english, chinese = languages(selection.description)
    warnings = warnings_of(selection)
    warning_en, warning_zh = warnings.get(None, ("", ""))
    for row in (
        ("table", selection.name),
        ("description", english),
        ("说明", chinese),
        ("warnings", warning_en),
        ("注意", warning_zh),
        ("release", selection.release_id),
        ("rows", selection.where or "all"),
        ("remark", "An apostrophe stands before text that Excel would take for a formula."),
        (),
    ):
        sheet.append([cells.of(sheet, value) for value in row])
    sheet.append(
        list(
            _bold(sheet, ["column", "type", "nullable", "description", "说明", "warnings", "注意"])
        )
    )
    for column in selection.columns:
        english, chinese = languages(column.description)
        nullable = "yes" if column.is_nullable else "no"
        row = [column.name, column.type, nullable, english, chinese]
        row += warnings.get(column.name, ("", ""))
        sheet.append([cells.of(sheet, value) for value in row])


def _bold(sheet: WriteOnlyWorksheet, texts: list[str]) -> Iterator[WriteOnlyCell]:
    for text in texts:
        cell = WriteOnlyCell(sheet, text)
        cell.font = Font(bold=True)
        yield cell
