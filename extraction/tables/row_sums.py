"""Whether the sums of a row hold for cells that are placed in a certain way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from extraction.document import Cell
from extraction.forms import Block
from extraction.tables.heads.head import Head
from extraction.values import read_cell

SumTest = Callable[[Sequence[Cell]], bool | None]
"""Says of cells in the order of a head whether the sums hold; None where they say nothing."""


def row_sum_test(head: Head, block: Block) -> SumTest:
    """A test whether cells in the order of the head satisfy 总计 = the other columns."""

    def test(cells: Sequence[Cell]) -> bool | None:
        if not block.has_applicants:
            return None
        total, parts = Decimal(0), Decimal(0)
        for column, cell in zip(head.columns, cells, strict=True):
            number = read_cell(cell.text).number
            if column.column.code == "total":
                if number is None:
                    return None
                total = number
            else:
                parts += number or Decimal(0)
        return total == parts

    return test


def group_sums_test(head: Head) -> SumTest:
    """A test whether cells in the order of the head satisfy 总计 = the other columns in each group
    of table 4; None where no number tells."""

    def test(cells: Sequence[Cell]) -> bool | None:
        totals: dict[int | None, Decimal] = {}
        parts: dict[int | None, Decimal] = {}
        for column, cell in zip(head.columns, cells, strict=True):
            number = read_cell(cell.text).number
            sums = totals if column.column.code.endswith(".total") else parts
            group = column.column.group
            sums[group] = sums.get(group, Decimal(0)) + (number or Decimal(0))
        if not any(totals.values()) and not any(parts.values()):
            return None
        return totals == parts

    return test
