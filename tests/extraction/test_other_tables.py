"""Tables drawn otherwise than in the form: more or fewer columns, swapped, parted."""

from decimal import Decimal

import pytest

from extraction.document import Cell, Document, Table
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from tests.extraction.test_tables import (
    APPLICANTS,
    document,
    requests_rows,
    table,
    values,
)


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


def test_a_row_that_stands_twice_with_other_numbers_is_doubted():
    rows = requests_rows(value="1")
    rows.insert(4, [rows[3][0], *"2222222"])
    read, doubts = values(table(rows))
    assert read["outcome.granted", "total"] == "1"
    assert ("outcome.granted", None) in {doubt.key for doubt in doubts}


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


def test_two_values_run_together_do_not_make_the_padding_in_front_a_blank_value():
    rows = requests_rows()
    rows[2] = [rows[2][0], "", "0", "0 1", "0", "48", "123", "172"]
    facts, findings = read_facts(read_tables(Document([table(rows, "ragged")], "", "", "")))

    doubted = {(finding["item_code"], finding["applicant_type"]) for finding in findings}
    blank = {fact.reading.key for fact in facts if fact.status == "blank"}
    assert blank and blank <= doubted
