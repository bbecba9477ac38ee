"""Read the statistics table of 2014 to 2018: a list of indicators with one value each.

The table is known by its rows, never by its year or head alone: the tables that provinces used
before it have a like head.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extraction.document import Cell, Document, Table
from extraction.forms import Block, Row, load_forms
from extraction.labels import core, has_words, plain
from extraction.tables.heads.columns import HeadColumn
from extraction.tables.indicators import labels_of, match
from extraction.tables.local_forms import is_foreign, local_doubts, local_tables
from extraction.tables.periods import Period, nearest_period, years
from extraction.tables.results import Candidate, Doubt, TableReading
from extraction.tables.segments import with_captions
from extraction.tables.statistics_lines import (
    Line,
    head_of,
    lines_of,
    parted_at_heads,
    plain_part,
    unlabelled,
)
from extraction.tables.value_columns import Part
from extraction.units import ANY, PEOPLE, is_money_unit, scale_of_counts, unit_alone
from extraction.values import read_cell

LEAST_ROWS = 6
"""A table with fewer rows that only this form has is none of it; a whole one has 33."""

_UNIT_IN_FRONT = re.compile(rf"^(?P<unit>{ANY})(?P<rest>[\d,.]+)$")
"""A unit and a value in one cell, as columns parted by few spaces run together."""


@dataclass
class _Copy:
    """A statistics table, of one or more physical tables. layout: of the last head in it.
    foot: the value at the end of the last page whose label is to come on the next."""

    captions: tuple[str, ...]
    tables: list[Table] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    layout: list[Part] = field(default_factory=list)
    refusal: str | None = None
    foot: Cell | None = None

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(part.head for part in self.layout)

    def period(self, year: int | None) -> Period | None:
        """By what stands over the table or, failing that, over its values."""
        return nearest_period(self.captions, year) or nearest_period(self.heads, year)


@dataclass(frozen=True, slots=True)
class _Head:
    """A head that stands alone, as the end of a page cuts it off its table."""

    table: Table
    captions: tuple[str, ...]
    layout: list[Part]


def read_statistics(
    document: Document, year: int | None, reading: TableReading
) -> tuple[list[Candidate], list[Table]]:
    """Read the statistics tables of a document.

    year: the year reported on, where it is known. Returns what each copy of the table holds, and
    the physical tables that belong to one, so that nothing else is looked for in them.
    """
    block = next(b for form in load_forms() for b in form.blocks if b.is_list)
    reading.local = local_tables(document.tables, block, year)
    reading.doubts += local_doubts(reading.local, block)
    if not _may_hold(document.tables, block):
        return [], []
    copies = [copy for copy in _copies(document, year, block) if _is_told(copy, block)]
    texts = (text for copy in copies for text in (*copy.captions, *copy.heads))
    latest = max((named for text in texts for named in years(text)), default=None)
    candidates = []
    for copy in copies:
        period = copy.period(year or latest)
        found = Candidate(block, {}, [], period, _known(copy.lines, block))
        if copy.refusal is not None:
            found.doubts.append(_refusal(block, copy.refusal))
        else:
            _store(copy.lines, found)
        candidates.append(found)
    return candidates, [table for copy in copies for table in copy.tables]


def _may_hold(tables: list[Table], block: Block) -> bool:
    """Whether enough rows have a label that only this form has: most reports end here."""
    telling = {text for table in tables for text in table.texts if _tells(text, block)}
    rows = (cell.row_span for table in tables for cell in table.cells if cell.text in telling)
    return bool(telling) and sum(rows) >= LEAST_ROWS


@functools.lru_cache(maxsize=65536)
def _tells(label: str, block: Block) -> bool:
    row = _nearest(label, block) if has_words(label) else None
    return row is not None and bool(row.code) and row.code not in block.common


def _copies(document: Document, year: int | None, block: Block) -> list[_Copy]:
    """The tables whose rows are indicators, those that go on with one another together."""
    copies: list[_Copy] = []
    above: _Head | None = None
    for captions, whole_table, table in _tables(document):
        head_end, title, own = head_of(table, year)
        rows = table.rows()[head_end:]
        if own and not rows:
            above = _Head(whole_table, (*captions, *title), own)
            continue
        heads: list[Table] = []
        if above is not None and not own and table.column_count == above.table.column_count:
            captions, own = (*above.captions, *captions), above.layout
            heads = [above.table]
        above = None
        layout = own or (copies[-1].layout if copies else []) or [plain_part(rows)]
        lines = lines_of(rows, layout, table, is_own=bool(own))
        if not _is_of_form(lines, block):
            continue
        captions = (*captions, *title)
        is_new = not copies or _repeats(copies[-1].lines, lines, block)
        if is_new or nearest_period(captions, year) not in (None, copies[-1].period(year)):
            copies.append(_Copy(captions))
        copy = copies[-1]
        if copy.lines and lines and table.place.is_on_page_after(copy.tables[-1].place):
            whole = _joined(copy.lines[-1], lines[0], block)
            if whole is not None:
                copy.lines[-1] = whole
                lines = lines[1:]
            elif copy.foot is not None and (cell := lines[0].cell) and not cell.text.strip():
                lines[0] = replace(lines[0], cell=copy.foot)
        copy.foot = unlabelled(rows[-1], layout[0]) if rows and len(layout) == 1 else None
        copy.tables += [*heads, whole_table]
        copy.lines += lines
        copy.layout = own or copy.layout
        copy.refusal = copy.refusal or next((p.refusal for p in own if p.refusal), None)
    return copies


def _tables(document: Document) -> Iterator[tuple[tuple[str, ...], Table, Table]]:
    """The lines over each table, the table, and each part of it that begins with a head."""
    for captions, table in with_captions(document):
        for part in parted_at_heads(table):
            yield captions, table, part
            captions = ()


def _joined(above: Line, below: Line, block: Block) -> Line | None:
    """The row that the end of a page parted, its label going on on the next; None for two rows.

    Their labels together must be like that of an indicator more than either is; the second half
    may be the label of another one, but then has no value of its own.
    """
    label, cell, rest = above.label + below.label, above.cell, below.cell
    alike, upper, lower = (
        labels_of(block.rows).match(each).best for each in (label, above.label, below.label)
    )
    has_value = rest is not None and bool(rest.text)
    if alike <= upper or (alike <= lower and (has_value or alike < 1)):
        return None
    if cell is not None and rest is not None and rest.text:
        cell = replace(cell, text=cell.text + rest.text)
    return replace(
        above,
        label=label,
        unit=above.unit or below.unit,
        cell=cell or rest,
        printed=f"{above.printed} / {below.printed}",
    )


def _is_told(copy: _Copy, block: Block) -> bool:
    """Whether enough rows are those of this form alone."""
    return sum(_tells(line.label, block) for line in copy.lines) >= LEAST_ROWS


def _is_of_form(lines: list[Line], block: Block) -> bool:
    """Whether the rows are those of the form, and none is of a table of before it."""
    if any(is_foreign(line.label, block) for line in lines):
        return False
    known = _known(lines, block)
    return known > 0 and known * 2 >= len(lines)


def _known(lines: list[Line], block: Block) -> int:
    return sum(_nearest(line.label, block) is not None for line in lines)


def _nearest(label: str, block: Block) -> Row | None:
    return next(iter(_fitting(label, block)), None)


def _unique(lines: list[Line], block: Block) -> set[str]:
    """The indicators of the form among the rows that stand once in it."""
    found = [row for line in lines for row in _fitting(line.label, block) if row.code]
    once = [row for row in found if sum(row.labels[0] == o.labels[0] for o in block.rows) == 1]
    return {row.code for row in once}


def _fitting(label: str, block: Block) -> list[Row]:
    return [block.rows[index] for index in labels_of(block.rows).match(label).nearest]


def _repeats(lines: list[Line], new: list[Line], block: Block) -> bool:
    """Whether a further table is a second copy (for another body) and not the rest of the first."""
    return len(_unique(lines, block) & _unique(new, block)) >= 2


def _refusal(block: Block, refusal: str) -> Doubt:
    message = (
        f"Of the block {block.name} none of the cells was read: {refusal}. "
        "Look at the heads in the source."
    )
    return Doubt("cells_missing", "error", message, block=block.name)


def _store(lines: list[Line], found: Candidate) -> None:
    matched = match([line.label for line in lines], found.block.rows)
    for line, row in zip(lines, matched, strict=True):
        if row is None:
            _note_unmatched(line, found)
        elif row.code:
            _store_line(line, row, found)
    told = [line for line, row in zip(lines, matched, strict=True) if row is not None and row.code]
    if 2 * sum(line.cell is None for line in told) > len(told):
        message = (
            "Of most rows beside it it stays open which number is the year's; this one may have "
            "lost its own. Look at the source."
        )
        found.doubt("row_padded", "warning", message, *found.cells)


def _store_line(line: Line, row: Row, found: Candidate) -> None:
    block = found.block
    (value_column,) = block.columns
    column = replace(value_column, money=row.money, unit=row.unit)
    key = block.key(row, value_column)
    leading = _UNIT_IN_FRONT.match(plain(line.cell.text)) if line.cell else None
    unit = leading["unit"] if leading else line.unit
    if line.cell is None or (unit and is_money_unit(unit) != row.money):
        message = f"It stays open which cell is the value of the row {line.label!r}: {line.printed}"
        found.doubt("cells_missing", "error", message, key)
        return
    value = read_cell(leading["rest"] if leading else line.cell.text)
    # A number is in the unit that its row prints: the unit goes with the head, as in other forms.
    is_needed = unit is not None and (row.money or scale_of_counts(unit) > 1)
    head = f"{line.head}（{unit}）" if is_needed else line.head
    stated = unit or _unit_behind(line.label, row)
    if stated and (stated in PEOPLE) != (row.unit in PEOPLE):
        message = (
            f"{stated} stands beside the value of the row {line.label!r}, which counts in "
            f"{row.unit}; it may be the value of another row: {line.printed}"
        )
        found.doubt("unit_unexpected", "warning", message, key)
    found.add(key, line.cell, HeadColumn(column, head, None), line.label, "grid", value)


def _unit_behind(label: str, row: Row) -> str | None:
    """The unit that ran into the end of a row's label, if any."""
    tails = (core(label).rpartition(core(its)) for its in row.labels)
    return next((unit_alone(tail) for _, its, tail in tails if its and tail), None)


def _note_unmatched(line: Line, found: Candidate) -> None:
    if line.cell is None or read_cell(line.cell.text).number is None:
        return
    message = f"A row of numbers is no row of the block {found.block.name}: {line.printed}"
    found.doubt("label_unmatched", "info", message, None)
