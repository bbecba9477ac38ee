"""Tables of PDFs without borders that only the form tells: its labels, heads and rows of blanks."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from extraction.document import Table
from extraction.readers import pdf
from extraction.readers.page.glyphs import Line
from extraction.readers.page.unruled import blocks
from tests.extraction.readers.pdf_drawing import centred, drawn, only_table, texts, write
from tests.extraction.readers.test_pdf_unruled import row

NAMES = ["自然人", "科研机构", "总计"]


def numbers(canvas: Canvas, top: float, each: list[str]) -> None:
    for at, number in enumerate(each):
        centred(canvas, 300 + 45 * at, top, number)


def tables(canvas_of: object, *others: object) -> list[list[list[str]]]:
    document = pdf.read(drawn(canvas_of, *others))  # type: ignore[arg-type]
    return [texts(block) for block in document.blocks if isinstance(block, Table)]


def test_a_number_beside_any_line_of_a_known_label_is_of_its_row() -> None:
    """A row that is too low for its label, which hangs out of it."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        for top, label, each in (
            (630, ["一、本年新收政府", "信息公开申请数量"], ["48", "5", "53"]),
            (670, ["二、上年结转政府", "信息公开申请数量"], ["3", "2", "5"]),
        ):
            for at, line in enumerate(label):
                write(canvas, 60, top + 12 * at, line, 9)
            numbers(canvas, top + (6 if each[0] == "48" else 0), each)

    assert texts(only_table(pdf.read(drawn(draw))))[1:] == [
        ["一、本年新收政府信息公开申请数量", "48", "5", "53"],
        ["二、上年结转政府信息公开申请数量", "3", "2", "5"],
    ]


def test_the_lines_of_a_known_label_may_stand_far_apart() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 560, "信息内容", NAMES, 45)
        write(canvas, 60, 584, "二、上年结转政府", 9)
        write(canvas, 60, 596, "信息公开申请数量", 9)
        numbers(canvas, 590, ["1", "2", "3"])
        write(canvas, 60, 630, "一、本年新收政府", 9)
        write(canvas, 60, 658, "信息公开申请数量", 9)
        numbers(canvas, 644, ["48", "5", "53"])

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert shown[-1] == ["一、本年新收政府信息公开申请数量", "48", "5", "53"]


def test_a_head_of_wrapped_names_at_the_foot_is_that_of_the_rows_on_the_next_page() -> None:
    def draw(canvas: Canvas) -> None:
        decisions(canvas, 680, {"行政许可": ["3"]})
        row(canvas, 730, "信息内容", [], 60)
        centred(canvas, 300, 724, "本年处理")
        centred(canvas, 300, 736, "决定数量")

    def after(canvas: Canvas) -> None:
        row(canvas, 60, "行政处罚", ["7"], 60)
        row(canvas, 80, "行政强制", ["9"], 60)

    assert tables(draw, after)[1] == [
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", "7"],
        ["行政强制", "9"],
    ]


def decisions(canvas: Canvas, top: float, labels: dict[str, list[str]]) -> None:
    """The head of a block of table 2, and its rows."""
    row(canvas, top, "信息内容", ["本年处理决定数量"], 60)
    for at, (label, each) in enumerate(labels.items(), start=1):
        row(canvas, top + 20 * at, label, each, 60)


def test_labels_alone_under_a_head_of_the_form_are_rows_of_blanks() -> None:
    def draw(canvas: Canvas) -> None:
        decisions(canvas, 600, {"行政许可": ["4"]})
        decisions(canvas, 640, {"行政处罚": [], "行政强制": []})
        row(canvas, 700, "信息内容", ["本年收费金额"], 60)
        row(canvas, 720, "行政事业性收费", ["5"], 60)

    assert ["行政处罚", ""] in [cells for table in tables(draw) for cells in table]
    assert ["行政强制", ""] in [cells for table in tables(draw) for cells in table]


def test_a_row_of_blanks_goes_on_over_the_end_of_a_page() -> None:
    def draw(canvas: Canvas) -> None:
        decisions(canvas, 740, {"行政处罚": ["4"]})

    def after(canvas: Canvas) -> None:
        write(canvas, 60, 60, "行政强制", 9)
        row(canvas, 80, "信息内容", ["本年收费金额"], 60)
        row(canvas, 100, "行政事业性收费", ["5"], 60)

    assert ["行政强制", ""] in [cells for table in tables(draw, after) for cells in table]


def test_a_number_that_touches_a_line_of_its_label_stands_in_its_column() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        row(canvas, 630, "（一）予以公开", ["11", "22", "33"], 45)
        write(canvas, 295 - 9 * len("要求提供公开"), 660, "要求提供公开", 9)
        write(canvas, 295 - 9 * len("要求提供公开"), 672, "出版物", 9)
        numbers(canvas, 660, ["12", "5", "17"])

    assert texts(only_table(pdf.read(drawn(draw))))[-1] == ["要求提供公开出版物", "12", "5", "17"]


INDICATORS = [
    ("（一）主动公开政府信息数", "条", "4"),
    ("其中：主动公开规范性文件数", "条", "2"),
    ("制发规范性文件总数", "件", "3"),
    ("1.政府公报公开政府信息数", "条", "0"),
    ("2.政府网站公开政府信息数", "条", "23"),
    ("3.政务微博公开政府信息数", "条", "1"),
]


def test_a_list_of_indicators_needs_no_head() -> None:
    def draw(canvas: Canvas) -> None:
        for at, (label, unit, number) in enumerate(INDICATORS):
            write(canvas, 60, 600 + 20 * at, label, 9)
            centred(canvas, 300, 600 + 20 * at, unit)
            centred(canvas, 345, 600 + 20 * at, number)

    assert texts(only_table(pdf.read(drawn(draw)))) == [list(each) for each in INDICATORS]


def test_the_second_line_of_an_indented_indicator_stands_to_its_left() -> None:
    long = ["1.专职人员数（不包括政府公报及政", "府网站工作人员数）"]

    def draw(canvas: Canvas) -> None:
        for at, (label, unit, number) in enumerate(INDICATORS):
            write(canvas, 60, 500 + 20 * at, label, 9)
            centred(canvas, 300, 500 + 20 * at, unit)
            centred(canvas, 345, 500 + 20 * at, number)
        write(canvas, 110, 620, long[0], 9)
        write(canvas, 20, 632, long[1], 9)
        centred(canvas, 300, 626, "人")
        centred(canvas, 345, 626, "8")

    assert texts(only_table(pdf.read(drawn(draw))))[-1] == ["".join(long), "人", "8"]


@pytest.mark.parametrize("step", ["runs", "_blocks_of", "head_at_foot"])
def test_a_defect_in_any_step_costs_a_table_and_is_said(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: list[Line]) -> None:
        raise ZeroDivisionError

    def draw(canvas: Canvas) -> None:
        decisions(canvas, 600, {"行政处罚": ["4"], "行政强制": ["5"]})

    monkeypatch.setattr(blocks, step, fail)
    document = pdf.read(drawn(draw))
    assert "ZeroDivisionError" in document.metadata["failed_tables"]
    assert document.blocks


def test_a_line_of_a_group_that_touches_a_label_is_known_by_the_words_of_both() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        for at, (group, label) in enumerate(
            [("三、本年", "（一）予以公开"), ("度办", "（二）部分公开"), ("理结果", "重复申请")]
        ):
            write(canvas, 96 - 9 * len(group), 630 + 14 * at, group, 9)
            write(canvas, 97, 630 + 14 * at, label, 9)
            numbers(canvas, 630 + 14 * at, [str(at), "5", str(at + 5)])

    assert [cells[-4:] for cells in texts(only_table(pdf.read(drawn(draw))))[1:]] == [
        ["（一）予以公开", "0", "5", "5"],
        ["（二）部分公开", "1", "5", "6"],
        ["重复申请", "2", "5", "7"],
    ]


def test_a_head_of_which_a_name_was_taken_for_the_corner_is_not_read() -> None:
    """What is left of it is the head of another form, with one name."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "行政许可", ["1", "", "3"], 60)
        row(canvas, 640, "信息内容", ["目数量", "增/减", "处理决定数量"], 60)
        row(canvas, 660, "行政处罚", ["7"], 60)
        row(canvas, 680, "行政强制", ["9"], 60)

    assert not any(cells == ["行政处罚", "7"] for table in tables(draw) for cells in table)


def test_the_dashes_of_headings_stand_in_the_column_of_units() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 278, 580, "统计指标", 9)
        centred(canvas, 338, 580, "单位")
        centred(canvas, 375, 580, "统计数")
        rows = [("一、主动公开情况", "——", ""), *INDICATORS, ("二、回应解读情况", "——", "")]
        for at, (label, unit, number) in enumerate(rows):
            write(canvas, 255 - 9 * len(label), 600 + 20 * at, label, 9)
            centred(canvas, 338, 600 + 20 * at, unit)
            centred(canvas, 375, 600 + 20 * at, number)

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert shown[0] == ["统计指标", "单位", "统计数"]
    assert shown[1:-1] == [["一、主动公开情况", "——", ""], *map(list, INDICATORS)]
