"""PDFs drawn here, small, each for one way in which programs draw tables and text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from extraction.document import Cell, Document, Paragraph, Rejected, Table
from extraction.readers import pdf

WIDTH, HEIGHT = 595, 842
FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), title: str = "") -> bytes:
    """A PDF of which each function draws a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 10) -> None:
    """Write a line whose top is `top` points below the top of the page."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, canvas._pagesize[1] - top - 0.85 * size, text)


def write_centered(canvas: Canvas, top: float, text: str, size: float) -> None:
    canvas.setFont(FONT, size)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - top - 0.85 * size, text)


def line(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    height = canvas._pagesize[1]
    canvas.line(x0, height - y0, x1, height - y1)


def rule(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    """Draw a full grid of lines."""
    for y in ys:
        line(canvas, xs[0], y, xs[-1], y)
    for x in xs:
        line(canvas, x, ys[0], x, ys[-1])


def fill(canvas: Canvas, xs: list[float], ys: list[float], rows: list[list[str]]) -> None:
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            write(canvas, x + 4, y + 5, text)


def texts(table: Table) -> list[list[str]]:
    """The text of each cell, by the row that it begins in."""
    return [
        [cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)
    ]


def only_table(document: Document) -> Table:
    assert len(document.tables) == 1
    return document.tables[0]


def cell_of(table: Table, text: str) -> Cell:
    return next(cell for cell in table.cells if cell.text == text)


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


XS: list[float] = [60, 200, 260, 320]
YS: list[float] = [100, 120, 140, 160]
ROWS = [["信息内容", "制发", "废止"], ["规章", "1", "0"], ["规范性文件", "8", "26"]]


def ruled(canvas: Canvas) -> None:
    rule(canvas, XS, YS)
    fill(canvas, XS, YS, ROWS)


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


def test_digits_printed_apart_get_no_space_and_a_genuine_space_stays() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 140, 300], [100, 120, 140])
        write(canvas, 64, 105, "合 计")
        for number, digit in enumerate("3119"):
            write(canvas, 150 + 14 * number, 105, digit)
        fill(canvas, [60, 140], [120], [["其他", "1 2"]])

    assert texts(only_table(pdf.read(drawn(draw)))) == [["合 计", "3119"], ["其他", "1 2"]]


def test_a_label_printed_twice_to_look_bold_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas)
        fill(canvas, [x + 0.3 for x in XS], YS, ROWS)

    assert texts(only_table(pdf.read(drawn(draw)))) == ROWS


def test_single_characters_of_a_font_that_is_not_in_the_file_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [60, 200, 260], [100, 120, 140])
        for number, character in enumerate("规章"):
            write(canvas, 64 + 10 * number, 105, character)
        fill(canvas, [200], [105], [["无"]])
        fill(canvas, [60, 200], [120], [["乙", "一"]])

    assert texts(only_table(pdf.read(drawn(draw)))) == [["规章", "无"], ["乙", "一"]]


def test_a_watermark_across_the_page_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas)
        canvas.translate(60, HEIGHT - 170)
        canvas.rotate(20)
        write(canvas, 0, HEIGHT - 10, "内部资料 88888 内部资料", 14)

    document = pdf.read(drawn(draw))
    assert texts(only_table(document)) == ROWS
    assert paragraphs(document) == []


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_shown(rotation: int) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 60, "三、收到和处理政府信息公开申请情况")
        ruled(canvas)

    writer = PdfWriter(clone_from=io.BytesIO(drawn(draw)))
    page = writer.pages[0]
    page.rotate(rotation)
    page.transfer_rotation_to_content()
    page.rotate(rotation)
    buffer = io.BytesIO()
    writer.write(buffer)
    document = pdf.read(buffer.getvalue())
    assert paragraphs(document) == ["三、收到和处理政府信息公开申请情况"]
    assert texts(only_table(document)) == ROWS


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_table_printed_sideways_on_an_upright_page_is_read(quarter_turns: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(90 * quarter_turns)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
        canvas.translate(0, -150)
        ruled(canvas)

    assert texts(only_table(pdf.read(drawn(draw)))) == ROWS


def test_a_page_whose_box_does_not_begin_at_zero_is_measured_from_its_corner() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(drawn(ruled)))
    writer.pages[0].mediabox.lower_left = (40, 50)
    writer.pages[0].mediabox.upper_right = (WIDTH, HEIGHT - 80)
    writer.pages[0].cropbox = writer.pages[0].mediabox
    buffer = io.BytesIO()
    writer.write(buffer)
    box = only_table(pdf.read(buffer.getvalue())).place.box
    assert box == pytest.approx((20, 20, 280, 80), abs=1)


def prose(canvas: Canvas, top: float, rows: Iterable[tuple[float, str]]) -> None:
    for number, (x, text) in enumerate(rows):
        write(canvas, x, top + 20 * number, text)


FULL = "公开政府信息的工作在这一年里持续推进并且取得了新的成效各项任务都已经圆满完成了特此报告如"
"""As many characters as fit between margins of 70 points at 10 points."""


def test_text_is_joined_to_paragraphs_by_indents_and_line_ends() -> None:
    def draw(canvas: Canvas) -> None:
        write_centered(canvas, 50, "某某市人民政府", 20)
        write_centered(canvas, 78, "2023年政府信息公开工作年度报告", 20)
        prose(
            canvas,
            130,
            [
                (90, "一、总体情况"),
                (90, FULL[:43]),
                (70, FULL[:43] + "20"),
                (70, "23年共收到申请12件。"),
                (90, "（一）主动公开。" + FULL[:35]),
                (70, FULL[:44]),
                (90, FULL[:20] + "。"),
                (90, "二、主动公开政府信息情况"),
            ],
        )

    assert paragraphs(pdf.read(drawn(draw))) == [
        "某某市人民政府2023年政府信息公开工作年度报告",
        "一、总体情况",
        FULL[:43] + FULL[:43] + "2023年共收到申请12件。",
        "（一）主动公开。" + FULL[:35] + FULL[:44],
        FULL[:20] + "。",
        "二、主动公开政府信息情况",
    ]


def test_a_title_whose_first_line_fills_the_page_is_one_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        write_centered(canvas, 50, "某某维吾尔自治区某某县二〇二三年政府信息公开工作年", 18)
        write_centered(canvas, 78, "度报告", 18)
        prose(canvas, 130, [(90, FULL[:43]), (70, FULL), (70, FULL[:20])] * 2)

    assert paragraphs(pdf.read(drawn(draw)))[0] == (
        "某某维吾尔自治区某某县二〇二三年政府信息公开工作年度报告"
    )


def test_a_paragraph_over_a_page_break_is_one_without_header_and_page_number() -> None:
    def page(rows: list[tuple[float, str]], number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, 70, 30, "某某市人民政府公报", 8)
            prose(canvas, 660, rows) if number == 1 else prose(canvas, 60, rows)
            write_centered(canvas, 800, f"第 {number} 页 共 2 页", 8)

        return draw

    first = page([(90, FULL[:43]), (70, FULL)], 1)
    second = page([(70, FULL), (70, "2023"), (90, "六、其他需要报告的事项")], 2)
    document = pdf.read(drawn(first, second))
    assert paragraphs(document) == [
        FULL[:43] + FULL + FULL + "2023",
        "六、其他需要报告的事项",
    ]
    assert [paragraph.place.page for paragraph in document.paragraphs] == [1, 2]


def test_a_number_at_the_foot_of_a_table_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, [760, 780, 800])
        fill(canvas, XS, [760, 780], [["规章", "1", "0"], ["总计", "2", "3"]])
        write_centered(canvas, 815, "7", 9)

    document = pdf.read(drawn(draw))
    assert texts(only_table(document)) == [["规章", "1", "0"], ["总计", "2", "3"]]
    assert paragraphs(document) == []


def test_columns_without_any_border_are_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, 40, [(90, FULL[:43]), (70, FULL[:20])])
        xs: list[float] = [70, 260, 340, 420]
        fill(canvas, xs, [100], [["信息内容", "本年制发件数", "废止件数", "现行有效件数"]])
        fill(canvas, xs, [125], [["规章", "1", "0", "11"]])
        fill(canvas, [xs[0]], [144, 156], [["行政规范性文件（含"], ["党政联合发文）"]])
        fill(canvas, xs[1:], [150], [["8", "26", "66"]])
        fill(canvas, xs, [180], [["总计", "9", "26", "77"]])
        prose(canvas, 220, [(90, FULL[:43]), (70, FULL[:20])])

    document = pdf.read(drawn(draw))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert texts(document.tables[0]) == [
        ["信息内容", "本年制发件数", "废止件数", "现行有效件数"],
        ["规章", "1", "0", "11"],
        ["行政规范性文件（含党政联合发文）", "8", "26", "66"],
        ["总计", "9", "26", "77"],
    ]


def test_a_caption_over_columns_without_borders_spans_them() -> None:
    def draw(canvas: Canvas) -> None:
        xs: list[float] = [70, 200, 260, 320, 380]
        fill(canvas, [70, 200, 380], [100], [["项目", "法人或其他组织", "总计"]])
        for number, row in enumerate(["甲1237", "乙4569", "丙7890"]):
            fill(canvas, xs, [125 + 20 * number], [list(row)])

    table = only_table(pdf.read(drawn(draw)))
    assert list(cell_of(table, "法人或其他组织").columns) == [1, 2]
    assert list(cell_of(table, "总计").columns) == [4]


def test_a_wrapped_head_over_columns_without_borders_is_one_row() -> None:
    def draw(canvas: Canvas) -> None:
        xs: list[float] = [70, 200, 260, 320]
        prose(canvas, 40, [(90, "三、收到和处理政府信息公开申请情况")])
        fill(canvas, xs[1:], [100], [["商业企", "科研机", "总计"]])
        fill(canvas, xs[1:], [113], [["业", "构"]])
        for number, row in enumerate(["甲123", "乙456", "丙789"]):
            fill(canvas, xs, [140 + 20 * number], [list(row)])

    document = pdf.read(drawn(draw))
    assert paragraphs(document) == ["三、收到和处理政府信息公开申请情况"]
    assert texts(only_table(document))[:2] == [
        ["商业企业", "科研机构", "总计"],
        ["甲", "1", "2", "3"],
    ]


def test_the_title_of_the_file_is_kept() -> None:
    assert pdf.read(drawn(ruled, title="年度报告")).metadata == {"title": "年度报告"}


def protected(*, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(drawn(ruled)))
    writer.encrypt(user, owner, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_file_with_only_an_owner_password_opens() -> None:
    content = protected(user="", owner="owner")
    assert texts(only_table(pdf.read(content))) == ROWS


def rejection(content: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        pdf.read(content)
    return caught.value


def test_a_file_that_needs_a_password_is_rejected() -> None:
    refusal = rejection(protected(user="user", owner="owner"))
    assert refusal.reason_code == "encrypted"
    assert "password" in refusal.reason


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b" \n"])
def test_nothing_is_rejected_as_empty(content: bytes) -> None:
    assert rejection(content).reason_code == "empty"


def test_random_bytes_are_corrupt() -> None:
    assert rejection(bytes(range(256)) * 20).reason_code == "corrupt"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_truncated_file_is_corrupt(share: float) -> None:
    content = drawn(ruled, ruled, ruled)
    assert rejection(content[: int(share * len(content))]).reason_code == "corrupt"


def test_a_truncated_file_that_can_be_repaired_is_not_read_in_part() -> None:
    """The trailer stands at the start, as in files made for the web, so the rest opens."""
    content = drawn(ruled, ruled, ruled)
    trailer = content[content.index(b"trailer") : content.index(b"startxref")]
    header, body = content[:9], content[9:]
    cut = header + trailer + body[: body.rindex(b"stream") - 200]
    assert rejection(cut).reason_code == "corrupt"


def test_a_missing_end_mark_alone_loses_nothing() -> None:
    content = drawn(ruled)
    assert texts(only_table(pdf.read(content[: content.rindex(b"startxref")]))) == ROWS


def test_a_scan_without_text_is_unsupported() -> None:
    image = pytest.importorskip("PIL.Image").new("L", (300, 400), 200)

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    refusal = rejection(drawn(draw, draw))
    assert refusal.reason_code == "unsupported"
    assert "scan" in refusal.reason
    assert "text version" in refusal.reason


def test_pages_of_pictures_among_text_are_named() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    document = pdf.read(drawn(ruled, picture, ruled))
    assert document.metadata["pages_without_text"] == "2"


REPORT = Path(__file__).parents[4] / "shared" / "reports" / "real" / "huaian_2024"


@pytest.fixture(scope="module")
def huaian() -> Document:
    if not REPORT.is_dir():
        pytest.skip("the real reports (../shared/reports) are not on this machine")
    return pdf.read((REPORT / "report.pdf").read_bytes())


def known_rows() -> dict[str, list[str]]:
    """The rows of table 3 by their labels without spaces, printed as in the report."""
    truth = json.loads((REPORT / "truth.json").read_text(encoding="utf-8"))
    return {label: [str(value) for value in row] for label, row in truth["table3"].items()}


def test_the_rows_of_a_real_report_are_whole_and_in_order(huaian: Document) -> None:
    rows = [[cell.text for cell in row] for table in huaian.tables[2:4] for row in table.rows()]
    read = [row[-7:] for row in rows if row[-1].isdigit()]
    assert read == list(known_rows().values())


def test_a_real_table_over_a_page_break_keeps_its_columns(huaian: Document) -> None:
    one, other = huaian.tables[2:4]
    assert (one.place.page, other.place.page) == (4, 5)
    assert one.column_count == other.column_count == 10
    assert list(cell_of(one, "3119").columns) == list(cell_of(other, "3050").columns) == [9]


def test_the_text_of_a_real_report_is_in_paragraphs(huaian: Document) -> None:
    lines = paragraphs(huaian)
    assert lines[0] == "淮安市人民政府2024年政府信息公开工作年度报告"
    assert [text for text in lines if len(text) < 25] == [
        "淮安市人民政府2024年政府信息公开工作年度报告",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert all(text.endswith("。") for text in lines if len(text) >= 25)
