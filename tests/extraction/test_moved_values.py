"""A text or page lost or gained a cell, a head or a label, so that numbers left their places: none
may silently become another cell's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.known_values import KnownReport, compare
from benchmarks.manners.pages import PAGES
from benchmarks.manners.report import Invented, invent, with_zeros_as
from benchmarks.manners.texts import TEXTS, UNSURE
from extraction.extract import extract
from extraction.facts.reading import read_facts
from extraction.source import Source
from extraction.tables import read_tables
from extraction.tables.moved_values import note_groups_alone, note_moved_totals
from extraction.tables.results import Candidate
from extraction.units import money_units
from tests.extraction.test_tables import document, requests_rows, table


@pytest.fixture
def silent(gazetteer):
    """The numbers of a damaged report that are wrong without a finding on them."""

    def find(report: Invented, content: str, name: str = "report.txt") -> list[str]:
        source = Source(f"320800/{report.year}/{name}", "320800", report.year)
        known = KnownReport(Path("moved"), source, "moved", report.cells, {})
        details = compare(known, extract(content.encode(), source, gazetteer)).details
        return [each for each in details if "NO FINDING" in each and " read reported " in each]

    return find


def printed(report: Invented, name: str) -> str:
    return (TEXTS | UNSURE)[name](report).decode()


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def without_field(text: str, first: str, last: str, field: int, mark: str) -> str:
    """The text with a field lost from each line from the first that begins so to the last."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(first))
    stop = next(n for n, line in enumerate(lines) if line.startswith(last))
    for number in range(start, stop + 1):
        fields = lines[number].split(mark)
        del fields[field : field + 1]
        lines[number] = mark.join(fields)
    return "\n".join(lines)


def test_a_group_whose_rows_lost_their_labels_is_not_the_row_of_the_other_form(silent):
    """（六）其他处理 is one row in 2019 and heads three in 2021."""
    report = invent(2, "2021")
    text = printed(report, "bars around")
    text = without_field(text, "|一、本年新收", "|四、结转", 3, "|")
    assert silent(report, text) == []


def test_a_head_lost_from_table_four_moves_no_numbers(silent):
    """As many values as heads are left, but of other columns."""
    report = with_zeros_as(invent(0, "2021"), "—")
    text = printed(report, "tabs, merged")
    heads = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t"
    text = changed(text, heads, heads.replace("其他结果\t", ""))
    assert silent(report, changed(text, "—\t—\t—\t48\t48\t", "—\t—\t48\t48\t")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5,3,5,,13,,3,5,,8", "5,3,5,,13,,3,,5,,8"),
        # One number of a group is its own total wherever it stands.
        (",5,,,5,5,3,5", ",5,,,,5,5,3,5"),
    ],
    ids=["its sum fails", "its sum holds"],
)
def test_a_blank_too_many_among_the_numbers_of_table_four_is_doubted(old, new, silent):
    report = with_zeros_as(invent(4, "2019"), "")
    assert silent(report, changed(printed(report, "csv"), old, new)) == []


def test_as_many_numbers_as_heads_are_left_may_be_those_of_a_lost_head(silent):
    report = with_zeros_as(invent(1, "2019"), "")
    text = changed(printed(report, "single spaces"), "新公开数量 对外公开总数量\n", "新公开数量\n")
    text = changed(text, "规章  1 50", "规章 1 50")
    assert silent(report, text) == []


def test_a_head_in_other_words_beside_a_lost_one_is_what_is_left_of_two(silent):
    report = with_zeros_as(invent(1, "2021"), "")
    text = printed(report, "tabs, merged")
    text = changed(text, "本年制发件数\t本年废止件数\t", "本年制数\t")
    text = changed(text, "规章\t\t1\t50", "规章\t\t1")
    assert silent(report, text) == []


@pytest.mark.parametrize(("name", "mark"), [("tabs, filled", "\t"), ("bars around", "|")])
def test_a_blank_lost_under_a_head_of_two_places_moves_no_numbers(name, mark, silent):
    report = with_zeros_as(invent(1, "2019"), "")
    row = mark.join(["规章", "", "", "1", "", "50"])
    text = changed(printed(report, name), row, mark.join(["规章", "", "1", "", "50"]))
    assert silent(report, text) == []


def test_a_doubled_field_beside_a_blank_leaves_a_doubt_on_the_row(silent):
    report = with_zeros_as(invent(1, "2019"), "")
    text = changed(printed(report, "tabs, merged"), "规章\t\t1\t50", "规章\t\t1\t1\t50")
    assert silent(report, text) == []


def test_a_blank_in_the_place_of_the_total_tells_that_a_value_was_lost(silent):
    report = with_zeros_as(invent(2, "2019"), "")
    text = printed(report, "markdown, merged")
    text = without_field(text, "| 一、本年新收", "| 四、结转", 5, " |")
    assert silent(report, text) == []


def test_rows_beside_torn_ones_are_doubted_where_they_have_blanks(silent):
    """A lone number is its own total wherever it stands."""
    report = with_zeros_as(invent(4, "2019"), "")
    text = without_field(printed(report, "csv"), "二、上年结转", "四、结转下年度", 6, ",")
    assert silent(report, text) == []


def test_heads_in_another_order_than_the_form_place_no_values_beside_them(silent):
    """The sum of a row holds in any order of its parts."""
    report = invent(0, "2019")
    text = re.sub(r"(申请人情况)\n( +自然人)", r"\1\2", printed(report, "aligned to the left"))
    assert silent(report, text) == []


def test_two_rows_that_ran_together_are_not_joined_to_numbers_that_are_none(silent):
    report = invent(0, "2019")
    text = changed(printed(report, "cell a line"), "\n（六）其他处理\n", "\n")
    assert silent(report, text) == []


def test_a_place_under_organisations_without_its_head_may_be_any_of_them(silent):
    report = with_zeros_as(invent(3, "2021"), "")
    page = PAGES["plain"](report).decode()
    page = changed(page, re.search(r"<td[^>]*>法律服务机构</td>", page)[0], "")
    assert silent(report, page, "report.html") == []


def test_a_cell_lost_where_heads_and_values_stand_twice_shifts_no_row(silent):
    report = with_zeros_as(invent(2, "2019"), "")
    page = PAGES["repeated for spans"](report).decode()
    page = changed(page, "<td>规范性文件</td><td>1</td>", "<td>规范性文件</td>")
    assert silent(report, page, "report.html") == []


@pytest.mark.parametrize(
    ("label", "following"), [("行政许可", "其他对外管理服务事项"), ("规章", "规范性文件")]
)
def test_the_labels_of_two_rows_that_ran_together_name_neither(silent, label, following):
    report = with_zeros_as(invent(5, "2019"), "")
    text = printed(report, "tabs, merged")
    text = changed(text, f"{label}\t", f"{label}{following}\t")
    text = re.sub(rf"\n{following}\t.*", "", text)
    assert silent(report, text) == []


def test_two_numbers_in_one_cell_tell_that_those_before_them_moved(silent):
    report = invent(2, "2019")
    lines = printed(report, "dashes").split("\n")
    row = next(n for n, line in enumerate(lines) if line.startswith("  12       123      0"))
    lines[row] = lines[row].replace("12       123      0", "12       0")
    assert silent(report, "\n".join(lines)) == []


def test_two_heads_that_ran_together_are_neither_of_the_two(silent):
    """Both columns stand under what is left, and the filled one would be read for the first."""
    report = with_zeros_as(invent(0, "2021"), "")
    text = changed(
        printed(report, "aligned to the left"), "法律服务机构   其他", "法律服务机构其他"
    )
    assert silent(report, text) == []


def test_a_number_alone_under_heads_of_two_places_has_no_column(silent):
    report = with_zeros_as(invent(1, "2021"), "")
    text = without_field(printed(report, "markdown"), "| 规章", "| 行政规范性文件", 6, " |")
    assert silent(report, text) == []


def test_what_is_left_of_a_unit_is_no_unit():
    assert money_units("本年收费金额（单元）") == []
    assert money_units("本年收费金元）") == []
    assert money_units("采购总金额（人民币元）") == ["元"]


def test_a_change_beside_its_column_tells_that_the_row_moved():
    head = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    rows = [head, ["行政许可", "7", "+2", "9"], ["其他对外管理服务事项", "+48", "3", "12"]]

    reading = read_tables(document(table(rows)))

    doubted = {doubt.key for doubt in reading.doubts if doubt.rule_code == "row_padded"}
    assert doubted == {
        (f"external_service.{column}", "all")
        for column in ("items_last_year", "items_change", "decisions")
    }


def test_a_row_whose_sum_holds_by_chance_is_doubted_where_the_sums_of_most_fail():
    rows = requests_rows(value="1")
    rows[0][1], rows[0][7] = rows[0][7], rows[0][1]
    for at, row in enumerate(rows[1:], 1):
        row[1:] = ["5", "0", "0", "0", "0", "0", "5"] if at == 4 else [*"100000", "9"]
    _, findings = read_facts(read_tables(document(table(rows))))
    doubted = {f["item_code"] for f in findings if f["rule_code"] == "row_padded"}
    assert doubted == {"outcome.partly_granted"}


def test_a_negative_number_beside_the_column_of_changes_doubts_its_row():
    heads = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    facts, findings = read_facts(
        read_tables(document(table([heads, ["行政许可", "-4", "98", ""]])))
    )
    doubted = {f["item_code"] for f in findings if f["rule_code"] == "row_padded"}
    assert doubted == {fact.reading.key[0] for fact in facts}


def test_a_change_without_a_sign_beside_a_blank_is_doubted_where_others_have_one(silent):
    report = invent(2, "2019")
    text = printed(report, "aligned to the left")
    row = next(line for line in text.split("\n") if line.startswith("行政处罚"))
    assert silent(report, changed(text, row, re.sub(r"\+3\s+", "", row))) == []


def test_a_blank_beside_rows_of_table_two_that_lost_cells_may_stand_for_one(silent):
    report = with_zeros_as(invent(0, "2019"), "—")
    text = printed(report, "csv")
    head = "信息内容,本年新制作数量,,本年新公开数量,,对外公开总数量,"
    text = changed(text, head, "信息内容,本年新制作数量新公开数量,,对外公开总数量,")
    text = changed(text, "规章,30,,—,,70,", "规章,30,,—,,70")
    assert silent(report, changed(text, "文件,30,,50,,12,", "文件,30,,50,")) == []


def test_a_head_that_ran_into_what_is_left_of_another_is_the_place_of_either(silent):
    report = invent(0, "2019")
    page = PAGES["plain"](report).decode()
    heads = '<td rowspan="2">其他结果</td><td rowspan="2">尚未审结</td>'
    page = changed(page, heads, '<td rowspan="2">其尚未审结</td>')
    page = changed(page, '<td colspan="5">行政复议', '<td colspan="4">行政复议')
    values = "<td>5</td><td>0</td><td>123</td><td>0</td><td>128</td>"
    page = changed(page, values, values.replace("<td>0</td>", "", 1))
    assert silent(report, page, "report.html") == []


def test_results_under_no_name_of_a_group_leave_open_whose_the_others_are(silent):
    report = invent(0, "2019")
    text = printed(report, "dashes")
    lost = re.search(r"未经复议直接起诉\s+(?=复议后起诉)", text)[0]
    assert silent(report, changed(text, lost, "")) == []


def test_a_blank_between_values_of_rows_that_are_all_longer_than_their_head_is_doubted():
    rows = [
        ["信息内容 新制作数量", "", "本年新公开数量", "", "对外公开总数量", ""],
        ["规范性文件", "", "50", "", "12", ""],
    ]
    found, findings = read_facts(read_tables(document(table(rows, "ragged"))))
    doubted = {finding["item_code"] for finding in findings}
    assert {fact.reading.key[0] for fact in found} <= doubted


def test_blanks_that_fill_a_sheet_up_may_stand_for_a_value_lost_before_them(silent):
    report = invent(0, "2019")
    text = changed(printed(report, "csv, merged"), "规范性文件,30,50,12", "规范性文件,30,12,")
    lines = [
        line
        if line.count(",") >= 3 or not line.startswith(("第二十条", "信息", "行政", "其他", "政府"))
        else line + "," * (3 - line.count(","))
        for line in text.split("\n")
    ]
    assert silent(report, "\n".join(lines)) == []


def test_values_below_a_head_may_be_those_of_a_lost_one_beside_it(silent):
    """Characters at the same place of all lines are gone, and with them the head of a column."""
    report = with_zeros_as(invent(4, "2019"), "")
    head, tables, behind = re.split(
        "(?=二、主动公开)|(?=五、存在)", printed(report, "aligned to the left")
    )
    title, *lines = tables.split("\n")
    cut = "\n".join([title, *(line[:36] + line[46:] for line in lines)])
    assert "对外公开总数量" not in cut
    assert silent(report, head + cut + behind) == []


def test_documents_of_which_more_were_made_than_repealed_are_in_force(silent):
    report = with_zeros_as(invent(1, "2021"), "")
    text = printed(report, "bars")
    assert silent(report, changed(text, "行政规范性文件|50||5", "行政规范性文件|50|5|")) == []


def test_rows_whose_sums_hold_beside_rows_whose_sums_fail_in_the_order_of_the_heads_are_doubted():
    """The total stands first, and the heads lost their places: 5 0 0 0 0 0 5 holds either way."""
    heads, *rows = requests_rows(value="0")
    heads.append("备注")
    for row in rows[3:9]:
        row[1:] = ["9", "4", "0", "5", "0", "0", "0", "0", "0"]
    rows[2][1:] = ["5", "0", "0", "0", "0", "0", "5"]
    for row in rows[9:12]:
        row[1:] = ["9", "4", "0", "5", "0", "0", "0"]
    found, findings = read_facts(read_tables(document(table([heads, *rows], "ragged"))))
    doubted = {finding["item_code"] for finding in findings}
    assert {fact.reading.key[0] for fact in found} <= doubted


def test_sums_in_the_column_before_blank_totals_tell_that_a_column_was_lost(silent):
    report = with_zeros_as(invent(2, "2019"), "")
    first, last = "一、本年新收", "四、结转"
    lines = without_field(printed(report, "tabs, filled"), first, last, 6, "\t").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(first))
    stop = next(n for n, line in enumerate(lines) if line.startswith(last))
    lines[start : stop + 1] = [line + "\t" for line in lines[start : stop + 1]]
    assert silent(report, "\n".join(lines)) == []


def test_no_column_of_totals_is_asked_for_in_a_table_of_which_one_column_was_read():
    reading = read_tables(document(table(requests_rows(value="3"))))
    cells = {key: cell for key, cell in reading.cells.items() if key[1] == "natural_person"}
    found = Candidate(next(iter(cells.values())).block, cells, [], None, 1)
    note_moved_totals(found)
    assert found.doubts == []


def test_disputes_of_one_kind_alone_in_a_text_may_be_those_of_another():
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    whole = read_tables(
        document(table([["行政复议", *[""] * 4], heads, ["4", "1", "9", "6", "20"]]))
    )
    assert len(whole.cells) == 5
    note_groups_alone(whole)
    assert {doubt.key for doubt in whole.doubts if doubt.rule_code == "row_padded"} == set(
        whole.cells
    )


def test_rows_of_one_cell_whose_values_stand_on_further_lines_are_doubted(silent):
    report = invent(93, "2021")
    text = printed(report, "markdown, merged")
    row = re.search(r"\| 行政处罚 \| (\d+) .*\n\| 行政强制 \| (\d+) .*", text)
    assert row is not None
    lines = f"| 行政处罚 |\n| 行政强制 | {row[1]} |\n| {row[2]} |"
    assert silent(report, text.replace(row[0], lines)) == []
