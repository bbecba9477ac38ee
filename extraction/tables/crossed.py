"""Read table 4 where the kinds of dispute stand beside the rows and the outcomes over the columns.

The form puts the fifteen values in one row. Authors also draw them as three rows of five, as five
rows of three, or as three tables whose captions say the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.document import Cell, Document, Table
from extraction.forms import Block, Column, Key
from extraction.labels import core
from extraction.tables.heads.columns import HeadColumn
from extraction.tables.heads.labels import column_labels, group_label
from extraction.tables.heads.over_pages import stacked
from extraction.tables.layouts.stacked_rows import stacked_labels
from extraction.tables.periods import nearest_period, period_of
from extraction.tables.results import Candidate
from extraction.tables.rows import PrintedRow, part
from extraction.tables.segments import with_captions
from extraction.tables.upright import transposed
from extraction.values import read_cell

_RUN_INTO = re.compile(r"\d+(?![\d年])")
"""A number before the label of a row: a value of its neighbours that ran into it."""

LEAST_OUTCOMES = 4
"""Of the five outcomes of a dispute: fewer heads may be those of a table of other matters."""


def read_crossed(document: Document, block: Block, year: int | None) -> Iterator[Candidate]:
    """What each table of a document holds of a block whose columns stand in groups."""
    for captions, table in _whole(document, block):
        for grid in (table, transposed(table)):
            found = _read(grid, captions, block, year)
            if found is not None:
                yield found
                break


def kind_of(key: Key) -> str:
    """The kind of dispute that a cell of table 4 is of, by the code of its item."""
    return key[0].rpartition(".")[0]


def _whole(document: Document, block: Block) -> list[tuple[tuple[str, ...], Table]]:
    """The tables, what the end of a page parted put together: the outcomes stand over the first
    part alone."""
    whole: list[tuple[tuple[str, ...], Table]] = []
    for captions, table in with_captions(document):
        if whole and not captions and _goes_on(whole[-1][1], table, block):
            whole[-1] = whole[-1][0], stacked(whole[-1][1], table)
        else:
            whole.append((captions, table))
    return whole


def _goes_on(above: Table, table: Table, block: Block) -> bool:
    """Whether a table without outcomes of its own can stand under those of the one above it."""
    is_alike = above.geometry == table.geometry and above.column_count == table.column_count
    return (
        is_alike
        and any(len(_outcomes(cells, block)) >= LEAST_OUTCOMES for cells in above.rows())
        and not any(_outcomes(cells, block) for cells in table.rows())
    )


def _read(
    table: Table, captions: tuple[str, ...], block: Block, year: int | None
) -> Candidate | None:
    rows = table.rows()
    heads: dict[str, Cell] = {}
    is_under_head = False
    line: tuple[str, ...] = ()
    found = Candidate(block, {}, [], nearest_period(captions, year), 1)
    twice: set[int] = set()
    for cells in rows:
        outcomes = _outcomes(cells, block)
        if len(outcomes) >= LEAST_OUTCOMES:
            # Two heads that differ, one under the other, are one whose cells were strewn.
            is_strewn = is_under_head and outcomes.keys() != heads.keys()
            # One may be missing where only the order of the values tells whose they are.
            has_lost = table.geometry != "grid" and len(outcomes) <= LEAST_OUTCOMES
            heads = {} if is_strewn or has_lost else outcomes
            is_under_head = True
            # In a sheet the headings between tables are rows of it.
            captions = (*captions, *line)
            continue
        is_lone_row, is_under_head = is_under_head and cells is rows[-1], False
        shown = tuple(cell.text for cell in cells if core(cell.text))
        line = shown if len(shown) == 1 else line if not shown else ()
        if not heads:
            continue
        row = part(cells)
        if not (row.labels or row.has_value or is_lone_row):
            continue
        kind = _kind(row, captions if not row.labels else (), block)
        values = _values(row, heads, is_grid=table.geometry == "grid")
        if kind is None or values is None or period_of(row.period or row.label, year) == "other":
            continue
        columns = {c.code.rpartition(".")[2]: c for c in block.columns if c.group == kind}
        if block.key(None, next(iter(columns.values()))) in found.cells:
            twice.add(kind)
        for outcome, cell in values.items():
            place = HeadColumn(columns[outcome], heads[outcome].text, heads[outcome].columns)
            key = block.key(None, columns[outcome])
            found.add(key, cell, place, row.label or None, "head")
        if "total" not in values and any(core(cell.text) for cell in values.values()):
            _doubt_without_total(kind, columns, values, found)
    for kind in twice:
        _withdraw(kind, found)
    return found if found.cells or found.doubts else None


def _outcomes(cells: list[Cell], block: Block) -> dict[str, Cell]:
    """The outcomes that a row names; none where it names one twice, under two kinds."""
    found: dict[str, Cell] = {}
    for cell in cells:
        matches = column_labels(block, cell.text)
        if not matches or read_cell(cell.text).number is not None:
            continue
        outcome = block.columns[matches[0]].code.rpartition(".")[2]
        if outcome in found:
            return {}
        found[outcome] = cell
    return found


def _kind(row: PrintedRow, captions: tuple[str, ...], block: Block) -> int | None:
    """The group that the labels of a row name, innermost first, else the nearest caption; of
    several in one text the last, as headings may stand in one paragraph. A row of several kinds
    that could not be parted is none of them."""
    texts = [cell.text for cell in row.labels] or list(captions)
    if is_run_into(row) or any(len(stacked_labels(cell.text)) > 1 for cell in row.labels):
        return None
    for text in reversed(texts):
        named = [
            (core(text).rfind(core(label)) + len(core(label)), len(core(label)), number)
            for number, group in enumerate(block.groups)
            for label in group.labels
            if core(label) in core(text) or group_label(block, text) == number
        ]
        if named:
            number = max(named)[2]
            return number if block.groups[number].code else None
    return None


def is_run_into(row: PrintedRow) -> bool:
    """Whether a value ran into a label of a row, which is a caption then (0行政诉讼)."""
    return any(_RUN_INTO.match(core(cell.text)) for cell in row.labels)


def _values(row: PrintedRow, heads: dict[str, Cell], *, is_grid: bool) -> dict[str, Cell] | None:
    """The cell of a row under each head; None where not each has one of its own, or where numbers
    are left over."""
    if not is_grid:
        if len(row.rest) != len(heads):
            return None
        ordered = sorted(heads, key=lambda outcome: heads[outcome].column)
        return dict(zip(ordered, row.rest, strict=True))
    if any(_is_under_none(cell, heads) for cell in row.rest):
        return None
    found = {}
    for outcome, head in heads.items():
        under = [cell for cell in row.rest if cell.columns == head.columns]
        if len(under) != 1:
            return None
        found[outcome] = under[0]
    return found


def _is_under_none(cell: Cell, heads: dict[str, Cell]) -> bool:
    """Whether a number stands among the outcomes under none of them: the heads are not whole."""
    is_among = cell.column > min(head.column for head in heads.values())
    is_under = any(cell.columns == head.columns for head in heads.values())
    return is_among and not is_under and read_cell(cell.text).number is not None


def _doubt_without_total(
    kind: int, columns: dict[str, Column], values: dict[str, Cell], found: Candidate
) -> None:
    message = (
        f"No total stands beside the numbers of {found.block.groups[kind].labels[0]}; if a head or "
        "a value was lost, the others moved. Look at them in the source."
    )
    keys = (found.block.key(None, columns[outcome]) for outcome in values)
    found.doubt("row_padded", "warning", message, *keys)


def _withdraw(kind: int, found: Candidate) -> None:
    """Two rows of one kind (two years, two bodies) that nothing tells apart are not read."""
    keys = [found.block.key(None, c) for c in found.block.columns if c.group == kind]
    for key in keys:
        found.cells.pop(key, None)
    name = found.block.groups[kind].labels[0]
    message = f"Two rows of {name} stand in one table and nothing says which is the year's."
    found.doubt("cells_missing", "error", message, keys[-1])
