"""The cells of a table without borders, from its lines: columns by its numbers, rows by both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from extraction.readers.page.glyphs import Interval, Line
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.cells import Row
from extraction.readers.page.unruled.columns import (
    apart_under,
    columns_of_values,
    grown,
    is_across,
    texts_of,
    units_behind,
)
from extraction.readers.page.unruled.form_head import fit
from extraction.readers.page.unruled.head import Head, read_head, without_names
from extraction.readers.page.unruled.labels import LabelColumns
from extraction.readers.page.unruled.lines import (
    column_of,
    distance,
    is_blank_row,
    is_rest_of_remark,
    is_row,
    overlap,
    values_of,
)
from extraction.readers.page.unruled.parting import (
    FOOT,
    LONGEST_UNIT,
    lefts_of,
    with_labels_apart,
    with_remarks_whole,
    with_values_apart,
)
from extraction.readers.page.unruled.places import settled
from extraction.readers.page.unruled.rows import PageRows, rows_by_labels
from extraction.readers.page.unruled.sides import Side
from extraction.readers.page.unruled.together import FARTHEST_EMS
from extraction.readers.page.unruled.words import are_list
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
    bodies = _each(bodies, with_remarks_whole)
    if form_head is not None:
        bodies = apart_under(bodies, names)
    is_list = are_list(texts_of(bodies))
    values = columns_of_values(bodies, names, is_list=is_list)
    if not (values or names):
        return []
    last = _without_foot(bodies[-1], values or names)
    if _is_parted(bodies[-1], len(last)):
        return []
    bodies = _each([*bodies[:-1], last], with_values_apart, values)
    bodies = [[line for line in body if not _is_note(line, values)] for body in bodies]
    bodies = _columns_of_labels_apart(bodies, is_list)
    texts = [texts_of([body]) for body in bodies]
    below = [line for line in next(filter(None, bodies), []) if is_row(line)]
    units = units_behind(texts_of(bodies), values) if form_head is None else []
    columns = sorted([*values, *units])
    if not any(bodies):
        return []
    head = _lowest(head) if is_list else head
    named = read_head(form_head, head, columns, texts, below, side) if head else None
    if named is None and is_list:
        named = without_names(columns, texts, below)
    if named is None:
        return []
    pieces = [[part for line in body for part in line.parts] for body in bodies]
    columns = named.columns = grown(named.columns, [part for page in pieces for part in page])
    if any(is_across(piece, columns) for page in pieces for piece in page):
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


def _columns_of_labels_apart(bodies: list[list[Line]], is_list: bool) -> list[list[Line]]:
    """The lines with labels of two columns apart. A list has one column, and units behind it."""
    labels = texts_of(bodies)
    marking = [text for text in labels if not is_list or unit_alone(text.text)]
    lefts = [left for text in marking for left in lefts_of(text)]
    return [[with_labels_apart(line, lefts) for line in body] for body in bodies]


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
