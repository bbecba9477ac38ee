"""Tables for tests: what a grid says, in a form that a test can state."""

from __future__ import annotations

from extraction.document import Cell, Document, Paragraph, Table


def texts(table: Table) -> list[list[str]]:
    """The text of each cell, row by row, where it begins."""
    return [
        [cell.text for cell in cells if cell.row == number]
        for number, cells in enumerate(table.rows())
    ]


def spans(table: Table) -> dict[str, tuple[int, int, int, int]]:
    """Row, column, row span and column span of each filled cell."""
    return {
        cell.text: (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in table.cells
        if cell.text
    }


def head_path(table: Table, column: int, first_row: int) -> str:
    """The heads over a column from top to bottom, above a row."""
    heads = [cell for cell in table.cells if column in cell.columns and cell.row < first_row]
    return "/".join(cell.text for cell in sorted(heads, key=lambda cell: cell.row))


def lowest_heads(table: Table) -> list[str]:
    """What stands right over each column of the last row."""
    last = table.row_count - 1
    paths = (head_path(table, column, last) for column in range(table.column_count))
    return [path.rsplit("/")[-1] for path in paths]


def values_by_label(table: Table, labels: int) -> dict[str, list[str]]:
    """For each row its labels, joined with /, and the texts to the right of them."""
    found: dict[str, list[str]] = {}
    for cells in table.rows():
        path = "/".join(cell.text for cell in cells if cell.column < labels)
        found[path] = [cell.text for cell in cells if cell.column >= labels]
    return found


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def overlaps(table: Table) -> list[tuple[Cell, Cell]]:
    """Pairs of cells that claim the same place."""
    owner: dict[tuple[int, int], Cell] = {}
    clashes = []
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in cell.columns:
                other = owner.setdefault((row, column), cell)
                if other is not cell:
                    clashes.append((other, cell))
    return clashes
