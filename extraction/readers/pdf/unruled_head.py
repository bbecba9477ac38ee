"""Heads of tables without borders: which lines are of one cell, and what a caption spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from extraction.readers.pdf.glyphs import Glyph, Line
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.unruled_names import Cell, match, may_be_half, over_columns
from extraction.readers.pdf.unruled_words import (
    head_words,
    is_caption,
    sure_names,
    together,
)
from extraction.typography import is_value

HEAD_GAP = 0.12
"""Characters farther apart than this many ems, between two columns, are of two heads."""

_WIDE_GAP = 0.2
"""Characters of a name are nearer than this many ems."""

_TIGHT = 1.08
"""Lines of one cell are at most this many times as far apart as the closest of the table."""

_CLOSER = 0.95
"""Lines of one cell are closer than lines of two, at most this many times."""

_OFF_CENTRE = 0.7
"""A caption stands in the middle of its columns, to this many ems."""

_SAME_LEFT = 0.3
"""Texts at the left side of their cells begin at one place, to this many ems."""

Interval = tuple[float, float]


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

    @property
    def bottom(self) -> float:
        return max(piece.bottom for cell in self.names for piece in cell.pieces)

    def regions(self, order: list[Interval]) -> list[Region]:
        """Captions, and below them the names of the columns, as cells of a grid."""
        found = []
        for row, cells in enumerate([*self.captions, self.names]):
            for cell in cells:
                first = order.index(self.columns[cell.first])
                last = order.index(self.columns[cell.stop - 1])
                region = Region(cell.pieces[0].box, row=row, column=first)
                region.column_span = last - first + 1
                for piece in cell.pieces:
                    region.take(piece)
                found.append(region)
        return found


def read_head(
    lines: list[Line], columns: list[Interval], pages: list[list[Line]], below: list[Line]
) -> Head | None:
    """The head over columns of numbers; None if it is not clear which name is of which column.

    pages: the texts below, which tell how near the lines of one cell are. below: the lines of the
    rows, which tell how far apart those of two cells are.
    """
    texts = [text for page in pages for text in page]
    pieces = [_names(line, columns) for line in sorted(lines, key=lambda line: line.top)]
    apart = [line.top for line in [max(lines, key=lambda line: line.top), *below]]
    tight = _tight([[piece for row in pieces for piece in row], *pages], apart)
    for start in _starts(columns, texts, pieces):
        corner = [piece for row in pieces for piece in row if _middle(piece) < start]
        rows = [[piece for piece in row if piece not in corner] for row in pieces]
        cells = _known_and_close([row for row in rows if row], tight)
        names = [
            cell
            for cell in cells
            if not is_caption(cell.text) and not any(cell.is_over(other) for other in cells)
        ]
        names.sort(key=lambda cell: cell.middle)
        left = [column for column in columns if column[1] < start]
        over = [column for column in columns if column[1] >= start]
        names = over_columns(names, over)
        if len(names) >= len(over):
            break
    matched = match(names, over)
    if matched is None:
        return None
    found = [
        over[at] if at is not None else (name.left, name.right)
        for name, at in zip(names, matched, strict=True)
    ]
    if any(may_be_half(name, names) for name, at in zip(names, matched, strict=True) if at is None):
        return None
    if any(one[1] > other[0] for one, other in pairwise(found)):
        return None
    heads = _over_left(corner, left)
    corner = [piece for piece in corner if not any(piece in cell.pieces for cell in heads)]
    for index, cell in enumerate([*heads, *names], len(left) - len(heads)):
        cell.first, cell.stop = index, index + 1
    captions = [cell for cell in cells if cell not in names]
    head = Head([*left, *found], [*heads, *names], _rows_of(captions), tight, corner)
    _span(head, names)
    told = [(name.text, _caption_over(name, head.captions)) for name in names]
    return head if len(set(told)) == len(told) else None


def _middle(piece: Line) -> float:
    return (piece.left + piece.right) / 2


def _starts(columns: list[Interval], texts: list[Line], pieces: list[list[Line]]) -> list[float]:
    """Where the names may begin: half-way between labels and numbers, or farther to the left if
    numbers stand at the right side of their cells."""
    labels = [t for t in texts if not any(t.left < c[1] and c[0] < t.right for c in columns)]
    behind = [c for c in columns if any(t.right < c[0] for t in labels)]
    if not behind:
        return [-inf]
    first = min(c[0] for c in behind)
    start = (max(t.right for t in labels if t.left < first) + first) / 2
    known = together([piece for row in pieces for piece in row], sure_names())
    start = min([start, *(_middle(piece) for name in known for piece in name)])
    others = sorted({_middle(piece) for row in pieces for piece in row if _middle(piece) < start})
    return [start, *others[:0:-1]]


def _over_left(corner: list[Line], left: list[Interval]) -> list[Cell]:
    """The names over columns of numbers before the labels: 序号."""
    found = []
    for column in left:
        over = [p for p in corner if p.left < column[1] and column[0] < p.right]
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
        if upper.left < lower.right
        and lower.left < upper.right
        and lower.top - upper.top > 0.8 * upper.em
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
                    if cell.pieces[-1].left < piece.right
                    and piece.left < cell.pieces[-1].right
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
    return any(
        sum(piece.left < other.right and other.left < piece.right for other in row) > 1
        for row in rows
    )


def _rows_of(captions: list[Cell]) -> list[list[Cell]]:
    """Captions by the lines that they begin in."""
    rows: list[list[Cell]] = []
    for cell in sorted(captions, key=lambda cell: cell.top):
        if rows and cell.top - rows[-1][0].top < 0.5 * cell.pieces[0].em:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    for row in rows:
        row.sort(key=lambda cell: cell.left)
    return rows


def _span(head: Head, names: list[Cell]) -> None:
    """Give captions the columns that they stand in the middle of, from the right.

    No name stands twice under a caption: where as many captions stand side by side as the names
    are repeated, each has one round of them. Captions that begin where rounds do, each above the
    first name of one, go on to the next.
    """
    rounds = _rounds(names)
    for row in head.captions:
        begun = rounds if len(row) == len(rounds) else _begun(row, rounds)
        if len(rounds) > 1 and begun:
            ends = [its[0].first for its in begun[1:]]
            for cell, its, end in zip(row, begun, [*ends, len(head.columns)], strict=True):
                cell.first, cell.stop = its[0].first, end
            continue
        end = len(head.columns)
        for cell in reversed(row):
            _spread(cell, head, names, end)
            end = cell.first


def _begun(captions: list[Cell], rounds: list[list[Cell]]) -> list[list[Cell]]:
    """The round that each caption begins with; none where one begins elsewhere."""
    begun = [
        its
        for caption in captions
        for its in rounds
        if abs(caption.left - its[0].left) < _SAME_LEFT * caption.pieces[0].em
    ]
    return begun if len(begun) == len(captions) else []


def _rounds(names: list[Cell]) -> list[list[Cell]]:
    rounds: list[list[Cell]] = [[]]
    for name in names:
        if any(name.text == other.text for other in rounds[-1]):
            rounds.append([])
        rounds[-1].append(name)
    return rounds


def _spread(cell: Cell, head: Head, names: list[Cell], end: int) -> None:
    under = [name for name in names if cell.is_over(name) and name.stop <= end]
    first = min((name.first for name in under), default=max(end - 1, 0))
    cell.first, cell.stop = first, max((name.stop for name in under), default=max(end, 1))
    em = cell.pieces[0].em
    edges = edges_of([(name.left, name.right) for name in names])
    start = names[0].first
    ways = []
    for stop in range(end, cell.stop - 1, -1):
        for begin in range(start, first + 1):
            outer = (names[begin - start].left + names[stop - 1 - start].right) / 2
            middle = (edges[begin - start] + edges[stop - start]) / 2
            off = min(abs(outer - cell.middle), abs(middle - cell.middle))
            if off < _OFF_CENTRE * em:
                ways.append((off, begin, stop))
        if ways:
            _, cell.first, cell.stop = min(ways)
            return


def _caption_over(name: Cell, captions: list[list[Cell]]) -> Cell | None:
    """The lowest caption that covers the column of a name."""
    above = [c for row in captions for c in row if c.first <= name.first < c.stop]
    return above[-1] if above else None


def edges_of(columns: list[Interval]) -> list[float]:
    """Where columns meet: half-way between what stands in them."""
    if len(columns) < 2:
        return [*columns[0]]
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    first = 2 * columns[0][0] - inner[0] + columns[0][1] - columns[0][0]
    last = 2 * columns[-1][1] - inner[-1] - (columns[-1][1] - columns[-1][0])
    return [min(first, columns[0][0]), *inner, max(last, columns[-1][1])]


def _names(line: Line, columns: list[Interval]) -> list[Line]:
    """The pieces of a line of names, which are set solid: a gap parts two of them.

    A name of two characters is often drawn out (总　计) and stays whole.
    """
    found = []
    for part in line.parts:
        if is_value(part.text):
            found.append(part)
            continue
        names = part.cut(is_apart)
        is_drawn_out = all(len(name.text) < 2 for name in names)
        for name in [part] if is_drawn_out else names:
            found += over_each(name, columns)
    return found


def over_each(name: Line, columns: list[Interval]) -> list[Line]:
    """A piece that stands over several columns, cut at the widest gap between two of them."""
    over = [column for column in columns if name.left < column[1] and column[0] < name.right]
    cuts = []
    for one, other in pairwise(over):
        left, right = sum(one) / 2, sum(other) / 2
        gaps = [
            (glyph.left - last.right, glyph)
            for last, glyph in pairwise(name.glyphs)
            if left < (last.right + glyph.left) / 2 < right
        ]
        widest = max(gaps, key=lambda gap: gap[0], default=None)
        if widest is not None and widest[0] > HEAD_GAP * name.em:
            cuts.append(widest[1])
    return name.cut(lambda _, glyph: glyph in cuts) if cuts else [name]


def is_apart(last: Glyph, glyph: Glyph) -> bool:
    """Whether two characters are of two names."""
    return glyph.left - last.right > _WIDE_GAP * (glyph.bottom - glyph.top)
