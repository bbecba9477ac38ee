"""Tell the sum of the organisations alone from that of all applicants, where both have a column."""

from __future__ import annotations

from extraction.document import Cell
from extraction.forms import Block
from extraction.tables.head_labels import column_labels

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
            matches = column_labels(block, cell.text)[1]
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
