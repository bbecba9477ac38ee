"""The sheets of an Excel 2003 XML file (SpreadsheetML), which servers like to send as .xls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extraction.readers.colours import WHITE, colour_of, look_alike
from extraction.readers.office_xml import attribute, local_name, parse, stated_number
from extraction.readers.spreadsheet.looks import Look
from extraction.readers.spreadsheet.sheet import WHAT, Sheet, Spot, sheet_of
from extraction.typography import join_lines

_NAMED = {
    "General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00", "Currency": '"¥"#,##0.00', "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"', "On/Off": '"On";"On";"Off"',
}  # fmt: skip
"""Formats that have names in this kind of file alone."""

_NO_LOOK = Look()


def sheets(content: bytes) -> Iterator[Sheet]:
    """The visible sheets. Raises Rejected: "corrupt", "unsafe" or "too_large"."""
    root = parse(content, WHAT)
    looks = {attribute(each, "ID"): _look(each) for each in root.iter("{*}Style")}
    found = (each for each in root if local_name(each) == "Worksheet")
    for number, worksheet in enumerate(found, start=1):
        if not any(local_name(each) == "Visible" for each in worksheet.iter()):
            yield _sheet(worksheet, number, looks)


def _look(style: Any) -> Look:
    """A style, which may take over what it leaves out from another: that is not followed."""
    code, ink, ground = "", None, None
    for each in style:
        name = local_name(each)
        if name == "NumberFormat":
            code = attribute(each, "Format") or ""
        elif name == "Font":
            ink = attribute(each, "Color")
        elif name == "Interior" and attribute(each, "Pattern") not in (None, "None"):
            ground = attribute(each, "Color")
    is_unseen = look_alike(colour_of(ink or ""), colour_of(ground or "") or WHITE)
    return Look(_NAMED.get(code, code), is_unseen)


def _sheet(worksheet: Any, number: int, looks: dict[str | None, Look]) -> Sheet:
    texts: dict[Spot, str] = {}
    held: dict[Spot, str] = {}
    spans: list[tuple[Spot, Spot]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row = column = -1
    for element in worksheet.iter():
        name = local_name(element)
        if name == "Column":
            column = _index(element, column)
            covered = stated_number(element, "Span") + 1
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
                look = looks.get(attribute(element, "StyleID"), _NO_LOOK)
                shown = look.shown(_value(element, text), text) if look.matters else text
                texts[row, column] = shown
                if shown != text:
                    held[row, column] = text
            breadth = stated_number(element, "MergeAcross") + 1
            spans.append(((row, column), (stated_number(element, "MergeDown") + 1, breadth)))
            column += breadth - 1
    return sheet_of(number, texts, spans, held).without(hidden_rows, hidden_columns)


def _text(cell: Any) -> str:
    for data in cell:
        if local_name(data) == "Data":
            return join_lines("".join(data.itertext()).splitlines())
    return attribute(cell, "Formula") or ""


def _value(cell: Any, text: str) -> Any:
    """What a cell holds: a number where it says so."""
    for data in cell:
        if local_name(data) == "Data" and attribute(data, "Type") == "Number":
            try:
                return float(text)
            except ValueError:
                return text
    return text


def _index(element: Any, before: int) -> int:
    """Where an element stands, from 0: after the one before unless it says so itself."""
    return stated_number(element, "Index") - 1 if attribute(element, "Index") else before + 1
