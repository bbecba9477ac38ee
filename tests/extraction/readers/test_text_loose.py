"""Tables of texts whose cells are parted by commas, single spaces or line ends."""

from __future__ import annotations

from extraction.document import Document
from extraction.readers import text
from extraction.readers.text.blanks import with_blanks
from extraction.readers.text.lines import Line
from extraction.readers.text.separated import separated_table
from tests.extraction.readers.grids import paragraphs, texts


def read(content: str) -> Document:
    return text.read(content.encode())


def test_separated_values_are_a_grid_with_their_quotes_resolved():
    (table,) = read('项目,自然人,总计\n"甲,乙","1,234",\n"丙\n丁",5,6\n').tables

    assert table.geometry == "grid"
    assert texts(table) == [["项目", "自然人", "总计"], ["甲,乙", "1,234", ""], ["丙丁", "5", "6"]]


def test_a_label_alone_stays_in_a_table_of_separated_values():
    (table,) = read("甲;1;2\n小计\n乙;3;4\n").tables

    assert texts(table) == [["甲", "1", "2"], ["小计"], ["乙", "3", "4"]]


def test_a_single_row_of_values_under_its_head_is_a_table_of_separated_values():
    (table,) = read("第二十条第（八）项,,,\n信息内容,,本年收费金额,\n行政事业性收费,,6,\n").tables

    assert table.geometry == "grid"
    assert texts(table)[2] == ["行政事业性收费", "", "6", ""]


def test_prose_with_commas_is_no_table():
    lines = "按照条例,本机关编制本报告.\n全年公开信息,共计12条,其中网站8条.\n"
    assert read(lines).tables == []


def test_values_behind_single_spaces_form_rows():
    (table,) = read(
        "申请人情况\n自然人 总计 其他\n一、本年新收 1 0 1\n"
        "三、本年度办理结果 （一）予以公开 1 0 1\n"
    ).tables

    assert table.geometry == "ragged"
    assert texts(table) == [
        ["申请人情况"],
        ["自然人", "总计", "其他"],
        ["一、本年新收", "1", "0", "1"],
        ["三、本年度办理结果", "（一）予以公开", "1", "0", "1"],
    ]


def test_a_numbered_label_goes_on_in_the_line_with_its_values():
    (table,) = read("2.其他法律行政\n法规禁止公开 0 1 1\n3.危及安全 0 2 2\n4.其他 0 0 0\n").tables

    assert texts(table)[0] == ["2.其他法律行政法规禁止公开", "0", "1", "1"]


def test_an_article_of_the_law_is_no_part_of_the_label_below():
    (table,) = read(
        "第二十条第（五）项\n信息内容 处理决定\n行政许可 7\n行政处罚 8\n行政强制 9\n"
    ).tables

    assert texts(table)[:3] == [["第二十条第（五）项"], ["信息内容", "处理决定"], ["行政许可", "7"]]


def test_cells_alone_on_lines_form_rows_by_their_labels():
    cells = ["项目", "自然人", "总计", "甲", "1", "1", "乙", "2", "2", "丙", "3", "3"]
    (table,) = read("\n".join(cells)).tables

    assert texts(table) == [cells[:3], cells[3:6], cells[6:9], cells[9:]]


def test_a_broken_label_among_lone_cells_is_one_label():
    cells = ["1.甲", "1", "1", "2.其他法律行政", "法规禁止公开", "2", "2", "3.丙", "3", "3"]
    (table,) = read("\n".join(cells)).tables

    assert texts(table)[1] == ["2.其他法律行政法规禁止公开", "2", "2"]


def test_numbers_in_prose_make_no_table():
    lines = "2022年共收到申请\n12\n件。\n截至年底\n3\n件。\n"
    assert read(lines).tables == []


def test_a_heading_of_a_section_ends_a_table_of_loose_cells():
    document = read("甲 1 2 3\n乙 4 5 6\n五、存在的主要问题\n主要问题是人手不足。\n")

    assert [len(table.rows()) for table in document.tables] == [2]
    assert paragraphs(document) == ["五、存在的主要问题", "主要问题是人手不足。"]


def test_a_frame_drawn_with_characters_is_no_row():
    (table,) = read("┌──┬──┐\n│甲│1 │\n├──┼──┤\n│乙│2 │\n├──┼──┤\n│丙│3 │\n└──┴──┘\n").tables

    assert table.geometry == "grid"
    assert texts(table) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]


def test_a_markdown_table_without_traces_of_merged_cells_is_ragged():
    rows = (
        "| 项目 | 申请人 | | |\n|---|---|---|---|\n| 自然人 | 企业 | 总计 | |\n| 甲 | 1 | 2 | 3 |\n"
    )
    (table,) = read(rows).tables

    assert table.geometry == "ragged"


def test_columns_aligned_by_the_number_of_characters_are_found():
    rows = [
        ("一、本年新收政府信息公开申请数量", "123 0 45"),
        ("（一）予以公开", "7 12 345"),
        ("总计", "1 2 3"),
    ]
    lines = ["项目".ljust(24) + "自然人".ljust(8) + "企业".ljust(8) + "总计"]
    for label, values in rows:
        lines.append(label.ljust(24) + "".join(value.ljust(8) for value in values.split()))
    (table,) = read("\n".join(lines)).tables

    assert [row[-3:] for row in texts(table)[-3:]] == [values.split() for _, values in rows]


def test_a_label_broken_around_a_blank_line_is_no_row_of_blanks():
    (table,) = read(
        "项目                          自然人   企业    总计\n"
        "1.属于国家秘密                 1        2       3\n"
        "2.申请人无正当理由逾期不补\n"
        "\n"
        "正、不再处理                   4        5       9\n"
        "3.其他                         0        1       1\n"
    ).tables

    assert texts(table)[2:] == [
        ["2.申请人无正当理由逾期不补正、不再处理", "4", "5", "9"],
        ["3.其他", "0", "1", "1"],
    ]


def test_html_tables_inside_markdown_are_read_with_their_spans():
    document = read(
        "## 二、情况\n\n| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n\n<table>\n"
        "<tr><td rowspan=2>丙<td>3</tr>\n<tr><td>4</tr>\n<tr><td>丁<td>5</tr>\n</table>\n\n后文。\n"
    )

    assert [texts(table) for table in document.tables][1] == [["丙", "3"], ["4"], ["丁", "5"]]
    assert [table.place.table for table in document.tables] == [1, 2]
    assert paragraphs(document) == ["二、情况", "后文。"]


def test_a_tag_that_is_never_closed_stays_text():
    assert paragraphs(read("正文\n<table>\n后文\n")) == ["正文", "<table>", "后文"]


def test_a_value_without_a_label_before_it_has_no_steps_to_compare():
    printed = {0: "3", 1: "收到", 8: "5", 9: "答复", 16: "6"}
    lines = [Line(number + 1, printed.get(number, "")) for number in range(17)]
    cells = with_blanks(lines, list(printed))
    assert [cell.text for cell in cells if cell.text] == list(printed.values())


def test_a_quote_within_a_word_and_another_lines_below_are_no_quoted_value():
    printed = ['项目,甲"乙,总计', "丙,1,2", '丁"戊,3,4']
    lines = [Line(number, each) for number, each in enumerate(printed, start=1)]
    assert separated_table(lines, 0, 1) is None
