"""A line is lost from a text in which each cell has a line of its own: no number may silently
move into the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.known_values import KnownReport, compare
from benchmarks.manners.report import Invented, invent, with_zeros_as
from benchmarks.manners.texts import TEXTS
from extraction.extract import extract
from extraction.source import Source
from tests.extraction.test_tables import requests_rows, table, values

EVERY = 41
"""One line in so many is lost in turn; all of them take minutes."""


def silent(report: Invented, text: str, gazetteer) -> list[str]:
    """The numbers that are wrong without a finding on them."""
    source = Source(f"320800/{report.year}/report.txt", "320800", report.year)
    known = KnownReport(Path("lost"), source, "lost", report.cells, {})
    details = compare(known, extract(text.encode(), source, gazetteer)).details
    return [each for each in details if "NO FINDING" in each and " read reported " in each]


@pytest.mark.parametrize("zeros", ["", "—", "0"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_lost_line_of_a_cell_never_shifts_numbers_silently(form, zeros, gazetteer):
    report = with_zeros_as(invent(2, form), zeros)
    lines = TEXTS["cell a line"](report).decode().split("\n")
    for lost in range(6, len(lines) - 8, EVERY):
        text = "\n".join(lines[:lost] + lines[lost + 1 :])
        assert silent(report, text, gazetteer) == [], f"without line {lost}: {lines[lost]!r}"


@pytest.mark.parametrize("label", ["规范性文件", "4.保护第三方合法权益", "（七）总计"])
def test_a_row_whose_label_is_lost_is_not_read_as_the_one_above_it(label, gazetteer):
    report = with_zeros_as(invent(2, "2019"), "")
    lines = TEXTS["cell a line"](report).decode().split("\n")
    lines.remove(label)
    assert silent(report, "\n".join(lines), gazetteer) == []


def test_a_lost_head_shifts_no_numbers_of_a_table_without_sums(gazetteer):
    report = with_zeros_as(invent(1, "2019"), "")
    lines = TEXTS["cell a line"](report).decode().split("\n")
    lines.remove("对外公开总数量")
    assert silent(report, "\n".join(lines), gazetteer) == []


@pytest.mark.parametrize("name", ["tabs, filled", "bars around", "markdown", "boxed"])
def test_a_field_too_many_in_one_row_moves_no_numbers_of_the_others(name, gazetteer):
    """Heads are two places wide: once the rows are uneven, only blanks could tell the columns."""
    report = with_zeros_as(invent(1, "2019"), "")
    lines = TEXTS[name](report).decode().split("\n")
    mark = {"tabs, filled": "\t", "boxed": "│"}.get(name, "|")
    row = next(number for number, line in enumerate(lines) if "（八）项" in line)
    lines[row] += mark
    assert silent(report, "\n".join(lines), gazetteer) == []


def test_a_label_in_the_place_of_a_value_tells_that_others_moved(gazetteer):
    report = with_zeros_as(invent(3, "2019"), "")
    text = TEXTS["single spaces"](report).decode()
    assert not any("rule.newly" in each for each in silent(report, text, gazetteer))


def test_a_number_with_the_sign_of_a_change_is_doubted_where_none_belongs(gazetteer):
    report = invent(3, "2019")
    text = TEXTS["tabs, merged"](report).decode().replace("规章\t0\t20\t", "规章\t0\t+20\t")
    source = Source(f"320800/{report.year}/report.txt", "320800", report.year)
    findings = extract(text.encode(), source, gazetteer)["findings"]
    assert [(f["rule_code"], f["item_code"]) for f in findings] == [
        ("not_a_count", "rule.newly_disclosed")
    ]


def test_numbers_beside_the_labels_of_two_rows_may_be_of_either():
    rows = requests_rows()
    rows = [[row[0], *row] for row in rows]
    rows[2][0] = rows[2][1] = "上年结转政府信息公开申请数量"
    rows[3][0] = "上年结转政府信息公开申请数量本年度办理结果"
    cells, doubts = values(table(rows))
    assert ("outcome.granted", "total") not in cells
    assert ("request.carried_over", "total") in cells
    assert ("outcome.granted", None) in {doubt.key for doubt in doubts}


def test_the_short_name_of_a_group_is_not_the_label_of_another_row():
    rows = [[row[0], *row] for row in requests_rows()]
    at = next(at for at, row in enumerate(rows) if "逾期不补正" in row[0])
    rows[at][0] = "（六）其\u3000他"
    cells, _ = values(table(rows))
    assert ("outcome.other.not_corrected_in_time", "total") in cells


def test_a_caption_that_ran_into_a_value_leaves_open_of_which_dispute_the_next_row_is():
    head = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    first = table([["行政复议"] * 5, head, ["0行政诉讼", "0", "0", "0", "0"]])
    cells, doubts = values(first, table([head, ["1", "0", "1", "0", "2"]]))
    doubted = {doubt.key for doubt in doubts}
    assert all(key in doubted for key in cells)


def test_a_row_that_begins_with_a_blank_may_have_lost_the_one_at_its_end():
    head = requests_rows()[0]
    rows = [
        head,
        ["本年新收政府信息公开申请数量", "", "5", "1", "0", "0", "0", "0"],
        ["上年结转政府信息公开申请数量", "2", "0", "0", "0", "0", "0"],
        ["（一）予以公开", "", "4", "0", "0", "0", "0", "0", "4"],
    ]
    cells, _ = values(table(rows, "ragged"))
    assert ("request.received", "business") not in cells
    assert cells["outcome.granted", "natural_person"] == "4"
