"""Tables under the name of another body: they are read where there are no others, and doubted."""

import pytest

from extraction.extract import extract
from extraction.facts.other_bodies import tables_of_other_bodies
from extraction.gazetteer import Gazetteer
from extraction.readers import read_document
from extraction.source import Source
from tests.extraction.test_tables import requests_rows

ISSUER = "马关县文化和旅游局"


def page(*captions: str, cut: int = 0) -> bytes:
    """A report whose table of requests stands below these lines, in two parts where it is cut."""
    rows = requests_rows(value="1")
    parts = [rows[:cut], rows[cut:]] if cut else [rows]
    tables = [
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in part)
        + "</table>"
        for part in parts
    ]
    lines = [f"{ISSUER}2021年政府信息公开年度报告", "一、总体情况", "2021年，认真贯彻。", *captions]
    body = "".join(f"<p>{line}</p>" for line in lines) + "".join(tables)
    return f"<meta charset=utf-8><title>年度报告</title>{body}".encode()


def doubted(content: bytes, gazetteer: Gazetteer) -> set[str]:
    findings = extract(content, Source("a.html"), gazetteer)["findings"]
    return {row["item_code"] for row in findings if row["rule_code"] == "body_of_table"}


@pytest.mark.parametrize("cut", [0, 10])
@pytest.mark.parametrize(
    "captions",
    [
        ["附：马关县民政局2021年政府信息公开统计表", "马关县民政局收到和处理政府信息公开申请情况"],
        ["附件2：马关县民政局政府信息公开申请情况"],
    ],
)
def test_rows_of_a_table_under_the_name_of_another_body_are_doubted(captions, cut, gazetteer):
    rows = {row[0] for row in extract_rows(page(*captions, cut=cut), gazetteer)}
    assert doubted(page(*captions, cut=cut), gazetteer) == rows


def test_the_name_of_another_body_may_stand_in_the_table_over_its_heads(gazetteer):
    caption = "附：马关县民政局收到和处理政府信息公开申请情况"
    inside = f"<table><tr><td colspan=8>{caption}</td></tr>".encode()
    content = page().replace(b"<table>", inside)
    assert doubted(content, gazetteer) == {row[0] for row in extract_rows(content, gazetteer)}


def test_a_table_with_heads_and_nothing_over_it_goes_on_with_the_body_before_it(gazetteer):
    review = (
        "<table><tr><td>行政复议</td></tr><tr><td>结果维持</td></tr><tr><td>3</td></tr></table>"
    )
    content = page("附：马关县民政局收到和处理政府信息公开申请情况") + review.encode()
    document = read_document(content, "text/html")
    assert len(tables_of_other_bodies(document, ISSUER)) == 2


def extract_rows(content: bytes, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    facts = extract(content, Source("a.html"), gazetteer)["facts"]
    assert len(facts) == 25 * 7
    return {(fact["item_code"], fact["applicant_type"]) for fact in facts}


@pytest.mark.parametrize(
    "caption",
    [
        "附：马关县文化和旅游局2021年政府信息公开统计表",
        "云南省马关县文化和旅游局收到和处理政府信息公开申请情况",
        "三、马关县收到和处理政府信息公开申请情况",
        "附：政府信息公开申请情况",
    ],
)
def test_tables_under_the_issuers_own_name_or_none_are_not(caption, gazetteer):
    assert doubted(page(caption), gazetteer) == set()


def test_the_own_table_is_read_where_that_of_another_body_stands_before_it(gazetteer):
    another = page("附：马关县民政局2021年政府信息公开统计表").decode()
    own = another.rpartition("<table>")[2].replace(">1<", ">2<")
    content = another + "<p>三、收到和处理政府信息公开申请情况</p><table>" + own

    rows = extract(content.encode(), Source("a.html"), gazetteer)

    assert {fact["value"] for fact in rows["facts"]} == {2}
    left_out = [row for row in rows["findings"] if row["rule_code"] == "table_repeated"]
    assert [row["severity"] for row in left_out] == ["info"]
    assert "name of another body" in left_out[0]["message"]
    assert not any(row["rule_code"] == "body_of_table" for row in rows["findings"])
