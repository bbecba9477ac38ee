"""Recognise the head of a block: which form's block it is and which column stands where."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extraction.document import Cell
from extraction.forms import Block, Column, load_forms
from extraction.labels import best_similarity, core, plain, split_numbering
from extraction.values import read_cell

COLUMN_SIMILARITY = 0.75
"""Below this a printed head is not taken for a column. 处理决定数 against 本年处理决定数量 has
0.77; the nearest heads of different meaning (本年制发件数, 本年新制作数量) have 0.62."""

_UNIT = re.compile(r"[(\[]?(?:单位)?[::]?(?:亿元|万元|千元|元|件|项|条|个)[)\]]?$")
_LEADERS = {"信息内容", "项目"}
_REMARKS = {"备注", "说明"}


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A value column as printed. columns: the grid columns it covers, None in ragged tables."""

    column: Column
    text: str
    columns: range | None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a block, its columns in printed order.

    blocks: the blocks of all forms with these columns (tables 3 and 4 have the same in both).
    column_count: columns of the grid in which the head stands.
    remark_columns: grid columns, or in a ragged table the number, of remarks behind the values.
    """

    blocks: tuple[Block, ...]
    columns: tuple[HeadColumn, ...]
    column_count: int
    remark_columns: frozenset[int]
    trailing_remarks: int

    @property
    def name(self) -> str:
        return self.blocks[0].name

    def missing(self) -> list[Column]:
        """Columns of the block that were not found; of table 4 those of the groups in print."""
        block = self.blocks[0]
        found = {head.column for head in self.columns}
        groups = {column.group for column in found}
        is_split = any(group.code for group in block.groups)
        return [
            column
            for column in block.columns
            if column not in found and (not is_split or column.group in groups)
        ]


@functools.lru_cache(maxsize=1)
def all_blocks() -> tuple[Block, ...]:
    """The blocks that a head of columns tells; a list of indicators is known by its rows."""
    return tuple(block for form in load_forms() for block in form.blocks if not block.is_list)


@functools.lru_cache(maxsize=65536)
def _column_labels(block: Block, text: str) -> tuple[float, tuple[int, ...]]:
    """The best similarity of a text with the block's columns, and the columns that have it."""
    words = _UNIT.sub("", plain(text))
    scores = [best_similarity(words, column.labels) for column in block.columns]
    best = max(scores)
    if best < COLUMN_SIMILARITY:
        return 0.0, ()
    return best, tuple(index for index, score in enumerate(scores) if score == best)


@functools.lru_cache(maxsize=65536)
def _group_label(block: Block, text: str) -> int | None:
    for index, group in enumerate(block.groups):
        if best_similarity(text, group.labels) >= 0.85:
            return index
    return None


def is_head_row(cells: list[Cell]) -> bool:
    """Whether a row can be part of a head: no numbers, and labels of columns or groups."""
    texts = [cell.text for cell in cells if core(cell.text)]
    if not texts or any(read_cell(text).number is not None for text in texts):
        return False
    unnumbered = [text for text in texts if split_numbering(text)[0] is None]
    has_leader = any(core(text) in _LEADERS for text in unnumbered)
    return any(_row_fits(block, unnumbered, has_leader) for block in all_blocks())


def _row_fits(block: Block, texts: list[str], has_leader: bool) -> bool:
    if any(_is_caption(block, text) for text in texts):
        return True
    if any(_group_label(block, text) is not None for text in texts):
        return True
    matched = {core(text): _column_labels(block, text)[0] for text in texts}
    scores = [score for score in matched.values() if score]
    if len(scores) >= 2 or (scores and has_leader):
        return True
    return len(block.columns) == 1 and any(score >= 0.9 for score in scores)


def read_head(region: list[list[Cell]], column_count: int, *, is_grid: bool) -> Head | None:
    """The head that a run of head rows forms, or None where they fit no block well enough."""
    candidates = []
    for block in all_blocks():
        columns = _grid_columns(block, region) if is_grid else _ordered_columns(block, region)
        found = {head.column.code for head in columns}
        printed = _printed_heads(region)
        if not found:
            continue
        score = sum(best_similarity(head.text, head.column.labels) for head in columns) / max(
            len(block.columns), printed if not block.groups else len(columns)
        )
        candidates.append((score, len(found), block, columns))
    if not candidates:
        return None
    best_score, found_count, block, columns = max(candidates, key=lambda entry: entry[:2])
    if found_count < _required(block):
        return None
    if not is_grid and not _in_order(block, columns):
        return None
    same = tuple(
        other
        for score, _, other, _ in candidates
        if score == best_score and other.name == block.name
    )
    remarks = [cell for row in region for cell in row if core(cell.text) in _REMARKS]
    return Head(
        blocks=same,
        columns=tuple(columns),
        column_count=column_count,
        remark_columns=frozenset(index for cell in remarks for index in cell.columns),
        trailing_remarks=1 if remarks else 0,
    )


def _in_order(block: Block, columns: list[HeadColumn]) -> bool:
    """Whether columns stand in the order of the form.

    A text that has only an order and another one than the form's is a copy of a table whose
    cells were strewn; the sums of a row would not notice columns that changed places.
    """
    places = [block.columns.index(head.column) for head in columns]
    return places == sorted(places)


def _required(block: Block) -> int:
    """Columns that must be found: a group's worth of table 4, more than half of the others."""
    if any(group.code for group in block.groups):
        return 4
    return len(block.columns) // 2 + 1


def _printed_heads(region: list[list[Cell]]) -> int:
    texts = {core(cell.text) for row in region for cell in row}
    # The article of the law above a block of table 2 may stand in one row with its heads.
    heads = {text for text in texts if text and not text.startswith("第二十条")}
    return len(heads - _LEADERS - _REMARKS)


def _grid_columns(block: Block, region: list[list[Cell]]) -> list[HeadColumn]:
    """Columns of a head in a grid: for each grid column the lowest cell with a label."""
    leaves: list[tuple[range, str, tuple[int, ...]]] = []
    width = max((cell.column + cell.column_span for row in region for cell in row), default=0)
    for index in range(width):
        text, matches = _lowest_label(block, region, index)
        if not matches:
            continue
        if leaves and leaves[-1][0].stop == index and leaves[-1][1:] == (text, matches):
            leaves[-1] = (range(leaves[-1][0].start, index + 1), text, matches)
        else:
            leaves.append((range(index, index + 1), text, matches))
    if not any(group.code for group in block.groups):
        leaves = _with_the_one_left_over(block, region, leaves)
    groups = {
        position: _group_above(block, region, columns.start)
        for position, (columns, _, _) in enumerate(leaves)
    }
    chosen = _assign([(text, matches) for _, text, matches in leaves], block, region, groups)
    heads = [
        HeadColumn(block.columns[index], text, columns)
        for (columns, text, _), index in zip(leaves, chosen, strict=True)
        if index is not None
    ]
    return _with_groups_filled(block, region, heads)


def _with_the_one_left_over(
    block: Block,
    region: list[list[Cell]],
    leaves: list[tuple[range, str, tuple[int, ...]]],
) -> list[tuple[range, str, tuple[int, ...]]]:
    """Where all columns but one are recognised and one garbled head stands in the gap that the
    form's order leaves for it, that head is the column."""
    found = {matches[0]: columns for columns, _, matches in leaves}
    left_over = [index for index in range(len(block.columns)) if index not in found]
    if len(left_over) != 1 or len(block.columns) < 3:
        return leaves
    (index,) = left_over
    before, after = found.get(index - 1), found.get(index + 1)
    if before is None or after is None or after.start <= before.stop:
        return leaves
    gap = range(before.stop, after.start)
    texts = {cell.text for cell in region[-1] if cell.columns == gap and core(cell.text)}
    if len(texts) != 1:
        return leaves
    return sorted([*leaves, (gap, texts.pop(), (index,))], key=lambda leaf: leaf[0].start)


def _with_groups_filled(
    block: Block, region: list[list[Cell]], heads: list[HeadColumn]
) -> list[HeadColumn]:
    """Where a group spans as many grid columns as it has columns and every recognised one stands
    in its place, the others (cut by a page break, garbled) are known by their place."""
    filled = list(heads)
    for number, group in enumerate(block.groups):
        members = [column for column in block.columns if column.group == number]
        spans = {
            cell.columns
            for row in region
            for cell in row
            if group.code and _group_label(block, cell.text) == number
        }
        if len(spans) != 1 or len(span := spans.pop()) != len(members):
            continue
        found = {head.column: head.columns for head in heads if head.column in members}
        places = {column: range(at, at + 1) for column, at in zip(members, span, strict=True)}
        if found and all(columns == places[column] for column, columns in found.items()):
            filled += [
                HeadColumn(column, _text_at(region, place.start), place)
                for column, place in places.items()
                if column not in found
            ]
    return sorted(filled, key=lambda head: head.columns.start if head.columns else 0)


def _text_at(region: list[list[Cell]], index: int) -> str:
    texts = [cell.text for row in region for cell in row if index in cell.columns and cell.text]
    return texts[-1] if texts else ""


def _lowest_label(
    block: Block, region: list[list[Cell]], index: int
) -> tuple[str, tuple[int, ...]]:
    for row in reversed(region):
        for cell in row:
            if index in cell.columns and cell.text:
                matches = _column_labels(block, cell.text)[1]
                if matches and split_numbering(cell.text)[0] is None:
                    return cell.text, matches
    return "", ()


def _group_above(block: Block, region: list[list[Cell]], index: int) -> int | None:
    """The innermost group label that covers a grid column or, where spans are lost, the nearest
    one to its left in the lowest row that has one."""
    for row in reversed(region):
        labelled = [
            (cell, group)
            for cell in row
            if cell.column <= index and (group := _group_label(block, cell.text)) is not None
        ]
        if labelled and block.groups[labelled[-1][1]].code is not None:
            return labelled[-1][1]
    return None


def _ordered_columns(block: Block, region: list[list[Cell]]) -> list[HeadColumn]:
    """Columns of a head whose cells have an order only, in the order of their columns."""
    above: dict[int | None, tuple[int, int]] = {}
    leaves: list[tuple[tuple[int, int], str, tuple[int, ...]]] = []
    for row_number, row in enumerate(region):
        for position, cell in enumerate(row):
            group = _group_label(block, cell.text)
            matches = _column_labels(block, cell.text)[1]
            if group is not None:
                above.setdefault(group, (row_number, position))
            elif _is_caption(block, cell.text):
                above.setdefault(None, (row_number, position))
            elif matches and split_numbering(cell.text)[0] is None:
                leaves.append(((row_number, position), cell.text, matches))
    if not any(group.code for group in block.groups):
        # Not in place: a list that sorts itself shows its key function no members.
        leaves = sorted(leaves, key=lambda leaf: _path(block, leaf[0], leaf[2], leaves, above))
    chosen = _assign([(text, matches) for _, text, matches in leaves], block, region, {})
    return [
        HeadColumn(block.columns[index], text, None)
        for (_, text, _), index in zip(leaves, chosen, strict=True)
        if index is not None
    ]


def _path(
    block: Block,
    place: tuple[int, int],
    matches: tuple[int, ...],
    leaves: list[tuple[tuple[int, int], str, tuple[int, ...]]],
    above: dict[int | None, tuple[int, int]],
) -> tuple[int, ...]:
    """Positions of the heads above a column, outermost first, and its own.

    A column under a group stands where the group stands among the columns beside the group,
    unless its row holds columns outside the group too: then the row alone has the order, save
    where the group's own label stands in it and another column directly behind that label.
    """
    row, position = place
    outer = above.get(None)
    path: tuple[int, ...] = (outer[1],) if outer is not None and outer[0] < row else ()
    group = _group_of(block, matches)
    label = above.get(group) if group is not None else None
    has_outsiders = any(
        other_row == row and _group_of(block, other) is None for (other_row, _), _, other in leaves
    )
    next_to = (row, label[1] + 1) if label is not None and label[0] == row else None
    behind = next((m for at, _, m in leaves if at == next_to), None)
    is_apart = behind is not None and _group_of(block, behind) != group
    if label is not None and (is_apart or (label[0] < row and not has_outsiders)):
        path += (label[1],)
    return (*path, position)


def _is_caption(block: Block, text: str) -> bool:
    return core(text) in {core(caption) for caption in block.captions}


def _group_of(block: Block, matches: tuple[int, ...]) -> int | None:
    return block.columns[matches[0]].group


def _assign(
    leaves: list[tuple[str, tuple[int, ...]]],
    block: Block,
    region: list[list[Cell]],
    groups_above: dict[int, int | None],
) -> list[int | None]:
    """Which column each label is, where a label stands once in each of several groups.

    A group label above decides; else labels are dealt to the printed groups in order, a new
    group starting where a label repeats.
    """
    order = _groups_in_order(block, region)
    chosen: list[int | None] = []
    used: set[int] = set()
    seen: set[str] = set()
    group_number = 0
    for position, (_, matches) in enumerate(leaves):
        if len(matches) == 1:
            index: int | None = matches[0]
        else:
            code = block.columns[matches[0]].code.rsplit(".", 1)[-1]
            if code in seen:
                seen.clear()
                group_number += 1
            seen.add(code)
            in_turn = order[group_number] if group_number < len(order) else None
            group = groups_above.get(position)
            group = in_turn if group is None else group
            index = next((m for m in matches if block.columns[m].group == group), None)
        if index in used:
            index = None
        if index is not None:
            used.add(index)
        chosen.append(index)
    return chosen


def _groups_in_order(block: Block, region: list[list[Cell]]) -> list[int]:
    """The printed groups that have columns of their own, in the order of their columns."""
    places: dict[int, tuple[int, ...]] = {}
    for row_number, row in enumerate(region):
        for position, cell in enumerate(row):
            group = _group_label(block, cell.text)
            if group is not None:
                places.setdefault(group, (row_number, position))
    inner = [group for group in places if block.groups[group].code is not None]

    def order(group: int) -> tuple[int, ...]:
        parent = block.groups[group].parent
        above = places.get(parent) if parent is not None else None
        return (*above, *places[group]) if above is not None else places[group]

    return sorted(inner, key=order)
