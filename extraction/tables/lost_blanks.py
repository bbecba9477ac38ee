"""What stays sure of table 3 in a text whose blank cells left no trace: the totals, and the rows
without any number.

Of a row with fewer numbers than columns nobody knows whose they are. The last one is its total
where it is the sum of the others; where this is so in every row, and the totals add up as the form
promises, no number is lost, and a row without any is blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.document import Cell
from extraction.forms import Block, Row, sums_within
from extraction.identities import ZERO, check
from extraction.labels import core
from extraction.tables.heads.head import Head
from extraction.tables.results import Candidate
from extraction.tables.rows import PrintedRow, align, best_row
from extraction.values import read_cell


def read_totals(printed: Sequence[PrintedRow], head: Head, found: Candidate) -> None:
    """Add the totals of a block's rows, and the cells of those that are blank, to what was found,
    where the sums of the form prove them. printed: all rows that a text prints of the block."""
    block = found.block
    if head.missing() or not head.is_in_order():
        return
    rows = _each_with_its_label(printed, block)
    totals = {row.code: total for line, row in rows if (total := _total(line)) is not None}
    if len(totals) < len(rows) or not any(totals.values()) or not _add_up(block, totals):
        return
    together = {id(cell) for line in printed for cell in line.labels if len(_own(line, block)) > 1}
    for line, row in rows:
        if block.key(row, block.columns[0]) not in found.cells:
            _store(line, row, head, found, is_alone=id(line.labels[-1]) not in together)


def _each_with_its_label(
    printed: Sequence[PrintedRow], block: Block
) -> list[tuple[PrintedRow, Row]]:
    """The rows that are of the form. Labels in succession are rows without numbers but the last."""
    lines = [
        PrintedRow((cell,), line.rest if cell is line.labels[-1] else ())
        for line in printed
        for cell in _own(line, block)
    ]
    matched = align(tuple(line.label for line in lines), block.rows)[1]
    return [(line, row) for line, row in zip(lines, matched, strict=True) if row is not None]


def _own(line: PrintedRow, block: Block) -> list[Cell]:
    """The labels of a line that are those of rows, not of their groups; at least its last."""
    groups = {core(heading) for heading in block.headings}
    outer = [c for c in line.labels[:-1] if core(c.text) not in groups]
    return [*(c for c in outer if best_row(c.text, block.rows)[0] >= 1), *line.labels[-1:]]


def _total(row: PrintedRow) -> Decimal | None:
    """The last number of a row that is the sum of the others, 0 for a row without any; None where
    it is not, or where a blank shows."""
    numbers = [read_cell(cell.text) for cell in row.rest]
    if any(value.status not in ("reported", "dash") for value in numbers) or len(numbers) == 1:
        return None
    parts = [value.number or ZERO for value in numbers]
    if not parts:
        return ZERO
    return parts[-1] if sum(parts[:-1]) == parts[-1] else None


def _add_up(block: Block, totals: dict[str, Decimal]) -> bool:
    """Whether the column of totals keeps all sums that the form promises of it."""
    cells = {(row.code, "total"): totals.get(row.code, ZERO) for row in block.rows}
    sums = sums_within(block, cells.keys())
    return bool(sums) and all(result.holds for result in check(sums, cells))


def _store(printed: PrintedRow, row: Row, head: Head, found: Candidate, *, is_alone: bool) -> None:
    """The total of a row, or all its cells where it has no number; the doubt about it says so."""
    block = found.block
    last = block.key(row, head.columns[-1].column)
    keys = (last, (row.code, None))
    found.doubts = [d for d in found.doubts if d.rule_code != "cells_missing" or d.key not in keys]
    if not is_alone:
        message = (
            f"Labels of several rows stand together with {printed.label!r}; the numbers behind "
            "them were taken for those of the last. Look at the source."
        )
        found.doubt("row_padded", "warning", message, (row.code, None))
    if printed.rest:
        found.add(last, printed.rest[-1], head.columns[-1], printed.label, "sum")
        message = (
            f"Blanks of the row {printed.label!r} left no trace. The last of its numbers is the "
            "total, for all totals add up; under which heads the others stand stays open: "
            f"{' | '.join(cell.text for cell in printed.rest)}"
        )
        key = block.key(row, head.columns[-2].column)
        found.doubt("cells_missing", "warning", message, key)
        return
    blank = replace(printed.labels[-1], text="")
    for column in head.columns:
        found.add(block.key(row, column.column), blank, column, printed.label, "sum")
