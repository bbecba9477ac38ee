"""The cells of a table without borders, from its lines: columns by its numbers, rows by both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from extraction.readers.page.glyphs import Interval, Line
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.cells import Row
from extraction.readers.page.unruled.form_head import fit
from extraction.readers.page.unruled.head import Head, read_head, without_names
from extraction.readers.page.unruled.labels import LabelColumns
from extraction.readers.page.unruled.lines import (
    begins_remark,
    column_of,
    distance,
    is_blank_row,
    is_rest_of_remark,
    is_row,
    overlap,
    values_of,
)
from extraction.readers.page.unruled.numbers import apart_under, clusters_under, numbers_of
from extraction.readers.page.unruled.parting import (
    FOOT,
    LONGEST_UNIT,
    MARKS,
    lefts_of,
    with_columns_apart,
    with_labels_apart,
    with_numbers_apart,
    with_remarks_whole,
    with_values_apart,
)
from extraction.readers.page.unruled.places import settled
from extraction.readers.page.unruled.rows import PageRows, rows_by_labels
from extraction.readers.page.unruled.sides import Side
from extraction.readers.page.unruled.words import (
    FARTHEST_EMS,
    are_list,
)
from extraction.typography import is_value
from extraction.units import unit_alone

_SAME_ROW_EMS = 1.0
"""Lines nearer than this, in ems, are of one row."""

_LARGER = 1.3
"""The lines of a table are smaller than this many times those above them."""


def tables_of(
    head: list[Line], bodies: list[list[Line]], side: Side | None = None
) -> list[list[Region]]:
    """The cells of a table on each of its pages; nothing where they are not clear.

    head: the lines over its values. bodies: the lines of each page below. side: where in their
    cells all numbers of the document stand.
    """
    if not any(bodies):
        return _with_blanks(head)
    form_head = fit(head)
    names = [name.span for name in form_head.names] if form_head else []
    bodies = _each(_each(bodies, with_remarks_whole), with_numbers_apart)
    if form_head is not None:
        bodies = apart_under(bodies, names)
    is_list = are_list(_texts_of(bodies))
    values = _columns_of_values(bodies, names, is_list=is_list)
    last = _without_foot(bodies[-1], values)
    if not (values or form_head) or _is_parted(bodies[-1], len(last)):
        return []
    bodies = _each([*bodies[:-1], last], with_values_apart, values)
    bodies = _each(bodies, with_columns_apart, values)
    bodies = [[line for line in body if not _is_note(line, values)] for body in bodies]
    bodies = _columns_of_labels_apart(bodies, is_list)
    texts = [_texts_of([body]) for body in bodies]
    below = [line for line in next(filter(None, bodies), []) if is_row(line)]
    units = _units(_texts_of(bodies), values) if form_head is None else []
    columns = sorted([*values, *units])
    named = None
    if not any(bodies):
        return []
    if head:
        head = _lowest(head) if is_list else head
        named = read_head(form_head, head, columns, texts, below, side)
    if named is None and is_list:
        named = without_names(columns, texts, below)
    if named is None:
        return []
    pieces = [[part for line in body for part in line.parts] for body in bodies]
    columns = named.columns = _grown(named.columns, [part for page in pieces for part in page])
    if any(_is_across(piece, columns) for page in pieces for piece in page):
        return []
    beside = [[text for text in page if column_of(text, columns) is None] for page in texts]
    labels = LabelColumns(beside, columns)
    pages = rows_by_labels(pieces, columns, labels, named.tight)
    if pages is None:
        return []
    return _regions(named, labels, [partial(page.regions, columns) for page in pages])


def _each(
    bodies: list[list[Line]], parted: Callable[..., Line], *columns: list[Interval]
) -> list[list[Line]]:
    """The lines of each page, parted in some way."""
    return [[parted(line, *columns) for line in body] for body in bodies]


def _columns_of_values(
    bodies: list[list[Line]], names: list[Interval], *, is_list: bool
) -> list[Interval]:
    """The extents of the columns of numbers. names: those of the form over them."""
    numbers = _without_dashes(bodies) if is_list else numbers_of(bodies)
    if not names:
        return clusters(numbers)
    return clusters_under(_without_groups(numbers, _texts_of(bodies), names[0][0]), names)


def _with_blanks(head: list[Line]) -> list[list[Region]]:
    """The cells of a table with nothing in its only row."""
    named = read_head(fit(head), head, [], [[]], [])
    if named is None:
        return []
    bottom = max(line.bottom for line in head)
    page = PageRows([Row(bottom, bottom, bottom)], [])
    rows: list[Callable[[list[Interval], int], list[Region]]] = [
        partial(page.regions, named.columns)
    ]
    return _regions(named, LabelColumns([[]], named.columns), rows)


def _regions(
    head: Head,
    labels: LabelColumns,
    pages: list[Callable[[list[Interval], int], list[Region]]],
) -> list[list[Region]]:
    """The cells of each page, those of the head on the first; nothing where two share a place."""
    order = sorted([*head.columns, *labels.bounds])
    columns = {order.index(column) for column in head.columns}
    made: list[list[Region]] = []
    for number, body in enumerate(pages):
        regions = head.regions(order) if number == 0 else []
        height = max((region.row + 1 for region in regions), default=0)
        if number == 0 and labels.bounds:
            regions += [label.region(order, 0, height) for label in labels.corner(head.labels)]
        regions += body(order, height)
        cells = settled(regions, columns)
        if cells is None:
            return []
        made.append(cells)
    return made


def _lowest(head: list[Line]) -> list[Line]:
    """The lines of a head of one row, without what stands over the table."""
    lines = sorted(head, key=lambda line: line.top)
    gaps = [at for at, (one, other) in enumerate(pairwise(lines), 1) if distance(one, other) > 1.25]
    return lines[gaps[-1] :] if gaps else lines


def _without_dashes(bodies: list[list[Line]]) -> list[Line]:
    """The numbers of a list, without the dashes that headings have for a unit."""
    units = clusters([text for text in _texts_of(bodies) if unit_alone(text.text)])
    return [
        number
        for number in numbers_of(bodies)
        if any(character.isdigit() for character in number.text) or not column_of(number, units)
    ]


def _columns_of_labels_apart(bodies: list[list[Line]], is_list: bool) -> list[list[Line]]:
    """The lines with labels of two columns apart. A list has one column, and units behind it."""
    labels = _texts_of(bodies)
    marking = [text for text in labels if not is_list or unit_alone(text.text)]
    lefts = [left for text in marking for left in lefts_of(text)]
    return [[with_labels_apart(line, lefts) for line in body] for body in bodies]


def _without_groups(numbers: list[Line], texts: list[Line], start: float) -> list[Line]:
    """The numbers without what stands before a label: 无 of 无法提供, written downwards."""
    labels = [text for text in texts if text.right < start]
    return [
        number
        for number in numbers
        if number.text[-1].isdigit() or not any(number.right < text.left for text in labels)
    ]


def _texts_of(bodies: list[list[Line]]) -> list[Line]:
    return [text for body in bodies for line in body for text in _texts(line)]


def _texts(line: Line) -> list[Line]:
    return [part for part in line.parts if not is_value(part.text)]


def _grown(columns: list[Interval], texts: list[Line]) -> list[Interval]:
    """The columns as wide as what stands in them, remarks included; what reaches into the first
    from the left is a label."""
    grown = []
    for at, (left, right) in enumerate(columns):
        its = [
            text
            for text in texts
            if overlap(text, (left, right))
            and (at > 0 or not _is_label(text, left))
            and sum(overlap(text, column) for column in columns) == 1
        ]
        grown.append((min([left, *(t.left for t in its)]), max([right, *(t.right for t in its)])))
    return grown


def _is_label(text: Line, left: float) -> bool:
    """Whether a text that reaches into the first column from the left is a label."""
    is_cell = begins_remark(text.text) or len(text.text) <= LONGEST_UNIT
    return text.center[0] <= left - 1 and not is_cell


def _is_across(piece: Line, columns: list[Interval]) -> bool:
    """Whether a piece stands in two columns, or reaches from its label into one by more than a
    mark at its end, which may hang out of its cell."""
    over = [column for column in columns if overlap(piece, column)]
    if not over:
        return False
    own = piece.glyphs[-1].left if piece.text[-1] in MARKS else piece.right
    return len(over) > 1 or piece.left < over[0][0] < own


def clusters(parts: list[Line]) -> list[Interval]:
    """The extents of columns: parts that overlap from line to line, put together."""
    found: list[Interval] = []
    for part in sorted(parts, key=lambda part: part.left):
        if found and part.left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], part.right)
        else:
            found.append(part.span)
    return found


def _without_foot(body: list[Line], columns: list[Interval]) -> list[Line]:
    """The lines of the last page without those behind the last row: who signs, and when."""
    rows = [index for index, line in enumerate(body) if is_row(line) or is_blank_row(line)]
    while rows and _crosses(body[rows[-1]], columns):
        rows.pop()
    if not rows:
        return []
    end = rows[-1] + 1
    while end < len(body) and (gap := distance(body[end - 1], body[end])) < FARTHEST_EMS:
        is_near = not is_row(body[end]) and gap < _SAME_ROW_EMS
        if not (is_near or _is_rest(body[end], body[:end], columns)):
            break
        end += 1
    return body[:end]


def _is_parted(body: list[Line], end: int) -> bool:
    """Whether numbers stand so near below the last row that they are of it."""
    is_near = 0 < end < len(body) and distance(body[end - 1], body[end]) < _SAME_ROW_EMS
    return is_near and any(map(is_row, body[end:]))


def _is_rest(line: Line, above: list[Line], columns: list[Interval]) -> bool:
    """Whether a line is the rest of a label, or of remarks whose brackets are still open."""
    return (
        not is_row(line)
        and line.em < _LARGER * above[-1].em
        and not any(FOOT.match(part.text) for part in line.parts)
        and all(part.right < columns[0][0] or is_rest_of_remark(part, above) for part in line.parts)
    )


def _is_note(line: Line, columns: list[Interval]) -> bool:
    """Whether a line is a note across the table."""
    return not values_of(line) and any(
        sum(overlap(part, column) for column in columns) > 1 for part in line.parts
    )


def _crosses(line: Line, columns: list[Interval]) -> bool:
    """Whether a text of a row reaches from its label into a column of numbers, or over two."""
    return any(
        sum(overlap(part, column) for column in columns) > 1
        or (
            len(part.text) > LONGEST_UNIT
            and bool(values_of(line))
            and any(
                part.left < column[0] - part.em and column[0] < part.right for column in columns
            )
        )
        for part in line.parts
        if not is_value(part.text)
    )


def _units(texts: list[Line], values: list[Interval]) -> list[Interval]:
    """The columns of short texts between labels and values: they never wrap, as labels do."""
    found = []
    for column in clusters([part for part in texts if column_of(part, values) is None]):
        inside = [part for part in texts if overlap(part, column)]
        is_behind = any(part.right < column[0] for part in texts)
        is_short = all(len(part.text) <= LONGEST_UNIT for part in inside)
        if is_behind and is_short and len(inside) > 2:
            found.append(column)
    return found
