"""Texts without the official tables: which of them are annual reports."""

from __future__ import annotations

import pytest

from extraction.document import Document, Paragraph
from extraction.extract import extract
from extraction.prose.announcement import announces_report
from extraction.source import Source


def announces(*paragraphs: str) -> bool:
    blocks = [Paragraph(text) for text in paragraphs]
    return announces_report(Document(list(blocks), "text/plain", "test", "1"))


@pytest.mark.parametrize(
    "text",
    [
        "根据《中华人民共和国政府信息公开条例》要求，编制本年度报告。本报告中所列数据的统计期限自"
        "2012年1月1日至12月31日。现公布青山镇2012年政府信息公开工作年度报告。",
        "编制并向社会公布《青山镇2021年政府信息公开工作年度报告》。本报告包括总体概述等内容。",
        "現將我局2011年政府信息公開工作情況報告如下：",
        "本年报由基本情况、主动公开情况等九个部分组成，为青山镇政府信息公开年度报告。全文包括概述。",
    ],
)
def test_a_report_speaks_of_itself(text):
    assert announces("首页", text, "一、概述")


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "关于做好2020年政府信息公开工作年度报告编制工作的通知",
            "各镇人民政府：请编制政府信息公开年度报告，本报告主要包括六个部分，数据的统计期限为一年。",
        ),
        ("青山镇2020年政府信息公开工作年度报告", "附件：青山镇2020年政府信息公开工作年度报告.pdf"),
        ("现将2022年法治政府建设情况报告如下：", "推进政府信息公开，主动公开信息20条。"),
        ("青山镇政府信息公开指南", "本指南根据《中华人民共和国政府信息公开条例》编制。"),
        (
            "《青山镇2023年政府信息公开工作年度报告》已经编制完成，现就年报内容进行如下解读。",
            "本年度报告中所列数据统计期限从2023年1月1日到2023年12月31日止，公开渠道为网站。",
        ),
        (
            "文字解读：关于青山镇2023年政府信息公开工作年度报告的解读",
            "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止，在网站公开。",
        ),
        ("县政府召开政府信息公开年度报告编制培训会", "会上讲解了新格式，公开工作取得新进展。"),
    ],
)
def test_calls_links_and_other_documents_are_no_reports(paragraphs):
    assert not announces(*paragraphs)


def test_a_report_may_stand_below_the_link_to_what_explains_it():
    assert announces(
        "图解：青山镇2023年政府信息公开工作年度报告",
        "青山镇2023年政府信息公开工作年度报告",
        "本报告所列数据的统计期限自2023年1月1日至12月31日，在网站公开。",
    )


def refusal(gazetteer, *lines: str) -> str | None:
    rows = extract("\n".join(lines).encode(), Source("x.txt"), gazetteer)
    return next((row["reason_code"] for row in rows["rejected_documents"]), None)


def test_a_picture_that_explains_a_report_is_refused_whatever_it_repeats(gazetteer):
    lines = ("一、总体情况", "新收申请31件，结转2件。", "二、行政复议", "行政复议2件，维持2件。")
    assert (
        refusal(gazetteer, "一图读懂丨青山镇2023年政府信息公开工作年度报告", *lines)
        == "not_a_report"
    )
    assert refusal(gazetteer, "青山镇2023年政府信息公开工作年度报告", *lines) is None


def test_a_report_without_a_title_is_read_when_its_text_names_it(gazetteer):
    lines = (
        "现公布2012年青山镇政府信息公开工作年度报告。",
        "一、概述",
        "我镇认真开展工作。",
        "二、政府信息主动公开情况",
        "2012年我镇主动公开政府信息21条。",
        "三、政府信息依申请公开办理情况",
        "2012年度我镇未收到政府信息公开申请。",
    )
    assert refusal(gazetteer, *lines) is None


def test_a_page_that_only_links_to_its_report_is_none(gazetteer):
    title = "青山镇2020年政府信息公开工作年度报告"
    assert refusal(gazetteer, title, "发布日期：2021-01-20", f"附件：{title}.pdf") == "not_a_report"


FIGURES = "2009年共受理政府信息公开申请二百一十三件，主动公开政府信息5213条，行政复议3件。"


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("国家税务总局2009年政府信息公开工作年度报告", FIGURES, None),
        ("市政府发布2009年政府信息公开工作年度报告", FIGURES, "not_a_report"),
        ("一图读懂淮安市2009年政府信息公开工作年度报告：数据", FIGURES, "not_a_report"),
        ("国家税务总局2009年政府信息公开工作年度报告", "点击下载附件2件。", "not_a_report"),
    ],
)
def test_a_short_report_of_one_section_has_a_title_and_figures(gazetteer, title, text, reason):
    assert refusal(gazetteer, title, text) == reason


BLANK_TABLE = "信息内容\t本年处理决定数量\n行政许可\t{}"


@pytest.mark.parametrize(
    "title",
    [
        "关于做好青山县2022年政府信息公开工作年度报告编制工作的通知",
        "青山县2022年政府信息公开工作年度报告（模板）",
        "XX县20XX年政府信息公开工作年度报告",
        "（　　）年政府信息公开工作年度报告",
    ],
)
def test_a_form_to_fill_in_is_no_report_of_blanks(gazetteer, title):
    assert refusal(gazetteer, title, "一、总体情况", BLANK_TABLE.format("")) == "not_a_report"
    assert refusal(gazetteer, title, "一、总体情况", BLANK_TABLE.format("12")) is None


def test_a_report_that_leaves_its_tables_blank_is_one(gazetteer):
    title = "青山县2022年政府信息公开工作年度报告"
    assert refusal(gazetteer, title, "一、总体情况", BLANK_TABLE.format("")) is None
