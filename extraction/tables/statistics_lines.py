"""Read the rows of a list of indicators: a label, a unit and the cell that is surely its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from extraction.document import Cell, Table
from extraction.labels import core, has_words, is_label_head, plain, split_numbering
from extraction.tables.heads.labels import NUMBERS, UNITS
from extraction.tables.indicators import name
from extraction.tables.value_columns import Part, label_heads, parts
from extraction.typography import is_value
from extraction.units import unit_alone, unit_of_label
from extraction.values import read_cell

_NUMBER_ONLY = re.compile(r"^[(]?[一二三四五六七八九十\d]+[)]?[、.]?$")
_FOOT = re.compile(r"负责人|审核人|填报|填表|制表|联系电话|联系人")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row of one half of a table. cell: None where none is surely its value."""

    label: str
    unit: str | None
    cell: Cell | None
    head: str
    printed: str


_PLAIN = Part(range(0), range(0, 1), None, None, "", 0, has_aside=False)
"""A table without a head: label, unit and one value, known by what they are."""


def head_of(table: Table, year: int | None) -> tuple[int, tuple[str, ...], list[Part]]:
    """The number of rows down to the end of the head, the lines over it, and the parts by it."""
    rows = table.rows()
    for number, row in enumerate(rows[:6]):
        label = next((cell for cell in row if is_label_head(cell.text)), None)
        if label is not None and len(row) > 1:
            stop = max(number + 1, label.row + label.row_span)
            heads = rows[number:stop]
            captions: list[Cell] = []
            if table.geometry == "ragged":
                captions, heads[0] = _without_captions(row, row.index(label))
            found = parts(heads, rows[stop:], year)
            # Columns aligned by spaces may leave a second head row that has lost some heads.
            fullest = max(heads, key=lambda each: (_label_heads(each), _width(each)))
            is_whole = len(found) >= _label_heads(fullest) and _width(heads[-1]) == _width(fullest)
            over = [*(cell for above in rows[:number] for cell in above), *captions]
            title = tuple(cell.text for cell in over if cell.text)
            return stop, title, found if is_whole else parts([fullest], rows[stop:], year)
    return 0, (), []


def parted_at_heads(table: Table) -> list[Table]:
    """The table as tables that begin with their heads, where its head stands again in it.

    Tables that follow one another at once are one in a PDF, and their columns may differ; one that
    goes on from the page before has rows above the head that it repeats.
    """
    rows = [[cell for cell in row if cell.row == at] for at, row in enumerate(table.rows())]
    first = next((row for row in rows if _is_whole_head(row)), None)
    if first is None or table.geometry == "ragged":
        return [table]
    begins = [at for at, row in enumerate(rows) if _texts(row) == _texts(first)]
    counted = next((at for at, row in enumerate(rows) if _has_unit(row)), len(rows))
    cuts = [at for at in begins if at > counted]
    return [
        replace(
            table,
            cells=[replace(c, row=c.row - begin) for c in table.cells if begin <= c.row < end],
        )
        for begin, end in pairwise([0, *cuts, len(rows)])
    ]


def _is_whole_head(row: list[Cell]) -> bool:
    texts = [cell.text for cell in row]
    return any(map(is_label_head, texts)) and any(core(text) in UNITS for text in texts)


def _has_unit(row: list[Cell]) -> bool:
    return any(unit_alone(cell.text) is not None for cell in row)


def _texts(row: list[Cell]) -> list[str]:
    return [plain(cell.text) for cell in row]


def _without_captions(row: list[Cell], label: int) -> tuple[list[Cell], list[Cell]]:
    """What stands before the heads in a row of a text that does not say where rows end, and the
    heads, which number their columns. What is numbered behind them is the label of a row."""
    first = label - 1 if label and core(row[label - 1].text) in NUMBERS else label
    heads = takewhile(lambda cell: not _is_numbered(cell.text), row[first:])
    return row[:first], [replace(c, column=c.column - row[first].column) for c in heads]


def _is_numbered(text: str) -> bool:
    return split_numbering(text)[0] is not None or _NUMBER_ONLY.match(plain(text)) is not None


def _width(row: list[Cell]) -> int:
    """The number of columns that the cells of a row cover."""
    return sum(cell.column_span for cell in row)


def _label_heads(row: list[Cell]) -> int:
    """The number of parts of the table whose labels a head row names."""
    return len(label_heads([cell.text for cell in row]))


def lines_of(
    rows: list[list[Cell]], layout: list[Part], table: Table, *, is_own: bool
) -> list[Line]:
    lines: list[Line] = []
    is_laid_out = is_own or layout[-1].columns.stop == table.column_count
    is_grid = table.geometry == "grid"
    by_place = is_laid_out or not is_grid
    without_head = plain_part(rows)
    for part in layout:
        for row, behind in pairwise([*rows, []]):
            if _is_foot(row):
                continue
            used = part if by_place else without_head
            line = _line(row, used, is_single=len(layout) == 1, is_grid=is_grid)
            if line is not None and not is_grid:
                is_list = len(layout) == 1 and not part.others
                is_open = _begins_with_unit(behind) or (
                    is_list and _is_before_number(line.cell, row)
                )
                line = replace(line, cell=None) if is_open else line
            if line is not None:
                lines.append(line)
    return lines


def _begins_with_unit(row: list[Cell]) -> bool:
    """Whether units stand without a label, printed in a column behind that of all labels: then
    what stands beside the last of these is no value of it."""
    return bool(row) and unit_alone(row[0].text) is not None


def _is_before_number(cell: Cell | None, row: list[Cell]) -> bool:
    """Whether a number stands behind a value: the digits of one number that stand apart, or a
    number in the place of a remark."""
    behind = (other for other in row if cell is not None and other.column > cell.column)
    return any(
        is_value(other.text) and read_cell(other.text).number is not None for other in behind
    )


def _is_foot(row: list[Cell]) -> bool:
    return any(_FOOT.search(plain(cell.text)) for cell in row)


def _line(row: list[Cell], part: Part, *, is_single: bool, is_grid: bool) -> Line | None:
    printed = " | ".join(cell.text for cell in row)
    width, whole = max((cell.columns.stop for cell in row), default=0), part.columns.stop
    if part.value is not None and (width == whole if is_single else width >= whole):
        label = _first_label(_within(row, part.label)[::-1])
        value = [cell for cell in row if cell.columns == part.value]
        spans = [cell for cell in row if part.value.start in cell.columns]
        unit = _within(row, part.unit) if part.unit else []
        if label is None:
            return None
        cell = value[0] if value and spans == value else None
        if cell is not None and part.same is not None and not _agree(cell, row, part.same):
            cell = None
        if cell is not None and not part.others and not cell.text.strip():
            # A number in another place of a row without one may be its value, moved by a lost cell.
            # In a grid what stands behind the part is of the part beside it.
            own = [other for other in row if not is_grid or other.column < whole]
            behind = (read_cell(other.text).number for other in _behind(own, label))
            cell = cell if all(number is None for number in behind) else None
        return Line(label.text, _unit(unit, label), cell, part.head, printed)
    label = _first_label(row)
    if label is None:
        return None
    rest = _behind(row, label)
    is_alone = is_single and not part.others and not part.has_aside and len(rest) == 1
    is_sure = is_alone and part.refusal is None
    units = [cell for cell in row if cell.column > label.column and cell not in rest]
    return Line(label.text, _unit(units, label), rest[0] if is_sure else None, part.head, printed)


def unlabelled(row: list[Cell], part: Part) -> Cell | None:
    """The value of a row whose label is to come on the next page."""
    cell = next((cell for cell in row if cell.columns == part.value), None)
    return None if cell is None or _first_label(row) or not cell.text.strip() else cell


def _agree(cell: Cell, row: list[Cell], place: range) -> bool:
    """Whether the cell of a row at a place says the same as another one of the row."""
    others = [other for other in row if other.columns == place]
    return [read_cell(other.text) for other in others] == [read_cell(cell.text)]


def _behind(row: list[Cell], label: Cell) -> list[Cell]:
    """The cells behind a label that hold something and are no unit, up to the heading of the next
    rows, which may have run into the row where its own cells are blank."""
    behind = [cell for cell in row if cell.column > label.column]
    own = takewhile(lambda cell: split_numbering(cell.text)[0] != "chapter", behind)
    return [cell for cell in own if cell.text.strip() and not unit_alone(cell.text)]


def plain_part(rows: list[list[Cell]]) -> Part:
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


def _first_label(cells: list[Cell]) -> Cell | None:
    return next((cell for cell in cells if _is_label(cell.text)), None)


def _is_label(text: str) -> bool:
    folded = plain(text)
    is_word = has_words(folded) and not unit_alone(folded) and not _NUMBER_ONLY.match(folded)
    return is_word and bool(name(text)) and read_cell(text).status == "unreadable"


def _unit(cells: list[Cell], label: Cell) -> str | None:
    """The unit that the column of units prints, else the label."""
    stated = (unit for cell in cells if (unit := unit_alone(cell.text)))
    return next(stated, None) or unit_of_label(label.text)
