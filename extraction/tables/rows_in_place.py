"""Rows of a scan whose labels were misread, known by their places among those of the form.

Between two rows that are known the form has so many others, in its order: where as many stand there
in print, they are these. A label that is hardly like that of its row leaves a doubt on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extraction.forms import Row
from extraction.matching import likeness
from extraction.tables.results import Candidate
from extraction.tables.rows import PrintedRow

_LIKE = 0.4
"""A label so like that of its row agrees with its place."""


def with_rows_in_place(
    printed: Sequence[PrintedRow], matched: Sequence[Row | None], found: Candidate
) -> Sequence[Row | None]:
    """The matches of printed rows, and those that follow from their places."""
    rows, width = found.block.rows, len(found.block.columns)
    placed = list(matched)
    known = [n for n, row in enumerate(matched) if row is not None]
    if len(known) * 2 < sum(len(row.rest) == width for row in printed):
        return matched
    indexes = [-1, *(rows.index(row) for row in matched if row is not None), len(rows)]
    gaps = zip(pairwise([-1, *known, len(printed)]), pairwise(indexes), strict=True)
    for (upper, lower), (above, below) in gaps:
        between = [n for n in range(upper + 1, lower) if printed[n].rest]
        are_misread = all(printed[n].is_misread and len(printed[n].rest) == width for n in between)
        if are_misread and len(between) == below - above - 1:
            for n, row in zip(between, rows[above + 1 : below], strict=True):
                placed[n] = row
                _doubt(printed[n], row, found)
    return placed


def _doubt(printed: PrintedRow, row: Row, found: Candidate) -> None:
    if likeness(printed.label, row.labels) >= _LIKE:
        return
    message = (
        f"The label {printed.label!r} was misread; its row was taken for {row.labels[0]!r} by its "
        "place among the others. Look at the label in the source."
    )
    keys = (found.block.subject(found.block.key(row, column)) for column in found.block.columns)
    found.doubt("label_unmatched", "warning", message, *dict.fromkeys(keys))
