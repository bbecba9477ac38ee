"""Tables of PDFs, however their borders are drawn."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from reportlab.pdfgen.canvas import Canvas

from extraction.document import Paragraph, Table
from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import (
    HEIGHT,
    ROWS,
    WIDTH,
    XS,
    YS,
    Draw,
    cell_of,
    drawn,
    fill,
    line,
    only_table,
    paragraphs,
    rule,
    ruled,
    texts,
    write,
    write_centered,
)


def as_thin_rectangles(canvas: Canvas) -> None:
    for y in YS:
        canvas.rect(XS[0], HEIGHT - y, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x, HEIGHT - YS[-1], 0.5, YS[-1] - YS[0], stroke=0, fill=1)
    fill(canvas, XS, YS, ROWS)


def as_rectangle_per_cell(canvas: Canvas) -> None:
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(left + 0.8, HEIGHT - bottom + 0.8, right - left - 1.6, bottom - top - 1.6)
    fill(canvas, XS, YS, ROWS)


def with_double_lines(canvas: Canvas) -> None:
    rule(canvas, XS, YS)
    rule(canvas, [x + 2 for x in XS], [y + 2 for y in YS])
    fill(canvas, XS, YS, ROWS)


def with_dashes(canvas: Canvas) -> None:
    canvas.setDash(3, 2)
    rule(canvas, XS, YS)
    fill(canvas, XS, YS, ROWS)


def with_dots_drawn_one_by_one(canvas: Canvas) -> None:
    for y in YS:
        for step in range(int((XS[-1] - XS[0]) / 2) + 1):
            canvas.rect(XS[0] + 2 * step, HEIGHT - y, 1, 1, stroke=0, fill=1)
    for x in XS:
        for step in range(int((YS[-1] - YS[0]) / 2) + 1):
            canvas.rect(x, HEIGHT - YS[0] - 2 * step, 1, 1, stroke=0, fill=1)
    fill(canvas, XS, YS, ROWS)


def with_dots_far_apart(canvas: Canvas) -> None:
    for y in YS:
        for step in range(46):
            canvas.rect(XS[0] + 5.7 * step, HEIGHT - y, 2, 2, stroke=0, fill=1)
    for x in XS:
        for step in range(11):
            canvas.rect(x, HEIGHT - YS[0] - 5.7 * step, 2, 2, stroke=0, fill=1)
    fill(canvas, XS, YS, ROWS)


def with_gaps_at_the_corners(canvas: Canvas) -> None:
    for y in YS:
        for left, right in pairwise(XS):
            line(canvas, left + 1.5, y, right - 1.5, y)
    for x in XS:
        for top, bottom in pairwise(YS):
            line(canvas, x, top + 1.5, x, bottom - 1.5)
    fill(canvas, XS, YS, ROWS)


def without_sides(canvas: Canvas) -> None:
    for y in YS:
        line(canvas, XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        line(canvas, x, YS[0], x, YS[-1])
    fill(canvas, XS, YS, ROWS)


def without_outer_border(canvas: Canvas) -> None:
    for y in YS[1:-1]:
        line(canvas, XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        line(canvas, x, YS[0], x, YS[-1])
    fill(canvas, XS, YS, ROWS)


def in_a_frame_with_shading(canvas: Canvas) -> None:
    canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60)
    canvas.setFillGray(0.9)
    canvas.rect(XS[0], HEIGHT - YS[1], XS[-1] - XS[0], 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    ruled(canvas)


def inside_a_form(canvas: Canvas) -> None:
    canvas.beginForm("table")
    canvas.setLineWidth(2)
    for y in YS:
        canvas.line(XS[0] / 2, (HEIGHT - y) / 2, XS[-1] / 2, (HEIGHT - y) / 2)
    for x in XS:
        canvas.line(x / 2, (HEIGHT - YS[0]) / 2, x / 2, (HEIGHT - YS[-1]) / 2)
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm("table")
    canvas.restoreState()
    fill(canvas, XS, YS, ROWS)


@pytest.mark.parametrize(
    "draw",
    [
        ruled,
        as_thin_rectangles,
        as_rectangle_per_cell,
        with_double_lines,
        with_dashes,
        with_dots_drawn_one_by_one,
        with_dots_far_apart,
        with_gaps_at_the_corners,
        without_sides,
        without_outer_border,
        in_a_frame_with_shading,
        inside_a_form,
    ],
)
def test_a_table_is_read_however_its_borders_are_drawn(draw: Draw) -> None:
    table = only_table(pdf.read(drawn(draw)))
    assert texts(table) == ROWS
    assert (table.row_count, table.column_count) == (3, 3)
    assert all((cell.row_span, cell.column_span) == (1, 1) for cell in table.cells)


def test_a_cell_knows_its_place() -> None:
    document = pdf.read(drawn(lambda canvas: None, ruled))
    place = cell_of(only_table(document), "26").place
    assert (place.page, place.table, place.row, place.column) == (2, 1, 3, 3)
    assert place.box == pytest.approx((260, 140, 320, 160), abs=1)


def merged(canvas: Canvas) -> None:
    """Rows 1-2 of column 1 merged, columns 2-3 of row 1 merged, rows 3-5 of column 1 merged."""
    ys: list[float] = [100, 120, 140, 160, 180, 200]
    for x0, y, x1 in [(60, 100, 320), (200, 120, 320), (60, 140, 320), (60, 200, 320)]:
        line(canvas, x0, y, x1, y)
    for y in (160, 180):
        line(canvas, 200, y, 320, y)
    for x, y0 in [(60, 100), (200, 100), (260, 120), (320, 100)]:
        line(canvas, x, y0, x, 200)
    fill(canvas, XS, ys, [["项目", "申请人情况"], ["", "自然人", "总计"], ["结果", "1", "2"]])
    fill(canvas, XS, ys[3:], [["", "3", "4"], ["", "5", "6"]])


def test_merged_cells_keep_their_spans() -> None:
    table = only_table(pdf.read(drawn(merged)))
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells}
    assert spans["项目"] == (2, 1)
    assert spans["申请人情况"] == (1, 2)
    assert spans["结果"] == (3, 1)
    assert texts(table)[2:] == [["结果", "1", "2"], ["3", "4"], ["5", "6"]]
    assert [cell.text for cell in table.rows()[4]] == ["结果", "5", "6"]


def test_a_border_not_quite_straight_makes_no_column() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 200, 260, 320], [100, 120])
        rule(canvas, [60, 206, 260, 320], [120, 140])
        fill(canvas, XS, YS, [["a", "1", "2"], ["b", "3", "4"]])

    table = only_table(pdf.read(drawn(draw)))
    assert [(cell.column, cell.column_span) for cell in table.cells] == [(0, 1), (1, 1), (2, 1)] * 2


def test_tables_in_a_frame_with_text_between_stay_two_tables() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60)
        ruled(canvas)
        write(canvas, 60, 180, "第二个表")
        rule(canvas, XS, [210, 230, 250])
        fill(canvas, XS, [210, 230], [["甲", "7", "8"], ["乙", "9", "10"]])

    document = pdf.read(drawn(draw))
    assert [type(block) for block in document.blocks] == [Table, Paragraph, Table]
    assert texts(document.tables[1]) == [["甲", "7", "8"], ["乙", "9", "10"]]


def test_a_table_over_a_page_break_is_two_tables_with_the_same_columns() -> None:
    def first(canvas: Canvas) -> None:
        rule(canvas, XS, [760, 780, 800])
        fill(canvas, XS, [760, 780], ROWS[:2])
        write_centered(canvas, 812, "- 1 -", 9)

    def second(canvas: Canvas) -> None:
        rule(canvas, [60, 260, 320], [50, 70])
        fill(canvas, [60, 260], [50], [["规范性文件", "26"]])
        write_centered(canvas, 812, "- 2 -", 9)

    document = pdf.read(drawn(first, second))
    assert [type(block) for block in document.blocks] == [Table, Table]
    one, other = document.tables
    assert texts(one) == ROWS[:2]
    assert [(cell.text, list(cell.columns)) for cell in other.cells] == [
        ("规范性文件", [0, 1]),
        ("26", [2]),
    ]
    assert [table.place.table for table in document.tables] == [1, 2]


def test_a_single_row_before_a_page_break_is_part_of_the_table() -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 60, 700, "二、主动公开政府信息情况")
        canvas.rect(60, HEIGHT - 800, 260, 20)
        write(canvas, 64, 785, "第二十条第（一）项")

    def second(canvas: Canvas) -> None:
        rule(canvas, XS, [50, 70, 90])
        fill(canvas, XS, [50, 70], ROWS[:2])

    document = pdf.read(drawn(first, second))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Table]
    assert [(cell.text, cell.column_span) for cell in document.tables[0].cells] == [
        ("第二十条第（一）项", 3)
    ]


def test_text_hanging_out_of_a_row_cut_by_the_page_end_stays_in_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        line(canvas, 60, 100, 320, 100)
        line(canvas, 60, 120, 320, 120)
        for x in XS:
            line(canvas, x, 100, x, 138)
        fill(canvas, XS, [100, 122], [["结果", "1", "2"], ["尚未", "尚未", "总计"]])
        fill(canvas, XS, [136], [["审结", "维持"]])

    table = only_table(pdf.read(drawn(draw)))
    assert texts(table) == [["结果", "1", "2"], ["尚未审结", "尚未维持", "总计"]]


def test_light_cells_on_a_dark_ground_are_ruled_by_what_shows_between_them() -> None:
    ys: list[float] = [100, 120, 150, 180]

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.3)
        canvas.rect(XS[0], HEIGHT - ys[-1], XS[-1] - XS[0], ys[-1] - ys[0], stroke=0, fill=1)
        canvas.setFillGray(1)
        for (left, right), (top, bottom) in product(pairwise(XS), pairwise(ys)):
            width, height = right - left - 1, bottom - top - 1
            canvas.rect(left, HEIGHT - bottom, width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
        fill(canvas, XS, ys, [ROWS[0], ["规章", "39857", "0"], ROWS[2]])
        write(canvas, XS[1] + 4, ys[1] + 16, "58")

    table = only_table(pdf.read(drawn(draw)))
    assert texts(table) == [ROWS[0], ["规章", "39857 58", "0"], ROWS[2]]


def test_the_border_of_a_blank_cell_drawn_as_one_path_is_no_number_drawn_in_it() -> None:
    rows = [["信息内容", "制发", "废止"], ["规章", "", ""], ["规范性文件", "8", ""]]

    def draw(canvas: Canvas) -> None:
        for (left, right), (top, bottom) in product(pairwise(XS), pairwise(YS)):
            path = canvas.beginPath()
            for inset in (0.5, 1.5):
                width, height = right - left - 2 * inset, bottom - top - 2 * inset
                path.rect(left + inset, HEIGHT - bottom + inset, width, height)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
        fill(canvas, XS, YS, rows)

    document = pdf.read(drawn(draw))
    assert "pages_recognised" not in document.metadata
    assert texts(only_table(document)) == rows


def test_cells_of_which_a_side_is_not_drawn_are_cells_within_the_outline_of_their_table() -> None:
    def draw(canvas: Canvas) -> None:
        # 合并 spans two rows and is open at the left; 其他 is open to the rest of it above.
        for y, start in ((100, 60), (120, 60), (140, 110), (160, 110), (180, 60)):
            line(canvas, start, y, 320, y)
        line(canvas, 60, 100, 60, 120)
        for x, end in ((110, 160), (260, 180), (320, 180)):
            line(canvas, x, 120 if x == 110 else 100, x, end)
        rows = [
            ["信息内容", "", "制发", "废止"],
            ["合并", "规章", "1", "0"],
            ["", "文件", "8", "2"],
        ]
        fill(canvas, [60, 110, 260, 290], [100, 120, 140], [[*row[:3]] for row in rows])
        fill(canvas, [60, 260], [160], [["其他", "5"]])

    table = only_table(pdf.read(drawn(draw)))
    assert [text for row in texts(table) for text in row] == [
        "信息内容", "制发", "合并", "规章", "1", "文件", "8", "其他", "5",
    ]  # fmt: skip
    assert cell_of(table, "其他").column_span == cell_of(table, "信息内容").column_span == 2


def test_rulings_of_two_tables_nearly_in_line_stay_where_they_are() -> None:
    rows = [["规章", "7", "3", "5"], ["其他", "1", "2", "4"]]

    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 100, 120, 160, 200], [100, 120, 140])
        fill(canvas, [60, 100, 115.5, 160], [100, 120], rows)
        for top in (200, 300, 400):
            rule(canvas, [60, 122.9, 142.9], [top, top + 20, top + 40])

    assert texts(pdf.read(drawn(draw)).tables[0]) == rows


def test_the_blank_room_between_the_last_row_of_a_page_and_the_border_is_no_row() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        canvas.rect(XS[0] - 4, HEIGHT - YS[-1] - 30, XS[-1] - XS[0] + 8, YS[-1] - YS[0] + 34)
        fill(canvas, XS, YS, ROWS)

    assert texts(only_table(pdf.read(drawn(draw)))) == ROWS


def test_a_merged_cell_that_both_ends_of_a_page_cut_is_a_column_of_its_table() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, [50, 70, 90, 110])
        fill(canvas, XS, [50, 70, 90], [["办理结果", "3", "4"], ["", "5", "6"], ["", "7", "8"]])

    def cut(canvas: Canvas) -> None:
        for x in XS:
            line(canvas, x, 50, x, 110)
        for y in (70, 90):
            line(canvas, XS[1], y, XS[-1], y)
        fill(canvas, XS[1:], [50, 70, 90], ROWS)

    first, second = pdf.read(drawn(draw, cut)).tables
    assert first.column_count == second.column_count == 3
    assert [cell.column for cell in second.cells if cell.text in ROWS[1]] == [1, 2]


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 300, 500, 500)
        for number in range(4):
            write(canvas, 60, 100 + 20 * number, "框内的文字排满了整整一行，框不是表格。" * 2)

    document = pdf.read(drawn(draw))
    assert document.tables == []
    assert paragraphs(document) == ["框内的文字排满了整整一行，框不是表格。" * 8]


def test_a_number_wrapped_in_its_cell_is_one_number() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 140, 172], [100, 140, 180])
        fill(canvas, [60, 140], [100, 140], [["行政处罚", "3985"], ["行政强制", "12"]])
        write(canvas, 144, 118, "758")

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["行政处罚", "3985758"],
        ["行政强制", "12"],
    ]


def test_numbers_above_each_other_in_a_wide_cell_stay_two() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 140, 300], [100, 140, 160])
        fill(canvas, [60, 140], [100, 140], [["行政处罚", "5"], ["行政强制", "12"]])
        write(canvas, 144, 118, "3")

    assert texts(only_table(pdf.read(drawn(draw))))[0] == ["行政处罚", "5 3"]


def test_a_wrapped_chinese_label_joins_without_a_space() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 110, 200], [100, 160, 180])
        for number, part in enumerate(["行政事业", "性收费（", "万元）"]):
            write(canvas, 64, 105 + 15 * number, part)
        write(canvas, 120, 120, "96171.6")
        fill(canvas, [60, 110], [160], [["其他", "0"]])

    assert texts(only_table(pdf.read(drawn(draw))))[0] == ["行政事业性收费（万元）", "96171.6"]


def test_the_number_of_a_page_right_below_a_cut_row_is_in_none_of_its_cells() -> None:
    def draw(canvas: Canvas) -> None:
        line(canvas, 60, 100, 320, 100)
        line(canvas, 60, 120, 320, 120)
        for x in XS:
            line(canvas, x, 100, x, 138)
        fill(canvas, XS, [100, 122], [["结果", "1", "2"], ["尚未", "3", "4"]])
        write(canvas, XS[1] - 14, 141, "— 2 —")

    table = only_table(pdf.read(drawn(draw)))
    assert texts(table) == [["结果", "1", "2"], ["尚未", "3", "4"]]
