"""What reading the tables yields: cells, the blocks they stand in, and doubts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extraction.document import Cell, Table
from extraction.forms import Block, Key
from extraction.records import record
from extraction.tables.heads.columns import HeadColumn
from extraction.tables.periods import Period
from extraction.tables.statistics_lines import Line
from extraction.values import CellValue, read_cell

Subject = tuple[str | None, str | None]
"""An item and a type of applicant, of which None means all."""


@record(frozen=True, slots=True)
class CellReading:
    """A value cell of an official table and how it was found."""

    key: Key
    value: CellValue
    cell: Cell
    block: Block
    head: HeadColumn
    row_label: str | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the tables that could not be read or was read with a doubt.

    key: the cells it is about.
    block: the block that could not be read at all.
    """

    rule_code: str
    severity: str
    message: str
    key: Subject | None = None
    block: str | None = None


@dataclass(slots=True)
class Candidate:
    """What one run of rows holds of a block: its cells, unless another run is chosen.

    period: which year the run is of by what stands over it; None where nothing says it.
    matched: rows that only this block has, so that they tell it.
    """

    block: Block
    cells: dict[Key, CellReading]
    doubts: list[Doubt]
    period: Period | None
    matched: int

    @property
    def has_value(self) -> bool:
        """Whether anything but blanks was read."""
        return any(reading.value.status != "blank" for reading in self.cells.values())

    def add(
        self,
        key: Key,
        cell: Cell,
        head: HeadColumn,
        row_label: str | None,
        certainty: str,
        value: CellValue | None = None,
    ) -> None:
        """Add a cell. value: where it is not just what its text says."""
        value = read_cell(cell.text) if value is None else value
        self.cells[key] = CellReading(key, value, cell, self.block, head, row_label, certainty)

    def doubt(self, rule_code: str, severity: str, message: str, *subjects: Subject | None) -> None:
        """Add a doubt about each of several cells or rows."""
        self.doubts += [Doubt(rule_code, severity, message, subject) for subject in subjects]

    def without(self, is_known: Callable[[Key], bool]) -> Candidate:
        """The candidate without the cells, and the doubts on cells, that are known already."""
        cells = {key: cell for key, cell in self.cells.items() if not is_known(key)}
        doubts = [
            doubt
            for doubt in self.doubts
            if doubt.key is None or doubt.key[0] is None or not is_known((doubt.key[0], "all"))
        ]
        return replace(self, cells=cells, doubts=doubts)


@dataclass(frozen=True, slots=True)
class LocalTable:
    """A table of a local form, or the rest of one on the next page, with its rows.

    index: its number among the document's tables, from 0.
    """

    table: Table
    index: int
    lines: list[Line]


@dataclass(slots=True)
class TableReading:
    """All that was read from a document's tables.

    blocks: the blocks found, in reading order; they decide the form of the report.
    local: tables of local forms, whose rows are no items.
    """

    cells: dict[Key, CellReading] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    local: list[LocalTable] = field(default_factory=list)
