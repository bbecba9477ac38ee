"""Heads of tables without borders: which lines are of one cell, and what a caption spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from extraction.labels import is_label_head
from extraction.readers.page.glyphs import Interval, Line, meet
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.form_head import FormHead
from extraction.readers.page.unruled.lines import EDGE_EMS, column_of, overlap
from extraction.readers.page.unruled.names import Cell, match, may_be_half
from extraction.readers.page.unruled.pieces import names_in
from extraction.readers.page.unruled.sides import Side
from extraction.readers.page.unruled.together import together
from extraction.readers.page.unruled.words import head_words, names, sure_names

_TIGHT = 1.08
"""Lines of one cell are at most this many times as far apart as the closest of the table."""

_CLOSER = 0.95
"""Lines of one cell are closer than lines of two, at most this many times."""


@dataclass(eq=False)
class Head:
    """The head of a table.

    columns: the extents of numbers and units, and of the names over columns without any.
    labels: the pieces of its corner. tight: how far apart the lines of one cell may be.
    """

    columns: list[Interval]
    names: list[Cell]
    captions: list[list[Cell]]
    tight: float
    labels: list[Line] = field(default_factory=list)

    def regions(self, order: list[Interval]) -> list[Region]:
        """Captions, and below them the names of the columns, as cells of a grid."""
        found = []
        for row, cells in enumerate([*self.captions, self.names]):
            for cell in cells:
                first = order.index(self.columns[cell.first])
                last = order.index(self.columns[cell.stop - 1])
                region = Region(cell.pieces[0].box, row=row, column=first)
                region.column_span = last - first + 1
                if cells is self.names:
                    region.row = self._below_captions(cell)
                    region.row_span = row + 1 - region.row
                for piece in cell.pieces:
                    region.take(piece)
                found.append(region)
        return found

    def _below_captions(self, name: Cell) -> int:
        """The row in which the cell of a name begins."""
        over = [
            row
            for row, cells in enumerate(self.captions, start=1)
            if any(cell.first <= name.first < cell.stop for cell in cells)
        ]
        return max(over, default=0)


def read_head(
    form_head: FormHead | None,
    lines: list[Line],
    columns: list[Interval],
    pages: list[list[Line]],
    below: list[Line],
    side: Side | None = None,
) -> Head | None:
    """The head over columns of numbers; None if it is not clear which name is of which column.

    form_head: what a form has in the lines; a head that none has is read where it is one row.
    pages: the texts below, which tell how near the lines of one cell are. below: the lines of the
    rows, which tell how far apart those of two cells are. side: where in their cells numbers stand.
    """
    pieces = [names_in(line, columns) for line in sorted(lines, key=lambda line: line.top)]
    apart = [line.top for line in [max(lines, key=lambda line: line.top), *below]]
    tight = _tight([[piece for row in pieces for piece in row], *pages], apart)
    texts = [text for page in pages for text in page]
    if form_head is None:
        head = _one_row(pieces, columns, texts, tight)
    else:
        labels = [text for text in texts if column_of(text, columns) is None]
        behind = sum(any(text.right < column[0] for text in labels) for column in columns)
        left = columns[: len(columns) - behind] if behind else []
        head = Head(left, form_head.names, form_head.captions, tight, form_head.corner)
    if head is None:
        return None
    left = head.columns
    over = columns[len(left) :]
    found = _columns_of(head.names, over, below, side, are_whole=form_head is not None)
    if found is None:
        return None
    for cell in [*head.names, *(cell for row in head.captions for cell in row)]:
        cell.first += len(left)
        cell.stop += len(left)
    before = _over_left(head.labels, left)
    corner = [each for each in head.labels if not any(each in cell.pieces for cell in before)]
    if any(names().have_line(each.text) and column_of(each, found) for each in corner):
        # A line of a name stands over numbers in what was taken for the corner.
        return None
    return Head([*left, *found], [*before, *head.names], head.captions, tight, corner)


def _one_row(
    pieces: list[list[Line]], columns: list[Interval], texts: list[Line], tight: float
) -> Head | None:
    """A head of names side by side, each another, and the columns before them."""
    for start in _starts(columns, texts, pieces):
        rows = [[piece for piece in row if piece.center[0] >= start] for row in pieces]
        cells = sorted(_known_and_close(rows, tight), key=lambda cell: cell.middle)
        left = [column for column in columns if column[1] < start]
        if len(cells) >= len(columns) - len(left):
            break
    is_one_row = not any(cell.is_over(other) for cell in cells for other in cells)
    if not is_one_row or len({cell.text for cell in cells}) < len(cells):
        return None
    for at, cell in enumerate(cells):
        cell.first, cell.stop = at, at + 1
    corner = [piece for row in pieces for piece in row if piece.center[0] < start]
    return Head(left, cells, [], tight, corner)


def without_names(columns: list[Interval], pages: list[list[Line]], below: list[Line]) -> Head:
    """What stands in the place of a head over rows that need none."""
    return Head(columns, [], [], _tight(pages, [line.top for line in below]))


def _columns_of(
    names: list[Cell],
    columns: list[Interval],
    below: list[Line],
    side: Side | None,
    *,
    are_whole: bool,
) -> list[Interval] | None:
    """The column of each name, as wide as it where no number is in it; None if it is not clear
    which are blank. are_whole: no name is but a part of one."""
    matched = match(names, columns, [_numbers_in(line, columns) for line in below], side)
    if matched is None:
        return None
    blank = [name for name, at in zip(names, matched, strict=True) if at is None]
    if not are_whole and any(may_be_half(name, names) for name in blank):
        return None
    found = [
        columns[at] if at is not None else name.span
        for name, at in zip(names, matched, strict=True)
    ]
    edge = EDGE_EMS * names[0].pieces[0].em
    return None if any(one[1] - other[0] > edge for one, other in pairwise(found)) else found


def _numbers_in(line: Line, columns: list[Interval]) -> dict[int, int]:
    """The numbers of a row by the place of their column."""
    return {
        at: int(part.text)
        for part in line.parts
        for at, column in enumerate(columns)
        if part.text.isdecimal() and overlap(part, column)
    }


def _starts(columns: list[Interval], texts: list[Line], pieces: list[list[Line]]) -> list[float]:
    """Where the names may begin: half-way between labels and numbers, or farther to the left if
    numbers stand at the right side of their cells."""
    labels = [t for t in texts if not any(meet(t.span, column) for column in columns)]
    behind = [c for c in columns if any(t.right < c[0] for t in labels)]
    if not behind:
        return [-inf]
    first = min(c[0] for c in behind)
    start = (max(t.right for t in labels if t.left < first) + first) / 2
    known = together([piece for row in pieces for piece in row], sure_names())
    start = min([start, *(piece.center[0] for name in known for piece in name)])
    start = max([start, *(p.right for row in pieces for p in row if is_label_head(p.text))])
    others = sorted({piece.center[0] for row in pieces for piece in row if piece.center[0] < start})
    return [start, *others[:0:-1]]


def _over_left(corner: list[Line], left: list[Interval]) -> list[Cell]:
    """The names over columns of numbers before the labels: 序号."""
    found = []
    for column in left:
        over = [piece for piece in corner if meet(piece.span, column)]
        if over and max(p.right for p in over) < column[1] + 2 * over[0].em:
            index = left.index(column)
            found.append(Cell(over, index, index + 1))
    return found


def _tight(pages: list[list[Line]], apart: list[float]) -> float:
    """How far apart the lines of one cell may be: as the closest lines that stand one over the
    other, if these are closer than rows are; else no cell has two lines."""
    pages = [sorted(pieces, key=lambda piece: piece.top) for pieces in pages]
    pitches = [
        lower.top - upper.top
        for pieces in pages
        for at, upper in enumerate(pieces)
        for lower in pieces[at + 1 : at + 25]
        if meet(upper.span, lower.span) and lower.top - upper.top > 0.8 * upper.em
    ]
    closest = min(pitches, default=0.0)
    em = next((piece.em for pieces in pages for piece in pieces), 0.0)
    steps = sorted(b - a for a, b in pairwise(sorted(apart)) if b - a > 0.8 * em)
    steps = [step for step in steps if step > _CLOSER * closest]
    usual = steps[len(steps) // 4] if steps else 0.0
    return _TIGHT * closest if not steps or closest < _CLOSER * usual else 0.0


def _known_and_close(rows: list[list[Line]], tight: float) -> list[Cell]:
    """The cells of a head: those that the forms know, and the rest as they stand together."""
    known = together([piece for row in rows for piece in row], head_words())
    taken = {piece for cell in known for piece in cell}
    rest = [[piece for piece in row if piece not in taken] for row in rows]
    return [*map(Cell, known), *_cells([row for row in rest if row], tight)]


def _cells(rows: list[list[Line]], tight: float) -> list[Cell]:
    """The cells of a head, taken line by line from the top."""
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        for piece in row:
            above = next(
                (
                    cell
                    for cell in cells
                    if meet(cell.pieces[-1].span, piece.span)
                    and 0 < piece.top - cell.pieces[-1].top < tight
                    and not _is_above_many(cell.pieces[-1], rows[number:])
                ),
                None,
            )
            if above is None:
                cells.append(Cell([piece]))
            else:
                above.pieces.append(piece)
    return cells


def _is_above_many(piece: Line, rows: list[list[Line]]) -> bool:
    """Whether two pieces of one line below stand under a piece."""
    return any(sum(meet(piece.span, other.span) for other in row) > 1 for row in rows)
