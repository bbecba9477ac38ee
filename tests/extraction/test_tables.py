"""Cells found by label and geometry, on tables built by hand from the official forms."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extraction.document import Cell, Document, Place, Recognition, Table
from extraction.facts.reading import form_of, read_facts
from extraction.forms import load_forms
from extraction.tables import read_tables
from extraction.typography import OF_ODD_FORMAT, ON_OWN_COLOUR

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def table(rows, geometry="grid"):
    """A table without spans from rows of texts."""
    return Table(
        [
            Cell(text, row, column, place=Place(table=1, row=row + 1, column=column + 1))
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ],
        geometry,
    )


def document(*tables):
    return Document(list(tables), "text/plain", "hand", "1")


def requests_rows(form="2021", value="0"):
    """Table 3 of a form: one head row, label and seven cells in each row."""
    block = next(
        block
        for each in load_forms()
        if each.code == form
        for block in each.blocks
        if block.name == "requests"
    )
    rows = [["", *APPLICANTS]]
    rows += [[row.labels[0], *[value] * 7] for row in block.rows]
    return rows


def values(*tables):
    reading = read_tables(document(*tables))
    return {key: cell.cell.text for key, cell in reading.cells.items()}, reading.doubts


@pytest.mark.parametrize(("form", "count"), [("2019", 23 * 7), ("2021", 25 * 7)])
def test_table_3_is_read_as_of_the_form_whose_rows_fit(form, count):
    reading = read_tables(document(table(requests_rows(form))))
    assert len(reading.cells) == count
    assert [block.form for block in reading.blocks] == [form]


def test_columns_in_another_order_are_read_by_their_heads():
    rows = [[row[0], row[-1], *row[1:-1]] for row in requests_rows()]
    rows[1] = ["一、本年新收政府信息公开申请数量", "9", "8", "1", "0", "0", "0", "0"]
    read, _ = values(table(rows))
    assert read["request.received", "total"] == "9"
    assert read["request.received", "natural_person"] == "8"
    assert read["request.received", "business"] == "1"


def test_a_row_that_lost_its_leading_cells_is_read_by_its_only_window():
    rows = [["", "", *row] for row in requests_rows()]
    rows[5] = [rows[5][2], *"1000001"]
    read, _ = values(table(rows, "ragged"))
    key = next(key for key, text in read.items() if text == "1")
    assert key == ("outcome.denied.state_secret", "natural_person")
    assert read["outcome.denied.state_secret", "total"] == "1"


def test_a_row_of_which_the_number_alone_is_left_is_not_the_one_its_group_may_be_called_as():
    rows = [["", *row] for row in requests_rows()]
    at = next(n for n, row in enumerate(rows) if row[1].startswith("申请人无正当理由"))
    rows[at : at + 3] = [["（六）其他处理", "1.", *"2000002"]]
    read, doubts = values(table(rows))
    assert not any(item.startswith("outcome.other") for item, _ in read)
    assert any("1. | 2 | 0" in doubt.message for doubt in doubts)


@pytest.mark.parametrize("mark", [OF_ODD_FORMAT, ON_OWN_COLOUR])
def test_numbers_that_are_marked_are_no_labels(mark):
    head = [text for kind in ("行政复议", "未经复议直接起诉", "复议后起诉") for text in [kind] * 5]
    read, _ = values(table([head, OUTCOMES * 3, [f"{mark}7"] * 15, [""] * 15]))
    assert list(read.values()) == [f"{mark}7"] * 15


def test_a_number_cut_in_two_where_the_total_may_be_lost_is_doubted():
    rows = requests_rows()
    rows[12] = [rows[12][0], "13", "0", "0", "0", "0", "4"]
    read, doubts = values(table(rows, "ragged"))
    cut = {key for key in read if key[0] == "outcome.denied.administrative_query"}
    assert cut <= {doubt.key for doubt in doubts if doubt.rule_code == "row_padded"}


def test_a_blank_cell_stays_in_its_own_column():
    rows = requests_rows()
    rows[2] = [rows[2][0], "", "3", "0", "0", "0", "", "3"]
    read, _ = values(table(rows))
    assert read["request.carried_over", "natural_person"] == ""
    assert read["request.carried_over", "business"] == "3"


def test_a_row_whose_cells_cannot_be_told_apart_is_left_unread_and_said():
    rows = requests_rows()
    rows[3] = [rows[3][0], "3", "3"]
    read, doubts = values(table(rows, "ragged"))
    assert ("outcome.granted", "total") not in read
    assert any(d.rule_code == "cells_missing" and "3 | 3" in d.message for d in doubts)


def test_the_rows_called_other_are_told_apart_by_their_place():
    new, old = requests_rows("2021"), requests_rows("2019")
    new[23], old[21] = ["3.其他", *"7000007"], ["（六）其他", *"6000006"]
    assert values(table(new))[0]["outcome.other.other", "total"] == "7"
    assert values(table(old))[0]["outcome.other", "total"] == "6"


def test_a_table_split_in_two_is_read_as_one():
    rows = requests_rows()
    whole, _ = values(table(rows))
    split, doubts = values(table(rows[:12]), table([rows[0], *rows[12:]]))
    assert split == whole
    assert doubts == []
    headless, _ = values(table(rows[:12]), table(rows[12:]))
    assert headless == whole


def test_a_second_table_of_the_same_rows_is_not_mixed_into_the_first():
    first, second = requests_rows(value="1"), requests_rows(value="2")
    read, doubts = values(table(first), table(second))
    assert set(read.values()) == {"1"}
    assert {doubt.rule_code for doubt in doubts} == {"table_repeated"}
    assert {doubt.key for doubt in doubts} == {(key[0], None) for key in read}


def test_numbers_under_an_unknown_label_are_reported():
    rows = [*requests_rows()[:10], ["九、其他指标数", *"1234567"], *requests_rows()[10:]]
    _, doubts = values(table(rows))
    assert [doubt.rule_code for doubt in doubts] == ["label_unmatched"]


def test_a_row_left_out_is_reported_as_missing():
    rows = [row for row in requests_rows() if "国家秘密" not in row[0]]
    read, doubts = values(table(rows))
    assert ("outcome.denied.state_secret", "total") not in read
    assert [doubt.key[0] for doubt in doubts] == ["outcome.denied.state_secret"]


def test_the_fifteen_cells_of_table_4_stand_under_their_groups():
    head = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        [*OUTCOMES, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *OUTCOMES, *OUTCOMES],
    ]
    row = [str(number) for number in range(1, 16)]
    read, _ = values(table([*head, row]))
    assert read["reconsideration.upheld", "all"] == "1"
    assert read["litigation_direct.total", "all"] == "10"
    assert read["litigation_after_reconsideration.upheld", "all"] == "11"
    ragged = [["行政复议", "行政诉讼"], [*OUTCOMES, "未经复议直接起诉", "复议后起诉"]]
    assert values(table([*ragged, OUTCOMES * 2, row], "ragged"))[0] == read
    blank, _ = values(table([*head, [""] * 15]))
    assert set(blank.values()) == {""}


def test_an_amount_is_converted_by_its_printed_unit_only():
    def amount(head, text):
        rows = [["信息内容", "采购项目数量", head], ["政府集中采购", "3", text]]
        facts, findings = read_facts(read_tables(document(table(rows))))
        fact = next(fact for fact in facts if fact.reading.key[0] == "procurement.amount")
        return float(fact.value), [f["rule_code"] for f in findings if f["item_code"]]

    assert amount("采购总金额", "251000元") == (25.1, [])
    assert amount("采购总金额（单位：元）", "251000") == (25.1, [])
    assert amount("采购总金额（万元）", "34555 万") == (34555, [])
    assert amount("采购总金额", "8040") == (8040, ["unit_missing"])
    assert amount("采购总金额（百元）", "2510") == (25.1, [])
    assert amount("采购总金额", "0") == (0, [])


def test_the_form_of_a_report_is_that_of_most_of_its_tables():
    old = [["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"], ["行政许可", *"123"]]
    new = [["信息内容", "本年处理决定数量"], ["行政许可", "3"]]
    assert form_of(read_tables(document(table(new), table(requests_rows("2019")))).blocks) == "2021"
    assert form_of(read_tables(document(table(old), table(requests_rows("2019")))).blocks) == "2019"


def test_tables_of_other_matters_give_nothing():
    other = [["公开渠道", "单位", "数量"], ["政府网站", "条", "5"], ["其他", "条", "6"]]
    assert values(table(other)) == ({}, [])


def test_a_row_with_fewer_cells_than_columns_is_read_only_if_its_sum_holds():
    rows = requests_rows()
    rows[2] = [rows[2][0], "4", "", "", "", "", "4"]
    rows[3] = [rows[3][0], "5", "", "", "", ""]
    read, doubts = values(table(rows))
    assert ("request.carried_over", "total") not in read
    assert ("outcome.granted", "natural_person") not in read
    assert {d.key[0] for d in doubts} == {"request.carried_over", "outcome.granted"}


def test_a_single_garbled_head_is_known_by_its_gap_and_two_refuse_the_table():
    rows = requests_rows()
    rows[0][5] = "洁律朋务"
    read, doubts = values(table(rows))
    assert len(read) == 25 * 7
    assert [doubt.rule_code for doubt in doubts] == ["label_unmatched"] * 25
    rows[0][3] = "料妍"
    read, doubts = values(table(rows))
    assert read == {}
    assert [doubt.rule_code for doubt in doubts] == ["cells_missing"]


def test_a_garbled_head_that_a_stroke_parts_from_a_blank_is_known_by_its_gap():
    cells = []
    for cell in table(requests_rows()).cells:
        is_wide = cell.column == 5 and cell.row > 0
        moved = cell.column + (cell.column > 5)
        cells.append(replace(cell, column=moved, column_span=2 if is_wide else 1))
    head = next(cell for cell in cells if (cell.row, cell.column) == (0, 5))
    cells.remove(head)
    cells += [replace(head, text=""), replace(head, text="去律服务机构", column=6)]
    read, doubts = values(Table(cells))
    assert len(read) == 25 * 7
    assert doubts == []


def test_two_heads_that_a_recogniser_was_not_sure_of_are_known_by_their_gap():
    cells = [
        replace(
            cell,
            text={"商业企业": "豐", "科研机构": "杭稱"}.get(cell.text, cell.text),
            recognition=Recognition(0.3 if cell.text in ("商业企业", "科研机构") else 1.0),
        )
        for cell in table(requests_rows()).cells
    ]
    read, doubts = values(Table(cells))
    assert len(read) == 25 * 7
    assert doubts == []
    surely = [replace(cell, recognition=Recognition(1.0)) for cell in cells]
    assert values(Table(surely))[0] == {}


def test_a_report_without_one_of_its_tables_says_so():
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", "3"]]
    _, findings = read_facts(read_tables(document(table(rows), table(requests_rows()))))
    missing = {f["message"].split()[1] for f in findings if f["message"].startswith("No ")}
    assert missing == {"rules_and_documents", "charges", "review"}


def test_a_head_cut_by_a_page_break_stands_over_its_rows():
    def boxed(rows, page):
        return Table(
            [
                Cell(text, row, left, column_span=right - left, place=Place(page, page))
                for row, texts in enumerate(rows)
                for text, left, right in texts
            ]
        )

    upper = boxed(
        [
            [("行政复议", 0, 5), ("行政诉讼", 5, 15)],
            [(outcome[:2], at, at + 1) for at, outcome in enumerate(OUTCOMES)]
            + [("未经复议直接起诉", 5, 10), ("复议后起诉", 10, 15)],
        ],
        page=1,
    )
    lower = boxed(
        [
            [("", at, at + 1) for at in range(5)]
            + [(text, at + 5, at + 6) for at, text in enumerate(OUTCOMES * 2)],
            [(str(at + 1), at, at + 1) for at in range(15)],
        ],
        page=2,
    )
    read, _ = values(upper, lower)
    assert len(read) == 15
    assert read["reconsideration.upheld", "all"] == "1"
    assert read["litigation_after_reconsideration.total", "all"] == "15"


def test_heads_strewn_out_of_the_order_of_the_form_are_not_believed():
    row = ["一、本年新收政府信息公开申请数量", "1", "2", "0", "0", "0", "0", "3"]
    strewn = ["自然人", "科研机构", "商业企业", *APPLICANTS[3:]]

    assert read_tables(document(table([APPLICANTS, row], "ragged"))).blocks
    assert not read_tables(document(table([strewn, row], "ragged"))).blocks


def test_a_change_in_words_is_read_beside_numerals():
    head = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    rows = [head, ["行政许可", "十二", "持平", "105"], ["其他对外管理服务事项", "3", "减1", "0"]]
    facts, _ = read_facts(read_tables(document(table(rows))))
    assert [fact.value for fact in facts] == [12, 0, 105, 3, -1, 0]


@pytest.mark.parametrize(
    ("label", "value"),
    [("行政事业性收费（元）", "0.01"), ("行政事业性收费（单位：亿元）", "1000000")],
)
def test_a_unit_of_money_in_the_label_of_the_row_is_applied(label, value):
    rows = [["信息内容", "本年收费金额"], [label, "100"]]
    facts, findings = read_facts(read_tables(document(table(rows))))
    assert [fact.value for fact in facts] == [Decimal(value)]
    assert "unit_missing" not in {finding["rule_code"] for finding in findings}


def test_a_numeral_in_words_before_a_label_numbers_the_row():
    rows = requests_rows(value="1")
    rows = [["", *rows[0]], *(["十一", *row] for row in rows[1:])]
    reading = read_tables(document(table(rows)))
    assert len(reading.cells) == 25 * 7


def test_an_amount_in_another_currency_is_not_taken_for_yuan():
    rows = [["信息内容", "本年收费金额（单位：万美元）"], ["行政事业性收费", "100"]]
    (fact,), findings = read_facts(read_tables(document(table(rows))))
    assert (fact.value, fact.status) == (None, "unreadable")
    assert "unit_unexpected" in {finding["rule_code"] for finding in findings}


def test_an_amount_without_any_unit_is_doubted_also_where_the_form_prescribes_one():
    rows = [["信息内容", "本年收费金额"], ["行政事业性收费", "100"]]
    _, findings = read_facts(read_tables(document(table(rows))))
    assert ("unit_missing", "warning") in {(f["rule_code"], f["severity"]) for f in findings}


def test_a_number_before_a_word_for_nothing_is_a_value_and_numbers_no_row():
    kinds = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    read, _ = values(table([kinds, OUTCOMES * 3, ["3", "无", "1", "0", "4", *"0000000000"]]))
    assert [read[f"reconsideration.{code}", "all"] for code in ("upheld", "corrected")] == [
        "3",
        "无",
    ]


@pytest.mark.parametrize("head", ["类别", "名称", "事项", "信息类别"])
def test_another_word_over_the_labels_hides_no_block(head):
    rows = [[head, "上一年项目数量", "本年增/减"], ["行政事业性收费", "12", "-3"]]
    read, _ = values(table(rows))
    assert read == {("charge.items_last_year", "all"): "12", ("charge.items_change", "all"): "-3"}


def test_rows_whose_long_labels_were_shortened_are_known():
    rows = requests_rows()
    late, unpaid = (row for row in rows if row[0].startswith("申请人"))
    late[:], unpaid[:] = ["1.逾期不补正", *"1000001"], ["2.逾期未缴费", *"0200002"]
    read, _ = values(table(rows))
    assert read["outcome.other.not_corrected_in_time", "total"] == "1"
    assert read["outcome.other.fee_unpaid", "business"] == "2"


def test_a_row_of_blanks_is_blank_where_heads_are_wider_than_its_cells():
    rows = [["", *APPLICANTS], *requests_rows()[1:3]]
    heads = [Cell("", 0, 0, 1, 1)]
    heads += [Cell(text, 0, 2 * n - 1, 1, 2) for n, text in enumerate(APPLICANTS, start=1)]
    cells = [
        Cell(text, row, column, place=Place(table=1, row=row + 1, column=column + 1))
        for row, texts in enumerate([[rows[1][0], *[""] * 7], [rows[2][0], *"1000001"]], start=1)
        for column, text in enumerate(texts)
    ]
    reading = read_tables(document(Table([*heads, *cells], "grid")))
    received = {
        key: c.value.status for key, c in reading.cells.items() if key[0].endswith("received")
    }
    assert set(received.values()) == {"blank"}
    assert len(received) == 7


def test_the_rest_of_a_label_in_a_box_of_its_own_is_no_row_of_blanks():
    rows = [
        *requests_rows()[:3],
        ["5.要求行政机关确认或", *"0320207"],
        ["重新出具已获取信息", *[""] * 7],
    ]
    read, doubts = values(table(rows, "ragged"))
    assert read["outcome.not_processed.confirmation", "total"] == "7"
    assert [doubt for doubt in doubts if "确认" in doubt.message] == []


def test_a_row_whose_blanks_a_row_without_a_label_fills_is_doubted():
    lost = ["2.没有现成信息需要另行制作", "", "", "", "0", "", "", ""]
    rows = [*requests_rows()[:3], lost, ["", *"800", "", *"008"]]
    read, doubts = values(table(rows))
    assert read["outcome.not_available.needs_creation", "total"] == ""
    assert ("outcome.not_available.needs_creation", None) in {doubt.key for doubt in doubts}
