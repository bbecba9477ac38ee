"""Rows that stand in one row of cells, below one another: 行政处罚 行政强制 | 133 114.

Authors who press the line break in a cell put several rows of tables 2 or 3 into one, or the kinds
of dispute or the results of table 4. Where its label is the labels of such rows and nothing else,
and each of its cells holds as many values, the first of them is that of the first row.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.forms import Block
from extraction.labels import core, has_words, plain
from extraction.tables.heads.labels import all_blocks, column_names, row_names
from extraction.values import read_cell

_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}|\d{1,2}")
"""What numbers a row, without its marks."""


def with_stacked_rows_apart(table: Table) -> Table:
    """The table with such rows as rows of their own; itself if it has none."""
    if not any(len(stacked_labels(cell.text)) > 1 for cell in table.cells):
        return table
    rows = [[cell for cell in row if cell.row == at] for at, row in enumerate(table.rows())]
    is_grid = table.geometry == "grid"
    stacked = {at: dealt for at, row in enumerate(rows) if (dealt := _dealt(row, is_grid=is_grid))}
    if not stacked:
        return table
    added = {at: len(next(iter(dealt.values()))) - 1 for at, dealt in stacked.items()}
    cells: list[Cell] = []
    for cell in table.cells:
        row = cell.row + sum(count for at, count in added.items() if at < cell.row)
        within = range(cell.row, cell.row + cell.row_span)
        inside = sum(count for at, count in added.items() if at in within)
        texts = stacked.get(cell.row, {}).get(cell.column)
        if texts is None:
            cells.append(replace(cell, row=row, row_span=cell.row_span + inside))
        else:
            cells += [replace(cell, row=row + n, text=text) for n, text in enumerate(texts)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=cells)


def _dealt(row: list[Cell], *, is_grid: bool) -> dict[int, tuple[str, ...]] | None:
    """The texts of the rows that stand in one row of cells, by their columns; None for any other
    row. Groups in front of the labels (不予公开) are over all of them."""
    at = next((n for n, cell in enumerate(row) if len(stacked_labels(cell.text)) > 1), None)
    if at is None or any(cell.row_span > 1 or cell.recognition for cell in row[at:]):
        return None
    outer = [cell for cell in row[:at] if cell.text.strip()]
    if (outer and not is_grid) or not all(has_words(cell.text) for cell in outer):
        return None
    labels, values = stacked_labels(row[at].text), row[at + 1 :]
    blank = ("",) * len(labels)
    texts = {cell.column: tuple(cell.text.split()) or blank for cell in values}
    is_sure = all(read_cell(text).is_sure for its in texts.values() for text in its if text)
    if not is_sure or not any(map(any, texts.values())):
        return None
    if any(len(its) != len(labels) for its in texts.values()):
        return None
    if not is_grid:
        texts |= {cell.column: blank for cell in row[:at]}
    return {**texts, row[at].column: labels}


@functools.lru_cache(maxsize=16384)
def stacked_labels(text: str) -> tuple[str, ...]:
    """The labels of different rows that a text is made up of, with what numbers them; none where
    there is another rest."""
    fitting = [names for names in _rows() if core(text).startswith(names)]
    if not fitting or any(core(text) in names for names in fitting):
        return ()
    printed = plain(text)
    places = [n for n, letter in enumerate(printed) if core(letter)]
    words = "".join(core(printed[n]) for n in places)
    lengths = next(filter(None, (_lengths(words, names) for names in fitting)), ())
    starts = [0, *itertools.accumulate(lengths)]
    return tuple(
        printed[places[start] : places[stop - 1] + 1] for start, stop in itertools.pairwise(starts)
    )


def _lengths(words: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """The lengths of the numbered names, each another, that words are made up of."""
    number = _NUMBER.match(words)
    for start in {0, number.end() if number else 0}:
        for name in names:
            if not words.startswith(name, start):
                continue
            stop = start + len(name)
            if stop == len(words):
                return (stop,)
            others = tuple(other for other in names if other != name)
            if behind := _lengths(words[stop:], others):
                return (stop, *behind)
    return ()


@functools.cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """The labels that may be stacked: of the rows of each block and, in table 4, of the kinds of
    dispute and of the results."""
    found: dict[tuple[str, ...], None] = {}
    for block in all_blocks():
        kinds = kinds_of_dispute(block)
        for names in (row_names(block), kinds, column_names(block) if kinds else ()):
            found[tuple(sorted(names, key=len, reverse=True))] = None
    return tuple(names for names in found if names)


def kinds_of_dispute(block: Block) -> set[str]:
    """The labels of a block's groups of columns that are kinds of their own, alone and with that
    of the group around them in front (行政诉讼 未经复议直接起诉)."""
    found = set()
    for group in block.groups:
        around = () if group.parent is None else block.groups[group.parent].labels
        if group.code:
            found |= {core(front + label) for label in group.labels for front in ("", *around)}
    return found
