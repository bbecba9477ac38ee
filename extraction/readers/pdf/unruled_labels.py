"""Labels of tables without borders: which lines are one label, and beside which row they stand.

A label of several lines stands with its middle, its first or its last line beside the numbers of
its row, in a whole table in the same way. So the rows say which lines are one label.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.region import Region
from extraction.typography import starts_with_numbering

Interval = tuple[float, float]

_OFF_EMS = 0.4
"""How far a label may stand from its row."""

_MOST_LINES = 9

_WITHOUT_LABEL = 0.6
_WITHOUT_ROW = 1.2
"""What a row without a label, or a label without a row, counts for, in ems of misplacement."""

_NUMBERED = 0.5
"""What a line with a number of its own counts for inside a label: labels begin with theirs."""

_BETTER = 0.1
"""One way of placing is better than another by at least this, in ems."""

_SIDE_BY_SIDE = 0.8


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


@dataclass(eq=False)
class Label:
    """A label: its lines, its column and row.

    row, last: the first and last row that it stands beside; None if it stands beside none.
    """

    lines: list[Line]
    bounds: list[Interval]
    row: int | None = None
    last: int = -1

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def middle(self) -> float:
        return (self.lines[0].top + self.lines[-1].bottom) / 2

    def region(self, order: list[Interval], row: int, height: int) -> Region:
        column = order.index(self.bounds[0])
        region = Region(self.lines[0].box, row=row, column=column, row_span=height)
        region.column_span = order.index(self.bounds[-1]) - column + 1
        for line in self.lines:
            region.take(line)
        return region


class LabelColumns:
    """The columns of labels: where two texts stand side by side, a column ends between them."""

    def __init__(self, texts: list[Line], columns: list[Interval]) -> None:
        gaps = sorted(
            (
                (one.right, other.left)
                for one in texts
                for other in texts
                if one.right < other.left
                and abs(_middle(one) - _middle(other)) < _SIDE_BY_SIDE * one.em
                and not any(one.right < (a + b) / 2 < other.left for a, b in columns)
            ),
            key=lambda gap: gap[1] - gap[0],
        )
        self.corridors: list[Interval] = []
        for gap in gaps:
            for index, (left, right) in enumerate(self.corridors):
                if gap[0] < right and left < gap[1]:
                    self.corridors[index] = max(left, gap[0]), min(right, gap[1])
                    break
            else:
                self.corridors.append(gap)
        self._edges = sorted(
            [(left + right) / 2 for left, right in self.corridors]
            + [(left + right) / 2 for left, right in columns]
        )
        spans: dict[int, Interval] = {}
        for text in texts:
            at = self._at((text.left + text.right) / 2) if not self._crosses(text) else None
            if at is not None:
                left, right = spans.get(at, (text.left, text.right))
                spans[at] = min(left, text.left), max(right, text.right)
        for text in texts:
            first, last = self._at(text.left + 1), self._at(text.right - 1)
            if not any(first <= at <= last for at in spans):
                spans[first] = text.left, text.right
        self._spans = spans
        self.bounds = [spans[at] for at in sorted(spans)]

    def _at(self, x: float) -> int:
        return sum(edge < x for edge in self._edges)

    def _crosses(self, text: Line) -> bool:
        return self._at(text.left + 1) != self._at(text.right - 1)

    def corner(self, texts: list[Line]) -> list[Label]:
        """The texts of the corner as one label for each column that one begins in."""
        found: dict[Interval, list[Line]] = {}
        for text in texts:
            found.setdefault(self.of(text)[0], []).append(text)
        return [
            Label(lines, sorted({b for line in lines for b in self.of(line)}))
            for lines in found.values()
        ]

    def of(self, text: Line) -> list[Interval]:
        """The columns that a text stands in, by their extents."""
        first, last = self._at(text.left + 1), self._at(text.right - 1)
        found = [self._spans[at] for at in sorted(self._spans) if first <= at <= last]
        if found or not self.bounds:
            return found
        middle = (text.left + text.right) / 2
        return [min(self.bounds, key=lambda b: abs((b[0] + b[1]) / 2 - middle))]


Way = Callable[[list[Line]], float]

WAYS: tuple[Way, ...] = (
    lambda lines: (_middle(lines[0]) + _middle(lines[-1])) / 2,
    lambda lines: _middle(lines[0]),
    lambda lines: _middle(lines[-1]),
)


def _of_heights(way: Way, heights: list[float]) -> float:
    """Where a label stands in that way beside rows of these heights."""
    if way is WAYS[0]:
        return (heights[0] + heights[-1]) / 2
    return heights[0] if way is WAYS[1] else heights[-1]


def place_labels(
    pages: list[tuple[list[tuple[float, bool]], list[Line]]], columns: LabelColumns, tight: float
) -> tuple[list[list[Label]], int | None]:
    """The labels of each page, placed in the one way that fits all pages best; and that way.

    pages: the heights of the rows and whether each may have no label, being the rest of numbers of
    another, and the texts beside them, top to bottom. tight: how far apart
    the lines of one label may be.
    The way is 0 (middle), 1 (first line), 2 (last line), or None where all fit as well. No labels
    at all if two ways that fit as well would join other lines.
    """
    streams = [_by_column(texts, columns, tight) for _, texts in pages]
    best: tuple[float, list[list[Label]]] = (inf, [])
    chosen: int | None = None
    for number, way in enumerate(WAYS):
        total, found = 0.0, []
        for (rows, _), page in zip(pages, streams, strict=True):
            heights = [height for height, _ in rows]
            bare = {index for index, (_, is_rest) in enumerate(rows) if is_rest}
            cost, labels = _placed(heights, bare, page, columns, way, tight)
            total += cost
            found.append(labels)
        if total < best[0] - _BETTER:
            best, chosen = (total, found), number
        elif total < best[0] + _BETTER:
            if _told(found) != _told(best[1]):
                return [], None
            chosen = None
    return best[1], chosen


def _told(pages: list[list[Label]]) -> list[set[str]]:
    """Which lines are one label."""
    return [{"".join(line.text for line in label.lines) for label in page} for page in pages]


def _by_column(texts: list[Line], columns: LabelColumns, tight: float) -> list[list[Line]]:
    """The texts of each column of labels, the innermost first."""
    found: dict[Interval, list[Line]] = {bounds: [] for bounds in reversed(columns.bounds)}
    for text in sorted(texts, key=lambda text: text.top):
        bounds = columns.of(text)[0]
        for lines in found.values():
            # Of a label over several columns a shorter line may stand in one of them.
            last = lines[-1] if lines else None
            if last is not None and 0 < text.top - last.top < tight and bounds in columns.of(last):
                bounds = columns.of(last)[0]
        found[bounds].append(text)
    return list(found.values())


def _placed(
    rows: list[float],
    bare: set[int],
    streams: list[list[Line]],
    columns: LabelColumns,
    way: Way,
    tight: float,
) -> tuple[float, list[Label]]:
    total = 0.0
    labelled: set[int] = set()
    found: list[Label] = []
    for lines in streams:
        cost, cut = _cut(lines, rows, bare, labelled, way, tight)
        total += cost
        labels = []
        for first, stop, row in cut:
            bounds = sorted({b for line in lines[first:stop] for b in columns.of(line)})
            labels.append(Label(lines[first:stop], bounds, row, -1 if row is None else row))
        spread(labels, rows, labelled, way)
        labelled |= {label.row for label in labels if label.row is not None}
        found += labels
    return total, found


def spread(labels: list[Label], rows: list[float], inner: set[int], way: Way) -> None:
    """Let labels of an outer column stand beside all rows that have an inner label.

    Between two rows without one stand the rows of one outer label, or of several, each of which
    stands beside the middle, the first or the last of its rows.
    """
    if not inner:
        return
    stretch: list[int] = []
    stretches = []
    for row in range(len(rows)):
        if row in inner:
            stretch.append(row)
        elif stretch:
            stretches.append(stretch)
            stretch = []
    if stretch:
        stretches.append(stretch)
    for stretch in stretches:
        top = rows[stretch[0] - 1] if stretch[0] else -inf
        bottom = rows[stretch[-1] + 1] if stretch[-1] + 1 < len(rows) else inf
        inside = [
            label
            for label in labels
            if top < label.middle < bottom and (label.row is None or label.row in stretch)
        ]
        if not inside:
            continue
        for label, (first, last) in zip(inside, _shares(inside, stretch, rows, way), strict=True):
            label.row, label.last = first, last


def _shares(
    labels: list[Label], stretch: list[int], rows: list[float], way: Way
) -> list[tuple[int, int]]:
    """The rows of each of several outer labels: all together, each beside its label."""
    size, count = len(stretch), len(labels)
    if count > size:
        return [(stretch[min(i, size - 1)],) * 2 for i in range(count)]
    costs = [[inf] * (size + 1) for _ in range(count + 1)]
    came = [[0] * (size + 1) for _ in range(count + 1)]
    costs[0][0] = 0.0
    for number, label in enumerate(labels, start=1):
        for stop in range(number, size + 1):
            for start in range(number - 1, stop):
                heights = [rows[index] for index in stretch[start:stop]]
                off = abs(_of_heights(way, heights) - way(label.lines))
                cost = costs[number - 1][start] + off
                if cost < costs[number][stop]:
                    costs[number][stop], came[number][stop] = cost, start
    shares: list[tuple[int, int]] = []
    stop = size
    for number in range(count, 0, -1):
        start = came[number][stop]
        shares.insert(0, (stretch[start], stretch[stop - 1]))
        stop = start
    return shares


def _cut(
    lines: list[Line],
    rows: list[float],
    bare: set[int],
    labelled: set[int],
    way: Way,
    tight: float,
) -> tuple[float, list[tuple[int, int, int | None]]]:
    """The lines of a column cut into labels: first line, end, and the row of each or None."""
    count, size = len(lines), len(rows)
    em = max((line.em for line in lines), default=1.0)
    costs = [[inf] * (size + 1) for _ in range(count + 1)]
    came: list[list[tuple[int, int, int | None]]] = [[(0, 0, None)] * (size + 1) for _ in costs]
    costs[0][0] = 0.0

    def offer(at: int, row: int, cost: float, step: tuple[int, int, int | None]) -> None:
        if cost < costs[at][row]:
            costs[at][row], came[at][row] = cost, step

    for at in range(count + 1):
        for row in range(size + 1):
            cost = costs[at][row]
            if cost == inf:
                continue
            if row < size:
                empty = 0.0 if row in labelled or row in bare else _WITHOUT_LABEL
                offer(at, row + 1, cost + empty, (at, row, None))
            for stop in range(at + 1, min(at + _MOST_LINES, count) + 1):
                last = lines[stop - 1]
                if stop > at + 1 and last.top - lines[stop - 2].top > tight:
                    break
                here = lines[at:stop]
                numbered = sum(starts_with_numbering(line.text) for line in here[1:])
                cost = costs[at][row] + _NUMBERED * numbered
                if row < size and row not in labelled:
                    off = abs(way(here) - rows[row]) / em
                    if off < _OFF_EMS:
                        off += _WITHOUT_LABEL if row in bare else 0.0
                        offer(stop, row + 1, cost + off, (at, row, row))
                is_above = row == size or _middle(here[0]) < rows[row] + em
                is_below = row == 0 or _middle(last) > rows[row - 1] - em
                if is_above and is_below:
                    offer(stop, row, cost + _WITHOUT_ROW, (at, row, None))
    found: list[tuple[int, int, int | None]] = []
    at, row = count, size
    while at or row:
        first, before, taken = came[at][row]
        if first < at:
            found.insert(0, (first, at, taken))
        at, row = first, before
    return costs[count][size], found
