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
from itertools import accumulate, groupby, pairwise

from extraction.document import Cell, Table
from extraction.forms import Block
from extraction.labels import core
from extraction.tables.heads.labels import CORNER_TEXT, all_blocks, group_label
from extraction.values import read_cell

_MOST_LOST = 0.15
"""The part of a head's characters that may be misread where its sums prove the table."""

_FEWEST_COLUMNS = 7
"""Heads of fewer columns are wide enough to be printed whole."""


def may_be_head(block: Block, cells: list[Cell]) -> bool:
    """Whether texts hold the characters of a block's head, but for a few that were misread, in its
    order. What stands over several rows of heads may be repeated in each of them. Heads that are
    whole and stand in another order are no torn ones (`are_turned`)."""
    plan = _plan_of(block)
    text = "".join(core(cell.text) for cell in cells)
    lost = plan.needed - Counter(text)
    return lost.total() <= _MOST_LOST * plan.needed.total() and (
        plan.telling(text).endswith(plan.order)
        or plan.are_on_two_levels(text)
        or _are_in_order(cells, plan.lines)
    )


def are_turned(block: Block, cells: list[Cell]) -> bool:
    """Whether the names of columns, or of groups of them, stand whole among texts, and in another
    order than in the form: the sums do not tell 其他 from 科研机构, nor reviews from lawsuits."""
    texts = [core(cell.text) for cell in cells]
    return any(
        _are_in_another_order(names, texts) for names in _plan_of(block).sequences
    ) or _are_organisations_first(block, cells)


def _are_organisations_first(block: Block, cells: list[Cell]) -> bool:
    """Whether organisations stand before natural persons. A page prints the name of their group
    above the others, which span two rows of heads and stand on one line, lower."""
    if not block.has_applicants:
        return False
    person, total = block.columns[0].labels, block.columns[-1].labels
    lines: dict[str, tuple[int, int | None]] = {}
    for number, cell in enumerate(cells):
        words = core(cell.text)
        is_begun = len(words) > 1 and any(label.startswith(words) for label in person)
        names = {"person": words in person, "begun": is_begun, "total": words in total}
        names["group"] = group_label(block, cell.text) is not None
        lines |= {name: (number, cell.place.row) for name, is_it in names.items() if is_it}
    if "begun" not in lines or "group" not in lines or lines["group"][0] > lines["begun"][0]:
        return False
    if "person" not in lines:
        return lines["group"][1] == lines["begun"][1]
    is_lower = "total" in lines and lines["total"][1] == lines["person"][1]
    return lines["group"][1] == lines["person"][1] or not is_lower


def _are_in_another_order(names: Sequence[str], texts: list[str]) -> bool:
    whole = [text for text in texts if text in names]
    return set(whole) == set(names) and whole[-len(names) :] != list(names)


def _plan_of(block: Block) -> _Plan:
    return next(plan for plan in _plans() if plan.block.name == block.name)


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
        if not any(core(cell.text) for cell in words[end - 1]):
            continue
        cells = [cell for row in words[:end] for cell in row if core(cell.text)]
        label = core("".join(cell.text for row in words[end:] for cell in row))
        for plan in _plans():
            head = plan.read(cells) if plan.may_be_followed_by(label) else None
            if head is not None and not are_turned(plan.block, cells):
                return head, [list(row) for row in words[end:-1]]
    return [], []


@dataclass(frozen=True, slots=True)
class _Plan:
    """The head of a block in print. lines: its columns and groups as a text of whole cells prints
    them. needed: how often each character stands in it. optional: texts that may stand beside it,
    whole. order: the characters that tell one column from its neighbours, in the form's order.
    first: the labels of its first row."""

    block: Block
    lines: tuple[tuple[str, ...], ...]
    needed: Counter[str]
    optional: tuple[str, ...]
    order: str
    shapes: tuple[tuple[str, int, int], ...]
    first: tuple[str, ...]

    @property
    def sequences(self) -> tuple[tuple[str, ...], ...]:
        """The names that stand once each beside one another: columns, or groups of them."""
        if len(self.lines) == 1:
            return (tuple(core(label) for label in self.lines[0] if label != "总计"),)
        outer, middle, columns = self.lines
        return outer, tuple(label for label in middle if label not in columns)

    def may_be_followed_by(self, label: str) -> bool:
        """Whether words behind the head may be the label of its first row, or begin it."""
        return not label or any(core(each).startswith(label) for each in self.first)

    def telling(self, text: str) -> str:
        """The characters of a text that tell one column from its neighbours."""
        return "".join(character for character in text if character in self.order)

    def are_on_two_levels(self, text: str) -> bool:
        """Whether heads stand in order on each of two levels, as those of a picture that were read
        from the top: what has more lines begins higher. Heads of one shape are on one level. The
        first column of table 3 spans them all and comes first."""
        told = self.telling(text)
        known = [column for column in self.shapes if column[0] in told]
        turned = [
            one[1:] == other[1:]
            for one, other in pairwise(known)
            if _comes_before(other[0], one[0], told)
        ]
        is_first = len(self.lines) > 1 or told[:1] == self.order[:1]
        is_whole = len(known) >= len(self.shapes) - (len(self.lines) > 1)
        return is_whole and is_first and turned in ([], [False])

    def read(self, cells: list[Cell]) -> list[list[Cell]] | None:
        """The head whole, or None where the cells are not its words, torn."""
        text = "".join(core(cell.text) for cell in cells)
        there = Counter(text)
        is_whole = {c for line in self.lines for c in line} <= {cell.text for cell in cells}
        if is_whole or self.needed - there:
            return None
        others = there - self.needed
        for printed in map(Counter, self.optional):
            others = others if printed - others else others - printed
        if others:
            # What no head of the block has may be that of a further column.
            return None
        is_in_order = self.telling(text) == self.order or self.are_on_two_levels(text)
        if not is_in_order and not _are_in_order(cells, self.lines):
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
        for text in (core(cell.text) for cell in line):
            fitting = [n for n, column in enumerate(columns) if text in column]
            later = [n for n in fitting if n > places[-1]]
            if fitting and not later:
                return False
            places += later[:1]
        followed |= {after for before, after in pairwise(places) if before >= 0}
    return followed >= set(range(1, len(columns) - 1))


def _comes_before(one: str, other: str, text: str) -> bool:
    """Whether a character stands before the other that it should follow, anywhere in a text."""
    balance = accumulate((c == one) - (c == other) for c in text)
    return any(count > 0 for count in balance)


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
    optional = tuple(core(text) for text in [CORNER_TEXT, *block.captions, *outer])
    told = [(_telling([*columns, *groups], label), label) for label in columns]
    shapes = [(c, label.index(c) // 2, len(label)) for c, label in dict.fromkeys(told) if c]
    first = block.rows[0].labels if block.rows else ()
    return _Plan(
        block,
        tuple(map(tuple, lines)),
        Counter(core("".join(columns + inner))),
        optional,
        "".join(character for character, _ in told),
        tuple(shapes),
        first,
    )


def _telling(labels: Sequence[str], label: str) -> str:
    """The first character of a label that no other head of the block has, but for 总计: what is
    printed over two lines may come before or behind the others, and its sums tell it."""
    others = set("".join(other for other in labels if other != label))
    return next((c for c in label if c not in others and c not in "总计"), "")
