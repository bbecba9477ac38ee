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
        ("2019年钟楼区发展和改革委\n员会政府信息公开工作年度报告", "钟楼区发展和改革委员会"),
        ("海关总署2019年政\n府信息公开工作年度报告", "海关总署"),
        ("黎川县应急管\n理局2023年政府信息公开工作年度报告", "黎川县应急管理局"),
        (
            "2017年文山壮族苗族自治州人\n民政府政府信息公开工作年度报告",
            "文山壮族苗族自治州人民政府",
        ),
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


def test_whom_to_ask_is_named_where_the_word_for_asking_is_left_out(identified):
    identity = identified(
        "编制我单位2021年政府信息公开工作年度报告。如有疑问请与来凤县政务服务和大数据管理局"
        f"（地址：来凤县政务服务中心501室）。{SECTION}"
    )
    assert identity.issuer_name == "来凤县政务服务和大数据管理局"
    assert "issuer_unknown" in [finding["rule_code"] for finding in identity.findings]


@pytest.mark.parametrize("name", ["乾县", "乾安县"])
def test_a_name_that_has_the_traditional_form_of_another_word_is_kept(identified, name):
    identity = identified(f"{name}财政局2020年政府信息公开工作年度报告{SECTION}")
    assert identity.issuer_name == f"{name}财政局"
    assert identity.jurisdiction_code is not None


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        (
            "当涂县退役军人事务局现向社会公布2023年政府信息公开工作年度报告。",
            "当涂县退役军人事务局",
        ),
        ("根据条例要求，结合柘荣县财政局工作实际，编制本报告。", "柘荣县财政局"),
        ("本报告由惠农区市场监督管理局办公室编制。", "惠农区市场监督管理局"),
        ("本报告由楚雄市柳林镇人民政府党政办公室编制。", "楚雄市柳林镇人民政府"),
        ("本报告由财政部办公厅编制。", "财政部"),
        ("由洪泽区人民政府办公室编制本年度报告。我区公开信息8条。", "洪泽区人民政府"),
        ("由洪泽区人民政府办公室编制本年度报告。我办公开信息8条。", "洪泽区人民政府办公室"),
    ],
)
def test_a_clause_names_the_body_where_the_title_names_none(identified, clause, name):
    text = f"2023年政府信息公开工作年度报告\n时间：2024-2-21　　点击：[88]次\n{clause}{SECTION}"
    assert identified(text).issuer_name == name


def test_the_portal_behind_the_title_of_a_page_is_not_silently_the_issuer(identified):
    title = "2023年政府信息公开工作年度报告-当涂县人民政府"
    identity = identified(f"2023年政府信息公开工作年度报告{SECTION}", {"title": title})
    assert "issuer_unknown" in [finding["rule_code"] for finding in identity.findings]


def test_a_department_behind_the_title_of_a_page_is_the_issuer(identified):
    title = "2023年政府信息公开工作年度报告_当涂县财政局"
    identity = identified(f"2023年政府信息公开工作年度报告{SECTION}", {"title": title})
    assert (identity.issuer_name, identity.findings) == ("当涂县财政局", [])


def test_the_time_of_update_dates_a_page_that_states_no_other(identified):
    title = "黎川县财政局2023年政府信息公开工作年度报告\n"
    identity = identified(f"{title}更新时间：2024-03-27 08:00:01{SECTION}")
    assert identity.published_date == datetime.date(2024, 3, 27)
    both = f"{title}发布日期：2024-01-30　更新时间：2024-03-27 08:00:01{SECTION}"
    assert identified(both).published_date == datetime.date(2024, 1, 30)


@pytest.mark.parametrize(
    "line",
    [
        "发布机构 古城区财政局 发文日期 2023-03-18",
        "信息分类 年报 发布机构 古城区财政局 发布日期 2023年3月18日 文号",
    ],
)
def test_labels_and_values_in_turn_on_a_line_without_colons_are_read(identified, line):
    identity = identified(f"2022年政府信息公开年度报告\n{line}{SECTION}")
    assert identity.issuer_name == "古城区财政局"
    assert identity.published_date == datetime.date(2023, 3, 18)


def test_an_entry_of_a_list_on_one_line_with_the_title_is_no_part_of_it(identified):
    title = "2023年吉木乃县交通运输局政府信息公开工作年度报告"
    identity = identified(f"2015年度报告 {title}\n2016年度报告 日期：2024-03-18{SECTION}")
    assert (identity.title, identity.year) == (title, 2023)
    assert identity.issuer_name == "吉木乃县交通运输局"


def test_a_page_converted_for_taiwan_has_the_title_of_a_report(identified):
    identity = identified(f"左雲縣人民政府2025年度政府資訊公開工作年度報告{SECTION}")
    assert identity.issuer_name == "左云县人民政府"
    assert identity.year == 2025


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("全县", None),
        ("全州", None),
        ("乡镇", None),
        ("街道", None),
        ("全州县", "全州县人民政府"),
        ("洪泽区财政局", "洪泽区财政局"),
    ],
)
def test_a_clause_on_whose_conditions_it_suits_names_a_body_only_where_it_says_one(
    identified, words, name
):
    text = f"2023年政府信息公开工作年度报告\n按照条例，结合{words}实际，编制本报告。{SECTION}"
    assert identified(text).issuer_name == name


def test_all_of_a_prefecture_is_no_county_of_that_name(identified):
    """全州县 is one of 广西; autonomous prefectures write 全州 of themselves."""
    clause = "现将全州2023年政府信息公开工作情况报告如下。"
    identity = identified(f"凉山州2023年政府信息公开工作年度报告\n{clause}{SECTION}")
    assert (identity.issuer_name, identity.findings) == ("凉山彝族自治州人民政府", [])
    identity = identified(f"2023年政府信息公开工作年度报告\n{clause}{SECTION}")
    assert (identity.issuer_name, identity.jurisdiction_code) == (None, None)


def test_the_date_of_publication_may_be_a_point_of_a_list(identified):
    title = "广州市交通运输局2018年政府信息公开工作年度报告"
    identity = identified(f"{title}\n • 听全文\n • 2019-02-28\n • 来源：市交通运输局{SECTION}")
    assert identity.published_date == datetime.date(2019, 2, 28)


def test_a_title_that_names_nobody_is_the_pages_where_its_head_repeats_it(identified):
    """Another body's report of the year stands in a list above it."""
    bare = "2019年度政府信息公开工作年度报告"
    metadata = {"title": f"{bare}_洪泽区门户网站", "article_title": bare}
    listed = (
        "洪泽区财政局2018年政府信息公开工作年度报告\n洪泽区财政局2019年政府信息公开工作年度报告"
    )
    identity = identified(f"{listed}\n{bare}\n来源：洪泽区教育局{SECTION}", metadata)
    assert (identity.title, identity.issuer_name) == (bare, "洪泽区教育局")
