"""Tables in text whose columns are aligned with spaces, as `pdftotext -layout` prints them.

Found by geometry alone. A region of aligned lines is cut into tables where a new head begins;
a table is a head (`head`) over rows (`rows`) on the columns of `columns`.
"""

from __future__ import annotations

from extraction.document import Cell, Place, Table
from extraction.readers.text.aligned import head as aligned_head
from extraction.readers.text.aligned import rows as aligned_rows
from extraction.readers.text.columns import find_columns
from extraction.readers.text.dashed import is_column_rule
from extraction.readers.text.drawn_lines import has_bar
from extraction.readers.text.fields import Row, has_gap, row
from extraction.readers.text.lines import Found, Line
from extraction.typography import ends_sentence, is_chapter_heading, starts_with_numbering, trim

MAX_BLANK_LINES = 3
"""A table may be interrupted by so many blank lines (the margins of a page)."""

UNKNOWN_EDGE = 1 << 30

MAX_HEAD_LINES = 40
MAX_BODY_LINES = 1000
MAX_COLUMNS = 100
"""Beyond these an aligned text is no table of a document, and searching it would take long."""

_MOST_CAPTIONS = 3
_NEAR = 6
"""Lines below the heading of a section within which its table begins."""

MAX_LABEL_LINES = 8
"""A table may be interrupted by so many lines with one field (a label of several lines)."""


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
    parts: list[Table | list[Line]] = []
    for head, body in _blocks(region):
        table = _table(head, body, number + sum(isinstance(part, Table) for part in parts))
        parts.append(table if table is not None else [each.line for each in head + body])
    return Found(end, parts)


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


def _blocks(region: list[Row]) -> list[tuple[list[Row], list[Row]]]:
    """The region cut into tables: lines of the head, lines of the body."""
    blocks: list[tuple[list[Row], list[Row]]] = []
    starts = _head_starts(region)
    for start, stop in zip(starts, [*starts[1:], len(region)], strict=True):
        part = region[start:stop]
        first = next((i for i, each in enumerate(part) if each.has_values), len(part))
        first = _with_label_above(part, first)
        blocks.append((part[:first], part[first:]))
    return blocks


def _with_label_above(part: list[Row], first: int) -> int:
    """The body begins at the first line with values, or with its label's lines right above it.

    Only a label that itself has no head line beside it can begin above its values.
    """
    edge = min(
        (field.left for each in part[first:] for field in each.fields if field.is_value), default=0
    )
    while first > 1 and first < len(part):
        above, below = part[first - 1], part[first]
        if above.index != below.index - 1 or any(field.right > edge for field in above.fields):
            break
        if not any(field.right > edge for each in part[: first - 1] for field in each.fields):
            break
        first -= 1
    return first


def _head_starts(region: list[Row]) -> list[int]:
    """Where heads begin: at the start, and at each line without values that names columns."""
    starts = [0]
    edge: int | None = None
    position = 0
    while position < len(region):
        each = region[position]
        if each.has_values:
            lefts = [field.left for field in each.fields if field.is_value]
            edge = min(lefts if edge is None else [edge, *lefts])
        elif edge is not None and _names_columns(region, position, edge):
            begin = _caption_start(region, position, edge)
            starts.append(begin)
            edge = None
        position += 1
    return starts


def _names_columns(region: list[Row], position: int, edge: int) -> bool:
    """Whether a line below values begins a head: it, or the line after, has several fields and
    one of them stands over the columns of values."""

    def is_head(each: Row) -> bool:
        return (
            not each.has_values
            and len(each.fields) > 1
            and any(field.right > edge for field in each.fields)
        )

    each = region[position]
    if is_head(each):
        return True
    alone = len(each.fields) == 1 and each.fields[0].left >= edge
    return alone and position + 1 < len(region) and is_head(region[position + 1])


def _caption_start(region: list[Row], position: int, edge: int) -> int:
    """The head's first line, or the caption right above it, or several that a blank line parts
    from the rows before them."""
    begin = position
    while begin > 1 and position - begin < _MOST_CAPTIONS and _is_lone(region[begin - 1]):
        begin -= 1
        if region[begin].index > region[begin - 1].index + 1:
            return begin
    above = region[position - 1]
    is_caption = (
        len(above.fields) == 1
        and not above.has_values
        and (above.fields[0].right <= edge or starts_with_numbering(above.fields[0].text))
        and not _goes_on_above(region, position - 1)
    )
    return position - 1 if is_caption else position


def _is_lone(each: Row) -> bool:
    return len(each.fields) == 1 and not each.has_values and not each.fields[0].is_value


def _goes_on_above(region: list[Row], position: int) -> bool:
    """Whether a line goes on the label above it: only a label that fills its column is broken,
    and what is left of it is no wider."""
    part, above = region[position], region[position - 1]
    text, label = part.fields[0], above.fields[0]
    return (
        part.index == above.index + 1
        and text.left == label.left
        and text.width <= label.width
        and not starts_with_numbering(text.text)
        and label.width >= max(each.fields[0].width for each in region) - 3
    )


def _table(head: list[Row], body: list[Row], number: int) -> Table | None:
    """The table of a block; None for a block without values, too large for a table, or with
    a head whose cells cover one another."""
    values = [each for each in body if each.has_values]
    if not values or len(head) > MAX_HEAD_LINES or len(body) > MAX_BODY_LINES:
        return None
    if max(len(each.fields) for each in body) > MAX_COLUMNS:
        return None
    columns = find_columns(head, body)
    if columns.count > MAX_COLUMNS:
        return None
    top, depth = aligned_head.head_cells(head, columns)
    if _overlap(top):
        return None
    lowest = _lowest(top, depth, len(columns.labels))
    has_places = aligned_rows.is_aligned(body, columns, lowest)
    bottom = aligned_rows.body_cells(body, columns, has_places=has_places)
    cells = [
        _placed(cell, shift, number) for part, shift in ((top, 0), (bottom, depth)) for cell in part
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    place = Place(page=cells[0].place.page, table=number)
    return Table(cells, "grid" if has_places else "ragged", place)


def _placed(cell: Cell, shift: int, number: int) -> Cell:
    """A cell so many rows lower, with its place in the table of a number."""
    row, place = cell.row + shift, cell.place
    place = Place(place.page, number, place.row, cell.column + 1)
    return Cell(cell.text, row, cell.column, cell.row_span, cell.column_span, place)


def _lowest(head: list[Cell], depth: int, labels: int) -> list[range]:
    """The columns of values, from 0, under each of the lowest heads."""
    return [
        range(cell.column - labels, cell.columns.stop - labels)
        for cell in head
        if cell.row + cell.row_span == depth and cell.column >= labels
    ]


def _overlap(cells: list[Cell]) -> bool:
    """Whether two cells of a head stand in one place, as where lines of it were lost or doubled."""
    places = [
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in cell.columns
    ]
    return len(set(places)) < len(places)
