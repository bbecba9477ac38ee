"""Tables of other years and bodies beside the report's own: which one is read, and what is said."""

from dataclasses import replace

import pytest

from extraction.document import Document, Paragraph, Place
from extraction.tables import read_tables
from tests.extraction.test_tables import (
    APPLICANTS,
    OUTCOMES,
    document,
    requests_rows,
    table,
    values,
)


def paragraphs_and(*blocks):
    """A document of paragraphs and tables in this order."""
    return Document(
        [Paragraph(b) if isinstance(b, str) else b for b in blocks], "text/plain", "hand", "1"
    )


def placed(number, drawn):
    """A table with the places that a reader gives its cells."""
    cells = [replace(cell, place=Place(table=number, row=cell.row + 1)) for cell in drawn.cells]
    return replace(drawn, cells=cells)


def read_texts(document, year=None):
    reading = read_tables(document, year)
    return {key: cell.cell.text for key, cell in reading.cells.items()}, reading.doubts


def test_the_same_table_twice_is_read_once_and_said():
    rows = requests_rows(value="1")
    read, doubts = values(table(rows), table(rows))
    assert len(read) == 25 * 7
    assert [(doubt.rule_code, doubt.severity) for doubt in doubts] == [("table_repeated", "info")]


def test_a_row_that_one_of_two_tables_lacks_may_be_of_another_body():
    head = ["信息内容", "本年处理决定数量"]
    own = table([head, ["行政许可", "5"], ["行政处罚", "0"]])
    other = table([head, ["行政许可", "0"], ["行政处罚", "0"], ["行政强制", "8"]])
    _, doubts = values(own, other)
    assert ("compulsion.decisions", "all") in {doubt.key for doubt in doubts}


def test_a_row_that_an_unnamed_table_lacks_beside_that_of_the_year_may_be_of_another_body():
    rows = requests_rows(value="1")
    blocks = ["2022年情况", table(rows), "某镇情况", table(requests_rows(value="2")[:-1])]
    read, doubts = read_texts(paragraphs_and(*blocks), 2022)
    assert set(read.values()) == {"1"}
    assert ("request.carried_forward", "total") in {doubt.key for doubt in doubts}


@pytest.mark.parametrize("caption", ["附件：石岭镇2022年申请情况", "附表 2022年城关街道申请统计"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_an_annexed_table_of_another_body_never_goes_before_that_of_the_chapter(caption, form):
    blocks = ["三、收到和处理申请情况", table(requests_rows("2019", "2"))]
    blocks += [caption, table(requests_rows(form, "1"))]
    assert set(read_texts(paragraphs_and(*blocks), 2022)[0].values()) == {"2"}


def test_a_table_without_a_few_rows_is_no_less_the_reports_than_a_whole_one_behind_it():
    own = requests_rows(value="2")
    blocks = [table(own[:5] + own[8:]), "（二）石岭镇", table(requests_rows(value="1"))]
    read, doubts = read_texts(paragraphs_and(*blocks), 2022)
    assert set(read.values()) == {"2"}
    assert {doubt.key for doubt in doubts} >= {(key[0], None) for key in read}


@pytest.mark.parametrize("is_last_first", [True, False])
def test_of_labels_of_the_form_that_stand_over_two_years_those_of_the_latest_are_read(
    is_last_first,
):
    labels = ["本年制发件数", "本年废止件数", "现行有效件数"]
    years = (2021, 2022) if is_last_first else (2022, 2021)
    head = [f"{label}（{year}年）" for label in labels for year in years]
    row = [str(number) for _ in labels for number in years]
    read, _ = read_texts(document(table([["信息内容", *head], ["规章", *row]])), 2022)
    assert list(read.values()) == ["2022"] * 3


@pytest.mark.parametrize("caption", ["2021年", "附件：石岭镇"])
def test_another_years_or_bodys_table_in_another_form_adds_no_cells(caption):
    own = table([["信息内容", "本年处理决定数量"], ["行政许可", "5"]])
    head = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    others = table([head, ["规章", "1", "2", "3"]])
    read, doubts = read_texts(paragraphs_and("2022年", own, caption, others), 2022)
    assert read == {("licensing.decisions", "all"): "5"}
    assert ("table_repeated", "info") in {(d.rule_code, d.severity) for d in doubts}


def test_last_years_disputes_in_the_manner_of_the_form_do_not_stand_for_this_years_in_rows():
    kinds = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    own = table([["类别", *OUTCOMES], *([kind, *"10203"] for kind in kinds)])
    head = [text for kind in kinds for text in (kind, *[""] * 4)]
    last = table([head, OUTCOMES * 3, [*"90009"] * 3])
    read, _ = read_texts(paragraphs_and("四、行政复议", own, "2021年", last), 2022)
    assert list(read.values()) == [*"10203"] * 3


def test_disputes_in_rows_are_read_before_a_further_table_in_the_manner_of_the_form():
    kinds = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    own = placed(1, table([["类别", *OUTCOMES], *([kind, *"10203"] for kind in kinds)]))
    head = [text for kind in kinds for text in (kind, *[""] * 4)]
    further = placed(2, table([head, OUTCOMES * 3, [*"90009"] * 3]))
    blocks = ["四、行政复议", own, "某局行政复议情况", further]
    read, doubts = read_texts(paragraphs_and(*blocks), 2022)
    assert list(read.values()) == [*"10203"] * 3
    assert {doubt.rule_code for doubt in doubts} == {"table_repeated"}


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_table_whose_heads_stand_once_more_as_lines_may_be_anothers(is_whole):
    labels = ["本年制发件数", "本年废止件数", "现行有效件数"]
    other = placed(1, table([["信息内容", *labels], ["规章", "1", "2", "3"]]))
    lines = [*labels[: 3 if is_whole else 2], "规章", "0", "0。", "5"]
    read, doubts = read_texts(paragraphs_and("附：某局统计表", other, "以下为某县", *lines), 2022)
    assert list(read.values()) == ["1", "2", "3"]
    doubted = {doubt.key for doubt in doubts if doubt.rule_code == "table_repeated"}
    assert doubted == (read.keys() if is_whole else set())


@pytest.mark.parametrize("year", [2022, None])
@pytest.mark.parametrize("captions", [("2021年情况", "2022年情况"), ("上年同期", "本年")])
@pytest.mark.parametrize("is_last_first", [True, False])
def test_last_years_table_is_never_read_as_this_years(captions, is_last_first, year):
    last = [captions[0], table(requests_rows(value="1"))]
    this = [captions[1], table(requests_rows(value="2"))]
    blocks = [*last, *this] if is_last_first else [*this, *last]
    read, doubts = read_texts(paragraphs_and(*blocks), year)
    assert set(read.values()) == {"2"}
    assert [(doubt.rule_code, doubt.severity) for doubt in doubts] == [("table_repeated", "info")]


def test_the_only_table_under_another_years_caption_is_read_with_a_doubt_on_each_row():
    read, doubts = read_texts(paragraphs_and("2021年情况", table(requests_rows())), 2022)
    assert len(read) == 25 * 7
    assert {doubt.key for doubt in doubts} == {(key[0], None) for key in read}


def test_a_line_that_states_a_figure_of_another_year_stands_over_no_table():
    blocks = [
        "2020年公开总数量(非新闻类):0",
        "三、收到和处理申请情况",
        table(requests_rows(value="1")),
    ]
    assert read_texts(paragraphs_and(*blocks), 2021)[1] == []
    blocks[0] = "统计年度：2020年"
    assert {doubt.rule_code for doubt in read_texts(paragraphs_and(*blocks), 2021)[1]}


def test_a_sentence_that_compares_years_names_no_period():
    lines = "与上年同期相比，申请数量增长5%。"
    read, doubts = read_texts(paragraphs_and(lines, table(requests_rows())), 2022)
    assert len(read) == 25 * 7
    assert doubts == []


def test_last_years_requests_beside_this_years_are_another_row():
    rows = [["项目", *APPLICANTS], ["上年新收政府信息公开申请数量", *"1234567"]]
    assert values(table(rows))[0] == {}
    rows.append(["本年新收政府信息公开申请数量", *"7654321"])
    assert values(table(rows))[0]["request.received", "natural_person"] == "7"


def test_a_number_before_the_year_in_a_caption_does_not_hide_it():
    last, this = (table(requests_rows(value=value)) for value in "12")
    blocks = ["表1 2021年度情况", last, "表2 2022年度情况", this]
    assert set(read_texts(paragraphs_and(*blocks), 2022)[0].values()) == {"2"}


@pytest.mark.parametrize("years", [("2021年", "2022年"), ("上年", "本年")])
def test_rows_of_two_years_in_a_column_of_years_are_told_apart(years):
    rows = [["项目", "年份", *APPLICANTS]]
    for row in requests_rows()[1:]:
        rows += [[row[0], years[0], *"1111111"], [row[0], years[1], *"2222222"]]
    read, doubts = read_texts(document(table(rows)), 2022)
    assert len(read) == 25 * 7
    assert set(read.values()) == {"2"}
    assert doubts == []


def test_last_years_rows_without_a_head_are_no_rest_of_the_table():
    this, last = requests_rows(value="2"), requests_rows(value="1")[1:]
    blocks = [table(this), "2021年：", table(last)]
    read, doubts = read_texts(paragraphs_and(*blocks), 2022)
    assert set(read.values()) == {"2"}
    assert doubts == []


def test_a_small_table_of_departments_does_not_stand_for_the_table_of_requests():
    departments = [["部门", *APPLICANTS], ["教育局", *"1000001"], ["合计", *"1000001"]]
    for tables in ((departments, requests_rows()), (requests_rows(), departments)):
        read, doubts = values(*map(table, tables))
        assert len(read) == 25 * 7
        assert set(read.values()) == {"0"}
        assert doubts == []
