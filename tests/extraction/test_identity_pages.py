"""Who reports and when on pages of sites: menus above the title, titles cut over lines, dates."""

from __future__ import annotations

import datetime

import pytest

SECTION = "\n一、总体情况\n全年主动公开政府信息16条。"


@pytest.mark.parametrize(
    "menu", ["走进我区", "走进全县", "魅力本市"], ids=["our district", "the county", "our city"]
)
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("水利部2022年度政府信息公开年报", "水利部"),
        ("海关总署2021年政府信息公开工作年度报告", "海关总署"),
        ("阜新蒙古族自治县林业局2021年政府信息公开年度报告", "阜新蒙古族自治县林业局"),
    ],
)
def test_a_menu_of_a_site_is_no_part_of_the_title_below_it(identified, menu, title, name):
    identity = identified(f"首页\n政务公开\n{menu}\n{title}{SECTION}")
    assert (identity.title, identity.issuer_name) == (title, name)


def test_an_area_on_a_line_of_its_own_belongs_to_the_title_below_it(identified):
    identity = identified(f"洪泽区\n财政局2022年政府信息公开工作年度报告{SECTION}")
    assert identity.issuer_name == "洪泽区财政局"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("西吉县发展和改革委员会20\n24年政府信息公开年度报告", "西吉县发展和改革委员会"),
        ("2023年克什克腾旗医疗保\n障局政府信息公开工作年度报告", "克什克腾旗医疗保障局"),
        ("海关总署2019年政\n府信息公开工作年度报告", "海关总署"),
        ("黎川县应急管\n理局2023年政府信息公开工作年度报告", "黎川县应急管理局"),
        ("黎川县关于2023年政\n府信息公开工作年度报告", "黎川县人民政府"),
    ],
)
def test_a_title_cut_amid_a_word_is_one_title(identified, lines, name):
    identity = identified(lines + SECTION)
    assert (identity.issuer_name, identity.title) == (name, lines.replace("\n", ""))


def test_a_line_on_another_document_is_no_part_of_the_title_below_it(identified):
    identity = identified(
        f"2022年部门预算公开\n黎川县财政局2022年政府信息公开工作年度报告{SECTION}"
    )
    assert identity.title == "黎川县财政局2022年政府信息公开工作年度报告"


@pytest.mark.parametrize("before", ["要求，", "。", "（国办公开办函〔2021〕30号）规定，现"])
def test_a_clause_on_who_compiled_it_names_the_body_behind_by(identified, before):
    identity = identified(
        f"2021年政府信息公开工作年度报告\n按照条例{before}由西吉县发展和改革委员会编制本年度报告。"
        + SECTION
    )
    assert identity.issuer_name == "西吉县发展和改革委员会"


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-27 09:15:00 黎川县财政局",
        "2024年3月27日黎川县财政局",
        "黎川县财政局 2024-03-27",
        "黎川县人民政府办公室 2024/3/27 9:15",
    ],
)
def test_a_date_beside_the_name_of_a_body_is_that_of_publication(identified, line):
    identity = identified(f"黎川县财政局2023年政府信息公开工作年度报告\n{line}{SECTION}")
    assert identity.published_date == datetime.date(2024, 3, 27)
