from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from extraction.document import Document, Paragraph, Rejected, Table
from extraction.readers import text
from extraction.typography import width
from tests.extraction.readers.grids import paragraphs, texts


def read(content: str) -> Document:
    return text.read(content.encode())


# Tabs and bars


def test_tabs_part_cells_and_blank_fields_stay():
    (table,) = read("项目\t自然人\t总计\n甲\t\t3\t\n\t乙\t/\t0\n").tables

    assert table.geometry == "ragged"
    assert texts(table) == [
        ["项目", "自然人", "总计"],
        ["甲", "", "3", ""],
        ["", "乙", "/", "0"],
    ]


def test_rows_of_equally_many_fields_are_a_grid():
    (table,) = read("信息内容\t制发\t\t废止\t\n规章\t1\t\t2\t\n文件\t3\t\t4\t\n").tables

    assert table.geometry == "grid"


def test_places_of_a_text_count_lines_and_fields():
    table = read("标题\n\n项目\t总计\n甲\t3\n").tables[0]

    place = table.cells[-1].place
    assert (place.table, place.row, place.column) == (1, 4, 2)


def test_bars_part_cells_and_the_last_bar_ends_the_line():
    (table,) = read("项目 | 总计 |\n甲 | |\n乙 |\n").tables

    assert table.geometry == "ragged"
    assert texts(table) == [["项目", "总计"], ["甲", ""], ["乙"]]


def test_a_bar_in_front_is_a_border_only_if_every_line_has_it():
    (framed,) = read("| 甲 | 1 |\n| 乙 | 2 |\n").tables
    (open_,) = read("丙 | 甲 | 1 |\n| 乙 | 2 |\n").tables

    assert texts(framed) == [["甲", "1"], ["乙", "2"]]
    assert texts(open_) == [["丙", "甲", "1"], ["", "乙", "2"]]


def test_a_markdown_table_is_a_grid_without_its_rule_and_marks():
    (table,) = read("| **项目** | 甲<br>乙 |\n| --- | :-: |\n| a\\|b | -- |\n").tables

    assert table.geometry == "grid"
    assert texts(table) == [["项目", "甲乙"], ["a|b", "--"]]


def test_a_markdown_table_with_wide_blanks_right_under_its_heading_is_read():
    document = read("# 一、情况\n| 甲 |  | 乙 |\n| --- | --- | --- |\n| 1 |  | 2 |\n")

    assert texts(document.tables[0]) == [["甲", "", "乙"], ["1", "", "2"]]


def test_a_markdown_row_of_dashes_is_no_rule():
    (table,) = read("| 甲 | 乙 |\n| --- | --- |\n| -- | -- |\n").tables

    assert texts(table) == [["甲", "乙"], ["--", "--"]]


def test_a_label_alone_between_rows_stays_in_the_table():
    document = read("信息内容\t本年数量\n许可\t5\n第（六）项\n信息内容\t本年数量\n处罚\t6\n")

    assert len(document.tables) == 1
    assert texts(document.tables[0])[2] == ["第（六）项"]


def test_a_chapter_heading_between_rows_ends_the_table():
    document = read("许可\t5\n处罚\t6\n三、申请情况\n项目\t总计\n新收\t7\n")

    assert [type(block) for block in document.blocks] == [Table, Paragraph, Table]


def test_a_chapter_number_above_values_is_a_label():
    document = read("项目\t总计\n二、结转\t5\n三、办理结果\n（一）公开\t6\n")

    assert len(document.tables) == 1


def test_prose_between_rows_ends_the_table():
    document = read("许可\t5\n处罚\t6\n以上数据含下属单位。\n项目\t总计\n新收\t7\n")

    assert paragraphs(document) == ["以上数据含下属单位。"]
    assert len(document.tables) == 2


def test_a_blank_line_parts_tables_unless_every_row_has_one():
    parted = read("甲\t1\n乙\t2\n\n丙\t3\n丁\t4\n")
    spaced = read("甲\t1\n\n乙\t2\n\n丙\t3\n\n丁\t4\n")

    assert [table.row_count for table in parted.tables] == [2, 2]
    assert [table.row_count for table in spaced.tables] == [4]


def test_a_gap_in_one_line_of_prose_makes_no_table():
    document = read("地址：人民路1号\t电话：5550000\n登录 | 注册\n正文\n")

    assert document.tables == []
    assert len(document.blocks) == 3


ONE_CELL_PER_LINE = """二、主动公开情况
第二十条
|
信息内容
|
本年数量
|
许可
|
5
|
处罚
|

|
三、申请情况
（勾稽关系）
|
申请人
|
"""


def test_cells_on_lines_of_their_own_form_rows_by_their_labels():
    document = read(ONE_CELL_PER_LINE)

    assert [texts(table) for table in document.tables] == [
        [["第二十条", "信息内容", "本年数量"], ["许可", "5"], ["处罚", ""]],
        [["（勾稽关系）", "申请人"]],
    ]
    assert paragraphs(document) == ["二、主动公开情况", "三、申请情况"]
    assert document.tables[0].cells[4].place.row == 10


def test_a_single_row_of_values_is_parted_from_a_head_that_names_them_all():
    cells = ["维持", "纠正", "总计", "3", "0", "3"]
    (table,) = read("".join(f"{cell}\n|\n" for cell in cells)).tables
    (other,) = read("".join(f"{cell}\n|\n" for cell in cells[1:])).tables

    assert texts(table) == [cells[:3], cells[3:]]
    assert texts(other) == [cells[1:]]


# Running text


def wrapped(paragraph: str, columns: int = 40) -> str:
    """A paragraph with an indent, cut into lines of at most so many display columns."""
    lines = ["    "]
    for character in paragraph:
        if width(lines[-1] + character) > columns:
            lines.append("")
        lines[-1] += character
    return "\n".join(lines) + "\n"


def test_wrapped_lines_join_and_numbers_stay_whole():
    prose = [
        "按照要求编制本报告，统计期限自2023年1月1日起至2023年12月31日止，电子版可在网站下载。",
        "一、总体情况",
        "公开信息1567条、31894条、20775条、40816条、51277条、68390条、70001条、81112条、9222件。",
    ]

    assert paragraphs(read("".join(map(wrapped, prose)))) == prose


def test_unwrapped_text_has_a_paragraph_a_line():
    document = read("# 年报\n\n一、**总体**情况\n第一段。\n第二段。\n")

    assert paragraphs(document) == ["年报", "一、总体情况", "第一段。", "第二段。"]
    assert document.media_type == "text/markdown"


def test_numbers_that_do_not_count_pages_are_kept():
    assert paragraphs(read("正文\n- 3 -\n正文\n- 3 -\n")) == ["正文", "- 3 -", "正文", "- 3 -"]


# Files that cannot be read, and files made to stall the reader


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\xff\x00\xfe\x81" * 50, "corrupt"), (b" \n\t\n", "empty")]
)
def test_a_file_without_text_is_rejected(content: bytes, reason: str):
    with pytest.raises(Rejected) as rejected:
        text.read(content)

    assert rejected.value.reason_code == reason


ENDLESS: dict[str, Callable[[], str]] = {
    "blank lines": lambda: "\n" * 29_000 + "x",
    "aligned lines": lambda: "甲        乙      5\n" * 10_000,
    "aligned words": lambda: "甲        乙      丙\n" * 10_000,
    "wrapped labels": lambda: "甲        乙      5\n丁\n" * 5_000,
    "wide lines": lambda: ("1  " * 2_000 + "\n") * 20,
    "lone bars": lambda: "甲\n|\n" * 14_000,
    "dashes": lambda: ("-" * 50_000 + "x|\n") * 3,
    "lone words": lambda: "甲\n乙\n丙\n丁\n1\n" * 5_000,
    "commas": lambda: "甲,乙\n" * 20_000,
    "open tables": lambda: "<table>\n" * 20_000,
    "stars": lambda: "**甲 " * 20_000,
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_endless_input_is_read_in_seconds(kind: str):
    content = ENDLESS[kind]()
    start = time.process_time()

    assert read(content).blocks

    # Each takes seconds, on a slow and busy machine up to ten; a search that is quadratic in the
    # file takes minutes.
    assert time.process_time() - start < 30


@pytest.mark.parametrize("fill", [",,,,", ";;;", "\t\t\t"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_separators_that_fill_up_a_line_of_a_spreadsheet_are_no_text(fill, quote):
    title = f"{quote}新安县2023年政府信息公开工作年度报告{quote}"
    (paragraph,) = read(f"{title}{fill}\n").paragraphs
    assert paragraph.text == "新安县2023年政府信息公开工作年度报告"
