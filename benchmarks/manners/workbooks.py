"""Write an invented report as workbooks whose formats show the numbers of the report, whatever
the cells hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill

from benchmarks.manners.report import Grid, Invented

Write = Callable[[Invented], bytes]


def workbook(report: Invented, fill: Callable[[Cell, str], None]) -> bytes:
    """fill: puts a number into its cell, as Excel is to show it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for text in (report.title, report.opening, "一、总体情况", "本年度工作成效明显。"):
        sheet.append([text])
    for heading, grid in report.tables:
        sheet.append([heading])
        top = sheet.max_row + 1
        for box in grid.boxes:
            cell = sheet.cell(top + box.row, 1 + box.column)
            if box.kind == "value":
                fill(cell, box.text)
            else:
                cell.value = box.text
            if box.rows > 1 or box.columns > 1:
                end = top + box.row + box.rows - 1, box.column + box.columns
                sheet.merge_cells(None, cell.row, cell.column, *end)
        _keep_height(sheet, top, grid)
    sheet.append(["五、存在的主要问题及改进情况"])
    sheet.append(["主要问题是主动公开不够及时。"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _keep_height(sheet: Any, top: int, grid: Grid) -> None:
    """A blank cell in the last row of the grid, so that what is appended stands below it."""
    sheet.cell(top + grid.height - 1, 1 + grid.width)


def _number(text: str) -> int | float | str:
    """Numbers as numbers; amounts with a unit and numbers with a sign stay text."""
    if text.isdecimal():
        return int(text)
    return float(text) if text.replace(".", "", 1).isdecimal() else text


def formatted(code: str, change: Callable[[Any], Any] = lambda number: number) -> Write:
    """Whole numbers in a format. change: what the cell holds so that the number is shown."""

    def fill(cell: Cell, text: str) -> None:
        number = _number(text)
        cell.value = change(number) if isinstance(number, int) else number
        cell.number_format = code if isinstance(number, int) else "General"

    return lambda report: workbook(report, fill)


def _white_on_blue(cell: Cell, text: str) -> None:
    cell.value = _number(text)
    cell.font = Font(color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor="FF005192")


def _plain(cell: Cell, text: str) -> None:
    cell.value = _number(text)


WORKBOOKS: dict[str, Write] = {
    "xlsx plain": lambda report: workbook(report, _plain),
    "xlsx whole numbers": formatted("0"),
    "xlsx separators": formatted("#,##0_ "),
    "xlsx units": formatted('0"件"'),
    "xlsx units without quotes": formatted("0\\件;[Red]-0\\件"),
    "xlsx chinese general": formatted("G/通用格式"),
    "xlsx text": formatted("@", str),
    "xlsx thousands": formatted("0,", lambda number: number * 1000),
    "xlsx sign of the format": formatted("0;0;0", lambda number: -number),
    "xlsx rounded sums": formatted("0", lambda number: number + 1e-9),
    "xlsx halves rounded": formatted("#,##0", lambda number: number + 0.4),
    "xlsx a condition": formatted("[>=1000]#,##0;[<1000]0;General"),
    "xlsx white on blue": lambda report: workbook(report, _white_on_blue),
}
"""Every manner of a workbook by name."""
