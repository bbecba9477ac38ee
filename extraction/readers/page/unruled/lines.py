"""Lines of tables without borders: which hold numbers, and over which columns their parts stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from extraction.readers.page.glyphs import Glyph, Interval, Line
from extraction.readers.page.unruled.words import (
    label_words,
    row_words,
    sure_rows,
)
from extraction.typography import is_value
from extraction.units import unit_alone

_REMARKED = re.compile(r"[-+]?\d[\d.,]*[^\d（(]{0,2}[（(]")
"""A number, its unit if it has one, and a bracket: 7（其中新增1件）."""

_IN_BRACKETS = re.compile(r"[（(](?![一二三四五六七八九十])")
"""What begins a remark, and is no numbering: （三）."""

_VALUE_END = re.compile(r"(?:[-+]?\d[\d.,]*|[-－—/]+|无)\Z")
"""A number, or what stands for none, at the end of a text."""

_SHORTEST_LABEL = 4
"""So many characters are a line of a label not by chance."""

_LONGEST_REST = 8
"""Characters of a line of a remark that is wrapped in the cell of a number."""

EDGE_EMS = 0.15


def values_of(line: Line) -> list[Line]:
    return [part for part in line.parts if is_value(part.text)]


def with_each_cut(line: Line, pieces: Callable[[Line], list[Line]]) -> Line:
    """A line with each of its parts in these pieces."""
    return with_parts(line, [piece for part in line.parts for piece in pieces(part)])


def with_parts(line: Line, parts: list[Line]) -> Line:
    """A line cut into these parts."""
    if len(parts) == len(line.parts):
        return line
    cut = Line(line.glyphs)
    cut.parts = parts
    return cut


def part_units(line: Line) -> None:
    """Part a number from the unit before it, which wider ones come near to: 人次 0. A unit in
    running text stands behind its number, and follows no gap."""

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        is_number = is_value(glyph.text) and not last.text.isdigit()
        return is_number and glyph.left - last.right > EDGE_EMS * line.em

    def pieces(part: Line) -> list[Line]:
        found = part.cut(is_between)
        is_pair = len(found) == 2 and unit_alone(found[0].text) and is_value(found[1].text)
        return found if is_pair else [part]

    first, *behind = line.parts
    if any(is_value(part.text[-1]) and not part.text[0].isdigit() for part in behind):
        line.parts = [first, *(piece for part in behind for piece in pieces(part))]


def part_values_off_labels(line: Line) -> None:
    """Part labels of rows, and lines of such, from a number or dash that stands near behind."""
    line.parts = [piece for part in line.parts for piece in _label_and_value(part)]


def _label_and_value(part: Line) -> list[Line]:
    text = "".join(glyph.text for glyph in part.glyphs)
    value = _VALUE_END.search(text)
    if value is None or len(text) != len(part.glyphs):
        return [part]
    label = text[: value.start()]
    is_line = (
        len(label) >= _SHORTEST_LABEL
        and label_words().have_line(label)
        and not label_words().have_line(text)
    )
    if not (is_line or row_words().has(label)):
        return [part]
    return [Line(part.glyphs[: value.start()]), Line(part.glyphs[value.start() :])]


def is_row(line: Line) -> bool:
    """Whether a line is one of a row: numbers, with nothing but a label before them, and few lines
    of remarks among them."""
    parts = line.parts
    first = next((at for at, part in enumerate(parts) if is_value(part.text)), len(parts))
    if first == len(parts):
        return False
    behind = parts[max(first, 1) :]
    others = [part for part in behind if not is_value(part.text) and not begins_remark(part.text)]
    are_rests = 2 * len(others) < len(behind) and all(
        len(part.text) <= _LONGEST_REST for part in others
    )
    return not others or are_rests


def is_blank_row(line: Line) -> bool:
    """Whether nothing stands in a line but the label of a row, and its unit, so that its cells are
    blank unless its numbers stand in the lines beside it."""
    return sure_rows().has(line.parts[0].text) and all(
        unit_alone(part.text) for part in line.parts[1:]
    )


def is_any_row(line: Line) -> bool:
    return is_row(line) or is_blank_row(line)


def distance(one: Line, other: Line) -> float:
    """Between the middles of two lines, in ems."""
    return abs(one.center[1] - other.center[1]) / max(one.em, other.em)


def overlap(part: Line, column: Interval) -> bool:
    """Whether a part stands in a column; it may reach into the next by the edge of a character."""
    return min(part.right, column[1]) - max(part.left, column[0]) > EDGE_EMS * part.em


def column_of(part: Line, columns: list[Interval]) -> Interval | None:
    return next((column for column in columns if overlap(part, column)), None)


def begins_remark(text: str) -> bool:
    """Whether a text is a number with a remark in brackets, or how one begins."""
    return _REMARKED.match(text) is not None


def is_left_open(texts: Iterable[str]) -> bool:
    """Whether a bracket that the texts open is not closed in them."""
    text = "".join(texts)
    return sum(map(text.count, "（(")) > sum(map(text.count, "）)"))


def is_rest_of_remarks(line: Line, above: list[Line]) -> bool:
    """Whether a line is the rest of remarks whose brackets are open in the lines above."""
    return all(is_rest_of_remark(part, above) for part in line.parts)


def is_rest_of_remark(part: Line, above: list[Line]) -> bool:
    return is_left_open(p.text for other in above for p in other.parts if overlap(p, part.span))


def is_torn(text: str) -> bool:
    """Whether a cell holds but a part of a remark: 7（其中, or （其."""
    return (begins_remark(text) or _IN_BRACKETS.match(text) is not None) and is_left_open([text])
