"""Rows of a table on several lines or pages: labels beside, above or below their numbers, dashes
on the next page, captions over heads on lines of their own."""

from dataclasses import replace

from extraction.tables import read_tables
from tests.extraction.test_tables import document, requests_rows, table, values


def test_dashes_at_the_top_of_a_page_are_those_of_the_row_above_that_has_blanks_there():
    heads, *rows = requests_rows(value="3")
    rows[3][1:] = ["3", "-", "", "-", "", "-", "3"]
    upper = table([heads, *rows[:4]])
    lower = table([["", "", "", "-", "", "-", "", ""], *rows[4:]])
    for part, page in ((upper, 1), (lower, 2)):
        for n, cell in enumerate(part.cells):
            part.cells[n] = replace(cell, place=replace(cell.place, page=page, table=page))
    found, _ = values(upper, lower)
    named = {
        applicant: text
        for (item, applicant), text in found.items()
        if item == "outcome.partly_granted"
    }
    assert list(named.values()) == ["3", "-", "-", "-", "-", "-", "3"]


def test_numbers_over_the_first_label_leave_open_on_which_side_of_labels_they_stand():
    heads, *rows = requests_rows(value="3")
    lines = [heads[1:]]
    for label, *numbers in rows:
        lines += [numbers, [label]]
    found, doubts = values(table(lines, "ragged"))
    assert found == {}
    assert {doubt.rule_code for doubt in doubts} >= {"cells_missing"}


def test_a_label_of_six_lines_beside_the_first_of_them_takes_none_of_the_next_row():
    heads, *rows = requests_rows(value="3")
    rows[3][0] = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    rows.insert(4, ["（三）不予公开", *["9"] * 7])
    lines = [heads[1:]]
    for label, *numbers in rows:
        pieces = [label[at : at + 5] for at in range(0, len(label), 5)]
        lines += [[pieces[0], *numbers], *([piece] for piece in pieces[1:])]
    found, _ = values(table(lines, "ragged"))
    assert found["outcome.partly_granted", "total"] == "3"


def test_a_caption_with_a_year_over_heads_on_lines_of_their_own_is_none_of_them():
    heads, *rows = requests_rows(value="3")
    caption = [["2019年收到和处理政府信息公开申请情况"], ["申请人情况"]]
    lines = [*caption, *([head] for head in heads[1:]), *rows]
    reading = read_tables(document(table(lines, "ragged")), 2020)
    assert reading.cells
    assert {doubt.rule_code for doubt in reading.doubts} == {"year_of_table"}
