"""Disputes in rows or columns of their own, in several tables, of two years."""

import pytest

from extraction.document import Cell, Document, Table
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from tests.extraction.test_tables import (
    OUTCOMES,
    document,
    table,
    values,
)
from tests.extraction.test_tables_of_others import paragraphs_and, read_texts

REVIEW = {
    "reconsideration": ["行政复议", *"12306"],
    "litigation_direct": ["行政诉讼（未经复议直接起诉）", *"40026"],
    "litigation_after_reconsideration": ["行政诉讼（复议后起诉）", *"50117"],
}


def review_values(*blocks, year=None):
    read, doubts = read_texts(paragraphs_and(*blocks), year)
    found = {}
    for (item, _), text in read.items():
        found.setdefault(item.rpartition(".")[0], []).append(text)
    return found, doubts


def test_a_label_in_front_of_the_single_row_of_table_4_is_no_reason_to_leave_it():
    head = [["", "行政复议", *[""] * 4], ["", *OUTCOMES]]
    read, _ = values(table([*head, ["数量", *"12306"]]))
    assert read["reconsideration.corrected", "all"] == "2"


def test_of_two_years_in_table_4_the_years_own_row_is_read():
    head = [["", "行政复议", *[""] * 4], ["年份", *OUTCOMES]]
    rows = [*head, ["2021年", *"12306"], ["2022年", *"45009"]]
    for year in (2022, None):
        read, doubts = read_texts(document(table(rows)), year)
        assert read["reconsideration.upheld", "all"] == "4"
        assert {doubt.rule_code for doubt in doubts} <= {"cells_missing"}


def test_rows_of_table_4_that_nothing_tells_apart_are_doubted():
    head = [["行政复议", *[""] * 4], OUTCOMES]
    read, doubts = values(table([*head, [*"12306"], [*"45009"]]))
    assert read["reconsideration.upheld", "all"] == "1"
    assert ("reconsideration.upheld", "all") in {doubt.key for doubt in doubts}


def test_a_second_table_4_does_not_overwrite_the_first():
    head = [["行政复议", *[""] * 4], OUTCOMES]
    read, doubts = values(table([*head, [*"12306"]]), table([*head, [*"45009"]]))
    assert read["reconsideration.upheld", "all"] == "1"
    assert ("reconsideration.upheld", "all") in {doubt.key for doubt in doubts}


@pytest.mark.parametrize("is_swapped", [True, False])
def test_table_4_with_a_row_or_a_column_for_each_kind_of_dispute_is_read_crosswise(is_swapped):
    rows = [["类别", *OUTCOMES], *REVIEW.values()]
    if is_swapped:
        rows = [list(column) for column in zip(*rows, strict=True)]
    found, doubts = review_values(table(rows))
    assert found == {kind: row[1:] for kind, row in REVIEW.items()}
    assert doubts == []


def test_three_tables_4_are_told_by_their_captions():
    blocks = []
    for row in REVIEW.values():
        blocks += [row[0], table([OUTCOMES, row[1:]])]
    assert review_values(*blocks)[0] == {kind: row[1:] for kind, row in REVIEW.items()}


def test_a_row_of_lawsuits_of_both_kinds_together_is_not_read_as_one_of_them():
    found, doubts = review_values(table([["类别", *OUTCOMES], ["行政诉讼", *"12306"]]))
    assert found == {}
    rows = [["类别", *OUTCOMES], REVIEW["reconsideration"], ["行政诉讼", *"12306"]]
    found, doubts = review_values(table(rows))
    assert set(found) == {"reconsideration"}
    assert {doubt.rule_code for doubt in doubts} == {"cells_missing"}


def test_two_rows_of_one_kind_of_dispute_are_not_chosen_between_unless_a_year_tells():
    rows = [["类别", *OUTCOMES], REVIEW["reconsideration"], ["行政复议", *"99999"]]
    found, doubts = review_values(table(rows))
    assert found == {}
    assert "reconsideration.total" in {doubt.key[0] for doubt in doubts}
    rows[2][0] = "上年行政复议"
    assert review_values(table(rows))[0] == {"reconsideration": [*"12306"]}


def test_the_row_of_the_whole_is_read_where_departments_have_rows_in_table_4():
    head = [["", "行政复议", *[""] * 4], ["单位", *OUTCOMES]]
    rows = [*head, ["公安局", *"11002"], ["教育局", *"01001"], ["合计", *"12003"]]
    found, doubts = review_values(table(rows))
    assert found == {"reconsideration": [*"12003"]}
    assert {doubt.rule_code for doubt in doubts} <= {"cells_missing"}


def test_a_table_4_whose_head_a_page_break_parted_is_not_silently_blank():
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    above = [
        Cell("行政复议", 0, 0, 1, 5),
        Cell("行政诉讼", 0, 5, 1, 10),
        *(Cell(text, 1, column) for column, text in enumerate(outcomes)),
        Cell("未经复议直接起诉", 1, 5, 1, 5),
        Cell("复议后起诉", 1, 10, 1, 5),
    ]
    below = [
        *(Cell("", 0, column, 2) for column in range(5)),
        Cell("", 0, 5, 1, 5),
        Cell("", 0, 10, 1, 5),
        *(Cell(text, 1, column + 5) for column, text in enumerate(outcomes * 2)),
        *(Cell(str(number), 2, number) for number in range(15)),
    ]
    facts, findings = read_facts(read_tables(Document([Table(above), Table(below)], "", "", "")))

    blank = {fact.reading.key for fact in facts if fact.status == "blank"}
    assert blank <= {(finding["item_code"], finding["applicant_type"]) for finding in findings}


def test_the_year_over_a_table_is_that_of_all_its_parts():
    def listed(value):
        rows = [["项目", "", "件数"]]
        for kind in ("行政复议", "未经复议直接起诉", "复议后起诉"):
            rows += [[kind, result, value] for result in OUTCOMES]
        return table(rows)

    blocks = ["四、行政复议、行政诉讼", "2022年情况", listed("2"), "2021年情况", listed("1")]
    for order in (blocks, [blocks[0], *blocks[3:], *blocks[1:3]]):
        read, _ = read_texts(paragraphs_and(*order), 2022)
        assert set(read.values()) <= {"2"}
    read, doubts = read_texts(paragraphs_and(blocks[0], *blocks[3:]), 2022)
    assert {key for key, _ in read} <= {doubt.key[0] for doubt in doubts if doubt.key}


@pytest.mark.parametrize("printed", ["—", "", "无"])
def test_a_dispute_in_a_table_of_its_own_may_have_no_number(printed):
    blocks = []
    for caption, row in (
        ("行政复议", ["1", *"0001"[1:], "1"]),
        ("行政诉讼 未经复议直接起诉", [printed] * 5),
        ("行政诉讼 复议后起诉", [printed] * 5),
    ):
        blocks += [caption, table([OUTCOMES, row])]
    found, _ = review_values(*blocks)
    assert found["reconsideration"] == ["1", "0", "0", "1", "1"]
    assert found["litigation_direct"] == [printed] * 5
    assert found["litigation_after_reconsideration"] == [printed] * 5
