from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.document import Document, Paragraph, Rejected, Table
from extraction.readers import text
from extraction.typography import width
from tests.extraction.readers.grids import (
    head_path,
    overlaps,
    paragraphs,
    spans,
    texts,
    values_by_label,
)

SAMPLES = Path(__file__).parents[2] / "samples"


def read(content: str) -> Document:
    return text.read(content.encode())


def sample(name: str) -> Document:
    return text.read((SAMPLES / name).read_bytes())


def table_with(document: Document, words: str) -> Table:
    (table,) = [t for t in document.tables if any(words in cell.text for cell in t.cells)]
    return table


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


# Columns aligned with spaces


def test_a_number_stands_in_the_row_of_its_whole_label():
    table = table_with(sample("aligned_columns_with_blank_cells.txt"), "申请人情况")
    found = values_by_label(table, 2)
    rows = {path.rsplit("/")[-1]: values for path, values in found.items()}

    assert rows["一、本年新收政府信息公开申请数量"] == ["116", "1", "", "1", "3", "2", "123"]
    assert rows["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"][0] == "10"
    assert rows["1.属于国家秘密"][0] == "0"
    assert rows["8.属于行政查询事项"][0] == "3"
    assert rows["1.本机关不掌握相关政府信息"] == [
        "22", "", "", "1", "1", "", "24"
    ]  # fmt: skip
    assert rows["5.要求行政机关确认或重新出具已获取信息"] == ["1", "", "", "", "", "", "1"]
    other = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    assert rows[other][0] == "3"
    assert rows["（七）总计"] == ["117", "1", "", "1", "3", "2", "124"]
    assert rows["四、结转下年度继续办理"] == ["4", "1", "", "", "", "", "5"]


def test_a_head_in_several_lines_names_its_columns():
    table = table_with(sample("aligned_columns_with_blank_cells.txt"), "申请人情况")
    heads = [head_path(table, column, 3) for column in range(2, table.column_count)]

    over = "申请人情况/法人或其他组织"
    assert heads == [
        "申请人情况/自然人",
        f"{over}/商业企业",
        f"{over}/科研机构",
        f"{over}/社会公益组织",
        f"{over}/法律服务机构",
        f"{over}/其他",
        "申请人情况/总计",
    ]


def test_heads_over_several_columns_cover_the_columns_beneath():
    table = table_with(sample("aligned_columns_with_blank_cells.txt"), "行政复议")

    found = spans(table)
    assert found["行政复议"] == (0, 0, 1, 5)
    assert found["行政诉讼"] == (0, 5, 1, 10)
    assert found["未经复议直接起诉"] == (1, 5, 1, 5)
    assert found["复议后起诉"] == (1, 10, 1, 5)
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [head_path(table, column, 3).rsplit("/")[-1] for column in range(15)] == names * 3
    assert texts(table)[-1] == [
        "17件", "1", "8件", "8", "34", "5件", "0", "0", "2件", "7", "1", "0", "0", "0", "1件"
    ]  # fmt: skip


def test_rows_without_blank_lines_between_keep_their_labels():
    table = table_with(sample("aligned_columns_with_remarks_gb18030.txt"), "申请人情况")
    found = values_by_label(table, 3)
    rows = {path.rsplit("/")[-1]: values for path, values in found.items() if path}

    assert [len(row) for row in rows.values()] == [8] * 25
    assert rows["2.其他法律行政法规禁止公開"][-1] == "无"
    assert rows["5.要求行政机关确认或重新出具已获取信息"][0] == "1"
    assert rows["3.其他"][0] == "0"
    assert head_path(table, table.column_count - 1, 3) == "备注"


def test_a_block_with_its_own_head_is_a_table_with_its_caption():
    document = sample("aligned_columns_with_blank_cells.txt")

    assert texts(document.tables[1]) == [
        ["信息内容", "第二十条第（五）项"],
        ["本年处理决定数量"],
        ["行政许可", "306件"],
    ]


def test_page_numbers_are_not_read_and_pages_are_counted():
    document = sample("aligned_columns_with_blank_cells.txt")

    whole = "".join(
        block.text if isinstance(block, Paragraph) else "".join(c.text for c in block.cells)
        for block in document.blocks
    )
    assert "- 2 -" not in whole
    assert document.page_count == 4
    last = table_with(document, "行政复议").cells[-1].place
    assert (last.page, last.column) == (3, 15)


def test_labels_in_two_columns_without_numbers_stay_row_by_row():
    (table,) = read(
        "公开渠道           单位           数量\n"
        "政府公报            条             12\n"
        "政府网站            条              7\n"
        "政务微博            条            105\n"
    ).tables

    assert texts(table) == [
        ["公开渠道", "单位", "数量"],
        ["政府公报", "条", "12"],
        ["政府网站", "条", "7"],
        ["政务微博", "条", "105"],
    ]


def test_a_row_without_values_is_a_row_of_blanks():
    (table,) = read(
        "信息内容          制发          废止\n"
        "规章               1             2\n"
        "其他\n"
        "规范性文件         3\n"
    ).tables

    assert texts(table)[1:] == [["规章", "1", "2"], ["其他", "", ""], ["规范性文件", "3", ""]]


def test_wide_and_narrow_values_share_a_column():
    (table,) = read(
        "信息内容              制发件数          现行有效件数\n"
        "规章                     0                    1\n"
        "规范性文件      22（其中修订16件）         137466\n"
    ).tables

    assert texts(table)[2] == ["规范性文件", "22（其中修订16件）", "137466"]
    assert [cell.column for cell in table.cells if cell.row == 2] == [0, 1, 2]


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


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("aligned_*.txt")), ids=lambda path: path.stem)
def test_no_two_cells_claim_one_place(path: Path):
    for table in text.read(path.read_bytes()).tables:
        assert overlaps(table) == []


@pytest.mark.parametrize("fill", [",,,,", ";;;", "\t\t\t"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_separators_that_fill_up_a_line_of_a_spreadsheet_are_no_text(fill, quote):
    title = f"{quote}新安县2023年政府信息公开工作年度报告{quote}"
    (paragraph,) = read(f"{title}{fill}\n").paragraphs
    assert paragraph.text == "新安县2023年政府信息公开工作年度报告"


def test_a_unit_begins_a_row_of_a_table_set_in_columns_also_where_its_value_is_blank():
    rows = [
        ("序号", "统计指标", "单位", "统计数"),
        ("一", "主动公开情况", "", ""),
        ("（一）", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "298"),
        ("", "其中：主动公开规范性文件数", "条", "166"),
        ("", "制发规范性文件总数", "件", ""),
        ("（二）", "通过不同渠道和方式公开政府信息的情况", "", ""),
        ("1.", "政府公报公开政府信息数", "条", ""),
        ("2.", "政府网站公开政府信息数", "条", ""),
        ("3.", "政务微博公开政府信息数", "条", "263"),
        ("4.", "政务微信公开政府信息数", "条", ""),
        ("5.", "其他方式公开政府信息数", "条", "64"),
        ("二", "回应解读情况", "", ""),
        ("（一）", "回应公众关注热点或重大舆情数", "次", ""),
        ("1.", "参加或举办新闻发布会总次数", "次", "152"),
    ]
    lines = "\n".join(
        " ".join(
            cell + " " * (places - width(cell))
            for cell, places in zip(row, (6, 70, 4, 6), strict=True)
        ).rstrip()
        for row in rows
    )
    (table,) = read(lines).tables
    beside = [[cell.text for cell in row if cell.text] for row in table.rows()]
    assert all("263" not in row or "政务微博公开政府信息数" in row for row in beside)
    assert sum("263" in row for row in beside) == 1


def test_captions_behind_a_blank_line_belong_to_the_table_below_them():
    head = "维持    纠正    其他    未审结    总计"
    lines = (
        f"行政复议\n{head}\n   0       0       0         0       0\n\n\n"
        f"行政诉讼\n未经复议直接起诉\n{head}\n   1       0       1         0       2\n"
    )
    tables = read(lines).tables
    cells = [cell.text for each in tables for cell in each.cells]
    assert "0" in cells
    assert not any(cell.startswith("0") and len(cell) > 1 for cell in cells)
