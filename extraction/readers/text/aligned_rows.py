"""The body of an aligned table: each line of values with the label that is printed around it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from extraction.document import Cell
from extraction.readers.text.columns import Columns
from extraction.readers.text.fields import Field, Row
from extraction.typography import join_lines, starts_with_numbering
from extraction.units import unit_alone

_ITEM = re.compile(r"^[（(]?\s*(\d{1,2})")
_FULL = 3
"""Display columns by which a broken line may fall short of its column's width."""

_ODD_SPLIT = 6.0
"""Cost, in lines off centre, of parting rows where their numbering does not begin anew, or of
keeping them together where it does."""

_LOOSE_LINES = 3
"""Lines of one label are so many lines apart at most where a text has blank lines in between."""

_LONGEST_RUN = 200
"""Rows under one level of groups; the search for their groups takes the square of it."""


@dataclass(eq=False)
class _Label:
    """A label over one or more lines, in one of the nested label columns."""

    level: int
    parts: list[tuple[Row, Field]]
    values: Row | None = None
    """The line of values that the label names; None for a group, or for a row of blanks."""

    @property
    def top(self) -> int:
        return self.parts[0][0].index

    @property
    def bottom(self) -> int:
        return self.parts[-1][0].index

    @property
    def centre(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return join_lines(part.text for _, part in self.parts)

    @property
    def item(self) -> int | None:
        """The number in front of the label, if it has one in digits."""
        text = self.parts[0][1].text
        match = _ITEM.match(text)
        return int(match[1]) if match and starts_with_numbering(text) else None


@dataclass(eq=False)
class _Body:
    """A row of the table: its own label (None if nothing is printed), its values, its groups."""

    label: _Label | None
    values: Row | None
    groups: dict[int, _Label] = field(default_factory=dict)

    @property
    def level(self) -> int:
        return self.label.level if self.label else 0

    @property
    def top(self) -> int:
        lines = [self.label.top] if self.label else []
        return min([*lines, self.values.index] if self.values else lines)

    @property
    def bottom(self) -> int:
        lines = [self.label.bottom] if self.label else []
        return max([*lines, self.values.index] if self.values else lines)


def is_aligned(body: list[Row], columns: Columns, heads: list[range]) -> bool:
    """Whether the columns found are those of the table; else only the order of values is sure.

    Lines of values fill them, and no two values of a line stand under one of the lowest heads
    (columns of values, from 0).
    """
    lines = [[columns.nearest(part) for part in _values(row, columns)] for row in body]
    used = {index for line in lines for index in line}
    is_filled = len(used) <= max(map(len, lines), default=0)
    return is_filled and not any(
        sum(index in head for index in line) > 1 for head in heads for line in lines
    )


def body_cells(body: list[Row], columns: Columns, *, has_places: bool) -> list[Cell]:
    """The cells of the body, rows counted from 0.

    has_places: values stand in columns, and blank cells between them show.
    """
    labels = _labels(body, columns)
    rows = _rows(body, labels, columns)
    _assign_groups(rows, labels, columns)
    rows.sort(key=lambda row: (row.top, row.bottom))
    owners = _owners(body, rows, columns)
    return _label_cells(rows, columns) + [
        cell
        for number, row in enumerate(rows)
        for cell in _value_cells(
            number, row, owners.get(id(row), []), columns, has_places=has_places
        )
    ]


def _labels(body: list[Row], columns: Columns) -> list[_Label]:
    """The labels of all levels, fragments joined from top to bottom. No label names two lines of
    values."""
    spoken = {row.index for row in body if _values(row, columns)}
    labels: list[_Label] = []
    for level in range(len(columns.labels)):
        parts = [
            (row, part)
            for row in body
            for part in row.fields
            if columns.is_label(part) and columns.level(part) == level
        ]
        is_of_rows = sum(row.index in spoken for row, _ in parts) >= 0.9 * len(spoken)
        rule = _Breaks(parts, level, columns)
        is_named = False
        for number, (row, part) in enumerate(parts):
            is_name = row.index in spoken and (is_of_rows or _is_deepest(row, part, columns))
            if (
                not number
                or (is_name and is_named)
                or not rule.goes_on(labels[-1], row, part, is_named=is_named)
            ):
                labels.append(_Label(level, []))
                is_named = False
            labels[-1].parts.append((row, part))
            is_named |= is_name
    return labels


class _Breaks:
    """How the labels of one column are broken into lines.

    A fragment goes on a label where it stands right below it and has no numbering; where labels
    have none to go by, the line above must fill its width, up to a deeper column or as far as
    any label reaches. Each unit in a column of units is of a row of its own.
    """

    def __init__(self, parts: list[tuple[Row, Field]], level: int, columns: Columns) -> None:
        numbered = sum(starts_with_numbering(part.text) for _, part in parts)
        self._is_numbered = 2 * numbered >= len(parts)
        self._is_nested = len(columns.labels) > 1
        left = columns.labels[level]
        self._limits = [right - left - 2 for right in columns.labels[level + 1 :]]
        self._limits.append(max((part.width for _, part in parts), default=0))

    def goes_on(self, label: _Label, row: Row, part: Field, *, is_named: bool) -> bool:
        above_row, above = label.parts[-1]
        if starts_with_numbering(part.text) or unit_alone(part.text):
            return False
        if row.index != above_row.index + 1:
            # Without a value so far, a numbered label would be a row of blanks: not if one that
            # lacks numbering follows before long, which is the rest of it.
            is_near = row.index - above_row.index <= _LOOSE_LINES
            return is_near and not is_named and label.item is not None
        if self._is_nested and abs(part.left - above.left) > 1:
            return False
        return self._is_numbered or any(
            limit - _FULL <= above.width <= limit + 1 for limit in self._limits
        )


def _is_deepest(row: Row, part: Field, columns: Columns) -> bool:
    return part == [each for each in row.fields if columns.is_label(each)][-1]


def _values(row: Row, columns: Columns) -> list[Field]:
    return [part for part in row.fields if not columns.is_label(part)]


def _rows(body: list[Row], labels: list[_Label], columns: Columns) -> list[_Body]:
    """A row for each line of values, with the deepest free label at it or nearest to it."""
    rows: list[_Body] = []
    for line in body:
        parts = _values(line, columns)
        if not line.has_values and not any(
            part.is_value or unit_alone(part.text) for part in parts
        ):
            continue
        free = [label for label in labels if label.values is None]
        own = _own_label(line, free, columns)
        own = _deeper_beside(line, own, free) or own
        if own is not None:
            own.values = line
        rows.append(_Body(own, line))
    return rows


def _own_label(line: Row, free: list[_Label], columns: Columns) -> _Label | None:
    at_line = [label for label in free if label.top <= line.index <= label.bottom]
    if at_line:
        return max(at_line, key=lambda label: (label.level, -abs(label.centre - line.index)))
    if any(columns.is_label(part) for part in line.fields):
        return None
    near = [
        label
        for label in free
        if min(abs(label.top - line.index), abs(label.bottom - line.index)) == 1
    ]
    return max(near, key=lambda label: label.level, default=None)


def _deeper_beside(line: Row, own: _Label | None, free: list[_Label]) -> _Label | None:
    """The label of a row whose line of values carries its group's label.

    The label stands right above or below then, alone on its line, with no values of its own.
    """
    beside = [
        label
        for label in free
        if own is not None
        and label.level > own.level
        and not any(row.has_values for row, _ in label.parts)
        and min(abs(label.top - line.index), abs(label.bottom - line.index)) == 1
    ]
    return beside[0] if len(beside) == 1 else None


def _assign_groups(rows: list[_Body], labels: list[_Label], columns: Columns) -> None:
    """Give each row the labels of its groups; labels that are no group become rows of blanks."""
    for level in range(len(columns.labels) - 1, -1, -1):
        unused = [label for label in labels if label.level == level and label.values is None]
        rows.sort(key=lambda row: (row.top, row.bottom))
        for run in _runs(rows, level):
            low, high = _neighbours(rows, run)
            inside = [label for label in unused if low < label.centre < high]
            groups = _partition(run, inside)
            for row, label in zip(run, groups, strict=True):
                if label is not None:
                    row.groups[level] = label
            taken = {id(label) for label in groups if label is not None}
            unused = [label for label in unused if id(label) not in taken]
        rows.extend(_Body(label, None) for label in unused)


def _runs(rows: list[_Body], level: int) -> list[list[_Body]]:
    """Consecutive rows whose own labels are deeper than a level."""
    runs: list[list[_Body]] = []
    is_open = False
    for row in rows:
        is_deeper = row.label is not None and row.level > level
        if is_deeper and is_open:
            runs[-1].append(row)
        elif is_deeper:
            runs.append([row])
        is_open = is_deeper
    return runs


def _neighbours(rows: list[_Body], run: list[_Body]) -> tuple[float, float]:
    first, last = rows.index(run[0]), rows.index(run[-1])
    low = rows[first - 1].bottom if first else float("-inf")
    high = rows[last + 1].top if last + 1 < len(rows) else float("inf")
    return low, high


def _partition(run: list[_Body], groups: list[_Label]) -> list[_Label | None]:
    """Which group each row of a run belongs to.

    A group's label is printed at the middle of its rows, and the numbering of rows begins anew
    in each group; the cheapest cut in order is taken. A label that no cut puts beside its rows
    names none of them.
    """
    count = len(run)
    if not groups or count > _LONGEST_RUN:
        return [None] * count
    items = [row.label.item if row.label else None for row in run]
    anew = {number for number in range(1, count) if _begins_anew(items[number - 1], items[number])}
    # best[n]: cost and cuts of giving the first n rows to the groups so far.
    nothing: list[int] = []
    best = [(0.0, nothing)] + [(float("inf"), nothing)] * count
    for group in groups:
        following = [(cost + 2 * _ODD_SPLIT, [*cuts, n]) for n, (cost, cuts) in enumerate(best)]
        for stop in range(1, count + 1):
            for start in range(stop):
                cost, cuts = best[start]
                cost += _cost(run, start, stop, group, anew)
                if cost < following[stop][0]:
                    following[stop] = (cost, [*cuts, stop])
        best = following
    cost, cuts = best[count]
    assigned: list[_Label | None] = []
    for group, cut in zip(groups, cuts, strict=True):
        assigned += [group] * (cut - len(assigned))
    return assigned if cost < float("inf") else [None] * count


def _begins_anew(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after <= before


def _cost(run: list[_Body], start: int, stop: int, group: _Label, anew: set[int]) -> float:
    """Cost of giving run[start:stop] to a group; anew: rows at which numbering begins anew."""
    top, bottom = run[start].top, run[stop - 1].bottom
    if not top - 1 <= group.centre <= bottom + 1:
        return float("inf")
    cost = abs((top + bottom) / 2 - group.centre)
    cost += _ODD_SPLIT * len(anew.intersection(range(start + 1, stop)))
    return cost + (_ODD_SPLIT if start and anew and start not in anew else 0)


def _label_cells(rows: list[_Body], columns: Columns) -> list[Cell]:
    cells: list[Cell] = []
    count = len(columns.labels)
    for number, row in enumerate(rows):
        if row.label is not None:
            place = row.label.parts[0][0].line.place()
            cells.append(Cell(row.label.text, number, row.level, 1, count - row.level, place))
        for level, group in row.groups.items():
            if number and rows[number - 1].groups.get(level) is group:
                continue
            height = 1
            while number + height < len(rows) and rows[number + height].groups.get(level) is group:
                height += 1
            deeper = [other for other in (*row.groups, row.level) if other > level]
            place = group.parts[0][0].line.place()
            cells.append(Cell(group.text, number, level, height, min(deeper) - level, place))
    return cells


def _owners(
    body: list[Row], rows: list[_Body], columns: Columns
) -> dict[int, list[tuple[Row, Field]]]:
    """The fields right of the labels for each row; those on lines without values of their own
    belong to the nearest row."""
    owners: dict[int, list[tuple[Row, Field]]] = {}
    by_line = {row.values.index: row for row in rows if row.values is not None}
    for line in body:
        parts = _values(line, columns)
        if not parts:
            continue
        row = by_line.get(line.index) or min(
            rows, key=lambda row: max(row.top - line.index, line.index - row.bottom, 0)
        )
        owners.setdefault(id(row), []).extend((line, part) for part in parts)
    return owners


def _value_cells(
    number: int,
    row: _Body,
    fields: list[tuple[Row, Field]],
    columns: Columns,
    *,
    has_places: bool,
) -> list[Cell]:
    texts: dict[int, list[str]] = {}
    places = _columns_of(fields, columns) if has_places else list(range(len(fields)))
    for (_, part), index in zip(fields, places, strict=True):
        texts.setdefault(index, []).append(part.text)
    lines = [(line.index, index) for (line, _), index in zip(fields, places, strict=True)]
    is_sure = has_places and len(set(lines)) == len(lines)
    line = row.values or (row.label.parts[0][0] if row.label else None)
    if line is None or max(Counter(i for i, _ in lines).values(), default=0) > len(columns.values):
        # Two rows ran together on one line.
        return []
    place = line.line.place()
    return [
        Cell(
            join_lines(texts.get(index, [])),
            number,
            len(columns.labels) + index,
            place=place,
        )
        for index in (range(len(columns.values)) if has_places else places)
        # Where two values stand nearest to one column, what is blank beside them is not sure.
        if is_sure or index in texts
    ]


def _columns_of(fields: list[tuple[Row, Field]], columns: Columns) -> list[int]:
    """The column of values for each field: the nearest, or the next one where each has a field."""
    is_full = len(fields) == len(columns.values) and len({line.index for line, _ in fields}) == 1
    if is_full:
        return list(range(len(fields)))
    return [columns.nearest(part) for _, part in fields]
