"""The jurisdiction seed keeps its grain, its hierarchy and its known cases."""

from __future__ import annotations

import csv
import itertools
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

SEED = Path(__file__).parents[1] / "dbt_project" / "seeds" / "jurisdictions.csv"
LAST_LISTED_YEAR = 2024

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def by_code(rows: list[Row]) -> dict[str, list[Row]]:
    periods: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        periods[row["jurisdiction_code"]].append(row)
    return periods


def years(row: Row) -> range:
    return range(int(row["valid_from_year"]), int(row["valid_to_year"] or LAST_LISTED_YEAR) + 1)


def only(by_code: dict[str, list[Row]], code: str, name: str) -> Row:
    (row,) = [row for row in by_code[code] if row["name_zh"] == name]
    return row


def test_a_code_has_one_row_for_each_year_it_begins(rows: list[Row]) -> None:
    grain = Counter((row["jurisdiction_code"], row["valid_from_year"]) for row in rows)
    assert len(rows) > 6800
    assert max(grain.values()) == 1


def test_periods_of_a_code_do_not_overlap(by_code: dict[str, list[Row]]) -> None:
    for code, periods in by_code.items():
        ordered = sorted(periods, key=lambda row: int(row["valid_from_year"]))
        assert all(len(years(row)) > 0 for row in ordered), code
        for earlier, later in itertools.pairwise(ordered):
            assert earlier["valid_to_year"], code
            assert int(earlier["valid_to_year"]) < int(later["valid_from_year"]), code


def test_every_parent_stands_in_every_year_of_its_children(by_code: dict[str, list[Row]]) -> None:
    stood = {(code, year) for code, rows in by_code.items() for row in rows for year in years(row)}
    orphans = [
        (row["jurisdiction_code"], year)
        for periods in by_code.values()
        for row in periods
        for year in years(row)
        if row["level"] != "country" and (row["parent_code"], year) not in stood
    ]
    assert orphans == []


def test_successors_stand_the_year_after(by_code: dict[str, list[Row]]) -> None:
    stood = {(code, year) for code, rows in by_code.items() for row in rows for year in years(row)}
    for code, periods in by_code.items():
        for row in periods:
            for successor in row["successor_codes"].split():
                assert (successor, int(row["valid_to_year"]) + 1) in stood, (code, successor)


def test_levels_and_provinces_agree_with_the_code(rows: list[Row]) -> None:
    for row in rows:
        code = row["jurisdiction_code"]
        assert row["province_code"] == code[:2] + "0000"
        if row["level"] == "province":
            assert (code[2:], row["parent_code"]) == ("0000", "000000")
        elif row["level"] == "prefecture":
            assert row["parent_code"] == row["province_code"]
        elif row["level"] == "county":
            assert row["parent_code"] in {code[:4] + "00", row["province_code"]}
        else:
            assert (code, row["parent_code"]) == ("000000", "")


def test_a_unit_gone_in_december_2018_last_stood_in_2017(by_code: dict[str, list[Row]]) -> None:
    laiwu = only(by_code, "371200", "莱芜市")
    assert (laiwu["valid_to_year"], laiwu["successor_codes"]) == ("2017", "370100")


@pytest.mark.parametrize(
    ("code", "name", "since"),
    [
        ("321300", "宿迁市", "1996"),
        ("230883", "抚远市", "2016"),
        ("370614", "蓬莱区", "2020"),
        ("133100", "雄安新区", "2017"),
    ],
)
def test_known_units_begin_when_they_were_founded(
    by_code: dict[str, list[Row]], code: str, name: str, since: str
) -> None:
    unit = only(by_code, code, name)
    assert (unit["valid_from_year"], unit["valid_to_year"]) == (since, "")


def test_fuyuan_county_became_fuyuan_city(by_code: dict[str, list[Row]]) -> None:
    county = only(by_code, "230833", "抚远县")
    assert (county["valid_to_year"], county["successor_codes"]) == ("2015", "230883")


def test_a_partial_transfer_is_no_succession(rows: list[Row]) -> None:
    assert [row for row in rows if row["successor_codes"] and not row["valid_to_year"]] == []


def test_pseudo_parents_are_left_out_of_full_names(by_code: dict[str, list[Row]]) -> None:
    assert only(by_code, "321322", "沭阳县")["full_name_zh"] == "江苏省宿迁市沭阳县"
    xiantao = only(by_code, "429004", "仙桃市")
    assert (xiantao["full_name_zh"], xiantao["parent_code"]) == ("湖北省仙桃市", "420000")
    assert not any("直辖" in row["full_name_zh"] for rows in by_code.values() for row in rows)


def test_only_units_of_the_standard_are_marked_as_such(rows: list[Row]) -> None:
    marked = {row["jurisdiction_code"] for row in rows if row["is_gbt2260"] == "false"}
    assert marked == {"000000", "133100", "232761", "232762", "232763", "232764"}


@pytest.mark.parametrize(
    ("name", "name_en"),
    [
        ("洪洞县", "Hongtong County"),
        ("呼和浩特市", "Hohhot City"),
        ("陕西省", "Shaanxi Province"),
        ("山西省", "Shanxi Province"),
        ("北京市", "Beijing Municipality"),
        ("内蒙古自治区", "Inner Mongolia Autonomous Region"),
        ("广西壮族自治区", "Guangxi Zhuang Autonomous Region"),
        ("西安市", "Xi'an City"),
        ("单县", "Shan County"),
        ("浚县", "Xun County"),
        ("涡阳县", "Guoyang County"),
        ("六安市", "Lu'an City"),
        ("六合区", "Luhe District"),
        ("大城县", "Daicheng County"),
        ("朝阳市", "Chaoyang City"),
        ("宕昌县", "Tanchang County"),
        ("筠连县", "Junlian County"),
        ("郫都区", "Pidu District"),
        ("长治市", "Changzhi City"),
        ("长子县", "Zhangzi County"),
        ("东阿县", "Dong'e County"),
        ("万柏林区", "Wanbailin District"),
        ("威宁彝族回族苗族自治县", "Weining Yi, Hui and Miao Autonomous County"),
        ("焉耆回族自治县", "Yanqi Hui Autonomous County"),
        ("黔东南苗族侗族自治州", "Qiandongnan Miao and Dong Autonomous Prefecture"),
        ("大兴安岭地区", "Da Hinggan Ling Prefecture"),
        ("锡林郭勒盟", "Xilingol League"),
        ("乌鲁木齐市", "Ürümqi City"),
        ("拉萨市", "Lhasa City"),
        ("神农架林区", "Shennongjia Forestry District"),
        ("郊区", "Jiao District"),
    ],
)
def test_names_have_their_established_spelling(rows: list[Row], name: str, name_en: str) -> None:
    assert {row["name_en"] for row in rows if row["name_zh"] == name} == {name_en}


def test_every_english_name_is_in_latin_letters(rows: list[Row]) -> None:
    for row in rows:
        assert row["name_en"], row["jurisdiction_code"]
        for character in row["name_en"]:
            is_latin = unicodedata.name(character).startswith("LATIN")
            assert is_latin or character in " ',-", row["name_en"]
