"""Texts in which somebody joined what the page keeps apart: cells, rows, heads and groups."""

from __future__ import annotations

import pytest

from benchmarks.manners.report import invent
from benchmarks.manners.texts import lines_of_cells, markdown, text
from extraction.readers.text.lines import split
from extraction.readers.text.rolled import unrolled
from extraction.tables import read_tables
from tests.extraction.test_cut_heads import document
from tests.extraction.test_manners import assert_whole


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("separator", ["|", "\t", " ", ",", "  "])
def test_a_whole_text_on_one_line_is_read(separator, form, gazetteer):
    report = invent(63, form)
    one_line = text(report, lines_of_cells).replace("\n\n", "\n").replace("\n", separator)
    assert_whole("one line", one_line.encode(), report, gazetteer)


@pytest.mark.parametrize(
    "line",
    [
        "| 一、本年新收政府信息公开申请数量 |  |  | 3 | 0 | 0 | 0 | 0 | 0 | 3 |" + "  |" * 12,
        "规章" + " " * 90 + "3" + " " * 20 + "0",
        "办理 3 件， 较上年 增加 2 件， " * 4,
        "-----  " * 30,
    ],
)
def test_a_line_that_holds_no_several_rows_stays_one(line):
    assert len(unrolled(split(line))) == 1


def test_a_cell_of_a_rolled_line_is_placed_on_the_line_of_the_file():
    cells = unrolled(split("标题\n" + "|".join(["规章|1|2|3"] * 6)))
    assert cells[-1].place(1, 1).row == 2
    assert cells[-1].place(1, 1).column == 24


@pytest.mark.parametrize("between", ["-", "_", "：", " / "])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_heads_that_name_their_group_are_read(between, form, gazetteer):
    """So a language model makes one row of heads of three, and one label of those of a row."""

    def draw(grid):
        rows = [[box.text for box in grid.cover(n)] for n in range(grid.height)]
        first = min(box.row for box in grid.boxes if box.kind == "value")
        if first < 3:
            return markdown(rows, outer=True)
        heads = [between.join(dict.fromkeys(column)) for column in zip(*rows[:3], strict=True)]
        labels = 3 if grid.width == 10 else 0
        body = [[" - ".join(dict.fromkeys(row[:labels])), *row[labels:]] for row in rows[first:]]
        top = ["项目", *(head.replace(f"申请人情况{between}", "") for head in heads[labels:])]
        if not labels:
            return markdown([heads, *rows[first:]], outer=True)
        return markdown([top, *body], outer=True)

    report = invent(64, form)
    assert_whole("markdown", text(report, draw, mark="## ").encode(), report, gazetteer)


def test_a_head_that_names_another_group_stays_as_it_is():
    heads = "复议后起诉-结果维持|复议后起诉-结果纠正|行政复议-第一项|复议后起诉-自然人"
    assert read_tables(document(heads, "1|2|3|4"), 2022).cells == {}
