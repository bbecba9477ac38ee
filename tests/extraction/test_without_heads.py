"""Tables whose heads name no columns: read whole in the order of the form, or not at all."""

from __future__ import annotations

import re

import pytest

from benchmarks.manners.report import invent
from benchmarks.manners.texts import merged, text
from extraction.extract import extract
from extraction.source import Source
from tests.extraction.test_by_sums import torn
from tests.extraction.test_manners import assert_whole, score_of

ORGANISATIONS = ["商业企业", "科研机构", "社会公益", "法律服务机构", "其他"]


def in_tables_of_their_own(grid, organisations=ORGANISATIONS) -> str:
    """Each row of table 3 as a table whose columns are numbered, the applicants above: as a
    program described the pages of 沭阳县 for 2025."""
    if grid.width != 10:
        return torn(grid)
    tables = ["### 申请人情况（自然人）\n", bars(organisations), "### 申请人情况（总计）\n"]
    for number in range(grid.height):
        row = grid.row(number)
        values = [box.text or " " for box in row if box.kind == "value"]
        label = next((box.text for box in row[::-1] if box.kind != "value"), "")
        if values:
            heads = ["类别", *(f"数据{n}" for n in range(1, len(values))), "总计"]
            tables.append(bars(heads) + bars([label, *values], is_head=False))
    return "\n".join(tables)


def bars(texts, is_head=True) -> str:
    return f"| {' | '.join(texts)} |\n" + ("|---" * len(texts) + "|\n" if is_head else "")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_rows_in_tables_of_their_own_are_read_under_heads_that_stand_above(form, gazetteer):
    report = invent(80, form)
    printed = text(report, in_tables_of_their_own)
    assert_whole("apart", printed.encode(), report, gazetteer)


@pytest.mark.parametrize("change", ["lost", "heads in another order"])
def test_rows_in_tables_of_their_own_are_not_read_where_their_order_is_not_proved(
    change, gazetteer
):
    report = invent(81, "2021")
    turned = [*ORGANISATIONS[:2][::-1], *ORGANISATIONS[2:]]
    heads = ORGANISATIONS if change == "lost" else turned
    printed = text(report, lambda grid: in_tables_of_their_own(grid, heads))
    if change == "lost":
        printed = re.sub(r"\n\| 2\.重复申请 .*", "", printed)
    score = score_of("apart", printed.encode(), report, gazetteer)
    assert score.silent == 0
    assert not any(" read " in each and "outcome" in each for each in score.details)
    assert score.missing > 100


REQUESTS, REVIEW = 10, 15
"""Columns of tables 3 and 4 as they are drawn."""

NAMELESS = ("request.", "outcome.", "reconsideration.", "litigation_")


def without_head(grid) -> str:
    """Tables 3 and 4 without their heads, as programs leave them that make text of a PDF."""
    if grid.width not in (REQUESTS, REVIEW):
        head, *rows = merged(grid)
        return bars(head) + "".join(bars(row, is_head=False) for row in rows)
    rows = [[box for box in grid.row(n) if box.kind != "head"] for n in range(grid.height)]
    return "".join(bars([box.text or " " for box in row], is_head=False) for row in rows if row)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_tables_without_heads_are_read_and_all_of_their_rows_doubted(form, seed, gazetteer):
    report = invent(82 + seed, form)
    printed = text(report, without_head).encode()
    assert_whole("t", printed, report, gazetteer)
    findings = extract(printed, Source("t.md"), gazetteer)["findings"]
    warned = {f["item_code"] for f in findings if f["rule_code"] == "row_realigned"}
    assert warned == {item for item, _ in report.cells if item.startswith(NAMELESS)}
    assert not any(f["severity"] == "info" for f in findings if f["rule_code"] == "row_realigned")


@pytest.mark.parametrize("change", ["a name of the head", "a row lost", "a sum fails"])
def test_tables_without_heads_are_not_read_where_more_speaks_against_it(change, gazetteer):
    report = invent(85, "2021")
    printed = text(report, without_head)
    changed = {
        "a name of the head": re.sub(r"(?m)^(\| 一、本年新收)", r"科研机构 自然人\n\n\1", printed),
        "a row lost": re.sub(r"\n\| 2\.重复申请 .*", "", printed),
        "a sum fails": re.sub(r"(?m)^((?:[^|\n]*\|){7,} )\d+ \|$", r"\g<1>7777 |", printed),
    }[change]
    assert changed != printed
    score = score_of("t", changed.encode(), report, gazetteer)
    assert score.silent == 0
    assert not any(" read " in each and "outcome" in each for each in score.details)
    assert score.missing > 100
