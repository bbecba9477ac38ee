"""The cells of a table without borders, from its lines: columns by its numbers, rows by both."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.labels import has_words
from extraction.readers.pdf.glyphs import Glyph, Line
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.unruled_head import read_head
from extraction.readers.pdf.unruled_labels import Label, LabelColumns, place_labels
from extraction.typography import is_value

Interval = tuple[float, float]

_SAME_ROW_EMS = 0.85
"""A number nearer than this to a row, in ems, is the rest of one that was wrapped in it."""

_WRAPPED_EMS = 1.6
"""The rest of a wrapped number is nearer than this, in ems, to its beginning."""

_LABEL_GAP = 0.15
"""A label ends at least so far before a number, in ems."""

_NEAR_GAP = 0.15
_FEWEST_LEFTS = 2
"""Two labels side by side are at least so far apart, in ems, and the second begins where at least
so many others do."""

_LONGEST_UNIT = 3
"""Characters of a text that never wraps: a unit."""


def values_of(line: Line) -> list[Line]:
    return [part for part in line.parts if is_value(part.text)]


def is_row(line: Line) -> bool:
    """Whether a line is one of a row: numbers, with nothing but a label before them."""
    parts = line.parts
    first = next((at for at, part in enumerate(parts) if is_value(part.text)), len(parts))
    if first == len(parts):
        return False
    return all(is_value(part.text) for part in parts[max(first, 1) :]) or _is_numbered(parts)


def _is_numbered(parts: list[Line]) -> bool:
    """Whether the first number of a line is that of a row: a label and values stand behind."""
    return len(parts) > 2 and is_value(parts[0].text) and not is_value(parts[1].text)


def distance(one: Line, other: Line) -> float:
    """Between the middles of two lines, in ems."""
    return abs(one.top + one.bottom - other.top - other.bottom) / 2 / max(one.em, other.em)


@dataclass(eq=False)
class Row:
    """The numbers and units at one height."""

    line: Line
    parts: list[Line]
    cells: dict[int, list[Line]] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        return (self.line.top + self.line.bottom) / 2


def tables_of(head: list[Line], bodies: list[list[Line]]) -> list[list[Region]]:
    """The cells of a table on each of its pages; nothing where they are not clear.

    head: the lines over its values. bodies: the lines of each page below.
    """
    values = clusters([part for body in bodies for line in body for part in values_of(line)])
    bodies = [*bodies[:-1], _without_foot(bodies[-1], values)]
    bodies = [
        [_cut(line, values) for line in body if not _is_note(line, values)] for body in bodies
    ]
    texts_of = [
        [part for line in body for part in line.parts if not is_value(part.text)] for body in bodies
    ]
    lefts = [text.left for page in texts_of for text in page]
    bodies = [[_with_labels_apart(line, lefts) for line in body] for body in bodies]
    texts_of = [
        [part for line in body for part in line.parts if not is_value(part.text)] for body in bodies
    ]
    texts = [text for page in texts_of for text in page]
    if any(_crosses(line, values) for body in bodies for line in body):
        return []
    columns = sorted([*values, *_units(texts, values)])
    named = read_head(head, columns, texts_of, [line for line in bodies[0] if is_row(line)])
    if named is None:
        return []
    columns = named.columns
    if len(set(columns)) < len(columns):
        return []
    labels = LabelColumns([part for part in texts if column_of(part, columns) is None], columns)
    bounds = labels.bounds
    pages = []
    for body in bodies:
        rows = _rows(body, columns)
        if rows is None:
            return []
        parts = [part for line in body for part in line.parts]
        loose = [p for p in parts if column_of(p, columns) is None]
        pages.append((rows, sorted(loose, key=lambda part: part.top)))
    placed, way = place_labels(
        [(_heights(rows, columns), loose) for rows, loose in pages], labels, named.tight
    )
    if not placed:
        return []
    for (rows, _), found in zip(pages, placed, strict=True):
        if not _join_wrapped(rows, found, way, columns):
            return []
    order = sorted([*columns, *bounds])
    made: list[list[Region]] = []
    for number, ((rows, _), found) in enumerate(zip(pages, placed, strict=True)):
        regions = named.regions(order) if number == 0 else []
        height = max((region.row + 1 for region in regions), default=0)
        if number == 0 and labels.bounds:
            regions += [label.region(order, 0, height) for label in labels.corner(named.labels)]
        regions += _body(rows, found, columns, order, height)
        made.append(sorted(regions, key=lambda region: (region.row, region.column)))
    return made


def clusters(parts: list[Line]) -> list[Interval]:
    """The extents of columns: parts that overlap from line to line, put together."""
    found: list[Interval] = []
    for part in sorted(parts, key=lambda part: part.left):
        if found and part.left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], part.right)
        else:
            found.append((part.left, part.right))
    return found


def _without_foot(body: list[Line], columns: list[Interval]) -> list[Line]:
    """The lines of the last page without those behind the last row: who signs, and when."""
    rows = [index for index, line in enumerate(body) if is_row(line)]
    while rows and _crosses(body[rows[-1]], columns):
        rows.pop()
    end = rows[-1] + 1 if rows else 0
    while end < len(body) and body[end].right < columns[0][0] and not is_row(body[end]):
        end += 1
    return body[:end]


def _is_note(line: Line, columns: list[Interval]) -> bool:
    """Whether a line is a note across the table."""
    return not values_of(line) and any(
        sum(_overlap(part, column) for column in columns) > 1 for part in line.parts
    )


def _crosses(line: Line, columns: list[Interval]) -> bool:
    """Whether a text of a row reaches from its label into a column of numbers, or over two."""
    return any(
        sum(_overlap(part, column) for column in columns) > 1
        or (
            len(part.text) > _LONGEST_UNIT
            and bool(values_of(line))
            and any(
                part.left < column[0] - part.em and column[0] < part.right for column in columns
            )
        )
        for part in line.parts
        if not is_value(part.text)
    )


def _cut(line: Line, columns: list[Interval]) -> Line:
    """A line whose label ends near the first number or unit, cut between them."""

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        return glyph.left - last.right > _LABEL_GAP * line.em and any(
            last.right <= left <= glyph.right for left, _ in columns
        )

    parts = [
        piece
        for part in line.parts
        for piece in (
            _values_apart(part.cut(is_between), part) if not is_value(part.text) else [part]
        )
    ]
    return _with_parts(line, parts)


def _with_labels_apart(line: Line, lefts: list[float]) -> Line:
    """A line whose labels of two columns stand near one another, cut where others begin."""

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        is_near = glyph.left - last.right > _NEAR_GAP * line.em
        return is_near and sum(abs(left - glyph.left) < 1 for left in lefts) >= _FEWEST_LEFTS

    parts = [
        piece
        for part in line.parts
        for piece in ([part] if is_value(part.text) else _words_apart(part.cut(is_between), part))
    ]
    return _with_parts(line, parts)


def _words_apart(pieces: list[Line], part: Line) -> list[Line]:
    return pieces if all(has_words(piece.text) for piece in pieces) else [part]


def _with_parts(line: Line, parts: list[Line]) -> Line:
    if len(parts) == len(line.parts):
        return line
    cut = Line(line.glyphs)
    cut.parts = parts
    return cut


def _values_apart(pieces: list[Line], part: Line) -> list[Line]:
    is_told = all(is_value(piece.text) or len(piece.text) <= _LONGEST_UNIT for piece in pieces[1:])
    return pieces if is_told else [part]


def _overlap(part: Line, column: Interval) -> bool:
    return part.left < column[1] and column[0] < part.right


def column_of(part: Line, columns: list[Interval]) -> Interval | None:
    return next((column for column in columns if _overlap(part, column)), None)


def _units(texts: list[Line], values: list[Interval]) -> list[Interval]:
    """The columns of short texts between labels and values: they never wrap, as labels do."""
    found = []
    for column in clusters([part for part in texts if column_of(part, values) is None]):
        inside = [part for part in texts if _overlap(part, column)]
        is_behind = any(part.right < column[0] for part in texts)
        is_short = all(len(part.text) <= _LONGEST_UNIT for part in inside)
        if is_behind and is_short and len(inside) > 2:
            found.append(column)
    return found


def _rows(body: list[Line], columns: list[Interval]) -> list[Row] | None:
    """The rows of a page by their numbers; None if two stand in one column of one row."""
    rows: list[Row] = []
    lines = [(line, [p for p in line.parts if column_of(p, columns)]) for line in body]
    for line, parts in sorted(lines, key=lambda item: -len(item[1])):
        if not parts:
            continue
        near = [row for row in rows if distance(row.line, line) < _SAME_ROW_EMS]
        places = {column_of(part, columns) for part in parts}
        row = next(
            (
                row
                for row in near
                if all(not _in(row.line, place, columns) for place in places if place)
            ),
            None,
        )
        if row is None:
            if len(places) < len(parts):
                return None
            rows.append(Row(line, list(parts)))
        else:
            row.parts += parts
    return sorted(rows, key=lambda row: row.middle)


def _join_wrapped(
    rows: list[Row], labels: list[Label], way: int | None, columns: list[Interval]
) -> bool:
    """Join the rest of a number that was wrapped in a narrow cell with it.

    It has a line of its own, without a label: below its row where labels stand with their first
    line beside the numbers, above it where they stand with their last one. Returns whether that
    is clear.
    """
    taken = {label.row for label in labels if label.row is not None}
    if not taken:
        return True
    for index in reversed(range(len(rows))):
        row = rows[index]
        if any(label.row is not None and label.row <= index <= label.last for label in labels):
            continue
        beside = _beside(row, rows, columns)
        if not beside:
            continue
        above = [other for other in beside if (other.middle < row.middle) == (way == 1)]
        if way not in (1, 2) or len(above) != 1:
            return False
        above[0].parts += row.parts
        row.parts = []
    gone = [index for index, row in enumerate(rows) if not row.parts]
    for label in labels:
        if label.row is not None:
            label.row -= sum(index < label.row for index in gone)
            label.last -= sum(index < label.last for index in gone)
    rows[:] = [row for row in rows if row.parts]
    return True


def _beside(row: Row, rows: list[Row], columns: list[Interval]) -> list[Row]:
    """The rows that the numbers of a row may be the rest of: near, with numbers above them all."""
    places = {column_of(part, columns) for part in row.parts}
    return [
        other
        for other in rows
        if other is not row
        and distance(other.line, row.line) < _WRAPPED_EMS
        and {column_of(part, columns) for part in other.parts} >= places
    ]


def _heights(rows: list[Row], columns: list[Interval]) -> list[tuple[float, bool]]:
    """Where rows stand, and whether each may be but the rest of numbers of another."""
    return [
        (
            row.middle,
            any(len(other.parts) > len(row.parts) for other in _beside(row, rows, columns)),
        )
        for row in rows
    ]


def _in(line: Line, place: Interval, columns: list[Interval]) -> bool:
    return any(column_of(part, columns) == place for part in line.parts)


def _body(
    rows: list[Row],
    labels: list[Label],
    columns: list[Interval],
    order: list[Interval],
    height: int,
) -> list[Region]:
    """The cells of rows and labels. A row without any number has a label only: it may be a part of
    one that the end of a page parted."""
    heights = sorted(
        [(row.middle, index) for index, row in enumerate(rows)]
        + [(label.middle, None) for label in labels if label.row is None],
        key=lambda item: item[0],
    )
    number_of: dict[int, int] = {}
    regions: list[Region] = []
    alone = sorted((label for label in labels if label.row is None), key=lambda x: x.middle)
    for number, (_, index) in enumerate(heights, start=height):
        if index is None:
            label = alone.pop(0)
            regions.append(label.region(order, number, 1))
            continue
        number_of[index] = number
        row = rows[index]
        for place in columns:
            parts = [part for part in row.parts if _overlap(part, place)]
            box = (place[0], row.line.top, place[1], row.line.bottom)
            region = Region(parts[0].box if parts else box, row=number, column=order.index(place))
            for part in parts:
                region.take(part)
            regions.append(region)
    for label in labels:
        if label.row is not None:
            first, last = number_of[label.row], number_of[label.last]
            regions.append(label.region(order, first, last - first + 1))
    return regions
