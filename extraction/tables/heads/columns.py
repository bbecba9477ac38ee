"""Find which column of a block stands where in a grid, under the labels of its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from extraction.document import Cell
from extraction.facts.evidence import SURE
from extraction.forms import Block, Column
from extraction.labels import LAST_YEAR, core, split_numbering
from extraction.matching import is_misread, says_more
from extraction.tables.heads.labels import (
    ASIDES,
    column_labels,
    group_label,
    is_caption,
    row_names,
    stands_in_heads,
)
from extraction.tables.part_sums import part_sums, undivided
from extraction.tables.periods import period_of, years


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A value column as printed. columns: the grid columns it covers, None in ragged tables.
    is_strange: its text is another than the form's; only its place between others tells it."""

    column: Column
    text: str
    columns: range | None
    is_strange: bool = False


_FEWEST_COLUMNS, _MOST = 3, 2
"""Columns of a block of which some are known by their places, at most so many for each that is
known by its head."""

_COMPARED = re.compile(f"[较比与同](?:{LAST_YEAR})")

_Leaf = tuple[range, str, tuple[int, ...]]
"""A label of columns: its grid columns, its text, the columns of the block that it may name."""


def grid_columns(block: Block, region: list[list[Cell]]) -> list[HeadColumn]:
    """Columns of a head in a grid: for each grid column the lowest cell with a label."""
    leaves: list[_Leaf] = []
    width = max((cell.columns.stop for row in region for cell in row), default=0)
    other = of_other_periods(block, region)
    partial = {index for cell in part_sums(block, region) for index in cell.columns}
    for index in range(width):
        text, matches = _lowest_label(block, region, index)
        if not matches or index in other | partial:
            continue
        if leaves and leaves[-1][0].stop == index and leaves[-1][1:] == (text, matches):
            leaves[-1] = (range(leaves[-1][0].start, index + 1), text, matches)
        else:
            leaves.append((range(index, index + 1), text, matches))
    groups = {
        position: _group_above(block, region, columns.start)
        for position, (columns, _, matches) in enumerate(leaves)
        if len(matches) > 1
    }
    chosen = assign([matches for *_, matches in leaves], block, region, groups)
    heads = [
        HeadColumn(block.columns[index], text, columns)
        for (columns, text, _), index in zip(leaves, chosen, strict=True)
        if index is not None
    ]
    return _with_those_in_place(block, region, heads)


def of_other_periods(block: Block, region: list[list[Cell]]) -> frozenset[int]:
    """Grid columns that hold another year's numbers by the heads above them.

    Where heads name several years the latest is the year reported on. A label of the form is a head
    of this year (上一年项目数量), unless it stands once more over the latest.
    """
    cells = [cell for row in region for cell in row]
    named = {year for cell in cells for year in years(cell.text)}
    latest = max(named) if len(named) > 1 else None
    own = {column_labels(block, cell.text) for cell in cells if latest in years(cell.text)}
    return frozenset(
        index
        for cell in cells
        if period_of(cell.text, latest) == "other"
        and (column_labels(block, cell.text) in own or not column_labels(block, cell.text))
        for index in cell.columns
    )


def asides(region: list[list[Cell]]) -> frozenset[int]:
    """Grid columns of numbering, units and remarks."""
    return frozenset(
        index
        for row in region
        for cell in row
        if core(cell.text) in ASIDES
        for index in cell.columns
    )


def unknown_in_order(block: Block, region: list[list[Cell]], heads: list[HeadColumn]) -> list[Cell]:
    """The head cells that are no column, group, caption or corner of the block, where only the
    order is known: a row that lost its blanks may have left its label among them."""
    texts = {head.text for head in heads}
    partial = part_sums(block, region)
    others = [
        cell
        for row in region
        for cell in row[1:]
        if cell.text not in texts
        and core(cell.text) not in row_names(block)
        and not stands_in_heads(block, cell.text)
        and not any(cell is one for one in partial)
    ]
    return others + partial


def unknown_in_grid(block: Block, region: list[list[Cell]], heads: list[HeadColumn]) -> list[Cell]:
    """The lowest head cells of a grid that are no column, group, caption or corner of the block.

    Also a blank among the columns, and a label that shares its place with another one: there the
    head itself has shifted; and, where columns are missing, a place under the label of a group
    that has no head of its own.
    """
    places = [head.columns for head in heads if head.columns]
    is_whole = len(heads) == len(block.columns)
    inner = range(
        min((p.start for p in places), default=0), max((p.stop for p in places), default=0)
    )
    aside = asides(region) | of_other_periods(block, region) | undivided(block, region)
    found: dict[int, Cell] = {}
    for index in range(max((cell.columns.stop for row in region for cell in row), default=0)):
        over = [cell for row in region for cell in row if index in cell.columns]
        if index in aside or not over:
            continue
        if any(index in place for place in places):
            labels = [cell for cell in over if column_labels(block, cell.text)]
            odd = labels[-1] if len({cell.text for cell in labels}) > 1 else None
        else:
            lowest = next((cell for cell in reversed(over) if core(cell.text)), over[-1])
            is_group = not is_whole and group_label(block, lowest.text) is not None
            is_lost = index in inner and (is_group or not core(over[-1].text))
            odd = lowest if is_lost or not stands_in_heads(block, lowest.text) else None
        if odd is not None:
            found[id(odd)] = odd
    return list(found.values())


def _with_those_in_place(
    block: Block, region: list[list[Cell]], heads: list[HeadColumn]
) -> list[HeadColumn]:
    """Also columns whose heads were misread, cut by the end of a page or run together, where the
    heads beside them, or those of their groups, leave the room that the form needs there: a place
    of the grid for each or, where a stroke was taken for a wall, a head for each."""
    found = {block.columns.index(its.column): its.columns for its in heads if its.columns}
    missing = [index for index in range(len(block.columns)) if index not in found]
    if not missing or len(block.columns) < _FEWEST_COLUMNS or len(missing) > _MOST * len(found):
        return heads
    is_split = any(group.code for group in block.groups)
    spans = _spans(block, region)
    width = max(cell.columns.stop for cell in region[-1])
    starts = {0: region[-1][0].columns.stop} | {members[0]: span.start for members, span in spans}
    starts |= {index + 1: columns.stop for index, columns in found.items()}
    stops = {len(block.columns) - 1: width} | {members[-1]: span.stop for members, span in spans}
    stops |= {index - 1: columns.start for index, columns in found.items()}
    bound = {
        index
        for members, span in spans
        if len(members) == len(span) and is_split and found.keys() & members
        for index in members
    }
    filled = list(heads)
    for _, numbered in groupby(enumerate(missing), key=lambda each: each[1] - each[0]):
        run = [index for _, index in numbered]
        room = range(starts.get(run[0], 0), stops.get(run[-1], 0))
        columns = [block.columns[index] for index in run]
        places = _places(region, room, len(run))
        over = [next(iter(_lowest_of(region, place)), None) for place in places]
        each = [
            (head, [column for _, column in its])
            for head, its in groupby(zip(over, columns, strict=False), key=itemgetter(0))
        ]
        if any(head is not None and _says_else(head, its) for head, its in each):
            continue
        is_between = len(missing) == 1 and {run[0] - 1, run[0] + 1} <= found.keys()
        is_told = all(head is not None and _is_name(head, its) for head, its in each)
        if is_told or is_between or bound.issuperset(run) or _are_unsure(region, room):
            heads_of = [(head, _is_strange(head, its)) for head, its in each for _ in its]
            filled += [
                HeadColumn(column, head.text if head is not None else "", place, is_strange)
                for column, place, (head, is_strange) in zip(
                    columns, places, heads_of, strict=False
                )
            ]
    return sorted(filled, key=lambda head: head.columns.start if head.columns else 0)


def _is_name(head: Cell, columns: list[Column]) -> bool:
    """Whether a head is the name of a column, or the names of several, but for one character or,
    of one read unsurely from a picture, for the lesser part of its characters. At an end of a
    block only words tell a column from other matters."""
    words, names = core(head.text), _names(columns)
    is_known = words in names or is_misread(words, names)
    return is_known or (_is_unsure(head) and len(columns) == 1 and _has_most_of(words, names))


def _is_strange(head: Cell | None, columns: list[Column]) -> bool:
    """Whether a head surely says something else than the names of the columns under it."""
    if head is None or _is_unsure(head):
        return False
    is_cut = len(columns) > 1 and _has_most_of(core(head.text), _names(columns))
    return bool(core(head.text)) and not is_cut and not _is_name(head, columns)


def _names(columns: list[Column]) -> tuple[str, ...]:
    """The names of a column, or those of several as one."""
    if len(columns) == 1:
        return tuple(map(core, columns[0].labels))
    return ("".join(core(column.labels[0]) for column in columns),)


def _has_most_of(words: str, names: tuple[str, ...]) -> bool:
    return any(2 * len({*name}.intersection(words)) > len({*name}) for name in names)


def _says_else(head: Cell, columns: list[Column]) -> bool:
    """Whether a head denies what the name of its column says, or speaks of another year; what a
    change is counted from (较上年增减) does not."""
    text = _COMPARED.sub("", head.text) if columns[0].signed else head.text
    return all(says_more(text, name) for name in _names(columns))


def _spans(block: Block, region: list[list[Cell]]) -> list[tuple[list[int], range]]:
    """The columns of each group of which one head is in print, and of the caption over all of
    them, and the grid columns that it spans."""
    members: dict[int | None, list[int]] = {None: list(range(len(block.columns)))}
    for index, column in enumerate(block.columns):
        group = column.group
        while group is not None:
            members.setdefault(group, []).append(index)
            group = block.groups[group].parent
    printed: dict[int | None, set[range]] = {}
    for cell in (cell for row in region for cell in row):
        group = group_label(block, cell.text)
        if group is not None or is_caption(block, cell.text):
            printed.setdefault(group, set()).add(cell.columns)
    return [(members[group], spans.pop()) for group, spans in printed.items() if len(spans) == 1]


def _places(region: list[list[Cell]], room: range, count: int) -> list[range]:
    """The grid columns of so many heads in their room; none where it has more or fewer."""
    cells = _lowest_of(region, room)
    if len(room) == count:
        return [range(index, index + 1) for index in room]
    if count == 1:
        return [room] if len({cell.text for cell in cells}) == 1 else []
    return [cell.columns for cell in cells] if len(cells) == count else []


def _are_unsure(region: list[list[Cell]], room: range) -> bool:
    """Whether all heads in a room were read unsurely by a recogniser."""
    cells = _lowest_of(region, room)
    return bool(cells) and all(map(_is_unsure, cells))


def _is_unsure(cell: Cell) -> bool:
    return cell.recognition is not None and cell.recognition.score < SURE


def _lowest_of(region: list[list[Cell]], room: range) -> list[Cell]:
    """The lowest cells of a head that say something over grid columns, each once."""
    lowest = (_lowest(region, index) for index in room)
    return [*{id(cell): cell for cell in lowest if cell is not None}.values()]


def _lowest(region: list[list[Cell]], index: int) -> Cell | None:
    """The lowest cell of a head that says something over a grid column."""
    over = (cell for row in reversed(region) for cell in row if index in cell.columns)
    return next((cell for cell in over if core(cell.text)), None)


def _lowest_label(
    block: Block, region: list[list[Cell]], index: int
) -> tuple[str, tuple[int, ...]]:
    for row in reversed(region):
        for cell in row:
            if index in cell.columns and cell.text:
                matches = column_labels(block, cell.text)
                if matches and split_numbering(cell.text)[0] is None:
                    return cell.text, matches
    return "", ()


def _group_above(block: Block, region: list[list[Cell]], index: int) -> int | None:
    """The innermost group label that covers a grid column or, where spans are lost, the nearest
    one to its left in the lowest row that has one."""
    labelled = [
        [
            (cell, group)
            for cell in row
            if cell.column <= index and (group := group_label(block, cell.text)) is not None
        ]
        for row in reversed(region)
    ]
    covering = [entry for row in labelled for entry in row if index in entry[0].columns]
    nearest = [row[-1] for row in labelled if row]
    groups = [group for _, group in [*covering, *nearest] if block.groups[group].code is not None]
    return groups[0] if groups else None


def assign(
    leaves: list[tuple[int, ...]],
    block: Block,
    region: list[list[Cell]],
    groups_above: dict[int, int | None],
) -> list[int | None]:
    """Which column each label is, where a label stands once in each of several groups.

    leaves: the columns that each may name. A group label above decides; else labels are dealt to
    the printed groups in order, a new group starting where a label repeats.
    """
    order = _groups_in_order(block, region)
    chosen: list[int | None] = []
    seen: set[str] = set()
    group_number = 0
    for position, matches in enumerate(leaves):
        if len(matches) == 1:
            index: int | None = matches[0]
        else:
            code = block.columns[matches[0]].code.rsplit(".", 1)[-1]
            if code in seen:
                seen.clear()
                group_number += 1
            seen.add(code)
            group = groups_above.get(position)
            if group is None and group_number < len(order):
                group = order[group_number]
            index = next((m for m in matches if block.columns[m].group == group), None)
        chosen.append(None if index in chosen else index)
    return chosen


def _groups_in_order(block: Block, region: list[list[Cell]]) -> list[int]:
    """The printed groups that have columns of their own, in the order of their columns."""
    places: dict[int, tuple[int, ...]] = {}
    for row_number, row in enumerate(region):
        for position, cell in enumerate(row):
            group = group_label(block, cell.text)
            if group is not None:
                places.setdefault(group, (row_number, position))
    inner = [group for group in places if block.groups[group].code is not None]

    def order(group: int) -> tuple[int, ...]:
        parent = block.groups[group].parent
        above = places.get(parent) if parent is not None else None
        return (*above, *places[group]) if above is not None else places[group]

    return sorted(inner, key=order)
