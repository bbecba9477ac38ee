"""The quantities that tables of local forms state, beside those of the prose."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extraction.document import Document
from extraction.forms import load_forms
from extraction.labels import plain
from extraction.prose import sections as prose
from extraction.prose.figures import Figure
from extraction.prose.phrases import Law
from extraction.tables.indicators import name
from extraction.tables.results import LocalTable
from extraction.tables.statistics_lines import Line
from extraction.units import in_yuan, is_money_unit
from extraction.values import read_cell


def local_figures(found: Iterable[LocalTable], document: Document, law: Law) -> Iterator[Figure]:
    """One figure for each row of a table of a local form that has a number.

    The row as printed is its sentence, the row's label its phrase. It restates an item of the
    statistics table of 2014 where both have the same words (当面申请数), and only under the decree
    that both were made under.
    """
    for local in found:
        section = prose.section_of_table(document, local.index)
        for index, line in enumerate(local.lines):
            value = read_cell(line.cell.text).number if line.cell is not None else None
            if value is not None:
                yield _figure(line, value, section, index, law)


def _figure(line: Line, value: Decimal, section: str, index: int, law: Law) -> Figure:
    folded = plain(line.printed)
    unit = line.unit or ""
    is_money = is_money_unit(unit)
    return Figure(
        section=section,
        sentence=line.printed,
        sentence_index=index,
        folded=folded,
        start=len(folded),
        end=len(folded),
        phrase=name(line.label),
        value=in_yuan(value, unit) if is_money else value,
        unit="元" if is_money else unit,
        is_approximate=False,
        scope=None,
        items=_items(line.label) if law == "492" else (),
    )


@functools.lru_cache(maxsize=4096)
def _items(label: str) -> tuple[str, ...]:
    """The item of the statistics table that bears the same name, if one alone does."""
    block = next(block for form in load_forms() for block in form.blocks if block.is_list)
    named = [row.code for row in block.rows if name(label) in map(name, row.labels)]
    return (named[0],) if len(named) == 1 and named[0] else ()
