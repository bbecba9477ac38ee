"""Where tables without borders may stand on a page: lines together, without running text."""

from __future__ import annotations

from itertools import islice, pairwise, takewhile

from extraction.readers.page.glyphs import Line
from extraction.readers.page.unruled.lines import (
    distance,
    is_any_row,
    is_blank_row,
    is_row,
    values_of,
)
from extraction.readers.page.unruled.pieces import HEAD_GAP, is_apart
from extraction.readers.page.unruled.words import (
    body_words,
    headings,
    is_label_line,
    names,
    sure_names,
)
from extraction.typography import is_chapter_heading

_PROSE = 0.6
"""A line in one piece that fills more of the width of its page than this is running text."""

_FARTHEST_EMS = 5.0
"""Lines farther apart than this, in ems, are of two tables, but for a head and its first row."""

_LABEL_EMS = 2.6
"""A line behind the last row is of its label, or of a row of blanks, if it is nearer than this."""

_NEXT_ROWS = 3
"""As many rows tell where the labels below a line end, and where the values begin."""


def runs(lines: list[Line]) -> list[list[Line]]:
    """The stretches of lines that hold rows, each with the lines around that are part of it."""
    if not any(map(is_any_row, lines)):
        return []
    return [run for run in map(_trimmed, stretches(lines)) if run]


def stretches(lines: list[Line]) -> list[list[Line]]:
    """The lines that may be of tables, as they stand together; the last ones end the page."""
    if not lines:
        return []
    width = max(line.right for line in lines) - min(line.left for line in lines)
    rows = list(map(is_row, lines))
    stretches: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        is_prose = _is_prose(lines, rows, index, width)
        is_far = index > 0 and distance(lines[index - 1], line) > _FARTHEST_EMS
        if is_prose or (is_far and not _ends_with_head(stretches[-1])):
            stretches.append([])
        if not is_prose:
            stretches[-1].append(line)
    return stretches


def _ends_with_head(lines: list[Line]) -> bool:
    """Whether lines end with names of columns, or with more lines of such."""
    tail = takewhile(lambda line: not is_row(line), reversed(lines))
    return any(map(is_names_row, tail))


def _is_prose(lines: list[Line], rows: list[bool], index: int, width: float) -> bool:
    """Whether a line is running text, or a heading over the head of another table.

    A numbered label may look like a heading; below it stand rows, and no head. rows: which of the
    lines are rows.
    """
    line = lines[index]
    if len(line.parts) > 1 or rows[index] or is_blank_row(line):
        return False
    near = slice(max(index - 1, 0), index + 2)
    if any(
        is_its and distance(line, other) < 1
        for other, is_its in zip(lines[near], rows[near], strict=True)
    ):
        return False
    if line.right - line.left > _PROSE * width:
        is_names = _is_names(line) or names().make_up(line.text)
        return not is_names and not body_words().hold(line.text)
    if not is_chapter_heading(line.text) or headings().begin_with(line.text):
        return False
    below = lines[index + 1 :]
    if True not in rows[index + 1 :]:
        return bool(below) or not headings().has(line.text)
    first = rows[index + 1 :].index(True)
    start = values_begin(below[first:])
    return any(stands_over_values(other, start) for other in below[:first])


def is_names_row(line: Line) -> bool:
    """Whether a line has names of columns side by side, or one beside the corner."""
    if values_of(line) or len(line.parts) < 2:
        return False
    words = sure_names()
    return any(words.has(piece.text) for part in line.parts for piece in part.cut(is_apart))


def _is_names(line: Line) -> bool:
    """Whether a line is names side by side, however near: running text is set solid."""
    gap = HEAD_GAP * line.em
    return any(glyph.left - last.right > gap for last, glyph in pairwise(line.glyphs))


def values_begin(lines: list[Line]) -> float:
    """Where the labels of the next rows have ended and their values have not begun."""
    rows = list(islice(filter(is_row, lines), _NEXT_ROWS))
    left = min(values_of(row)[0].left for row in rows)
    labels = [part.right for row in rows for part in row.parts if part.right < left]
    return (max(labels) + left) / 2 if labels else left


def stands_over_values(line: Line, start: float) -> bool:
    return not values_of(line) and any(part.center[0] > start for part in line.parts)


def _trimmed(lines: list[Line]) -> list[Line]:
    """A stretch from its head to the rest of the label of its last row."""
    rows = [index for index, line in enumerate(lines) if is_any_row(line)]
    if not any(len(lines[index].parts) > 1 or is_blank_row(lines[index]) for index in rows):
        return []
    end = rows[-1] + 1
    while end < len(lines) and (
        distance(lines[end - 1], lines[end]) < _LABEL_EMS
        or all(is_label_line(part.text) for part in lines[end].parts)
    ):
        end += 1
    return lines[:end]
