"""A row of a table for each cell of the form."""

from __future__ import annotations

import pytest

from tests.extraction.test_tables import APPLICANTS, OUTCOMES, requests_rows, table, values

KINDS = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
KEYS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]


def long_requests() -> list[list[str]]:
    rows = [["办理情况", "申请人", "数量"]]
    for number, (label, *_) in enumerate(requests_rows()[1:]):
        rows += [[label, name, str(7 * number + n)] for n, name in enumerate(APPLICANTS)]
    return rows


def test_a_row_for_each_applicant_of_each_row() -> None:
    found = values(table(long_requests()))[0]
    assert len(found) == 25 * 7
    assert found["request.received", "natural_person"] == "0"
    assert found["request.carried_forward", "total"] == str(25 * 7 - 1)


def test_the_label_of_a_row_stands_before_its_first_cell_alone() -> None:
    rows = long_requests()
    for number, row in enumerate(rows[1:]):
        row[0] = row[0] if number % 7 == 0 else ""
    assert values(table(rows))[0] == values(table(long_requests()))[0]


@pytest.mark.parametrize("geometry", ["grid", "ragged"])
def test_kinds_of_dispute_and_their_results_in_one_label(geometry: str) -> None:
    rows = [[f"{kind}—{result}", str(n)] for kind in KINDS for n, result in enumerate(OUTCOMES)]
    found = values(table([["项目", "数量"], *rows], geometry))[0]
    assert len(found) == 15
    assert [found[f"{key}.corrected", "all"] for key in KEYS] == ["1"] * 3
    assert [found[f"{key}.total", "all"] for key in KEYS] == ["4"] * 3


def test_rows_of_table_2_have_the_columns_of_their_blocks() -> None:
    rules = ["本年制发件数", "本年废止件数", "现行有效件数"]
    rows = [["规章", name, str(n)] for n, name in enumerate(rules)]
    rows += [["行政规范性文件", name, str(n)] for n, name in enumerate(rules, start=3)]
    rows += [["行政许可", "本年处理决定数量", "6"], ["行政处罚", "本年处理决定数量", "7"]]
    found = values(table([["信息内容", "指标", "数量"], *rows]))[0]
    assert found["normative_document.in_force", "all"] == "5"
    assert found["penalty.decisions", "all"] == "7"
    assert len(found) == 8


def test_a_cell_that_is_lost_is_no_blank() -> None:
    rows = long_requests()
    del rows[9]
    found = values(table(rows))[0]
    assert ("request.carried_over", "business") not in found
    assert found["request.carried_over", "natural_person"] == "7"
    assert found["request.carried_over", "total"] == "13"


def test_a_label_that_stands_over_two_rows_leaves_both() -> None:
    rows = long_requests()
    for row in rows[8:15]:
        row[0] = rows[1][0]
    assert not values(table(rows))[0]
