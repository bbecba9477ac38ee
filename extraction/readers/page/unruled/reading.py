"""Tables without borders: where on the pages they stand, and which pages they run over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from math import inf
from typing import NamedTuple

from extraction.readers.page.glyphs import Glyph, Line
from extraction.readers.page.grid import Grid
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.form_head import fit, may_hold_bare_head
from extraction.readers.page.unruled.lines import (
    begins_remark,
    is_any_row,
    is_row,
    part_units,
    part_values_off_labels,
)
from extraction.readers.page.unruled.pieces import is_apart
from extraction.readers.page.unruled.sides import Side, side_of
from extraction.readers.page.unruled.stretches import (
    is_names_row,
    runs,
    stands_over_values,
    stretches,
    values_begin,
)
from extraction.readers.page.unruled.table import tables_of
from extraction.readers.page.unruled.words import (
    head_words,
    is_caption,
    is_label_line,
    lowered_above,
    together,
)
from extraction.typography import is_value

_MOST_OF_HEAD = 12
"""A head has no more lines, also where its names are written downwards."""


class Found(NamedTuple):
    """The tables found on a page, and the lines that are in them. failures: errors that tables
    which begin there met with; their lines stay text."""

    lines: list[Line]
    grids: list[Grid]
    failures: list[Exception]


@dataclass(eq=False)
class Block:
    """A head and the rows under it.

    bodies: for each page that it stands on, its number and the lines there, below the head.
    torn: the head without rows at the foot of the page before, of which `head` may be the rest.
    before: the block that it follows in its table. repeated: for each page that begins with a head
    once more, its number and the lines of that. is_open: its page ends with it. is_blank: nothing
    stands in its only row.
    """

    head: list[Line]
    bodies: list[tuple[int, list[Line]]] = field(default_factory=list)
    torn: Block | None = None
    before: Block | None = None
    repeated: list[tuple[int, list[Line]]] = field(default_factory=list)
    is_open: bool = False
    is_blank: bool = False

    @property
    def has_rows(self) -> bool:
        return any(lines for _, lines in self.bodies)


def find_unruled(pages: list[list[list[Line]]]) -> list[Found]:
    """The tables without borders on the pages of a document, for each page.

    pages: the lines of each page, sorted top to bottom, cut where other tables stand between them.
    Lines with numbers behind other text are rows; above them stands a head. What is not clear
    stays text: a table whose columns are not known would be read shifted where cells are blank.
    """
    found_on = [Found([], [], []) for _ in pages]
    blocks: list[Block] = []
    last: Block | None = None
    for number, parts in enumerate(pages):
        for part, lines in enumerate(parts):
            is_last = part == len(parts) - 1
            open_block = last if part == 0 else None
            its = _blocks_on(lines, found_on[number], number, open_block, is_last=is_last)
            blocks += [block for block in its if block is not open_block]
            last = its[-1] if its and its[-1].is_open else None
    unclear: list[Block] = []
    made: list[list[Region]] = []
    for block in blocks:
        with _one_table_lost(found_on[block.bodies[0][0]]):
            tables = _make(block, found_on)
            made += tables
            unclear += [] if tables else [block]
    side = side_of(made) if unclear else None
    for block in unclear if side else ():
        with _one_table_lost(found_on[block.bodies[0][0]]):
            _make(block, found_on, side)
    return found_on


@contextmanager
def _one_table_lost(found: Found) -> Iterator[None]:
    """Let positions that nobody foresaw cost one table, and say so."""
    try:
        yield
    except Exception as error:
        found.failures.append(error)


def _blocks_on(
    lines: list[Line], found: Found, number: int, open_block: Block | None, *, is_last: bool
) -> list[Block]:
    """The blocks on a page, or a part of it between other tables; the last may go on on the next.

    open_block: the one that the page before ends with. is_last: the page ends with the part.
    """
    blocks: list[Block] = []
    foot: list[Line] = []
    stretches_with_rows: list[list[Line]] = []
    for line in lines:
        part_units(line)
        part_values_off_labels(line)
    with _one_table_lost(found):
        foot = head_at_foot(lines) if lines and is_last else []
    lines = lines[: len(lines) - len(foot)]
    with _one_table_lost(found):
        stretches_with_rows = runs(lines)
    if open_block is not None and not stretches_with_rows and (lines or foot):
        blocks.append(open_block)
    with _one_table_lost(found):
        blocks += [Block(head, [(number, [])], is_blank=True) for head in _blank_heads(lines)]
    for run in stretches_with_rows:
        its: list[Block] = []
        with _one_table_lost(found):
            its = _blocks(run, number, open_block if run[0] is lines[0] else None)
        blocks += its
        for block in its:
            block.is_open = block is its[-1] and run[-1] is lines[-1]
    if foot:
        before = blocks[-1] if blocks and blocks[-1].is_open else None
        blocks.append(Block(foot, [(number, [])], before=before, is_open=True))
    return blocks


def _blank_heads(lines: list[Line]) -> list[list[Line]]:
    """The heads of forms with one row without a label, below which other text stands."""
    if not may_hold_bare_head(lines):
        return []
    return [
        stretch
        for stretch in stretches(lines)[:-1]
        if stretch
        and not any(map(is_any_row, stretch))
        and (head := fit(stretch[-_MOST_OF_HEAD:]))
        and not head.has_labels
    ]


def _make(block: Block, found_on: list[Found], side: Side | None = None) -> list[list[Region]]:
    """Add the tables of a block, one for each page, to what is found on the pages.

    side: where in their cells all numbers stand.
    """
    if not (block.has_rows or block.is_blank):
        return []
    bodies = [lines for _, lines in block.bodies]
    made = _made_under_torn(block, found_on, side) or tables_of(block.head, bodies, side)
    if not made:
        return []
    in_cells = _glyphs_of(made)
    for number, lines in block.repeated:
        found_on[number].lines.extend(lines)
    for index, ((number, lines), regions) in enumerate(zip(block.bodies, made, strict=True)):
        its = [*block.head, *lines] if index == 0 else lines
        found_on[number].lines.extend(line for line in its if not in_cells.isdisjoint(line.glyphs))
        if regions:
            found_on[number].grids.append(Grid(regions))
    return made


def _made_under_torn(block: Block, found_on: list[Found], side: Side | None) -> list[list[Region]]:
    """The tables of a block whose head stands at the foot of the page before, in part or whole,
    with the head above the rows; nothing where it is no head of theirs."""
    if block.torn is None:
        return []
    bodies = [lines for _, lines in block.bodies]
    above = lowered_above(block.torn.head, block.head or bodies[0])
    made = tables_of([*above, *block.head], bodies, side)
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


def head_at_foot(lines: list[Line]) -> list[Line]:
    """The lines of the head that a page ends with, whose rows stand on the next."""
    stretch = stretches(lines)[-1]
    rows = [index for index, line in enumerate(stretch) if is_any_row(line)]
    if not rows:
        return stretch if _has_names(stretch, -inf) else []
    tail = stretch[rows[-1] + 1 :]
    names = next((index for index, line in enumerate(tail) if _begins_head(line)), len(tail))
    if names == len(tail) and (head := fit(tail)):
        its = {piece for cell in head.cells for line in cell.pieces for piece in line.glyphs}
        names = next(index for index, line in enumerate(tail) if its.intersection(line.glyphs))
    while 0 < names < len(tail) and is_caption(tail[names - 1].text):
        names -= 1
    return tail[names:]


def _begins_head(line: Line) -> bool:
    return is_names_row(line) or all(is_caption(part.text) for part in line.parts)


def _blocks(run: list[Line], page: int, open_block: Block | None) -> list[Block]:
    """The blocks of a run: each begins with the lines that stand over the values below them.

    open_block: the one that the page before ends with; rows without a head go on with it.
    """
    rows = [index for index, line in enumerate(run) if is_any_row(line)]
    heads, repeated = _heads(run, rows, open_block)
    found: list[Block] = []
    first = heads[0][0] if heads else len(run)
    if open_block is not None and any(row < first for row in rows):
        its = open_block if open_block.has_rows else Block([], torn=open_block, before=open_block)
        its.bodies.append((page, run[repeated:first]))
        found.append(its)
    elif rows and rows[0] < first:
        found.append(Block([], [(page, run[:first])]))
    for number, (begin, end) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(run)
        torn = open_block if open_block and not open_block.has_rows and not found else None
        if number == 0 and not found:
            begin = max(begin, repeated)
        before = found[-1] if found else open_block
        found.append(Block(run[begin:end], [(page, run[end:stop])], torn, before))
    if repeated and found:
        found[0].repeated.append((page, run[:repeated]))
    return found


def _heads(
    run: list[Line], rows: list[int], open_block: Block | None
) -> tuple[list[tuple[int, int]], int]:
    """Where the heads of a run begin and end, and how many of its first lines repeat one."""
    heads: list[tuple[int, int]] = []
    is_inside = open_block is not None and open_block.has_rows
    start = repeated = 0
    for row in rows:
        over = _of_form(run, start, row) or (
            _over_values(run, start, row, is_inside=is_inside) if is_row(run[row]) else []
        )
        if over and start == 0:
            repeated = _repeated_count(run[: over[-1] + 1], run[row], open_block)
            over = [index for index in over if index >= repeated]
        if over:
            heads.append((over[0], over[-1] + 1))
        start = row + 1
        is_inside = True
    return heads, repeated


def _of_form(run: list[Line], start: int, row: int) -> list[int]:
    """The lines from a start to a row that are the head of a form as a whole, but for the first
    lines of the row, in which its label or its numbers are wrapped."""
    for end in range(row, start, -1):
        head = fit(run[max(start, end - _MOST_OF_HEAD) : end])
        if head is not None:
            its = {glyph for cell in head.cells for piece in cell.pieces for glyph in piece.glyphs}
            lines = [at for at in range(start, end) if its.intersection(run[at].glyphs)]
            last = next((at for at in range(lines[-1] + 1, end) if _begins_row(run[at])), end)
            return list(range(lines[0], last))
        if not _begins_row(run[end - 1]):
            return []
    return []


def _begins_row(line: Line) -> bool:
    """Whether a line may be the first of a row, of which another line is told by its numbers."""
    return all(is_value(part.text) or is_label_line(part.text) for part in line.parts)


def _over_values(run: list[Line], start: int, row: int, *, is_inside: bool) -> list[int]:
    """The lines from a start to a row that stand over its values as a head does."""
    begin = values_begin(run[row:])
    over = [
        index
        for index, line in enumerate(run[start:row], start)
        if stands_over_values(line, begin) or is_names_row(line)
    ]
    if is_inside and not _has_head([run[index] for index in over], begin):
        # A heading of the rows below, in the middle of the table, or the rest of its cells.
        return []
    return list(takewhile(lambda index: not _has_remark(run[index]), over))


def _repeated_count(head: list[Line], row: Line, block: Block | None) -> int:
    """The lines that a page begins with which are the head of a table that goes on there; a row
    with a label stands below."""
    while block is not None:
        for count in range(len(head), 0, -1):
            if block.head and any(
                _characters(head[start:count]) == _characters(block.head) for start in range(count)
            ):
                return count
        block = block.before
    return 0


def _characters(lines: list[Line]) -> list[str]:
    """What is in lines, whatever order they have: texts of two cells may be nearly level."""
    return sorted("".join(part.text for line in lines for part in line.parts))


def _has_head(lines: list[Line], start: float) -> bool:
    return any(map(is_names_row, lines)) or _has_names(lines, start)


def _has_names(lines: list[Line], start: float) -> bool:
    """Whether lines hold, over values, a name or a caption that the forms have."""
    over = [part for line in lines for part in line.parts if part.center[0] > start]
    pieces = [piece for part in over for piece in part.cut(is_apart)]
    return bool(together(pieces, head_words()))


def _has_remark(line: Line) -> bool:
    """Whether a number with a remark begins in a line: such lines are cells, and no names."""
    return any(begins_remark(part.text) for part in line.parts)
