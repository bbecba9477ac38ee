"""Tables that the end of a page or their authors part: heads over rows, labels beside numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Cell, Place, Table
from extraction.facts.reading import form_of
from extraction.tables import read_tables
from tests.extraction.test_disputes_in_rows import REVIEW, review_values
from tests.extraction.test_tables import OUTCOMES, document, requests_rows, table, values

BLANK = [""] * 7
ITEMS = ["licensing", "penalty", "compulsion"]
OUTCOME_CODES = ["upheld", "corrected", "other", "pending", "total"]


def test_the_outcomes_at_the_foot_of_a_page_stand_over_the_row_on_the_next():
    blocks = []
    for row in REVIEW.values():
        blocks += [row[0], table([OUTCOMES]), table([row[1:]])]
    assert review_values(*blocks)[0] == {kind: row[1:] for kind, row in REVIEW.items()}


def test_a_kind_of_dispute_on_the_next_page_stands_under_the_outcomes_of_the_one_before():
    first, second, third = REVIEW.values()
    found, _ = review_values(table([["类别", *OUTCOMES], first, second]), table([third]))
    assert found == {kind: row[1:] for kind, row in REVIEW.items()}


def test_a_row_of_numbers_behind_a_paragraph_is_not_put_under_the_outcomes_before_it():
    found, _ = review_values(table([OUTCOMES]), "复议后起诉", table([["1", "2", "3", "0", "6"]]))
    assert found == {}


@pytest.mark.parametrize("heading", ["四、行政复议、行政诉讼情况（一）行政复议", "（一）行政复议"])
def test_of_headings_in_one_paragraph_the_last_names_the_kind_of_dispute(heading):
    found, _ = review_values(heading, table([OUTCOMES, [*"12306"]]))
    assert found == {"reconsideration": [*"12306"]}


@pytest.mark.parametrize("above", [True, False])
def test_a_blank_row_beside_numbers_without_a_label_of_the_form_is_not_silently_blank(above):
    """The end of a page left 属于 with the numbers and 行政执法案卷 without."""
    rows = requests_rows()
    at = next(number for number, row in enumerate(rows) if row[0] == "属于行政执法案卷")
    rows[at] = ["属于行政执法案卷", *BLANK]
    rows.insert(at + (not above), [".属于" if above else "案卷", *"1200003"])
    _, doubts = values(table(rows))
    item = "outcome.denied.enforcement_file"
    assert [d.rule_code for d in doubts if d.key == (item, None)] == ["row_padded"]


def test_pieces_of_a_label_between_a_blank_row_and_its_numbers_leave_the_doubt():
    rows = requests_rows()
    at = next(number for number, row in enumerate(rows) if row[0] == "属于行政执法案卷")
    rows[at] = ["属于行政执法案卷", *BLANK]
    rows[at + 1 : at + 1] = [["（见说明", *BLANK], ["", *"1200003"], ["）", *BLANK]]
    _, doubts = values(table(rows))
    item = "outcome.denied.enforcement_file"
    assert [d.rule_code for d in doubts if d.key == (item, None)] == ["row_padded"]


def test_a_blank_row_among_others_is_read_without_a_doubt():
    rows = requests_rows()
    rows[9] = [rows[9][0], *BLANK]
    assert "row_padded" not in {doubt.rule_code for doubt in values(table(rows))[1]}


@pytest.mark.parametrize(("year", "form"), [(2020, "2019"), (2023, "2021")])
def test_the_year_tells_the_form_where_only_rows_of_both_forms_are_left(year, form):
    rows = requests_rows()[:4]
    assert form_of(read_tables(document(table(rows)), year).blocks) == form


def test_rows_of_one_form_tell_it_whatever_the_year():
    assert form_of(read_tables(document(table(requests_rows("2019"))), 2023).blocks) == "2019"


def test_a_number_that_ran_into_the_label_of_a_kind_of_dispute_names_none():
    rows = [OUTCOMES, ["1未经复议直接起诉", *"7326"]]
    assert review_values("行政复议", table(rows, "ragged"))[0] == {}


def test_a_lost_outcome_refuses_rows_that_only_have_an_order():
    heads = [["结果维持", "结果纠正", "尚未审结", "总计"], ["行政复议", *"1236"]]
    assert review_values(table(heads, "ragged"))[0] == {}


def test_two_heads_of_outcomes_that_differ_are_not_believed():
    heads = [["结果维持", "", "结果纠正", "其他结果", "总计"]]
    heads += [["结果维持", "", "结果纠正", "其他结果", "尚未审结"], [*"01056"]]
    assert review_values("复议后起诉", table(heads))[0] == {}


def test_a_heading_in_a_row_of_the_sheet_names_the_kind_of_dispute_below_it():
    rows = []
    for row in REVIEW.values():
        rows += [[row[0], *[""] * 4], [""] * 5, OUTCOMES, row[1:], [""] * 5]
    assert review_values(table(rows))[0] == {kind: row[1:] for kind, row in REVIEW.items()}


@pytest.mark.parametrize("geometry", ["grid", "ragged"])
@pytest.mark.parametrize("nothing", ["", "－"])
@pytest.mark.parametrize("kind", range(3))
def test_a_kind_of_dispute_of_which_nothing_is_stated_is_no_head(kind, nothing, geometry):
    """Taken for one, the values of the row below were read for it and for the row above."""
    expected = [row[1:] for row in REVIEW.values()]
    expected[kind] = [nothing] * 5
    labels = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    rows = [[label, *row] for label, row in zip(labels, expected, strict=True)]
    read, doubts = review_values(table([["类别", *OUTCOMES], *rows], geometry))
    assert list(read.values()) == expected
    assert doubts == []


@pytest.mark.parametrize("nothing", ["无", "—", ""])
def test_a_dash_over_all_columns_of_a_row_stands_in_each(nothing):
    rows = requests_rows()
    cells = [cell for cell in table(rows).cells if cell.row != 2 or cell.column == 0]
    merged = Cell(nothing, 2, 1, column_span=7)
    read, doubts = values(Table([*cells, merged], "grid"))
    kinds = {kind: text for (item, kind), text in read.items() if item == "request.carried_over"}
    assert set(kinds.values()) == {nothing} and len(kinds) == 7
    assert doubts == []


def test_a_number_over_all_columns_of_a_row_is_of_none_of_them():
    cells = [cell for cell in table(requests_rows()).cells if cell.row != 2 or cell.column == 0]
    read, doubts = values(Table([*cells, Cell("3", 2, 1, column_span=7)], "grid"))
    assert not any(item == "request.carried_over" for item, _ in read)
    assert doubts


def test_a_dash_over_all_kinds_of_dispute_stands_under_each_result():
    head = [["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5, OUTCOMES * 3]
    cells = [*table(head).cells, Cell("无", 2, 0, column_span=15)]
    read, doubts = review_values(Table(cells, "grid"))
    assert read == {kind: ["无"] * 5 for kind in REVIEW}
    assert doubts == []


@pytest.mark.parametrize("is_nothing", [True, False])
def test_results_below_one_another_under_another_table_of_the_sheet_are_read(is_nothing):
    kinds = ["行政复议", ""], ["行政诉讼", "未经复议直接起诉"], ["", "复议后起诉"]
    listed = [["类型", "", "结果", "件数"]]
    for kind, (_, *numbers) in zip(kinds, REVIEW.values(), strict=True):
        labels = [kind, *[["", ""]] * 4]
        for label, outcome, number in zip(labels, OUTCOMES, numbers, strict=True):
            listed.append([*label, outcome, "—" if is_nothing else number])
    rows = [*requests_rows("2021"), ["四、行政复议、行政诉讼情况"], *listed]
    read, doubts = values(table([row + [""] * (8 - len(row)) for row in rows]))
    assert len(read) == 25 * 7 + 15
    assert read["litigation_direct.upheld", "all"] == ("—" if is_nothing else "4")
    assert read["litigation_after_reconsideration.total", "all"] == ("—" if is_nothing else "7")
    assert doubts == []


def test_a_kind_of_dispute_whose_head_became_a_line_is_read_beside_those_of_the_form():
    """In a sheet as wide as its first five columns their merged head is a line across it."""
    first, second, third = REVIEW.values()
    head = [["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5, OUTCOMES * 2, second[1:] + third[1:]]
    found, doubts = review_values("行政复议", table([OUTCOMES, first[1:]]), table(head))
    assert found == {kind: row[1:] for kind, row in REVIEW.items()}
    assert doubts == []


def pages(*parts):
    """A table of each list of rows, each on a page of its own."""
    return [
        Table(
            [
                replace(cell, place=replace(cell.place, page=page, table=page))
                for cell in table(rows).cells
            ],
            place=Place(page=page, table=page),
        )
        for page, rows in enumerate(parts, start=1)
    ]


def test_a_row_whose_label_goes_on_on_the_next_page_is_one():
    rows = requests_rows()
    rows[11] = ["7.属于行", *"1230006"]
    rest = ["政执法案卷", *BLANK]
    read, doubts = values(*pages(rows[:12], [rest, *rows[12:]]))
    item = "outcome.denied.enforcement_file"
    assert [read[item, kind] for kind in ("natural_person", "business", "total")] == ["1", "2", "6"]
    assert doubts == []


def test_a_number_that_goes_on_on_the_next_page_with_its_label_is_one():
    rows = requests_rows()
    rows[1] = ["一、本年新收政府信息公开", "22", "3", *"00000"]
    rest = ["申请数量", "7", *[""] * 6]
    read, _ = values(*pages(rows[:2], [rest, *rows[2:]]))
    assert read["request.received", "natural_person"] == "227"
    assert read["request.received", "business"] == "3"


def test_a_label_that_goes_on_after_what_is_a_row_of_its_own_elsewhere_is_one():
    rows = requests_rows()
    at = next(number for number, row in enumerate(rows) if row[0].startswith("其他法律"))
    rest = ["法律行政法规禁止公开", *BLANK]
    found, _ = values(*pages([*rows[:at], ["2.其他", *"1200003"]], [rest, *rows[at + 1 :]]))
    assert found["outcome.denied.prohibited_by_law", "total"] == "3"


def test_a_label_that_goes_on_under_a_repeated_head_is_one():
    rows = requests_rows()
    at = next(number for number, row in enumerate(rows) if row[0].startswith("部分公开"))
    upper, lower = rows[at][0][:6], rows[at][0][6:]
    above = [*rows[:at], [upper, *"1200003"]]
    found, doubts = values(*pages(above, [rows[0], [lower, *BLANK], *rows[at + 1 :]]))
    assert found["outcome.partly_granted", "total"] == "3"
    assert len(found) == 25 * 7
    assert doubts == []


def test_the_rest_of_a_row_alone_on_the_next_page_completes_it():
    rows = requests_rows()
    rows[-1] = ["四、结转下年度", *"1200003"]
    read, _ = values(*pages(rows, [["继续办理", *BLANK]]))
    assert read["request.carried_forward", "total"] == "3"


def test_numbers_that_go_on_on_the_next_page_without_their_label_are_whole_where_the_sum_says_so():
    """195 and 336 wrap in narrow cells: 19 and 33 stand above the page's end, 5 and 6 below."""
    rows = requests_rows()
    above = [*rows[:-2], [rows[-2][0], "19", "33", "0", "0", "0", "0", "53"]]
    found, doubts = values(*pages(above, [["", "5", "6", "", "", "", "", "1"], rows[-1]]))
    total = [found["outcome.total", of] for of in ("natural_person", "business", "total")]
    assert total == ["195", "336", "531"]
    assert len(found) == 25 * 7
    assert doubts == []


def test_numbers_go_on_beside_the_rest_of_the_name_of_the_group_around_them():
    rows = [["", *row] for row in requests_rows()]
    rows[3][0] = "三、本年度办理结"
    above = [*rows[:3], [*rows[3][:2], "19", "33", "0", "0", "0", "0", "53"]]
    found, doubts = values(*pages(above, [["果", "", "5", "6", *[""] * 4, "1"], *rows[4:]]))
    granted = [found["outcome.granted", of] for of in ("natural_person", "business", "total")]
    assert granted == ["195", "336", "531"]
    assert doubts == []


def test_numbers_without_a_label_on_the_next_page_are_not_silently_left_out():
    rows = requests_rows()
    rows[5] = [rows[5][0], "22", *"000000"]
    _, doubts = values(*pages(rows[:6], [["", "7", *[""] * 6], *rows[6:]]))
    assert ("row_padded", ("outcome.denied.state_secret", None)) in {
        (doubt.rule_code, doubt.key) for doubt in doubts
    }


def test_rows_of_two_labels_of_the_form_are_not_joined_over_a_page_break():
    rows = requests_rows()
    rows[10], rows[11] = [rows[10][0], *"1000001"], [rows[11][0], *"0300003"]
    read, _ = values(*pages(rows[:11], rows[11:]))
    assert read["outcome.denied.process_information", "total"] == "1"
    assert read["outcome.denied.enforcement_file", "total"] == "3"


def test_the_first_row_of_a_table_split_in_two_may_go_on_on_the_next_page():
    rows = requests_rows()
    rows[13] = ["1.本机关不掌", *"1200003"]
    rest = ["握相关政府信息", *BLANK]
    upper, single, lower = pages(rows[:13], [rows[13]], [rest, *rows[14:]])
    read, doubts = values(upper, single, lower)
    assert read["outcome.not_available.not_held", "total"] == "3"
    assert doubts == []


def test_a_number_among_the_outcomes_that_stands_under_none_of_them_refuses_the_row():
    """Two words of a head ran together, so that the numbers behind them have no head of theirs."""
    heads = ["结果维持", "结果纠正", "", "其他结果", "尚未审结", "总计"]
    assert review_values("行政复议", table([heads, [*"123045"]]))[0] == {}
    found, _ = review_values("行政复议", table([heads, ["1", "2", "", "0", "4", "7"]]))
    assert found == {"reconsideration": [*"12047"]}


def test_outcomes_without_a_total_are_doubted():
    found, doubts = review_values("行政复议", table([OUTCOMES[:4], [*"1203"]]))
    assert found == {"reconsideration": [*"1203"]}
    doubted = {doubt.key for doubt in doubts if doubt.rule_code == "row_padded"}
    assert doubted == {(f"reconsideration.{its}", "all") for its in OUTCOME_CODES[:4]}


def test_a_row_whose_label_stands_wholly_on_the_next_page_has_its_numbers():
    rows = requests_rows()
    label = rows[4][0]
    found, doubts = values(*pages([*rows[:4], ["", *"1200003"]], [[label, *BLANK], *rows[5:]]))
    assert found["outcome.partly_granted", "total"] == "3"
    assert len(found) == 25 * 7
    assert doubts == []


def test_rows_of_a_table_of_several_heads_do_not_stand_under_its_first_repeated_on_a_page():
    head = [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "制发件数", "废止件数", "现行有效件数"],
    ]
    first = [*head, ["规章", *"123"], ["行政规范性文件", *"456"]]
    second = [["第二十条第（五）项", "", "", ""], ["信息内容", "本年处理决定数量", "", ""]]
    third = [["第二十条第（六）项", "", "", ""], ["信息内容", "本年处理决定数量", "", ""]]
    rows = [*first, *second, ["行政许可", "7", "", ""], *third, ["行政处罚", "8", "", ""]]
    for end in (len(rows), len(rows) - 2, len(rows) - 5):
        found, _ = values(*pages(rows[:end], [*head, *rows[end:], ["行政强制", "9", "", ""]]))
        assert found["rule.in_force", "all"] == "3"
        decisions = {item: found[f"{item}.decisions", "all"] for item in ITEMS}
        assert decisions == dict(zip(ITEMS, "789", strict=True))


def test_a_row_of_a_dash_goes_on_under_the_head_of_the_page_before():
    head = [["第二十条第（六）项"], ["信息内容", "本年处理决定数量"]]
    fees = [
        ["第二十条第（八）项"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", "5"],
    ]
    found, _ = values(*pages([*head, ["行政处罚", "8"]], [["行政强制", "-"], *fees]))
    assert found["compulsion.decisions", "all"] == "-"


@pytest.mark.parametrize("behind", ([], [["第二十条第（八）项"], ["信息内容", "本年收费金额"]]))
def test_numbers_that_may_go_on_on_the_next_page_are_doubted_where_no_sum_tells(behind):
    """254 wraps in a narrow cell: 25 stands above the page's end, 4 below."""
    head = [["信息内容", "制发件数", "废止件数", "现行有效件数"]]
    above = [*head, ["规章", "1", "25", "25"]]
    _, doubts = values(*pages(above, [["", "", "4", "4"], *behind]))
    doubted = {doubt.key[0] for doubt in doubts if doubt.rule_code == "row_padded"}
    assert doubted == {"rule.issued", "rule.repealed", "rule.in_force"}


def test_the_end_of_a_label_at_the_head_of_a_page_is_no_sure_row_of_blanks():
    """The page before ends with 属于四类 and the numbers, and could not be read."""
    rows = requests_rows()
    at = next(number for number, row in enumerate(rows) if row[0].endswith("过程性信息"))
    _, doubts = values(*pages([rows[0], ["过程性信息", *BLANK], *rows[at + 1 :]]))
    assert ("row_padded", ("outcome.denied.process_information", None)) in {
        (doubt.rule_code, doubt.key) for doubt in doubts
    }
