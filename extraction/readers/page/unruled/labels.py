"""Labels of tables without borders: the columns that they stand in, and the rows of headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from extraction.readers.page.glyphs import Interval, Line, meet
from extraction.readers.page.region import Region

_SIDE_BY_SIDE = 0.8


@dataclass(eq=False)
class Label:
    """A label on a page: its lines there, its columns and its rows.

    whole: its text with the lines that it may have on other pages. row, last: the first and last
    row that it stands beside; None if it stands beside none. is_heading: it stands in front of
    rows, and is of none.
    """

    lines: list[Line]
    bounds: list[Interval]
    whole: str = ""
    row: int | None = None
    last: int = -1
    is_heading: bool = False

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
    """The columns of labels: where two texts of a page stand side by side, a column ends between
    them."""

    def __init__(self, pages: list[list[Line]], columns: list[Interval]) -> None:
        texts = [text for page in pages for text in page]
        gaps = sorted(
            (
                (one.right, other.left)
                for page in pages
                for one in page
                for other in page
                if one.right < other.left
                and abs(one.center[1] - other.center[1]) < _SIDE_BY_SIDE * one.em
                and not any(one.right < (a + b) / 2 < other.left for a, b in columns)
            ),
            key=lambda gap: gap[1] - gap[0],
        )
        self.corridors: list[Interval] = []
        for gap in gaps:
            for index, (left, right) in enumerate(self.corridors):
                if meet(gap, (left, right)):
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
            at = self._at(text.center[0]) if not self._crosses(text) else None
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
        return [min(self.bounds, key=lambda bound: abs(sum(bound) / 2 - text.center[0]))]


Way = Callable[[list[Line]], float]

WAYS: tuple[Way, ...] = (
    lambda lines: (lines[0].center[1] + lines[-1].center[1]) / 2,
    lambda lines: lines[0].center[1],
    lambda lines: lines[-1].center[1],
)


def _of_heights(way: Way, heights: list[float]) -> float:
    """Where a label stands in that way beside rows of these heights."""
    if way is WAYS[0]:
        return (heights[0] + heights[-1]) / 2
    return heights[0] if way is WAYS[1] else heights[-1]


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
