"""Texts that programs made of pages: seen from converters that are in wide use."""

from __future__ import annotations

import pytest

from extraction.document import Document
from extraction.files.sniff import media_type
from extraction.readers import html, text
from extraction.readers.text.fields import MEASURES
from extraction.readers.text.lines import Measure
from extraction.tables import read_tables
from extraction.typography import width
from tests.extraction.readers.grids import paragraphs, texts


def read(content: str) -> Document:
    return text.read(content.encode())


def review_values(content: str) -> list[str]:
    cells = read_tables(read(content)).cells
    items = [
        f"{group}.{result}"
        for group in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        for result in ("upheld", "corrected", "other", "pending", "total")
    ]
    return [cells[item, "all"].cell.text for item in items]


HEADS_THAT_LOST_THEIR_SPANS = """\
(本列数据的勾稽关系) | 申请人情况 | ||||||||
自然人 | 法人或其他组织 | 总计 | |||||||
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||
一、本年新收政府信息公开申请数量 | 3 | 1 | 0 | 0 | 0 | 2 | 6 | ||
三、本年度办理结果 | (一)予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 | |
(七)总计 | 3 | 1 | 0 | 0 | 0 | 2 | 6 | ||
"""


@pytest.mark.parametrize("border", ["", "| "])
def test_rows_filled_up_with_bars_under_heads_that_lost_their_spans_are_ragged(border):
    content = HEADS_THAT_LOST_THEIR_SPANS.replace("\n", f"\n{border}")
    (table,) = read(border + content.removesuffix(border)).tables
    cells = read_tables(read(border + content.removesuffix(border))).cells

    assert table.geometry == "ragged"
    assert cells["request.received", "other_organisation"].cell.text == "2"
    assert cells["outcome.granted", "total"].cell.text == "3"


@pytest.mark.parametrize("gap", ["  ", "    ", "\u3000"])
def test_one_gap_between_all_cells_aligns_nothing(gap):
    lines = HEADS_THAT_LOST_THEIR_SPANS.replace(" |", "").replace("|", "").split("\n")
    content = "\n".join(gap.join(line.split()) for line in lines)
    (table,) = read(content).tables
    cells = read_tables(read(content)).cells

    assert table.geometry == "ragged"
    assert texts(table)[3] == [
        "一、本年新收政府信息公开申请数量",
        "3",
        "1",
        "0",
        "0",
        "0",
        "2",
        "6",
    ]
    assert cells["outcome.granted", "total"].cell.text == "3"


def test_columns_set_with_spaces_keep_their_places():
    (table,) = read(
        "项目      自然人  企业\n一、新收  3       4\n二、结转          5\n三、办理  6\n"
    ).tables

    assert texts(table)[2] == ["二、结转", "", "5"]


def test_lines_that_end_with_a_tab_hold_a_cell_each():
    heads = "第二十条第(一)项 信息内容 本年制发件数 本年废止件数 现行有效件数"
    content = f"{heads} 规章 1 2 3 行政规范性文件 4 5 6"
    cells = read_tables(read("".join(f"{cell}\t\n" for cell in content.split()))).cells

    assert cells["normative_document.in_force", "all"].cell.text == "6"


def test_cells_padded_by_their_number_of_characters_stand_in_columns():
    rows = [
        ["项目", "自然人", "商业企业", "科研机构", "总计"],
        ["一、本年新收申请数量", "５４７", "１２", "1", "５６０"],
        ["二、上年结转", "12", "3", "100000", "100015"],
        ["（一）予以公开", "１２", "", "３", "１５"],
        ["四、结转", "", "7", "８", "15"],
    ]
    lines = ["  ".join(cell.ljust(10) for cell in row) for row in rows]

    (table,) = read(
        "\n".join(["注：本表由各单位填报，数据截至年底，以最终公布的为准", *lines])
    ).tables

    assert texts(table) == rows


def test_padded_cells_of_which_most_are_blank_stand_in_columns():
    (table,) = read(
        "信息内容          本年新制作数量    本年新公开数量        对外公开总数量\n"
        "规章            １２                        ７      \n"
        "规范性文件                                          \n"
    ).tables

    assert texts(table)[1] == ["规章", "１２", "", "７"]


FRAMED = """\
+-----------------------------+
| +----------+-------+------+ |
| | 信息内容 | 制发  | 废止 | |
| +----------+-------+------+ |
| | 规章     | 70    | ——   | |
| +----------+-------+------+ |
| | 规范性   | 120   | 10   | |
| | 文件     |       |      | |
| +----------+-------+------+ |
+-----------------------------+
"""


def test_values_with_units_and_one_space_between_them_are_two():
    (table,) = read(
        "项目            公益组织  其他    总计\n"
        "甲              12件      7件     19件\n"
        "3.公开出版物    12件      123件 142件\n"
    ).tables

    assert texts(table)[2] == ["3.公开出版物", "12件", "123件", "142件"]


def test_a_frame_around_a_ruled_table_is_no_cell_of_it():
    (table,) = read(FRAMED).tables

    assert texts(table) == [
        ["信息内容", "制发", "废止"],
        ["规章", "70", "——"],
        ["规范性文件", "120", "10"],
    ]


def test_a_blank_head_of_markdown_is_no_row():
    (table,) = read(
        "|  |  |\n| --- | --- |\n| 规章 | 3 |\n|  |  |\n| --- | --- |\n| 文件 | 4 |\n"
    ).tables

    assert texts(table) == [["规章", "3"], ["文件", "4"]]


@pytest.mark.parametrize("rule", ["", "---|---|---\n"])
def test_emphasis_that_nothing_closes_is_no_part_of_a_cell(rule):
    (table,) = read(
        f"__项目|  __制发|  __废止\n{rule}__规章|  __7|  __\n__文件|  __8|  __0\n"
    ).tables

    assert texts(table) == [["项目", "制发", "废止"], ["规章", "7", ""], ["文件", "8", "0"]]


def test_underscores_in_a_single_cell_stay():
    (table,) = read("| 项目 | 制发 |\n|---|---|\n| 规章 | __ |\n| 文件 | 8 |\n").tables

    assert texts(table)[1] == ["规章", "__"]


def test_markdown_that_kept_tags_is_no_page():
    content = (
        '<div class="top">\n\n<span>首页</span>\n\n</div>\n\n'
        "| 项目 | 制发 |\n|---|---|\n| <span>规章</span> | <b>3</b> |\n"
    )

    assert media_type(content.encode(), "report.txt") == "text/plain"
    (table,) = read(content).tables
    assert texts(table)[1] == ["规章", "3"]


GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
UPRIGHT = [
    "0", "1", "2", "3", "6", "0", "2", "4", "6", "12", "0", "3", "6", "9", "18",
]  # fmt: skip


def upright(*, within_results: bool = False) -> list[list[str]]:
    """A table of reviews set upright, groups in front of their first result or within its cell."""
    rows = [["类别", "结果", "数量（件）"]]
    for number, group in enumerate(GROUPS):
        for result, value in zip(RESULTS, UPRIGHT[5 * number :], strict=False):
            first = [group] if result == RESULTS[0] else []
            rows.append(
                [group + result, value] if first and within_results else [*first, result, value]
            )
    return rows


@pytest.mark.parametrize("separator", ["\t", " | ", " ", "\n"])
def test_an_upright_table_of_reviews_is_read_where_merged_groups_left_no_trace(separator):
    assert review_values("\n".join(map(separator.join, upright()))) == UPRIGHT


def test_an_upright_table_of_reviews_may_have_groups_and_results_in_one_cell():
    rows = upright(within_results=True)

    assert review_values("\n".join(map("\t".join, rows))) == UPRIGHT


def test_an_upright_row_without_its_value_is_not_filled_from_its_label():
    rows = upright()
    rows[3] = ["其他结果"]

    cells = read_tables(read("\n".join(map("\t".join, rows)))).cells
    assert [cell.cell.text for cell in cells.values()] == UPRIGHT[5:]
    assert not any(item.startswith("reconsideration.") for item, _ in cells)


@pytest.mark.parametrize(
    "captions",
    [
        ("（一）行政复议", "（二）行政诉讼（未经复议直接起诉）", "（三）行政诉讼（复议后起诉）"),
        GROUPS,
    ],
)
def test_a_table_of_reviews_in_three_with_one_cell_a_line(captions):
    lines: list[str] = []
    for number, caption in enumerate(captions):
        lines += [caption, *RESULTS, *UPRIGHT[5 * number : 5 * number + 5]]

    assert review_values("\n".join(lines)) == UPRIGHT


def test_heads_that_repeat_in_every_row_they_cover_are_read_from_the_last():
    corner = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"
    kinds = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    rows = [
        [corner, "申请人情况"],
        [corner, "自然人", "法人或其他组织", "总计"],
        [corner, "自然人", *kinds, "总计"],
        ["一、本年新收政府信息公开申请数量", *"1234567"],
        ["三、本年度办理结果", "（一）予以公开", *"7654321"],
    ]

    cells = read_tables(read("\n".join(map("\t".join, rows)))).cells

    assert cells["request.received", "business"].cell.text == "2"
    assert cells["outcome.granted", "total"].cell.text == "1"


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2022, "2021")])
def test_an_upright_table_alone_is_of_the_form_in_force(year, form):
    cells = read_tables(read("\n".join(map("\t".join, upright()))), year).cells

    assert {reading.block.form for reading in cells.values()} == {form}


def test_a_rule_of_markdown_with_one_dash_a_column_is_no_row():
    (table,) = read("| 项目 | 总计 |\n|:-:|:-:|\n| 受理数 | 1 |\n| 办结数 | - |\n").tables
    assert texts(table) == [["项目", "总计"], ["受理数", "1"], ["办结数", "-"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("12[^1]", "12¹"),
        ("12^1^", "12¹"),
        ("12<sup>1</sup>", "12¹"),
        ("12\\*", "12*"),
        ("~~77~~ 12", "12"),
        ("~~12~~", "~~12~~"),
    ],
)
def test_footnotes_and_struck_numbers_of_markdown_are_no_digits(cell: str, shown: str):
    content = f"| 项目 | 总计 |\n|---|---|\n| 受理数 | {cell} |\n| 办结数 | 2 |\n"
    assert texts(read(content).tables[0])[1][1] == shown


ROWS = [
    ["", "自然人", "商业企业", "总计"],
    ["三、本年度办理结果", "12", "—", "12"],
    ["3.危及“三安全一稳定”", "—", "3", "3"],
    ["4.保护第三方合法权益", "1", "0", "1"],
    ["四、结转下年度继续办理", "0", "1", "1"],
]


def padded(rows: list[list[str]], measure: Measure) -> list[list[str]]:
    """The cells of rows filled up with blanks to the widths of their columns."""
    widths = [max(map(measure, column)) for column in zip(*rows, strict=True)]
    return [
        [cell + " " * (width - measure(cell)) for cell, width in zip(row, widths, strict=True)]
        for row in rows
    ]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("is_dashed", [False, True])
def test_columns_that_a_program_aligned_by_any_measure_are_those_of_the_table(measure, is_dashed):
    filled = padded(ROWS, measure)
    rule = " ".join("=" * measure(cell) for cell in filled[0])
    lines = [(" " if is_dashed else "  ").join(row).rstrip() for row in filled]
    (table,) = read("\n".join([rule, *lines, rule] if is_dashed else lines)).tables

    assert texts(table) == ROWS


def test_the_heading_of_a_section_parts_the_aligned_tables_around_it():
    upper = ["  ".join(row) for row in padded(ROWS, width)]
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    lower = ["  ".join(row) for row in padded([results, [*"10203"]], width)]
    heading = "四、政府信息公开行政复议、行政诉讼情况"

    document = read("\n\n".join(["\n".join(upper), heading, "\n".join(lower)]))

    assert [len(table.rows()) for table in document.tables] == [len(ROWS), 2]
    assert paragraphs(document) == [heading]


@pytest.mark.parametrize("is_page", [False, True])
def test_readings_in_brackets_behind_characters_are_no_text(is_page):
    content = (
        "2021年政府信息公開(kāi)報(bào)告\n\n第二十條|本年處(chǔ)理決(jué)定數(shù)量\n"
        "行政處(chǔ)罰|12（其中APP3）\n行政強(qiáng)制|3(條)\n"
    )
    if is_page:
        rows = "".join(
            f"<tr><td>{line.replace('|', '<td>')}" for line in content.split("\n\n")[1].split("\n")
        )
        document = html.read(f"<p>公開(kāi)報(bào)告</p><table>{rows}</table>".encode())
    else:
        document = read(content)
    (table,) = document.tables

    assert "開報告" in paragraphs(document)[0]
    assert texts(table)[1] == ["行政處罰", "12（其中APP3）"]
    assert texts(table)[2] == ["行政強制", "3(條)"]
