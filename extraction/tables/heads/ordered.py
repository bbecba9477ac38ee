"""Find which columns of a block stand under a head of whose cells only the order is known."""

from __future__ import annotations

from extraction.document import Cell
from extraction.forms import Block
from extraction.labels import split_numbering
from extraction.matching import is_misread, says_more
from extraction.tables.heads.columns import HeadColumn, assign
from extraction.tables.heads.labels import column_labels, group_label, is_caption
from extraction.tables.part_sums import part_sums

_Leaf = tuple[tuple[int, int], str, tuple[int, ...]]
"""A label of a column: its row and its place in it, its text, the columns that it may name."""


def ordered_columns(block: Block, region: list[list[Cell]]) -> list[HeadColumn]:
    """Columns of a head whose cells have an order only, in the order of their columns."""
    above: dict[int | None, tuple[int, int]] = {}
    leaves: list[_Leaf] = []
    partial = part_sums(block, region)
    for row_number, row in enumerate(region):
        for position, cell in enumerate(row):
            if any(cell is one for one in partial):
                continue
            group = group_label(block, cell.text)
            matches = column_labels(block, cell.text)
            if group is not None:
                above.setdefault(group, (row_number, position))
            elif is_caption(block, cell.text):
                above.setdefault(None, (row_number, position))
            elif matches and split_numbering(cell.text)[0] is None:
                leaves.append(((row_number, position), cell.text, matches))
    leaves += _misread(block, region, leaves)
    if not any(group.code for group in block.groups):
        # Not in place: a list that sorts itself shows its key function no members.
        leaves = sorted(leaves, key=lambda leaf: _path(block, leaf[0], leaf[2], leaves, above))
    chosen = assign([matches for *_, matches in leaves], block, region, {})
    if None in chosen and any(group.code for group in block.groups):
        # More heads than the groups in print have: which of them the values are of stays open.
        return []
    return [
        HeadColumn(block.columns[index], text, None)
        for (_, text, _), index in zip(leaves, chosen, strict=True)
        if index is not None
    ]


def _misread(
    block: Block,
    region: list[list[Cell]],
    leaves: list[_Leaf],
) -> list[_Leaf]:
    """Short heads with one wrong character, as recognisers misread them (白然人).

    Too little of a short head is left to know it by itself: the others must be there, and one
    column only be missing that it can be. Its place among them is tested with the order.
    """
    found = {index for _, _, matches in leaves for index in matches}
    missing = [index for index in range(len(block.columns)) if index not in found]
    if not missing or len(found) < len(block.columns) // 2 + 1:
        return []
    misread = []
    for row_number, row in enumerate(region):
        for position, cell in enumerate(row):
            if column_labels(block, cell.text) or split_numbering(cell.text)[0] is not None:
                continue
            near = [i for i in missing if _may_be(cell.text, block.columns[i].labels)]
            if len(near) == 1:
                misread.append(((row_number, position), cell.text, (near[0],)))
    taken = [matches for _, _, matches in misread]
    return [leaf for leaf in misread if taken.count(leaf[2]) == 1]


def _may_be(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a text is one of the labels with a wrong character that makes it no other quantity,
    as 上年 for 本年 does."""
    return is_misread(text, labels) and not all(says_more(text, label) for label in labels)


def _path(
    block: Block,
    place: tuple[int, int],
    matches: tuple[int, ...],
    leaves: list[_Leaf],
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


def _group_of(block: Block, matches: tuple[int, ...]) -> int | None:
    return block.columns[matches[0]].group
