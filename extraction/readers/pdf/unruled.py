"""Tables without borders: where on the pages they stand, and which pages they run over."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from math import inf
from typing import NamedTuple

from extraction.readers.pdf.glyphs import Glyph, Line
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.unruled_head import HEAD_GAP, is_apart
from extraction.readers.pdf.unruled_lines import (
    begins_remark,
    distance,
    is_rest_of_remarks,
    is_row,
    values_of,
)
from extraction.readers.pdf.unruled_table import tables_of
from extraction.readers.pdf.unruled_words import (
    body_words,
    head_words,
    headings,
    is_caption,
    lowered_above,
    sure_names,
    together,
)
from extraction.typography import is_chapter_heading, is_value

_PROSE = 0.6
"""A line in one piece that fills more of the width of its page than this is running text."""

_FARTHEST_EMS = 5.0
"""Lines farther apart than this, in ems, are of two tables."""

_LABEL_EMS = 2.6
"""A line behind the last row is of its label, or of a row of blanks, if it is nearer than this."""

_NEXT_ROWS = 3
"""As many rows tell where the labels below a line end, and where the values begin."""


class Found(NamedTuple):
    """The tables found on a page, and the lines that are in them."""

    lines: list[Line]
    grids: list[Grid]


@dataclass(eq=False)
class Block:
    """A head and the rows under it.

    bodies: for each page that it stands on, its number and the lines there, below the head.
    torn: the head without rows at the foot of the page before, of which `head` may be the rest.
    before: the block that it follows in its table. repeated: for each page that begins with a head
    once more, its number and the lines of that.
    """

    head: list[Line]
    bodies: list[tuple[int, list[Line]]] = field(default_factory=list)
    torn: Block | None = None
    before: Block | None = None
    repeated: list[tuple[int, list[Line]]] = field(default_factory=list)

    @property
    def has_rows(self) -> bool:
        return any(lines for _, lines in self.bodies)


def find_unruled(pages: list[tuple[list[Line], bool]]) -> list[Found]:
    """The tables without borders on the pages of a document, for each page.

    pages: the lines of each page, sorted top to bottom, and whether other tables stand on it.
    Lines with numbers behind other text are rows; above them stands a head. What is not clear
    stays text: a table whose columns are not known would be read shifted where cells are blank.
    """
    blocks: list[Block] = []
    open_block: Block | None = None
    for number, (lines, has_others) in enumerate(pages):
        open_block = None if has_others else open_block
        foot = [] if has_others or not lines else _head_at_foot(lines)
        lines = lines[: len(lines) - len(foot)]
        for run in _runs(lines):
            is_first = run[0] is lines[0]
            found = _blocks(run, number, open_block if is_first else None)
            blocks += [block for block in found if block is not open_block]
            open_block = found[-1] if found and run[-1] is lines[-1] else None
        if has_others or not (lines or foot):
            open_block = None
        elif foot:
            open_block = Block(foot, [(number, [])], before=open_block)
            blocks.append(open_block)
    found_on = [Found([], []) for _ in pages]
    for block in blocks:
        if block.has_rows:
            _make(block, found_on)
    return found_on


def _make(block: Block, found_on: list[Found]) -> None:
    """Add the tables of a block, one for each page, to what is found on the pages."""
    bodies = [lines for _, lines in block.bodies]
    made = _made_under_torn(block, found_on)
    if not made and block.head:
        made = tables_of(block.head, bodies)
    if not made:
        return
    in_cells = _glyphs_of(made)
    for number, lines in block.repeated:
        found_on[number].lines.extend(lines)
    for index, ((number, lines), regions) in enumerate(zip(block.bodies, made, strict=True)):
        its = [*block.head, *lines] if index == 0 else lines
        found_on[number].lines.extend(line for line in its if not in_cells.isdisjoint(line.glyphs))
        if regions:
            found_on[number].grids.append(Grid(regions))


def _made_under_torn(block: Block, found_on: list[Found]) -> list[list[Region]]:
    """The tables of a block whose head stands at the foot of the page before, in part or whole,
    with the head above the rows; nothing where it is no head of theirs."""
    if block.torn is None:
        return []
    bodies = [lines for _, lines in block.bodies]
    above = lowered_above(block.torn.head, block.head or bodies[0])
    made = tables_of([*above, *block.head], bodies)
    in_cells = _glyphs_of(made)
    found_on[block.torn.bodies[0][0]].lines.extend(
        line
        for line, lowered in zip(block.torn.head, above, strict=True)
        if not in_cells.isdisjoint(lowered.glyphs)
    )
    for region in made[0] if made else []:
        left, top, right, bottom = region.box
        region.box = left, max(top, 0.0), right, max(bottom, 0.0)
    return made


def _glyphs_of(pages: list[list[Region]]) -> set[Glyph]:
    return {glyph for regions in pages for region in regions for glyph in region.glyphs}


def _head_at_foot(lines: list[Line]) -> list[Line]:
    """The lines of the head that a page ends with, whose rows stand on the next."""
    stretch = _stretches(lines)[-1]
    rows = [index for index, line in enumerate(stretch) if is_row(line)]
    if not rows:
        return stretch if _has_names(stretch, -inf) else []
    tail = stretch[rows[-1] + 1 :]
    names = next((index for index, line in enumerate(tail) if _is_names_row(line)), len(tail))
    while 0 < names < len(tail) and is_caption(tail[names - 1].text):
        names -= 1
    return tail[names:]


def _is_names_row(line: Line) -> bool:
    """Whether a line has names of columns side by side, or one beside the corner."""
    if values_of(line) or len(line.parts) < 2:
        return False
    words = sure_names()
    return any(words.has(piece.text) for part in line.parts for piece in part.cut(is_apart))


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
    if line.right - line.left > _PROSE * width:
        return not _is_names(line) and not body_words().hold(line.text)
    if not is_chapter_heading(line.text) or headings().begin_with(line.text):
        return False
    below = lines[index + 1 :]
    first = next((at for at, other in enumerate(below) if is_row(other)), len(below))
    if first == len(below):
        return bool(below) or not headings().has(line.text)
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
    while end < len(lines) and (
        distance(lines[end - 1], lines[end]) < _LABEL_EMS or headings().has(lines[end].text)
    ):
        end += 1
    return lines[:end]


def _blocks(run: list[Line], page: int, open_block: Block | None) -> list[Block]:
    """The blocks of a run: each begins with the lines that stand over the values below them.

    open_block: the one that the page before ends with; rows without a head go on with it.
    """
    rows = [index for index, line in enumerate(run) if is_row(line)]
    heads: list[tuple[int, int]] = []
    above = open_block.bodies[-1][1] if open_block is not None else []
    is_inside = open_block is not None and open_block.has_rows
    start = repeated = 0
    for row in rows:
        begin = _values_begin(run[row:])
        over = [
            index
            for index in range(start, row)
            if (
                _stands_over_values(run[index], begin)
                and not _is_label(run[index], above)
                and not is_rest_of_remarks(run[index], [*above, *run[start:index]])
            )
            or _is_names_row(run[index])
        ]
        if is_inside and not _has_head([run[index] for index in over], begin):
            # A heading of the rows below, in the middle of the table, or the rest of its cells.
            over = []
        over = list(takewhile(lambda index: not _has_remark(run[index]), over))
        while over and over[0] > start and is_caption(run[over[0] - 1].text):
            over.insert(0, over[0] - 1)
        if over and start == 0:
            repeated = _repeated_count(run[: over[-1] + 1], run[row], open_block)
            over = [index for index in over if index >= repeated]
        if over:
            heads.append((over[0], over[-1] + 1))
            above = []
        above = [*above, *run[over[-1] + 1 if over else max(start, repeated) : row + 1]]
        start = row + 1
        is_inside = True
    found: list[Block] = []
    first = heads[0][0] if heads else len(run)
    if open_block is not None and any(row < first for row in rows):
        its = open_block if open_block.has_rows else Block([], torn=open_block, before=open_block)
        its.bodies.append((page, run[repeated:first]))
        found.append(its)
    for number, (begin, end) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(run)
        torn = open_block if open_block and not open_block.has_rows and not found else None
        if number == 0 and not found:
            begin = max(_first_beside(run, begin), repeated)
        before = found[-1] if found else open_block
        found.append(Block(run[begin:end], [(page, run[end:stop])], torn, before))
    if repeated and found:
        found[0].repeated.append((page, run[:repeated]))
    return found


def _repeated_count(head: list[Line], row: Line, block: Block | None) -> int:
    """The lines that a page begins with which are the head of a table that goes on there; a row
    with a label stands below."""
    if is_value(row.parts[0].text):
        return 0
    while block is not None:
        for count in range(len(head), 0, -1):
            if block.head and _text_of(head[:count]).endswith(_text_of(block.head)):
                return count
        block = block.before
    return 0


def _text_of(lines: list[Line]) -> str:
    return "".join(part.text for line in lines for part in line.parts)


def _has_head(lines: list[Line], start: float) -> bool:
    return any(map(_is_names_row, lines)) or _has_names(lines, start)


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
