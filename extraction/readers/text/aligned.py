"""Tables in text whose columns are aligned with spaces, as `pdftotext -layout` prints them.

A text that is printed with characters of one width is a page: each character has its place. So
what of it may be a table is read as a table without borders of a page is (`unruled`).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from extraction.document import Cell, Place, Table
from extraction.readers.page.glyphs import Box, Glyph
from extraction.readers.page.glyphs import Line as PrintedLine
from extraction.readers.page.grid import Grid
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.reading import find_unruled
from extraction.readers.text.dashed import is_column_rule
from extraction.readers.text.drawn_lines import has_bar
from extraction.readers.text.fields import Row, has_gap, row
from extraction.readers.text.lines import Found, Line
from extraction.typography import ends_sentence, is_chapter_heading, is_value, trim

MAX_BLANK_LINES = 3
"""A table may be interrupted by so many blank lines (the margins of a page)."""

UNKNOWN_EDGE = 1 << 30

MAX_LINES = 1000
MAX_COLUMNS = 100
"""Beyond these an aligned text is no table of a document, and searching it would take long."""

_NEAR = 6
"""Lines below the heading of a section within which its table begins."""

MAX_LABEL_LINES = 8
"""A table may be interrupted by so many lines with one field (a label of several lines)."""

_EM = 10.0
_COLUMN = _EM / 2
_PITCH = 0.88 * _EM
"""A Chinese character fills two columns; lines stand a little farther apart."""


def aligned_tables(lines: list[Line], start: int, number: int) -> Found | None:
    """The aligned tables that begin at a line, if they do. The line may be a caption."""
    if lines[start].is_blank or is_delimited(lines[start]):
        return None
    first = _first_with_gap(lines, start)
    if first is None:
        return None
    region, end = _region(lines, start, first)
    if sum(len(each.fields) > 1 for each in region) < 2:
        return None
    widest = max(len(each.fields) for each in region)
    if len(region) > MAX_LINES or widest > MAX_COLUMNS:
        return Found(end, [[each.line for each in region]])
    printed = {_printed(each): each for each in region}
    ((_, grids, errors),) = find_unruled([[list(printed)]])
    parts = _parts(region, printed, grids, number)
    failed = tuple(
        f"{type(each).__name__}: {each} (lines {lines[start].number} to {lines[end - 1].number})"
        for each in errors
    )
    is_table = any(isinstance(part, Table) for part in parts)
    return Found(end, parts, failed) if is_table or failed else None


def _parts(
    region: list[Row], printed: dict[PrintedLine, Row], grids: list[Grid], number: int
) -> list[Table | list[Line]]:
    """The tables of a region, and the lines between them."""
    tables = [grid.regions for grid in grids if _are_in_columns(grid.regions)]
    in_tables = {glyph for regions in tables for each in regions for glyph in each.glyphs}
    items: list[tuple[float, Row | list[Region]]] = [
        (line.top, each) for line, each in printed.items() if in_tables.isdisjoint(line.glyphs)
    ]
    items += [(min(each.box[1] for each in regions), regions) for regions in tables]
    parts: list[Table | list[Line]] = []
    for _, item in sorted(items, key=lambda item: item[0]):
        if isinstance(item, list):
            parts.append(_table(item, region, number))
            number += 1
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(item.line)
        else:
            parts.append([item.line])
    return parts


def _are_in_columns(regions: list[Region]) -> bool:
    """Whether numbers show by their places in which columns they stand, as those between which
    blank cells left no trace do not: those of a column begin, end or have their middles at one
    place, under its name; where columns are blank, at the same place under all names. Digits with
    a space between them are two numbers."""
    numbers: dict[int, list[PrintedLine]] = {}
    names: dict[int, Box] = {}
    filled: set[int] = set()
    for region in regions:
        if region.glyphs and is_value(region.text()):
            if any(_is_spaced(line) for line in region.lines):
                return False
            numbers.setdefault(region.column, []).extend(region.lines)
        elif region.glyphs and not numbers:
            names |= dict.fromkeys(region.columns, region.box)
            continue
        if region.glyphs:
            filled.update(region.columns)
    if not numbers:
        return False
    offsets = []
    for at, its in numbers.items():
        if _spread([_sides(number.box) for number in its]) > _COLUMN:
            return False
        box = min(number.left for number in its), 0.0, max(number.right for number in its), 0.0
        name = names.get(at, box)
        if box[2] < name[0] - _COLUMN or name[2] + _COLUMN < box[0]:
            return False
        offsets.append([one - other for one, other in zip(_sides(box), _sides(name), strict=True)])
    if filled.issuperset(names):
        return True
    if len(offsets) == 1:
        return min(map(abs, offsets[0])) <= _COLUMN
    return _spread(offsets) <= _COLUMN


def _is_spaced(number: PrintedLine) -> bool:
    glyphs = sorted(number.glyphs, key=lambda glyph: glyph.left)
    return any(
        one.text.isdigit() and other.text.isdigit() and other.left - one.right >= _COLUMN
        for one, other in pairwise(glyphs)
    )


def _sides(box: Box) -> list[float]:
    return [box[0], box[2], (box[0] + box[2]) / 2]


def _spread(places: list[list[float]]) -> float:
    """How far apart things stand, by the side by which they are nearest."""
    widths: list[float] = [max(side) - min(side) for side in zip(*places, strict=True)]
    return min(widths)


def _printed(each: Row) -> PrintedLine:
    """A line with the place of each character, in parts as wide gaps part its fields."""
    measure, top = each.line.measure, _PITCH * each.index
    parts = []
    for field in each.fields:
        left = float(field.left)
        glyphs = []
        for character in field.text:
            right = left + measure(character)
            if not character.isspace():
                glyphs.append(Glyph(character, _COLUMN * left, top, _COLUMN * right, top + _EM))
            left = right
        parts.append(PrintedLine(glyphs))
    line = PrintedLine([glyph for part in parts for glyph in part.glyphs])
    line.parts = parts
    return line


def _table(regions: list[Region], rows: list[Row], number: int) -> Table:
    """The table of cells by their places."""
    tops = [_PITCH * each.index for each in rows]
    cells = []
    for region in regions:
        line = rows[max(bisect_right(tops, region.box[1] + 1) - 1, 0)].line
        place = line.place(number, region.column + 1)
        spans = region.row_span, region.column_span
        cells.append(Cell(region.text(), region.row, region.column, *spans, place))
    return Table(cells, place=Place(page=cells[0].place.page, table=number))


def _first_with_gap(lines: list[Line], start: int) -> int | None:
    """The first line with several fields; before it only a caption and heads may stand."""
    fragments = 0
    for index in range(start, len(lines)):
        line = lines[index]
        if is_delimited(line):
            return None
        if has_gap(line):
            return index
        if not line.is_blank:
            fragments += 1
            text = trim(line.text)
            if fragments > 2 or is_chapter_heading(text) or ends_sentence(text):
                return None
    return None


def is_delimited(line: Line) -> bool:
    """Whether a line parts its cells by tabs or bars, or states the columns by dashes."""
    return "\t" in line.text or has_bar(line) or is_column_rule(line.text)


class _Shape:
    """Where the fields of a region begin; grows with its lines."""

    def __init__(self) -> None:
        self._lefts: set[int] = set()
        self._values = UNKNOWN_EDGE
        self._seconds = UNKNOWN_EDGE

    def add(self, each: Row) -> None:
        """Take in a line with several fields."""
        lefts = [field.left for field in each.fields]
        self._lefts.update(left + shift for left in lefts for shift in (-1, 0, 1))
        self._seconds = min([self._seconds, *lefts[1:]])
        if each.has_values:
            self._values = min([self._values, *lefts[1:]])

    @property
    def edge(self) -> int:
        """Where values begin; where there are none, where second fields begin."""
        return self._values if self._values < UNKNOWN_EDGE else self._seconds

    def holds(self, parts: list[Row]) -> bool:
        """Whether lines of one field each stand in a column of the region."""
        return all(
            field.left >= self.edge or field.left in self._lefts
            for part in parts
            for field in part.fields
        )


def _region(lines: list[Line], start: int, first: int) -> tuple[list[Row], int]:
    """The lines of a region, and the index behind it; no lines where the start is not part of it.

    Between lines with several fields, lines with one field belong to the region where they
    begin below or above another field, or to the right of the labels.
    """
    rows: list[Row] = []
    pending: list[Row] = []
    shape = _Shape()
    blanks = 0
    for index in range(first, len(lines)):
        line = lines[index]
        if line.is_blank:
            blanks += 1
            continue
        each = row(index, line)
        if is_delimited(line) or blanks > MAX_BLANK_LINES:
            break
        blanks = 0
        if len(each.fields) < 2:
            is_end = ends_sentence(each.fields[0].text) or _opens_section(lines, index)
            if is_end or len(pending) == MAX_LABEL_LINES:
                break
            pending.append(each)
            continue
        shape.add(each)
        if not shape.holds(pending):
            break
        rows += [*pending, each]
        pending = []
    above = [row(index, lines[index]) for index in range(start, first)]
    above = [each for each in above if each.fields]
    if not shape.holds(above):
        return [], start
    rows = [*above, *rows, *_tail(rows, pending, shape.edge)]
    return rows, rows[-1].index + 1


def _opens_section(lines: list[Line], index: int) -> bool:
    """Whether a line is the heading of a section whose table follows, no label of a row (一、本年
    新收): the next line with several fields holds heads, not values."""
    if not is_chapter_heading(trim(lines[index].text)):
        return False
    below = (row(i, lines[i]) for i in range(index + 1, min(len(lines), index + _NEAR)))
    following = next((each for each in below if len(each.fields) > 1), None)
    return following is not None and not following.has_values


def _tail(rows: list[Row], pending: list[Row], edge: int) -> list[Row]:
    """Of the lines behind the last one with several fields, those that go on its label."""
    tail: list[Row] = []
    for part in pending:
        above = tail[-1] if tail else rows[-1]
        label = above.fields[0]
        is_below = part.index == above.index + 1 and part.fields[0].right <= edge
        if not is_below or abs(part.fields[0].left - label.left) > 1:
            break
        tail.append(part)
    return tail
