"""Join segments into runs: all rows that stand under one head, over page breaks and splits."""

from __future__ import annotations

from extraction.forms import Row
from extraction.tables.page_breaks import joined
from extraction.tables.periods import nearest_period, period_of
from extraction.tables.rows import PrintedRow, align
from extraction.tables.segments import Segment

Run = list[Segment]


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
    return any(_goes_on(run, segment, block.rows) for block in head.blocks if block.rows)


def _goes_on(run: Run, segment: Segment, rows: tuple[Row, ...]) -> bool:
    last = [row for part in run for row in part.rows][-1:]
    if last and segment.rows and joined(last[0], segment.rows[0], rows) is not None:
        return True
    before = [row for part in run for row in _matched(part.rows, rows)]
    after = _matched(segment.rows, rows)
    return bool(before and after) and rows.index(before[-1]) < rows.index(after[0])


def _matched(printed: list[PrintedRow], rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in align(tuple(row.label for row in printed), rows)[1] if row is not None]
