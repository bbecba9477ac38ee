"""Pages of a PDF that were printed anew: made smaller, or two on a sheet."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import (
    HEIGHT,
    ROWS,
    WIDTH,
    XS,
    YS,
    drawn,
    fill,
    only_table,
    paragraphs,
    rule,
    ruled,
    texts,
    write,
)


def test_text_said_by_other_means_stands_where_a_page_made_smaller_prints_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("page", 0, 0, WIDTH, HEIGHT)
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [row[:2] for row in ROWS])
        for y, text in zip(YS, [row[2] for row in ROWS], strict=False):
            said = text.encode("utf-16-be").hex()
            canvas._code.append(f"/Span <</ActualText <FEFF{said}>>> BDC")
            write(canvas, XS[2] + 4, y + 5, text)
            canvas._code.append("EMC")
        canvas.endForm()
        canvas.scale(0.7, 0.7)
        canvas.doForm("page")

    assert texts(only_table(pdf.read(drawn(draw)))) == ROWS


def pages_side_by_side(canvas: Canvas) -> None:
    for left, name in ((0, "左"), (WIDTH, "右")):
        canvas.saveState()
        canvas.translate(left, 0)
        for number in range(4):
            write(canvas, 60, 40 + 14 * number, f"{name}页第{number}行。" + "本年度工作情况。" * 5)
        ruled(canvas)
        canvas.restoreState()


def test_the_two_pages_of_a_sheet_are_read_one_after_the_other() -> None:
    document = pdf.read(drawn(pages_side_by_side, size=(2 * WIDTH, HEIGHT)))
    assert [texts(table) for table in document.tables] == [ROWS, ROWS]
    assert [text[0] for text in paragraphs(document)] == ["左", "右"]


def test_a_wide_table_is_not_cut_in_the_middle_of_its_sheet() -> None:
    def draw(canvas: Canvas) -> None:
        pages_side_by_side(canvas)
        xs = [60.0, 560.0, 800.0]
        rule(canvas, xs, [300, 320, 340])
        fill(canvas, xs, [300, 320], [["信息内容", "制发"], ["规章", "17"]])

    tables = pdf.read(drawn(draw, size=(2 * WIDTH, HEIGHT))).tables
    assert [["信息内容", "制发"], ["规章", "17"]] in [texts(table) for table in tables]


def test_a_table_whose_columns_stand_far_apart_is_no_sheet_of_two_pages() -> None:
    labels = ["统计指标", "收到申请数", "当面申请数", "传真申请数", "网络申请数", "信函申请数"]

    def draw(canvas: Canvas) -> None:
        for row, label in enumerate(labels):
            write(canvas, 60, 40 + 20 * row, label)
            write(canvas, 200, 40 + 20 * row, "单位" if row == 0 else "件")
            write(canvas, 1000, 40 + 20 * row, "统计数" if row == 0 else str(row))

    rows = texts(only_table(pdf.read(drawn(draw, size=(2 * WIDTH, HEIGHT)))))
    assert rows[1] == ["收到申请数", "件", "1"]
