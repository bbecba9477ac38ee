"""The one document model that every reader produces.

A document is a sequence of blocks, paragraphs and tables, in reading order. Nothing here
knows what a report is: no form, no label, no number. A reader keeps what stands on the page,
spans and blanks included; what it means is decided later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal

from extraction.records import record

ReasonCode = Literal[
    "not_a_report",
    "corrupt",
    "encrypted",
    "empty",
    "unsupported",
    "too_large",
    "timed_out",
    "unsafe",
]


class Rejected(Exception):
    """A file that gives no report. `reason` tells a person what is wrong and what to do."""

    def __init__(self, reason_code: ReasonCode, reason: str) -> None:
        super().__init__(reason)
        self.reason_code: ReasonCode = reason_code
        self.reason = reason

    def __reduce__(self) -> tuple[type[Rejected], tuple[ReasonCode, str]]:
        return (Rejected, (self.reason_code, self.reason))


@record(frozen=True, slots=True)
class Place:
    """Where something stands in its source. All numbers count from 1.

    page: page of a paginated file, sheet of a spreadsheet, else None.
    table: number of the table in the file as it stands there (a table that runs over a page
        break is two tables of the source), None for a paragraph.
    row, column: row and column inside that table; in a text file the line of the file and
        the field on that line; in a spreadsheet those of the sheet.
    box: left, top, right, bottom from the top left corner of the page, in PDF points, or in
        pixels of a file that is a picture itself.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None

    def is_on_page_after(self, other: Place) -> bool:
        """Whether it stands on the page that follows the other's, or on the right one of two pages
        on a sheet and the other on the left one."""
        if self.page is None or other.page is None:
            return False
        if self.page == other.page and self.box and other.box:
            return self.box[0] >= other.box[2]
        return self.page == other.page + 1


@record(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; `text` holds no line break."""

    text: str
    place: Place = Place()


@record(frozen=True, slots=True)
class Recognition:
    """How sure the recogniser is of a text that it read from a picture.

    score: of the text as a whole, 0 to 1, by the recogniser's own measure.
    alternatives: other texts that the picture may show, each with its score, the likeliest first.
    """

    score: float
    alternatives: tuple[tuple[str, float], ...] = ()


@record(frozen=True, slots=True)
class Cell:
    """A cell at its upper left corner in the grid of its table, counted from 0.

    recognition: None where the text stands in the file; set where it was read from a picture.
    held: what the file holds where a program shows something else of it (a spreadsheet's number
        formats), else None; `text` is what is shown.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()
    recognition: Recognition | None = None
    held: str | None = None

    @property
    def columns(self) -> range:
        """The grid columns that the cell covers."""
        return range(self.column, self.column + self.column_span)


@dataclass(slots=True)
class Table:
    """A table as a grid of cells, in row-major order.

    geometry says what a column number is worth:
    "grid": the source states it (HTML, DOCX, ruled PDF, spreadsheet, Markdown);
    "ragged": only the order within a row is certain (text with tabs or bars, whose merged or
        lost cells may shift a row against its head).
    """

    cells: list[Cell]
    geometry: Literal["grid", "ragged"] = "grid"
    place: Place = field(default_factory=Place)

    @property
    def row_count(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def column_count(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)

    @property
    def texts(self) -> set[str]:
        """What its cells say, each text once."""
        return {cell.text for cell in self.cells}

    def may_go_on_from(self, above: Table) -> bool:
        """Whether it may be the rest of a table of the page before: it has as many columns."""
        is_next = self.place.is_on_page_after(above.place)
        return is_next and above.column_count == self.column_count

    def rows(self) -> list[list[Cell]]:
        """For each grid row the cells that cover it, left to right, spans included."""
        rows: list[list[Cell]] = [[] for _ in range(self.row_count)]
        unsorted = set()
        for cell in self.cells:
            row = rows[cell.row]
            if row and row[-1].column > cell.column:
                unsorted.add(cell.row)
            row.append(cell)
            if cell.row_span > 1:
                below = range(cell.row + 1, cell.row + cell.row_span)
                unsorted.update(below)
                for number in below:
                    rows[number].append(cell)
        for number in unsorted:
            rows[number].sort(key=attrgetter("column"))
        return rows


Block = Paragraph | Table


@dataclass(slots=True)
class Document:
    """A file as read: its blocks in reading order and what the file says about itself.

    metadata: e.g. "title" (an HTML <title>, a PDF or DOCX property), "published_date"
    (ISO day from a meta element), "publisher", "encoding", "failed_tables" (see `failed`).
    read_in_order: for a text, reads its blocks anew by the order of cells alone, the first table
        after so many others: columns that were found by their places may be wrong.
    """

    blocks: list[Block]
    media_type: str
    reader: str
    reader_version: str
    page_count: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    read_in_order: Callable[[int], list[Block]] | None = None

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    def with_tables(self, change: Callable[[Table], Table]) -> Document:
        """The document with each table as a function makes it; itself where it changes none."""
        blocks = [change(block) if isinstance(block, Table) else block for block in self.blocks]
        is_same = all(one is other for one, other in zip(blocks, self.blocks, strict=True))
        return self if is_same else replace(self, blocks=blocks)

    def in_order(self) -> Document | None:
        """The file read by the order of its cells alone; its tables are numbered on."""
        if self.read_in_order is None:
            return None
        blocks = self.read_in_order(len(self.tables))
        return replace(self, blocks=blocks, read_in_order=None)

    @property
    def all_tables(self) -> list[Table]:
        """The tables, and behind them those of the file read by order."""
        in_order = self.in_order()
        return [*self.tables, *(in_order.tables if in_order else [])]


def failed(errors: Iterable[str]) -> dict[str, str]:
    """As metadata of a document: what went wrong with tables that are missing from it."""
    text = "; ".join(errors)
    return {"failed_tables": text} if text else {}
