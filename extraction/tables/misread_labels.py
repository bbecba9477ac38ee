"""Labels that say a label of the form in other words: misread from a picture (白然人 where the
recogniser also saw 自然人), or with the year's number in the place of 本年.

Whole tables hang on the heads of their columns, and these are words of the form. What is read as
none of its labels, and may by the picture be one of them, is that one.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.forms import load_forms
from extraction.labels import core
from extraction.units import without_unit

_LEAST = 0.02
"""Less sure readings are not asked."""


_THIS_YEAR = re.compile(r"(20\d\d)年度?")


def with_this_year(table: Table, year: int | None) -> Table:
    """The table with heads as in the form where they number the year reported on (2022年制发件数 is
    本年制发件数). Those of another year stay what they are."""
    named = [cell for cell in table.cells if cell.text.lstrip().startswith(f"{year}年")]
    whole = {id(cell): replace(cell, text=_THIS_YEAR.sub("本年", cell.text, 1)) for cell in named}
    whole = {at: cell for at, cell in whole.items() if core(without_unit(cell.text)) in _labels()}
    if not whole:
        return table
    return replace(table, cells=[whole.get(id(cell), cell) for cell in table.cells])


def with_known_labels(table: Table) -> Table:
    """The table with its labels put right, if it was read from a picture: it is as a whole, or not
    at all."""
    if not table.cells or table.cells[0].recognition is None:
        return table
    return replace(table, cells=[_put_right(cell) for cell in table.cells])


def _put_right(cell: Cell) -> Cell:
    if cell.recognition is None or not core(cell.text) or core(cell.text) in _labels():
        return cell
    for text, score in cell.recognition.alternatives:
        if score >= _LEAST and core(text) in _labels():
            return replace(cell, text=text)
    return cell


@functools.cache
def _labels() -> frozenset[str]:
    """All labels of rows and columns of the forms, without what has no words."""
    blocks = [block for form in load_forms() for block in form.blocks]
    labels = [line.labels for block in blocks for line in block.rows]
    labels += [column.labels for block in blocks for column in block.columns]
    return frozenset(filter(None, (core(label) for each in labels for label in each)))
