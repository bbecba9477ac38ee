"""Characters, turned pages, paragraphs and columns without borders of PDFs."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from pypdf import PdfWriter
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
    only_table,
    paragraphs,
    rule,
    ruled,
    texts,
    write,
    write_centered,
)


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


def test_of_a_report_of_short_paragraphs_the_few_full_lines_show_the_margin() -> None:
    def draw(canvas: Canvas) -> None:
        chapters = [
            (70.0, line) for n in "一二三四五六七八九" for line in (f"{n}、情况", "无3件。")
        ]
        opening = [(70.0, "甲" * 44), (50.0, "乙" * 46), (50.0, "丁。")]
        prose(canvas, 60, [*opening, *chapters])
        prose(canvas, 500, [(70.0, f"第{n}件。") for n in range(15)])

    texts = [block.text for block in pdf.read(drawn(draw)).blocks if isinstance(block, Paragraph)]
    assert texts[1:3] == ["一、情况", "无3件。"]


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
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]

    def draw(canvas: Canvas) -> None:
        xs: list[float] = [60, 130, 180, 235, 290, 360, 430, 470]
        fill(canvas, [270], [100], [["申请人情况"]])
        fill(canvas, [250], [115], [["法人或其他组织"]])
        fill(canvas, xs[1:], [130], [names])
        for number, label in enumerate(["予以公开", "部分公开", "重复申请"]):
            fill(canvas, xs, [155 + 20 * number], [[label, *"1234567"]])

    table = only_table(pdf.read(drawn(draw)))
    assert cell_of(table, "法人或其他组织").columns == range(2, 7)
    assert cell_of(table, "总计").columns == range(7, 8)


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
