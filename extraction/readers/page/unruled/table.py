"""The cells of a table without borders, from its lines: columns by its numbers, rows by both."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from extraction.labels import has_words
from extraction.readers.page.glyphs import COLUMN_GAP, Glyph, Line
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.form_head import fit
from extraction.readers.page.unruled.head import Head, read_head, without_names
from extraction.readers.page.unruled.labels import LabelColumns
from extraction.readers.page.unruled.lines import (
    Interval,
    begins_remark,
    column_of,
    distance,
    is_blank_row,
    is_rest_of_remark,
    is_row,
    is_torn,
    overlap,
    values_of,
    with_parts,
)
from extraction.readers.page.unruled.numbers import apart_under, clusters_under, numbers_of
from extraction.readers.page.unruled.pieces import over_each
from extraction.readers.page.unruled.places import settled
from extraction.readers.page.unruled.rows import rows_by_labels
from extraction.readers.page.unruled.words import (
    FARTHEST_EMS,
    are_list,
    body_words,
    headings,
    row_words,
)
from extraction.typography import is_value
from extraction.units import unit_alone

_LABEL_GAP = 0.15
"""A label ends at least so far before a number, in ems."""

_NEAR_GAP = 0.15
_FEWEST_LEFTS = 2
"""Two labels side by side are at least so far apart, in ems, and the second begins where at least
so many others do."""

_MARKS = "、，。；）)"
"""What may hang out of its cell at the end of a line, and be set solid with the next."""

_NUMBERING_ENDS = "、.．）)"
_NUMBERED = re.compile(r"\d[、.．）)]|[（(][一二三四五六七八九十][）)]")
_LONGEST_STACKED = 3
_FEWEST_STACKED = 2
_WIDE_GAP = 0.5
"""The characters of one label are nearer than this, in ems."""

_SAME_ROW_EMS = 1.0
"""Lines nearer than this, in ems, are of one row."""

_LARGER = 1.3
"""The lines of a table are smaller than this many times those above them."""

_LONGEST_UNIT = 3
"""Characters of a text that never wraps: a unit."""

_FOOT = re.compile(r"(?!其中)\w{1,8}[：:]")
"""What stands at the foot of a table: who signs, a note. Of the labels only 其中 has a colon."""


def tables_of(head: list[Line], bodies: list[list[Line]]) -> list[list[Region]]:
    """The cells of a table on each of its pages; nothing where they are not clear.

    head: the lines over its values. bodies: the lines of each page below.
    """
    bodies = [[_with_numbers_apart(_with_remarks_whole(line)) for line in body] for body in bodies]
    form_head = fit(head)
    over = [(name.left, name.right) for name in form_head.names] if form_head else []
    columns = over or clusters(numbers_of(bodies))
    bodies = [[_number_off_label(line, columns) for line in body] for body in bodies]
    if form_head is not None:
        bodies = apart_under(bodies, over)
    is_list = are_list(_texts_of(bodies))
    numbers = _without_dashes(bodies) if is_list else numbers_of(bodies)
    if form_head is None and not numbers:
        return []
    values = clusters(numbers) if form_head is None else clusters_under(numbers, over)
    last = _without_foot(bodies[-1], values)
    if _is_parted(bodies[-1], len(last)):
        return []
    bodies = [*bodies[:-1], last]
    bodies = [[_cut_between(_cut(line, values), values) for line in body] for body in bodies]
    bodies = [[line for line in body if not _is_note(line, values)] for body in bodies]
    labels_of = _texts_of(bodies)
    # A list has one column of labels, and units behind it.
    marking = [text for text in labels_of if not is_list or unit_alone(text.text)]
    lefts = [left for text in marking for left in _lefts(text)]
    stacked = [text for text in labels_of if len(text.glyphs) <= _LONGEST_STACKED and not is_list]
    bodies = [[_with_labels_apart(line, lefts, stacked) for line in body] for body in bodies]
    texts_of = [[part for line in body for part in _texts(line)] for body in bodies]
    texts = [text for page in texts_of for text in page]
    first = next((body for body in bodies if body), None)
    if first is None:
        return []
    columns = values if form_head else sorted([*values, *_units(texts, values)])
    below = [line for line in first if is_row(line)]
    if is_list:
        head = _lowest(head)
    named = read_head(form_head, head, columns, texts_of, below) if head else None
    if named is None and is_list:
        named = without_names(columns, texts_of, below)
    if named is None:
        return []
    pieces = [[part for line in body for part in line.parts] for body in bodies]
    columns = named.columns = _grown(named.columns, [part for page in pieces for part in page])
    if any(_is_across(piece, columns) for page in pieces for piece in page):
        return []
    beside = [[text for text in page if column_of(text, columns) is None] for page in texts_of]
    labels = LabelColumns(beside, columns)
    pages = rows_by_labels(pieces, columns, labels, named.tight)
    if pages is None:
        return []
    return _regions(named, labels, [partial(page.regions, columns) for page in pages])


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


def _texts_of(bodies: list[list[Line]]) -> list[Line]:
    return [text for body in bodies for line in body for text in _texts(line)]


def _texts(line: Line) -> list[Line]:
    return [part for part in line.parts if not is_value(part.text)]


def _with_remarks_whole(line: Line) -> Line:
    """A line in which a number goes with the remark that it stands in: 7（其中修订 1."""
    parts: list[Line] = []
    for part in line.parts:
        if parts and is_torn(parts[-1].text) and part.left - parts[-1].right < COLUMN_GAP * line.em:
            parts[-1] = Line([*parts[-1].glyphs, *part.glyphs])
        else:
            parts.append(part)
    return with_parts(line, parts)


def _with_numbers_apart(line: Line) -> Line:
    """A line whose numbers touch, cut where one begins behind the remark or the unit of another."""

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        is_behind = last.text in "）)" or glyph.left - last.right > _NEAR_GAP * line.em
        return glyph.text.isdigit() and not last.text.isdigit() and is_behind

    def pieces(part: Line) -> list[Line]:
        found = part.cut(is_between)
        are_numbers = all(is_value(each.text) or begins_remark(each.text) for each in found)
        is_one = "年" in part.text or _are_torn(found)
        return found if are_numbers and not is_one else [part]

    return with_parts(line, [piece for part in line.parts for piece in pieces(part)])


def _number_off_label(line: Line, columns: list[Interval]) -> Line:
    """A line whose first number touches its label, cut where the label is that of a row as a whole,
    or digits end it in the middle of a column."""
    first = next((part for part in line.parts if not is_value(part.text)), line.parts[0])
    label = first.text.rstrip("0123456789")
    start = len(first.glyphs) - len(first.text) + len(label)
    is_cut = label not in ("", first.text) and first.glyphs[start].text == first.text[len(label)]
    if not is_cut or _FOOT.match(label):
        return line
    number = Line(first.glyphs[start:])
    if row_words().has(label) or any(
        number.left < (left + right) / 2 < number.right for left, right in columns
    ):
        at = line.parts.index(first)
        pieces = [Line(first.glyphs[:start]), number]
        return with_parts(line, [*line.parts[:at], *pieces, *line.parts[at + 1 :]])
    return line


def _cut_between(line: Line, columns: list[Interval]) -> Line:
    """A line cut between its columns, where each piece then stands in one alone."""

    def pieces(part: Line) -> list[Line]:
        found = over_each(part, columns)
        is_clear = all(sum(overlap(each, column) for column in columns) < 2 for each in found)
        return found if is_clear else [part]

    parts = [
        each for part in line.parts for each in ([part] if is_value(part.text) else pieces(part))
    ]
    return with_parts(line, parts)


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
    is_cell = begins_remark(text.text) or len(text.text) <= _LONGEST_UNIT
    return (text.left + text.right) / 2 <= left - 1 and not is_cell


def _is_across(piece: Line, columns: list[Interval]) -> bool:
    """Whether a piece stands in two columns, or reaches from its label into one by more than a
    mark at its end, which may hang out of its cell."""
    over = [column for column in columns if overlap(piece, column)]
    if not over:
        return False
    own = piece.glyphs[-1].left if piece.text[-1] in _MARKS else piece.right
    return len(over) > 1 or piece.left < over[0][0] < own


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
        and not any(_FOOT.match(part.text) for part in line.parts)
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

    edge = _LABEL_GAP * line.em

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        return (glyph.left - last.right > edge or last.text in _MARKS) and any(
            last.right - edge <= left <= glyph.right for left, _ in columns
        )

    parts = [
        piece
        for part in line.parts
        for piece in (
            _values_apart(part.cut(is_between), part) if not is_value(part.text) else [part]
        )
    ]
    return with_parts(line, parts)


def _lefts(text: Line) -> list[float]:
    """Where a text begins, and what stands apart in it, as a label of the next column does."""
    return [piece.left for piece in text.cut(_stand_apart)]


def _stand_apart(last: Glyph, glyph: Glyph) -> bool:
    return glyph.left - last.right > _WIDE_GAP * (glyph.bottom - glyph.top)


def _with_labels_apart(line: Line, lefts: list[float], stacked: list[Line]) -> Line:
    """A line whose labels of two columns stand near one another, cut where others begin, and
    behind a narrow column: as wide as short texts that stand above or below. One with a number may
    touch the name of its group.

    lefts: where labels begin. stacked: the short ones.
    """
    behind_group = {glyph for part in line.parts if (glyph := _behind_group(part))}

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        if glyph in behind_group:
            return True
        if glyph.left - last.right <= _NEAR_GAP * line.em:
            return False
        return sum(abs(left - glyph.left) < 1 for left in lefts) >= _FEWEST_LEFTS or (
            last.text not in _NUMBERING_ENDS
            and sum(is_as_wide(text, last) for text in stacked) >= _FEWEST_STACKED
        )

    def is_as_wide(text: Line, last: Glyph) -> bool:
        return abs(text.left - line.left) < 1 and abs(text.right - last.right) < 1

    parts = [
        piece
        for part in line.parts
        for piece in ([part] if is_value(part.text) else _words_apart(part.cut(is_between), part))
    ]
    return with_parts(line, parts)


def _behind_group(part: Line) -> Glyph | None:
    """Where a line of a label begins behind one of the name of its group."""
    text = "".join(glyph.text for glyph in part.glyphs)
    if len(text) < len(part.glyphs) or body_words().have_line(text):
        return None
    found = [
        at
        for at in range(1, len(text))
        if (at > 1 or _NUMBERED.match(text, at))
        and headings().have_line(text[:at])
        and body_words().have_line(text[at:])
    ]
    return part.glyphs[found[0]] if len(found) == 1 else None


def _words_apart(pieces: list[Line], part: Line) -> list[Line]:
    are_told = all(has_words(piece.text) or piece.text in "、，；" for piece in pieces)
    return pieces if are_told else [part]


def _values_apart(pieces: list[Line], part: Line) -> list[Line]:
    is_told = all(is_value(piece.text) or len(piece.text) <= _LONGEST_UNIT for piece in pieces[1:])
    return pieces if is_told and not _are_torn(pieces) else [part]


def _are_torn(pieces: list[Line]) -> bool:
    """Whether a cut stands in a remark."""
    return any(is_torn(piece.text) for piece in pieces[:-1])


def _units(texts: list[Line], values: list[Interval]) -> list[Interval]:
    """The columns of short texts between labels and values: they never wrap, as labels do."""
    found = []
    for column in clusters([part for part in texts if column_of(part, values) is None]):
        inside = [part for part in texts if overlap(part, column)]
        is_behind = any(part.right < column[0] for part in texts)
        is_short = all(len(part.text) <= _LONGEST_UNIT for part in inside)
        if is_behind and is_short and len(inside) > 2:
            found.append(column)
    return found
