"""Cut a document's tables into segments: a head and the rows that stand under it.

One physical table may hold several heads (table 2), and the rows under a head may go on in the
next physical table (page breaks, tables split by their authors).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.document import Cell, Document, Table
from extraction.tables.heads import Head, is_head_row, read_head
from extraction.tables.joining import under_head
from extraction.tables.rows import PrintedRow, best_row, part


@dataclass(slots=True)
class Segment:
    """A head and rows under it that stand in one physical table.

    is_continued: the head stands in an earlier table. is_grid: the head's grid columns hold
    for these rows.
    """

    head: Head
    is_grid: bool
    is_continued: bool
    rows: list[PrintedRow] = field(default_factory=list)


def segments(document: Document) -> list[Segment]:
    """The segments of all tables, in reading order; tables of other matters give none."""
    found: list[Segment] = []
    open_region: list[list[Cell]] = []
    for table in document.tables:
        joined = under_head(open_region, table) if open_region else None
        open_head = found[-1].head if found else None
        new, open_region = _table_segments(joined or table, open_head)
        if joined is not None and found and not found[-1].rows:
            found.pop()
        found.extend(new)
    return found


def _table_segments(table: Table, open_head: Head | None) -> tuple[list[Segment], list[list[Cell]]]:
    """The segments of one table, and the head rows at its foot that have no row under them."""
    found: list[Segment] = []
    region: list[list[Cell]] = []
    rows: list[PrintedRow] = []
    current: Head | None = None
    is_grid = table.geometry == "grid"

    def close() -> None:
        nonlocal rows
        if current is not None and rows:
            found.append(Segment(current, is_grid, is_continued=False, rows=rows))
        elif rows and open_head is not None and not found and _goes_on(open_head, rows):
            same_grid = is_grid and table.column_count == open_head.column_count
            found.append(Segment(open_head, same_grid, is_continued=True, rows=rows))
        rows = []

    for cells in table.rows():
        if is_head_row(cells):
            if not region:
                close()
            region.append(cells)
            continue
        if region:
            current = read_head(region, table.column_count, is_grid=is_grid) or current
            region = []
        rows.append(part(cells))
    if not region:
        close()
        return found, []
    head = read_head(region, table.column_count, is_grid=is_grid)
    if head is not None:
        found.append(Segment(head, is_grid, is_continued=False))
    return found, region


def _goes_on(head: Head, rows: list[PrintedRow]) -> bool:
    """Whether rows without a head of their own belong under the head of the table before."""
    block = head.blocks[0]
    if not block.rows:
        return any(not row.labels and len(row.rest) >= len(head.columns) for row in rows)
    known = tuple(row for block in head.blocks for row in block.rows)
    numbers = [row for row in rows if row.has_number]
    matched = [
        row
        for row in numbers or rows
        if best_row(row.label, known)[0] >= 0.8 and len(row.rest) >= len(head.columns)
    ]
    return len(matched) > len(numbers or rows) // 2
