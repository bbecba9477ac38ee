"""Labels that were misread from a picture: 白然人 where the recogniser also saw 自然人.

Whole tables hang on the heads of their columns, and these are words of the form. What is read as
none of its labels, and may by the picture be one of them, is that one.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from extraction.document import Cell, Document, Table
from extraction.forms import load_forms
from extraction.labels import core

_LEAST = 0.02
"""Less sure readings are not asked."""


def with_known_labels(document: Document) -> Document:
    """The document with the labels of its recognised tables put right; itself if it has none."""
    if not any(_is_recognised(table) for table in document.tables):
        return document
    blocks = [
        replace(block, cells=[_put_right(cell) for cell in block.cells])
        if isinstance(block, Table) and _is_recognised(block)
        else block
        for block in document.blocks
    ]
    return replace(document, blocks=blocks)


def _is_recognised(table: Table) -> bool:
    """Whether a table was read from a picture: it is as a whole, or not at all."""
    return bool(table.cells) and table.cells[0].recognition is not None


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
