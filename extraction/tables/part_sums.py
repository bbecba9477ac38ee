"""Find columns that hold the sum of the organisations alone: 合计 beside the five kinds of them, or
one column 法人或其他组织 in their place."""

from __future__ import annotations

from extraction.document import Cell
from extraction.forms import Block
from extraction.tables.heads.labels import column_labels, group_label

ORGANISATIONS = frozenset(
    {
        "business",
        "research_institution",
        "social_welfare_organisation",
        "legal_service_organisation",
        "other_organisation",
    }
)

_SUMS = 2
"""The sum of the organisations and that of all."""


def part_sums(block: Block, region: list[list[Cell]]) -> list[Cell]:
    """Heads that say 总计 or 合计 within the group of organisations, beside the 总计 of all.

    Of two in one row the last is that of all; else it stands where the natural persons stand.
    """
    if not block.rows or any(group.code for group in block.groups):
        return []
    labelled: list[list[tuple[Cell, str]]] = []
    seen: set[tuple[str, int, int]] = set()
    for row in region:
        labelled.append([])
        for cell in row:
            matches = column_labels(block, cell.text)
            printed = cell.text, cell.column, cell.column_span
            if len(matches) == 1 and printed not in seen:
                seen.add(printed)
                labelled[-1].append((cell, block.columns[matches[0]].code))
    if sum(code == "total" for line in labelled for _, code in line) != _SUMS:
        return []
    for line in labelled:
        codes = {code for _, code in line}
        sums = [cell for cell, code in line if code == "total"]
        if len(sums) == _SUMS:
            return sums[:-1]
        if sums and "natural_person" not in codes and codes > {"total"}:
            return sums
    return []


def undivided(block: Block, region: list[list[Cell]]) -> frozenset[int]:
    """The grid column of a group that a local table does not divide: one column 法人或其他组织
    beside those of the natural persons and of all, and no head of its kinds anywhere."""
    if not block.rows or any(group.code for group in block.groups):
        return frozenset()
    cells = [cell for row in region for cell in row]
    members = {index for index, column in enumerate(block.columns) if column.code in ORGANISATIONS}
    found = {index for cell in cells for index in column_labels(block, cell.text)}
    groups = {
        cell.columns
        for cell in cells
        if (group := group_label(block, cell.text)) is not None
        and any(block.columns[index].group == group for index in members)
    }
    is_alone = len(groups) == 1 and all(len(columns) == 1 for columns in groups)
    if not is_alone or found & members or len(found) < len(block.columns) - len(members):
        return frozenset()
    return frozenset(index for columns in groups for index in columns)
