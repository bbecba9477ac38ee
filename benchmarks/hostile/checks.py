"""What must hold of whatever was read, however broken the file."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.document import Cell, Document, Paragraph, Table
from extraction.extract import Examination, Rows
from schemas.tables import EXTRACTED
from schemas.validation import frame_of, validate


def problems(examined: Examination) -> list[str]:
    """What is wrong with the result of `extract.examine`; a refusal with its reason is right."""
    found = list(_of_rows(examined.rows))
    if examined.document is not None:
        found += of_document(examined.document)
    return found


def _of_rows(rows: Rows) -> Iterator[str]:
    for row in rows["rejected_documents"]:
        if row["reason"].startswith("Reading failed with"):
            yield row["reason"]
    for row in rows["findings"]:
        if "reading it failed with" in row["message"]:
            yield row["message"]
    if len(rows["reports"]) + len(rows["rejected_documents"]) != 1:
        yield "neither one report nor one rejection"
    for table, model in EXTRACTED.items():
        try:
            validate(model, frame_of(model, rows[table]), may_be_empty=True)
        except Exception as error:
            yield f"rows of {table} break their schema: {error}"


def of_document(document: Document) -> Iterator[str]:
    """What of a document is not well formed."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if "\x00" in block.text or "\n" in block.text or not block.text.strip():
                yield f"a paragraph is {block.text[:40]!r}"
        else:
            yield from _of_table(block)


def _of_table(table: Table) -> Iterator[str]:
    taken: dict[tuple[int, int], Cell] = {}
    if not table.cells:
        yield "a table without cells"
    for cell in table.cells:
        if cell.row < 0 or cell.column < 0 or cell.row_span < 1 or cell.column_span < 1:
            yield f"a cell at {cell.row}, {cell.column} spans {cell.row_span}, {cell.column_span}"
            return
        if "\x00" in cell.text:
            yield f"a cell holds {cell.text[:40]!r}"
        if any(number is not None and number < 1 for number in _numbers(cell)):
            yield f"a cell's place is {cell.place}"
        for row in range(cell.row, cell.row + cell.row_span):
            for column in cell.columns:
                if (row, column) in taken:
                    other = taken[row, column]
                    yield f"{cell.text[:20]!r} covers {other.text[:20]!r} at {row}, {column}"
                    return
                taken[row, column] = cell
    places = [(cell.row, cell.column) for cell in table.cells]
    if places != sorted(places):
        yield "cells are not in row-major order"


def _numbers(cell: Cell) -> tuple[int | None, ...]:
    place = cell.place
    return place.page, place.table, place.row, place.column
