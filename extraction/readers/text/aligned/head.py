"""The head of an aligned table: names of columns over several lines, heads over several columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from extraction.document import Cell
from extraction.readers.text.columns import Columns
from extraction.readers.text.fields import Field, Row
from extraction.typography import character_width, join_lines


@dataclass(frozen=True, slots=True)
class _Group:
    """A head over the value columns first to last, from its line."""

    field: Field
    row: Row
    first: int
    last: int


def head_cells(head: list[Row], columns: Columns) -> tuple[list[Cell], int]:
    """The cells of a head, and the number of its grid rows."""
    if not head:
        return [], 0
    captions, names = _captions(head, columns)
    leaves = {index: _leaf(names, columns, index) for index in range(len(columns.values))}
    used = {(row.index, field) for chain in leaves.values() for row, field in chain}
    groups = _groups(names, columns, used)
    levels = sorted({group.row.index for group in groups})
    has_leaves = any(leaves.values())
    depth = len(captions) + len(levels) + has_leaves
    cells = [_caption(row, number, columns) for number, row in enumerate(captions)]
    offset = len(captions)
    below = [0] * len(columns.values)
    for group in groups:
        level = levels.index(group.row.index)
        covered = range(group.first, group.last + 1)
        cells.append(
            Cell(
                group.field.text,
                offset + level,
                len(columns.labels) + group.first,
                1,
                len(covered),
                group.row.line.place(),
            )
        )
        for index in covered:
            below[index] = level + 1
    for index, chain in leaves.items():
        if chain:
            top = offset + below[index]
            text = join_lines(field.text for _, field in chain)
            place = chain[0][0].line.place()
            cells.append(Cell(text, top, len(columns.labels) + index, depth - top, 1, place))
    if depth > offset:
        cells += _label_heads(names, columns, offset, depth)
    return cells, depth


def _captions(head: list[Row], columns: Columns) -> tuple[list[Row], list[Row]]:
    """Lines of one label before any line that names columns are captions of the whole table."""
    for number, row in enumerate(head):
        if len(row.fields) > 1 or not columns.is_label(row.fields[0]):
            return head[:number], head[number:]
    return head, []


def _caption(row: Row, number: int, columns: Columns) -> Cell:
    text = join_lines(field.text for field in row.fields)
    return Cell(text, number, 0, 1, columns.count, row.line.place())


def _leaf(head: list[Row], columns: Columns, index: int) -> list[tuple[Row, Field]]:
    """The name of one column, from the lowest line up as far as it is one broken text.

    A broken text fills its width: the first character of each line would not have fitted on the
    line above. A head over several columns does not fit in that way.
    """
    chain: list[tuple[Row, Field]] = []
    for row in reversed(head):
        field = _over(row, columns, index)
        if chain and row.index < chain[0][0].index - 1:
            break
        if field is None:
            if chain:
                break
            continue
        if not _is_broken_text([field, *(below for _, below in chain)]):
            break
        chain.insert(0, (row, field))
    return chain


def _over(row: Row, columns: Columns, index: int) -> Field | None:
    """The field of a line that stands over one column and fits in it."""
    reach = 0.35 * columns.pitch
    over = (f for f in row.fields if abs(f.centre - columns.values[index]) <= reach)
    for field in over:
        is_wide = columns.is_label(field) or field.width > columns.room(index)
        if not is_wide and columns.nearest(field) == index:
            return field
    return None


def _is_broken_text(fields: list[Field]) -> bool:
    widest = max(field.width for field in fields)
    return all(
        above.width + character_width(below.text[0]) > widest for above, below in pairwise(fields)
    )


def _groups(head: list[Row], columns: Columns, used: set[tuple[int, Field]]) -> list[_Group]:
    """Heads over several columns: all that is no name of a single column."""
    groups: list[_Group] = []
    for row in head:
        fields = [
            field
            for field in row.fields
            if (row.index, field) not in used and not columns.is_label(field)
        ]
        spans = _tile([_candidates(field, columns, groups) for field in fields])
        groups += [
            _Group(field, row, first, last)
            for field, (first, last) in zip(fields, spans, strict=True)
        ]
    return groups


def _candidates(field: Field, columns: Columns, above: list[_Group]) -> list[tuple[int, int]]:
    """Ranges of columns over which a head may stand: it is centred over them, and a head under
    another one is narrower than that."""
    centres = columns.values
    low, high = 0, len(centres) - 1
    is_nested = False
    for group in above:
        if centres[group.first] <= field.centre <= centres[group.last]:
            low, high, is_nested = group.first, group.last, True
    nearest = columns.nearest(field)
    return [(nearest, nearest)] + [
        (first, last)
        for first in range(low, high)
        for last in range(first + 1, high + 1)
        if abs((centres[first] + centres[last]) / 2 - field.centre) <= 0.3 * columns.pitch
        and not (is_nested and (first, last) == (low, high))
    ]


def _tile(candidates: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """One range for each head of a line, none overlapping, together as wide as possible."""
    best: list[tuple[int, list[tuple[int, int]]]] = [(0, [])]
    for ranges in candidates:
        extended: dict[int, tuple[int, list[tuple[int, int]]]] = {}
        for covered, chosen in best:
            end = chosen[-1][1] if chosen else -1
            for first, last in ranges:
                total = covered + last - first + 1
                if first > end and total > extended.get(last, (-1, []))[0]:
                    extended[last] = (total, [*chosen, (first, last)])
        if not extended:
            return [ranges[0] for ranges in candidates]
        best = list(extended.values())
    return max(best, key=lambda item: item[0])[1]


def _label_heads(head: list[Row], columns: Columns, top: int, depth: int) -> list[Cell]:
    """What stands in the head over the labels: one cell, or one for each column of labels."""
    rows = [(row, [field for field in row.fields if columns.is_label(field)]) for row in head]
    widest = max((len(fields) for _, fields in rows), default=0)
    if not widest:
        return []
    count = len(columns.labels)
    if widest < 2:
        text = join_lines(field.text for _, fields in rows for field in fields)
        place = next(row for row, fields in rows if fields).line.place()
        return [Cell(text, top, 0, depth - top, count, place)]
    cells: dict[int, Cell] = {}
    for row, fields in rows:
        for field in fields:
            level = columns.level(field)
            old = cells.get(level)
            text = join_lines([old.text, field.text] if old else [field.text])
            place = old.place if old else row.line.place()
            cells[level] = Cell(text, top, level, depth - top, 1, place)
    return list(cells.values())
