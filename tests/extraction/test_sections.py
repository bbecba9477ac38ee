"""The sections of a report by their headings."""

from __future__ import annotations

import pytest

from extraction.document import Cell, Document, Paragraph, Table
from extraction.prose.sections import sections

HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
SIX = ["overview", "active_disclosure", "requests", "review", "problems", "other_matters"]
TABLE = Table([Cell("规章", 0, 0), Cell("0", 0, 1)])


def document(*blocks: str | Table) -> Document:
    return Document(
        [Paragraph(block) if isinstance(block, str) else block for block in blocks],
        "text/plain",
        "test",
        "1",
    )


def codes(*blocks: str | Table) -> list[str]:
    return [row["section"] for row in sections(document(*blocks))]


def test_the_six_sections_are_known_by_their_headings():
    rows = sections(document("前言。", *(part for h in HEADINGS for part in (h, "正文。"))))
    assert [row["section"] for row in rows] == ["preamble", *SIX]
    assert [row["section_index"] for row in rows] == list(range(1, 8))
    assert rows[1]["heading"] == "一、总体情况"
    assert rows[1]["text"] == "正文。"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、概述", "overview"),
        ("一、总体概述", "overview"),
        ("总体情况", "overview"),
        ("二、主动公开政府政府信息情况", "active_disclosure"),
        ("二、政府信息主动公开情况", "active_disclosure"),
        ("三、政府信息公开咨询处理情况", "other_matters"),
        ("三、政府信息公开咨询、申请处理情况", "requests"),
        ("四、人员和收支情况", "other_matters"),
        ("一、主動公開政府信息的情況", "active_disclosure"),
        ("三、政府信息公开申请收到和处理情况", "requests"),
        ("三、政府信息依申请公开和不予公开情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "review"),
        ("五、行政复议诉讼和举报投诉情况", "review"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在的主要问题及整改措施", "problems"),
        ("六、存在的主要问题和下步工作措施", "problems"),
        ("六、其他需要报告事项", "other_matters"),
        ("四、政府信息公开的收费及减免情况", "other_matters"),
        ("一、2020年度政府信息公开工作基本情况", "overview"),
        ("第一部分 概述", "overview"),
        ("一 总体情况", "overview"),
        ("二、主动公开政府信息情况表", "active_disclosure"),
        ("二、行政机关主动公开政府信息情况", "active_disclosure"),
        ("三、收到和处理政府信息公开申请情况（表）", "requests"),
        ("三、公民、法人和其他组织申请公开政府信息情况", "requests"),
        ("四、复议、诉讼和申诉的情况", "review"),
        ("五、问题与不足", "problems"),
        ("五、下一步工作打算", "problems"),
        ("六、需要报告的其他事项", "other_matters"),
        ("三、政府信息公开费用的收取及减免情况", "other_matters"),
        ("三、回应解读情况", "response"),
        ("八、机构建设和保障经费情况", "organisation"),
    ],
)
def test_headings_are_known_in_other_words(heading, section):
    assert codes(heading, "正文。") == [section]


def test_headings_keep_their_meaning_when_they_are_numbered_anew():
    blocks = [
        "总体情况",
        "正文。",
        "一、主动公开政府信息情况",
        TABLE,
        "四、其他需要报告的事项",
        "无。",
    ]
    assert codes(*blocks) == ["overview", "active_disclosure", "other_matters"]


def test_a_table_of_contents_is_no_section():
    entries = [f"{heading}……………………{page}" for page, heading in enumerate(HEADINGS, 2)]
    body = [part for heading in HEADINGS for part in (heading, TABLE)]
    assert codes("目  录", *entries, "本报告由县政府编制。", *body) == ["preamble", *SIX]
    assert codes("目录", *HEADINGS, *body) == SIX


def test_row_labels_of_the_tables_are_no_headings():
    rows = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "四、结转下年度继续办理",
    ]
    assert codes("三、收到和处理政府信息公开申请情况", *rows) == ["requests"]


def test_sections_are_known_by_a_lower_numbering_where_no_chapters_are_numbered():
    blocks = [
        "1、总体情况",
        "正文。",
        "2.主动公开政府信息情况",
        TABLE,
        "3、其他需要报告的事项",
        "无。",
    ]
    assert codes(*blocks) == ["overview", "active_disclosure", "other_matters"]


@pytest.mark.parametrize(
    "line",
    [
        "一、加强组织领导",
        "三、拓宽渠道，主动公开信息",
        "四、行政复议数量",
        "七、依申请公开信息收取的费用",
        "主动公开政府信息1200条",
        "（一）主动公开情况",
    ],
)
def test_lines_that_only_look_like_headings_open_no_section(line):
    assert codes("一、总体情况", line) == ["overview"]


def test_subheadings_of_the_overview_stay_inside_it():
    text = "（二）依申请公开政府信息情况"
    assert codes("一、总体情况", "（一）主动公开情况。发布信息。", text, "收到申请。") == [
        "overview"
    ]


def test_text_on_the_line_of_a_heading_is_text():
    (row,) = sections(document("五、存在的主要问题及改进情况。公开内容不全面。"))
    assert row["heading"] == "五、存在的主要问题及改进情况"
    assert row["text"] == "公开内容不全面。"


def test_links_of_the_page_are_no_part_of_the_last_section():
    rows = sections(document("六、其他需要报告的事项", "无。", "上一篇：2022年决算公开"))
    assert rows[0]["text"] == "无。"


def test_points_within_a_section_do_not_count_on_its_headings():
    blocks = [
        "（一）概述",
        "正文。",
        "（二）主动公开政府信息情况",
        "正文。",
        "（三）政府信息公开收费及减免情况",
        "无。",
        "（四）存在的主要问题及改进情况",
        "（一）存在问题。公开不全面。",
        "（五）其他需要报告的事项",
        "无。",
    ]
    expected = ["overview", "active_disclosure", "other_matters", "problems", "other_matters"]
    assert codes(*blocks) == expected


def test_headings_of_one_level_are_numbered_in_one_manner():
    blocks = [
        "1、总体情况",
        "（2）依申请公开情况",
        "2、主动公开政府信息情况",
        "3、其他事项",
        "无。",
    ]
    assert codes(*blocks) == ["overview", "active_disclosure", "other_matters"]


def test_a_heading_between_two_tables_of_a_text_opens_its_section():
    rows = ["规章", "收到和处理政府信息公开申请情况", "自然人"]
    cells = [Cell(text, row, 0) for row, text in enumerate(rows)]
    table = Table([*cells, Cell("0", 0, 1), Cell("总计", 2, 1)], geometry="ragged")
    blocks = ["总体情况", "正文。", "主动公开政府信息情况", table]
    assert codes(*blocks) == ["overview", "active_disclosure", "requests"]


def test_fees_are_a_section_without_a_number_too():
    blocks = ["概述", "正文。", "政府信息公开的收费及减免情况", "无。"]
    assert codes(*blocks) == ["overview", "other_matters"]
