"""Read table 3 where its rows stand in tables of their own, under heads that name no applicants.

Programs that describe a page in Markdown make a table of each group of outcomes (不予公开 ...) and
number its columns (数据1, 数据2 ...); the applicants are named somewhere above. Where they are
named there in the form's order, the rows of the form follow one another, all of them and no other,
with one value for each column, and the sums of the form hold, the numbers are those of the columns
in that order.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from extraction.document import Cell, Document, Table
from extraction.forms import Block, Column
from extraction.labels import core
from extraction.tables.by_sums import in_order_of_form, sums_hold
from extraction.tables.heads.labels import all_blocks
from extraction.tables.periods import LONGEST, nearest_period
from extraction.tables.results import Candidate
from extraction.tables.rows import PrintedRow, align, part
from extraction.values import read_cell


def read_rows_apart(
    document: Document, year: int | None, found: list[Candidate]
) -> list[Candidate]:
    """Table 3 of a document of which nothing was read otherwise, all of it or nothing.

    found: what was read otherwise.
    """
    for block in (block for block in all_blocks() if block.has_applicants):
        if any(each.block.name == block.name and each.cells for each in found):
            return []
        rows = list(_rows(document, len(block.columns)))
        _, matched = align(tuple(row.label for row in rows), block.rows)
        places = [n for n, known in enumerate(matched) if known is not None]
        if len(places) != len(block.rows) or places[-1] - places[0] >= len(places):
            continue
        own = rows[places[0] : places[-1] + 1]
        above = list(_above(document, own[0].labels[0]))
        if not _are_named_in_order(block, above):
            continue
        cells = [cell for row in own for cell in row.rest]
        if sums_hold(block, dict(zip(block.cell_keys(), cells, strict=True))):
            captions = tuple(cell.text for cell in above if len(cell.text) <= LONGEST)
            return [in_order_of_form(block, cells, nearest_period(captions, year))]
    return []


def _rows(document: Document, width: int) -> Iterator[PrintedRow]:
    """The rows of all tables with a label and as many values as the form has columns."""
    for table in document.tables:
        for row in map(part, table.rows()):
            values = [read_cell(cell.text) for cell in row.rest]
            is_read = all(value.status != "unreadable" for value in values)
            if row.labels and len(values) == width and is_read and row.has_number:
                yield row


def _above(document: Document, label: Cell) -> Iterator[Cell]:
    """The texts before the label of a row."""
    for block in document.blocks:
        for cell in block.cells if isinstance(block, Table) else [Cell(block.text, 0, 0)]:
            if cell is label:
                return
            yield cell


def _are_named_in_order(block: Block, above: list[Cell]) -> bool:
    """Whether the last names of columns above a row are those of all columns in the form's order,
    each in a cell or a caption of its own."""
    groups = [core(label) for group in block.groups for label in group.labels]
    named: list[int] = []
    for words in (core(cell.text) for cell in above if len(cell.text) <= LONGEST):
        own = functools.reduce(lambda text, group: text.replace(group, ""), groups, words)
        fitting = [n for n, column in enumerate(block.columns) if _names(own, column)]
        if len(fitting) == 1 and named[-1:] != fitting:
            named += fitting
    return named[-len(block.columns) :] == list(range(len(block.columns)))


def _names(words: str, column: Column) -> bool:
    """Whether words hold the name of a column, or are its beginning."""
    labels = map(core, column.labels)
    return any(label in words or label.startswith(words) for label in labels) and len(words) > 1
