"""Rows of table 2 and kinds of dispute in one row of cells."""

from __future__ import annotations

import pytest

from tests.extraction.test_tables import OUTCOMES, requests_rows, table, values

HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
KINDS = ["rule.issued", "rule.repealed", "rule.in_force"]
OTHERS = [each.replace("rule", "normative_document") for each in KINDS]


def read(*rows: list[str]) -> dict[str, str]:
    return {key[0]: text for key, text in values(table([HEAD, *rows]))[0].items()}


@pytest.mark.parametrize("label", ["规章行政规范性文件", "规章 规范性文件"])
def test_two_rows_in_one_row_of_cells_are_read_in_their_order(label: str) -> None:
    found = read([label, "3 26", "/ 18", "8 1,334"], ["行政规范性文件", "", "", ""])
    assert [found[kind] for kind in KINDS] == ["3", "/", "8"]
    assert [found[kind] for kind in OTHERS] == ["26", "18", "1,334"]


def test_rows_below_two_rows_in_one_keep_their_own_cells() -> None:
    head = ["信息内容", "本年处理决定数量"]
    drawn = table([head, ["行政处罚行政强制", "133 114"], ["", ""], head, ["行政许可", "7"]])
    found = {key[0]: text for key, text in values(drawn)[0].items()}
    assert found == {
        "penalty.decisions": "133",
        "compulsion.decisions": "114",
        "licensing.decisions": "7",
    }


@pytest.mark.parametrize(
    "cells", [["3", "0", "8"], ["3 26", "18", "8 34"], ["3 26 1", "1 2", "8 4"]]
)
def test_cells_with_fewer_or_more_values_than_rows_are_not_dealt_out(cells: list[str]) -> None:
    assert not any(kind in read(["规章行政规范性文件", *cells]) for kind in (*KINDS, *OTHERS))


KINDS_OF_DISPUTE = ["行政复议", "行政诉讼未经复议直接起诉", "复议后起诉"]


def test_kinds_of_dispute_in_one_row_of_cells_are_read_in_their_order() -> None:
    cells = ["14 16 1", "143 171 0", "10 126 2", "0 0 0", "167 313 3"]
    found = values(table([["", *OUTCOMES], [" ".join(KINDS_OF_DISPUTE), *cells]]))[0]
    assert found["reconsideration.corrected", "all"] == "143"
    assert found["litigation_direct.total", "all"] == "313"
    assert found["litigation_after_reconsideration.upheld", "all"] == "1"


def test_kinds_of_dispute_in_one_row_of_cells_with_too_few_values_are_none_of_them() -> None:
    cells = ["14 16", "143", "10 126 2", "0", "167 313"]
    found = values(table([["", *OUTCOMES], [" ".join(KINDS_OF_DISPUTE), *cells]]))[0]
    assert not found


def _requests(*, cut: int | None = None) -> dict[tuple[str, str], str]:
    """Table 3 of which the items of a group stand in one row of cells beside its name; cut: one
    cell of theirs with so many values."""
    rows = [["", *row] for row in requests_rows()]
    first = next(n for n, row in enumerate(rows) if row[1] == "属于国家秘密")
    numbers = [[str(10 * item + column) for item in range(1, 9)] for column in range(7)]
    cells = [" ".join(each) for each in numbers]
    if cut is not None:
        cells[2] = " ".join(numbers[2][:cut])
    items = [f"{n}.{row[1]}" for n, row in enumerate(rows[first : first + 8], start=1)]
    rows[first : first + 8] = [["（三）不予公开", "".join(items), *cells]]
    return values(table(rows))[0]


def test_rows_of_table_3_in_one_row_of_cells_are_read_in_their_order() -> None:
    found = _requests()
    assert len(found) == 25 * 7
    assert found["outcome.denied.state_secret", "natural_person"] == "10"
    assert found["outcome.denied.prohibited_by_law", "business"] == "21"
    assert found["outcome.denied.administrative_query", "total"] == "86"


def test_rows_of_table_3_of_which_a_cell_has_lost_a_line_are_not_dealt_out() -> None:
    found = _requests(cut=7)
    assert len(found) == 17 * 7
    assert not any(key.startswith("outcome.denied") for key, _ in found)


def test_results_of_disputes_in_one_row_of_cells_are_read_in_their_order() -> None:
    cells = ["14 143 10 0 167", "16 171 126 0 313", "1 0 2 0 3"]
    found = values(table([["", *KINDS_OF_DISPUTE], [" ".join(OUTCOMES), *cells]]))[0]
    assert found["reconsideration.corrected", "all"] == "143"
    assert found["litigation_direct.total", "all"] == "313"
