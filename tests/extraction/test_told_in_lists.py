"""Tables that a text tells in lists: a value with its names on each line, or a row."""

from __future__ import annotations

import pytest

from benchmarks.manners.report import invent
from benchmarks.manners.texts import lines_of_cells, text
from tests.extraction.test_manners import assert_whole, score_of

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
DISPUTES = ["行政复议", "未经复议直接起诉", "复议后起诉"]


def rows_of(grid) -> list[tuple[str, dict[str, str]]]:
    """The rows of tables 3 and 4, each with its numbers by name."""
    if grid.width == 15:
        numbers = iter([box.text for box in grid.boxes if box.kind == "value"])
        return [(dispute, {name: next(numbers) for name in OUTCOMES}) for dispute in DISPUTES]
    rows = []
    for number in range(grid.height):
        boxes = grid.row(number)
        numbers = [box.text for box in boxes if box.kind == "value"]
        if numbers:
            label = [box.text for box in boxes if box.kind != "value"][-1]
            rows.append((label, dict(zip(APPLICANTS, numbers, strict=True))))
    return rows


def under_headings(label: str, numbers: dict[str, str]) -> str:
    return f"### {label}\n" + "\n".join(f"- {name}：{its}" for name, its in numbers.items())


def on_one_line(label: str, numbers: dict[str, str]) -> str:
    return f"{label}：" + "，".join(f"{name}{its}件" for name, its in numbers.items())


def told(report, tell) -> str:
    """The report with each row of its tables 3 and 4 told so."""

    def draw(grid) -> str:
        if grid.width not in (10, 15):
            return lines_of_cells(grid)
        return "\n".join(tell(label, numbers) for label, numbers in rows_of(grid))

    return text(report, draw)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("tell", [under_headings, on_one_line])
def test_rows_told_in_lists_are_read_by_the_names_of_their_numbers(tell, form, gazetteer):
    report = invent(90, form)
    assert_whole("listed", told(report, tell).encode(), report, gazetteer)


@pytest.mark.parametrize("tell", [under_headings, on_one_line])
def test_a_list_that_leaves_out_a_name_moves_no_number(tell, gazetteer):
    report = invent(91, "2021")
    printed = told(report, tell)
    begin = printed.index("一、本年新收")
    at = printed.index("科研机构", begin)
    end = printed.index("社会公益", at)
    printed = printed[:at].rstrip("- ") + printed[end if tell is on_one_line else end - 2 :]
    score = score_of("listed", printed.encode(), report, gazetteer)
    assert (score.wrong, score.silent) == (0, 0)
    assert score.missing > 0
