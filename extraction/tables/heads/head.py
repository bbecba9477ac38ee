"""Recognise the head of a block: which form's block it is and which column stands where."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extraction.document import Cell, Recognition
from extraction.facts.evidence import SURE
from extraction.forms import Block, Column
from extraction.labels import core
from extraction.tables.heads.columns import (
    HeadColumn,
    asides,
    grid_columns,
    of_other_periods,
    unknown_in_grid,
    unknown_in_order,
)
from extraction.tables.heads.labels import (
    ARTICLE,
    ASIDES,
    LEADERS,
    REMARKS,
    all_blocks,
    column_labels,
    columns_of,
    group_label,
)
from extraction.tables.heads.ordered import ordered_columns
from extraction.tables.part_sums import part_sums, undivided


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a block, its columns in printed order.

    blocks: the blocks of all forms with these columns (tables 3 and 4 have the same in both).
    column_count: columns of the grid in which the head stands.
    ignored: grid columns of numbering, units, remarks, other periods and, where no column of
        the block is missing, of other matters. trailing_remarks: columns of remarks behind the
        values.
    unknown: heads that may be those of missing columns. is_wide: blanks stand between the heads
        of a table without a grid, so that a column has several places in its rows. is_repeated:
        these places hold its head again, and with it the values.
    """

    blocks: tuple[Block, ...]
    columns: tuple[HeadColumn, ...]
    column_count: int
    ignored: frozenset[int]
    trailing_remarks: int
    unknown: tuple[Cell, ...]
    is_wide: bool = False
    is_repeated: bool = False

    @property
    def name(self) -> str:
        return self.blocks[0].name

    @property
    def columns_behind(self) -> int:
        """Columns of other matters behind the values."""
        ends = [head.columns.stop for head in self.columns if head.columns is not None]
        return max(
            self.trailing_remarks, sum(index >= max(ends, default=0) for index in self.ignored)
        )

    def is_in_order(self) -> bool:
        """Whether the columns stand in the order of the form. 总计 may stand anywhere: the sum of a
        row tells it from its parts, but not these from one another."""
        parts = [column for column in self.columns if column.column.code != "total"]
        return _in_order(self.blocks[0], parts)

    def missing(self) -> list[Column]:
        """Columns of the block that were not found; of table 4 those of the groups in print."""
        block = self.blocks[0]
        found = {head.column for head in self.columns}
        groups = {column.group for column in found}
        is_split = any(group.code for group in block.groups)
        return [
            column
            for column in block.columns
            if column not in found and (not is_split or column.group in groups)
        ]


def read_head(region: list[list[Cell]], column_count: int, *, is_grid: bool) -> Head | None:
    """The head that a run of head rows forms, or None where they fit no block well enough."""
    rows = tuple(
        tuple((cell.text, cell.column, cell.column_span, _sureness(cell)) for cell in row)
        for row in region
    )
    head = _read_head(rows, column_count, is_grid)
    if is_grid and head is not None and _is_torn(head):
        # The heads over several columns have lost their spans: only the order is left.
        return _read_head(rows, column_count, False)
    if head is None and not is_grid:
        # Where spans repeat their text in every row that they cover, the last row has all heads.
        return _read_head(rows[-1:], column_count, False)
    return head


def _sureness(cell: Cell) -> Recognition | None:
    """Whether a text was recognised, and surely: all that a head depends on."""
    seen = cell.recognition
    return Recognition(float(seen.score >= SURE)) if seen is not None else None


def _is_torn(head: Head) -> bool:
    """Whether a column of no group, or of another one, stands between those of a group."""
    columns = sorted(head.columns, key=lambda its: its.columns.start if its.columns else 0)
    runs = [group for group, _ in groupby(column.column.group for column in columns)]
    return any(group is not None and runs.count(group) > 1 for group in runs)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A block, its columns that stand in a head, and how well the head fits it."""

    score: float
    block: Block
    columns: list[HeadColumn]

    @property
    def found(self) -> int:
        """How many of the block's columns were found, each once."""
        return len({head.column.code for head in self.columns})


@functools.lru_cache(maxsize=2048)
def _read_head(
    rows: tuple[tuple[tuple[str, int, int, Recognition | None], ...], ...],
    column_count: int,
    is_grid: bool,
) -> Head | None:
    """As `read_head`. The tables of a site have the same heads in report after report."""
    region = [
        [
            Cell(text, number, column, column_span=span, recognition=unsure)
            for text, column, span, unsure in row
        ]
        for number, row in enumerate(rows)
    ]
    fits = _fits(region, is_grid=is_grid)
    if not fits:
        return None
    best = max(fits, key=lambda fit: (fit.score, fit.found))
    block = best.block
    columns = best.columns
    unknown = (unknown_in_grid if is_grid else unknown_in_order)(block, region, columns)
    is_told = best.found >= _required(block) or (block.rows and not unknown)
    if not is_told or not columns or not (is_grid or _in_order(block, columns)):
        return None
    same = [f.block for f in fits if f.score == best.score and f.block.name == block.name]
    head = Head(
        tuple(same),
        tuple(columns),
        column_count,
        ignored=asides(region) | of_other_periods(block, region) | undivided(block, region)
        if is_grid
        else frozenset(),
        trailing_remarks=int(any(core(cell.text) in REMARKS for row in region for cell in row)),
        unknown=tuple(unknown),
        is_wide=not is_grid and any(_has_gaps(block, row) for row in region),
        is_repeated=not is_grid and any(_is_repeated(block, row) for row in region),
    )
    if head.missing() or not is_grid:
        return head
    return _ignoring_the_unknown(head, region)


def _fits(region: list[list[Cell]], *, is_grid: bool) -> list[_Fit]:
    """The blocks of which the head has columns."""
    texts = {cell.text for row in region for cell in row}
    printed = _printed_heads(region)
    found = []
    for block in all_blocks():
        if not any(column_labels(block, text) for text in texts):
            continue
        columns = grid_columns(block, region) if is_grid else ordered_columns(block, region)
        if columns:
            alike = sum(columns_of(block).match(head.text).best for head in columns)
            others = printed if not block.groups else len(columns)
            found.append(_Fit(alike / max(len(block.columns), others), block, columns))
    return found


def _ignoring_the_unknown(head: Head, region: list[list[Cell]]) -> Head:
    """Where all columns of a block are found, those with other heads are of other matters, and so
    are the sums of a part of them, and a sum beside all groups. The head in the corner is that of
    the labels: a number there belongs to a row that has shifted."""
    block = head.blocks[0]
    named = [c for c in head.unknown if c.column and core(c.text)]
    groups = [c for row in region for c in row if group_label(block, c.text) is not None]
    grouped = {index for cell in groups for index in cell.columns}
    others = [
        c
        for c in named
        if not column_labels(block, c.text) or (groups and grouped.isdisjoint(c.columns))
    ]
    others += part_sums(block, region)
    indexes = {index for cell in others for index in cell.columns}
    return replace(head, ignored=head.ignored | indexes)


def _has_gaps(block: Block, row: list[Cell]) -> bool:
    """Whether blanks stand between two heads of columns in a row."""
    heads = [n for n, cell in enumerate(row) if column_labels(block, cell.text)]
    return bool(heads) and any(not core(cell.text) for cell in row[heads[0] : heads[-1]])


def _is_repeated(block: Block, row: list[Cell]) -> bool:
    """Whether the head of a column stands twice in a row, one behind the other."""
    return any(
        core(one.text) == core(other.text) and column_labels(block, one.text)
        for one, other in pairwise(row)
    )


def _in_order(block: Block, columns: Sequence[HeadColumn]) -> bool:
    """Whether columns stand in the order of the form.

    A text that has only an order and another one than the form's is a copy of a table whose
    cells were strewn; the sums of a row would not notice columns that changed places.
    """
    places = [block.columns.index(head.column) for head in columns]
    return places == sorted(places)


def _required(block: Block) -> int:
    """Columns that must be found: a group's worth of table 4, more than half of the others."""
    if any(group.code for group in block.groups):
        return 4
    return len(block.columns) // 2 + 1


def _printed_heads(region: list[list[Cell]]) -> int:
    texts = {core(cell.text) for row in region for cell in row}
    # The article of the law above a block of table 2 may stand in one row with its heads.
    heads = {text for text in texts if text and not ARTICLE.match(text)}
    return len(heads - LEADERS - ASIDES)
