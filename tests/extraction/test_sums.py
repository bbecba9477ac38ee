"""Sums of whole reports: every one that print breaks is found, none is that holds."""

import random
from dataclasses import replace

import pytest

from benchmarks.known_values import SUMS, sums_of
from benchmarks.manners.report import invent
from benchmarks.variants.grids import document
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from tests.extraction.test_tables import document as drawn
from tests.extraction.test_tables import requests_rows, table

SEEDS = range(12)


def read(report):
    facts, findings = read_facts(read_tables(document([grid for _, grid in report.tables])))
    return {fact.reading.key: fact for fact in facts}, findings


def edited(report, draw, count, text):
    """The report with other texts in random value cells of tables 3 and 4; the report itself."""
    for _ in range(count):
        grid = draw.choice([report.requests, report.requests, report.review])
        at = draw.choice([n for n, box in enumerate(grid.boxes) if box.kind == "value"])
        grid.boxes[at] = replace(grid.boxes[at], text=text(draw))
    return report


def broken(values):
    """The sums that numbers break, by the words of the form: each row, each column, each group."""
    found = set()
    number = {key: int(value or 0) for key, value in values.items()}
    applicants = sorted({applicant for _, applicant in number} - {"all"})
    items = sorted({item for item, applicant in number if applicant != "all"})
    for item in items:
        parts = sum(number[item, applicant] for applicant in applicants if applicant != "total")
        if parts != number[item, "total"]:
            found.add(("applicant_sum", item, "total"))
    for applicant in applicants:
        outcomes = sum(
            number[item, applicant]
            for item in items
            if item.startswith("outcome.") and item != "outcome.total"
        )
        total = number["outcome.total", applicant]
        if outcomes != total:
            found.add(("outcome_sum", "outcome.total", applicant))
        received = number["request.received", applicant]
        received += number["request.carried_over", applicant]
        if received != total + number["request.carried_forward", applicant]:
            found.add(("column_balance", None, applicant))
    for kind in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        names = [f"{kind}.{name}" for name in ("upheld", "corrected", "other", "pending")]
        if sum(number[name, "all"] for name in names) != number[f"{kind}.total", "all"]:
            found.add(("review_sum", f"{kind}.total", "all"))
    return found


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_the_sums_that_random_numbers_break_are_found_and_no_others(form, count):
    for seed in SEEDS:
        draw = random.Random(seed)
        report = edited(invent(seed, form), draw, count, lambda draw: str(draw.randrange(300)))
        facts, findings = read(report)
        assert sums_of(findings) == broken({key: fact.value for key, fact in facts.items()})


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_wrong_number_of_table_3_has_a_finding_on_its_row_and_on_its_column(form):
    for seed in SEEDS:
        report = invent(seed, form)
        before, _ = read(report)
        after, findings = read(edited(report, random.Random(seed), 1, lambda draw: "977"))
        (changed,) = (key for key in before if before[key].value != after[key].value)
        rules = {rule for rule, _, _ in sums_of(findings)}
        assert after[changed].value == 977
        assert rules <= set(SUMS)
        assert len(rules) >= (1 if changed[1] == "all" else 2)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("count", [1, 4, 20, 80])
def test_a_blank_is_only_ever_filled_with_the_number_that_stood_there(form, count):
    filled = 0
    for seed in SEEDS:
        report = invent(seed, form)
        before, _ = read(report)
        after, _ = read(edited(report, random.Random(seed), count, lambda draw: ""))
        inferred = {key: fact for key, fact in after.items() if fact.status == "inferred"}
        filled += len(inferred)
        assert {key: fact.value for key, fact in inferred.items()} == {
            key: before[key].value for key in inferred
        }
    assert filled


def test_a_wrong_sum_of_the_agency_is_flagged_and_stays_as_printed():
    for seed in SEEDS:
        report = edited(invent(seed), random.Random(seed), 3, lambda draw: str(draw.randrange(300)))
        facts, _ = read(report)
        assert {fact.status for fact in facts.values()} == {"reported"}


def test_a_broken_sum_is_told_in_the_words_of_the_report():
    report = invent(3)
    at = next(n for n, b in enumerate(report.requests.boxes) if (b.row, b.column) == (6, 4))
    report.requests.boxes[at] = replace(report.requests.boxes[at], text="77")
    row, column = read(report)[1][::-1]
    if row["rule_code"] != "applicant_sum":
        row, column = column, row
    assert row["message"] == (
        "Row （二）部分公开（区分处理的，只计这一情形，不计其他情形）: 总计 185 is printed, but "
        "自然人 123 + 商业企业 77 + 科研机构 12 + 社会公益组织 2 + 其他 48 = 262."
    )
    assert (row["expected"], row["actual"]) == (262, 185)
    assert column["message"].startswith(
        "Column 商业企业: （七）总计 169 is printed, but （二）部分公开"
    )
    assert column["message"].endswith(f"= {column['expected']}.")


def test_a_balance_that_fails_is_told_in_the_words_of_the_report():
    report = invent(3)
    at = next(n for n, b in enumerate(report.requests.boxes) if (b.row, b.column) == (3, 3))
    report.requests.boxes[at] = replace(report.requests.boxes[at], text="9000")
    finding = next(f for f in read(report)[1] if f["rule_code"] == "column_balance")
    assert finding["message"].startswith(
        "Column 自然人: 一、本年新收政府信息公开申请数量 9000 + 二、上年结转"
    )
    assert f"= {finding['expected']}, but （七）总计" in finding["message"]


def test_a_column_in_which_nothing_is_printed_is_not_tested_by_what_was_inferred_in_it():
    head, *rows = requests_rows()
    rows = [head, *([*row[:-1], ""] for row in rows)]
    rows[1][1], rows[2][1], rows[-2][1], rows[-1][1] = "22", "2", "21", "3"
    rows[3][:2] = ["无此情形", "21"]
    facts, findings = read_facts(read_tables(drawn(table(rows))))
    inferred = {fact.reading.key for fact in facts if fact.status == "inferred"}
    assert ("request.received", "total") in inferred
    assert ("outcome.total", "total") not in inferred
    assert ("column_balance", None, "total") not in sums_of(findings)
