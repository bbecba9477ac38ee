"""Heads of scans that were misread, though the grid around them is whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Recognition, Table
from tests.extraction.test_tables import table, values

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROW = ["一、本年新收政府信息公开申请数量", *"5102109"]


def scanned(*rows: list[str]) -> Table:
    drawn = table(list(rows))
    return replace(drawn, cells=[replace(c, recognition=Recognition(0.97)) for c in drawn.cells])


def read(corner: str, heads: list[str]) -> dict[str, str]:
    found = values(scanned([corner, *heads], ROW))[0]
    return {who: text for (item, who), text in found.items() if item == "request.received"}


@pytest.mark.parametrize("wall", ["1", "|", "I"])
def test_a_wall_taken_for_a_stroke_beside_a_head_is_no_part_of_its_name(wall: str) -> None:
    heads = [f"{APPLICANTS[0]}{wall}", f"{wall}{APPLICANTS[1]}", *APPLICANTS[2:]]
    found = read(f"{wall}{CORNER}", heads)
    assert (found["natural_person"], found["business"], found["total"]) == ("5", "1", "9")


def test_a_head_misread_surely_at_an_end_of_a_block_is_told_by_most_of_its_characters() -> None:
    assert read(CORNER, ["白然人", *APPLICANTS[1:]])["natural_person"] == "5"


def test_another_head_at_an_end_of_a_block_is_not_the_column_that_is_missing() -> None:
    assert "natural_person" not in read(CORNER, ["计量方式", *APPLICANTS[1:]])
