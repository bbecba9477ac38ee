"""Tables without borders: lines of text whose parts stand in columns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.grid import Grid
from extraction.readers.pdf.region import Region
from extraction.readers.pdf.unruled_head import Head, Interval, covered_by, pieces
from extraction.typography import is_chapter_heading, is_value

MIN_COLUMNS = 3
MIN_ROWS = 3
MANY_NUMBERS = 5

_MAX_BETWEEN = 3
"""Lines that may stand between two rows of columns: a caption, the rest of a wrapped label."""

_SAME_ROW_EMS = 0.9
_WRAPPED_EMS = 1.7

_ROW_PITCH_EMS = 4.0
"""Rows farther apart than this, in ems, are of two tables."""


@dataclass(eq=False)
class Run:
    """Lines of a page that make a table, or a part of one that runs over pages.

    core: those of the lines that stand in columns.
    """

    lines: list[Line]

    @cached_property
    def core(self) -> list[Line]:
        return [line for line in self.lines if len(line.parts) >= MIN_COLUMNS]

    @property
    def is_clear(self) -> bool:
        return _is_clear(self.core, _columns(self.core))

    def continues(self, others: list[Run]) -> bool:
        """Whether its numbers stand in the columns of the other runs, each in one of its own."""
        columns = _columns([line for run in others for line in run.core])
        for line in self.core:
            numbers = [part for part in line.parts if is_value(part.text)]
            places = [covered_by(part, columns) for part in numbers]
            if any(len(place) > 1 for place in places) or len(set(places)) < len(places):
                return False
        return any(_count_numbers(line) for line in self.core)


def find_unruled(pages: list[tuple[list[Line], bool]]) -> list[list[tuple[Run, Grid]]]:
    """The tables without borders on the pages of a document, for each page.

    pages: the lines of each page, sorted top to bottom, and whether other tables stand on it.
    A table is a run of lines of which at least three have three parts or more, far apart, that
    stand below one another, under a head. Anything less clear stays text: the rest of a table
    whose columns are not known would be read shifted where cells are blank. One that ends a page
    and one that begins the next are of the same columns if the numbers of the second stand in
    those of the first.
    """
    chains: list[list[Run]] = []
    found: list[list[Run]] = []
    open_chain: list[Run] | None = None
    for lines, has_others in pages:
        found.append([])
        open_chain = None if has_others else open_chain
        for run in _parted(lines):
            if open_chain and run.lines[0] is lines[0] and run.continues(open_chain):
                open_chain.append(run)
            elif run.is_clear:
                chains.append([run])
                open_chain = chains[-1]
            else:
                continue
            found[-1].append(run)
        is_open = found[-1] and found[-1][-1].lines[-1] is lines[-1]
        open_chain = open_chain if is_open else None
    grids: dict[Run, Grid] = {}
    for chain in chains:
        columns = _columns([line for run in chain for line in run.core])
        rows = [_rows(run.lines, run.core) for run in chain]
        if _is_head(rows[0][0]):
            for run, its in zip(chain, rows, strict=True):
                grids[run] = Grid(_regions(its, columns))
    return [
        [(run, grids[run]) for run in runs if run in grids and grids[run].regions] for runs in found
    ]


def _parted(lines: list[Line]) -> list[Run]:
    """The runs of a page, parted at headings between tables of different columns.

    A numbered label may look like a heading; the rows above and below it have the same columns.
    """
    found: list[Run] = []
    for run in map(Run, _runs(lines)):
        start = 0
        for index, line in enumerate(run.lines):
            if len(line.parts) > 1 or not is_chapter_heading(line.text):
                continue
            above, below = Run(run.lines[start:index]), Run(run.lines[index + 1 :])
            if above.core and below.core and not below.continues([above]):
                found.append(above)
                start = index + 1
        found.append(Run(run.lines[start:]))
    return found


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Stretches of lines from one with columns to another, with few other lines between."""
    cores = [index for index, line in enumerate(lines) if len(line.parts) >= MIN_COLUMNS]
    runs: list[list[int]] = []
    for index in cores:
        if runs and index - runs[-1][-1] <= _MAX_BETWEEN + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [_stretch(lines, run[0], run[-1]) for run in runs]


def _stretch(lines: list[Line], first: int, last: int) -> list[Line]:
    """The lines of a run with those before and after that belong to the same table.

    These have two parts (rows with a single value, lines of a wrapped head), or stand right of
    the labels (a caption over columns), or overlap such a line (the rest of its label).
    """
    labels_end = min(line.parts[0].right for line in lines[first : last + 1])
    return lines[_reach(lines, first, -1, labels_end) : _reach(lines, last, 1, labels_end) + 1]


def _reach(lines: list[Line], edge: int, step: int, labels_end: float) -> int:
    """How far a table reaches from a line of it, upwards or downwards."""
    index, skipped = edge + step, 0
    while 0 <= index < len(lines) and skipped < _MAX_BETWEEN:
        line = lines[index]
        if _distance(lines[index - step], line) > _ROW_PITCH_EMS or is_chapter_heading(line.text):
            break
        is_part = len(line.parts) > 1 or line.left > labels_end
        is_part = is_part or _distance(lines[edge], line) < _SAME_ROW_EMS
        edge, skipped = (index, 0) if is_part else (edge, skipped + 1)
        index += step
    return edge


def _distance(one: Line, other: Line) -> float:
    """Between the middles of two lines, in ems."""
    return abs(one.top + one.bottom - other.top - other.bottom) / 2 / max(one.em, other.em)


def _columns(core: list[Line]) -> list[Interval]:
    """The extents of the columns: parts that overlap from line to line, put together.

    A part above two others is a caption over columns and says nothing of their extent.
    """
    kept = [
        [part for part in line.parts if not any(_count_overlaps(part, other) > 1 for other in core)]
        for line in core
    ]
    columns: list[Interval] = []
    for part in sorted((part for row in kept for part in row), key=lambda part: part.left):
        if columns and part.left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], part.right)
        else:
            columns.append((part.left, part.right))
    return _with_names_joined(kept, columns)


def _with_names_joined(rows: list[list[Line]], columns: list[Interval]) -> list[Interval]:
    """The columns, those of names alone joined with those of values beside them.

    A name in the middle of its column and numbers at a side of it may not overlap. They are of
    one column if no row has something in both.
    """
    filled = [{covered_by(part, columns).start for part in row} for row in rows]
    valued = {
        covered_by(part, columns).start for row in rows for part in row if is_value(part.text)
    }
    joined: list[Interval] = []
    last: set[int] = set()
    for index, column in enumerate(columns):
        members = last | {index}
        is_named = len(members & valued) < 2 and (last & valued or index in valued)
        if joined and is_named and not any(len(members & row) > 1 for row in filled):
            joined[-1] = joined[-1][0], column[1]
            last = members
        else:
            joined.append(column)
            last = {index}
    return joined


def _count_overlaps(chunk: Line, line: Line) -> int:
    return sum(part.left < chunk.right and chunk.left < part.right for part in line.parts)


def _is_clear(core: list[Line], columns: list[Interval]) -> bool:
    """Whether most lines fill at least three columns and no line has two parts in one.

    One row of many numbers is a table already: it ends one, or it is all of it.
    """
    if len(columns) < MIN_COLUMNS:
        return False
    has_many_numbers = any(_count_numbers(line) >= MANY_NUMBERS for line in core)
    needed = 1 if has_many_numbers else MIN_ROWS
    filled = 0
    for line in core:
        firsts = [covered_by(chunk, columns).start for chunk in pieces(line, columns)]
        if len(set(firsts)) < len(firsts):
            return False
        filled += len(firsts) >= max(MIN_COLUMNS, len(columns) / 2)
    return filled * 2 >= len(core) and filled >= needed


def _count_numbers(line: Line) -> int:
    """How many numbers stand in a line of nothing else but a label before them."""
    numbers = [is_value(part.text) for part in line.parts]
    return sum(numbers) if all(numbers[1:]) else 0


def _rows(run: list[Line], core: list[Line]) -> list[list[Line]]:
    """The lines of each row: one with columns takes up the lines of its wrapped label.

    A line that stands as near to the row above as to the row below is a row of its own, which
    takes up lines with fewer parts in its turn.
    """
    rows = [[line] for line in core]
    others = [line for line in run if line not in core]
    for line in sorted(others, key=lambda line: -len(line.parts)):
        near = sorted((_distance(line, row[0]), index) for index, row in enumerate(rows))
        distance, index = near[0]
        rival = near[1][0] if len(near) > 1 else math.inf
        is_wrapped = distance < _WRAPPED_EMS and distance < 0.75 * rival
        if distance < _SAME_ROW_EMS or (is_wrapped and rows[index][0] in core):
            rows[index].append(line)
        else:
            rows.append([line])
    rows.sort(key=lambda row: row[0].top)
    return _with_whole_heads(rows)


def _with_whole_heads(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows without any value that follow one another are one: a head with its captions."""
    whole: list[list[Line]] = []
    was_head = False
    for row in rows:
        is_head = _is_head(row)
        if is_head and was_head:
            whole[-1] += row
        else:
            whole.append(row)
        was_head = is_head
    return whole


def _is_head(row: list[Line]) -> bool:
    """Whether no value stands in a row."""
    return not any(is_value(part.text) for line in row for part in line.parts)


def _regions(rows: list[list[Line]], columns: list[Interval]) -> list[Region]:
    """The cells of all rows; none if it is not clear what its heads stand over.

    Where nothing is printed there is no cell.
    """
    regions: list[Region] = []
    number = 0
    for row in rows:
        if _is_head(row):
            head = Head(row, columns)
            if not head.is_clear:
                return []
            found = [region for its in head.rows for region in its]
            height = len(head.rows)
        else:
            found, height = _cells(row, columns), 1
        for region in found:
            region.row += number
        regions += found
        number += height
    return regions


def _cells(row: list[Line], columns: list[Interval]) -> list[Region]:
    """The cells of a row; the lines of a wrapped label, one above the other, are one."""
    cells: list[Region] = []
    for line in row:
        for part in pieces(line, columns):
            covered = covered_by(part, columns)
            region = _above(cells, part, covered)
            if region is None:
                region = Region(part.box, column=covered.start)
                cells.append(region)
            region.take(part)
            first = min(region.column, covered.start)
            end = max(region.column + region.column_span, covered.stop)
            region.column, region.column_span = first, end - first
    return sorted(cells, key=lambda region: region.column)


def _above(cells: list[Region], part: Line, covered: range) -> Region | None:
    """The cell of a row that a part belongs to: it begins in the same column, or above it."""
    for region in cells:
        is_above = region.box[0] < part.right and part.left < region.box[2]
        if region.column == covered.start or is_above:
            return region
    return None
