"""Doubts about values that may stand in the places of others: one before them was lost or doubled,
or a head was, and no sum tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extraction.forms import Key
from extraction.labels import plain
from extraction.tables.heads.head import Head
from extraction.tables.results import Candidate, CellReading, Doubt, TableReading
from extraction.tables.rows import PrintedRow
from extraction.tables.upright import is_result

_PLUS = frozenset("+增")
_SIGNS = _PLUS | {"减"}

_FAILED = 3
"""So many rows of a table do not fail, or hold, by an agency's own mistakes."""

_STOCKS = (("in_force", "issued", "repealed"), ("disclosed_total", "newly_disclosed", ""))
"""What there is at the end of a year, what came in it, and what went."""


def note_moved_values(
    found: Candidate, head: Head, filled_up: Sequence[PrintedRow], *, is_text: bool
) -> None:
    """All doubts about the values of a block with labelled rows.

    filled_up: its rows in texts whose rows are all filled up to the longest.
    """
    note_moved_totals(found)
    if found.block.has_applicants:
        return
    note_filled_up(filled_up, found)
    note_signs_out_of_place(found, is_text=is_text)
    if is_text:
        note_lost_head(head, found)
        note_blank_stocks(found)


def note_blanks_in_torn(found: Candidate) -> None:
    """Where cells of some rows of a text are lost, a blank of another may be the place of one: a
    sum does not tell in which column its only number stands."""
    for cells in _rows_of(found):
        if len({cell.value.status == "blank" for cell in cells}) > 1:
            message = (
                f"Other rows of this table have lost cells, and blanks of the row "
                f"{cells[0].row_label!r} may stand for some."
            )
            subjects = dict.fromkeys(found.block.subject(cell.key) for cell in cells)
            found.doubt("row_padded", "warning", message, *subjects)


def _rows_of(found: Candidate) -> list[list[CellReading]]:
    """The cells that were found by rows; in tables 2 and 4 these are the items of one kind."""
    rows: dict[str, list[CellReading]] = {}
    for key, reading in found.cells.items():
        rows.setdefault(found.block.row_of(key), []).append(reading)
    return list(rows.values())


def note_chance(failed: int, found: Candidate) -> None:
    """Rows of table 3 that were read where others with as many values as columns were not, since
    their sums fail: the columns stand in another order, in which zeros add up as well.

    failed: how many were not.
    """
    if failed < _FAILED or not found.block.has_applicants:
        return
    for cells in _rows_of(found):
        message = (
            f"The sums of {failed} other rows fail in the order of the heads; that of the row "
            f"{cells[0].row_label!r} may hold by chance."
        )
        found.doubt("row_padded", "warning", message, (cells[0].key[0], None))


def note_moved_totals(found: Candidate) -> None:
    """A table 3 whose column of totals is blank, and whose last column before it is nowhere less
    than the sum of the others and in some rows that sum: a column was lost, and those behind it
    moved up."""
    if not found.block.has_applicants:
        return
    sums = 0
    for cells in _rows_of(found):
        if len(cells) < len(found.block.columns):
            return
        *parts, last, _ = [cell.value.number or 0 for cell in cells]
        if cells[-1].value.status != "blank" or sum(parts) > last:
            return
        sums += bool(last) and sum(parts) == last
    if sums >= _FAILED:
        message = (
            "The column of totals is blank, and the one before it may hold them: if one of the "
            "columns was lost, those behind it moved."
        )
        items = dict.fromkeys(key[0] for key in found.cells)
        found.doubt("row_padded", "warning", message, *((item, None) for item in items))


def note_filled_up(rows: Sequence[PrintedRow], found: Candidate) -> None:
    """In a text whose rows are all filled up to the longest, a row that ends in blanks may have
    lost those before its values, and no sum of tables without any tells it."""
    labels = {row.label for row in rows}
    for cells in _rows_of(found):
        statuses = [cell.value.status for cell in cells if cell.row_label in labels]
        if statuses[-1:] == ["blank"] and set(statuses) != {"blank"}:
            message = (
                f"Blanks behind the values of the row {cells[0].row_label!r} may only fill it up; "
                "if others were dropped before these, they moved."
            )
            found.doubt("row_padded", "warning", message, *(cell.key for cell in cells))


def note_blank_stocks(found: Candidate) -> None:
    """Rows of rules and documents in a text that print how many came and not how many there are,
    where some must be left: a value before the blank may be lost, and the last moved up."""
    for cells in _rows_of(found):
        by_name = {cell.key[0].rpartition(".")[2]: cell.value for cell in cells}
        for stock, came, gone in _STOCKS:
            numbers = [by_name[name].number or 0 if name in by_name else 0 for name in (came, gone)]
            is_blank = stock in by_name and by_name[stock].status == "blank"
            if is_blank and numbers[0] > numbers[1]:
                message = (
                    f"No number of those there are stands in the row {cells[0].row_label!r}; if a "
                    "value was lost before it, the others moved."
                )
                found.doubt("row_padded", "warning", message, *(cell.key for cell in cells))


def note_signs_out_of_place(found: Candidate, *, is_text: bool) -> None:
    """A sign in a column that has no changes, in a row with a column of them, or in a text none at
    a number in that column, in a row with a blank, where other changes have one: a cell of the row
    was lost or doubled, and the others moved."""
    is_marked = is_text and any(plain(c.cell.text)[:1] in _PLUS for c in found.cells.values())
    for cells in _rows_of(found):
        signed = [_is_change(cell) for cell in cells if not cell.head.column.signed]
        bare = (
            is_marked
            and any(cell.value.status == "blank" for cell in cells)
            and any(
                cell.head.column.signed and cell.value.number and not _is_change(cell)
                for cell in cells
            )
        )
        if (any(signed) and len(signed) < len(cells)) or bare:
            message = (
                f"By its sign a change of the row {cells[0].row_label!r} stands in another column "
                "than that of changes; if a value was lost or doubled, the others moved."
            )
            found.doubt("row_padded", "warning", message, *(cell.key for cell in cells))


def _is_change(cell: CellReading) -> bool:
    return plain(cell.cell.text)[:1] in _SIGNS or (cell.value.number or 0) < 0


def note_blank_totals(found: Candidate) -> None:
    """A total of table 4 that is blank beside its parts, where others are printed: a cell before
    it may be lost, and what stood behind that moved up."""
    totals = {
        item.rpartition(".")[0]: cell.value.status
        for (item, _), cell in found.cells.items()
        if item.endswith(".total")
    }
    if set(totals.values()) <= {"blank"}:
        return
    for cells in _rows_of(found):
        group = cells[0].key[0].rpartition(".")[0]
        if totals.get(group) == "blank" and any(cell.value.number for cell in cells):
            message = (
                f"No total stands beside the numbers of {group}; if a value was lost before it, "
                "the others moved."
            )
            found.doubt("row_padded", "warning", message, *(cell.key for cell in cells))


def note_unsure_groups(head: Head, found: Candidate, *, is_text: bool) -> None:
    """Groups of table 4 of which a head is missing, where its neighbour may hold what is left of it
    (其尚未审结), and all of them where in a text heads of results stand under the name of no group,
    which may be that of others."""
    groups = {column.group for column in head.missing()}
    if is_text and any(is_result(cell.text) for cell in head.unknown):
        groups = {column.group for column in found.block.columns}
    keys = [key for key, cell in found.cells.items() if cell.head.column.group in groups]
    _doubt_columns(keys, found)


def note_lost_head(head: Head, found: Candidate) -> None:
    """A block of table 2 in a text without one of its heads: what stood below it may stand below
    the next one now, and no sum tells."""
    if head.missing():
        _doubt_columns(found.cells, found)


def _doubt_columns(keys: Iterable[Key], found: Candidate) -> None:
    message = (
        f"The heads of the block {found.block.name} are not wholly recognised; whether this is the "
        "value of its column stays open. Look at the heads in the source."
    )
    found.doubt("row_padded", "warning", message, *keys)


def note_groups_alone(reading: TableReading) -> None:
    """The groups of table 4 that were found in a text without the others: their values may be those
    of another one, whose heads or numbers the text prints elsewhere."""
    for block in (block for block in reading.blocks if not block.rows):
        found = [key for key in block.cell_keys() if key in reading.cells]
        groups = {key[0].rpartition(".")[0] for key in found}
        if found and len(groups) < len({key[0].rpartition(".")[0] for key in block.cell_keys()}):
            message = (
                f"Only some groups of the block {block.name} were found in the text; their values "
                "may be those of another one. Look at the table in the source."
            )
            reading.doubts += [Doubt("row_padded", "warning", message, key) for key in found]
