"""Sheets that a spreadsheet program wrote as text."""

from __future__ import annotations

import csv
import io

import pytest

from extraction.document import Document
from extraction.readers import text
from tests.extraction.readers.grids import paragraphs, texts

RULES = [
    ["第二十条第（一）项", "", "", "", "", ""],
    ["信息内容", "", "本年制\n发件数", "", "现行有效件数", ""],
    ["规章", "", "1,234", "", "", ""],
    ["行政规范性文件", "", "0", "", "5", ""],
]
TRAININGS = [["培训", "人数", "次数"], ["公开", "3", "1"], ["保密", "4", "2"], ["写作", "5", "1"]]


def read(rows: list[list[str]], separator: str = ",") -> Document:
    content = io.StringIO()
    csv.writer(content, delimiter=separator).writerows(rows)
    return text.read(content.getvalue().encode())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_sheet_filled_up_to_its_last_column_keeps_the_columns_of_merged_cells(separator: str):
    rows = [["年度报告"], ["二、主动公开,政府信息情况"], *RULES, ["三、收到和处理"], *TRAININGS]
    document = read([row + [""] * (6 - len(row)) for row in rows], separator)
    assert paragraphs(document) == ["年度报告", "二、主动公开,政府信息情况", RULES[0][0]]
    rules = document.tables[0]
    assert rules.geometry == "grid"
    assert texts(rules)[0][2:5] == ["本年制发件数", "", "现行有效件数"]
    assert texts(rules)[1][2:5] == ["1,234", "", ""]
    assert rules.cells[6].place.row == 6


def test_tables_of_different_widths_below_one_another_keep_their_columns():
    table = read([["年度报告"], *RULES, *TRAININGS]).tables[0]
    assert table.geometry == "grid"
    assert texts(table)[2][:5] == ["行政规范性文件", "", "0", "", "5"]
    assert texts(table)[-1][:3] == ["写作", "5", "1"]


def test_a_table_of_which_a_row_lost_a_cell_is_no_sheet():
    rows = [*RULES[:3], RULES[3][1:], *TRAININGS, *TRAININGS]
    assert read([["年度报告"], *rows]).tables[0].geometry == "ragged"


def test_prose_with_commas_beside_a_table_of_bars_is_no_sheet():
    prose = "全文由总体情况,主动公开,收到和处理等部分组成.\n专职1名,兼职17名,查阅点8个,接待32人.\n"
    bars = "信息内容 | 本年制发件数 | 现行有效件数 |\n规章 | 0 | 1 |\n规范性文件 | 9 | 126 |\n"
    document = text.read((prose * 4 + bars).encode())
    assert texts(document.tables[-1])[1][:3] == ["规章", "0", "1"]


def test_a_numbered_label_whose_values_are_blank_is_no_heading_beside_a_table_of_shorter_labels():
    requests = [
        ["办理情况", "", "", "自然人", "总计", ""],
        ["一、本年新收政府信息公开申请数量", "", "", "3", "3", ""],
        ["二、上年结转政府信息公开申请数量", "", "", "", "", ""],
        ["三、本年度办理结果", "（一）予以公开", "", "3", "3", ""],
    ]
    tables = read([*RULES, ["三、收到和处理", *[""] * 5], *requests]).tables
    assert "二、上年结转政府信息公开申请数量" in [row[0] for row in texts(tables[-1])]


def test_a_backslash_alone_in_a_field_is_a_dash_and_no_escape():
    rows = [["结果维持", "结果纠正", "其他结果"], ["2", "\\", "\\"], ["\\", "0", "1"]]
    assert texts(read(rows).tables[0])[1:] == rows[1:]
