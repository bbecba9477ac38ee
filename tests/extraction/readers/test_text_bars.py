"""Tables in text with a bar beside each cell, and cells on lines of their own: pages of which a
program made text."""

from __future__ import annotations

import pytest

from extraction.document import Document
from extraction.readers import text
from extraction.tables import read_tables
from tests.extraction.readers.grids import texts


def read(content: str) -> Document:
    return text.read(content.encode())


@pytest.mark.parametrize("bar", [" |", "\n|", "\n\n|\n"])
def test_cells_closed_by_bars_form_rows_where_short_ones_are_filled_up(bar):
    content = (
        "第二十条第(一)项 |\n|||\n信息内容 |\n本年制发件数 |\n本年废止件数 |\n现行有效件数 |\n"
        "规章 |\n/ |\n|\n0 |\n行政规范性文件 |\n21 |\n0 |\n21 |\n"
        "第二十条第(五)项 |\n|||\n信息内容 |\n本年处理决定数量 |\n||\n行政许可 |\n3 |\n||\n"
    )
    (table,) = read(content.replace(" |", bar)).tables

    assert texts(table)[2:4] == [["规章", "/", "", "0"], ["行政规范性文件", "21", "0", "21"]]
    assert texts(table)[-1] == ["行政许可", "3", "", ""]


def test_a_bar_before_the_first_cell_of_a_row_begins_it_where_others_stand_below_their_cells():
    rows = ["第二十条第(一)项", "信息内容 制发 废止 有效", "规章 1 0 3", "规范性文件 4 2 8"]
    rows += ["第二十条第(五)项", "信息内容 处理决定", "行政许可 7", "行政确认 5"]
    content = ""
    for row in map(str.split, rows):
        content += "| " + "\n|\n".join([*row, "|" * (4 - len(row))]) + "\n" * (len(row) < 4)
    (table,) = read(content).tables

    assert texts(table)[2:4] == [["规章", "1", "0", "3"], ["规范性文件", "4", "2", "8"]]
    assert texts(table)[-1] == ["行政确认", "5", "", ""]


def test_a_heading_above_a_bar_that_begins_a_row_is_no_cell():
    document = read(
        "二、主动公开政府信息情况\n|\n信息内容 |\n制发 |\n废止 |\n|\n规章 |\n1 |\n|\n"
        "|\n行政许可 |\n|\n||\n|\n行政处罚 |\n2 |\n|\n"
    )
    assert document.paragraphs[0].text == "二、主动公开政府信息情况"


@pytest.mark.parametrize("between", [" |\n", "\n|\n"])
def test_cells_with_a_bar_behind_each_and_no_end_of_rows_are_told_by_their_kind(between):
    rows = ["统计指标 单位 统计数", "当面申请数 件 14", "传真申请数 件 3", "信函申请数 件 0"]
    cells = [cell for row in rows for cell in row.split()]
    (table,) = read(between.join(cells) + between).tables

    assert texts(table)[1:] == [
        ["当面申请数", "件", "14"],
        ["传真申请数", "件", "3"],
        ["信函申请数", "件", "0"],
    ]


def test_rows_begun_by_a_bar_on_a_line_of_its_own_have_their_cells_on_lines():
    (table,) = read(
        "|\n第二十条第(一)项 | ||||\n|\n信息内容 |\n制作数量 |\n公开数量 |\n对外公开总数量 | |\n"
        "|\n规章 |\n0 |\n1 |\n2 | |\n|\n规范性文件 |\n3 |\n4 |\n5 | |\n"
    ).tables

    assert texts(table)[2:] == [["规章", "0", "1", "2", ""], ["规范性文件", "3", "4", "5", ""]]


def test_a_blank_cell_is_no_border_of_rows_that_begin_with_a_bar():
    (table,) = read(
        "|\n信息内容 |\n制作数量 |\n公开数量 |\n|\n规章 |\n|\n2 |\n|\n规范性文件 |\n3 |\n|\n"
        "|\n其他文件 |\n|\n|\n"
    ).tables

    assert texts(table)[1:] == [["规章", "", "2"], ["规范性文件", "3", ""], ["其他文件", "", ""]]


INDENTED = """\
|
 第二十条第(一)项  | |||
|
 信息内容  |
 本年制发件数  |
 本年
 废止件数  |
 现行有效件数  |
|
 规章  |
 3  |
   |
 8  |

|
 行政规范性文件  |
 0  |
 1  |
 21  |
三、收到和处理政府信息公开申请情况
"""


def test_cells_indented_below_the_bar_of_their_row_form_rows_with_blanks():
    document = read(INDENTED)
    (table,) = document.tables
    cells = read_tables(document).cells

    assert texts(table)[1:3] == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "3", "", "8"],
    ]
    assert cells["normative_document.in_force", "all"].cell.text == "21"
    assert cells["normative_document.in_force", "all"].cell.place.row == 19
    assert document.blocks[-1].text == "三、收到和处理政府信息公开申请情况"


def test_a_bar_is_no_value_of_cells_with_one_gap_between_them():
    spaced = "信息内容  |\n 规章  |\n 3  |\n 行政规范性文件  |\n 21  |\n 行政许可  ||\n 0  |\n"
    for table in read(spaced).tables:
        assert not any("|" in cell for row in texts(table) for cell in row)


OPENED = """\
第二十条第(一)项
|
信息内容
| 本年
制发件数
| 本年废止件数
| 现行有效件数
|
规章
| 3
|
| 8
|
行政规范性文件
| 0
| 1
|
|
三、收到和处理政府信息公开申请情况
"""


def test_cells_behind_a_bar_each_form_rows_that_a_bar_alone_ends():
    document = read(OPENED)
    (table,) = document.tables

    assert texts(table)[1:] == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "3", "", "8"],
        ["行政规范性文件", "0", "1", ""],
    ]
    assert document.blocks[-1].text == "三、收到和处理政府信息公开申请情况"


@pytest.mark.parametrize(("total", "is_doubted"), [("6", False), ("7", True)])
def test_blanks_around_all_values_of_a_row_are_no_doubt_where_its_sum_holds(total, is_doubted):
    reading = read_tables(
        read(
            "| 申请人情况 | | | | | | | | |\n"
            "| 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
            f"| 一、本年新收政府信息公开申请数量 ||| 3 | 1 | 0 | 0 | 0 | 2 | {total} |\n"
            "| 二、上年结转政府信息公开申请数量 | 0 | 1 | 0 | 0 | 0 | 0 | 1 |\n"
            "| （一）予以公开 ||| / | / | / | / | / | / | / |\n"
        )
    )
    doubted = {d.key[0] for d in reading.doubts if d.rule_code == "row_padded"}

    assert reading.cells["request.received", "natural_person"].cell.text == "3"
    assert doubted == ({"request.received"} if is_doubted else set())
    assert reading.cells["outcome.granted", "total"].cell.text == "/"


def test_a_caption_above_cells_behind_bars_is_no_part_of_the_first():
    document = read(
        "附件3\n统计报表\n指标名称\n| 计量\n单位\n| 本期实际\n|\n"
        "申请总数\n| 条\n| 10\n|\n其他\n| 条\n| 3\n|\n"
    )

    assert [block.text for block in document.blocks[:2]] == ["附件3", "统计报表"]
    assert texts(document.tables[0])[0] == ["指标名称", "计量单位", "本期实际"]


def test_attributes_of_pandoc_escapes_and_words_for_blanks_are_no_part_of_cells():
    style = '{style="font-size:10.5pt;font-family:宋体"}'
    document = read(
        f"# [2022年政府信息公开工作年度报告]{style}\n\n"
        f"+---+---+\n| [规章]{style} | [12]{style} |\n+---+---+\n"
        "| 行政规范性文件 | nan |\n+---+---+\n| [合计]{.mark | 3 |\n| lang=zh} |  |\n+---+---+\n\n"
        "| 信息内容 | 收费金额 |\n|---|---|\n| 行政事业性收费 | 7926\\.9241 |\n| 合计 | None |\n"
    )

    assert document.blocks[0].text == "2022年政府信息公开工作年度报告"
    assert texts(document.tables[0]) == [["规章", "12"], ["行政规范性文件", ""], ["合计", "3"]]
    assert texts(document.tables[-1])[1:] == [["行政事业性收费", "7926.9241"], ["合计", ""]]
