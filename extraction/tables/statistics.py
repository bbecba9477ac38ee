"""Read the statistics table of 2014 to 2018: a list of indicators with one value each.

The table is known by its rows, never by its year or head alone: the tables that provinces used
before it have a like head.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from extraction.document import Cell, Document, Table
from extraction.forms import Block, Column, Row, load_forms
from extraction.labels import has_words, plain
from extraction.tables.head_columns import HeadColumn
from extraction.tables.indicators import match, name, scores
from extraction.tables.results import CellReading, Doubt, TableReading
from extraction.tables.value_columns import Part, is_label_head, parts
from extraction.values import is_money_unit, read_cell

LEAST_ROWS = 6
"""A table with fewer rows that only this form has is none of it; a whole one has 33."""

_UNIT = re.compile(
    r"^[(\[]?(?:单位:?)?(?P<unit>万元|千元|元|条|件|次|篇|个|人|人次|份|期|场)[)\]]?$"
)
_UNIT_INSIDE = re.compile(r"\((?:单位:?)?(万元|千元|元|条|件|次|篇|个|人|人次)\)")
_UNIT_IN_FRONT = re.compile(r"^(?P<unit>万元|千元|元|条|件|次|篇|个|人次|人)(?P<rest>[\d,.]+)$")
"""A unit and a value in one cell, as columns parted by few spaces run together."""

_NUMBER_ONLY = re.compile(r"^[(]?[一二三四五六七八九十\d]+[)]?[、.]?$")
_FOOT = re.compile(r"负责人|审核人|填报|填表|制表|联系电话|联系人")


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed row of one half of a table. cell: None where none is surely its value."""

    label: str
    unit: str | None
    cell: Cell | None
    head: str
    printed: str


def read_statistics(document: Document, reading: TableReading) -> list[Table]:
    """Read the statistics table of a document into `reading`.

    Returns the physical tables that belong to it, so that nothing else is looked for in them.
    """
    block = next(b for form in load_forms() for b in form.blocks if b.is_list)
    taken: list[Table] = []
    lines: list[_Line] = []
    layout: list[Part] = []
    for table in document.tables:
        if not taken and not _may_be_of_form(table, block):
            continue
        head_end, own = _head(table)
        rows = table.rows()[head_end:]
        parts_of = own or (layout if taken else []) or [_plain_part(rows)]
        new = _lines(rows, parts_of, table, is_own=bool(own))
        if not _is_of_form(new, block, is_begun=bool(taken)):
            layout = layout if taken else []
            continue
        taken.append(table)
        layout = own or layout
        refusal = next((part.refusal for part in own if part.refusal), None)
        if refusal is not None:
            _refuse(reading, block, refusal)
        elif _repeats(lines, new, block):
            _warn_repeated(reading, block)
        else:
            lines += new
    if lines:
        _store(lines, block, reading)
    return taken


_PLAIN = Part(range(0), range(0, 1), None, None, "", 0, has_aside=False)
"""A table without a head: label, unit and one value, known by what they are."""


def _head(table: Table) -> tuple[int, list[Part]]:
    """The number of rows down to the end of the head and the parts of the table by it."""
    rows = table.rows()
    for number, row in enumerate(rows[:6]):
        label = next((cell for cell in row if is_label_head(cell.text)), None)
        if label is not None and len(row) > 1:
            stop = max(number + 1, label.row + label.row_span)
            found = parts(rows[number:stop])
            # Columns aligned by spaces may leave a second head row that has lost some heads.
            fullest = max(rows[number:stop], key=_label_heads)
            return stop, found if len(found) >= _label_heads(fullest) else parts([fullest])
    return 0, []


def _label_heads(row: list[Cell]) -> int:
    """The number of columns of labels that a head row names: as many parts has the table."""
    return sum(is_label_head(cell.text) for cell in row)


def _lines(
    rows: list[list[Cell]], layout: list[Part], table: Table, *, is_own: bool
) -> list[_Line]:
    lines: list[_Line] = []
    is_laid_out = is_own or layout[-1].columns.stop == table.column_count
    by_place = is_laid_out or table.geometry == "ragged"
    plain_part = _plain_part(rows)
    for part in layout:
        for row in rows:
            if _is_foot(row):
                continue
            line = _line(row, part if by_place else plain_part, is_single=len(layout) == 1)
            if line is not None:
                lines.append(line)
    return lines


def _is_foot(row: list[Cell]) -> bool:
    return any(_FOOT.search(plain(cell.text)) for cell in row)


def _line(row: list[Cell], part: Part, *, is_single: bool) -> _Line | None:
    printed = " | ".join(cell.text for cell in row)
    width = max((cell.columns.stop for cell in row), default=0)
    fits = part.value is not None and (
        width == part.columns.stop if is_single else width >= part.columns.stop
    )
    if fits and part.value is not None:
        label = _last_label(_within(row, part.label))
        value = [cell for cell in row if cell.columns == part.value]
        spans = [cell for cell in row if part.value.start in cell.columns]
        unit = _within(row, part.unit) if part.unit else []
        if label is None:
            return None
        cell = value[0] if value and spans == value else None
        return _Line(label.text, _unit(unit, label), cell, part.head, printed)
    label = _first_label(row)
    if label is None:
        return None
    rest = _behind(row, label)
    is_sure = is_single and not part.others and not part.has_aside and len(rest) == 1
    units = [cell for cell in row if cell.column > label.column and cell not in rest]
    return _Line(label.text, _unit(units, label), rest[0] if is_sure else None, part.head, printed)


def _behind(row: list[Cell], label: Cell) -> list[Cell]:
    """The cells behind a label that hold something and are no unit."""
    return [
        cell
        for cell in row
        if cell.column > label.column and cell.text.strip() and not _UNIT.match(plain(cell.text))
    ]


def _plain_part(rows: list[list[Cell]]) -> Part:
    """The layout of rows without a head: where some hold two values none is surely the year's."""
    most = 0
    for row in rows:
        label = _first_label(row)
        if label is not None and not _is_foot(row):
            values = [read_cell(cell.text).number for cell in _behind(row, label)]
            most = max(most, sum(number is not None for number in values))
    return replace(_PLAIN, others=max(0, most - 1))


def _within(row: list[Cell], columns: range) -> list[Cell]:
    return [cell for cell in row if columns.start <= cell.column < columns.stop]


def _last_label(cells: list[Cell]) -> Cell | None:
    return next((cell for cell in reversed(cells) if _is_label(cell.text)), None)


def _first_label(cells: list[Cell]) -> Cell | None:
    return next((cell for cell in cells if _is_label(cell.text)), None)


def _is_label(text: str) -> bool:
    folded = plain(text)
    is_word = has_words(folded) and not _UNIT.match(folded) and not _NUMBER_ONLY.match(folded)
    return is_word and bool(name(text)) and read_cell(text).status == "unreadable"


def _unit(cells: list[Cell], label: Cell) -> str | None:
    """The unit printed in the unit column, else in brackets behind the label."""
    for cell in cells:
        match_ = _UNIT.match(plain(cell.text))
        if match_:
            return match_["unit"]
    inside = _UNIT_INSIDE.findall(plain(label.text))
    return inside[-1] if inside else None


def _may_be_of_form(table: Table, block: Block) -> bool:
    """Whether enough rows have a label of the form: most tables are passed by with this."""
    rows = (cell.row_span for cell in table.cells if _is_telling(cell.text, block))
    return sum(rows) >= LEAST_ROWS


def _is_telling(text: str, block: Block) -> bool:
    """Whether a text is the label of a row that only this form has."""
    row = _nearest(text, block) if has_words(text) else None
    return row is not None and bool(row.code) and row.code not in block.common


def _is_of_form(lines: list[_Line], block: Block, *, is_begun: bool) -> bool:
    """Whether the rows are those of the form, and none is of a table of before it."""
    foreign = {name(label) for label in block.foreign}
    if any(name(line.label) in foreign for line in lines):
        return False
    known = sum(_nearest(line.label, block) is not None for line in lines)
    telling = sum(_is_telling(line.label, block) for line in lines)
    return known * 2 >= len(lines) and bool(known) and (is_begun or telling >= LEAST_ROWS)


@functools.lru_cache(maxsize=65536)
def _nearest(label: str, block: Block) -> Row | None:
    return next(iter(_fitting(label, block)), None)


def _unique(lines: list[_Line], block: Block) -> set[str]:
    """The indicators of the form among the rows that stand once in it."""
    found = [row for line in lines for row in _fitting(line.label, block) if row.code]
    once = [row for row in found if sum(row.labels[0] == o.labels[0] for o in block.rows) == 1]
    return {row.code for row in once}


def _fitting(label: str, block: Block) -> list[Row]:
    scored = zip(block.rows, scores(label, block.rows), strict=True)
    return [row for row, score in scored if score]


def _repeats(lines: list[_Line], new: list[_Line], block: Block) -> bool:
    """Whether a further table is a second copy (for another body) and not the rest of the first."""
    return len(_unique(lines, block) & _unique(new, block)) >= 2


def _refuse(reading: TableReading, block: Block, refusal: str) -> None:
    message = (
        f"Of the block {block.name} none of the cells was read: {refusal}. "
        "Look at the heads in the source."
    )
    reading.doubts.append(Doubt("cells_missing", "error", message, block=block.name))


def _warn_repeated(reading: TableReading, block: Block) -> None:
    message = f"The block {block.name} stands more than once; the first was read."
    reading.doubts.append(Doubt("table_repeated", "warning", message))


def _store(lines: list[_Line], block: Block, reading: TableReading) -> None:
    reading.blocks.append(block)
    early, late = match([line.label for line in lines], block.rows)
    for line, row, other in zip(lines, early, late, strict=True):
        if row is None or row is not other:
            _note_unmatched(line, block, reading)
        elif row.code:
            _store_line(line, row, block, reading)


def _store_line(line: _Line, row: Row, block: Block, reading: TableReading) -> None:
    column = Column(block.columns[0].code, block.columns[0].labels, money=row.money, unit=row.unit)
    key = block.key(row, block.columns[0])
    leading = _UNIT_IN_FRONT.match(plain(line.cell.text)) if line.cell else None
    unit = leading["unit"] if leading else line.unit
    if line.cell is None or (unit and is_money_unit(unit) != row.money):
        message = f"It stays open which cell is the value of the row {line.label!r}: {line.printed}"
        reading.doubts.append(Doubt("cells_missing", "error", message, key))
        return
    value = read_cell(leading["rest"] if leading else line.cell.text)
    # An amount is in the unit that its row prints: the unit goes with the head, as in other forms.
    head = f"{line.head}（{unit}）" if row.money and unit else line.head
    reading.cells[key] = CellReading(
        key, value, line.cell, block, HeadColumn(column, head, None), line.label, "grid"
    )


def _note_unmatched(line: _Line, block: Block, reading: TableReading) -> None:
    if line.cell is None or read_cell(line.cell.text).number is None:
        return
    message = f"A row of numbers is no row of the block {block.name}: {line.printed}"
    reading.doubts.append(Doubt("label_unmatched", "info", message))
