"""Who reports on what and when, from short excerpts in the manner of real reports."""

from __future__ import annotations

import datetime
import json

import pytest

from extraction.document import Cell, Document, Paragraph, Table
from extraction.identity import Identity, identify
from extraction.source import Source


def rules(identity: Identity) -> list[str]:
    return [finding["rule_code"] for finding in identity.findings]


def test_an_office_that_sums_up_its_area_reports_for_the_government(identified):
    identity = identified(
        "本年度报告综合2017年度丽水市各县（市、区）政府和市级各部门的政府信息公开年度工作报告编制而成。"
        "如有疑问，请直接与丽水市人民政府办公室政府信息公开中心联系（地址：丽水市花园路1号）。"
    )
    assert identity.issuer_name == "丽水市人民政府"
    assert identity.scope == "whole_area"


def test_an_office_that_reports_for_itself_is_not_the_county(identified):
    identity = identified(
        "龙游县人民政府办公室2023年政府信息公开工作年度报告\n现编制并发布本单位2023年度报告。"
    )
    assert (identity.issuer_kind, identity.scope) == ("office", "own_body")


def test_a_name_left_over_from_a_neighbour_is_not_the_issuer(identified):
    identity = identified(
        "发布机构：参内乡\n公文生成日期：2013-03-28\n"
        "结合我乡工作实际编制2012年我乡政府信息公开工作年度报告。电子版可以在安溪县人民政府公众信息网上下载。\n"
        "一、概述\n制定和完善黄村乡信息公开目录。"
    )
    assert identity.issuer_name == "安溪县参内乡人民政府"
    assert identity.jurisdiction_code == "350524"
    assert identity.published_date == datetime.date(2013, 3, 28)


def test_a_department_without_a_name_stays_unknown_and_says_so(identified):
    identity = identified("一、总体情况\n2019年，我局按照市政府办公室有关要求公开信息380条。")
    assert identity.issuer_name is None
    assert identity.jurisdiction_code is None
    assert "issuer_unknown" in rules(identity)
    assert identity.issuer_kind == "department"


def test_a_county_name_that_repeats_is_not_guessed(identified):
    identity = identified("鼓楼区2023年政府信息公开工作年度报告\n一、总体情况")
    assert identity.jurisdiction_code is None
    assert rules(identity) == ["issuer_unknown"]


def test_a_county_name_that_repeats_is_decided_by_its_parent_or_the_folder(identified):
    named = identified("南京市鼓楼区2023年政府信息公开工作年度报告\n一、总体情况")
    filed = identified(
        "鼓楼区2023年政府信息公开工作年度报告\n一、总体情况", claimed_jurisdiction_code="410204"
    )
    assert named.jurisdiction_code == "320106"
    assert filed.jurisdiction_code == "410204"


def test_a_document_in_the_wrong_folder_keeps_its_own_division_and_is_flagged(identified):
    identity = identified(
        "沭阳县财政局2023年政府信息公开年度报告\n一、总体情况",
        claimed_jurisdiction_code="320800",
        claimed_year=2022,
    )
    assert (identity.jurisdiction_code, identity.year) == ("321322", 2023)
    assert sorted(rules(identity)) == ["jurisdiction_mismatch", "year_mismatch"]
    assert any("320800" in f["message"] and "321322" in f["message"] for f in identity.findings)


def test_the_folder_fills_what_the_document_leaves_open(identified):
    identity = identified(
        "一、总体情况\n2023年，市自然资源和规划局认真贯彻落实信息公开工作要求，依法公开。",
        claimed_jurisdiction_code="330783",
        claimed_year=2023,
    )
    assert identity.issuer_name == "东阳市自然资源和规划局"
    assert identity.jurisdiction_code == "330783"


def test_a_government_whose_name_was_misread_is_that_of_its_folder(identified):
    text = "沐阳县人民政府2025年政府信息公开工作年度报告\n一、总体情况"
    filed = identified(text, claimed_jurisdiction_code="321322")
    assert (filed.issuer_name, filed.jurisdiction_code) == ("沭阳县人民政府", "321322")
    assert rules(filed) == ["issuer_unknown"]
    other = identified(text, claimed_jurisdiction_code="320802")
    assert other.issuer_name == "沐阳县人民政府"
    assert rules(other) == ["issuer_unknown"]


def test_metadata_in_a_table_tells_publisher_and_day(gazetteer):
    cells = [
        Cell(text, index // 2, index % 2)
        for index, text in enumerate(["发布机构", "沭阳县财政局", "公开日期", "2024-01-17"])
    ]
    blocks = [Table(cells), Paragraph("2023年政府信息公开年度报告"), Paragraph("一、总体情况")]
    identity = identify(Document(blocks, "text/html", "test", "1"), Source("a"), gazetteer)
    assert identity.issuer_name == "沭阳县财政局"
    assert identity.published_date == datetime.date(2024, 1, 17)


def test_several_labels_on_one_line_are_told_apart(identified):
    identity = identified(
        "2021年政府信息公开工作年度报告\n"
        "索 引 号：1/2022-1 发布机构：沭阳县教育局 生成日期：2022-01-14 废止日期：—\n"
        "一、总体情况\n2021年，我局公开信息。"
    )
    assert identity.issuer_name == "沭阳县教育局"
    assert identity.published_date == datetime.date(2022, 1, 14)


def test_a_namesake_is_chosen_by_city_telephone_or_province_but_not_against_another(identified):
    title = "鼓楼区司法局2021年政府信息公开工作年度报告"
    by_city = identified(f"{title}\n一、总体情况\n按照徐州市要点公开。")
    by_phone = identified(f"{title}\n电话：0516-87636000。\n一、总体情况")
    at_odds = identified(f"{title}\n电话：0591-87636000。\n一、总体情况\n按照徐州市要点公开。")
    assert (by_city.jurisdiction_code, rules(by_city)) == ("320302", [])
    assert (by_phone.jurisdiction_code, rules(by_phone)) == ("320302", ["issuer_unknown"])
    assert (at_odds.jurisdiction_code, rules(at_odds)) == (None, ["issuer_unknown"])


def test_a_city_in_the_contact_clause_is_not_the_district(identified):
    identity = identified(
        "新华区城市管理局2019年政府信息公开工作年度报告\n地址：平顶山市中兴路，电话：0375-2928000。"
    )
    assert identity.jurisdiction_code == "410402"
    assert identity.issuer_name == "新华区城市管理局"


def test_names_left_over_from_a_neighbour_are_flagged(identified):
    town = identified(
        "青阳县蓉城镇2021年政府信息公开工作年度报告\n一、总体情况\n2021年，石台县仁里镇高度重视公开工作。"
    )
    street = identified(
        "丰泽区泉秀街道2021年政府信息公开工作年度报告\n2021年，东湖街道认真落实要求。"
    )
    contact = identified("石台县农业局2020年政府信息公开工作年度报告\n请与青阳县农业局办公室联系。")
    assert town.jurisdiction_code == "341723"
    assert rules(town) == ["jurisdiction_mismatch"]
    assert rules(street) == ["issuer_mismatch"]
    assert rules(contact) == ["jurisdiction_mismatch"]


def test_a_body_named_in_passing_is_not_the_issuer(identified):
    identity = identified(
        "一、总体情况\n2020年，我局在滁州市生态环境局指导下公开信息，与安徽省水利厅联合开展行动。"
    )
    assert "issuer_unknown" in rules(identity)
    assert identity.jurisdiction_code != "340000"


@pytest.mark.parametrize(
    ("text", "name", "scope"),
    [
        ("2022年，全县公开信息3.1万条。", "凤阳县人民政府", "whole_area"),
        ("2022年，我办公开信息310条，全县公开3.1万条。", "凤阳县人民政府办公室", "own_body"),
    ],
)
def test_an_office_publishes_its_own_report_or_that_of_its_area(identified, text, name, scope):
    identity = identified(
        f"2022年政府信息公开工作年度报告\n发布机构：凤阳县人民政府办公室\n一、总体情况\n{text}"
    )
    assert (identity.issuer_name, identity.scope) == (name, scope)


def test_a_government_that_leaves_out_the_bodies_below_reports_for_itself(identified):
    identity = identified(
        "南谯区人民政府2020年政府信息公开工作年度报告\n本报告为区本级数据，不含各镇街道和区直部门。"
    )
    assert identity.scope == "own_body"


@pytest.mark.parametrize(
    ("title", "name", "code"),
    [
        ("国家统计局六安调查队2022年", "国家统计局六安调查队", "341500"),
        ("南京海关2020年", "南京海关", "320100"),
        ("中华人民共和国黄埔海关2023年", "中华人民共和国黄埔海关", None),
        ("国家矿山安全监察局山西局2022年", "国家矿山安全监察局山西局", "140000"),
        ("水利部长江水利委员会2021年", "水利部长江水利委员会", "000000"),
        ("国家税务总局2022年", "国家税务总局", "000000"),
        ("淮安经济技术开发区财政局2021年", "淮安经济技术开发区财政局", "320800"),
        ("南湖新区管委会2019年", "南湖新区管委会", None),
        ("威宁自治县林业局2019年", "威宁彝族回族苗族自治县林业局", "520526"),
    ],
)
def test_arms_of_the_centre_and_zones_lie_where_their_short_name_says(
    identified, title, name, code
):
    identity = identified(f"{title}政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.jurisdiction_code) == (name, code)
    assert (identity.findings == []) is (code is not None)


def test_a_customs_house_keeps_its_own_name_in_the_folder_of_its_city(identified):
    text = "拱北海关2016年政府信息公开年度报告\n一、概述"
    identity = identified(text, claimed_jurisdiction_code="440400")
    assert (identity.issuer_name, identity.jurisdiction_code) == ("拱北海关", "440400")


def test_no_opening_of_a_real_report_gets_a_wrong_issuer(shared_reports, identified):
    wrong = []
    for line in (shared_reports / "openings.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        truth, name = entry["truth"]["issuer"], identified(entry["text"]).issuer_name
        if name is not None and not (truth or "").endswith(name):
            wrong.append((entry["id"], name, truth))
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "name", "code"),
    [
        ("雄安新区容城县人民政府", "容城县人民政府", "130629"),
        ("河北雄安新区雄县教育局", "雄县教育局", "130638"),
        ("伊犁哈萨克自治州阿勒泰地区布尔津县财政局", "布尔津县财政局", "654321"),
        ("杭州市义乌市财政局", "义乌市财政局", "330782"),
    ],
)
def test_a_county_behind_a_place_that_does_not_hold_it_reports_itself(
    identified, title, name, code
):
    identity = identified(f"{title}2022年政府信息公开工作年度报告\n一、总体情况\n")
    assert (identity.issuer_name, identity.jurisdiction_code) == (name, code)
    assert rules(identity) == ["issuer_unknown"]


def test_a_county_behind_another_province_is_left_open(identified):
    title = "长沙市沭阳县财政局2022年政府信息公开工作年度报告"
    identity = identified(title + "\n一、总体情况\n")
    assert identity.jurisdiction_code is None
    assert rules(identity) == ["issuer_unknown"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("河北雄安新区", "雄安新区管理委员会"),
        ("新疆生产建设兵团第八师石河子市", "第八师石河子市人民政府"),
        ("八师石河子市", "第八师石河子市人民政府"),
    ],
)
def test_the_new_area_and_the_cities_of_the_corps_have_one_name(identified, title, name):
    identity = identified(f"{title}2022年政府信息公开工作年度报告\n一、总体情况\n")
    assert identity.issuer_name == name
    assert identity.findings == []


def test_a_zone_of_a_city_and_its_county_of_one_name_is_left_to_other_places(identified):
    text = "岳阳经济技术开发区2022年政府信息公开工作年度报告\n一、总体情况\n"
    alone = identified(text)
    filed = identified(text, claimed_jurisdiction_code="430621")
    on_site = identified(text, source_url="http://kfq.yueyang.gov.cn/1.html")
    assert (alone.jurisdiction_code, rules(alone)) == (None, ["issuer_unknown"])
    assert filed.jurisdiction_code == "430621"
    assert (on_site.jurisdiction_code, rules(on_site)) == ("430600", ["issuer_unknown"])
