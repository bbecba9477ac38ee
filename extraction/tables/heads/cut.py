"""Heads of which only the first line is left: 本年新 | 本年新 | 对外公开总数量.

A program that makes text of a page may drop what stands behind a line break in a cell. One such
head may be cut from several; a row of them in the form's order is cut from one run of columns.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from extraction.document import Cell, Table
from extraction.labels import core, has_words
from extraction.tables.heads.labels import all_blocks

_FEWEST = 3
"""Heads in a row; two may be cut from too much."""

_SHORTEST = 2
"""Characters of a cut head."""


def with_whole_heads(table: Table) -> Table:
    """The table with cut heads made whole; itself if it has none."""
    if not any(map(_is_cut, table.texts)):
        return table
    whole: dict[int, Cell] = {}
    for row in table.rows():
        heads = _heads(row)
        labels = _whole_labels(tuple(core(cell.text) for cell in heads))
        whole |= {
            id(cell): replace(cell, text=label)
            for cell, label in zip(heads, labels, strict=False)
            if core(cell.text) != core(label)
        }
    cells = [whole.get(id(cell), cell) for cell in table.cells]
    return replace(table, cells=cells) if whole else table


def _heads(row: list[Cell]) -> list[Cell]:
    """The heads of columns in a row of heads, which stand together beside those of groups."""
    filled = [cell for cell in row if core(cell.text)]
    heads = [cell for cell in filled if _may_be_head(cell.text)]
    start = filled.index(heads[0]) if heads else 0
    is_one_run = heads == filled[start : start + len(heads)]
    return heads if is_one_run and all(has_words(cell.text) for cell in filled) else []


@functools.lru_cache(maxsize=65536)
def _is_cut(text: str) -> bool:
    """Whether a text may be the beginning of a head, and is none itself."""
    words = core(text)
    return words not in _labels() and _may_be_head(text)


@functools.lru_cache(maxsize=65536)
def _may_be_head(text: str) -> bool:
    words = core(text)
    return len(words) >= _SHORTEST and any(label.startswith(words) for label in _labels())


@functools.lru_cache(maxsize=4096)
def _whole_labels(heads: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of the one run of columns that the heads are cut from; none where several are
    possible or none is."""
    if len(heads) < _FEWEST:
        return ()
    found = {
        labels
        for columns in _columns()
        for start in range(len(columns) - len(heads) + 1)
        if (labels := _run(heads, columns[start : start + len(heads)]))
    }
    return found.pop() if len(found) == 1 else ()


def _run(heads: Sequence[str], columns: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first label of each column that begins with its head; empty where one has none."""
    labels = [
        next((label for label in column if core(label).startswith(head)), None)
        for head, column in zip(heads, columns, strict=True)
    ]
    return tuple(label for label in labels if label) if all(labels) else ()


@functools.cache
def _columns() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The labels of the columns of each block, in order."""
    return tuple(tuple(tuple(c.labels) for c in block.columns) for block in all_blocks())


@functools.cache
def _labels() -> frozenset[str]:
    return frozenset(core(label) for block in _columns() for column in block for label in column)
