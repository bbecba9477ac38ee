"""The labels of an aligned table, put together from the lines that they are broken into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.readers.text.columns import Columns
from extraction.readers.text.fields import Field, Row
from extraction.typography import join_lines, starts_with_numbering
from extraction.units import unit_alone

_ITEM = re.compile(r"^[（(]?\s*(\d{1,2})")
_FULL = 3
"""Display columns by which a broken line may fall short of its column's width."""

_LOOSE_LINES = 3
"""Lines of one label are so many lines apart at most where a text has blank lines in between."""


@dataclass(eq=False)
class Label:
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
class Body:
    """A row of the table: its own label (None if nothing is printed), its values, its groups."""

    label: Label | None
    values: Row | None
    groups: dict[int, Label] = field(default_factory=dict)

    @property
    def level(self) -> int:
        return self.label.level if self.label else 0

    @property
    def lines(self) -> list[int]:
        """Where its label begins and ends, and where its values stand."""
        of_label = [self.label.top, self.label.bottom] if self.label else []
        return [*of_label, self.values.index] if self.values else of_label

    @property
    def top(self) -> int:
        return min(self.lines)

    @property
    def bottom(self) -> int:
        return max(self.lines)


def values_of(row: Row, columns: Columns) -> list[Field]:
    """The fields of a line that are no labels."""
    return [part for part in row.fields if not columns.is_label(part)]


def labels_of(body: list[Row], columns: Columns) -> list[Label]:
    """The labels of all levels, fragments joined from top to bottom. No label names two lines of
    values."""
    spoken = {row.index for row in body if values_of(row, columns)}
    labels: list[Label] = []
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
                labels.append(Label(level, []))
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

    def goes_on(self, label: Label, row: Row, part: Field, *, is_named: bool) -> bool:
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
