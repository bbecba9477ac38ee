"""Numbers that one printed cell gives to several items: a cell merged over rows or columns."""

from __future__ import annotations

from collections import defaultdict

from extraction.tables.results import CellReading, Doubt, TableReading


def note_shared(reading: TableReading) -> None:
    """Doubt each number whose cell covers the places of several items: whether it is the number
    of one of them, of each or of all together stays open. Blanks, dashes and 0 say the same of
    all."""
    sharing: dict[int, list[CellReading]] = defaultdict(list)
    for cell in reading.cells.values():
        if cell.value.number and cell.cell.row_span + cell.cell.column_span > 2:
            sharing[id(cell.cell)].append(cell)
    for cells in sharing.values():
        if len(cells) > 1:
            names = ", ".join(f"{cell.row_label or cell.head.text!r}" for cell in cells)
            message = (
                f"One cell with {cells[0].cell.text!r} stands for several items ({names}): the "
                "number of which it is stays open. Look at the source."
            )
            reading.doubts += [Doubt("cell_shared", "warning", message, c.key) for c in cells]
