"""Ways in which real reports word their prose: who speaks, what counts, what there was none of."""

from __future__ import annotations

import pytest

from extraction.extract import extract
from extraction.prose.narrative import narrative_figures
from extraction.source import Source


def told(text: str, section: str = "overview", law="492", **who):
    row = {"section": section, "heading": None, "text": text}
    return narrative_figures([row], law, None, **who)


def restated(text: str, section: str = "overview", law="492", **who) -> dict[str, int]:
    figures = told(text, section, law, **who)
    return {each.items[0]: int(each.value) for each in figures if len(each.items) == 1}


def test_a_person_before_a_body_is_no_part_of_its_name(identified):
    text = "2013年政府信息公开工作年度报告\n一、概述\n{}黄忠洋 开发区管委会宣传局（法制办）局长"
    assert identified(text.format("部门领导：")).issuer_name is None
    assert identified(text.format("联系人：")).issuer_name is None


def test_the_site_of_a_government_is_not_all_sites_of_another_body():
    text = "通过{}政府网站主动公开政府信息137条。"
    assert restated(text.format("省")) == {}
    assert restated(text.format("")) == {"stat.channel.website": 137}
    assert restated(text.format("县"), is_governments=True) == {"stat.channel.website": 137}


@pytest.mark.parametrize(
    "text",
    [
        "我局主动公开政府信息主要通过四条途径，一是网站。",
        "开辟主动公开政府信息4条渠道。",
        "十六届人大七次会议、政协九届三次全体会议期间没有建议。",
    ],
)
def test_ways_and_sessions_are_no_quantities(text):
    assert told(text) == []
    assert [int(figure.value) for figure in told("召开三次会议，公开四条信息。")] == [3, 4]


def test_fees_may_be_named_in_brackets():
    text = "本局2017年度依申请公开收取的费用（检索费、邮寄费、复制费等）为0元。"
    assert restated(text) == {"stat.fees": 0}


def test_a_share_behind_a_number_without_a_unit_tells_that_it_is_a_count():
    text = "予以公开966件，占66.48%；部分公开67，占4.61%；不予公开8件。编号2019，占地。"
    assert restated(text, "requests", "711") == {
        "outcome.granted": 966,
        "outcome.partly_granted": 67,
    }


def test_chapters_in_one_paragraph_are_sections(gazetteer):
    title = "青山镇2009年政府信息公开工作年报\n"
    text = (
        "现将我镇工作小结如下： 一、政府信息主动公开情况 为方便公众，公开信息60条。{}"
        "二、政府依申请公开政府信息情况 2009年，办理事项为零。 三、信息公开收费和减免情况：为零。"
        "四、加强学习 认真学习。"
    )
    rows = extract((title + text.format("")).encode(), Source("a.txt"), gazetteer)["sections"]
    assert [(row["section"], row["heading"]) for row in rows[1:]] == [
        ("active_disclosure", "一、政府信息主动公开情况"),
        ("requests", "二、政府依申请公开政府信息情况"),
        ("other_matters", "三、信息公开收费和减免情况"),
    ]
    assert rows[1]["text"] == "为方便公众，公开信息60条。"
    assert rows[3]["text"] == "为零。\n四、加强学习 认真学习。"
    listed = "本报告由一、概述；二、主动公开情况；三、依申请公开情况三部分组成，于网站公布。"
    rows = extract((title + listed).encode(), Source("a.txt"), gazetteer)["sections"]
    assert [row["section"] for row in rows] == ["preamble"]


def test_a_report_may_be_a_letter(identified, gazetteer):
    title = "渭南市水务局关于2014年度政府信息公开年度报告的函\n"
    assert identified(title + "一、基本情况").issuer_name == "渭南市水务局"
    text = "一、基本情况\n按要求办理。\n二、主动公开情况\n公开信息9条。"
    letters = [title, "渭南市水务局关于做好2014年度政府信息公开年度报告的函\n"]
    read = [extract((each + text).encode(), Source("a.txt"), gazetteer) for each in letters]
    assert [len(rows["reports"]) for rows in read] == [1, 0]
