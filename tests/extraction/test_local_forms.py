"""Tables of local forms, before 2014: their rows are kept as quantities that the report states."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from extraction.extract import Rows, extract
from extraction.gazetteer import Gazetteer
from extraction.source import Source

FUJIAN = """
指标名称|计量单位|2009年度|历年累计
主动公开信息数|条|123|456
其中：1.政府网站|条|100|400
受理依申请公开信息总数|条|7|20
其中：1.当面申请数|条|3|9
2.传真申请数|条|-|1
3.网上申请数|条|4|10
本年度对申请的答复总数|条|7|20
其中：1.同意公开答复数|条|5|15
3.否决公开答复总数|条|2|5
行政申诉数|件|0|0
"""
ONLY_THE_TOTAL = re.sub(r"\|[^|]*\|([^|]*)$", r"|\1", FUJIAN, flags=re.MULTILINE)
SHANGHAI = """
指标名称|计量单位|代码|本月|本年累计
主动公开信息数|条|01|9|175
其中：全文电子化的主动公开信息数|条|02|9|175
网站专栏页面访问量|人次|05|80|2070
对申请的答复总数|条|17|1|6
否决公开答复总数|条|20|0|2
专项经费|万元|54|0|1.5
"""


@pytest.fixture
def read(gazetteer: Gazetteer):
    def read(table: str) -> Rows:
        rows = "".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>"
            for line in table.strip().split("\n")
        )
        page = (
            "<meta charset=utf-8><h1>荔城区2009年度政府信息公开工作年度报告</h1>"
            "<p>统计期限自2009年1月1日起至2009年12月31日止。</p><p>一、概述</p><p>工作有序。</p>"
            "<p>二、主动公开政府信息情况</p><p>见附表。</p>"
            f"<table>{rows}</table><p>五、存在的主要问题及改进情况</p><p>不足。</p>"
        )
        return extract(page.encode(), Source("350304/2009/1.html"), gazetteer)

    return read


def figures(rows: Rows) -> dict[str, tuple[Decimal, str, str | None]]:
    return {
        row["phrase"]: (row["value"], row["unit"], row["item_code"])
        for row in rows["narrative_figures"]
    }


def test_the_year_is_taken_from_the_short_table_of_fujian_not_the_running_total(read):
    rows = read(FUJIAN)
    found = figures(rows)
    assert found["主动公开信息数"] == (Decimal(123), "条", None)
    assert found["当面申请数"] == (Decimal(3), "条", "stat.request.in_person")
    assert found["同意公开答复数"] == (Decimal(5), "条", "stat.answer.granted")
    assert found["行政申诉数"] == (Decimal(0), "件", None)
    assert "传真申请数" not in found, "a dash states no quantity"
    assert {row["section"] for row in rows["narrative_figures"]} == {"active_disclosure"}
    assert rows["facts"] == []


def test_the_year_is_taken_from_the_coded_table_of_shanghai_not_the_month_or_the_code(read):
    found = figures(read(SHANGHAI))
    assert found["主动公开信息数"][0] == 175
    assert found["网站专栏页面访问量"][:2] == (Decimal(2070), "人次")
    assert found["专项经费"][:2] == (Decimal(15_000), "元")


@pytest.mark.parametrize(
    ("table", "severity", "words"),
    [
        (FUJIAN, "info", "受理依申请公开信息总数"),
        (FUJIAN.replace("2009年度|历年累计", "数量|件数"), "warning", "行政申诉数 | 件 | 0 | 0"),
        (FUJIAN.replace("计量单位|2009年度|历年累计", "||"), "warning", "行政申诉数 | 件 | 0 | 0"),
        (
            re.sub(r"\|[^|]*\|([^|]*)$", r"|\1", FUJIAN, flags=re.M),
            "warning",
            "行政申诉数 | 件 | 0",
        ),
    ],
)
def test_a_row_is_kept_or_named(read, table, severity, words):
    rows = read(table)
    (told,) = (row for row in rows["findings"] if row["rule_code"] == "table_of_local_form")
    assert told["severity"] == severity
    assert words in told["message"]
    assert bool(figures(rows)) is (severity == "info")
