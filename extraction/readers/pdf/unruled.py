"""Tables without borders: where on the pages they stand, and which pages they run over."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from math import inf

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.unruled_head import HEAD_GAP, is_apart
from extraction.readers.pdf.unruled_lines import begins_remark, distance, is_row, values_of
from extraction.readers.pdf.unruled_table import tables_of
from extraction.readers.pdf.unruled_words import head_words, together
from extraction.typography import is_chapter_heading

_PROSE = 0.6
"""A line in one piece that fills more of the width of its page than this is running text."""

_FARTHEST_EMS = 5.0
"""Lines farther apart than this, in ems, are of two tables."""

_LABEL_EMS = 2.6
"""A line behind the last row is of its label, or of a row of blanks, if it is nearer than this."""

_NEXT_ROWS = 3
"""As many rows tell where the labels below a line end, and where the values begin."""


@dataclass(eq=False)
class Block:
    """A head and the rows under it.

    bodies: for each page that it stands on, its number and the lines there, below the head.
    """

    head: list[Line]
    bodies: list[tuple[int, list[Line]]] = field(default_factory=list)


def find_unruled(pages: list[tuple[list[Line], bool]]) -> list[list[tuple[list[Line], Grid]]]:
    """The tables without borders on the pages of a document, for each page.

    pages: the lines of each page, sorted top to bottom, and whether other tables stand on it.
    Lines with numbers behind other text are rows; above them stands a head. What is not clear
    stays text: a table whose columns are not known would be read shifted where cells are blank.
    """
    blocks: list[Block] = []
    open_block: Block | None = None
    for number, (lines, has_others) in enumerate(pages):
        open_block = None if has_others else open_block
        for run in _runs(lines):
            is_first = run[0] is lines[0]
            found = _blocks(run, number, open_block if is_first else None)
            blocks += [block for block in found if block is not open_block]
            open_block = found[-1] if found and run[-1] is lines[-1] else None
        if not lines or has_others:
            open_block = None
        elif open_block is None:
            open_block = _head_at_foot(lines, number)
            blocks += [open_block] if open_block else []
    grids: list[list[tuple[list[Line], Grid]]] = [[] for _ in pages]
    for block in blocks:
        if not any(lines for _, lines in block.bodies):
            continue
        made = tables_of(block.head, [lines for _, lines in block.bodies])
        for index, ((number, lines), regions) in enumerate(zip(block.bodies, made, strict=False)):
            if regions:
                in_cells = {glyph for region in regions for glyph in region.glyphs}
                its = [*block.head, *lines] if index == 0 else lines
                used = [line for line in its if not in_cells.isdisjoint(line.glyphs)]
                grids[number].append((used, Grid(regions)))
    return grids


def _head_at_foot(lines: list[Line], page: int) -> Block | None:
    """The head that a page ends with, whose rows stand on the next."""
    head = _stretches(lines)[-1]
    is_head = not any(is_row(line) for line in head) and _has_names(head, -inf)
    return Block(head, [(page, [])]) if is_head else None


def _runs(lines: list[Line]) -> list[list[Line]]:
    """The stretches of lines that hold rows, each with the lines around that are part of it."""
    return [run for run in map(_trimmed, _stretches(lines)) if run]


def _stretches(lines: list[Line]) -> list[list[Line]]:
    """The lines that may be of tables, as they stand together; the last ones end the page."""
    if not lines:
        return []
    width = max(line.right for line in lines) - min(line.left for line in lines)
    stretches: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        is_far = index > 0 and distance(lines[index - 1], line) > _FARTHEST_EMS
        if is_far or _is_prose(lines, index, width):
            stretches.append([])
        if not _is_prose(lines, index, width):
            stretches[-1].append(line)
    return stretches


def _is_prose(lines: list[Line], index: int, width: float) -> bool:
    """Whether a line is running text, or a heading over the head of another table.

    A numbered label may look like a heading; below it stand rows, and no head.
    """
    line = lines[index]
    if len(line.parts) > 1 or is_row(line):
        return False
    if any(
        is_row(near) and distance(line, near) < 1 for near in lines[max(index - 1, 0) : index + 2]
    ):
        return False
    if line.right - line.left > _PROSE * width and not _is_names(line):
        return True
    if not is_chapter_heading(line.text):
        return False
    below = lines[index + 1 :]
    first = next((at for at, other in enumerate(below) if is_row(other)), len(below))
    if first == len(below):
        return True
    start = _values_begin(below[first:])
    return any(_stands_over_values(other, start) for other in below[:first])


def _is_names(line: Line) -> bool:
    """Whether a line is names side by side, however near: running text is set solid."""
    return any(
        glyph.left - last.right > HEAD_GAP * line.em for last, glyph in pairwise(line.glyphs)
    )


def _values_begin(lines: list[Line]) -> float:
    """Where the labels of the next rows have ended and their values have not begun."""
    rows = [line for line in lines if is_row(line)][:_NEXT_ROWS]
    left = min(values_of(row)[0].left for row in rows)
    labels = [part.right for row in rows for part in row.parts if part.right < left]
    return (max(labels) + left) / 2 if labels else left


def _stands_over_values(line: Line, start: float) -> bool:
    return not values_of(line) and any((part.left + part.right) / 2 > start for part in line.parts)


def _is_label(line: Line, above: list[Line]) -> bool:
    """Whether a line stands where labels stand in the rows above it."""
    values = [part.left for other in above for part in values_of(other)]
    if not values:
        return False
    texts = [part for other in above for part in other.parts if part.right < min(values)]
    return all(
        part.right < min(values)
        and any(part.left < text.right and text.left < part.right for text in texts)
        for part in line.parts
    )


def _trimmed(lines: list[Line]) -> list[Line]:
    """A stretch from its head to the rest of the label of its last row."""
    rows = [index for index, line in enumerate(lines) if is_row(line)]
    if not rows or not any(len(lines[index].parts) > 1 for index in rows):
        return []
    end = rows[-1] + 1
    while end < len(lines) and distance(lines[end - 1], lines[end]) < _LABEL_EMS:
        end += 1
    return lines[:end]


def _blocks(run: list[Line], page: int, open_block: Block | None) -> list[Block]:
    """The blocks of a run: each begins with the lines that stand over the values below them.

    open_block: the one that the page before ends with; rows without a head go on with it.
    """
    rows = [index for index, line in enumerate(run) if is_row(line)]
    heads: list[tuple[int, int]] = []
    above = open_block.bodies[-1][1] if open_block is not None else []
    start = 0
    for row in rows:
        begin = _values_begin(run[row:])
        over = [
            index
            for index in range(start, row)
            if _stands_over_values(run[index], begin) and not _is_label(run[index], above)
        ]
        if (above or open_block) and not _has_names([run[index] for index in over], begin):
            # A heading of the rows below, in the middle of the table, or the rest of its cells.
            over = []
        over = list(takewhile(lambda index: not _has_remark(run[index]), over))
        if over:
            heads.append((over[0], over[-1] + 1))
            above = []
        above = [*above, *run[over[-1] + 1 if over else start : row + 1]]
        start = row + 1
    found: list[Block] = []
    first = heads[0][0] if heads else len(run)
    if open_block is not None and any(row < first for row in rows):
        open_block.bodies.append((page, run[:first]))
        found.append(open_block)
    for number, (begin, end) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(run)
        if number == 0 and not found:
            begin = _first_beside(run, begin)
        found.append(Block(run[begin:end], [(page, run[end:stop])]))
    return found


def _has_names(lines: list[Line], start: float) -> bool:
    """Whether lines hold, over values, a name or a caption that the forms have."""
    over = [part for line in lines for part in line.parts if (part.left + part.right) / 2 > start]
    pieces = [piece for part in over for piece in part.cut(is_apart)]
    words = head_words()
    return bool(together(pieces, words)) or any(words.ends(piece.text) for piece in pieces)


def _has_remark(line: Line) -> bool:
    """Whether a number with a remark begins in a line: such lines are cells, and no names."""
    return any(begins_remark(part.text) for part in line.parts)


def _first_beside(run: list[Line], begin: int) -> int:
    """A head begins with the lines of its corner, which may stand a little higher."""
    while begin > 0 and distance(run[begin - 1], run[begin]) < 1:
        begin -= 1
    return begin
