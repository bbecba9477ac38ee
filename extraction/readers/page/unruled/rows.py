"""Rows of tables without borders, by their labels: what stands in each column beside each label.

All cells of a table are set in one way: their texts stand with the middle, the first or the last
line at one height. So the heights of the labels tell which lines of a column are of one cell, also
where numbers and remarks were wrapped in narrow cells.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from extraction.readers.page.glyphs import Interval, Line, meet
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.cells import (
    BARE_EMS,
    OFF_EMS,
    Row,
    cells_of,
    may_be_rest,
    reach_of,
)
from extraction.readers.page.unruled.labels import (
    WAYS,
    Label,
    LabelColumns,
    Way,
    spread,
)
from extraction.readers.page.unruled.together import together_over
from extraction.readers.page.unruled.words import (
    are_list,
    body_words,
    captions,
    groups_of_rows,
    headings,
    list_rows,
    names,
    row_words,
)
from extraction.typography import is_value, starts_with_numbering

_BETTER = 0.5
"""One way of setting is better than another by at least this, in ems."""

_BARE_ROW = 1.2
"""What a row without a label costs."""

_TOUCHING = 0.75
"""Digits of one number are nearer to each other, in ems, also with a stray space between them."""


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
    columns_of_values = [its for _, values in sides for its in values.values()]
    if any(_are_two(*both) for its in columns_of_values for both in pairwise(its)):
        return None
    stacks = _gathered([texts for texts, _ in sides], labels, tight)
    stacks[-1] = _above_foot(stacks[-1], sides[-1][1])
    ways: list[tuple[float, list[PageRows]]] = []
    for way in WAYS:
        total, found = 0.0, []
        for number, (its, (_, values)) in enumerate(zip(stacks, sides, strict=True)):
            ends = number > 0, number < len(pages) - 1
            cost, page = _page(its, values, columns, labels, way, ends)
            total += cost
            found.append(page)
        if total < inf:
            ways.append((total, found))
    ways.sort(key=lambda item: item[0])
    for cost, found in ways[1:]:
        if cost < ways[0][0] + _BETTER and _told(found) != _told(ways[0][1]):
            return None
    if not ways or any(map(_has_head_within, ways[0][1])):
        return None
    return ways[0][1]


def _has_head_within(page: PageRows) -> bool:
    """Whether several names of columns stand beside one row: they are the head of another table."""
    beside = Counter(label.row for label in page.labels if names().has(label.whole))
    return any(count > 1 for row, count in beside.items() if row is not None)


def _above_foot(labels: list[Label], values: dict[Interval, list[Line]]) -> list[Label]:
    """The labels but for those below the last number that are of no row: they head what follows."""
    bottom = max((line.bottom for lines in values.values() for line in lines), default=inf)
    return [
        label
        for label in labels
        if label.lines[0].top < bottom
        or (row_words().has(label.whole) and not captions().has(label.whole))
    ]


def _told(pages: list[PageRows]) -> list[list[list[str]]]:
    """What stands in which cell."""
    return [
        [
            [
                *sorted(
                    label.text
                    for label in page.labels
                    if label.row == label.last == at and not label.is_heading
                ),
                *("".join(line.text for line in lines) for lines in row.cells.values()),
            ]
            for at, row in enumerate(page.rows)
        ]
        for page in pages
    ]


def _parted(
    pieces: list[Line], columns: list[Interval]
) -> tuple[list[Line], dict[Interval, list[Line]]]:
    """The pieces beside the columns, and those of each column; pieces at one height are one, but
    for two numbers."""
    texts = []
    values: dict[Interval, list[Line]] = {column: [] for column in columns}
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        column = max(columns, key=lambda c: min(piece.right, c[1]) - max(piece.left, c[0]))
        if not column[0] <= piece.center[0] <= column[1]:
            texts.append(piece)
            continue
        its = values[column]
        if its and _are_level(its[-1], piece) and not _are_two(its[-1], piece):
            its[-1] = Line(sorted([*its[-1].glyphs, *piece.glyphs], key=lambda glyph: glyph.left))
        else:
            its.append(piece)
    return texts, values


def _are_level(one: Line, other: Line) -> bool:
    return abs(one.top - other.top) < 0.3 * other.em


def _are_two(one: Line, other: Line) -> bool:
    """Whether pieces of one column are numbers that stand apart: they are of two cells. Pieces of
    one number, drawn one by one, touch."""
    is_apart = other.left - one.right > _TOUCHING * other.em
    return is_apart and is_value(one.text) and is_value(other.text) and _are_level(one, other)


def _gathered(pages: list[list[Line]], columns: LabelColumns, tight: float) -> list[list[Label]]:
    """The labels of each page: those of the forms, and the rest as they stand close together.

    A label that a page's end parts is told by all of its lines, and has a part on each page.
    """
    found: list[list[Label]] = [[] for _ in pages]
    is_list = are_list(text for texts in pages for text in texts)
    known = together_over(pages, list_rows() if is_list else body_words())
    for chain in known:
        whole = "".join(line.text for _, line in chain)
        for number in sorted({number for number, _ in chain}):
            lines = [line for at, line in chain if at == number]
            found[number].append(_label(lines, columns, whole))
    taken = {line for chain in known for _, line in chain}
    for labels, texts in zip(found, pages, strict=True):
        for text in sorted(texts, key=lambda text: text.top):
            if text in taken:
                continue
            above = next((label for label in labels if _goes_on(label, text, tight)), None)
            if above is None:
                labels.append(_label([text], columns, text.text))
            else:
                above.lines.append(text)
    return found


def _label(lines: list[Line], columns: LabelColumns, whole: str) -> Label:
    return Label(lines, sorted({bound for line in lines for bound in columns.of(line)}), whole)


def _goes_on(label: Label, text: Line, tight: float) -> bool:
    """Whether a text that the forms do not know goes on with the label above."""
    last = label.lines[-1]
    return (
        0 < text.top - last.top < tight
        and meet(last.span, text.span)
        and not starts_with_numbering(text.text)
    )


def _page(
    labels: list[Label],
    values: dict[Interval, list[Line]],
    columns: list[Interval],
    bounds: LabelColumns,
    way: Way,
    ends: tuple[bool, bool],
) -> tuple[float, PageRows]:
    """The rows of a page with its cells set in one way, and how badly it fits."""
    labels = [Label(label.lines, label.bounds, label.whole) for label in labels]
    outer = _headings_of(labels, values, bounds, way)
    beside = [label for label in labels if label not in outer]
    total, rows = _filled(_rows_at(beside, values, way, ends), values, columns, way)
    if _are_unclear(rows, len(columns)):
        return inf, PageRows(rows, labels)
    for label in outer:
        label.is_heading = True
    heights = [row.middle for row in rows]
    for label in beside:
        off = [abs(height - way(label.lines)) for height in heights]
        label.row = label.last = off.index(min(off))
    _spread_outer(outer, labels, heights, bounds, way)
    return total, PageRows(rows, labels)


def _headings_of(
    labels: list[Label], values: dict[Interval, list[Line]], bounds: LabelColumns, way: Way
) -> list[Label]:
    """The labels that stand in front of rows, and are of none."""
    inner = bounds.bounds[-1] if bounds.bounds else None
    numbers = [way([line]) for its in values.values() for line in its if is_value(line.text)]
    inmost = [label for label in labels if inner in label.bounds]
    own = [
        label
        for label in inmost
        if not groups_of_rows().has(label.whole) or _is_row_of_sums(label, inmost, values, way)
    ]
    return [
        label
        for label in labels
        if label not in own and _is_heading(label, way(label.lines), own, numbers)
    ]


def _filled(
    rows: list[Row], values: dict[Interval, list[Line]], columns: list[Interval], way: Way
) -> tuple[float, list[Row]]:
    """The rows with their cells, but for bare ones without any, and how badly they fit."""
    total, reach = 0.0, reach_of(values.values())
    for column in columns:
        cost, cells = cells_of(values[column], rows, way, reach)
        total += cost
        for at, its in cells:
            rows[at].cells[column] = its
    rows = [row for row in rows if row.cells or not row.is_bare]
    return total + sum(_BARE_ROW for row in rows if row.is_bare), rows


def _rows_at(
    labels: list[Label], values: dict[Interval, list[Line]], way: Way, ends: tuple[bool, bool]
) -> list[Row]:
    """The rows that labels stand beside, and those of numbers alone, from the top."""
    rows: list[Row] = []
    for label in sorted(labels, key=lambda label: way(label.lines)):
        height, em = way(label.lines), label.lines[0].em
        if not rows or height - rows[-1].middle > OFF_EMS * em:
            rows.append(Row(height, label.lines[0].top, label.lines[-1].bottom))
        rows[-1].is_bare = False
        rows[-1].is_known |= row_words().has(label.whole)
    rows += _bare_rows([line for its in values.values() for line in its], rows)
    rows.sort(key=lambda row: row.middle)
    anchored = [row for row in rows if not row.is_bare]
    if anchored:
        anchored[0].is_cut |= ends[0]
        anchored[-1].is_cut |= ends[1]
    return rows


def _are_unclear(rows: list[Row], columns: int) -> bool:
    """Whether what stands in one row may be of another."""
    if columns > 1 and any(_are_two_rows(row, columns) for row in rows):
        return True
    return any(
        _is_doubtful(row, rows) or (row in rows[1:-1] and _is_either(row, rows))
        for row in rows
        if row.is_bare
    )


def _are_two_rows(row: Row, columns: int) -> bool:
    """Whether a row holds two numbers in every column, the lower ones side by side: one of the two
    is a sum beside the name of a group, or its label stands on the next page. Numbers are wrapped
    in some cells of a row."""
    cells = list(row.cells.values())
    if len(cells) < columns or any(len(lines) != 2 for lines in cells):
        return False
    lower = [lines[1] for lines in cells]
    return all(is_value(line.text) and _are_level(lower[0], line) for line in lower)


def _is_either(bare: Row, rows: list[Row]) -> bool:
    """Whether numbers without a label stand by a label without numbers, which may be theirs."""
    at = rows.index(bare)
    return any(not row.is_bare and not row.cells for row in rows[max(at - 1, 0) : at + 2])


def _is_doubtful(bare: Row, rows: list[Row]) -> bool:
    """Whether numbers without a label may be of another row: they stand beside its label, or near
    its numbers."""
    return any(
        (not other.is_bare and other.top < bare.middle < other.bottom) or may_be_rest(bare, other)
        for other in rows
    )


def _bare_rows(lines: list[Line], rows: list[Row]) -> list[Row]:
    """Rows without a label: where the most numbers stand that stand beside no label."""
    found: list[Row] = []
    beside = Counter(round(line.center[1]) for line in lines)
    for line in sorted(lines, key=lambda line: -beside[round(line.center[1])]):
        if not any(row.holds(line) for row in rows) and all(
            abs(row.middle - line.center[1]) > (BARE_EMS if row.is_bare else OFF_EMS) * line.em
            for row in (*rows, *found)
        ):
            found.append(Row(line.center[1], line.top, line.bottom))
    return found


def _is_heading(label: Label, height: float, inner: list[Label], numbers: list[float]) -> bool:
    """Whether a label outside the innermost column stands in front of rows, and is of none.

    height: where it stands. inner: the labels of the innermost column.
    """
    if any(other.lines[0].top < height < other.lines[-1].bottom for other in inner):
        return True
    if row_words().has(label.whole):
        return False
    return headings().has(label.whole) or not _is_beside(label, height, numbers)


def _is_row_of_sums(
    label: Label, inmost: list[Label], values: dict[Interval, list[Line]], way: Way
) -> bool:
    """Whether the name of a group stands among the labels of the rows, alone before numbers in
    all columns."""
    height = way(label.lines)
    others = [way(other.lines) for other in inmost if other is not label]
    numbers = ([way([line]) for line in its if is_value(line.text)] for its in values.values())
    return not _is_beside(label, height, others) and all(
        _is_beside(label, height, its) for its in numbers if its
    )


def _is_beside(label: Label, height: float, numbers: list[float]) -> bool:
    """Whether numbers stand at the height of a label."""
    return any(abs(height - number) < OFF_EMS * label.lines[0].em for number in numbers)


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
