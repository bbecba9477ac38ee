"""Tables whose rows a text tears from their labels: the order of all numbers and the sums of the
form say which is which, or nothing is read."""

from __future__ import annotations

import re

import pytest

from benchmarks.manners.report import invent
from benchmarks.manners.texts import lines_of_cells, text
from extraction.readers.text import read as read_text
from extraction.tables.by_sums import read_by_sums
from tests.extraction.test_manners import assert_whole, score_of

REQUESTS = ("request", "outcome")


def torn(grid) -> str:
    """The numbers of a row on two lines, its label in the middle of them or behind them, as
    programs print the texts of a narrow cell that stand a little lower than its neighbours."""
    if grid.width != 10:
        return "\n".join(box.text for n in range(grid.height) for box in grid.row(n))
    lines: list[str] = []
    for number in range(grid.height):
        row = grid.row(number)
        words = [box.text for box in row if box.kind != "value"]
        values = [box.text for box in row if box.kind == "value"]
        cut = 3 + number % 3 if values else 0
        lines += [" ".join(values[:cut]), *words, " ".join(values[cut:])]
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_torn_rows_are_read_by_the_order_of_their_numbers(form, seed, gazetteer):
    report = invent(70 + seed, form)
    assert_whole("torn", text(report, torn).encode(), report, gazetteer)


def test_torn_disputes_are_not_read_in_the_order_of_the_form_where_lawsuits_stand_first(gazetteer):
    report = invent(75, "2021")
    printed = text(report, torn)
    assert printed.count("\n行政复议\n行政诉讼\n") == 1
    printed = printed.replace("\n行政复议\n行政诉讼\n", "\n行政诉讼\n行政复议\n")
    score = score_of("torn", printed.encode(), report, gazetteer)
    assert (score.silent, score.missing) == (0, 15)


@pytest.mark.parametrize("first", ["法人或其他组织\n自然人\n", "法人或其他组织 自然\n人 "])
def test_torn_rows_are_not_read_in_the_order_of_the_form_where_organisations_stand_first(
    first, gazetteer
):
    report = invent(75, "2021")
    printed = text(report, torn)
    assert "\n自然人\n法人或其他组织\n总计\n" in printed
    printed = printed.replace("\n自然人\n法人或其他组织\n", f"\n{first}")
    score = score_of("torn", printed.encode(), report, gazetteer)
    assert (score.silent, score.missing) == (0, 175)


def test_a_group_above_the_names_beside_it_is_in_its_place(gazetteer):
    report = invent(75, "2021")
    printed = text(report, torn)
    head = "\n自然人\n法人或其他组织\n总计\n"
    printed = printed.replace(head, "\n法人或其他组织\n自然人 总计\n")
    assert_whole("torn", printed.encode(), report, gazetteer)


@pytest.mark.parametrize("is_same", [True, False])
def test_torn_rows_that_stand_twice_are_doubted_where_the_two_differ(is_same):
    begin, end = "三、收到和处理", "五、存在的主要问题"
    printed, other = (text(invent(seed, "2021"), torn) for seed in (70, 70 if is_same else 71))
    further = other[other.index(begin) : other.index(end)]
    document = read_text(printed.replace(end, f"某局情况\n{further}{end}", 1).encode())
    found = read_by_sums(document, 2022, [])
    requests = next(each for each in found if each.block.name == "requests")
    doubted = {doubt.key for doubt in requests.doubts if doubt.rule_code == "table_repeated"}
    assert doubted == (set() if is_same else requests.cells.keys())


@pytest.mark.parametrize("change", ["lost", "doubled", "swapped columns", "其他 first"])
def test_torn_rows_whose_numbers_moved_are_not_read(change, gazetteer):
    report = invent(75, "2021")
    printed = text(report, torn)
    begin, end = printed.index("一、本年新收"), printed.index("四、政府信息公开行政复议")
    number = re.search(r"\n\d+ \d+ (\d+)", printed[begin:end])
    at = begin + number.start(1)
    if change == "lost":
        printed = printed[: at - 1] + printed[begin + number.end(1) :]
    elif change == "doubled":
        printed = f"{printed[:at]}{number[1]} {printed[at:]}"
    elif change == "swapped columns":
        printed = printed.replace("商业企业\n科研机构", "科研机构\n商业企业")
    else:
        kinds = ["社会公益组织", "法律服务机构", "其他"]
        assert "\n".join(kinds) in printed
        printed = printed.replace("\n".join(kinds), "\n".join(reversed(kinds)))
    score = score_of("torn", printed.encode(), report, gazetteer)
    assert score.silent == 0
    assert not any(" read " in each and "outcome" in each for each in score.details)
    assert score.missing > 100


def recognised(grid) -> str:
    """Table 4 as a recogniser prints it cell by cell, from the top: the halves of heads apart, one
    of them misread (米 for 尚未)."""
    if grid.width != 15:
        return lines_of_cells(grid)
    inner = ["结果", "结果", "其他", "米", "总计"]
    values = [box.text for box in grid.boxes if box.kind == "value"]
    heads = ["行政复议", "行政诉讼", "结果", "结果", "其他", "尚未", "总计", "未经复议直接起诉"]
    return "\n".join(
        [*heads, "复议后起诉", *inner, *inner, *(["维持", "纠正", "结果", "审结"] * 3), *values]
    )


def test_a_table_4_with_torn_and_misread_heads_is_read_where_its_sums_hold(gazetteer):
    report = invent(76, "2021")
    assert_whole("recognised", text(report, recognised).encode(), report, gazetteer)


def test_prose_that_names_reconsideration_does_not_begin_table_4(gazetteer):
    report = invent(76, "2021")
    prose = "一、总体情况\n因申请引发行政复议若干件，\n行政诉讼若干件。\n"
    printed = text(report, recognised).replace("一、总体情况\n", prose)
    assert prose in printed
    assert_whole("recognised", printed.encode(), report, gazetteer)


def test_torn_disputes_are_last_years_where_their_title_far_above_says_so():
    report = invent(76, "2021")
    printed = text(report, torn)
    at = printed.rindex("\n行政复议\n")
    between = "无此情况\n" * 9
    periods = []
    for year in (report.year - 1, report.year):
        titled = f"{printed[:at]}\n{year}年行政复议、行政诉讼情况\n{between}{printed[at:]}"
        read = read_by_sums(read_text(titled.encode()), report.year, [])
        periods += [each.period for each in read if each.block.name == "review"]
    assert (len(periods), periods[0]) == (2, "other")
    assert periods[1] != "other"


def test_a_table_4_with_misread_heads_is_not_read_where_a_sum_fails(gazetteer):
    report = invent(76, "2021")
    *_, last = [box for box in report.tables[-1][1].boxes if box.kind == "value"]
    printed = text(report, recognised)
    at = printed.rindex(f"\n{last.text}\n") + 1
    score = score_of("t", f"{printed[:at]}7{printed[at:]}".encode(), report, gazetteer)
    assert score.silent == 0
    assert not any(" read " in each and "litigation" in each for each in score.details)


@pytest.mark.parametrize("lost", [(), ("3.补正", "2.申请人逾期")])
def test_two_rows_left_out_of_one_form_do_not_make_the_rows_of_the_other(lost):
    """2019 has as many rows as 2021 without two of them, and zeros add up in any."""

    def zeros(grid) -> str:
        if grid.width != 10:
            return lines_of_cells(grid)
        lines: list[str] = []
        for row in map(grid.row, range(grid.height)):
            words = [box.text for box in row if box.kind != "value"]
            if not any(word.startswith(lost) for word in words):
                lines += words + ["0 0 0 0", "0 0 0"] * any(box.kind == "value" for box in row)
        return "\n".join(lines)

    document = read_text(text(invent(75, "2021"), zeros).encode())
    found = read_by_sums(document, 2022, [])
    assert [each.block.form for each in found if each.block.name == "requests"] == (
        [] if lost else ["2021"]
    )
