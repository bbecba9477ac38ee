"""Divisions found by code and by name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extraction.gazetteer import Gazetteer

SEED = Path(__file__).parents[2] / "dbt_project" / "seeds" / "jurisdictions.csv"


def codes(gazetteer: Gazetteer, text: str, year: int, within: str | None = None) -> list[str]:
    return [match.division.code for match in gazetteer.find(text, year, within)]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("江苏省宿迁市沭阳县发展和改革局", 2023, ["320000", "321300", "321322"]),
        ("大兴安岭地区2020年政府信息公开工作年度报告", 2020, ["232700"]),
        ("安康市汉阴县2021年政府信息公开工作年度报告", 2021, ["610900", "610921"]),
        ("淮安市人民政府", 2024, ["320800"]),
        ("和静县2020年", 2020, ["652827"]),
        ("桐梓县新站镇人民政府", 2021, ["520322"]),
        ("苏州市财政局", 2022, ["320500"]),
        ("2021年和县人民政府", 2021, ["340523"]),
        ("太原市万柏林区", 2020, ["140100", "140109"]),
        ("河北省雄安新区", 2020, ["130000", "133100"]),
        ("新疆和静县", 2020, ["650000", "652827"]),
    ],
)
def test_names_are_found_where_they_stand(
    gazetteer: Gazetteer, text: str, year: int, expected: list[str]
) -> None:
    matches = gazetteer.find(text, year)
    assert [match.division.code for match in matches] == expected
    assert len({match.start for match in matches}) == len(expected)


def test_a_match_says_where_the_name_stands(gazetteer: Gazetteer) -> None:
    _, county = gazetteer.find("安康市汉阴县2021", 2021)
    assert (county.start, county.end) == (3, 6)


def test_a_name_of_four_counties_gives_four_candidates(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("鼓楼区人民政府", 2021)
    assert [match.start for match in matches] == [0] * 4


@pytest.mark.parametrize("within", ["320106", "320100", "320102"])
def test_the_expected_place_decides_between_namesakes(gazetteer: Gazetteer, within: str) -> None:
    (match,) = gazetteer.find("鼓楼区人民政府", 2021, within)
    assert match.division.code == "320106"


def test_a_province_leaves_both_of_its_namesakes(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "鼓楼区", 2021, "320000") == ["320106", "320302"]


def test_a_named_parent_decides_against_the_expected_place(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "徐州市鼓楼区", 2021, "320100") == ["320300", "320302"]


def test_a_suburban_district_is_found_without_its_city(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "郊区教育局", 2021) == ["140311", "230811", "340711"]
    assert codes(gazetteer, "郊区教育局", 2021, "340700") == ["340711"]


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("莱芜市", 2018, "371200"),
        ("蓬莱市", 2020, "370684"),
        ("蓬莱区", 2020, "370614"),
        ("襄樊市", 2015, "420600"),
        ("沭阳县", 1996, "321322"),
        ("沭阳县", 1995, "320823"),
    ],
)
def test_the_name_of_the_year_before_is_known(
    gazetteer: Gazetteer, text: str, year: int, code: str
) -> None:
    assert codes(gazetteer, text, year) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("大兴安岭行署", "232700"),
        ("大兴安岭地区行政公署", "232700"),
        ("黔东南州人民政府", "522600"),
        ("威宁县", "520526"),
        ("海南州", "632500"),
        ("沭阳", "321322"),
        ("沭阳政府", "321322"),
    ],
)
def test_common_short_forms_are_understood(gazetteer: Gazetteer, text: str, code: str) -> None:
    assert codes(gazetteer, text, 2021) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "高新区管委会",
        "新区管委会",
        "主城区",
        "县域经济、区域发展",
        "和平年代",
        "沭阳的经验",
        "中华人民共和国政府信息公开条例",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text, 2021) == []


def test_a_contracted_name_stands_back_behind_a_real_one(gazetteer: Gazetteer) -> None:
    """东乡县 was a county of Jiangxi until 2016; it is also short for 东乡族自治县."""
    assert codes(gazetteer, "东乡县", 2010) == ["361029"]
    assert codes(gazetteer, "东乡县", 2020) == ["622926"]
    assert codes(gazetteer, "临夏回族自治州东乡县", 2010) == ["622900", "622926"]


def test_city_and_district_may_share_a_character(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "青岛市北区政府", 2021) == ["370200", "370203"]


def test_a_code_gives_the_unit_of_the_year(gazetteer: Gazetteer) -> None:
    def name(code: str, year: int) -> str | None:
        unit = gazetteer.by_code(code, year)
        return unit.name if unit else None

    assert name("420600", 2009) == "襄樊市"
    assert name("420600", 2010) == "襄阳市"
    assert name("371200", 2018) == "莱芜市"
    assert name("371200", 2030) == "莱芜市"
    assert name("321300", 1990) == "宿迁市"
    assert name("999999", 2020) is None


def test_the_hierarchy_can_be_climbed(gazetteer: Gazetteer) -> None:
    assert gazetteer.descends_from("321322", "321300")
    assert gazetteer.descends_from("321322", "320000")
    assert gazetteer.descends_from("321322", "000000")
    assert not gazetteer.descends_from("321322", "321322")
    assert not gazetteer.descends_from("321300", "321322")
    county = gazetteer.by_code("321322", 2020)
    assert county is not None
    parent = gazetteer.parent_of(county)
    assert parent is not None
    assert parent.full_name == "江苏省宿迁市"


def test_a_title_is_read_in_about_a_millisecond(gazetteer: Gazetteer) -> None:
    text = ("江苏省宿迁市沭阳县发展和改革局2023年政府信息公开工作年度报告" * 7)[:200]
    began = time.process_time()
    for _ in range(50):
        gazetteer.find(text, 2023)
    # Ten times what it takes, so that a busy machine does not fail it.
    assert (time.process_time() - began) / 50 < 0.01


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("合肥市公安局蜀山分局", "340104"),
        ("南京市生态环境局鼓楼分局", "320106"),
        ("北京市规划和自然资源委员会朝阳分局", "110105"),
        ("淮安市生态环境局涟水分局", "320826"),
    ],
)
def test_a_branch_lies_in_the_district_of_its_city_whose_short_name_it_bears(
    gazetteer, identified, name, code
):
    assert gazetteer.find(name, 2022)[-1].division.code == code
    identity = identified(f"{name}2022年政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.jurisdiction_code) == (name, code)
