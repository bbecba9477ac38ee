"""Reports of other bodies that stand behind a report in one file."""

from __future__ import annotations

import pytest

from extraction.extract import extract
from extraction.source import Source

OWN = (
    "新安县2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息。\n"
    "三、收到和处理政府信息公开申请情况\n未收到。\n{table}六、其他需要报告的事项\n无。\n"
)
APPENDED = (
    "附件1\n新安县财政局2023年政府信息公开工作年度报告\n一、总体情况\n我局全年作出行政处罚决定9件。\n"
    "信息内容\t本年处理决定数量\n行政处罚\t7\n行政强制\t3\n新安县财政局\n2024年1月9日\n"
)
TABLE = "信息内容\t本年处理决定数量\n行政许可\t5\n行政强制\t0\n"


@pytest.fixture
def rows(gazetteer):
    def read(text):
        return extract(text.encode(), Source("a.txt"), gazetteer)

    return read


def test_a_report_appended_for_another_body_says_nothing_of_the_issuer_or_the_day(rows):
    (report,) = rows(OWN.format(table=TABLE) + APPENDED)["reports"]
    assert (report["issuer_name"], report["issuer_kind"]) == ("新安县人民政府", "government")
    assert report["published_date"] is None


def test_a_table_of_an_appended_report_does_not_stand_in_for_one_of_the_report(rows):
    read = rows(OWN.format(table=TABLE) + APPENDED)
    values = {fact["item_code"]: fact["value"] for fact in read["facts"]}
    assert values == {"licensing.decisions": 5, "compulsion.decisions": 0}
    rules = [finding["rule_code"] for finding in read["findings"]]
    assert "text_table_mismatch" not in rules
    assert any("财政局" in finding["message"] for finding in read["findings"])


def test_an_appended_report_may_open_with_its_preface_alone(rows):
    preface = "根据《条例》要求，编制新安县财政局2023年度报告。"
    appended = APPENDED.replace("一、总体情况", preface).removeprefix("附件1\n")
    read = rows(OWN.format(table=TABLE) + appended)
    assert {fact["item_code"] for fact in read["facts"]} == {
        "licensing.decisions",
        "compulsion.decisions",
    }


def test_contents_before_a_title_are_no_report_before_another(rows):
    contents = "目录\n一、总体情况\n二、主动公开政府信息情况\n六、其他需要报告的事项\n"
    (report,) = rows(contents + APPENDED)["reports"]
    assert report["issuer_name"] == "新安县财政局"
    assert str(report["published_date"]) == "2024-01-09"


def test_tables_that_only_the_appended_part_has_are_kept(rows):
    assert len(rows(OWN.format(table="") + APPENDED)["facts"]) == 2


def test_a_text_read_by_the_order_of_its_cells_holds_no_appended_table_either(rows):
    read = rows(OWN.format(table=TABLE) + APPENDED.replace("\t", "      "))
    values = {fact["item_code"]: fact["value"] for fact in read["facts"]}
    assert values == {"licensing.decisions": 5, "compulsion.decisions": 0}


def test_a_title_in_a_table_over_the_report_is_its_own_where_it_is_repeated(gazetteer):
    title = "<p>新安县财政局2023年政府信息公开工作年度报告</p>"
    own = f"<table><tr><td>名称</td><td>{title}</td></tr></table>" + "".join(
        f"<p>{number}、{heading}</p><p>全年公开信息。</p>"
        for number, heading in zip("一二三", ("总体情况", "主动公开情况", "其他事项"), strict=True)
    )
    head = "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
    sheet = (
        head + "<tr><td>行政许可</td><td>5</td></tr><tr><td>行政强制</td><td>0</td></tr></table>"
    )
    page = f"<meta charset=utf-8>{own}{title}<p>一、主动公开情况</p>{sheet}"
    facts = extract(page.encode(), Source("a.html"), gazetteer)["facts"]
    assert [fact["value"] for fact in facts] == [5, 0]
