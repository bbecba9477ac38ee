"""What reading the tables yields: cells, the blocks they stand in, and doubts."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.document import Cell
from extraction.forms import Block, Key
from extraction.tables.heads import HeadColumn
from extraction.values import CellValue


@dataclass(frozen=True, slots=True)
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

    block: the block that could not be read at all.
    """

    rule_code: str
    severity: str
    message: str
    key: Key | None = None
    block: str | None = None


@dataclass(slots=True)
class TableReading:
    """All that was read from a document's tables.

    blocks: the blocks found, in reading order; they decide the form of the report.
    """

    cells: dict[Key, CellReading] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
