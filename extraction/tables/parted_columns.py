"""Tables of applicants whose columns stand in several tables, each with the labels of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from extraction.facts.identities import ZERO, check
from extraction.forms import sums_within
from extraction.labels import core
from extraction.tables.part_sums import ORGANISATIONS
from extraction.tables.results import Candidate, Doubt
from extraction.tables.segments import Run, Segment

_NATURAL, _TOTAL = "natural_person", "total"
_THIS = {"this", None}
"""Periods of parts of one table: what stands over the first names its year."""


def with_columns_joined(runs: Sequence[Run]) -> list[Run]:
    """The runs; those that have the columns of one table between them, in the order of the form,
    and row by row the same labels and a value for each column are one, if they have no grid: what
    a row then holds is known by its sum alone."""
    found: list[Run] = []
    for run in runs:
        found.append(run)
        most = len(run[0].head.blocks[0].columns)
        for count in range(2, min(most, len(found)) + 1):
            if (joined := _joined(found[-count:])) is not None:
                found[-count:] = [joined]
                break
    return found


def _joined(runs: Sequence[Run]) -> Run | None:
    """Several runs as one, or None where they are not the parts of one table of applicants."""
    parts = list(chain.from_iterable(runs))
    block = parts[0].head.blocks[0]
    columns = tuple(column for part in parts for column in part.head.columns)
    are_all = [its.column.code for its in columns] == [column.code for column in block.columns]
    if not block.has_applicants or not are_all or not all(map(_is_full, parts)):
        return None
    if len({tuple(core(row.label) for row in part.rows) for part in parts}) > 1:
        return None
    rows = [
        replace(rows[0], rest=tuple(cell for row in rows for cell in row.rest))
        for rows in zip(*(part.rows for part in parts), strict=True)
    ]
    head = replace(parts[0].head, columns=columns)
    return [replace(parts[0], head=head, rows=rows)]


def _is_full(part: Segment) -> bool:
    """Whether a part has no grid, nothing in its head is unknown, and each row with values has one
    for each of its columns."""
    counts = {len(row.rest) for row in part.rows if row.rest}
    return not part.is_grid and not part.head.unknown and counts == {len(part.head.columns)}


def without_sums_of_some(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; of one with organisations but no natural persons 总计 is left out with a
    doubt, unless it is the sum of its columns and of those in the other parts of the table."""
    return [
        _without_total(each) if _may_be_of_some(each) and not _is_of_all(each, candidates) else each
        for each in candidates
    ]


def _may_be_of_some(candidate: Candidate) -> bool:
    types = {applicant for _, applicant in candidate.cells}
    return _TOTAL in types and bool(types & ORGANISATIONS) and _NATURAL not in types


def _is_of_all(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether the parts have all columns of the table and most totals are their sums."""
    cells = dict(candidate.cells)
    for other in others:
        is_same = other.block.name == candidate.block.name and (
            other.period == candidate.period or {other.period, candidate.period} <= _THIS
        )
        if is_same and cells.keys().isdisjoint(other.cells):
            cells |= other.cells
    if {applicant for _, applicant in cells} < {each.code for each in candidate.block.columns}:
        return False
    numbers = {
        key: reading.value.number or ZERO
        for key, reading in cells.items()
        if key[1] != _TOTAL or reading.value.number is not None
    }
    results = check(sums_within(candidate.block, numbers.keys()), numbers)
    held = [its.holds for its in results if its.identity.rule_code == "applicant_sum"]
    return not held or 2 * sum(held) > len(held)


def _without_total(candidate: Candidate) -> Candidate:
    found = candidate.without(lambda key: key[1] == _TOTAL)
    message = (
        f"总计 of the block {candidate.block.name} stands beside organisations without the natural "
        "persons, and is not the sum of all applicants of the report; it may be that of the "
        "organisations. Look at the heads in the source."
    )
    found.doubts = [*found.doubts, Doubt("cells_missing", "error", message)]
    return found
