"""Put tables as the form has them before they are read.

They lose what they have beside it (another language, another year), and what stands in one cell or
in a row of its own finds its place."""

from __future__ import annotations

from dataclasses import replace

from extraction.document import Document, Table
from extraction.tables.layouts.labels_behind import with_labels_first
from extraction.tables.layouts.long_tables import laid_out
from extraction.tables.layouts.numbers_beside import own_number, with_own_numbers
from extraction.tables.layouts.padded_numbers import is_padded, unpadded, without_padding
from extraction.tables.layouts.stacked_rows import with_stacked_rows_apart
from extraction.tables.layouts.two_languages import in_chinese
from extraction.tables.layouts.year_columns import with_reported_year
from extraction.tables.results import TableReading


def as_in_the_form(document: Document, year: int | None) -> Document:
    """The document with its tables so. year: the year reported on."""
    if document.reader != "text":
        document = document.with_tables(with_labels_first)
    document = with_own_numbers(document.with_tables(_mended), year)
    return with_reported_year(document, year)


def _mended(table: Table) -> Table:
    return laid_out(with_stacked_rows_apart(without_padding(in_chinese(table))))


def show_as_printed(reading: TableReading, document: Document, mended: Document) -> None:
    """Give the cells that were read the numbers that they have in the document again."""
    if document is mended:
        return
    printed = {cell.place: cell.text for table in document.tables for cell in table.cells}
    for key, each in reading.cells.items():
        text = printed.get(each.cell.place, "")
        if text != each.cell.text and each.cell.text in _numbers(text):
            reading.cells[key] = replace(each, cell=replace(each.cell, text=text))


def _numbers(text: str) -> set[str | None]:
    """The numbers that may be read for what stands in a cell."""
    bare = unpadded(text) if is_padded(text) else None
    return {bare, own_number(text, "("), own_number(text, "/")}
