"""Tables drawn otherwise than in the form: more or fewer columns, swapped, twice, of two years."""

from decimal import Decimal

import pytest

from extraction.document import Cell, Document, Paragraph, Table
from extraction.facts.reading import read_facts
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


def test_a_small_table_of_departments_does_not_stand_for_the_table_of_requests():
    departments = [["部门", *APPLICANTS], ["教育局", *"1000001"], ["合计", *"1000001"]]
    for tables in ((departments, requests_rows()), (requests_rows(), departments)):
        read, doubts = values(*map(table, tables))
        assert len(read) == 25 * 7
        assert set(read.values()) == {"0"}
        assert doubts == []


@pytest.mark.parametrize("geometry", ["grid", "ragged"])
def test_columns_of_numbers_and_units_in_front_of_the_values_are_no_values(geometry):
    rows = [["序号", "项目", "单位", *APPLICANTS]]
    rows += [
        [str(number), row[0], "件", *"1000001"] for number, row in enumerate(requests_rows()[1:], 1)
    ]
    read, doubts = values(table(rows, geometry))
    assert len(read) == 25 * 7
    assert read["request.received", "total"] == "1"
    assert doubts == []


def test_the_unit_of_an_amount_in_a_column_of_units_converts_it():
    rows = [["信息内容", "单位", "本年收费金额"], ["行政事业性收费", "元", "2500"]]
    (fact,), findings = read_facts(read_tables(document(table(rows))))
    assert fact.value == Decimal("0.25")
    assert "unit_missing" not in {finding["rule_code"] for finding in findings}


def test_a_row_that_shifted_under_the_corner_is_read_by_its_order_beside_a_further_column():
    rows = [["", *row, "占比"] for row in requests_rows()[:1]]
    rows += [["三、本年度办理结果", *row, "9%"] for row in requests_rows()[1:]]
    rows[3] = ["（一）予以公开", "3", "1", *"00004", "7%"]
    cells = [cell for cell in table(rows).cells if cell.row or cell.column > 1]
    corner = Cell("办理情况", 0, 0, column_span=2)
    read, doubts = values(Table([corner, *cells], "grid"))
    assert read["outcome.granted", "natural_person"] == "3"
    assert read["outcome.granted", "total"] == "4"
    assert doubts == []


def test_a_further_column_is_no_value_of_a_row_that_shifted():
    rows = [[*row, "同比"] for row in requests_rows()]
    rows[3] = ["三、本年度办理结果", rows[3][0], "", "82", *[""] * 4, "82", "5%"]
    read, _ = values(table(rows))
    assert read.get(("outcome.granted", "natural_person"), "") == ""
    assert read.get(("outcome.granted", "total"), "82") == "82"


@pytest.mark.parametrize("other", ["小计", "上年总计", "2021年总计", "占比"])
def test_a_column_of_other_numbers_beside_those_of_the_form_is_left_out(other):
    rows = [[*row[:2], "77", *row[2:]] for row in requests_rows(value="1")]
    rows[0][2] = other
    read, _ = values(table(rows))
    assert len(read) == 25 * 7
    assert set(read.values()) == {"1"}


def test_a_table_of_requests_without_its_total_column_is_read_and_said():
    rows = [row[:-1] for row in requests_rows(value="1")]
    read, doubts = values(table(rows))
    assert len(read) == 25 * 6
    assert [(doubt.rule_code, doubt.key) for doubt in doubts] == [
        ("cells_missing", (None, "total"))
    ]


def test_natural_persons_and_organisations_in_tables_of_their_own_make_one_table():
    rows = requests_rows(value="1")
    parts = [
        table([["项目", *row[slice(*part)]] if not number else [row[0], *row[slice(*part)]]
               for number, row in enumerate(rows)])
        for part in ((1, 2), (2, 7), (7, 8))
    ]  # fmt: skip
    read, doubts = values(*parts)
    assert len(read) == 25 * 7
    assert doubts == []


def test_a_total_beside_organisations_alone_is_not_taken_for_that_of_all_applicants():
    rows = [[row[0], *row[2:]] for row in requests_rows(value="1")]
    read, _ = values(table(rows))
    assert "total" not in {key[1] for key in read}


def test_a_row_of_other_dealings_of_the_form_of_2019_alone_in_its_table_continues_it():
    rows = requests_rows("2019")
    cut = next(n for n, row in enumerate(rows) if row[0] == "其他处理")
    pieces = [rows[:cut], [rows[0], rows[cut]], [rows[0], *rows[cut + 1 :]]]
    read, doubts = values(*map(table, pieces))
    assert len(read) == 23 * 7
    assert doubts == []


def test_a_table_with_rows_and_columns_swapped_is_read_by_its_labels():
    rows = requests_rows(value="1")
    rows[1][2] = "8"
    read, _ = values(table([list(column) for column in zip(*rows, strict=True)]))
    assert len(read) == 25 * 7
    assert read["request.received", "business"] == "8"


def test_a_label_in_front_of_the_single_row_of_table_4_is_no_reason_to_leave_it():
    head = [["", "行政复议", *[""] * 4], ["", *OUTCOMES]]
    read, _ = values(table([*head, ["数量", *"12306"]]))
    assert read["reconsideration.corrected", "all"] == "2"


def test_of_two_years_in_table_4_the_years_own_row_is_read():
    head = [["", "行政复议", *[""] * 4], ["年份", *OUTCOMES]]
    rows = [*head, ["2021年", *"12306"], ["2022年", *"45009"]]
    for year in (2022, None):
        read, doubts = read_texts(document(table(rows)), year)
        assert read["reconsideration.upheld", "all"] == "4"
        assert {doubt.rule_code for doubt in doubts} <= {"cells_missing"}


def test_rows_of_table_4_that_nothing_tells_apart_are_doubted():
    head = [["行政复议", *[""] * 4], OUTCOMES]
    read, doubts = values(table([*head, [*"12306"], [*"45009"]]))
    assert read["reconsideration.upheld", "all"] == "1"
    assert ("reconsideration.upheld", "all") in {doubt.key for doubt in doubts}


def test_a_second_table_4_does_not_overwrite_the_first():
    head = [["行政复议", *[""] * 4], OUTCOMES]
    read, doubts = values(table([*head, [*"12306"]]), table([*head, [*"45009"]]))
    assert read["reconsideration.upheld", "all"] == "1"
    assert ("reconsideration.upheld", "all") in {doubt.key for doubt in doubts}


REVIEW = {
    "reconsideration": ["行政复议", *"12306"],
    "litigation_direct": ["行政诉讼（未经复议直接起诉）", *"40026"],
    "litigation_after_reconsideration": ["行政诉讼（复议后起诉）", *"50117"],
}


def review_values(*blocks, year=None):
    read, doubts = read_texts(paragraphs_and(*blocks), year)
    found = {}
    for (item, _), text in read.items():
        found.setdefault(item.rpartition(".")[0], []).append(text)
    return found, doubts


@pytest.mark.parametrize("is_swapped", [True, False])
def test_table_4_with_a_row_or_a_column_for_each_kind_of_dispute_is_read_crosswise(is_swapped):
    rows = [["类别", *OUTCOMES], *REVIEW.values()]
    if is_swapped:
        rows = [list(column) for column in zip(*rows, strict=True)]
    found, doubts = review_values(table(rows))
    assert found == {kind: row[1:] for kind, row in REVIEW.items()}
    assert doubts == []


def test_three_tables_4_are_told_by_their_captions():
    blocks = []
    for row in REVIEW.values():
        blocks += [row[0], table([OUTCOMES, row[1:]])]
    assert review_values(*blocks)[0] == {kind: row[1:] for kind, row in REVIEW.items()}


def test_a_row_of_lawsuits_of_both_kinds_together_is_not_read_as_one_of_them():
    found, doubts = review_values(table([["类别", *OUTCOMES], ["行政诉讼", *"12306"]]))
    assert found == {}
    rows = [["类别", *OUTCOMES], REVIEW["reconsideration"], ["行政诉讼", *"12306"]]
    found, doubts = review_values(table(rows))
    assert set(found) == {"reconsideration"}
    assert {doubt.rule_code for doubt in doubts} == {"cells_missing"}


def test_two_rows_of_one_kind_of_dispute_are_not_chosen_between_unless_a_year_tells():
    rows = [["类别", *OUTCOMES], REVIEW["reconsideration"], ["行政复议", *"99999"]]
    found, doubts = review_values(table(rows))
    assert found == {}
    assert "reconsideration.total" in {doubt.key[0] for doubt in doubts}
    rows[2][0] = "上年行政复议"
    assert review_values(table(rows))[0] == {"reconsideration": [*"12306"]}


def test_a_row_that_stands_twice_with_other_numbers_is_doubted():
    rows = requests_rows(value="1")
    rows.insert(4, [rows[3][0], *"2222222"])
    read, doubts = values(table(rows))
    assert read["outcome.granted", "total"] == "1"
    assert ("outcome.granted", None) in {doubt.key for doubt in doubts}


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


def test_the_row_of_the_whole_is_read_where_departments_have_rows_in_table_4():
    head = [["", "行政复议", *[""] * 4], ["单位", *OUTCOMES]]
    rows = [*head, ["公安局", *"11002"], ["教育局", *"01001"], ["合计", *"12003"]]
    found, doubts = review_values(table(rows))
    assert found == {"reconsideration": [*"12003"]}
    assert {doubt.rule_code for doubt in doubts} <= {"cells_missing"}


def merged_head(*rows):
    """A table 2 of which only the head of the first column is merged over two."""
    head = [
        Cell("信息内容", 0, 0),
        Cell("本年制发件数", 0, 1, column_span=2),
        Cell("本年废止件数", 0, 3),
        Cell("现行有效件数", 0, 4),
    ]
    cells = [
        Cell(text, number, column)
        for number, row in enumerate(rows, start=1)
        for column, text in enumerate(row)
    ]
    return Document([Table([*head, *cells])], "", "", "")


def test_a_blank_under_a_head_over_two_columns_is_not_filled_with_its_neighbour():
    facts, findings = read_facts(read_tables(merged_head(["规章", "", "5", "7", ""])))

    assert facts == []
    assert "cells_missing" in {finding["rule_code"] for finding in findings}


def test_a_column_parted_in_two_is_read_where_another_row_shows_that_it_is():
    rows = ["规章", "", "5", "7", ""], ["规范性文件", "9", "", "8", "26"]
    facts, _ = read_facts(read_tables(merged_head(*rows)))

    texts = [fact.reading.cell.text for fact in facts]
    assert texts == ["5", "7", "", "9", "8", "26"]


def charge_table(*cells, geometry="grid", width=7):
    """A block of table 2 of 2019, its heads two columns wide each where the table is a grid."""
    heads = ["上一年项目数量", "本年增/减", "处理决定数量"]
    if geometry == "grid":
        head = [Cell("信息内容", 0, 0)]
        head += [Cell(text, 0, 1 + 2 * at, column_span=2) for at, text in enumerate(heads)]
    else:
        texts = ["信息内容", *heads, *[""] * (width - 4)]
        head = [Cell(text, 0, at) for at, text in enumerate(texts)]
    row = [Cell(text, 1, at) for at, text in enumerate(["行政许可", *cells])]
    return Document([Table([*head, *row], geometry)], "", "", "")


def test_a_row_of_a_grid_that_lost_a_cell_is_not_read_as_if_it_had_a_blank():
    facts, findings = read_facts(read_tables(charge_table("", "+120", "", "300", "")))

    assert facts == []
    assert "cells_missing" in {finding["rule_code"] for finding in findings}


def test_the_padding_behind_a_lost_value_is_not_silently_a_blank():
    document = charge_table("+120", "300", "", "", "", "", geometry="ragged")
    facts, findings = read_facts(read_tables(document))

    keys = {(finding["item_code"], finding["applicant_type"]) for finding in findings}
    assert {fact.reading.key for fact in facts} <= keys


def test_a_padded_row_with_all_its_values_is_read_without_a_doubt():
    document = charge_table("20", "+120", "300", "", "", "", geometry="ragged")
    facts, findings = read_facts(read_tables(document))

    assert [fact.reading.cell.text for fact in facts] == ["20", "+120", "300"]
    assert "row_padded" not in {finding["rule_code"] for finding in findings}


def test_a_table_4_whose_head_a_page_break_parted_is_not_silently_blank():
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    above = [
        Cell("行政复议", 0, 0, 1, 5),
        Cell("行政诉讼", 0, 5, 1, 10),
        *(Cell(text, 1, column) for column, text in enumerate(outcomes)),
        Cell("未经复议直接起诉", 1, 5, 1, 5),
        Cell("复议后起诉", 1, 10, 1, 5),
    ]
    below = [
        *(Cell("", 0, column, 2) for column in range(5)),
        Cell("", 0, 5, 1, 5),
        Cell("", 0, 10, 1, 5),
        *(Cell(text, 1, column + 5) for column, text in enumerate(outcomes * 2)),
        *(Cell(str(number), 2, number) for number in range(15)),
    ]
    facts, findings = read_facts(read_tables(Document([Table(above), Table(below)], "", "", "")))

    blank = {fact.reading.key for fact in facts if fact.status == "blank"}
    assert blank <= {(finding["item_code"], finding["applicant_type"]) for finding in findings}


def test_two_values_run_together_do_not_make_the_padding_in_front_a_blank_value():
    rows = requests_rows()
    rows[2] = [rows[2][0], "", "0", "0 1", "0", "48", "123", "172"]
    facts, findings = read_facts(read_tables(Document([table(rows, "ragged")], "", "", "")))

    doubted = {(finding["item_code"], finding["applicant_type"]) for finding in findings}
    blank = {fact.reading.key for fact in facts if fact.status == "blank"}
    assert blank and blank <= doubted
