"""Columns of two years under each head: 自然人 over 本年 and 上年, or over 2021年 and 2020年.

A row of periods stands below the heads. The cells of the year reported on are those of the heads;
the others are left out, and with them the row.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, replace

from extraction.document import Block, Cell, Document, Table
from extraction.labels import LAST_YEAR, THIS_YEAR, has_words, plain
from extraction.values import read_cell

_PERIOD = re.compile(
    rf"(?:(?P<year>20\d\d)年度?|(?P<this>(?:{THIS_YEAR})度?|本期)"
    rf"|(?:{LAST_YEAR})度?(?:同期)?|同期|上期|增减|同比(?:增减|增长)?)(?:数|数量|情况|合计|率|幅度?)?"
)


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns of a head: all, and those of the year reported on."""

    whole: range
    own: range


def with_reported_year(document: Document, year: int | None) -> Document:
    """The document with the cells of the year reported on alone where each head of a table is over
    those of several; itself if none is."""
    above, open_heads = None, list[_Head]()
    blocks: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        goes_on = open_heads and above is not None and block.may_go_on_from(above)
        above = block
        mended, open_heads = _of_one_year(block, year, open_heads if goes_on else [])
        blocks.append(mended)
    is_same = all(one is other for one, other in zip(blocks, document.blocks, strict=True))
    return document if is_same else replace(document, blocks=blocks)


def _of_one_year(table: Table, year: int | None, above: list[_Head]) -> tuple[Table, list[_Head]]:
    """A table with the cells of the year alone, and the heads under which its last rows stand.

    above: those of the table of the page before, of which it is the rest.
    """
    is_told = bool(above) or sum(_period(text) is not None for text in table.texts) > 1
    if table.geometry != "grid" or not is_told:
        return table, []
    rows = table.rows()
    found = {
        number: heads for number in range(1, len(rows)) if (heads := _heads(rows, number, year))
    }
    if above:
        found[-1] = above
    last: list[_Head] = []
    for number in sorted(found, reverse=True):
        stop = _stop(rows, number, found[number])
        if stop > number + 1:
            last = found[number] if stop == len(rows) else last
            table = _of_the_year(table, range(number + 1, stop), found[number])
            table = _without_row(table, number) if number >= 0 else table
    return table, last


@functools.lru_cache(maxsize=16384)
def _period(text: str) -> re.Match[str] | None:
    return _PERIOD.fullmatch(plain(text))


def _is_of_periods(row: list[Cell], number: int) -> bool:
    """Whether nothing but periods begins in a row, at least two."""
    own = [cell.text for cell in row if cell.row == number and cell.text.strip()]
    return len(own) > 1 and all(_period(text) is not None for text in own)


def _heads(rows: list[list[Cell]], number: int, year: int | None) -> list[_Head]:
    """The heads over a row of periods; none where it is another row, or where not all of them have
    the same periods under them, one of which is the year's."""
    if not _is_of_periods(rows[number], number):
        return []
    periods = {}
    for cell in rows[number]:
        if cell.row == number and (match := _period(cell.text)) is not None:
            periods[cell.column] = match
    reported = year or max((int(its["year"]) for its in periods.values() if its["year"]), default=0)
    kinds = {
        column: match["this"] is not None or match["year"] == str(reported)
        for column, match in periods.items()
    }
    begins = _begins(rows, number)
    under = [cell for cell in rows[number] if cell.column >= min(periods)]
    own = [*itertools.takewhile(lambda cell: cell.row == number, under)]
    if max(periods) > own[-1].column:
        return []
    end = own[-1].columns.stop
    parted: list[list[int]] = []
    for column in periods:
        if column in begins:
            parted.append([])
        elif not parted:
            return []
        parted[-1].append(column)
    shapes = {tuple(kinds[column] for column in columns) for columns in parted}
    if len(shapes) != 1 or len(shape := shapes.pop()) < 2 or sum(shape) != 1:
        return []
    place = shape.index(True)
    stops = [columns[0] for columns in parted[1:]] + [end]
    found = []
    for columns, stop in zip(parted, stops, strict=True):
        bounds = [*columns, stop]
        found.append(_Head(range(columns[0], stop), range(bounds[place], bounds[place + 1])))
    return found


def _begins(rows: list[list[Cell]], number: int) -> set[int]:
    """The columns in which a head over a row begins."""
    begins: set[int] = set()
    for row in reversed(rows[:number]):
        if any(read_cell(cell.text).number is not None for cell in row):
            break
        begins |= {cell.column for cell in row if has_words(cell.text)}
    return begins


def _stop(rows: list[list[Cell]], number: int, heads: list[_Head]) -> int:
    """Where the rows end whose cells stand under the periods of a row; at the row itself where one
    of them has a number too few or too many: it would be the other year's that fills the gap."""
    below = range(number + 1, len(rows))
    stop = next(
        (n for n in below if _is_of_periods(rows[n], n) or not _stands_under(rows[n], heads)),
        len(rows),
    )
    whole = range(heads[0].whole.start, heads[-1].whole.stop)
    width = max((cell.columns.stop for cell in rows[number]), default=0) if number >= 0 else 0
    for row in rows[number + 1 : stop]:
        under = [cell for cell in row if _meet(cell.columns, whole)]
        is_filled = any(read_cell(cell.text).number is not None for cell in under)
        if is_filled and sum(cell.column_span for cell in under) != len(whole):
            return number
        if width and any(cell.column >= width for cell in row):
            return number
    return stop


def _stands_under(row: list[Cell], heads: list[_Head]) -> bool:
    """Whether each cell of a row is of one period, or beside all of them; a blank or a label may be
    over all of a head."""
    for cell in row:
        head = next((its for its in heads if _meet(cell.columns, its.whole)), None)
        if head is None or (cell.columns == head.whole and read_cell(cell.text).number is None):
            continue
        is_own = _is_within(cell.columns, head.own)
        is_other = _is_within(cell.columns, head.whole) and not _meet(cell.columns, head.own)
        is_label = has_words(cell.text) and read_cell(cell.text).number is None
        if not is_own and (not is_other or is_label):
            return False
    return True


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _is_within(one: range, other: range) -> bool:
    return other.start <= one.start and one.stop <= other.stop


def _of_the_year(table: Table, rows: range, heads: list[_Head]) -> Table:
    """The table without what stands in some rows under the other periods."""
    cells = [
        moved
        for cell in table.cells
        if (moved := _moved(cell, heads) if cell.row in rows else cell) is not None
    ]
    return replace(table, cells=cells)


def _without_row(table: Table, number: int) -> Table:
    cells = []
    for cell in table.cells:
        if cell.row > number:
            cells.append(replace(cell, row=cell.row - 1))
        elif cell.row + cell.row_span <= number:
            cells.append(cell)
        elif cell.row_span > 1:
            cells.append(replace(cell, row_span=cell.row_span - 1))
    return replace(table, cells=cells)


def _moved(cell: Cell, heads: list[_Head]) -> Cell | None:
    """A cell as it stands under its head alone; None for one of another period."""
    head = next((its for its in heads if _meet(cell.columns, its.whole)), None)
    if head is None or cell.columns == head.whole:
        return cell
    if not _is_within(cell.columns, head.own):
        return None
    column = cell.column - head.own.start + head.whole.start
    is_last = cell.columns.stop == head.own.stop
    span = head.whole.stop - column if is_last else cell.column_span
    return replace(cell, column=column, column_span=span)
