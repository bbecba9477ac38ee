"""Doubts about rows that were read, left unread or not found, for what stands beside them, and
about the heads over them."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from extraction.document import Document
from extraction.forms import Block, Key, Row
from extraction.labels import core
from extraction.tables.heads.columns import HeadColumn
from extraction.tables.heads.labels import LEADERS
from extraction.tables.page_breaks import is_rest
from extraction.tables.periods import LONGEST
from extraction.tables.results import Candidate, Doubt, TableReading
from extraction.tables.rows import PrintedRow, best_row
from extraction.units import without_unit
from extraction.values import read_cell

_WORDS = 7
"""So many words are no part of another row's label by chance."""

_NAME = 4
"""A shorter label of a row names groups as well: （六）其他."""


def doubt_whose_numbers(
    row: PrintedRow, behind: PrintedRow | None, form_row: Row, block: Block, *, is_grid: bool
) -> Doubt | None:
    """Why it stays open whether the numbers of a row are those of its label; None where they are.

    behind: the row that follows it.
    """
    if _may_be_of_group(row, behind, block):
        message = (
            f"{row.label!r} is followed by rows without labels: whether its numbers are its own or "
            "those of the first row of a group stays open. Look at the labels in the source."
        )
    elif not is_grid and _has_value_in_label(row, form_row, block):
        message = (
            f"A number ran into the label {row.label!r}, and {row.printed} are not as many values "
            "as columns: where each stands stays open. Look at the row in the source."
        )
    elif _names_another(row, form_row, block):
        message = (
            f"Labels of two rows stand together ({' | '.join(cell.text for cell in row.labels)}), "
            "so which of them the numbers beside them are of stays open. Look at the source."
        )
    else:
        return None
    item, _ = block.key(form_row, block.columns[0])
    return Doubt("cells_missing", "error", message, (item, None))


def are_over_labels(rows: Sequence[PrintedRow], matched: Sequence[Row | None], size: int) -> bool:
    """Whether the first row of a text is one of numbers alone for all columns, over the label of a
    row: each label may stand below its numbers, as a program prints them that sorts by lower edges.
    Numbers of the columns (1, 2, 3 ...) are none."""
    if len(rows) < 2 or rows[0].labels or matched[1] is None or len(rows[0].rest) != size:
        return False
    numbers = [read_cell(cell.text).number for cell in rows[0].rest]
    return rows[0].has_number and numbers != list(range(1, size + 1))


def doubt_side(row: PrintedRow, form_row: Row, block: Block) -> Doubt | None:
    """That it stays open whether the numbers of a row are those above or below its label, where
    the label stands on lines of its own (see `are_over_labels`)."""
    lines = {cell.place.row for cell in row.rest}
    if not row.labels or row.labels[-1].place.row in lines:
        return None
    message = (
        f"Numbers stand over the first label of the table: whether those of {row.label!r} stand "
        "above or below it stays open. Look at the source."
    )
    return Doubt("cells_missing", "error", message, block.key(form_row, block.columns[-1]))


def _may_be_of_group(row: PrintedRow, behind: PrintedRow | None, block: Block) -> bool:
    """Whether a label that is a row of one form and a group of rows of the other (其他处理) names
    the group here: rows without a label of their own follow, so the labels of all may be lost."""
    is_alone = behind is None or bool(behind.labels) or not behind.has_number
    return not is_alone and core(row.label) in {core(heading) for heading in block.headings}


def _has_value_in_label(row: PrintedRow, form_row: Row, block: Block) -> bool:
    """Whether a number behind the label of a row may be its first value: behind it stand more
    values than columns, or fewer. A note on the label, otherwise."""
    words = core(row.label)
    tails = (words.removeprefix(core(its)) for its in form_row.labels if words != core(its))
    if not any(tail.isdecimal() for tail in tails):
        return False
    values = [cell for cell in row.rest if read_cell(cell.text).status != "blank"]
    return len(values) != len(block.columns)


def _names_another(row: PrintedRow, form_row: Row, block: Block) -> bool:
    """Whether a label before a row's own names another row of the form: two rows that text put
    together (上年结转政府信息公开申请数量 本年度办理结果 | （一）予以公开), with one's numbers.
    """
    return any(_names_any(core(cell.text), form_row, block) for cell in row.labels[:-1])


@functools.lru_cache(maxsize=65536)
def _names_any(words: str, form_row: Row, block: Block) -> bool:
    """Whether words name a row of the block other than a certain one."""
    headings = set(map(core, block.headings))
    return any(
        (words == name and len(name) >= _NAME) or (len(name) >= _WORDS and name in words)
        for other in block.rows
        if other is not form_row
        for name in map(core, other.labels)
        if name not in headings
    )


def note_parted(
    rows: Sequence[PrintedRow], matched: Sequence[Row | None], found: Candidate
) -> None:
    """A row beside one that has numbers and no label of the form may be its other half, which the
    end of a page or its author parted: where it has no value at all (pieces of labels may stand
    between the two) or none where the other has any, or where the other stands on the next page
    without any label, or beside the rest of this one's, or where a row above has no value and the
    other no label: several rows stood in one cell. A page may begin with the end of a label whose
    other half is not read at all."""
    unknown = [
        row.has_number and form_row is None for row, form_row in zip(rows, matched, strict=True)
    ]
    for at, (row, form_row) in enumerate(zip(rows, matched, strict=True)):
        if form_row is None:
            continue
        is_cut = any(unknown[at + 1 : at + 2]) and (
            is_rest(row, rows[at + 1]) or _goes_on(row.label, rows[at + 1].label, form_row)
        )
        is_beside = not row.has_value and _is_beside(unknown, rows, matched, at)
        is_beside |= any(
            unknown[n] and _fills_blanks(rows[n], row)
            for n in (at - 1, at + 1)
            if 0 <= n < len(rows)
        )
        is_moved = (
            0 < at < len(rows) - 1
            and matched[at - 1] is not None
            and not rows[at - 1].has_value
            and unknown[at + 1]
            and not rows[at + 1].labels
        )
        if is_cut or is_beside or is_moved:
            message = (
                f"The numbers of the row beside {row.label!r}, whose label is no row of the form, "
                "may be its own or go on with them. Look at the two in the source."
            )
        elif not row.has_value and _begins_page(rows, at) and _is_end(row.label, form_row):
            message = (
                f"{row.label!r} begins a page and is but the end of a label: the numbers of the "
                "row may stand beside the rest of it on the page before. Look at the source."
            )
        else:
            continue
        block = found.block
        keys = (block.subject(block.key(form_row, column)) for column in block.columns)
        found.doubt("row_padded", "warning", message, *dict.fromkeys(keys))


def _fills_blanks(other: PrintedRow, row: PrintedRow) -> bool:
    """Whether the values of another row stand where this one has blanks, and nowhere else."""
    mine, others = (
        {cell.column for cell in each.rest if read_cell(cell.text).status != "blank"}
        for each in (row, other)
    )
    blanks = {cell.column for cell in row.rest} - mine
    return bool(others) and others <= blanks


def _is_beside(
    unknown: Sequence[bool], rows: Sequence[PrintedRow], matched: Sequence[Row | None], at: int
) -> bool:
    """Whether the next row with a number or a label of the form, above or below, is unknown."""
    both = (range(at - 1, -1, -1), range(at + 1, len(rows)))
    telling = (
        next((n for n in around if rows[n].has_number or matched[n] is not None), None)
        for around in both
    )
    return any(number is not None and unknown[number] for number in telling)


def _goes_on(label: str, below: str, form_row: Row) -> bool:
    """Whether the label of the next row is the rest of this one's."""
    names = set(map(core, form_row.labels))
    return core(label) not in names and core(label) + core(below) in names


def _begins_page(rows: Sequence[PrintedRow], at: int) -> bool:
    pages = [cell.place.page for row in rows[max(at - 1, 0) : at + 1] for cell in row.labels[-1:]]
    return pages[-1] is not None and (at == 0 or pages[0] != pages[-1])


def _is_end(label: str, form_row: Row) -> bool:
    """Whether a label is but the end of that of its row."""
    names = set(map(core, form_row.labels))
    return core(label) not in names and any(name.endswith(core(label)) for name in names)


def note_unmatched(unmatched: list[PrintedRow], found: Candidate) -> None:
    """Rows of numbers that are none of the block, or that stand twice: either may be the right
    one of the two."""
    for row in unmatched:
        if not row.has_number:
            continue
        alike, form_row = best_row(row.label, found.block.rows)
        keys = [found.block.key(form_row, column) for column in found.block.columns]
        read = [found.cells[key].value.number for key in keys if key in found.cells]
        if form_row is None or alike < 1 or not read:
            label = row.label or "(no label)"
            message = f"A row of numbers is no row of the block {found.block.name}: {label}"
            found.doubt("label_unmatched", "warning", f"{message} | {row.printed}", None)
        elif read != [read_cell(cell.text).number for cell in row.rest][: len(read)]:
            message = f"The row {row.label!r} stands twice; the first was read, not {row.printed}."
            found.doubt("row_repeated", "warning", message, found.block.subject(keys[0]))


def note_other_heads(
    printed: Sequence[tuple[object, PrintedRow]], matched: Sequence[Row | None], found: Candidate
) -> None:
    """Doubt the rows below a further head (信息内容 | 上年处理决定数量) that is none of the form:
    their values may be other ones than those under the head that was read.

    printed: each row with the segment that it stands in.
    """
    other: PrintedRow | None = None
    last: object = None
    for (segment, row), form_row in zip(printed, matched, strict=True):
        other, last = (other if segment is last else None), segment
        if form_row is None and len(row.labels) > 1 and core(row.labels[0].text) in LEADERS:
            other = row
        elif form_row is not None and other is not None:
            message = (
                f"The row {row.label!r} stands below the head {other.label!r}, which is none of "
                "the form; it was read as under the head before. Look at it in the source."
            )
            keys = (found.block.key(form_row, column) for column in found.block.columns)
            subjects = dict.fromkeys(found.block.subject(key) for key in keys)
            found.doubt("label_unmatched", "warning", message, *subjects)


def note_strange_heads(found: Candidate) -> None:
    """Doubt the values under a head that says something else than the column which it is by its
    place: 作废数 may be 本年废止件数, 事业单位 is hardly 科研机构."""
    strange: dict[HeadColumn, list[Key]] = {}
    for key, reading in found.cells.items():
        if reading.head.is_strange:
            strange.setdefault(reading.head, []).append(key)
    for head, keys in strange.items():
        message = (
            f"The head {head.text!r} was taken for {head.column.labels[0]!r} by its place among "
            "the others. Look at the head in the source."
        )
        found.doubt("label_unmatched", "warning", message, *keys)


def note_missing(reading: TableReading) -> None:
    """One doubt for each row of a block found, or group of table 4, that has no cell."""
    for block in reading.blocks:
        absent = _absent_columns(block, reading)
        missing: dict[str, list[Key]] = {}
        for key in block.cell_keys():
            if key not in reading.cells and key[1] not in absent:
                missing.setdefault(block.row_of(key), []).append(key)
        for name, keys in missing.items():
            if any(d.rule_code == "cells_missing" and d.key in keys for d in reading.doubts):
                continue
            message = f"{len(keys)} cells of {name} were not found in the report."
            reading.doubts.append(Doubt("cells_missing", "warning", message, keys[-1]))


def note_heads_apart(document: Document, reading: TableReading) -> None:
    """Doubt a block that was read from a table where all of its heads stand once more outside the
    tables, one below the other: what was read may be of another body or year."""
    short = (text for text in document.paragraphs if len(text.text) <= LONGEST)
    lines = {core(without_unit(text.text)) for text in short}
    for block in reading.blocks:
        cells = [reading.cells[key] for key in block.cell_keys() if key in reading.cells]
        is_apart = all(
            any(core(without_unit(label)) in lines for label in column.labels)
            for column in block.columns
        )
        if not is_apart or any(cell.cell.place.table is None for cell in cells):
            continue
        message = (
            f"The heads of the block {block.name} stand once more outside the tables: a further "
            "table of it was not read, and this one may be of another body or year."
        )
        subjects = dict.fromkeys(block.subject(cell.key) for cell in cells)
        reading.doubts += [Doubt("table_repeated", "warning", message, each) for each in subjects]


def _absent_columns(block: Block, reading: TableReading) -> set[str]:
    """Columns of applicants that the report leaves out, each with one doubt."""
    if not block.has_applicants:
        return set()
    found = {key[1] for key in reading.cells}
    absent = [column for column in block.columns if column.code not in found]
    for column in absent:
        message = f"The column {column.labels[0]} of the block {block.name} is not in the report."
        reading.doubts.append(Doubt("cells_missing", "warning", message, (None, column.code)))
    return {column.code for column in absent}
