"""Texts in which the cells of a table follow one another, as converters and the clipboard do it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from benchmarks.manners.report import invent
from extraction.document import Document
from extraction.readers import text
from extraction.tables import TableReading, read_tables
from tests.extraction.readers.grids import paragraphs, texts

NARROW_HEAD = (
    "申请人情况\n自然\n人\n法人或其他组织\n总计商业\n企业\n科研\n机构\n社会\n公益\n组织\n"
    "法律\n服务\n机构\n其他\n"
)
HEAD = "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
PEOPLE = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
TITLE = "三、收到和处理政府信息公开申请情况\n"
RECEIVED = "request.received"
OVER = "request.carried_over"


def read(content: str) -> Document:
    return text.read(content.encode())


def reading(content: str) -> TableReading:
    return read_tables(read(content))


def row(found: TableReading, item: str) -> list[str | None]:
    """The row of an item as numbers or statuses, in the order of the form."""
    cells = [cell for key, cell in found.cells.items() if key[0] == item]
    return [str(c.value.number) if c.value.number is not None else c.value.status for c in cells]


def test_heads_broken_over_lines_or_run_together_are_put_together():
    found = reading(
        TITLE + NARROW_HEAD + "一、本年新收政府信息公开申请数量 7 2 0 0 0 0 9\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n"
    )

    assert row(found, RECEIVED) == ["7", "2", "0", "0", "0", "0", "9"]


def test_a_label_above_its_values_names_them():
    found = reading(
        TITLE + HEAD + "一、本年新收政府信息公开申请数\n量\n7 2 0 0 0 0 9\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n三、\n本年\n度办\n理结\n果\n"
        "（一）予以公开 5 1 0 0 0 0 6\n（二）部分公开（区分处理的，只\n计这一情形，不计其他情形）\n"
        "1 0 0 0 0 0 1\n"
    )

    assert row(found, RECEIVED) == ["7", "2", "0", "0", "0", "0", "9"]
    assert row(found, "outcome.granted") == ["5", "1", "0", "0", "0", "0", "6"]
    assert row(found, "outcome.partly_granted") == ["1", "0", "0", "0", "0", "0", "1"]


def test_a_number_that_wrapped_is_joined_where_the_sum_of_the_row_leaves_one_way():
    found = reading(
        TITLE
        + HEAD
        + "一、本年新收政府信息公开申请数量\n877\n09\n4740 361 448 1823 1285\n963\n66\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n"
    )

    assert row(found, RECEIVED) == ["87709", "4740", "361", "448", "1823", "1285", "96366"]


def test_a_number_that_wrapped_is_not_joined_where_no_sum_holds():
    found = reading(
        TITLE
        + HEAD
        + "一、本年新收政府信息公开申请数量\n877\n09\n4740 361 448 1823 1285\n963\n67\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n"
    )

    assert row(found, RECEIVED) == []
    assert any(doubt.key and doubt.key[0] == RECEIVED for doubt in found.doubts)


def test_a_space_beside_the_comma_of_thousands_parts_no_value():
    (table,) = read("行政许可 16 ， 434\n行政处罚 3,801\n行政强制 470\n").tables

    assert texts(table)[0] == ["行政许可", "16，434"]


def test_digits_between_label_and_values_leave_a_row_open():
    tables = read("甲 1 2 3\n行政处罚 3 79 项 增 20 项 1 909 件\n乙 1 2 3\n").tables

    assert not any("909件" in cell.text for table in tables for cell in table.cells)


def test_a_remark_does_not_take_the_place_of_a_blank_cell():
    head = HEAD.replace("申请人情况", "申请人情况 备注")
    found = reading(
        TITLE + head + "一、本年新收政府信息公开申请数量 9 0 1 0 2 12 无\n"
        "二、上年结转政府信息公开申请数量 1 0 1 0 0 0 2 无\n"
    )

    assert row(found, RECEIVED) == []
    assert row(found, OVER) == ["1", "0", "1", "0", "0", "0", "2"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_blank_lines_among_lone_cells_are_blank_cells(gap: str):
    cells = ["申请人情况", "自然人", "法人或其他组织", "总计", "", "", "商业企业", "科研机构"]
    cells += ["社会公益组织", "法律服务机构", "其他", ""]
    cells += ["一、本年新收政府信息公开申请数量", "3", "", "0", "", "0", "0", "3"]
    cells += ["二、上年结转政府信息公开申请数量", "0", "0", "0", "0", "0", "1", "1"]
    cells += ["（一）予以公开", "", "2", "0", "0", "0", "0", "2", ""]
    cells += ["（二）部分公开", "1", "0", "0", "0", "0", "1", "2", ""]
    found = reading(gap.join(cells) + "\n")

    assert row(found, RECEIVED) == ["3", "blank", "0", "blank", "0", "0", "3"]
    assert row(found, "outcome.granted") == ["blank", "2", "0", "0", "0", "0", "2"]


def test_blank_lines_that_leave_rows_uneven_are_no_cells():
    found = reading(
        "申请人情况\n自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n"
        "一、本年新收政府信息公开申请数量\n3\n\n0\n\n0\n\n3\n"
        "二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n1\n1\n（一）予以公开\n2\n\n2\n"
        "（二）部分公开\n0\n0\n0\n0\n0\n0\n0\n"
    )

    assert row(found, RECEIVED) == []
    assert row(found, OVER) == ["0", "0", "0", "0", "0", "1", "1"]


def test_two_numbers_on_a_line_of_their_own_may_be_one_with_a_space_in_it():
    (table,) = read("行政许可\n3 9件\n行政处罚\n4\n行政强制\n5\n甲\n1\n乙\n2\n丙\n3\n").tables

    assert texts(table)[0] == ["行政许可", "3 9件"]


def test_values_under_a_second_head_that_is_not_understood_are_not_those_of_the_first():
    found = reading(
        "行政复议\n行政诉讼\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n2398\n576\n1130\n762\n4866\n"
        "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n结果维持\n154\n52\n68\n53\n327\n"
    )

    assert not any(cell.value.number == Decimal(154) for cell in found.cells.values())


def test_lines_that_a_browser_prints_on_every_page_part_no_table():
    page = "11/24/26, 7:00 AM 某县人民政府2022年报告\n{}file:///report.html {}/2\n"
    document = read(
        "某县发布。\n"
        + page.format("甲 1 2 3\n", 1)
        + "\f"
        + page.format("乙 4 5 6\n丙 7 8 9\n", 2)
    )

    assert [texts(table) for table in document.tables] == [
        [["甲", "1", "2", "3"], ["乙", "4", "5", "6"], ["丙", "7", "8", "9"]]
    ]


def test_radicals_of_a_font_are_the_characters_they_stand_for():
    assert paragraphs(read("⼀、总体情况\n⽩银市⼈⺠政府部⻔\n")) == [
        "一、总体情况",
        "白银市人民政府部门",
    ]


def test_a_bar_behind_a_row_is_a_blank_cell_where_others_have_none():
    (table,) = read("甲 | 1 | 2\n乙 | 3 |  \n丙 | 5 | 6\n").tables

    assert texts(table)[1] == ["乙", "3", ""]


def test_json_is_no_table():
    report = invent(0)
    data = {"标题": report.title, "表": [[str(key), 1, 2, 3] for key in list(report.cells)[:9]]}

    assert reading(json.dumps(data, ensure_ascii=False, indent=1)).cells == {}


def test_dashes_state_the_columns_of_a_table():
    (table,) = read(
        "  ---------- ---- ----\n  项目       甲   乙\n\n  行政许可        12\n  和处罚\n\n"
        "  合计       1    2\n  ---------- ---- ----\n"
    ).tables

    assert texts(table) == [["项目", "甲", "乙"], ["行政许可和处罚", "", "12"], ["合计", "1", "2"]]


def test_rows_ruled_on_all_sides_may_have_several_lines():
    rule = "+------+------+\n"
    (table,) = read(
        rule
        + "| 项目 | 数量 |\n"
        + rule
        + "| 行政 | 12   |\n| 许可 |      |\n"
        + rule
        + "| 合计 | 12   |\n"
        + rule
    ).tables

    assert texts(table) == [["项目", "数量"], ["行政许可", "12"], ["合计", "12"]]


def test_heads_that_lost_their_spans_are_read_in_their_order():
    rows = [
        ["", "申请人情况", "", "", "", "", "", ""],
        ["", "自然人", "法人或其他组织", "总计", "", "", "", ""],
        ["", "", "商业企业", "", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ["一、本年新收政府信息公开申请数量", "3", "1", "0", "0", "0", "2", "6"],
        ["二、上年结转政府信息公开申请数量", "0", "0", "0", "1", "0", "0", "1"],
    ]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    found = reading("\n".join([lines[0], "|---|---|---|---|---|---|---|---|", *lines[1:]]) + "\n")

    assert row(found, RECEIVED) == ["3", "1", "0", "0", "0", "2", "6"]


def test_values_that_stand_under_no_column_of_their_own_are_taken_in_order():
    (table,) = read(
        "信息内容        本年新制作数量      本年新公开数量      对外公开总数量\n\n"
        "规章          13       13       524\n\n规范性文件           60       60       368\n"
    ).tables

    assert table.geometry == "ragged"
    assert texts(table)[-2:] == [["规章", "13", "13", "524"], ["规范性文件", "60", "60", "368"]]


def test_one_space_between_label_and_value_joins_them_not():
    (table,) = read(
        "信息内容             甲           乙         丙\n"
        "其他对外管理服务事 212          +19        5882\n"
        "行政许可           238          +23        9552\n"
    ).tables

    assert texts(table)[1] == ["其他对外管理服务事", "212", "+19", "5882"]


def test_a_short_head_with_one_misread_character_is_known_by_the_others():
    found = reading(
        TITLE
        + HEAD.replace("自然人", "白然人")
        + "一、本年新收政府信息公开申请数量 7 2 0 0 0 0 9\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n"
    )

    assert row(found, RECEIVED) == ["7", "2", "0", "0", "0", "0", "9"]


def test_a_part_sum_is_no_misread_total():
    found = reading(
        TITLE + HEAD.replace("总计", "小计") + "一、本年新收政府信息公开申请数量 7 2 0 0 0 0 9\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n"
    )

    assert row(found, RECEIVED) == []


def test_many_lines_of_words_above_a_row_of_values_are_read_to_the_end():
    words = "".join(f"甲{number} 乙 丙\n" for number in range(39))

    assert paragraphs(read(words + "丁 1 2 3\n末句。\n"))[-1] == "末句。"
    assert paragraphs(read(words + "丁\n戊\n己 1 2 3\n末句。\n"))[-1] == "末句。"


def test_values_over_one_another_in_all_columns_are_two_rows():
    (table,) = read(
        "  ---- ---- ----\n  项目 甲   乙\n\n  丙   186  7\n  丁   139  8\n\n"
        "  戊   4    9\n  ---- ---- ----\n"
    ).tables

    assert texts(table)[1:] == [["丙", "186", "7"], ["丁", "139", "8"], ["戊", "4", "9"]]


def test_a_number_that_wrapped_in_a_ruled_cell_is_not_cut_off():
    rule = "├────┼───┼───┤\n"
    (table,) = read(
        "┌────┬───┬───┐\n│项目│甲 │乙 │\n"
        + rule
        + "│许可│２ │３４│\n│    │   │４５│\n"
        + rule
        + "│处罚│３ │５ │\n└────┴───┴───┘\n"
    ).tables

    assert texts(table)[1] == ["许可", "２", "３４ ４５"]


def test_two_tabs_between_all_cells_are_one_separator():
    (table,) = read("项目\t\t甲\t\t乙\t\t丙\n规章\t\t0\t\t\t\t0\n文件\t\t4\t\t4\t\t61\n").tables

    assert texts(table)[1:] == [["规章", "0", "", "0"], ["文件", "4", "4", "61"]]


def test_where_numbers_are_cut_a_row_of_the_right_length_needs_its_sum():
    found = reading(
        TITLE + HEAD + "一、本年新收政府信息公开申请数量\n2,\n0\n30\n9\n3\n11\n8\n47\n25\n2,124\n"
        "二、上年结转政府信息公开申请数量\n121\n3\n1\n2\n1\n12\n8\n"
        "（一）予以公开\n1\n1\n0\n0\n0\n0\n2\n"
    )

    assert row(found, OVER) == []
    assert row(found, "outcome.granted") == ["1", "1", "0", "0", "0", "0", "2"]


def test_a_group_that_goes_on_below_a_repeated_head_is_no_head():
    """So a word processor saves a table whose head each page repeats as text."""
    heads = ["申请人情况", "自然人", "商业企业", "科研机构", "总计"]
    rows = ["三、本年度办理结果", "（一）予以公开", "1", "0", "0", "1", "（二）部分公开", *"2002"]
    going_on = [rows[0], "（三）不予公开", "属于国家秘密", *"3003", "重复申请", *"0000"]

    (table,) = read("\n".join([*heads, *rows, *heads, *going_on])).tables

    lines = texts(table)
    assert lines.count(heads) == 2
    assert [line[0] for line in lines if line[0].startswith("三、")] == ["三、本年度办理结果"] * 2


def test_heads_far_apart_are_heads_of_the_rows_below_however_long_their_line():
    gap = " " * 30
    words = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    content = TITLE + gap.join(words) + "\n一、本年新收政府信息公开申请数量 7 2 0 0 0 0 9\n"
    content += "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n"
    in_order = read(content).in_order()
    assert in_order is not None
    assert texts(in_order.tables[0])[0] == words


def test_a_remark_with_spaces_is_no_row_of_values_and_a_unit_below_a_label_is_no_part_of_it():
    document = read(
        "附件：统计表\n统计指标 单位 统计数\n主动公开政府信息数（相同信息计 1 条） 条 11\n"
        "制发规范性文件总数 件 3\n1.政府公报公开政府信息数\n条 18\n"
    )

    assert texts(document.tables[0])[2:] == [
        ["主动公开政府信息数（相同信息计1条）", "条", "11"],
        ["制发规范性文件总数", "件", "3"],
        ["1.政府公报公开政府信息数", "条", "18"],
    ]


def test_emphasis_and_escapes_of_numbering_are_no_part_of_a_text_and_columns_stay():
    document = read(
        "**一、总体情况**\n\n2\\.重复申请\n\n"
        "  ------------ ------\n  **内容**     **数**\n  规章         12\n  ------------ ------\n"
    )

    assert paragraphs(document)[:2] == ["一、总体情况", "2.重复申请"]
    assert texts(document.tables[0]) == [["内容", "数"], ["规章", "12"]]


def test_several_lines_of_a_label_between_rows_with_tabs_do_not_end_the_table():
    found = reading(
        TITLE + "\t".join(("申请人情况", *PEOPLE)) + "\n"
        "一、本年新收政府信息公开申请数量\t7\t2\t0\t0\t0\t0\t9\n三、本年度办\n理结果\n"
        "（二）部分公开（区分处理的，只计这一情形，\n1\t0\t0\t0\t0\t0\t1\n不计其他情形）\n"
        "1.属于国家秘密\t0\t1\t0\t0\t0\t0\t1\n"
    )

    assert row(found, "outcome.partly_granted") == ["1", "0", "0", "0", "0", "0", "1"]
    assert row(found, "outcome.denied.state_secret") == ["0", "1", "0", "0", "0", "0", "1"]


def test_blank_lines_between_rows_do_not_end_a_table_whose_gaps_are_unlike():
    rows = (
        "一、本年新收政府信息公开申请数量     546 367  47  451   439 531 2381",
        "二、上年结转政府信息公开申请数量     125  36  10   21   45   38 275",
        "（一）予以公开      123  0   5    0     0   7  135",
    )
    in_order = read(TITLE + HEAD + "\n\n\n".join(rows) + "\n").in_order()

    (table,) = in_order.tables if in_order else ()
    assert [len(row) for row in texts(table)[-3:]] == [8, 8, 8]


@pytest.mark.parametrize(("total", "is_read"), [("2381", True), ("2382", False)])
def test_two_numbers_that_touch_are_parted_where_the_sum_of_the_row_leaves_one_way(total, is_read):
    found = reading(
        TITLE + HEAD + f"一、本年新收政府信息公开申请数量 546 367 47 451 439 531{total}\n"
        "二、上年结转政府信息公开申请数量 0 1 0 0 0 0 1\n（一）予以公开 5 1 0 0 0 0 6\n"
    )

    numbers = ["546", "367", "47", "451", "439", "531", total]
    assert row(found, RECEIVED) == (numbers if is_read else [])


def test_tables_of_unlike_width_one_behind_the_other_are_several():
    heads = [["第一项"] * 3, ["信息内容", "本年制发件数", "本年制发件数"], ["规章", "2", "2"]]
    others = [["申请人情况"] * 4, ["申请人情况", "自然人", "其他", "总计"], ["一", "1", "2", "3"]]
    lines = "\n".join("\t".join(row) for row in [*heads, *others])

    assert [texts(table) for table in read(f"{lines}\n").tables] == [heads, others]
