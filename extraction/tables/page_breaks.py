"""Rows that the end of a page parted, each as the one row that it is.

Word processors break rows over pages unless they are told not to: the rest of a label, or of a
number, looks like a row of its own without a value or without a label (`joined`, `completed`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extraction.document import Cell
from extraction.forms import Row
from extraction.labels import core
from extraction.tables.rows import PrintedRow, best_row
from extraction.values import read_cell

_ALIKE = 0.9
"""The label of a row that was parted is that of the form once its halves are put together."""


def joined(above: PrintedRow, below: PrintedRow, rows: Sequence[Row]) -> PrintedRow | None:
    """The row whose halves two printed rows are; None where they are none.

    Their labels together must be like the label of a row more than that of either is; one that
    they make exactly may begin with the whole label of another row (其他 | 法律行政法规禁止公开).
    """
    if not above.rest or not _is_over_pages(above, below):
        return None
    if (named := _named_below(above, below, tuple(rows))) or not above.labels:
        return named
    start = above.rest[0].column
    cells = (*below.labels, *below.rest)
    labels = [cell for cell in cells if cell.column < start]
    if not labels or not core(labels[-1].text):
        return None
    whole, known = above.label + labels[-1].text, tuple(rows)
    alike, row = best_row(whole, known)
    (upper, first), (lower, _) = (best_row(half, known) for half in (above.label, labels[-1].text))
    is_more = alike > upper or (alike >= 1 and first is not row)
    if alike < _ALIKE or alike <= lower or not is_more:
        return None
    rest = _values(above.rest, [cell for cell in cells if cell.column >= start])
    if rest is None:
        return None
    return replace(
        above, labels=(*above.labels[:-1], replace(above.labels[-1], text=whole)), rest=rest
    )


def _named_below(above: PrintedRow, below: PrintedRow, rows: tuple[Row, ...]) -> PrintedRow | None:
    """The row whose numbers stand at the foot of a page, its label as a whole on the next: what is
    above has no label of a row, what is below nothing but that."""
    if below.has_value or not above.has_number or best_row(above.label, rows)[0]:
        return None
    if best_row(below.label, rows)[0] < _ALIKE:
        return None
    others = {cell.columns: cell for cell in above.rest}
    rest = tuple(others.pop(cell.columns, cell) for cell in below.rest)
    return None if any(core(cell.text) for cell in others.values()) else replace(below, rest=rest)


def completed(
    above: PrintedRow, below: PrintedRow, sum_holds: Callable[[PrintedRow], bool | None]
) -> PrintedRow | None:
    """The row whose numbers go on on the next page where its label does not; None unless it is with
    these that its sum holds, and without them that it does not, or its blanks are what the next
    page has dashes for, and only these."""
    if not above.rest or not is_rest(above, below):
        return None
    start = above.rest[0].column
    rest = _values(above.rest, [cell for cell in below.rest if cell.column >= start])
    whole = replace(above, rest=rest) if rest else above
    if rest and below.has_value and not below.has_number and _is_filled_in(above, below):
        return whole
    return whole if sum_holds(above) is False and sum_holds(whole) else None


def _is_filled_in(above: PrintedRow, below: PrintedRow) -> bool:
    """Whether a row has dashes in the places where the one above it has blanks, and nothing else:
    one cell of a row was too high for the page."""
    blanks = {cell.columns for cell in above.rest if read_cell(cell.text).status == "blank"}
    others = [(cell.columns, read_cell(cell.text).status) for cell in below.rest]
    return all(status == "blank" or (status == "dash" and its in blanks) for its, status in others)


def is_rest(above: PrintedRow, below: PrintedRow) -> bool:
    """Whether a row without a label of its own begins a page, so that its numbers may go on with
    those of the row above it. The name of the group around both may go on beside it."""
    start = above.labels[-1].column if above.labels else 0
    is_unnamed = all(cell.columns.stop <= start for cell in below.labels)
    return is_unnamed and _is_over_pages(above, below)


def _is_over_pages(above: PrintedRow, below: PrintedRow) -> bool:
    upper, lower = ((*row.labels[-1:], *row.rest) for row in (above, below))
    return bool(upper and lower) and all(
        other.place.is_on_page_after(cell.place) for cell in upper for other in lower
    )


def _values(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The values of the two halves, place by place; None where the places differ."""
    others = {cell.columns: cell.text for cell in below}
    values = []
    for cell in above:
        more = others.pop(cell.columns, "")
        values.append(replace(cell, text=cell.text + more) if more else cell)
    return None if others else tuple(values)
