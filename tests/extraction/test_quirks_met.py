"""What real reports were seen to do, one test a quirk: labels, values, sums, periods, titles."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from extraction.document import Cell, Document, Paragraph, Place, Table
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from extraction.values import read_cell, read_change
from tests.extraction.test_tables import OUTCOMES, document, requests_rows, table, values

KINDS = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5


@pytest.mark.parametrize(
    ("printed", "number", "unit"),
    [
        ("251000元", "251000", "元"),
        ("34555 万", "34555", "万"),
        ("160.5964万元", "160.5964", "万元"),
        ("8040", "8040", None),
        ("55（含自然失效29件）", "55", None),
        ("22（其中修订16件）", "22", None),
        ("18.8710", "18.8710", None),
    ],
)
def test_amounts_and_remarks_as_printed(printed, number, unit):
    value = read_cell(printed)
    assert (value.number, value.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(
    ("printed", "number"), [("+5", 5), ("-25", -25), ("3", 3), ("+1925", 1925), ("--253", -253)]
)
def test_changes_as_printed(printed, number):
    assert read_change(printed).number == number


@pytest.mark.parametrize(
    ("official", "printed"),
    [
        ("其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("无正当理由大量反复申请", "4.无正当理由大量反复 申请"),
        ("属于国家秘密", "1、属于国家秘密"),
        ("属于国家秘密", "1.屬於國家秘密"),
        ("结转下年度继续办理", "四、結轉下年度繼續辦理"),
        ("没有现成信息需要另行制作", "2.沒有現成資訊需要另行製作"),
        ("部分公开", "(二)部分公开(区分处理的,只计这一情形,不计其他情形)"),
        ("危及“三安全一稳定”", "3.危及'三安全一稳定'"),
    ],
)
def test_labels_of_requests_as_printed(official, printed):
    rows = requests_rows()
    at = next(number for number, row in enumerate(rows) if row[0].startswith(official))
    rows[at] = [printed, *"1000001"]
    read, doubts = values(table(rows))
    assert list(read.values()).count("1") == 2
    assert doubts == []


def test_heads_in_traditional_characters_and_over_two_rows():
    read, _ = values(
        table([["信息內容", "本年製發件數", "本年廢止件數", "現行有效件數"], ["規章", *"120"]])
    )
    assert read["rule.repealed", "all"] == "2"
    rows = requests_rows()
    rows[0][2] = "商业\n企业"
    assert ("request.received", "business") in values(table(rows))[0]


def test_a_total_of_zero_beside_ten_and_one_is_flagged_and_kept():
    row = ["10", "1", "0", "0", "0", *"0000000000"]
    facts, findings = read_facts(read_tables(document(table([KINDS, OUTCOMES * 3, row]))))
    total = next(fact for fact in facts if fact.reading.key[0] == "reconsideration.total")
    assert total.value == 0
    assert [f["item_code"] for f in findings if f["rule_code"] == "review_sum"] == [
        "reconsideration.total"
    ]


def test_five_blanks_before_ten_values_stay_blank():
    row = ["", "", "", "", "", *"1000120002"]
    read, _ = values(table([KINDS, OUTCOMES * 3, row]))
    assert [read[f"reconsideration.{code}", "all"] for code in ("upheld", "total")] == ["", ""]
    assert read["litigation_after_reconsideration.total", "all"] == "2"


def test_the_row_of_other_dealings_is_known_by_its_short_name():
    rows = requests_rows("2019")
    rows[-3][0] = "（六）其他"
    read, _ = values(table(rows))
    assert ("outcome.other", "total") in read


@pytest.mark.parametrize(
    ("clause", "start", "end"),
    [
        ("统计期限自202111日起至20211230日止。", (2021, 1, 1), (2021, 12, 30)),
        ("数据时限2018年11日至2018年1231日。", (2018, 1, 1), (2018, 12, 31)),
        ("所列数据20201月1日起至202012月31日止。", (2020, 1, 1), (2020, 12, 31)),
        ("统计周期为2023年1月1日至12月31日。", (2023, 1, 1), (2023, 12, 31)),
        ("起止时间从２０２１年１月１日到２０２１年１２月３１日止。", (2021, 1, 1), (2021, 12, 31)),
    ],
)
def test_periods_as_printed(identified, clause, start, end):
    identity = identified(f"宿迁市政府信息公开工作年度报告\n{clause}\n一、总体情况")
    found = identity.period_start, identity.period_end
    assert found == (datetime.date(*start), datetime.date(*end))


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("宿迁市2016年政务信息公开年度报告", 2016),
        ("宿迁市2023年度政府信息公开工作年度报告", 2023),
        ("宿迁市2020年信息公开工作年度报告", 2020),
        ("2023年宿迁市政府信息公开工作年度报告", 2023),
    ],
)
def test_titles_as_printed(identified, title, year):
    text = f"{title}\n依据皖政办秘〔2016〕18号和国办公开办函〔2021〕30号编制。\n一、总体情况"
    identity = identified(text)
    assert (identity.year, identity.issuer_name) == (year, "宿迁市人民政府")


@pytest.mark.parametrize("number", ["{}", "{}.", "（{}）", "({})、"])
def test_the_numbers_of_items_in_a_column_of_their_own_are_no_values(number):
    rows = [[row[0], "", "", *row[1:]] for row in requests_rows(value="1")]
    sizes = {"（三）不予公开": 8, "（四）无法提供": 3, "（五）不予处理": 5, "（六）其他处理": 3}
    at = 5
    for group, size in sizes.items():
        for item in range(size):
            rows[at + item][:3] = [group, number.format(item + 1), rows[at + item][0]]
        at += size
    read, doubts = values(table(rows))
    assert read == values(table(requests_rows(value="1")))[0]
    assert doubts == []


def test_a_number_behind_the_label_of_a_row_stays_a_value_before_a_remark():
    rows = [["", "本年处理决定数量", "备注"], ["行政许可", "3", "含变更"]]
    assert values(table(rows))[0]["licensing.decisions", "all"] == "3"
    rows = requests_rows()
    rows[1][1:3] = ["9", "4（含上年结转）"]
    read, _ = values(table(rows))
    assert read["request.received", "natural_person"] == "9"


@pytest.mark.parametrize("group_of_others", ["（六）其他处理", "（六）其他"])
@pytest.mark.parametrize("bar", ["", "-", "：", " — "])
def test_a_group_in_one_cell_with_the_label_of_its_row(bar, group_of_others):
    rows = requests_rows(value="1")
    sizes = {"（三）不予公开": 8, "（四）无法提供": 3, "（五）不予处理": 5, group_of_others: 3}
    at = 5
    for group, size in sizes.items():
        for number in range(size):
            rows[at + number][0] = f"{group}{bar}{number + 1}.{rows[at + number][0]}"
        at += size
    read, doubts = values(table(rows))
    plain_read, _ = values(table(requests_rows(value="1")))
    assert read == plain_read
    assert doubts == []


def test_the_name_of_a_group_behind_the_label_that_a_wrong_row_span_pushed_aside():
    rows = [["三、本年度办理结果", "", *row] for row in requests_rows(value="1")]
    at = next(number for number, row in enumerate(rows) if row[2] == "其他")
    rows[at] = ["三、本年度办理结果", "3.其他", "（六）其他处理", *"2111118"]
    read, _ = values(table(rows))
    assert read["outcome.other.other", "total"] == "8"


def test_rows_in_another_order_than_the_form_are_known_by_their_words():
    rows = requests_rows(value="1")
    at = next(number for number, row in enumerate(rows) if row[0].startswith("信访"))
    rows[at - 3 : at + 5] = [*rows[at : at + 5], *rows[at - 3 : at]]
    read, doubts = values(table(rows))
    assert read == values(table(requests_rows(value="1")))[0]
    assert doubts == []


def test_the_numbered_total_may_stand_before_the_results_that_it_sums():
    rows = requests_rows(value="1")
    at = next(number for number, row in enumerate(rows) if row[0] == "总计")
    rows.insert(3, ["（七）总计", *rows.pop(at)[1:]])
    read, doubts = values(table(rows))
    assert read == values(table(requests_rows(value="1")))[0]
    assert doubts == []


def test_a_further_item_called_as_one_of_the_form_in_another_group_is_none_of_it():
    rows = requests_rows(value="1")
    others = next(number for number, row in enumerate(rows) if row[0] == "其他")
    at = next(number for number, row in enumerate(rows) if row[0] == "属于行政查询事项")
    rows.insert(at + 1, ["9.其他", *rows.pop(others)[1:]])
    read, doubts = values(table(rows))
    assert not any(key[0] == "outcome.other.other" for key in read)
    assert any(doubt.rule_code == "label_unmatched" for doubt in doubts)


def test_a_remark_on_a_row_of_blanks_is_not_its_label():
    rows = [[*row, "备注" if number == 0 else ""] for number, row in enumerate(requests_rows())]
    rows[8][1:] = [*[""] * 7, "含撤回1件"]
    read, doubts = values(table(rows))
    assert [read["outcome.denied.third_party_rights", each] for each in ("business", "total")] == [
        "",
        "",
    ]
    assert doubts == []


@pytest.mark.parametrize("remark", ["注：含上年结转", "行政复议、行政诉讼数量含上年度结转数量"])
def test_a_remark_on_what_was_carried_over_names_no_other_year(remark):
    rows = [
        KINDS,
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
        list("102030000000000"),
    ]
    reading = read_tables(document(Paragraph(remark), table(rows)), 2023)
    assert reading.cells["reconsideration.other", "all"].cell.text == "2"
    assert reading.doubts == []


def test_a_row_called_as_a_group_is_known_behind_a_name_cut_by_the_end_of_a_page():
    rows = requests_rows("2019", value="1")
    at = next(number for number, row in enumerate(rows) if row[0] == "其他处理")
    rows = [["年度办理结果" if number == at else "", *row] for number, row in enumerate(rows)]
    read, doubts = values(table(rows))
    assert read["outcome.other", "total"] == "1"
    assert doubts == []


def test_words_in_the_place_of_the_first_value_are_no_label_and_leave_the_others():
    heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    facts, findings = read_facts(
        read_tables(document(table([heads, ["行政规范性文件", "未统计", "3", "97"]])))
    )
    assert [(fact.status, fact.value) for fact in facts] == [
        ("unreadable", None),
        ("reported", 3),
        ("reported", 97),
    ]
    unreadable = next(f for f in findings if f["rule_code"] == "cell_unreadable")
    assert unreadable["item_code"] == "normative_document.issued"


def test_a_last_row_with_words_as_its_value_is_no_head_that_the_page_tore():
    rows = [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "免收"]]
    _, findings = read_facts(read_tables(document(table(rows))))
    assert ("cell_unreadable", "charge.amount") in {
        (finding["rule_code"], finding["item_code"]) for finding in findings
    }


def test_a_kind_of_dispute_with_one_wrong_character_is_known():
    kinds = ["行政复意"] * 5 + KINDS[5:]
    read, doubts = values(table([kinds, OUTCOMES * 3, ["1", "0", "0", "2", "3", *"0000010001"]]))
    assert read["reconsideration.total", "all"] == "3"
    assert (len(read), doubts) == (15, [])


def test_the_name_of_lawsuits_may_stand_before_that_of_their_kind():
    kinds = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼：复议后起诉"]
    tables = [
        table([[kind] * 5, OUTCOMES, [total, *"000", total]])
        for kind, total in zip(kinds, "123", strict=True)
    ]
    read, doubts = values(*tables)
    assert [text for (item, _), text in read.items() if item.endswith(".total")] == [*"123"]
    assert (len(read), doubts) == (15, [])


def test_another_years_table_in_the_form_before_does_not_overwrite_the_years_own():
    own = table([["信息内容", "本年处理决定数量"], ["行政许可", "7"]])
    heads = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    other = table([heads, ["行政许可", *"120"], ["其他对外管理服务事项", *"450"]])
    blocks = [own, Paragraph("2020年情况"), other]
    reading = read_tables(Document(blocks, "text/plain", "hand", "1"), 2021)
    assert reading.cells["licensing.decisions", "all"].cell.text == "7"


def test_the_number_of_the_year_reported_on_is_this_year_in_a_head():
    heads = ["信息内容", "2022年制发件数", "2022年度废止件数", "现行有效件数"]
    tables = [
        table([heads, ["规章", *"123"]]),
        table([["信息内容", "2022年收费金额（单位：万元）"], ["行政事业性收费", "4.5"]]),
        table([["信息内容", "2021年处理决定数量", "2022年处理决定数量"], ["行政许可", *"67"]]),
    ]
    for year, texts in ((2022, ["1", "2", "3", "4.5", "7"]), (2023, []), (None, [])):
        reading = read_tables(document(*tables), year)
        assert [read.cell.text for read in reading.cells.values()] == texts


def test_a_row_that_stands_twice_with_the_same_numbers_is_no_unknown_row():
    rows = requests_rows(value="1")
    assert values(table([*rows[:24], rows[23], *rows[24:]])) == values(table(rows))


@pytest.mark.parametrize(
    ("head", "cell"),
    [("（万件）", "0.34"), ("（单位：万件）", "0.34"), ("（万件）", "3400件"), ("", "0.34万件")],
)
def test_a_head_that_counts_in_ten_thousands_is_heeded_unless_the_cell_has_its_own_unit(head, cell):
    rows = [["信息内容", f"本年处理决定数量{head}"], ["行政许可", cell]]
    (fact,), findings = read_facts(read_tables(document(table(rows))))
    assert fact.value == 3400
    assert {finding["rule_code"] for finding in findings} <= {"cells_missing"}


def test_a_kind_of_dispute_that_reaches_down_beside_another_does_not_take_its_columns():
    heads = [Cell("行政复议", 0, 0, 1, 5), Cell("行政诉讼", 0, 5, 1, 10)]
    heads += [Cell(text, 1, at, 2, 1) for at, text in enumerate(OUTCOMES)]
    heads += [Cell("未经复议直接起诉", 1, 5, 2, 5), Cell("复议后起诉", 1, 10, 1, 5)]
    heads += [Cell(text, 2, 10 + at) for at, text in enumerate(OUTCOMES * 2)]
    numbers = [Cell(text, 3, at) for at, text in enumerate(["1", *"0001", *"02002", *"30003"])]
    read, doubts = values(Table([*heads, *numbers]))
    assert read.get(("litigation_direct.total", "all"), "2") == "2"
    assert read.get(("litigation_after_reconsideration.total", "all"), "3") == "3"
    assert doubts


@pytest.mark.parametrize(
    ("head", "label", "is_doubted"),
    [
        ("本年收费金额（单位：万元）", "行政事业性收费（元）", True),
        ("本年收费金额（单位：元/万元）", "行政事业性收费", True),
        ("本年收费金额（单位：万元）", "行政事业性收费（万元）", False),
    ],
)
def test_an_amount_under_two_units_is_doubted(head, label, is_doubted):
    rows = [["信息内容", head], [label, "12.5"]]
    _, findings = read_facts(read_tables(document(table(rows))))
    doubted = {f["item_code"] for f in findings if f["rule_code"] == "unit_unexpected"}
    assert doubted == ({"charge.amount"} if is_doubted else set())


@pytest.mark.parametrize("values", [("0", "0", "0"), ("20", "+3", "118")])
def test_the_same_value_beside_one_is_not_taken_for_it_where_their_spans_overlap(values):
    """As in the table of 上海市 for 2019: the wider head stands one place off the wider value."""
    heads = [
        ("信息内容", 0, 1),
        ("上一年项目数量", 1, 1),
        ("本年增/减", 2, 2),
        ("处理决定数量", 4, 1),
    ]
    row = [("行政许可", 0, 1), (values[0], 1, 2), (values[1], 3, 1), (values[2], 4, 1)]
    cells = [
        Cell(text, number, column, 1, span, Place(None, 1, number + 1, column + 1))
        for number, line in enumerate((heads, row))
        for text, column, span in line
    ]
    read = read_tables(document(Table(cells, "grid"))).cells
    places = {key[0].rpartition(".")[2]: each.cell.place.column for key, each in read.items()}
    assert places == {"items_last_year": 2, "items_change": 4, "decisions": 5}


def test_a_letter_for_a_zero_is_read_with_a_finding():
    rows = requests_rows()
    rows[1] = [rows[1][0], "1O", *"OOOOO", "1O"]
    facts, findings = read_facts(read_tables(document(table(rows))))
    found = {fact.reading.key: fact for fact in facts}
    keys = [("request.received", "natural_person"), ("request.received", "other_organisation")]
    assert [found[key].value for key in keys] == [10, 0]
    assert {found[key].evidence for key in keys} == {"recognised_doubtful"}
    doubted = {
        (f["item_code"], f["applicant_type"])
        for f in findings
        if f["rule_code"] == "recognition_doubtful"
    }
    assert len(doubted) == 7
