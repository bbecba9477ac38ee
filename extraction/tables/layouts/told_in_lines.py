"""Rows of tables that a line each tells in words: 予以公开：自然人3件，商业企业0件，…，总计3件。

Pages and documents that cannot hold tables have them. A line is a row where it names each column
of its block once and states a number for each; prose does not.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from extraction.document import Block, Cell, Document, Paragraph, Table
from extraction.labels import core
from extraction.tables.heads.labels import all_blocks, row_names
from extraction.tables.layouts.stacked_rows import kinds_of_dispute
from extraction.values import read_cell

_LINE = re.compile(r"\s*(?P<label>[^:：]{2,60})[:：](?P<rest>.*\d.*)")
_BETWEEN = re.compile(r"[，、；;。]|,(?!\d{3}(?!\d))")
_NAMED = re.compile(r"\s*(?P<name>[^\d:：+-]+?)\s*[:：]?\s*(?P<value>[+-]?\d.*|[-—–/]+)\s*")
_LONGEST = 300


def with_lines_as_tables(document: Document) -> Document:
    """The document with such lines as tables; itself if it has none."""
    blocks: list[Block] = []
    heads: tuple[str, ...] = ()
    for block in document.blocks:
        told = _told(block.text) if isinstance(block, Paragraph) else None
        if told is None:
            blocks.append(block)
            heads = ()
            continue
        label, names, values = told
        rows = [(label, *values)] if names == heads else [("", *names), (label, *values)]
        if not heads:
            blocks.append(Table([]))
        _add(blocks[-1], rows, block)
        heads = names
    is_told = len([block for block in blocks if isinstance(block, Table)]) > len(document.tables)
    return replace(document, blocks=blocks, read_in_order=None) if is_told else document


def _add(table: Block, rows: list[tuple[str, ...]], line: Block) -> None:
    assert isinstance(table, Table)
    for row in rows:
        number = table.row_count
        table.cells += [Cell(text, number, n, place=line.place) for n, text in enumerate(row)]


@functools.lru_cache(maxsize=4096)
def _told(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The label of a row, and the names of its columns with their values."""
    match = _LINE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    parts = [part for part in _BETWEEN.split(match["rest"]) if part.strip()]
    named = [_NAMED.fullmatch(part) for part in parts]
    found = [(each["name"], each["value"]) for each in named if each is not None]
    if len(found) < len(parts) or not all(read_cell(value).is_sure for _, value in found):
        return None
    names, values = zip(*found, strict=True)
    return (match["label"], names, values) if _are_all(core(match["label"]), names) else None


def _are_all(label: str, names: tuple[str, ...]) -> bool:
    """Whether names are those of all columns of a row of a form, or of a kind of dispute."""
    words = sorted(map(core, names))
    return any(
        label in rows and len(columns) == len(words) and _is_each(words, columns)
        for rows, columns in _rows()
    )


def _is_each(words: list[str], columns: tuple[frozenset[str], ...]) -> bool:
    """Whether each column has one of the words."""
    return all(sum(word in labels for word in words) == 1 for labels in columns)


@functools.cache
def _rows() -> tuple[tuple[frozenset[str], tuple[frozenset[str], ...]], ...]:
    """The labels of the rows of each block, and those of each of its columns."""
    found = []
    for block in all_blocks():
        columns = [frozenset(map(core, column.labels)) for column in block.columns]
        kinds = kinds_of_dispute(block)
        found.append(
            (row_names(block) | kinds, tuple(dict.fromkeys(columns) if kinds else columns))
        )
    return tuple(found)
