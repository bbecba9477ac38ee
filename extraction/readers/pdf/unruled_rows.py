"""Rows of tables without borders, by their labels: what stands in each column beside each label.

All cells of a table are set in one way: their texts stand with the middle, the first or the last
line at one height. So the heights of the labels tell which lines of a column are of one cell, also
where numbers and remarks were wrapped in narrow cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.unruled_labels import (
    WAYS,
    Interval,
    Label,
    LabelColumns,
    Way,
    spread,
)
from extraction.readers.pdf.unruled_words import (
    FARTHEST_EMS,
    MOST_LINES,
    body_words,
    headings,
    together,
)
from extraction.typography import is_value, starts_with_numbering

_OFF_EMS = 0.45
"""How far the text of a cell may stand from its row."""

_BETTER = 0.5
"""One way of setting is better than another by at least this, in ems."""

_WRAPPED = 0.3
"""What a further line in a cell counts for: lines are of rows of their own if there are such."""

_ROOM_EMS = 0.3
"""A number is wrapped only where its next digit would not have fitted, but for this, in ems."""


@dataclass(eq=False)
class Row:
    """What stands at one height: the lines of each column of numbers."""

    middle: float
    top: float
    bottom: float
    cells: dict[Interval, list[Line]] = field(default_factory=dict)

    def region(self, column: Interval, number: int, row: int) -> Region:
        box = (column[0], self.top, column[1], self.bottom)
        lines = self.cells.get(column, [])
        region = Region(lines[0].box if lines else box, row=row, column=number)
        for line in lines:
            region.take(line)
        return region


@dataclass(eq=False)
class PageRows:
    """The rows of one page, and the labels beside them."""

    rows: list[Row]
    labels: list[Label]

    def regions(self, columns: list[Interval], order: list[Interval], height: int) -> list[Region]:
        """The cells below a head of that height. A label beside no row has a row of its own: it
        may be a heading, or a part of one that the end of a page parted."""
        heights: list[tuple[float, int | Label]] = [
            (row.middle, at) for at, row in enumerate(self.rows)
        ]
        heights += [(label.middle, label) for label in self.labels if label.row is None]
        heights.sort(key=lambda item: item[0])
        number_of = {at: number for number, (_, at) in enumerate(heights, start=height)}
        regions = []
        for at, row in enumerate(self.rows):
            regions += [row.region(c, order.index(c), number_of[at]) for c in columns]
        for label in self.labels:
            if label.row is None:
                regions.append(label.region(order, number_of[label], 1))
            else:
                first, last = number_of[label.row], number_of[label.last]
                regions.append(label.region(order, first, last - first + 1))
        return regions


def rows_by_labels(
    pages: list[list[Line]], columns: list[Interval], labels: LabelColumns, tight: float
) -> list[PageRows] | None:
    """The rows of each page; None where the pieces stand clearly beside the labels in no way, or
    in two ways that differ.

    pages: the pieces of each page. tight: how far apart the lines of one label may be that the
    forms do not know.
    """
    sides = [_parted(pieces, columns) for pieces in pages]
    stacks = [_stacks(texts, labels, tight) for texts, _ in sides]
    ways: list[tuple[float, list[PageRows]]] = []
    for way in WAYS:
        total, found = 0.0, []
        for its, (_, values) in zip(stacks, sides, strict=True):
            cost, page = _page(its, values, columns, labels, way)
            total += cost
            found.append(page)
        if total < inf:
            ways.append((total, found))
    ways.sort(key=lambda item: item[0])
    for cost, found in ways[1:]:
        if cost < ways[0][0] + _BETTER and _told(found) != _told(ways[0][1]):
            return None
    return ways[0][1] if ways else None


def _told(pages: list[PageRows]) -> list[list[list[str]]]:
    """What stands in which cell."""
    return [
        [
            [
                *sorted(label.text for label in page.labels if label.row == at),
                *("".join(line.text for line in lines) for lines in row.cells.values()),
            ]
            for at, row in enumerate(page.rows)
        ]
        for page in pages
    ]


def _parted(
    pieces: list[Line], columns: list[Interval]
) -> tuple[list[Line], dict[Interval, list[Line]]]:
    """The pieces beside the columns, and those of each column; pieces at one height are one."""
    texts = []
    values: dict[Interval, list[Line]] = {column: [] for column in columns}
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        column = next((c for c in columns if piece.left < c[1] and c[0] < piece.right), None)
        if column is None:
            texts.append(piece)
            continue
        its = values[column]
        if its and abs(its[-1].top - piece.top) < 0.3 * piece.em:
            its[-1] = Line(sorted([*its[-1].glyphs, *piece.glyphs], key=lambda glyph: glyph.left))
        else:
            its.append(piece)
    return texts, values


def _stacks(texts: list[Line], columns: LabelColumns, tight: float) -> list[Label]:
    """The labels of a page: those of the forms, and the rest as they stand close together."""
    known = together(texts, body_words())
    taken = {line for lines in known for line in lines}
    rest = [text for text in texts if text not in taken]
    found = [*known, *_close(rest, tight)]
    return [
        Label(lines, sorted({bound for line in lines for bound in columns.of(line)}))
        for lines in found
    ]


def _close(texts: list[Line], tight: float) -> list[list[Line]]:
    found: list[list[Line]] = []
    for text in sorted(texts, key=lambda text: text.top):
        above = next(
            (
                lines
                for lines in found
                if 0 < text.top - lines[-1].top < tight
                and lines[-1].left < text.right
                and text.left < lines[-1].right
                and not starts_with_numbering(text.text)
            ),
            None,
        )
        if above is None:
            found.append([text])
        else:
            above.append(text)
    return found


def _page(
    labels: list[Label],
    values: dict[Interval, list[Line]],
    columns: list[Interval],
    bounds: LabelColumns,
    way: Way,
) -> tuple[float, PageRows]:
    """The rows of a page with its cells set in one way, and how badly it fits."""
    labels = [Label(label.lines, label.bounds) for label in labels]
    inner = bounds.bounds[-1] if bounds.bounds else None
    outer = [label for label in labels if inner not in label.bounds and _is_heading(label)]
    rows: list[Row] = []
    for label in sorted(labels, key=lambda label: way(label.lines)):
        if label in outer:
            continue
        height, em = way(label.lines), label.lines[0].em
        if not rows or height - rows[-1].middle > _OFF_EMS * em:
            rows.append(Row(height, label.lines[0].top, label.lines[-1].bottom))
        label.row = label.last = len(rows) - 1
    heights = [row.middle for row in rows]
    total = 0.0
    for column in columns:
        cost, cells = _cells(values[column], heights, way)
        total += cost
        if cost == inf:
            break
        for at, lines in cells:
            rows[at].cells[column] = lines
    _spread_outer(outer, labels, heights, bounds, way)
    return total, PageRows(rows, labels)


def _is_heading(label: Label) -> bool:
    return headings().has(label.text) or not body_words().has(label.text)


def _spread_outer(
    outer: list[Label],
    labels: list[Label],
    heights: list[float],
    bounds: LabelColumns,
    way: Way,
) -> None:
    """Let headings stand beside the rows that have a label further in, the innermost first."""
    for bound in reversed(bounds.bounds):
        its = sorted(
            (label for label in outer if label.bounds[-1] == bound), key=lambda x: x.middle
        )
        inside = {
            row
            for label in labels
            if label.row is not None and label.bounds[0] > bound
            for row in range(label.row, label.last + 1)
        }
        spread(its, heights, inside, way)


def _cells(
    lines: list[Line], heights: list[float], way: Way
) -> tuple[float, list[tuple[int, list[Line]]]]:
    """The lines of a column as cells of rows: each row and its lines, and how far off they stand.

    The cost is infinite where a line is of no row.
    """
    count, size = len(lines), len(heights)
    costs = [[inf] * (size + 1) for _ in range(count + 1)]
    came: list[list[int]] = [[-1] * (size + 1) for _ in costs]
    costs[0] = [0.0] * (size + 1)
    for row in range(1, size + 1):
        for stop in range(1, count + 1):
            costs[stop][row] = costs[stop][row - 1]
            for start in _starts(lines, stop):
                off = abs(way(lines[start:stop]) - heights[row - 1]) / lines[start].em
                cost = costs[start][row - 1] + off + _WRAPPED * (stop - start - 1)
                if off < _OFF_EMS and cost < costs[stop][row]:
                    costs[stop][row], came[stop][row] = cost, start
    found: list[tuple[int, list[Line]]] = []
    stop, row = count, size
    if costs[stop][row] == inf:
        return inf, []
    while stop:
        start = came[stop][row]
        if start >= 0:
            found.insert(0, (row - 1, lines[start:stop]))
            stop = start
        row -= 1
    return costs[count][size], found


def _starts(lines: list[Line], stop: int) -> Iterator[int]:
    """Where a cell may begin that ends before `stop`."""
    widest = max(line.right - line.left for line in lines)
    for start in range(stop - 1, max(stop - 1 - MOST_LINES, -1), -1):
        if start + 1 < stop and not _may_go_on(lines[start], lines[start + 1], widest):
            return
        text = "".join(line.text for line in lines[start:stop])
        if is_value(text) or not any(character.isdigit() for character in text):
            yield start


def _may_go_on(last: Line, line: Line, widest: float) -> bool:
    """Whether a line may be the rest of the one above: a number goes on only where its next digit
    had no room beside the others."""
    if line.top - last.top > FARTHEST_EMS * last.em:
        return False
    if not (last.text[-1].isdigit() and line.text[0].isdigit()):
        return True
    first = line.glyphs[0]
    room = widest - (last.right - last.left)
    return room < first.right - first.left + _ROOM_EMS * last.em
