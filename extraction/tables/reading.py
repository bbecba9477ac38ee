"""Read the official tables of a document: every cell with its place, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.document import Cell, Document
from extraction.forms import Block, Key, Row
from extraction.tables.heads import Head
from extraction.tables.placement import Placed, Placement
from extraction.tables.results import CellReading, Doubt, TableReading
from extraction.tables.rows import PrintedRow, align
from extraction.tables.segments import Segment, segments
from extraction.tables.statistics import read_statistics
from extraction.values import read_cell, read_change

_PLACED_BY = {
    "shape": "as in the rows of the same shape",
    "sum": "so that the row's sum holds, which is one way only",
    "surplus": "from the first value on; every other way reads the same",
}


def read_tables(document: Document) -> TableReading:
    """Read every block of every known form that the document's tables hold.

    A block that stands twice (say, for the area and for the body itself) is read once, the
    first time; the other is a doubt of rule `table_repeated`.
    """
    reading = TableReading()
    taken = read_statistics(document, reading)
    others = [block for block in document.blocks if not any(block is table for table in taken)]
    runs = _runs(segments(replace(document, blocks=others)))
    for run in runs:
        block = run[0].head.blocks[0]
        if any(segment.head.missing() for segment in run):
            _refuse(run, reading)
        elif not block.rows:
            _read_single_row(run, reading)
        else:
            _read_rows(run, reading)
    _note_missing(reading)
    return reading


def _refuse(run: list[Segment], reading: TableReading) -> None:
    """A block whose head is not wholly recognised is not read: its columns may have shifted."""
    head = next(segment.head for segment in run if segment.head.missing())
    missing = ", ".join(column.labels[0] for column in head.missing())
    reading.doubts.append(
        Doubt(
            "cells_missing",
            "error",
            f"The head of the block {head.name} is not wholly recognised (without {missing}), so "
            "none of its cells was read. Look at the heads in the source.",
            block=head.name,
        )
    )


def _runs(found: list[Segment]) -> list[list[Segment]]:
    """Segments that make up one block: those under one head, and split parts of it."""
    runs: list[list[Segment]] = []
    for segment in found:
        if runs and (segment.is_continued or _continues(runs[-1], segment)):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return [run for run in runs if any(segment.rows for segment in run)]


def _continues(run: list[Segment], segment: Segment) -> bool:
    """Whether a segment with a repeated head goes on where the run before it stopped."""
    head = segment.head
    if head.name != run[0].head.name or not head.blocks[0].rows:
        return False
    rows = head.blocks[-1].rows
    before = [row for part in run for row in _matched(part.rows, rows)]
    after = _matched(segment.rows, rows)
    return bool(before and after) and rows.index(before[-1]) < rows.index(after[0])


def _matched(printed: list[PrintedRow], rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in align([row.label for row in printed], rows)[1] if row is not None]


def _read_rows(run: list[Segment], reading: TableReading) -> None:
    """Read a block with labelled rows, as of the form whose rows fit best."""
    printed = [(segment, row) for segment in run for row in segment.rows]
    labels = [row.label for _, row in printed]
    fits = [
        (align(labels, block.rows), block, position)
        for position, block in enumerate(run[0].head.blocks)
    ]
    (_, matched), block, _ = max(
        fits, key=lambda fit: (fit[0][0], _form_weight(fit[1], reading), -fit[2])
    )
    if not any(matched):
        return
    if not _take(block, reading):
        return
    placements = {id(segment): Placement(segment.head, segment.is_grid) for segment in run}
    for (segment, row), form_row in zip(printed, matched, strict=True):
        if form_row is not None:
            placements[id(segment)].settle([row])
    for (segment, row), form_row in zip(printed, matched, strict=True):
        if form_row is None:
            _note_unmatched(row, block, reading)
            continue
        placed = placements[id(segment)].place(row, _row_sum_test(segment.head, block))
        _store(placed, row, form_row, segment.head, block, reading)


def _form_weight(block: Block, reading: TableReading) -> int:
    return sum(other.form == block.form for other in reading.blocks)


def _take(block: Block, reading: TableReading) -> bool:
    if any(key in reading.cells for key in block.cell_keys()) and block.rows:
        reading.doubts.append(
            Doubt(
                "table_repeated",
                "warning",
                f"The block {block.name} stands more than once; the first was read.",
            )
        )
        return False
    if block not in reading.blocks:
        reading.blocks.append(block)
    return True


def _read_single_row(run: list[Segment], reading: TableReading) -> None:
    """Read a block whose values stand in one row without a label (table 4)."""
    found = _value_row(run)
    if found is None:
        return
    segment, row = found
    head = run[0].head
    block = next((b for b in head.blocks if _form_weight(b, reading)), head.blocks[-1])
    if block not in reading.blocks:
        reading.blocks.append(block)
    placed = Placement(head, segment.is_grid).place(row, lambda cells: None)
    _store(placed, row, None, head, block, reading)
    others = [r for s in run for r in s.rows if r is not row and not r.labels and r.has_number]
    if others:
        reading.doubts.append(
            Doubt(
                "table_repeated",
                "warning",
                f"The block {block.name} has {len(others) + 1} rows of values; the first was read.",
            )
        )


def _value_row(run: list[Segment]) -> tuple[Segment, PrintedRow] | None:
    """The first row with values, else the first blank one that is wide enough."""
    rows = [
        (segment, row)
        for segment in run
        for row in segment.rows
        if not row.labels and len(row.rest) >= len(run[0].head.columns)
    ]
    filled = [entry for entry in rows if entry[1].has_value]
    return next(iter(filled or rows), None)


def _row_sum_test(head: Head, block: Block) -> Callable[[Sequence[Cell | None]], bool | None]:
    """A test whether cells in the order of the head satisfy 总计 = the other columns."""

    def test(cells: Sequence[Cell | None]) -> bool | None:
        if block.applicant_pattern == "all":
            return None
        total, parts = Decimal(0), Decimal(0)
        for column, cell in zip(head.columns, cells, strict=True):
            number = read_cell(cell.text).number if cell is not None else None
            if column.column.code == "total":
                if number is None:
                    return None
                total = number
            else:
                parts += number or Decimal(0)
        return total == parts

    return test


def _store(
    placed: Placed | None,
    row: PrintedRow,
    form_row: Row | None,
    head: Head,
    block: Block,
    reading: TableReading,
) -> None:
    label = row.label or None
    if placed is None:
        printed = " | ".join(cell.text for cell in row.rest)
        reading.doubts.append(
            Doubt(
                "cells_missing",
                "error",
                f"The row {label or block.name!r} has {len(row.rest)} cells for "
                f"{len(head.columns)} columns and it stays open which is which: {printed}",
                block.key(form_row, head.columns[-1].column),
            )
        )
        return
    if placed.certainty in _PLACED_BY:
        reading.doubts.append(
            Doubt(
                "row_realigned",
                "info",
                f"The row {label or block.name!r} does not stand under its head; its "
                f"{len(row.rest)} cells were placed {_PLACED_BY[placed.certainty]}.",
                block.key(form_row, head.columns[-1].column),
            )
        )
    for column, cell in zip(head.columns, placed.cells, strict=True):
        if cell is None:
            continue
        key = block.key(form_row, column.column)
        value = read_change(cell.text) if column.column.signed else read_cell(cell.text)
        reading.cells[key] = CellReading(key, value, cell, block, column, label, placed.certainty)


def _note_unmatched(row: PrintedRow, block: Block, reading: TableReading) -> None:
    if not row.has_number:
        return
    reading.doubts.append(
        Doubt(
            "label_unmatched",
            "warning",
            f"A row of numbers is no row of the block {block.name}: "
            f"{row.label or '(no label)'} | {' | '.join(cell.text for cell in row.rest)}",
        )
    )


def _note_missing(reading: TableReading) -> None:
    """One doubt for each row of a block found, or group of table 4, that has no cell."""
    for block in reading.blocks:
        missing: dict[str, list[Key]] = {}
        for key in block.cell_keys():
            if key not in reading.cells:
                name = key[0] if block.is_list else _row_of(key)
                missing.setdefault(name, []).append(key)
        for name, keys in missing.items():
            if any(d.rule_code == "cells_missing" and d.key in keys for d in reading.doubts):
                continue
            reading.doubts.append(
                Doubt(
                    "cells_missing",
                    "warning",
                    f"{len(keys)} cells of {name} were not found in the report.",
                    keys[-1],
                )
            )


def _row_of(key: Key) -> str:
    item_code, applicant_type = key
    return item_code if applicant_type != "all" else item_code.rpartition(".")[0]
