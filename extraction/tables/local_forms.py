"""Tables that provinces asked for before the statistics table of 2014: Shanghai's with its codes,
Fujian's short one. Their rows are no items of a national form; what they say of the year is kept
as quantities that the report states."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from extraction.document import Table
from extraction.forms import Block
from extraction.labels import has_words
from extraction.tables.indicators import name
from extraction.tables.results import Doubt, LocalTable
from extraction.tables.statistics_lines import Line, head_of, lines_of, plain_part
from extraction.tables.value_columns import Part
from extraction.values import read_cell

LEAST_FOREIGN = 2
"""Rows of a local form that make its table one: a single one may stand in a table of 2014."""


@functools.lru_cache(maxsize=65536)
def is_foreign(label: str, block: Block) -> bool:
    """Whether a label is one that only tables of local forms have."""
    return has_words(label) and name(label) in map(name, block.foreign)


def local_tables(tables: Sequence[Table], block: Block, year: int | None) -> list[LocalTable]:
    """The tables of local forms among those of a document, read by the column of the year.

    block: of the form of 2014, which says by what rows they are known.
    """
    found: list[LocalTable] = []
    layout: list[Part] = []
    for index, table in enumerate(tables):
        labels = {text for text in table.texts if is_foreign(text, block)}
        count = sum(cell.text in labels for cell in table.cells)
        goes_on = bool(found) and table.may_go_on_from(found[-1].table)
        if count < LEAST_FOREIGN and not goes_on:
            continue
        head_end, _, own = head_of(table, year)
        rows = table.rows()[head_end:]
        layout = own or (layout if goes_on else []) or [plain_part(rows)]
        found.append(LocalTable(table, index, lines_of(rows, layout, table, is_own=bool(own))))
    return found


def local_doubts(found: Sequence[LocalTable], block: Block) -> list[Doubt]:
    """What is said of the tables: that they are of a local form, and which rows stay open."""
    doubts = []
    for local in found:
        labels = [line.label for line in local.lines if is_foreign(line.label, block)]
        named = f" (it has the row {labels[0]!r})" if labels else ""
        message = (
            f"A table of a local form{named}: its rows are no items of a national form and are "
            "kept as quantities that the report states."
        )
        if rows := [line.printed for line in local.lines if _is_open(line)]:
            message += f" It stays open which cell is the year's value in: {'; '.join(rows)}"
        severity = "warning" if rows else "info"
        doubts.append(Doubt("table_of_local_form", severity, message))
    return doubts


def _is_open(line: Line) -> bool:
    return line.cell is None or read_cell(line.cell.text).status == "unreadable"
