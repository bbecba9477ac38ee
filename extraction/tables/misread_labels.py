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


def with_known_labels(table: Table, year: int | None) -> Table:
    """The table with its labels put right. year: the year reported on: heads that number another
    one stay what they are (2022年制发件数 is 本年制发件数 in the report on 2022 alone)."""
    named = f"{year}年"
    is_recognised = bool(table.cells) and table.cells[0].recognition is not None
    if not is_recognised and not any(named in cell.text for cell in table.cells):
        return table
    return replace(table, cells=[_put_right(cell, named) for cell in table.cells])


def _put_right(cell: Cell, year: str) -> Cell:
    readings = [_THIS_YEAR.sub("本年", cell.text, 1)] if cell.text.lstrip().startswith(year) else []
    if cell.recognition is not None and core(cell.text) and core(cell.text) not in _labels():
        readings += [text for text, score in cell.recognition.alternatives if score >= _LEAST]
    known = (text for text in readings if core(without_unit(text)) in _labels())
    return replace(cell, text=text) if (text := next(known, None)) is not None else cell


@functools.cache
def _labels() -> frozenset[str]:
    """All labels of rows and columns of the forms, without what has no words."""
    blocks = [block for form in load_forms() for block in form.blocks]
    labels = [line.labels for block in blocks for line in block.rows]
    labels += [column.labels for block in blocks for column in block.columns]
    return frozenset(filter(None, (core(label) for each in labels for label in each)))
