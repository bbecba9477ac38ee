"""From nested tables as a file holds them to a flat sequence of blocks.

HTML and DOCX files use tables for layout as well as for data: an article may stand in the cell
of a table, and a table in the cell of another. A layout table is taken apart, its cells'
contents becoming blocks; a data table inside a cell becomes a table of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from extraction.document import Block, Cell, Paragraph, Place, Rejected, Table
from extraction.typography import is_value, join_lines, struck_out, trim

MAX_COLUMNS = 512
"""A table wider than this is refused; a column span that reaches further is not believed."""

PROSE_LENGTH = 200
LONG_PROSE_LENGTH = 500


@dataclass(eq=False, slots=True)
class RawCell:
    """A cell with what stands in it: paragraphs (str) and tables, in order.

    struck: text that is struck out, kept apart; has_picture: a picture stands in the cell;
    is_in_line: one does among its text, not over it as a seal does; width: in any unit, where the
    file states it.
    """

    content: list[str | RawTable]
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    struck: str = ""
    has_picture: bool = False
    is_in_line: bool = False
    width: float | None = None

    _text: str | None = None

    @property
    def text(self) -> str:
        """What stands in the cell but for its tables; asked for once the cell is filled."""
        if self._text is None:
            if len(self.content) == 1 and isinstance(self.content[0], str):
                self._text = trim(self.content[0])
            else:
                self._text = join_lines([part for part in self.content if isinstance(part, str)])
        return self._text

    @property
    def shown(self) -> str:
        """The text; where there is none, what tells the cell from a blank one.

        A number that is struck out, shown as a picture or set in a table of its own is not read,
        nor taken for a blank; nor is one of which a picture may show digits.
        """
        text = self.text
        if text:
            return text + "[图片]" if self.is_in_line and is_value(text) else text
        if any(cell.shown for table in self.tables for cell in table.cells):
            return "[表格]"
        if self.struck:
            return struck_out(self.struck)
        return "[图片]" if self.has_picture else ""

    @property
    def tables(self) -> list[RawTable]:
        return [part for part in self.content if isinstance(part, RawTable)]

    @property
    def is_prose(self) -> bool:
        """Whether running text stands in the cell rather than a label, a value or a remark."""
        if len(self.text) < PROSE_LENGTH or self.text.count("。") < 2:
            return False
        paragraphs = sum(isinstance(part, str) for part in self.content)
        return paragraphs > 1 or len(self.text) >= LONG_PROSE_LENGTH


@dataclass(eq=False, slots=True)
class RawTable:
    """A table before it is known whether it holds data. `caption` stands before its rows.

    is_ragged: only the order of the cells in a row is certain, not their columns.
    """

    cells: list[RawCell] = field(default_factory=list)
    caption: list[str | RawTable] = field(default_factory=list)
    is_ragged: bool = False

    @classmethod
    def of(cls, table: Table) -> RawTable:
        """A table that was read as data already, to stand among others."""
        cells = [
            RawCell([cell.text], cell.row, cell.column, cell.row_span, cell.column_span)
            for cell in table.cells
        ]
        return cls(cells, is_ragged=table.geometry == "ragged")

    def is_layout(self) -> bool:
        """Whether the table only arranges the page.

        Two rows of values prove data, whatever else the table holds.
        """
        filled = (cell for cell in self.cells if cell.text or cell.tables)
        if len(list(islice(filled, 2))) <= 1:
            return True
        if self._has_rows_of_values():
            return False
        return any(cell.tables or cell.is_prose for cell in self.cells)

    def _has_rows_of_values(self) -> bool:
        values: Counter[int] = Counter()
        rows = 0
        for cell in self.cells:
            if is_value(cell.text):
                values[cell.row] += 1
                rows += values[cell.row] == 2
                if rows == 2:
                    return True
        return False


def content_of(blocks: Iterable[Block]) -> list[str | RawTable]:
    """What was read already, as content of a cell or a file."""
    return [RawTable.of(block) if isinstance(block, Table) else block.text for block in blocks]


def flatten(content: list[str | RawTable]) -> list[Block]:
    """The blocks of a file's content. Tables are numbered from 1 in the order they begin."""
    blocks: list[Block] = []
    tables = 0
    pending = list(reversed(content))
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            if part:
                blocks.append(Paragraph(part))
            continue
        if part.caption:
            pending.append(RawTable(part.cells, is_ragged=part.is_ragged))
            pending.extend(reversed(part.caption))
            continue
        if part.is_layout():
            for cell in reversed(part.cells):
                pending.extend(reversed(cell.content))
        else:
            tables += 1
            blocks.append(_data_table(part, tables))
            inner = (each for cell in reversed(part.cells) for each in reversed(cell.content))
            pending += (each for each in inner if isinstance(each, RawTable))
    return blocks


def unwrapped(table: RawTable) -> list[str | RawTable]:
    """A table of a single filled cell is a frame around what stands in the cell; one without any
    is nothing."""
    filled = list(islice((cell for cell in table.cells if cell.shown or cell.tables), 2))
    is_unread = any(not cell.text and not cell.tables for cell in filled)
    if len(filled) > 1 or table.caption or is_unread:
        return [table]
    return [part for cell in filled for part in cell.content]


def clip_columns(cells: list[RawCell]) -> None:
    """Cut column spans that reach beyond the last column in which any cell begins."""
    last = max((cell.column for cell in cells), default=0)
    for cell in cells:
        if cell.column_span > 1:
            cell.column_span = min(cell.column_span, last + 1 - cell.column)


def too_many_columns() -> Rejected:
    """What to say of a table that grows without bound."""
    return Rejected(
        "unsafe",
        f"A table of the file has more than {MAX_COLUMNS} columns. Check the file by hand.",
    )


def _data_table(raw: RawTable, number: int) -> Table:
    cells = [
        Cell(
            cell.shown,
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            Place(None, number, cell.row + 1, cell.column + 1),
        )
        for cell in raw.cells
    ]
    return Table(cells, "ragged" if raw.is_ragged else "grid", Place(table=number))
