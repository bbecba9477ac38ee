"""Tables of PDFs of which only some lines are drawn: they close rectangles that are no cells."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import Draw, drawn, line, only_table, ruled, texts, write
from tests.extraction.readers.test_pdf_unruled import row

LEFT, TOP, RIGHT, BOTTOM = 50.0, 70.0, 440.0, 160.0
ROWS = [
    ["信息内容", "自然人", "企业", "总计"],
    ["申请数量", "69221", "28348", "97569"],
    ["予以公开", "0", "12", "12"],
    ["部分公开", "1", "", "1"],
]


def framed(*levels: float) -> Draw:
    """A table in a frame, with lines from side to side at these heights."""

    def draw(canvas: Canvas) -> None:
        for y in (TOP, *levels, BOTTOM):
            line(canvas, LEFT, y, RIGHT, y)
        for x in (LEFT, RIGHT):
            line(canvas, x, TOP, x, BOTTOM)
        for top, (label, *numbers) in zip((78, 100, 122, 144), ROWS, strict=True):
            row(canvas, top, label, numbers, 50)

    return draw


@pytest.mark.parametrize("levels", [(), (94,), (94, 116, 138)], ids=["frame", "head", "rows"])
def test_a_table_with_lines_from_side_to_side_in_a_frame_has_its_columns(
    levels: tuple[float, ...],
) -> None:
    assert texts(only_table(pdf.read(drawn(framed(*levels))))) == ROWS


def test_a_frame_with_rows_goes_on_over_the_next_page() -> None:
    def after(canvas: Canvas) -> None:
        for y in (60, 82, 104):
            line(canvas, LEFT, y, RIGHT, y)
        for x in (LEFT, RIGHT):
            line(canvas, x, 60, x, 104)
        row(canvas, 66, "重复申请", ["3", "2", "5"], 50)
        row(canvas, 88, "其他处理", ["7", "", "7"], 50)

    one, other = pdf.read(drawn(framed(94, 116, 138), after)).tables
    assert texts(one) == ROWS
    assert texts(other) == [["重复申请", "3", "2", "5"], ["其他处理", "7", "", "7"]]


def test_a_framed_head_at_the_foot_of_a_page_is_that_of_the_rows_on_the_next() -> None:
    def head(canvas: Canvas) -> None:
        for y in (740, 758, 776):
            line(canvas, LEFT, y, RIGHT, y)
        for x in (LEFT, RIGHT):
            line(canvas, x, 740, x, 776)
        row(canvas, 744, "信息内容", ["本年", "本年", "现行"], 50)
        row(canvas, 762, "", ["制发件数", "废止件数", "有效件数"], 50)

    def rows(canvas: Canvas) -> None:
        for top, (label, *numbers) in zip((60, 82, 104), ROWS[1:], strict=True):
            row(canvas, top, label, numbers, 50)

    assert texts(only_table(pdf.read(drawn(head, rows))))[-3:] == ROWS[1:]


def test_a_framed_head_with_one_row_at_the_foot_of_a_page_is_no_table_of_one_column() -> None:
    def first(canvas: Canvas) -> None:
        for y in (740, 758, 776):
            line(canvas, LEFT, y, RIGHT, y)
        for x in (LEFT, RIGHT):
            line(canvas, x, 740, x, 776)
        row(canvas, 744, "统计指标", ["单位", "统计数"], 50)
        row(canvas, 762, "制发规范性文件总数", ["件", "12"], 50)

    def second(canvas: Canvas) -> None:
        for at, label in enumerate(("当面申请数", "传真申请数", "网络申请数")):
            row(canvas, 60 + 20 * at, label, ["件", f"{at}"], 50)

    one, other = pdf.read(drawn(first, second)).tables
    assert texts(one)[-1] == ["制发规范性文件总数", "件", "12"]
    assert texts(other)[-1] == ["网络申请数", "件", "2"]


def test_rows_in_boxes_that_begin_with_a_number_have_their_columns() -> None:
    rows = [
        [f"{at}.{name}", "件", f"{at}"] for at, name in enumerate(("当面申请数", "传真申请数"), 1)
    ]
    rows = [["统计指标", "单位", "统计数"], *rows, ["3.网络申请数", "件", "12"]]

    def draw(canvas: Canvas) -> None:
        for at, (label, *others) in enumerate(rows):
            row(canvas, 78 + 20 * at, label, others, 50)
        for y in range(72, 73 + 20 * len(rows), 20):
            line(canvas, LEFT, y, RIGHT, y)
        upright(canvas, [LEFT, RIGHT], 72, 72 + 20 * len(rows))

    assert texts(only_table(pdf.read(drawn(draw)))) == rows


def test_a_row_of_many_numbers_in_one_box_has_its_columns() -> None:
    """Together they take no more room than as many wide characters."""
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    numbers = ["10284", "10284", "10284", "10284", "41136"]

    def draw(canvas: Canvas) -> None:
        for y in (72, 92, 112):
            line(canvas, 50, y, 260, y)
        upright(canvas, [50, 260], 72, 112)
        for at, (name, number) in enumerate(zip(names, numbers, strict=True)):
            write(canvas, 60 + 40 * at, 78, name, 9)
            write(canvas, 60 + 40 * at, 98, number, 14)

    assert texts(only_table(pdf.read(drawn(draw)))) == [names, numbers]


def upright(canvas: Canvas, xs: list[float], top: float, bottom: float) -> None:
    for x in xs:
        line(canvas, x, top, x, bottom)


def test_a_table_of_which_only_the_columns_are_ruled_has_its_rows() -> None:
    labels = ["收到申请数", "当面申请数", "传真申请数", "网络申请数", "信函申请数"]
    rows = [["统计指标", "单位", "统计数"], *([label, "件", "7"] for label in labels)]

    def draw(canvas: Canvas) -> None:
        for y in (70, 220):
            line(canvas, 50, y, 440, y)
        upright(canvas, [50, 230, 330, 440], 70, 220)
        for at, cells in enumerate(rows):
            for x, text in zip((60, 260, 360), cells, strict=True):
                write(canvas, x, 78 + 24 * at, text)

    assert texts(only_table(pdf.read(drawn(draw)))) == rows


def test_numbers_that_touch_are_parted_by_the_ruling_between_their_columns() -> None:
    rows = [["信息内容", "自然人", "企业", "总计"], ["申请数量", "692211", "283481", "975692"]]
    rows += [["予以公开", "102841", "100120", "202961"], ["部分公开", "100011", "1000", "101011"]]

    def draw(canvas: Canvas) -> None:
        upright(canvas, [50, 200, 231, 262, 293], 70, 160)
        for top, cells in zip((78, 100, 122, 144), rows, strict=True):
            for x, text in zip((60, 200.5, 231.5, 262.5), cells, strict=True):
                write(canvas, x, top, text)

    assert texts(only_table(pdf.read(drawn(draw))))[1:] == rows[1:]


def test_a_grid_of_cells_stays_one() -> None:
    assert only_table(pdf.read(drawn(ruled))).column_count == 3


def test_blanks_in_a_table_with_ruled_columns_that_goes_on_over_a_page_stay_in_their_rows() -> None:
    xs = [50, 200, 260, 320, 380]
    head = ["信息内容", "自然人", "商业企业", "总计"]
    rows = [["予以公开", "3", "", "3"], ["部分公开", "", "12", "12"]]
    others = [["重复申请", "2", "", "2"], ["其他处理", "", "7", "7"], ["总计", "2", "7", "9"]]

    def cells(canvas: Canvas, lines: list[list[str]], top: float) -> None:
        for at, texts_ in enumerate(lines):
            for x, text in zip(xs, texts_, strict=False):
                write(canvas, x + 5, top + 20 * at, text)

    def first(canvas: Canvas) -> None:
        for y in (740, 758):
            line(canvas, 50, y, 380, y)
        upright(canvas, xs, 740, 800)
        cells(canvas, [head, *rows], 744)

    def second(canvas: Canvas) -> None:
        line(canvas, 50, 110, 380, 110)
        upright(canvas, xs, 50, 110)
        cells(canvas, others, 52)

    one, other = pdf.read(drawn(first, second)).tables
    assert texts(one) == [head, *rows]
    assert texts(other) == others


def test_a_row_in_boxes_behind_a_page_break_is_under_the_head_before_it() -> None:
    def first(canvas: Canvas) -> None:
        row(canvas, 780, *(ROWS[0][0], ROWS[0][1:]), 50)

    def second(canvas: Canvas) -> None:
        for y in (60, 80):
            line(canvas, 50, y, 440, y)
        upright(canvas, [50, 280, 325, 375, 440], 60, 80)
        row(canvas, 66, "", ["1", "2", "3"], 50)
        row(canvas, 200, "五、存在的主要问题及改进情况", [], 50)

    assert texts(only_table(pdf.read(drawn(first, second))))[-1][-3:] == ["1", "2", "3"]
    assert ROWS[0][-1] in texts(only_table(pdf.read(drawn(first, second))))[0]


def test_lines_that_end_inside_a_frame_part_no_label_above() -> None:
    """A group spans rows: the lines below these end where it does, and no upright one is drawn."""

    def draw(canvas: Canvas) -> None:
        for y in (90, 110, 210):
            line(canvas, LEFT, y, RIGHT, y)
        for y in (130, 150, 170, 190):
            line(canvas, 104, y, RIGHT, y)
        for x in (LEFT, RIGHT):
            line(canvas, x, 60, x, 210)
        row(canvas, 76, "信息内容", ["自然人", "企业", "总计"], 50)
        row(canvas, 96, "本年新收政府信息公开申请数量", ["7", "1", "8"], 50)
        write(canvas, 60, 156, "不予公开", 9)
        labels = ["属于国家秘密", "保护第三方合法权益", "属于行政执法案卷", "属于行政查询事项"]
        for at, label in enumerate([*labels, "重复申请"]):
            row(canvas, 116 + 20 * at, "", ["0", "12", "12"], 50)
            write(canvas, 110, 116 + 20 * at, label, 9)

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert shown[1] == ["本年新收政府信息公开申请数量", "7", "1", "8"]


def test_labels_of_two_rows_in_one_rectangle_tell_that_it_is_no_cell() -> None:
    def draw(canvas: Canvas) -> None:
        xs = [LEFT, 200.0, RIGHT]
        others = ["规章", "行政许可", "重复申请", "属于国家秘密", "属于行政执法案卷", "予以公开"]
        for y in (70, *(90 + 20 * at for at in range(7)), 250):
            line(canvas, LEFT, y, RIGHT, y)
        for x in xs:
            line(canvas, x, 70, x, 250)
        row(canvas, 76, "信息内容", ["本年处理决定数量"], 50)
        for at, label in enumerate(others):
            row(canvas, 96 + 20 * at, label, ["4"], 50)
        row(canvas, 216, "行政处罚", ["-"], 50)
        row(canvas, 236, "行政强制", ["120"], 50)

    shown = [cells for table in pdf.read(drawn(draw)).tables for cells in texts(table)]
    assert ["行政处罚", "-"] in shown
    assert ["行政强制", "120"] in shown


def test_a_name_and_the_number_below_it_in_one_rectangle_are_two_cells() -> None:
    """Where other numbers begin the line between the two is not drawn."""
    xs = [50.0, 110.0, 170.0, 230.0, 290.0, 350.0]

    def draw(canvas: Canvas) -> None:
        for y in (70, 130):
            line(canvas, xs[0], y, xs[-1], y)
        line(canvas, xs[2], 106, xs[-1], 106)
        for x in xs:
            line(canvas, x, 70, x, 130)
        for x, name, number in zip(xs, ["结果维持", *"一二三四"], "35048", strict=False):
            write(canvas, x + 6, 80, name, 9)
            write(canvas, x + 20, 112, number, 9)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["结果维持", "一", "二", "三", "四"],
        ["3", "5", "0", "4", "8"],
    ]


def test_a_head_in_boxes_is_that_of_the_rows_below_that_have_none() -> None:
    def draw(canvas: Canvas) -> None:
        xs = [50.0, 270.0, 350.0, 450.0]
        for y in (740, 764):
            line(canvas, xs[0], y, xs[-1], y)
        for x in xs:
            line(canvas, x, 740, x, 764)
        write(canvas, 80, 748, "信息内容", 9)
        write(canvas, 278, 748, "上一年项目数量", 9)
        write(canvas, 380, 748, "本年增/减", 9)

    def after(canvas: Canvas) -> None:
        row(canvas, 60, "行政事业性收费", ["5", "", "+7"], 50)

    (table,) = pdf.read(drawn(draw, after)).tables
    assert texts(table)[-1] == ["行政事业性收费", "5", "+7"]
    assert len(texts(table)) > 1
