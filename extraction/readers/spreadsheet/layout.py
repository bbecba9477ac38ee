"""From sheets to paragraphs and tables: where on a sheet tables stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, groupby

from extraction.document import Block, Cell, Paragraph, Place, Table
from extraction.readers.nesting import MAX_COLUMNS
from extraction.readers.spreadsheet.sheet import Sheet, Spot, too_large
from extraction.typography import is_value, join_lines, starts_with_numbering

_HEADING = re.compile(r"^[一二三四五六七八九十]{1,2}[、.．]")
_SENTENCE_END = re.compile(r"[。；！？]")


def blocks_of(sheets: Iterable[Sheet]) -> Iterator[Block]:
    """The blocks of all sheets, tables numbered from 1. Over each table of a sheet of an earlier
    year stands the year, as on its tab."""
    tables = 0
    for sheet in sheets:
        sheet.add_blank_row()
        width = max((len(row) for row in sheet.rows), default=0)
        for block in _region(sheet, range(len(sheet.rows)), range(width)):
            if isinstance(block, Table):
                tables += 1
                if sheet.earlier:
                    yield Paragraph(f"{sheet.earlier}年", Place(page=sheet.number))
                block = _numbered(block, tables)
            yield block


def _numbered(table: Table, number: int) -> Table:
    cells = [replace(cell, place=replace(cell.place, table=number)) for cell in table.cells]
    return Table(cells, "grid", Place(page=table.place.page, table=number))


def _region(sheet: Sheet, rows: range, columns: range) -> Iterator[Block]:
    """The blocks of some rows and columns: rows that are running text as paragraphs, what lies
    between as tables, side by side where columns between them are blank."""
    texts = {row: _texts(sheet, row, columns) for row in rows}
    for is_text, group in groupby(
        zip(rows, _text_rows(texts, sheet), strict=True), key=lambda numbered: numbered[1]
    ):
        numbers = [row for row, _ in group]
        if is_text:
            for row in numbers:
                if text := join_lines(text for text in texts[row].values() if text):
                    yield Paragraph(text, Place(page=sheet.number, row=sheet.row_number(row)))
            continue
        area = range(numbers[0], numbers[-1] + 1)
        bands = _bands(sheet, area, columns)
        if len(bands) > 1:
            for band in bands:
                yield from _region(sheet, area, band)
        elif cells := _cells(sheet, area, bands[0]):
            yield Table(cells, "grid", Place(page=sheet.number))


def _texts(sheet: Sheet, row: int, columns: range) -> dict[int, str]:
    """The filled cells of a row by column."""
    texts = sheet.rows[row]
    return {
        column: texts[column] for column in columns if column < len(texts) and texts[column] != ""
    }


def _text_rows(texts: dict[int, dict[int, str]], sheet: Sheet) -> list[bool]:
    """For each row whether it is running text rather than part of a table.

    A row with a single text is: above the first row of a table, where it holds a sentence, below
    running text, or as a numbered heading that stands over the columns of values, before a
    sentence or over the head of a table. A row's label whose values are all blank is none of these,
    nor is a heading over rows of a list. A blank row goes with the row above it.
    """
    first = next((row for row, filled in texts.items() if len(filled) > 1), None)
    rows = [(row, filled) for row, filled in texts.items() if filled]
    values = _value_columns([filled for _, filled in rows])
    found: dict[int, bool] = {}
    for position, (row, filled) in enumerate(rows):
        column, text = next(iter(filled.items()))
        found[row] = (
            len(filled) == 1
            and sheet.spans.get((row, column), (1, 1))[0] == 1
            and (
                first is None
                or row < first
                or (position > 0 and found[rows[position - 1][0]])
                or _is_sentence(filled)
                or (
                    _HEADING.match(text) is not None and _stands_over(rows, position, values, sheet)
                )
            )
        )
    is_text: list[bool] = []
    for row in texts:
        is_text.append(found.get(row, is_text[-1] if is_text else True))
    return is_text


def _stands_over(
    rows: list[tuple[int, dict[int, str]]], position: int, values: list[int], sheet: Sheet
) -> bool:
    """Whether a numbered heading stands over the columns of values, before a sentence or over the
    head of a table, and not over rows of a list.

    rows: the filled ones. values: for each the first column of values around it.
    """
    row, filled = rows[position]
    column = next(iter(filled))
    _, breadth = sheet.spans.get((row, column), (1, 1))
    # A label merged as wide as those of the rows above it stands beside blank values.
    beside = _first_value(rows[position - 1][1]) if position and breadth > 1 else None
    is_wide = column + breadth > (values[position] if beside is None else beside)
    if position + 1 == len(rows):
        return is_wide
    next_row, following = rows[position + 1]
    if len(following) == 1:
        return is_wide or _is_sentence(following)
    has_values = any(map(is_value, following.values()))
    if has_values or starts_with_numbering(next(iter(following.values()))):
        return False
    return is_wide or any(sheet.spans.get((next_row, at), (1, 1))[1] > 1 for at in following)


def _value_columns(rows: list[dict[int, str]]) -> list[int]:
    """For each row the first column that holds a value behind a label in the nearest rows above and
    below that have one: tables of one sheet have labels of different width.

    Far right where there is none: then nothing tells a heading from a label.
    """
    own = [_first_value(filled) for filled in rows]
    above, below = (
        list(accumulate(each, lambda known, column: known if column is None else column))
        for each in (own, reversed(own))
    )
    sides = zip(above, reversed(below), strict=True)
    return [min((side for side in both if side is not None), default=MAX_COLUMNS) for both in sides]


def _first_value(filled: dict[int, str]) -> int | None:
    """The column of the first value behind a label in a row."""
    return next((column for column in list(filled)[1:] if is_value(filled[column])), None)


def _is_sentence(filled: dict[int, str]) -> bool:
    return len(filled) == 1 and _SENTENCE_END.search(next(iter(filled.values()))) is not None


def _bands(sheet: Sheet, rows: range, columns: range) -> list[range]:
    """The columns of the tables that stand side by side in some rows.

    Blank columns part them where what follows begins with labels: columns left free for the looks
    of one table have values behind them.
    """
    used: set[int] = set()
    for row in rows:
        used.update(_texts(sheet, row, columns))
    for (top, left), (height, breadth) in sheet.spans.items():
        if top < rows.stop and top + height > rows.start:
            used.update(range(left, left + breadth))
    filled = [column for column in columns if column in used]
    bands = [range(filled[0], filled[0] + 1)]
    for column in filled[1:]:
        is_next = column == bands[-1].stop
        if is_next or not _begins_with_labels(sheet, rows, column):
            bands[-1] = range(bands[-1].start, column + 1)
        else:
            bands.append(range(column, column + 1))
    return bands


def _begins_with_labels(sheet: Sheet, rows: range, column: int) -> bool:
    texts = [
        text for row in rows for text in _texts(sheet, row, range(column, column + 1)).values()
    ]
    return 2 * sum(map(is_value, texts)) < len(texts)


def _cells(sheet: Sheet, rows: range, columns: range) -> list[Cell]:
    """The cells of a table, blank ones included. Of blank rows the one below a head is a row of
    values none of which was entered."""
    end = max(max(_texts(sheet, row, columns), default=columns.start - 1) for row in rows) + 1
    columns = range(columns.start, min(columns.stop, end))
    if len(columns) > MAX_COLUMNS:
        raise too_large(f"has a table of {len(columns)} columns")
    covered: set[Spot] = set()
    above: dict[int, str] = {}
    cells: list[Cell] = []
    for row in rows:
        texts = _texts(sheet, row, columns)
        is_below_head = len(above) > 1 and not any(map(is_value, above.values()))
        above = texts
        if not (texts or is_below_head or any((row, column) in covered for column in columns)):
            continue
        for column in columns:
            if (row, column) in covered:
                continue
            height, breadth = sheet.spans.get((row, column), (1, 1))
            height, breadth = min(height, rows.stop - row), min(breadth, columns.stop - column)
            covered.update(
                (below, right)
                for below in range(row, row + height)
                for right in range(column, column + breadth)
            )
            at = Place(
                page=sheet.number, row=sheet.row_number(row), column=sheet.column_number(column)
            )
            text = texts.get(column, "")
            corner = row - rows.start, column - columns.start
            held = sheet.held.get((row, column))
            cells.append(Cell(text, *corner, height, breadth, at, held=held))
    return cells
