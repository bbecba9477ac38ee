"""Fields of a line in space-aligned text, by display column, as `pdftotext -layout` prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.readers.text.lines import Line
from extraction.typography import character_width, is_value, trim, width

_GAP = re.compile(r"\s{2,}|\u3000+")
_HAS_GAP = re.compile(r"\S(?:\s{2,}|\u3000+)\S")


@dataclass(frozen=True, slots=True)
class Field:
    """A run of text between gaps of two or more spaces. It fills the columns [left, right)."""

    text: str
    left: int
    right: int

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def is_value(self) -> bool:
        return is_value(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its fields. index: its place among the lines, by which distance is measured."""

    index: int
    line: Line
    fields: tuple[Field, ...]

    @property
    def has_values(self) -> bool:
        """Whether the line holds numbers (or dashes) beside or without a label."""
        values = sum(field.is_value for field in self.fields)
        return values > 1 or any(field.is_value for field in self.fields[1:])


def has_gap(line: Line) -> bool:
    return _HAS_GAP.search(line.text) is not None


def row(index: int, line: Line) -> Row:
    """The fields of a line."""
    text = line.text.rstrip()
    fields: list[Field] = []
    position = 0
    begin = 0
    for gap in _GAP.finditer(text):
        position = _add(fields, text[begin : gap.start()], position)
        position += sum(max(1, character_width(space)) for space in gap[0])
        begin = gap.end()
    _add(fields, text[begin:], position)
    return Row(index, line, tuple(fields))


def _add(fields: list[Field], text: str, left: int) -> int:
    right = left + width(text)
    if trim(text):
        offset = width(text) - width(text.lstrip())
        fields.append(Field(trim(text), left + offset, right))
    return right
