"""The table of 2014 in the manners in which governments printed it."""

import random
from decimal import Decimal

import pytest

from benchmarks.damage import damaged
from tests.extraction.statistics_tables import (
    FORM,
    HEADS,
    all_items,
    document,
    figures,
    printed,
    table,
)


@pytest.mark.parametrize(
    ("manner", "geometry"),
    [(manner, "grid") for manner in HEADS]
    # Which column is the area's is proved by sums over the columns of a grid alone.
    + [(manner, "ragged") for manner in HEADS if manner != "area_total"],
)
@pytest.mark.parametrize("seed", range(5))
def test_every_figure_is_read_in_every_manner(manner, geometry, seed):
    report = printed(manner, random.Random(seed))
    facts, findings = figures(table(report.rows, geometry))
    assert {item: fact.value for item, fact in facts.items()} == report.known
    assert {finding["rule_code"] for finding in findings} <= {"unit_missing"}


def test_the_form_has_the_items_of_the_table_in_its_order():
    assert all_items() == [item for _, _, item in FORM if item]


@pytest.mark.parametrize("manner", [manner for manner in HEADS if manner != "halves"])
def test_a_damaged_table_shifts_no_figure_unseen(manner):
    for seed in range(60):
        report = printed(manner, random.Random(seed))
        broken = damaged(document(table(report.rows)), random.Random(seed))
        facts, findings = figures(*broken.tables)
        doubted = {finding["item_code"] for finding in findings}
        wrong = {
            item: (fact.value, report.known[item])
            for item, fact in facts.items()
            if fact.value is not None and fact.value != report.known[item]
        }
        assert set(wrong) <= doubted, (manner, seed, wrong)
        lost = set(report.known) - {i for i, fact in facts.items() if fact.value is not None}
        assert lost <= doubted, (manner, seed, lost - doubted)


def test_columns_of_bodies_that_do_not_add_up_are_not_chosen_from():
    report = printed("area_total", random.Random(1))
    report.rows[2][3] = str(int(report.rows[2][3]) + 1)
    facts, findings = figures(table(report.rows))
    assert not facts
    assert {f["item_code"] for f in findings if f["rule_code"] == "cells_missing"} >= set(
        report.known
    )


def test_a_row_of_the_local_office_is_a_finding_and_shifts_nothing():
    report = printed("plain", random.Random(2))
    report.rows.insert(4, ["政府公告栏公开政府信息数", "条", "77"])
    del report.rows[7]
    facts, findings = figures(table(report.rows))
    assert "stat.channel.gazette" not in facts
    assert [f["severity"] for f in findings if f["rule_code"] == "label_unmatched"] == ["info"]
    assert "stat.channel.gazette" in {f["item_code"] for f in findings}


def test_a_recurring_label_whose_twin_is_lost_is_known_by_its_neighbours():
    report = printed("plain", random.Random(3))
    at = next(n for n, row in enumerate(report.rows) if row[0] == "（二）被依法纠错数")
    del report.rows[at]
    facts, _ = figures(table(report.rows))
    assert "stat.reconsideration.corrected" not in facts
    assert facts["stat.litigation.corrected"].value == report.known["stat.litigation.corrected"]


def test_a_recurring_label_without_its_chapters_stays_open():
    report = printed("plain", random.Random(3))
    gone = ("四、", "五、", "（一）维持")
    rows = [row for row in report.rows if not row[0].startswith(gone)]
    at = next(n for n, row in enumerate(rows) if row[0] == "（二）被依法纠错数")
    del rows[at]
    facts, findings = figures(table(rows))
    assert not {"stat.reconsideration.corrected", "stat.litigation.corrected"} & set(facts)
    assert "stat.litigation.corrected" in {f["item_code"] for f in findings}


def test_a_table_over_pages_with_its_head_repeated_is_one_table():
    report = printed("plain", random.Random(4))
    head, body = report.rows[0], report.rows[1:]
    pages = [table([head, *body[:25]]), table([head, *body[25:50]]), table(body[50:])]
    facts, findings = figures(*pages)
    assert {item: fact.value for item, fact in facts.items()} == report.known
    assert not findings


def test_a_second_table_of_the_same_form_is_not_mixed_in():
    first, second = (printed("plain", random.Random(seed)) for seed in (5, 6))
    facts, findings = figures(table(first.rows), table(second.rows))
    assert {item: fact.value for item, fact in facts.items()} == first.known
    assert [finding["rule_code"] for finding in findings] == ["table_repeated"]


@pytest.mark.parametrize(
    ("unit", "value", "rules"),
    [
        ("元", Decimal("0.012"), []),
        ("万元", Decimal(120), []),
        ("", Decimal(120), ["unit_missing"]),
    ],
)
def test_fees_are_converted_by_the_unit_that_is_printed(unit, value, rules):
    report = printed("plain", random.Random(7))
    for row in report.rows:
        if row[0].startswith("七、"):
            row[1:] = [unit, "120"]
    facts, findings = figures(table(report.rows))
    assert facts["stat.fees"].value == value
    assert [
        finding["rule_code"] for finding in findings if finding["item_code"] == "stat.fees"
    ] == rules


def test_a_wrong_sum_is_flagged_and_kept():
    report = printed("plain", random.Random(8))
    for row in report.rows:
        if row[0] == "（一）收到申请数":
            row[2] = "999999"
    facts, findings = figures(table(report.rows))
    assert facts["stat.request"].value == 999999
    assert [(f["rule_code"], f["item_code"]) for f in findings] == [
        ("statistics_sum", "stat.request")
    ]


SHANGHAI = [
    "主动公开信息数", "其中：全文电子化的主动公开信息数", "新增的行政规范性文件数",
    "提供服务类信息数", "网站专栏页面访问量", "现场接待人数", "网上咨询数", "咨询电话接听数",
    "依申请公开信息目录数", "申请总数", "其中：1.当面申请数", "2.传真申请数", "3.电子邮件申请数",
    "4.网上申请数", "5.信函申请数", "6.其他形式申请数", "对申请的答复总数",
    "其中：1.同意公开答复数", "2.同意部分公开答复数", "3.否决公开答复总数", "行政复议数",
    "行政诉讼数", "行政申诉数", "专职人员数", "兼职人员数", "专项经费",
]  # fmt: skip
FUJIAN = [
    "主动公开信息数", "其中：1.政府网站", "2.政府公报", "受理依申请公开信息总数", "1.当面申请数",
    "2.传真申请数", "3.电子邮件申请数", "4.网上申请数", "5.信函申请数", "6.其它形式",
    "本年度对申请的答复总数", "其中：1.同意公开答复数", "2.同意部分公开答复数",
    "3.否决公开答复总数", "行政复议数", "行政诉讼数", "行政申诉数",
]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["指标名称", "计量单位", "代码", "本期实际", "本年累计"]]
        + [[label, "条", f"{n:02}", "3", "9"] for n, label in enumerate(SHANGHAI, 1)],
        [["指标名称", "计量单位", "2009年度", "历年累计"]]
        + [[label, "条", "3", "9"] for label in FUJIAN],
    ],
    ids=["shanghai", "fujian"],
)
def test_a_table_of_before_2014_is_never_read_as_that_of_2014(rows):
    facts, _ = figures(table(rows))
    assert facts == {}
