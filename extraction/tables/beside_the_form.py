"""What tables have beside the form and lose before they are read: other languages, other years."""

from __future__ import annotations

from dataclasses import replace

from extraction.document import Document, Table
from extraction.tables.numbers_beside import own_number, with_own_numbers
from extraction.tables.padded_numbers import is_padded, unpadded, without_padding
from extraction.tables.results import TableReading
from extraction.tables.two_languages import in_chinese
from extraction.tables.year_columns import with_reported_year


def of_the_form(document: Document, year: int | None) -> Document:
    """The document with what the form asks for alone. year: the year reported on."""
    document = with_own_numbers(document.with_tables(_as_in_the_form), year)
    return with_reported_year(document, year)


def _as_in_the_form(table: Table) -> Table:
    return without_padding(in_chinese(table))


def show_as_printed(reading: TableReading, document: Document) -> None:
    """Give the cells that were read the numbers that they have in the document again."""
    printed = {cell.place: cell.text for table in document.tables for cell in table.cells}
    for key, each in reading.cells.items():
        text = printed.get(each.cell.place, "")
        if text != each.cell.text and each.cell.text in _numbers(text):
            reading.cells[key] = replace(each, cell=replace(each.cell, text=text))


def _numbers(text: str) -> set[str | None]:
    """The numbers that may be read for what stands in a cell."""
    bare = unpadded(text) if is_padded(text) else None
    return {bare, own_number(text, "("), own_number(text, "/")}
