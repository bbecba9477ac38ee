"""The sheets of an Excel 2003 XML file (SpreadsheetML), which servers like to send as .xls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extraction.readers.office_xml import attribute, local_name, parse
from extraction.readers.spreadsheet.sheet import WHAT, Sheet, Spot, sheet_of
from extraction.typography import join_lines


def sheets(content: bytes) -> Iterator[Sheet]:
    """The visible sheets. Raises Rejected: "corrupt", "unsafe" or "too_large"."""
    found = (each for each in parse(content, WHAT) if local_name(each) == "Worksheet")
    for number, worksheet in enumerate(found, start=1):
        if not any(local_name(each) == "Visible" for each in worksheet.iter()):
            yield _sheet(worksheet, number)


def _sheet(worksheet: Any, number: int) -> Sheet:
    texts: dict[Spot, str] = {}
    spans: list[tuple[Spot, Spot]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row = column = -1
    for element in worksheet.iter():
        name = local_name(element)
        if name == "Column":
            column = _index(element, column)
            covered = _number(element, "Span") + 1
            if attribute(element, "Hidden") == "1":
                hidden_columns.update(range(column, column + covered))
            column += covered - 1
        elif name == "Row":
            row, column = _index(element, row), -1
            if attribute(element, "Hidden") == "1":
                hidden_rows.add(row)
        elif name == "Cell":
            column = _index(element, column)
            if text := _text(element):
                texts[row, column] = text
            breadth = _number(element, "MergeAcross") + 1
            spans.append(((row, column), (_number(element, "MergeDown") + 1, breadth)))
            column += breadth - 1
    return sheet_of(number, texts, spans).without(hidden_rows, hidden_columns)


def _text(cell: Any) -> str:
    for data in cell:
        if local_name(data) == "Data":
            return join_lines("".join(data.itertext()).splitlines())
    return attribute(cell, "Formula") or ""


def _index(element: Any, before: int) -> int:
    """Where an element stands, from 0: after the one before unless it says so itself."""
    return _number(element, "Index") - 1 if attribute(element, "Index") else before + 1


def _number(element: Any, name: str) -> int:
    value = attribute(element, name) or ""
    return int(value) if value.isdecimal() else 0
