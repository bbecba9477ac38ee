"""The body of an aligned table: each line of values with its label (`labels`) and those of
its groups (`groups`)."""

from __future__ import annotations

from collections import Counter

from extraction.document import Cell
from extraction.readers.text.aligned.groups import assign_groups
from extraction.readers.text.aligned.labels import Body, Label, labels_of, values_of
from extraction.readers.text.columns import Columns
from extraction.readers.text.fields import Field, Row
from extraction.typography import join_lines
from extraction.units import unit_alone


def is_aligned(body: list[Row], columns: Columns, heads: list[range]) -> bool:
    """Whether the columns found are those of the table; else only the order of values is sure.

    Lines of values fill them, and no two values of a line stand under one of the lowest heads
    (columns of values, from 0).
    """
    lines = [[columns.nearest(part) for part in values_of(row, columns)] for row in body]
    used = {index for line in lines for index in line}
    is_filled = len(used) <= max(map(len, lines), default=0)
    return is_filled and not any(
        sum(index in head for index in line) > 1 for head in heads for line in lines
    )


def body_cells(body: list[Row], columns: Columns, *, has_places: bool) -> list[Cell]:
    """The cells of the body, rows counted from 0.

    has_places: values stand in columns, and blank cells between them show.
    """
    labels = labels_of(body, columns)
    rows = _rows(body, labels, columns)
    assign_groups(rows, labels, columns)
    rows.sort(key=lambda row: (row.top, row.bottom))
    owners = _owners(body, rows, columns)
    return _label_cells(rows, columns) + [
        cell
        for number, row in enumerate(rows)
        for cell in _value_cells(
            number, row, owners.get(id(row), []), columns, has_places=has_places
        )
    ]


def _rows(body: list[Row], labels: list[Label], columns: Columns) -> list[Body]:
    """A row for each line of values, with the deepest free label at it or nearest to it."""
    rows: list[Body] = []
    for line in body:
        parts = values_of(line, columns)
        if not line.has_values and not any(
            part.is_value or unit_alone(part.text) for part in parts
        ):
            continue
        free = [label for label in labels if label.values is None]
        own = _own_label(line, free, columns)
        own = _deeper_beside(line, own, free) or own
        if own is not None:
            own.values = line
        rows.append(Body(own, line))
    return rows


def _own_label(line: Row, free: list[Label], columns: Columns) -> Label | None:
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


def _deeper_beside(line: Row, own: Label | None, free: list[Label]) -> Label | None:
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


def _label_cells(rows: list[Body], columns: Columns) -> list[Cell]:
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
    body: list[Row], rows: list[Body], columns: Columns
) -> dict[int, list[tuple[Row, Field]]]:
    """The fields right of the labels for each row; those on lines without values of their own
    belong to the nearest row."""
    owners: dict[int, list[tuple[Row, Field]]] = {}
    by_line = {row.values.index: row for row in rows if row.values is not None}
    for line in body:
        parts = values_of(line, columns)
        if not parts:
            continue
        row = by_line.get(line.index) or min(
            rows, key=lambda row: max(row.top - line.index, line.index - row.bottom, 0)
        )
        owners.setdefault(id(row), []).extend((line, part) for part in parts)
    return owners


def _value_cells(
    number: int, row: Body, fields: list[tuple[Row, Field]], columns: Columns, *, has_places: bool
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
        Cell(join_lines(texts.get(index, [])), number, len(columns.labels) + index, place=place)
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
