"""The table of 2014 in a text with one cell a line: its head tells how many lines make a row.

Blank cells leave no line. A row that has another number of lines than the head stays short or
long here, and is not read.
"""

from __future__ import annotations

from decimal import Decimal

from extraction.document import Cell, Document, Paragraph, Table
from extraction.labels import has_words
from extraction.tables.figures import Figures, figures_head
from extraction.tables.indicators import unit_of
from extraction.values import read_cell

MOST_HEADS = 8
LONGEST_CELL = 60
"""Characters; a longer line is a sentence, and the table is over."""


def stacked_tables(document: Document) -> list[Table]:
    """The tables that runs of paragraphs make up, each paragraph a cell."""
    tables: list[Table] = []
    run: list[Paragraph] = []
    for block in [*document.blocks, None]:
        if isinstance(block, Paragraph) and len(block.text) <= LONGEST_CELL:
            run.append(block)
            continue
        if isinstance(block, Paragraph) and run:
            continue
        tables += _tables(run)
        run = []
    return tables


def _tables(run: list[Paragraph]) -> list[Table]:
    for start, paragraph in enumerate(run):
        if "指标" not in paragraph.text and paragraph.text.strip() not in ("序号", "代码"):
            continue
        found = _head(run, start)
        if found is not None:
            head, end = found
            return [Table(_cells(run[start:end], run[end:], head), "ragged", run[start].place)]
    return []


def _head(run: list[Paragraph], start: int) -> tuple[Figures, int] | None:
    """The longest head that begins at a line, and the line behind it."""
    for end in range(min(start + MOST_HEADS, len(run)), start + 1, -1):
        lines = run[start:end]
        cells = [Cell(line.text, 0, at) for at, line in enumerate(lines)]
        if all(len(line.text) <= 12 for line in lines):
            head = figures_head(cells, len(cells))
            if head is not None and head.split is None:
                return head, end
    return None


def _cells(heads: list[Paragraph], body: list[Paragraph], head: Figures) -> list[Cell]:
    """The cells of head and body; a line of words that is no unit begins a row.

    Where rows are numbered, the number above a label belongs to it if it is the next in turn.
    """
    rows: list[list[Paragraph]] = [heads, []]
    is_coded, turn = head.roles[0][0] == "code", Decimal(1)
    for line in body:
        is_label = has_words(line.text) and unit_of(line.text) is None
        if not is_label or read_cell(line.text).status != "unreadable":
            rows[-1].append(line)
            continue
        row = [line]
        if is_coded and rows[-1] and read_cell(rows[-1][-1].text).number == turn:
            row.insert(0, rows[-1].pop())
            turn += 1
        rows.append(row)
    return [
        Cell(line.text, number, column, place=line.place)
        for number, row in enumerate(rows)
        for column, line in enumerate(row)
    ]
