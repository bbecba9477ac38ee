"""Heads whose words are strewn over the lines of a text: 商业企 科研机 | 业 构.

Programs that make text of a PDF print the narrow heads of tables 3 and 4 line by line, so that no
head is left whole. All of their characters are there: where a run of words holds those of a
block's head, each as often as the form prints it and in the form's order, it is that head.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extraction.document import Cell, Table
from extraction.forms import Block
from extraction.labels import core, plain
from extraction.tables.heads.labels import CORNER_TEXT, all_blocks
from extraction.values import read_cell

_FEWEST_COLUMNS = 7
"""Heads of fewer columns are wide enough to be printed whole."""


def may_be_head(block: Block, cells: list[Cell]) -> bool:
    """Whether texts hold all characters of a block's head, in its order. What stands over several
    rows of heads may be repeated in each of them."""
    plan = next(plan for plan in _plans() if plan.name == block.name)
    text = "".join(plain(cell.text) for cell in cells)
    in_order = "".join(character for character in text if character in plan.order)
    return not plan.needed - Counter(text) and (
        in_order.endswith(plan.order) or _are_in_order(cells, plan.lines)
    )


def with_gathered_heads(table: Table) -> Table:
    """The table with strewn heads made whole; itself if it has none."""
    if table.geometry == "grid":
        return table
    rows = table.rows()
    found: list[list[Cell]] = []
    words: list[list[Cell]] = []
    is_changed = False
    for row in [*rows, []]:
        if row and not any(read_cell(cell.text).is_sure for cell in row):
            words.append(row)
            continue
        label = row[:1] if row and not read_cell(row[0].text).is_sure else []
        head, rest = _head([*words, label])
        is_changed |= bool(head)
        found += [*head, *(rest if head else words)]
        found += [row] if row else []
        words = []
    if not is_changed:
        return table
    cells = [
        replace(cell, row=number, column=column)
        for number, row in enumerate(found)
        for column, cell in enumerate(row)
    ]
    return Table(cells, table.geometry, table.place)


def _head(words: Sequence[Sequence[Cell]]) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """The whole head that rows of words hold, the last of them the label of the values below, and
    the rows behind it; nothing where they hold none."""
    for end in range(len(words) - 1, 0, -1):
        cells = [cell for row in words[:end] for cell in row if core(cell.text)]
        label = core("".join(cell.text for row in words[end:] for cell in row))
        for plan in _plans():
            if plan.may_be_followed_by(label) and (head := plan.read(cells)) is not None:
                return head, [list(row) for row in words[end:-1]]
    return [], []


@dataclass(frozen=True, slots=True)
class _Plan:
    """The head of a block in print. lines: its columns and groups as a text of whole cells prints
    them. needed: how often each character stands in it. optional: texts that may stand beside it,
    whole. order: the characters that tell one column from its neighbours, in the form's order.
    first: the labels of its first row."""

    name: str
    lines: tuple[tuple[str, ...], ...]
    needed: Counter[str]
    optional: tuple[str, ...]
    order: str
    first: tuple[str, ...]

    def may_be_followed_by(self, label: str) -> bool:
        """Whether words behind the head may be the label of its first row, or begin it."""
        return not label or any(core(each).startswith(label) for each in self.first)

    def read(self, cells: list[Cell]) -> list[list[Cell]] | None:
        """The head whole, or None where the cells are not its words, torn."""
        text = "".join(plain(cell.text) for cell in cells)
        there = Counter(text)
        is_whole = {c for line in self.lines for c in line} <= {cell.text for cell in cells}
        if is_whole or self.needed - there:
            return None
        others = there - self.needed
        for printed in map(Counter, self.optional):
            others = others if printed - others else others - printed
        in_order = "".join(character for character in text if character in self.order)
        if others:
            # What no head of the block has may be that of a further column.
            return None
        if in_order != self.order and not _are_in_order(cells, self.lines):
            return None
        place = cells[-1].place
        return [
            [Cell(label, 0, column, place=place) for column, label in enumerate(line)]
            for line in self.lines
        ]


def _are_in_order(cells: list[Cell], lines: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the pieces of a head of one line follow one another as its columns do on every line
    of the text, and each column follows the one before it on some line."""
    if len(lines) > 1:
        return False
    (columns,) = lines
    followed: set[int] = set()
    for _, line in groupby(cells, key=lambda cell: cell.place.row):
        places = [-1]
        for text in (plain(cell.text) for cell in line):
            fitting = [n for n, column in enumerate(columns) if text in column]
            later = [n for n in fitting if n > places[-1]]
            if fitting and not later:
                return False
            places += later[:1]
        followed |= {after for before, after in pairwise(places) if before >= 0}
    return followed >= set(range(1, len(columns) - 1))


@functools.cache
def _plans() -> tuple[_Plan, ...]:
    wide = {b.name: b for b in all_blocks() if len(b.columns) >= _FEWEST_COLUMNS}
    return tuple(map(_plan, wide.values()))


def _plan(block: Block) -> _Plan:
    """The columns of table 3 stand in one row; those of table 4 beside the groups of lawsuits."""
    columns = [column.labels[0] for column in block.columns]
    groups = [group.labels[0] for group in block.groups]
    outer = [group.labels[0] for group in block.groups if group.parent is None]
    inner = [label for label in groups if label not in outer]
    count = sum(block.groups[c.group].parent is None for c in block.columns if c.group is not None)
    lines = (outer, [*columns[:count], *inner], columns[count:]) if inner else (columns,)
    optional = tuple(plain(text) for text in [CORNER_TEXT, *block.captions, *outer])
    order = "".join(_telling([*columns, *groups], label) for label in columns)
    first = block.rows[0].labels if block.rows else ()
    return _Plan(
        block.name,
        tuple(map(tuple, lines)),
        Counter("".join(columns + inner)),
        optional,
        order,
        first,
    )


def _telling(labels: Sequence[str], label: str) -> str:
    """The first character of a label that no other head of the block has, but for 总计: what is
    printed over two lines may come before or behind the others, and its sums tell it."""
    others = set("".join(other for other in labels if other != label))
    return next((c for c in label if c not in others and c not in "总计"), "")
