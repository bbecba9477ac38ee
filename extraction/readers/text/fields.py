"""Fields of a line in space-aligned text, by display column, as `pdftotext -layout` prints them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, replace
from statistics import pstdev

from extraction.readers.text.lines import Line, Measure
from extraction.typography import character_width, is_value, trim, wide_width, width
from extraction.units import ANY

MEASURES: tuple[Measure, ...] = (width, len, wide_width)

CLEARLY_NEARER = 0.6
"""Rows with blank cells blur both measures; the one by print is left for a clear reason only."""

_GAP = re.compile(r"\s{2,}|\u3000+")
_ONE_SPACE = re.compile(rf"(.*(?:[^\W\d_]|\d)) (\d[\d,.]*(?:{ANY})?|[-/—])")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
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
    return Row(index, line, _fields(line.text.rstrip(), line.measure))


@functools.lru_cache(maxsize=1024)
def _fields(text: str, measure: Measure) -> tuple[Field, ...]:
    """The fields of a text, kept: several readers look at a line, from each of those above it."""
    fields: list[Field] = []
    position = 0
    begin = 0
    for gap in _GAP.finditer(text):
        position = _add(fields, text[begin : gap.start()], position, measure)
        position += len(gap[0]) if measure is len else _gap_width(gap[0])
        begin = gap.end()
    _add(fields, text[begin:], position, measure)
    if any(field.is_value for field in fields[1:]):
        fields = [part for field in fields for part in _parted(field, measure)]
    return tuple(fields)


def _parted(field: Field, measure: Measure) -> list[Field]:
    """A field with its values apart, where one space parts them from a label or one another."""
    match = _ONE_SPACE.fullmatch(field.text)
    if match is None or _THOUSANDS.fullmatch(field.text):
        return [field]
    front, behind = match.groups()
    first = Field(front, field.left, field.left + measure(front))
    return [*_parted(first, measure), Field(behind, field.right - measure(behind), field.right)]


def _gap_width(gap: str) -> int:
    return len(gap) if gap.isascii() else sum(max(1, character_width(space)) for space in gap)


def _add(fields: list[Field], text: str, left: int, measure: Measure) -> int:
    right = left + measure(text)
    if trim(text):
        offset = measure(text) - measure(text.lstrip())
        fields.append(Field(trim(text), left + offset, right))
    return right


def with_measure(lines: list[Line]) -> list[Line]:
    """The lines with the measure by which their columns of values are aligned.

    All are tried on the rows with the usual number of values: the right one lets the values of
    a column begin or end nearer to one another.
    """
    texts = [line.text.rstrip() for line in lines if has_gap(line)]
    counts = [sum(field.is_value for field in _fields(text, len)) for text in texts]
    usual = Counter(count for count in counts if count > 2).most_common(1)
    if not usual:
        return lines
    even = [text for text, count in zip(texts, counts, strict=True) if count == usual[0][0]]
    spreads = {measure: _spread([_fields(text, measure) for text in even]) for measure in MEASURES}
    best = min(MEASURES, key=spreads.__getitem__)
    if spreads[best] >= CLEARLY_NEARER * spreads[width]:
        return lines
    return [replace(line, measure=best) for line in lines]


def _spread(rows: list[tuple[Field, ...]]) -> float:
    """How far the centres of values in the same place of a row lie apart, on average."""
    values = [[field.centre for field in fields if field.is_value] for fields in rows]
    return float(sum(pstdev(column) for column in zip(*values, strict=True)))
