"""Heads of scans that were misread, though the grid around them is whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Recognition, Table
from tests.extraction.test_tables import table, values

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROW = ["一、本年新收政府信息公开申请数量", *"5102109"]


DOCUMENTS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


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


def test_a_head_misread_surely_at_an_end_of_a_block_is_told_by_its_other_characters() -> None:
    assert read(CORNER, ["白然人", *APPLICANTS[1:]])["natural_person"] == "5"


def test_another_head_at_an_end_of_a_block_is_not_the_column_that_is_missing() -> None:
    assert "natural_person" not in read(CORNER, ["计量方式", *APPLICANTS[1:]])


def test_two_heads_misread_surely_are_told_where_one_character_of_each_is_wrong() -> None:
    heads = [*APPLICANTS[:3], "社会公盖组织", "法津服务机构", *APPLICANTS[5:]]
    assert read(CORNER, heads)["legal_service_organisation"] == "1"
    assert not read(CORNER, [*heads[:3], "社会团体", "律师事务所", *heads[5:]])


def test_two_heads_run_together_over_their_columns_are_told_by_their_words() -> None:
    rows = [[CORNER, *APPLICANTS[:4], "", "", APPLICANTS[6]], ROW]
    drawn = scanned(*rows)
    joined = next(cell for cell in drawn.cells if (cell.row, cell.column) == (0, 5))
    others = [cell for cell in drawn.cells if (cell.row, cell.column) not in ((0, 5), (0, 6))]
    for text, is_read in (("法律服务机构其他", True), ("其他法律服务机构", False)):
        cells = [*others, replace(joined, text=text, column_span=2)]
        found = values(replace(drawn, cells=cells))[0]
        assert bool(found) is is_read


@pytest.mark.parametrize(
    ("column", "head"),
    [(1, "上年制发件数"), (2, "上年废止件数"), (2, "未废止件数"), (3, "历年有效件数")],
)
def test_a_head_of_another_year_or_that_denies_is_not_the_column_that_is_missing(
    column: int, head: str
) -> None:
    for draw in (table, lambda rows: table(rows, "ragged"), lambda rows: scanned(*rows)):
        heads = [*DOCUMENTS[:column], head, *DOCUMENTS[column + 1 :]]
        found = values(draw([heads, ["规章", "5", "1", "9"]]))[0]
        assert "519"[column - 1] not in found.values()


def test_a_head_of_this_year_is_not_that_of_the_year_before() -> None:
    heads = ["信息内容", "本年项目数量", "本年增/减", "处理决定数量"]
    assert "5" not in values(table([heads, ["行政许可", "5", "1", "9"]]))[0].values()


def test_values_under_a_strange_head_between_known_ones_are_doubted() -> None:
    heads = [CORNER, *APPLICANTS[:2], "事业单位", *APPLICANTS[3:]]
    found, doubts = values(table([heads, ROW]))
    assert found["request.received", "research_institution"] == "0"
    assert ("label_unmatched", ("request.received", "research_institution")) in [
        (doubt.rule_code, doubt.key) for doubt in doubts
    ]


def test_a_change_from_the_year_before_is_the_change_of_the_year() -> None:
    heads = ["信息内容", "上一年项目数量", "较上年增/减", "处理决定数量"]
    found, _ = values(table([heads, ["行政许可", "5", "1", "9"]]))
    assert found["licensing.items_change", "all"] == "1"


def test_rows_below_a_further_head_that_is_none_of_the_form_are_doubted() -> None:
    first = [["信息内容", "本年处理决定数量"], ["行政许可", "5"]]
    second = [["信息内容", "上年处理决定数量"], ["行政处罚", "7"], ["行政强制", "3"]]
    _, doubts = values(table([*first, *second]))
    doubted = [doubt.key for doubt in doubts if doubt.rule_code == "label_unmatched"]
    assert ("penalty.decisions", "all") in doubted
    assert ("compulsion.decisions", "all") in doubted
    assert ("licensing.decisions", "all") not in doubted
    _, doubts = values(table([*first, first[0], *second[1:]]))
    assert "label_unmatched" not in [doubt.rule_code for doubt in doubts]


def test_a_head_among_blanks_for_spans_is_read_for_what_it_says() -> None:
    heads = ["信息内容", "本年制发件数", "", "历年废止件数", "", "现行有效件数"]
    found = values(table([heads, ["规章", "5", "", "1", "", "9"]]))[0]
    assert ("rule.repealed", "all") not in found
