"""Which year and period a report is of and when it was published, from short excerpts."""

from __future__ import annotations

import datetime

import pytest

from extraction.identity import Identity, dates
from extraction.labels import plain

PERIOD = "本报告中所列数据的统计期限自2021年1月1日起至2021年12月31日止。"


def rules(identity: Identity) -> list[str]:
    return [finding["rule_code"] for finding in identity.findings]


@pytest.mark.parametrize(
    "clause",
    [
        "统计期限自2021年1月1日起至2021年12月31日止",
        "统计时段，明确界定为自2021年1月1日始，至2021年12月31日止",
        "统计时限为2021年1月1日至12月31日",
        "统计时间为２０２１年１月１日—１２月３１日",
        "统计数据时限为2021年11日至2021年1231日",
        "统计期限自20211月1日起至202112月31日止",
        "统计周期从2021年1月1日到2021年12月31日止",
        "统计期限为2021.1.1-2021.12.31",
        "统计期限自2021年元月1日起至12月31日止",
        "统计时段：二〇二一年一月一日至二〇二一年十二月三十一日",
    ],
)
def test_a_period_is_read_in_every_manner_of_writing(clause):
    assert dates.period(plain(clause)) == (
        datetime.date(2021, 1, 1),
        datetime.date(2021, 12, 31),
    )


def test_a_date_that_can_be_parted_in_two_ways_is_not_guessed():
    assert dates.period(plain("统计期限自2021年111日至2021年1231日")) is None


def test_an_unstated_period_stays_unknown(identified):
    identity = identified("左云县2021年政府信息公开工作年度报告\n一、总体情况")
    assert (identity.period_start, identity.period_end) == (None, None)


def test_a_title_of_last_year_yields_to_period_and_text_with_a_finding(identified):
    identity = identified(
        f"邹城市田黄镇2020年政府信息公开工作年度报告\n{PERIOD}\n一、总体情况\n2021年度，我镇推进公开。"
    )
    assert identity.year == 2021
    assert rules(identity) == ["year_mismatch"]


def test_document_numbers_and_dates_of_posting_are_not_the_year(identified):
    identity = identified(
        "发布日期：2019-02-26\n根据皖政办秘〔2016〕18号和《2017年政务公开工作要点》，"
        "2018年我局主动公开信息。"
    )
    assert identity.year == 2018
    assert identity.published_date == datetime.date(2019, 2, 26)


def test_a_year_that_nothing_states_is_unknown(identified):
    identity = identified("一、总体情况\n我局积极落实政府信息公开工作要求。")
    assert identity.year is None
    assert "year_mismatch" in rules(identity)


def test_the_day_under_the_signature_is_the_day_of_publication(identified):
    identity = identified(
        "沭阳县财政局2023年政府信息公开年度报告\n六、其他需要报告的事项\n无。\n沭阳县财政局\n二〇二四年一月十七日"
    )
    assert identity.published_date == datetime.date(2024, 1, 17)


def test_a_date_under_the_title_needs_no_label(identified):
    identity = identified(
        "兴化市财政局2020年政府信息公开工作年度报告\n"
        "2021-01-29 17:20 来源：办公室 【字体：大 中 小】\n"
        "《条例》自2019年5月15日起施行。\n一、总体情况"
    )
    assert identity.published_date == datetime.date(2021, 1, 29)


def test_a_school_year_is_the_year_in_which_it_ends(identified):
    identity = identified(
        "扬州大学2018-2019学年信息公开工作年度报告\n统计期限为2018年9月1日至2019年8月31日。"
    )
    assert (identity.issuer_name, identity.year) == ("扬州大学", 2019)


def test_what_is_planned_for_the_next_year_is_not_the_year(identified):
    identity = identified(
        "霍邱县审计局政府信息公开工作年度报告\n一、总体情况\n2022年，公开信息。\n"
        "五、存在的主要问题及改进情况\n2023年，加强学习；2023年，完善制度。"
    )
    assert identity.year == 2022
    assert rules(identity) == ["year_mismatch"]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年以来，丰收乡公开信息9条。", 2022),
        ("一、总体情况\n2022年以来，丰收乡公开信息9条。", 2022),
        ("自2019年以来，丰收乡公开信息9条。", None),
        ("2019年5月15日以来，丰收乡公开信息9条。", None),
        ("本年度网站内容充实。截止2023年12月31日共公开信息9条。", 2023),
        ("截至2023年年底，丰收乡公开信息9条。", 2023),
        ("截至2023年6月30日，丰收乡公开信息9条。", None),
        ("截至2022年12月31日，《办法》未修订。2023年，公开信息9条。", 2023),
    ],
)
def test_a_year_from_which_on_or_up_to_whose_end_is_told_is_meant_where_no_other_is(text, year):
    assert dates.usual_year(text) == year
