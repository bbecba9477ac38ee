"""A column that is none of the form in a table of which only the order of cells is known."""

from __future__ import annotations

import pytest

from extraction.document import Cell, Table
from extraction.readers.text import read
from extraction.tables import read_tables
from tests.extraction.test_tables import table, values

NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
ROWS = [
    ("本年新收政府信息公开申请数量", [5, 1, 0, 0, 0, 1]),
    ("上年结转政府信息公开申请数量", [1, 0, 0, 0, 0, 0]),
    ("（一）予以公开", [3, 0, 0, 1, 0, 0]),
    ("（二）部分公开", [0, 1, 0, 0, 0, 1]),
    ("1.属于国家秘密", [0, 0, 0, 0, 0, 0]),
    ("（七）总计", [4, 1, 0, 1, 0, 1]),
    ("结转下年度继续办理", [2, 0, 0, 0, 0, 0]),
]


def cells_on_lines(extra, numbers):
    """The text of a table with a column more, each cell on a line of its own."""
    lines = ["项目", *NAMES]
    lines += [extra, "总计"] if extra == "小计" else ["总计", extra]
    for (label, parts), number in zip(ROWS, numbers, strict=True):
        total = sum(parts)
        more = [sum(parts[1:]), total] if extra == "小计" else [total, number]
        lines += [label, *map(str, parts), *map(str, more)]
    return "\n\n".join(lines)


@pytest.mark.parametrize("extra", ["小计", "上年总计"])
def test_a_row_is_read_beside_a_column_that_has_one_place_in_all_rows(extra):
    text = cells_on_lines(extra, [9, 0, 2, 1, 0, 3, 1])
    cells, _ = values(*read(text.encode()).tables)
    read_rows = [
        [cells[item, who] for who in ("natural_person", "business", "other_organisation", "total")]
        for item in ("request.received", "outcome.partly_granted", "outcome.total")
    ]
    assert [list(map(int, row)) for row in read_rows] == [[5, 1, 1, 7], [0, 1, 1, 2], [4, 1, 1, 7]]


def test_the_sum_of_one_row_does_not_tell_which_of_its_cells_is_the_extra():
    text = cells_on_lines("上年总计", [9, 0, 2, 1, 0, 3, 1])
    carried_over = ["1", "0", "0", "0", "0", "0", "1", "0"]
    broken = [*carried_over[:6], "0", "0"]
    text = text.replace("\n\n".join(carried_over), "\n\n".join(broken), 1)
    cells, _ = values(*read(text.encode()).tables)
    row = [int(cells["request.carried_over", who]) for who in ("natural_person", "total")]
    assert row == [1, 0]


@pytest.mark.parametrize("has_head_of_all", [True, False])
@pytest.mark.parametrize("names", [("合计", "总计"), ("总计", "总计")])
def test_the_sum_of_the_organisations_is_not_that_of_all(names, has_head_of_all):
    partial, whole = names
    organisations = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", partial]
    label, count = "本年新收政府信息公开申请数量", len(organisations)
    rows = [
        ["项目", "自然人", *["法人或其他组织"] * count, whole],
        ["项目", "自然人", *organisations, whole],
        [label, "2", "1", "0", "0", "0", "3", "4", "6"],
        ["上年结转政府信息公开申请数量", "1", "0", "0", "0", "0", "0", "", "1"],
    ]
    cells, doubts = values(table(rows if has_head_of_all else rows[1:]))
    read = [cells[item, "total"] for item in ("request.received", "request.carried_over")]
    assert (read, len(cells)) == (["6", "1"], 14)
    assert "applicant_sum" not in {doubt.rule_code for doubt in doubts}


def test_organisations_may_stand_in_one_column_in_place_of_their_five_kinds():
    rows = [
        ["项目", "自然人", "法人或其他组织", "总计"],
        ["本年新收政府信息公开申请数量", "2", "4", "6"],
        ["上年结转政府信息公开申请数量", "1", "0", "1"],
    ]
    cells, doubts = values(table(rows))
    assert cells == {
        ("request.received", "natural_person"): "2",
        ("request.received", "total"): "6",
        ("request.carried_over", "natural_person"): "1",
        ("request.carried_over", "total"): "1",
    }
    assert (None, "business") in {doubt.key for doubt in doubts}


def test_a_head_whose_group_is_divided_below_is_not_taken_for_one_column():
    rows = [
        ["项目", "自然人", "法人或其他组织", "总计", "", "", "", ""],
        ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["本年新收政府信息公开申请数量", "2", "4", "0", "0", "0", "0", "6"],
    ]
    cells, _ = values(table(rows))
    assert cells.get(("request.received", "business")) in (None, "4")
    assert cells.get(("request.received", "total")) in (None, "6")


def test_the_label_of_a_row_that_lost_its_blank_is_no_further_column():
    content = (
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t\n第二十条第（六）项\n"
        "信息内容\t本年处理决定数量\n行政处罚\t70\n行政强制\t3\n"
    )
    cells = read_tables(read(content.encode())).cells
    assert cells["penalty.decisions", "all"].cell.text == "70"


@pytest.mark.parametrize("first", ["", "7"])
def test_a_sum_beside_all_kinds_of_dispute_moves_no_value(first):
    """All values of the row would fit behind its blank as well."""
    kinds = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    row = [first, *"2", "", "1", "3", *"1234012340"]
    cells = [Cell(kind, 0, 5 * at, column_span=5) for at, kind in enumerate(kinds)]
    cells += [Cell("合计", 0, 15, row_span=2)]
    cells += [Cell(text, 1, at) for at, text in enumerate(outcomes)]
    cells += [Cell(text, 2, at) for at, text in enumerate([*row, "8"])]
    read_cells, doubts = values(Table(cells))
    assert list(read_cells.values()) == row
    assert doubts == []
