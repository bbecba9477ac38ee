"""Labels that say a label of the form otherwise, put right.

Misread from a picture (白然人 where the recogniser also saw 自然人, 自然人1 where it took a wall
for a stroke) or with the year for 本年 (`with_known_labels`): whole tables hang on the heads of
their columns, and these are words of the form. Printed by a text in lines above, on and below the
value of an indicator (`with_whole_indicators`): which lines make one label only the form says, and
nothing is joined but to a whole label of it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.forms import load_forms
from extraction.labels import core, has_words, plain
from extraction.tables.heads.labels import CORNER_TEXT
from extraction.tables.indicators import name
from extraction.typography import is_value, join_lines
from extraction.units import unit_alone, without_unit
from extraction.values import read_cell

_LEAST = 0.02
"""Less sure readings are not asked."""

_THIS_YEAR = re.compile(r"(20\d\d)年度?")

_WALL = re.compile(r"^[1Il|丨]|[1Il|丨]$")
"""A line between cells that was taken for a stroke of the text beside it."""

_CLEARLY = 2
"""So many times as many values must have a label on one side as on the other."""

_MOST_LINES = 3
"""Of a label above the line of its value, and below it."""


def with_known_labels(table: Table, year: int | None) -> Table:
    """The table with its labels put right. year: the year reported on: heads that number another
    one stay what they are (2022年制发件数 is 本年制发件数 in the report on 2022 alone)."""
    named = f"{year}年"
    is_recognised = bool(table.cells) and table.cells[0].recognition is not None
    if not is_recognised and not any(named in cell.text for cell in table.cells):
        return table
    return replace(table, cells=[_put_right(cell, named) for cell in table.cells])


def _put_right(cell: Cell, year: str) -> Cell:
    readings = [_THIS_YEAR.sub("本年", cell.text, 1)] if cell.text.lstrip().startswith(year) else []
    if cell.recognition is not None and core(bare := _WALL.sub("", cell.text)) in _heads():
        return replace(cell, text=bare) if bare != cell.text else cell
    if cell.recognition is not None and core(cell.text) and core(cell.text) not in _labels():
        readings += [text for text, score in cell.recognition.alternatives if score >= _LEAST]
    known = (text for text in readings if core(without_unit(text)) in _labels())
    return replace(cell, text=text) if (text := next(known, None)) is not None else cell


@functools.lru_cache(maxsize=16384)
def is_label_of_form(text: str) -> bool:
    """Whether a text is a label of a row, a column or a group of columns, word for word."""
    return (words := core(without_unit(text))) in _labels() or words in _heads()


@functools.cache
def _labels() -> frozenset[str]:
    """All labels of rows and columns of the forms, without what has no words."""
    blocks = [block for form in load_forms() for block in form.blocks]
    labels = [line.labels for block in blocks for line in block.rows]
    labels += [column.labels for block in blocks for column in block.columns]
    return frozenset(filter(None, (core(label) for each in labels for label in each)))


@functools.cache
def _heads() -> frozenset[str]:
    """The names of columns, of groups of them and of what stands over or beside these."""
    blocks = [block for form in load_forms() for block in form.blocks]
    names = [column.labels for block in blocks for column in block.columns]
    names += [group.labels for block in blocks for group in block.groups]
    names += [(*block.captions, CORNER_TEXT) for block in blocks]
    return frozenset(filter(None, (core(name) for each in names for name in each)))


def with_whole_indicators(table: Table) -> Table:
    """The table of a text with the indicators that lines part whole."""
    printed = [] if table.geometry == "grid" else table.rows()
    if not any(map(_is_words, printed)):
        return table
    rows = _with_units([_with_closed_label(cells) for cells in printed])
    side = _side_of_labels(rows)
    for number, cells in enumerate(rows):
        if not cells or _is_words(cells):
            continue
        own = [cell for cell in cells[:1] if _is_label(cell)]
        for above, below in _around(rows, number):
            pieces = [*(rows[n][0] for n in above), *own, *(rows[n][0] for n in below)]
            label = join_lines(piece.text for piece in pieces)
            if pieces and _is_indicator(label, cells):
                if not own and not (above and below) and side != ("above" if above else "below"):
                    continue
                if above or below:
                    rows[number] = [replace(pieces[0], text=label), *cells[len(own) :]]
                    for n in (*above, *below):
                        rows[n] = []
                break
    if rows == printed:
        return table
    cells = [
        replace(cell, row=row, column=column)
        for row, each in enumerate(filter(None, rows))
        for column, cell in enumerate(each)
    ]
    return replace(table, cells=cells)


def _with_closed_label(cells: list[Cell]) -> list[Cell]:
    """A row whose label holds a number between spaces (相同信息计 1 条) with it whole."""
    texts = itertools.accumulate(cell.text for cell in cells)
    for number, text in enumerate(texts):
        if plain(text).count("(") <= plain(text).count(")"):
            is_cut = number > 0 and name(cells[0].text) in _units_by_name()
            return [replace(cells[0], text=text), *cells[number + 1 :]] if is_cut else cells
    return cells


def _with_units(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, a unit and the value below it, each on a line of its own, as one."""
    whole: list[list[Cell]] = []
    for cells in rows:
        above = whole[-1] if whole else []
        is_below = len(above) == 1 and unit_alone(above[0].text) is not None
        if is_below and len(cells) == 1 and is_value(cells[0].text):
            whole[-1] = [*above, *cells]
        else:
            whole.append(cells)
    return whole


def _side_of_labels(rows: list[list[Cell]]) -> str | None:
    """On which side of their values a text prints labels on lines of their own, by the values that
    have one on one side alone; None where nothing tells it, or more have none at all."""
    values = (n for n, cells in enumerate(rows) if any(map(_tells_value, cells)))
    beside = [_whole_beside(rows, n) for n in values if not _is_label(rows[n][0])]
    above, below = beside.count((True, False)), beside.count((False, True))
    alone = beside.count((False, False))
    if max(above, below) <= _CLEARLY * min(above, below) or max(above, below) < alone:
        return None
    return "above" if above > below else "below"


def _tells_value(cell: Cell) -> bool:
    """Whether a cell is a unit or a number: headings have two dashes."""
    return unit_alone(cell.text) is not None or read_cell(cell.text).number is not None


def _whole_beside(rows: list[list[Cell]], number: int) -> tuple[bool, bool]:
    """Whether lines right above a row make a whole label, and those right below it."""
    sides = [False, False]
    for above, below in _around(rows, number):
        if bool(above) != bool(below):
            label = join_lines(rows[n][0].text for n in (*above, *below))
            sides[bool(below)] |= _is_indicator(label, rows[number])
    return sides[0], sides[1]


def _around(rows: list[list[Cell]], number: int) -> Iterator[tuple[range, range]]:
    """Lines of words right above and below a row, the most first: a label may end as another does
    (不同意公开 and 同意公开)."""
    most = range(1, _MOST_LINES + 1)
    above = next((n - 1 for n in most if not _is_words_at(rows, number - n)), _MOST_LINES)
    below = next((n - 1 for n in most if not _is_words_at(rows, number + n)), _MOST_LINES)
    ways = [(up, down) for up in range(above + 1) for down in range(below + 1)]
    for up, down in sorted(ways, key=sum, reverse=True):
        yield range(number - up, number), range(number + 1, number + 1 + down)


def _is_words_at(rows: list[list[Cell]], number: int) -> bool:
    return 0 <= number < len(rows) and _is_words(rows[number])


def _is_words(cells: list[Cell]) -> bool:
    """Whether a row holds a label, or a piece of one, alone."""
    return len(cells) == 1 and _is_label(cells[0])


def _is_label(cell: Cell) -> bool:
    return has_words(cell.text) and not is_value(cell.text) and unit_alone(cell.text) is None


def _is_indicator(label: str, cells: list[Cell]) -> bool:
    """Whether a label is that of an indicator with the unit that stands in front of a value, if one
    does; a heading has a dash in the place of its unit and one in that of its value."""
    units = _units_by_name().get(name(label))
    if units is None:
        return False
    if len(cells) > 1 and all(read_cell(cell.text).status == "dash" for cell in cells):
        return None in units
    stated = next((unit for cell in cells if (unit := unit_alone(cell.text))), None)
    return stated is None or stated in units


@functools.cache
def _units_by_name() -> dict[str, set[str | None]]:
    """The names of all indicators, each with the units that it may have."""
    found: dict[str, set[str | None]] = {}
    blocks = (block for form in load_forms() for block in form.blocks if block.is_list)
    for row in (row for block in blocks for row in block.rows):
        for label in row.labels:
            found.setdefault(name(label), set()).add(row.unit)
    return found
