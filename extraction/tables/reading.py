"""Read the official tables of a document: every cell with its place, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from extraction.document import Document, Table
from extraction.forms import Block, Row, form_in_force
from extraction.labels import core
from extraction.tables.by_sums import read_by_sums, read_totals
from extraction.tables.choice import choose, with_fuller
from extraction.tables.crossed import is_run_into, kind_of, read_crossed
from extraction.tables.heads.cut import with_whole_heads
from extraction.tables.heads.grouped import with_parted_heads
from extraction.tables.heads.head import Head
from extraction.tables.heads.labels import TOTALS, WHOLE_AREA, all_blocks
from extraction.tables.heads.strewn import with_gathered_heads
from extraction.tables.layouts.as_in_the_form import as_in_the_form, show_as_printed
from extraction.tables.layouts.told_in_lines import with_lines_as_tables
from extraction.tables.mended_labels import with_known_labels, with_whole_indicators
from extraction.tables.moved_values import (
    note_blank_totals,
    note_blanks_in_torn,
    note_chance,
    note_groups_alone,
    note_moved_values,
    note_unsure_groups,
)
from extraction.tables.page_breaks import completed, joined
from extraction.tables.parted_columns import with_columns_joined, without_sums_of_some
from extraction.tables.periods import nearest_period, period_of, years
from extraction.tables.placement import Placed, Placement
from extraction.tables.results import Candidate, CellReading, Doubt, TableReading
from extraction.tables.row_doubts import (
    are_over_labels,
    doubt_side,
    doubt_whose_numbers,
    note_heads_apart,
    note_missing,
    note_other_heads,
    note_parted,
    note_strange_heads,
    note_unmatched,
)
from extraction.tables.row_sums import sum_test
from extraction.tables.rows import PrintedRow, rows_in_order
from extraction.tables.rows_in_place import with_rows_in_place
from extraction.tables.segments import Run, Segment, runs_of, segments
from extraction.tables.shared_cells import note_shared
from extraction.tables.statistics import read_statistics
from extraction.tables.without_heads import read_without_heads
from extraction.units import is_money_unit, scale_of_counts
from extraction.values import read_as_held, read_cell, read_change

_PLACED_BY = {
    "shape": "as in the rows of the same shape",
    "sum": "so that the row's sum holds, which is one way only",
    "surplus": "from the first value on; every other way reads the same",
}

_WHOLE = re.compile(f"{TOTALS}|{WHOLE_AREA}")
"""Labels of the row that holds the whole where bodies have rows of their own in table 4."""

_COMMON = {"总计", "合计", "小计", "其他", "其它"}
"""Rows that tables of any matter have: they do not tell a block."""


def read_tables(
    document: Document, year: int | None = None, strange: Collection[int | None] = ()
) -> TableReading:
    """Read every block of every known form that the document's tables hold.

    year: the year reported on, where it is known. strange: the numbers of tables under the name of
    another body. A table of another year or body, or the same block a second time (say, for the
    area and for the body itself), is not mixed in: see `choice`.
    """
    reading = TableReading()
    printed, document = document, as_in_the_form(document, year)
    candidates = _candidates(document, year, reading)
    if document.read_in_order is not None and not _are_whole(candidates):
        in_order = document.in_order()
        in_order = as_in_the_form(in_order, year) if in_order else document
        found = _candidates(in_order, year, TableReading())
        candidates = with_fuller(candidates, found, reading)
        found = read_by_sums(in_order, year, candidates)
        candidates = with_fuller(candidates, found, reading)
    if (told := with_lines_as_tables(document)) is not document:
        candidates = with_fuller(candidates, _candidates(told, year, TableReading()), reading)
    headless = read_without_heads(document, year, candidates)
    candidates = with_fuller(candidates, headless, reading)
    choose(without_sums_of_some(candidates), reading, strange)
    note_missing(reading)
    if document.reader == "text":
        note_groups_alone(reading)
    note_heads_apart(document, reading)
    note_shared(reading)
    show_as_printed(reading, printed, document)
    return reading


def _are_whole(candidates: list[Candidate]) -> bool:
    """Whether all tables of a form are there with all of their cells."""
    read = {key for candidate in candidates for key in candidate.cells}
    names = {candidate.block.name for candidate in candidates}
    is_form = {"requests", "review"} <= names or any(c.block.is_list for c in candidates)
    return is_form and all(read.issuperset(c.block.cell_keys()) for c in candidates)


def _candidates(document: Document, year: int | None, reading: TableReading) -> list[Candidate]:
    """What each table of a document holds; what none of them does goes into `reading`."""
    put_right = partial(with_known_labels, year=year)
    heads_mended = (with_gathered_heads, with_parted_heads, put_right)
    for mended in (*heads_mended, with_whole_indicators, with_whole_heads):
        document = document.with_tables(mended)
    candidates, taken = read_statistics(document, year, reading)
    others = [block for block in document.blocks if not any(block is table for table in taken)]
    found = segments(replace(document, blocks=others))
    year = year or max((y for segment in found for y in _years(segment)), default=None)
    runs = with_columns_joined(runs_of(found, year))
    for run in runs:
        block = run[0].head.blocks[0]
        refused = next((segment for segment in run if _is_unsure(segment)), None)
        if refused is not None:
            _refuse(refused.head, reading)
            continue
        votes = [*reading.blocks, *(candidate.block for candidate in candidates)]
        read = _read_rows if block.rows else _read_single_row
        candidate = read(run, votes, year)
        if candidate is not None:
            candidates.append(candidate)
    crossed = _crossed(replace(document, blocks=others), candidates, year)
    return _in_order([*candidates, *crossed]) if crossed else candidates


def _crossed(document: Document, found: list[Candidate], year: int | None) -> list[Candidate]:
    """What is drawn of table 4 in another way than in the form: of the kinds of dispute of which
    nothing of the report's own stands in that of the form, and whole tables of kinds that do."""
    votes = [candidate.block for candidate in found]
    blocks = [block for block in all_blocks() if not block.rows]
    in_force = form_in_force(year)
    block = max(blocks, key=lambda its: (_votes(its, votes), its.form == in_force, its.form))
    in_form = [each for each in found if not each.block.rows]
    lines = {_line(cell) for each in in_form for cell in each.cells.values()}
    own = [each for each in in_form if each.period in ("this", None)]
    read = {kind_of(key) for each in own for key in each.cells}
    if read >= {kind_of(key) for key in block.cell_keys()}:
        document = _without_read(document, found)
    crossed = []
    for candidate in read_crossed(document, block, year):
        is_other = not any(_line(cell) in lines for cell in candidate.cells.values())
        if not is_other or any(kind_of(key) not in read for key in candidate.cells):
            candidate = candidate.without(lambda key: kind_of(key) in read)
        if candidate.cells or (candidate.doubts and not read):
            crossed.append(candidate)
    return crossed


def _without_read(document: Document, found: list[Candidate]) -> Document:
    """The document without the tables that hold a cell of a candidate."""
    places = [cell.cell.place for each in found for cell in each.cells.values()]
    numbers = {(place.page, place.table) for place in places}
    blocks = [
        block
        for block in document.blocks
        if not isinstance(block, Table) or (block.place.page, block.place.table) not in numbers
    ]
    return replace(document, blocks=blocks)


def _line(reading: CellReading) -> tuple[int | None, ...]:
    """The row of the source that a value stands in."""
    place = reading.cell.place
    return place.page, place.table, place.row


def _in_order(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates as they stand in the source, those without a place behind their neighbours."""
    numbered: list[tuple[int, Candidate]] = []
    number = 0
    for candidate in candidates:
        tables = [cell.cell.place.table for cell in candidate.cells.values()]
        number = min((table for table in tables if table is not None), default=number)
        numbered.append((number, candidate))
    return [candidate for _, candidate in sorted(numbered, key=lambda entry: entry[0])]


def _years(segment: Segment) -> frozenset[int]:
    texts = [*segment.captions, *(row.period or "" for row in segment.rows)]
    if not segment.head.blocks[0].rows:
        texts += [row.label for row in segment.rows]
    return frozenset(year for text in texts for year in years(text))


def _is_unsure(segment: Segment) -> bool:
    """Whether columns of the head are missing and others may be these, garbled or shifted."""
    if not segment.head.missing():
        return False
    start = max((cell.columns.stop for row in segment.rows for cell in row.labels), default=0)
    return any(not segment.is_grid or cell.columns.stop > start for cell in segment.head.unknown)


def _refuse(head: Head, reading: TableReading) -> None:
    """A block whose head is not wholly recognised is not read: its columns may have shifted."""
    missing = ", ".join(column.labels[0] for column in head.missing())
    reading.doubts.append(
        Doubt(
            "cells_missing",
            "error",
            f"The head of the block {head.name} is not wholly recognised (without {missing}), so "
            "none of its cells was read. Look at the heads in the source.",
            block=head.name,
        )
    )


def _read_rows(run: Run, votes: list[Block], year: int | None) -> Candidate | None:
    """Read a block with labelled rows, as of the form whose rows fit best."""
    printed = _whole_rows(run)
    rows = [row for _, row in printed]
    labels = tuple(row.label for row in rows)
    block, named = _matched(labels, run[0].head.blocks, votes, year)
    telling = sum(row is not None and core(row.labels[0]) not in _COMMON for row in named)
    if not telling:
        return None
    found = Candidate(block, {}, [], nearest_period(run[0].captions, year), telling)
    matched = with_rows_in_place(rows, named, found)
    unmatched: list[PrintedRow] = []
    known = [each for each, form_row in zip(printed, matched, strict=True) if form_row is not None]
    placements = {
        id(part): Placement(part.head, part.is_grid, [row for its, row in known if its is part])
        for part in run
    }
    is_torn = False
    failed = 0
    is_over = not run[0].is_grid and are_over_labels(rows, matched, len(run[0].head.columns))
    for (segment, row), form_row, behind in zip_longest(printed, matched, rows[1:]):
        if form_row is None:
            unmatched.append(row)
            continue
        doubt = doubt_side(row, form_row, block) if is_over else None
        if doubt := doubt or doubt_whose_numbers(
            row, behind, form_row, block, is_grid=segment.is_grid
        ):
            found.doubts.append(doubt)
            continue
        placed = placements[id(segment)].place(row, sum_test(segment.head, block))
        placed = placed or _as_blank(segment, row, form_row)
        is_torn |= placed is None and not segment.is_grid
        failed += placed is None and len(row.rest) == len(segment.head.columns)
        _store(placed, row, form_row, segment.head, found)
    filled_up = [row for segment, row in printed if segment.is_filled_up]
    note_moved_values(found, run[0].head, filled_up, is_text=run[0].is_text)
    note_parted(rows, matched, found)
    note_unmatched(unmatched, found)
    note_strange_heads(found)
    note_other_heads(printed, matched, found)
    if is_torn:
        note_blanks_in_torn(found)
        note_chance(failed, found)
        if block.has_applicants:
            read_totals(rows, run[0].head, found)
    return found


def _as_blank(segment: Segment, row: PrintedRow, form_row: Row) -> Placed | None:
    """The blanks of a grid's row in which nothing stands but its whole label, one for each column
    of heads that are wider or narrower: they read the same whichever is whose."""
    is_whole = core(row.label) in {core(label) for label in form_row.labels}
    is_blank = segment.is_grid and not row.has_value and len(row.rest) == len(segment.head.columns)
    return Placed(row.rest, "only") if is_whole and is_blank else None


def _matched(
    labels: tuple[str, ...], blocks: Sequence[Block], votes: list[Block], year: int | None
) -> tuple[Block, tuple[Row | None, ...]]:
    """The block whose rows fit the labels best, and for each label its row.

    Rows tell the form; where those that are left are alike in two, other tables, then the year.
    """
    fits = [(*rows_in_order(labels, block.rows), block) for block in blocks]
    in_force = form_in_force(year)
    _, matched, block = max(
        fits, key=lambda fit: (fit[0], _votes(fit[2], votes), fit[2].form == in_force)
    )
    return block, matched


def _whole_rows(run: Run) -> list[tuple[Segment, PrintedRow]]:
    """The rows of a run, what the ends of pages parted put together."""
    known = tuple(row for block in run[0].head.blocks for row in block.rows)
    printed: list[tuple[Segment, PrintedRow]] = []
    for segment in run:
        for row in segment.rows:
            whole = None
            if printed:
                above, upper = printed[-1]
                whole = joined(upper, row, known)
                if above.is_grid:
                    whole = whole or completed(upper, row, partial(_sum_holds, above))
            if whole is None:
                printed.append((segment, row))
            else:
                printed[-1] = above, whole
    return printed


def _sum_holds(segment: Segment, row: PrintedRow) -> bool | None:
    """Whether the sum of a row of a grid holds; None where none can be tested."""
    test = sum_test(segment.head, segment.head.blocks[0])
    placed = Placement(segment.head, is_grid=True).place(row, test)
    return test(placed.cells) if placed is not None else None


def _votes(block: Block, votes: list[Block]) -> int:
    return sum(other.form == block.form for other in votes)


def _read_single_row(run: Run, votes: list[Block], year: int | None) -> Candidate | None:
    """Read a block whose values stand in one row (table 4)."""
    head = run[0].head
    in_force = [b for b in head.blocks if b.form == form_in_force(year)]
    block = next((b for b in head.blocks if _votes(b, votes)), [*head.blocks, *in_force][-1])
    found = Candidate(block, {}, [], nearest_period(run[0].captions, year), 1)
    rows = _value_rows(run, year)
    if not rows:
        return None
    segment, row = rows[0]
    placed = Placement(head, segment.is_grid).place(row, sum_test(head, block))
    _store(placed, row, None, head, found)
    note_blank_totals(found)
    note_strange_heads(found)
    note_unsure_groups(head, found, is_text=segment.is_text)
    if len(rows) > 1:
        message = f"The block {block.name} has {len(rows)} rows of values; the first was read."
        found.doubt("table_repeated", "warning", message, *found.cells)
    if any(is_run_into(row) for each in run for row in each.rows):
        message = (
            f"A caption ran into values of the block {block.name}: which kind of dispute the row "
            "that was read is of stays open. Look at the source."
        )
        found.doubt("cells_missing", "error", message, *found.cells)
    return found


def _value_rows(run: Run, year: int | None) -> list[tuple[Segment, PrintedRow]]:
    """The rows with values that may be the year's, else the first blank one that is wide enough."""
    size = len(run[0].head.columns)
    rows = [(s, row) for s in run for row in s.rows if sum(c.column_span for c in row.rest) >= size]
    periods = {id(row): period_of(row.period or row.label, year) for _, row in rows}
    rows = [entry for entry in rows if periods[id(entry[1])] != "other"]
    filled = [entry for entry in rows if entry[1].has_value]
    named = [entry for entry in filled if periods[id(entry[1])] == "this"]
    plain = [entry for entry in filled if not entry[1].labels]
    sums = [entry for entry in filled if _WHOLE.match(core(entry[1].label))]
    return named or plain or (sums if len(sums) == 1 else filled) or rows[:1]


def _store(
    placed: Placed | None, row: PrintedRow, form_row: Row | None, head: Head, found: Candidate
) -> None:
    block = found.block
    label = row.label or None
    last = block.key(form_row, head.columns[-1].column)
    if placed is None:
        message = (
            f"The row {label or block.name!r} has {len(row.rest)} cells for {len(head.columns)} "
            f"columns and it stays open which is which: {row.printed}"
        )
        found.doubt("cells_missing", "error", message, last)
        return
    if placed.certainty in _PLACED_BY:
        message = (
            f"The row {label or block.name!r} does not stand under its head; its {len(row.rest)} "
            f"cells were placed {_PLACED_BY[placed.certainty]}."
        )
        found.doubt("row_realigned", "info", message, last)
    for column, cell in zip(head.columns, placed.cells, strict=True):
        key = block.key(form_row, column.column)
        if placed.may_have_moved:
            found.doubt("row_padded", "warning", _moved(row, block), key)
        value = read_change(cell.text) if column.column.signed else read_cell(cell.text)
        if value.status == "unreadable" and cell.held is not None:
            value = read_as_held(cell.text, cell.held)
        if row.unit and (
            is_money_unit(row.unit) if column.column.money else scale_of_counts(row.unit) > 1
        ):
            column = replace(column, text=f"{column.text}（{row.unit}）")
        found.add(key, cell, column, label, placed.certainty, value)


def _moved(row: PrintedRow, block: Block) -> str:
    return (
        f"Blanks of the row {row.label or block.name!r} may only fill it up; if a value of it was "
        f"lost or doubled, the others moved: {row.printed}"
    )
