"""Titles: which line is one, and what it tells of issuer and scope."""

from __future__ import annotations

import json

import pytest

from extraction.labels import plain
from tests.extraction.test_identity import rules


@pytest.mark.parametrize(
    ("title", "name", "kind", "code"),
    [
        ("宿迁市2023年政府信息公开工作年度报告", "宿迁市人民政府", "government", "321300"),
        (
            "大兴安岭地区 2020 年政府信息公开工作年度报告",
            "大兴安岭地区行政公署",
            "government",
            "232700",
        ),
        ("锡林郭勒盟2021年政府信息公开工作年度报告", "锡林郭勒盟行政公署", "government", "152500"),
        (
            "山西省人民政府二Ｏ二五年政府信息公开工作年度报告",
            "山西省人民政府",
            "government",
            "140000",
        ),
        ("左云县人民政府信息公开工作2022年年度报告", "左云县人民政府", "government", "140226"),
        ("洛阳市新安县行政审批局2020年信息公开年报", "新安县行政审批局", "department", "410323"),
        (
            "国家税务总局白银市税务局2023年政府信息公开工作年度报告",
            "国家税务总局白银市税务局",
            "department",
            "620400",
        ),
        ("自然资源部2024年政府信息公开工作报告", "自然资源部", "department", "000000"),
        (
            "涟水县人民政府办公室关于涟水县2023年政府信息公开年度报告",
            "涟水县人民政府",
            "government",
            "320826",
        ),
        (
            "涟水县人民政府研究室关于2023年政府信息公开的报告",
            "涟水县人民政府研究室",
            "department",
            "320826",
        ),
        (
            "涟水县水利局关于涟水县2023年政府信息公开年度报告",
            "涟水县水利局",
            "department",
            "320826",
        ),
        ("海关总署2010年海关信息公开工作年度报告", "海关总署", "department", "000000"),
        (
            "涟水县环境保护局2012年度环境信息公开年度报告",
            "涟水县环境保护局",
            "department",
            "320826",
        ),
        (
            "2019年上海市人民政府办公厅政府信息公开工作年度报告",
            "上海市人民政府办公厅",
            "office",
            "310000",
        ),
        (
            "盐城市亭湖区人民政府毓龙街道办事处2024年政府信息公开工作年度报告",
            "亭湖区人民政府毓龙街道办事处",
            "township",
            "320902",
        ),
        (
            "邹城市田黄镇2021年政府信息公开工作年度报告",
            "邹城市田黄镇人民政府",
            "township",
            "370883",
        ),
        (
            "洛阳市第一高级中学2022年信息公开年度报告",
            "洛阳市第一高级中学",
            "public_institution",
            "410300",
        ),
    ],
)
def test_a_title_tells_the_issuer_by_one_name_whatever_stands_before_it(
    identified, title, name, kind, code
):
    identity = identified(f"{title}\n一、总体情况\n")
    assert (identity.issuer_name, identity.issuer_kind, identity.jurisdiction_code) == (
        name,
        kind,
        code,
    )
    assert identity.title == title.replace(" ", "")
    assert identity.findings == []


def test_a_title_broken_over_two_lines_is_one_title(identified):
    identity = identified("登录 注册\n临淄区人民政府2023年\n政府信息公开工作年度报告\n一、总体情况")
    assert identity.title == "临淄区人民政府2023年政府信息公开工作年度报告"
    assert identity.year == 2023


def test_a_title_is_told_from_a_heading_on_its_line(identified):
    identity = identified(
        "清水县人民政府2019年政府信息公开工作年度报告 一、总体情况 2019年公开9条。"
    )
    assert (identity.title, identity.jurisdiction_code) == (
        "清水县人民政府2019年政府信息公开工作年度报告",
        "620521",
    )


def test_navigation_above_a_title_is_no_part_of_it(identified):
    identity = identified("首页\n政务公开\n沭阳县财政局2023年政府信息公开年度报告\n一、总体情况")
    assert identity.title == "沭阳县财政局2023年政府信息公开年度报告"


def test_a_title_without_issuer_is_completed_from_the_clause_on_who_compiled(identified):
    identity = identified(
        "2024年政府信息公开工作年度报告\n遵照国务院办公厅关于年度报告格式的统一规定（国办公开办函"
        "〔2019〕60号），白银市发展和改革局编制了2024年政府信息公开工作年度报告。\n一、总体情况"
    )
    assert identity.issuer_name == "白银市发展和改革局"
    assert identity.year == 2024


def test_a_list_of_bodies_above_the_title_is_no_part_of_it(identified):
    identity = identified(
        "首页\n县发改委\n县公安局\n城关镇\n2019年政府信息公开工作年度报告\n"
        "发布机构：市财政局\n一、总体情况\n2019年，我局公开信息。\n主办：兴化市人民政府"
    )
    assert identity.title == "2019年政府信息公开工作年度报告"
    assert (identity.issuer_name, identity.jurisdiction_code) == ("兴化市财政局", "321281")


def test_the_title_is_the_last_above_the_text_not_one_of_a_list(identified):
    identity = identified(
        "含山县运漕镇2021年政府信息公开工作年度报告\n含山县仙踪镇2020年政府信息公开工作年度报告\n"
        "含山县陶厂镇2022年政府信息公开工作年度报告\n一、总体情况\n2022年，我镇公开信息。\n"
        "含山县昭关镇2021年政府信息公开工作年度报告"
    )
    assert (identity.issuer_name, identity.year) == ("含山县陶厂镇人民政府", 2022)


@pytest.mark.parametrize(
    "foot",
    [
        "上一条：丰都县财政局2022年政府信息公开工作年度报告",
        "相关阅读\n丰都县财政局2022年政府信息公开工作年度报告",
    ],
)
def test_a_link_below_the_text_is_not_its_title(identified, foot):
    found = identified(f"政府信息公开工作年度报告\n一、总体情况\n我局认真落实条例。\n{foot}")

    assert (found.issuer_name, found.year) == (None, None)
    assert found.jurisdiction_code is None
    assert "issuer_unknown" in rules(found)


def test_a_title_among_the_properties_names_the_issuer_only_for_its_own_year(identified):
    text = "2022年政府信息公开工作年度报告\n一、总体情况\n2022年，我局公开信息。"
    same = identified(text, {"title": "曹县水务局2022年政府信息公开工作年度报告"})
    stale = identified(text, {"title": "鄄城县水务局2020年政府信息公开工作年度报告"})
    assert (same.issuer_name, same.jurisdiction_code) == ("曹县水务局", "371721")
    assert stale.issuer_name is None
    assert "issuer_unknown" in rules(stale)


@pytest.mark.parametrize(
    ("title", "name", "scope"),
    [
        ("凤阳县人民政府（本级）2022年", "凤阳县人民政府", "own_body"),
        ("凤阳县人民政府本级2022年", "凤阳县人民政府", "own_body"),
        ("2022年凤阳县全县", "凤阳县人民政府", "whole_area"),
        ("凤阳县人民政府及办公室2022年", "凤阳县人民政府及办公室", "own_body"),
    ],
)
def test_a_title_tells_whether_a_government_reports_of_its_area(identified, title, name, scope):
    identity = identified(f"{title}政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.scope) == (name, scope)


def test_openings_of_real_reports_tell_title_year_and_period(shared_reports, identified):
    wrong = []
    for line in (shared_reports / "openings.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        truth, identity = entry["truth"], identified(entry["text"])
        start = identity.period_start.isoformat() if identity.period_start else None
        found = (plain(identity.title or ""), identity.year, start)
        if found != (plain(truth["title"] or ""), truth["year"], truth["period_start"]):
            wrong.append((entry["id"], found))
    assert wrong == []
