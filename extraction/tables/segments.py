"""Cut a document's tables into segments, a head and the rows that stand under it, and join these
into runs.

One physical table may hold several heads (table 2), and the rows under a head may go on in the
next physical table (page breaks, tables split by their authors).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from extraction.document import Cell, Document, Table
from extraction.forms import Row
from extraction.labels import core, has_words
from extraction.tables.heads.head import Head, read_head
from extraction.tables.heads.labels import is_head_row
from extraction.tables.heads.over_pages import may_be_torn, with_head, without_repeated_heads
from extraction.tables.heads.under import with_values_in_words
from extraction.tables.page_breaks import is_rest, joined
from extraction.tables.periods import LONGEST, nearest_period, period_of, years
from extraction.tables.pieces import is_left_blank, whole_rows
from extraction.tables.rows import PrintedRow, best_row, part, rows_in_order
from extraction.tables.upright import is_result, parted, transposed
from extraction.values import read_cell

_FEWEST_RESULTS = 3
"""So many results are those of disputes: 其他 and 总计 stand over tables of all matters."""


@dataclass(slots=True)
class Segment:
    """A head and rows under it that stand in one physical table.

    is_continued: the head stands in an earlier table. is_grid: the head's grid columns hold
    for these rows. captions: what stands over the head, the nearest last. is_filled_up: whether
    its text fills all rows up with blanks and shows none before a value. is_text: it stands in a
    text, which may have lost a head.
    """

    head: Head
    is_grid: bool
    is_continued: bool
    captions: tuple[str, ...] = ()
    rows: list[PrintedRow] = field(default_factory=list)
    is_filled_up: bool = False
    is_text: bool = False


Run = list[Segment]
"""All rows that stand under one head, over page breaks and splits."""


def segments(document: Document) -> list[Segment]:
    """The segments of all tables, in reading order; tables of other matters give none."""
    found: list[Segment] = []
    open_region: list[list[Cell]] = []
    is_text = document.reader == "text"
    tables = list(without_repeated_heads(with_captions(document)))
    for (captions, table), behind in zip_longest(tables, tables[1:]):
        goes_on = behind is not None and not behind[0] and behind[1].cells
        following = part([c for c in behind[1].cells if c.row == 0]) if goes_on else None
        covered = with_head(open_region, table) if open_region else None
        open_segment = found[-1] if found else None
        cutting = _Cutting(covered or table, open_segment, captions, following, is_text)
        new, open_region = cutting.cut()
        if not new:
            upright = _Cutting(transposed(table), None, captions, None).cut()[0]
            has_values = any(row.has_value for segment in upright for row in segment.rows)
            if has_values or not open_region:
                new, open_region = upright, []
        if covered is not None and found and not found[-1].rows:
            found.pop()
        if new and new[0].is_continued and not found[-1].rows:
            # The head at the foot of a page, over its rows in the next table.
            new[0].is_continued = False
            found.pop()
        found.extend(new)
    return found


def with_captions(document: Document) -> Iterator[tuple[tuple[str, ...], Table]]:
    """Each table, in its parts, and the short lines over it: over all parts of one that is parted,
    whose year they tell."""
    for captions, whole in whole_with_captions(document):
        for table in parted(whole):
            yield captions, table


def whole_with_captions(document: Document) -> Iterator[tuple[tuple[str, ...], Table]]:
    """Each table and the short lines that stand between it and the table before."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            yield tuple(lines[-2:]), block
            lines = []
        elif len(block.text) <= LONGEST and (has_words(block.text) or years(block.text)):
            lines.append(block.text)


@dataclass(slots=True)
class _Cutting:
    """A table as far as it is cut: the head rows and the rows that are open, and their head.

    above: the last segment of the tables before. captions: what stands over the open rows.
    next_row: the first of the next table.
    """

    table: Table
    above: Segment | None
    captions: tuple[str, ...]
    next_row: PrintedRow | None
    is_text: bool = False
    found: list[Segment] = field(default_factory=list)
    region: list[list[Cell]] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)
    head: Head | None = None

    @property
    def is_grid(self) -> bool:
        return self.table.geometry == "grid"

    def cut(self) -> tuple[list[Segment], list[list[Cell]]]:
        """The segments of the table, and the head rows at its foot that have no row under them."""
        printed = self.table.rows() if self.is_grid else whole_rows(self.table.rows())
        for cells, following in zip(printed, [*printed[1:], []], strict=False):
            is_head = is_head_row(cells) and not _has_values(self.region, cells)
            is_head = is_head or self._is_part_of_head(cells, following)
            # Beside a cell that reaches down from the head a row may have been left blank.
            if is_head and not is_left_blank([c for c in cells if c.row == cells[-1].row]):
                if not self.region:
                    title = _title(self.rows)
                    self._close()
                    self.captions = (*self.captions, *title)
                self.region.append(cells)
                continue
            if self.region:
                # Under another head that is not understood, the columns of table 4 are unknown.
                keeps = self.head is not None and (self.is_grid or bool(self.head.blocks[0].rows))
                self.head = self._read_head() or (self.head if keeps else None)
                self.region = []
            row = part(cells)
            if self.is_grid and self.head is not None:
                row = with_values_in_words(row, cells, self.head)
            self.rows.append(row)
        if not self.region:
            self._close()
        elif (head := self._read_head()) is not None:
            self._add(head, is_grid=self.is_grid, is_continued=False)
        return self.found, self.region

    def _is_part_of_head(self, cells: list[Cell], following: list[Cell]) -> bool:
        is_foot = self.is_grid and bool(self.region) and not following and may_be_torn(cells)
        return is_foot or _reaches_down(self.region, cells) or _reaches_into_head(cells, following)

    def _read_head(self) -> Head | None:
        return read_head(self.region, self.table.column_count, is_grid=self.is_grid)

    def _close(self) -> None:
        """End the rows that are open: those of the head over them, or of the table before."""
        rows, above = self.rows, self.above
        if self.head is not None and rows:
            self._add(self.head, is_grid=self.is_grid, is_continued=False)
        elif rows and above is not None and not self.found:
            self.rows = _rows_under(above, rows, self.next_row)
            same_grid = self.is_grid and self.table.column_count == above.head.column_count
            if self.rows:
                self._add(above.head, is_grid=same_grid, is_continued=True)
        self.rows = []

    def _add(self, head: Head, *, is_grid: bool, is_continued: bool) -> None:
        may_be_filled = self.is_text or not self.is_grid
        is_filled_up = may_be_filled and _is_filled_up(self.table)
        self.found.append(
            Segment(
                head, is_grid, is_continued, self.captions, self.rows, is_filled_up, self.is_text
            )
        )


def _is_filled_up(table: Table) -> bool:
    """Whether all rows of a text are equally long, some of them by blanks that stand behind their
    values alone. A sheet exported as text may have several tables, each of its own width."""
    texts = [[bool(core(cell.text)) for cell in cells] for cells in table.rows()]
    is_long = table.geometry == "grid" or len({*map(len, texts)}) == 1
    return is_long and all(row == sorted(row, reverse=True) for row in texts)


def _has_values(region: list[list[Cell]], cells: list[Cell]) -> bool:
    """Whether a row of labels ends in a dash, which is a value, or its words stand left of all
    heads of results above it: a kind of dispute of which nothing is stated."""
    if len(cells) > 1 and read_cell(cells[-1].text).status == "dash":
        return True
    results = [cell.column for cell in region[-1] if is_result(cell.text)] if region else []
    ends = [cell.columns.stop for cell in cells if has_words(cell.text)]
    return len(results) >= _FEWEST_RESULTS and max(ends) <= min(results)


def _reaches_down(region: list[list[Cell]], cells: list[Cell]) -> bool:
    """Whether a row is part of the head above it: a cell of that head reaches down into it."""
    if not region:
        return False
    above = region[-1]
    shared = [cell for cell in cells if any(cell is other for other in above)]
    others = [cell for cell in cells if not any(cell is other for other in shared)]
    return any(core(cell.text) for cell in shared) and not any(
        part([cell]).has_value for cell in others
    )


def _reaches_into_head(cells: list[Cell], following: list[Cell]) -> bool:
    """Whether a blank row is the rest of a head that the end of a page parted: its cells reach
    into the row of heads below it."""
    return (
        not any(core(cell.text) for cell in cells)
        and any(cell is other for cell in cells for other in following)
        and is_head_row(following)
    )


def _title(rows: list[PrintedRow]) -> tuple[str, ...]:
    """The last rows over a head, as far as they are lines across the table."""
    lines: list[str] = []
    for row in reversed(rows):
        if len(row.labels) != 1 or any(core(cell.text) for cell in row.rest):
            break
        lines.insert(0, row.label)
    return tuple(lines)


def _rows_under(
    above: Segment, rows: list[PrintedRow], following: PrintedRow | None
) -> list[PrintedRow]:
    """Of rows without a head of their own those that belong under the head of the table before:
    all, none, or the first alone, whose numbers may go on with those of the last row there."""
    if _goes_on(above, rows, following):
        return rows
    is_rest_of_row = bool(above.rows) and is_rest(above.rows[-1], rows[0])
    return rows[:1] if is_rest_of_row and rows[0].has_number else []


def _goes_on(above: Segment, rows: list[PrintedRow], following: PrintedRow | None) -> bool:
    """Whether rows without a head of their own belong under the head of the table before.

    following: the first row of the next table, which may hold the rest of their last one.
    """
    head = above.head
    block = head.blocks[0]
    if not block.rows:
        return any(not row.labels and len(row.rest) >= len(head.columns) for row in rows)
    known = tuple(row for block in head.blocks for row in block.rows)
    if above.rows and joined(above.rows[-1], rows[0], known) is not None:
        return True
    if above.rows and len(rows) > 1 and is_rest(above.rows[-1], rows[0]):
        rows = rows[1:]
    whole = joined(rows[-1], following, known) if following is not None else None
    rows = [*rows[:-1], whole or rows[-1]]
    numbers = [row for row in rows if row.has_number] or [row for row in rows if row.rest]
    readable = [row for row in numbers if not row.is_misread]
    if numbers and not readable:
        return all(len(row.rest) == len(head.columns) for row in numbers)
    matched = [
        row
        for row in readable
        if best_row(row.label, known)[0] >= 0.8 and len(row.rest) >= len(head.columns)
    ]
    return len(matched) > len(readable) // 2


def runs_of(found: list[Segment], year: int | None) -> list[Run]:
    """Segments that make up one block: those under one head, and split parts of it.

    year: the year reported on, where it is known. Rows of another year are left out where they
    stand in a column of years, or without a head under a line that says so.
    """
    runs: list[Run] = []
    for segment in found:
        if segment.is_continued and nearest_period(segment.captions, year) == "other":
            continue
        segment.rows = [
            row for row in segment.rows if not row.period or period_of(row.period, year) != "other"
        ]
        if runs and (segment.is_continued or _continues(runs[-1], segment)):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return [run for run in runs if any(segment.rows for segment in run)]


def _continues(run: Run, segment: Segment) -> bool:
    """Whether a segment with a repeated head goes on where the run before it stopped."""
    head, first = segment.head, run[0].head
    columns = [[column.column.code for column in each.columns] for each in (head, first)]
    if head.name != first.name or columns[0] != columns[1]:
        return False
    return any(_is_next(run, segment, block.rows) for block in head.blocks if block.rows)


def _is_next(run: Run, segment: Segment, rows: tuple[Row, ...]) -> bool:
    last = [row for part in run for row in part.rows][-1:]
    if last and segment.rows and joined(last[0], segment.rows[0], rows) is not None:
        return True
    before = [row for part in run for row in _matched(part.rows, rows)]
    after = _matched(segment.rows, rows)
    return bool(before and after) and rows.index(before[-1]) < rows.index(after[0])


def _matched(printed: list[PrintedRow], rows: tuple[Row, ...]) -> list[Row]:
    return [
        row
        for row in rows_in_order(tuple(row.label for row in printed), rows)[1]
        if row is not None
    ]
