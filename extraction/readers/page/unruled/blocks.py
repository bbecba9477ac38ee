"""Blocks of tables without borders: a head and the rows under it, on one page or several."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from math import inf

from extraction.readers.page.glyphs import Line
from extraction.readers.page.unruled.form_head import fit, may_hold_bare_head
from extraction.readers.page.unruled.lines import (
    begins_remark,
    is_any_row,
    is_row,
    part_units,
    part_values_off_labels,
)
from extraction.readers.page.unruled.pieces import is_apart
from extraction.readers.page.unruled.stretches import (
    is_names_row,
    runs,
    stands_over_values,
    stretches,
    values_begin,
)
from extraction.readers.page.unruled.together import together
from extraction.readers.page.unruled.words import head_words, is_caption, is_label_line
from extraction.typography import is_value

_MOST_OF_HEAD = 12
"""A head has no more lines, also where its names are written downwards."""


@dataclass(eq=False)
class HeadedRows:
    """A head and the rows under it.

    bodies: for each page that it stands on, its number and the lines there, below the head.
    torn: the head without rows at the foot of the page before, of which `head` may be the rest.
    before: the block that it follows in its table. repeated: for each page that begins with a head
    once more, its number and the lines of that. is_open: its page ends with it. is_blank: nothing
    stands in its only row.
    """

    head: list[Line]
    bodies: list[tuple[int, list[Line]]] = field(default_factory=list)
    torn: HeadedRows | None = None
    before: HeadedRows | None = None
    repeated: list[tuple[int, list[Line]]] = field(default_factory=list)
    is_open: bool = False
    is_blank: bool = False

    @property
    def has_rows(self) -> bool:
        return any(lines for _, lines in self.bodies)


def blocks_on(
    lines: list[Line], number: int, open_block: HeadedRows | None, *, is_last: bool
) -> list[HeadedRows]:
    """The blocks on a page, or a part of it between other tables; the last may go on on the next.

    number: of the page. open_block: the one that the page before ends with. is_last: the page ends
    with the part.
    """
    for line in lines:
        part_units(line)
        part_values_off_labels(line)
    foot = head_at_foot(lines) if lines and is_last else []
    lines = lines[: len(lines) - len(foot)]
    stretches_with_rows = runs(lines)
    blocks: list[HeadedRows] = []
    if open_block is not None and not stretches_with_rows and (lines or foot):
        blocks.append(open_block)
    blocks += [HeadedRows(head, [(number, [])], is_blank=True) for head in _blank_heads(lines)]
    for run in stretches_with_rows:
        its = _blocks_of(run, number, open_block if run[0] is lines[0] else None)
        blocks += its
        for block in its:
            block.is_open = block is its[-1] and run[-1] is lines[-1]
    if foot:
        before = blocks[-1] if blocks and blocks[-1].is_open else None
        blocks.append(HeadedRows(foot, [(number, [])], before=before, is_open=True))
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


def _blocks_of(run: list[Line], page: int, open_block: HeadedRows | None) -> list[HeadedRows]:
    """The blocks of a run: each begins with the lines that stand over the values below them.

    open_block: the one that the page before ends with; rows without a head go on with it.
    """
    rows = [index for index, line in enumerate(run) if is_any_row(line)]
    heads, repeated = _heads(run, rows, open_block)
    found: list[HeadedRows] = []
    first = heads[0][0] if heads else len(run)
    if open_block is not None and any(row < first for row in rows):
        its = (
            open_block
            if open_block.has_rows
            else HeadedRows([], torn=open_block, before=open_block)
        )
        its.bodies.append((page, run[repeated:first]))
        found.append(its)
    elif rows and rows[0] < first:
        found.append(HeadedRows([], [(page, run[:first])]))
    for number, (begin, end) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(run)
        torn = open_block if open_block and not open_block.has_rows and not found else None
        if number == 0 and not found:
            begin = max(begin, repeated)
        before = found[-1] if found else open_block
        found.append(HeadedRows(run[begin:end], [(page, run[end:stop])], torn, before))
    if repeated and found:
        found[0].repeated.append((page, run[:repeated]))
    return found


def _heads(
    run: list[Line], rows: list[int], open_block: HeadedRows | None
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


def _repeated_count(head: list[Line], row: Line, block: HeadedRows | None) -> int:
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
