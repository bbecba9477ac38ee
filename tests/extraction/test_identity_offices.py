"""Who reports where a portal's path, the foot of the text or a headline alone names it."""

from __future__ import annotations

import pytest

PERIOD = "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"
NAMELESS = f"2021年政府信息公开工作年度报告\n{PERIOD}\n一、总体情况\n"


def test_an_office_of_a_government_is_named_by_the_path_of_its_portal(identified):
    path = "当前位置：首页 > 政府信息公开 > 泰兴市人民政府办公室 > 政府信息公开年报\n"
    own = identified(f"{path}{NAMELESS}我办主动公开信息5条。")
    assert (own.issuer_name, own.scope) == ("泰兴市人民政府办公室", "own_body")
    assert own.findings == []
    open_ = identified(f"{path}{NAMELESS}全年主动公开信息5条。")
    assert open_.issuer_name == "泰兴市人民政府办公室"
    assert [finding["rule_code"] for finding in open_.findings] == ["issuer_unknown"]
    other = identified(f"{path}{NAMELESS}2021年，泰兴市财政局认真落实《条例》。")
    assert other.issuer_name == "泰兴市财政局"


def test_an_office_that_compiles_its_own_report_is_not_its_government(identified):
    for clause in (
        "根据《条例》，泰兴市人民政府办公室组织编制了本年度报告。",
        "如有疑问，请与泰兴市人民政府办公室联系。",
    ):
        head = f"2021年政府信息公开工作年度报告\n{clause}\n一、总体情况\n"
        assert identified(f"{head}我办公开信息5条。").issuer_kind == "office"
        assert identified(f"{head}全市公开信息5条。").issuer_kind == "government"


@pytest.mark.parametrize(
    "name", ["国家统计局灯塔调查队", "中国人民银行盈江县中心支行", "盈江县消防救援支队"]
)
def test_branches_of_central_bodies_sign(identified, name):
    identity = identified(f"{NAMELESS}全年公开信息5条。\n{name}\n2022年1月20日")
    assert (identity.issuer_name, identity.issuer_kind) == (name, "department")


def test_the_title_of_a_branch_needs_no_year(identified):
    identity = identified(f"中国人民银行盘锦市中心支行政府信息公开工作年度报告\n{PERIOD}")
    assert identity.issuer_name == "中国人民银行盘锦市中心支行"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("兰考县财政局公布2021年度政府信息公开工作年度报告", "兰考县财政局"),
        ("兰考县财政局2021年1月1日至12月31日政府信息公开工作年度报告", "兰考县财政局"),
        ("国家税务总局2021年1月1日—2021年12月31日政府信息公开年度报告", "国家税务总局"),
    ],
)
def test_titles_with_a_verb_or_a_period_name_their_issuer(identified, title, name):
    identity = identified(f"{title}\n一、总体情况\n公开信息5条。")
    assert (identity.issuer_name, identity.year) == (name, 2021)


@pytest.mark.parametrize("body", ["妇幼保健院", "社会福利院", "博物院"])
def test_institutes_are_public_institutions(identified, body):
    identity = identified(f"繁昌县{body}2021年政府信息公开工作年度报告\n一、总体情况")
    assert identity.issuer_kind == "public_institution"


def test_a_town_is_named_with_its_county_in_a_sentence(identified):
    text = "2021年，呼伦贝尔市阿荣旗巴彦苏木人民政府认真落实《条例》。"
    assert identified(NAMELESS + text).issuer_name == "阿荣旗巴彦苏木人民政府"


def test_the_title_of_last_year_has_one_vote_only(identified):
    identity = identified(f"永善县人民政府2020年政府信息公开工作年度报告\n{PERIOD}\n一、总体情况")
    assert identity.year == 2021
    assert [finding["rule_code"] for finding in identity.findings] == ["year_mismatch"]


def test_a_body_compiles_by_the_regulations(identified):
    clause = "中国人民银行天水市中心支行按照《条例》要求编制本年度报告。"
    text = f"2021年政府信息公开年报\n{clause}\n一、总体情况\n公开信息5条。"
    assert identified(text).issuer_name == "中国人民银行天水市中心支行"


def test_the_street_that_speaks_of_itself_has_no_name_by_it(identified):
    told = identified("根据《条例》的规定,我街编制了2008年度政府信息公开工作年度报告。")
    assert "我" not in (told.issuer_name or "")
    assert "issuer_unknown" in [finding["rule_code"] for finding in told.findings]


def test_a_town_to_be_written_to_is_named_without_the_words_before_it(identified):
    prose = "如对本报告有疑问,可与七里乡办公室联系。"
    told = identified(f"2016年政府信息公开工作年度报告\n{prose}\n一、总体情况\n公开信息5条。")
    assert told.issuer_name == "七里乡人民政府"
