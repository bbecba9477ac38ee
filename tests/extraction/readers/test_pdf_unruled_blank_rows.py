"""Tables of PDFs without borders with blank rows: labels part heads from rows as numbers do."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import centred, drawn, only_table, texts, write
from tests.extraction.readers.test_pdf_unruled import row
from tests.extraction.readers.test_pdf_unruled_by_form import NAMES, numbers, tables

DECISIONS = ["本年处理决定数量"]


def test_a_head_above_a_blank_row_begins_a_table_below_one_with_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["本年制发件数", "本年废止件数", "现行有效件数"], 70)
        row(canvas, 620, "规章", ["3", "4", "5"], 70)
        centred(canvas, 262, 640, "第二十条第（五）项")
        write(canvas, 60, 660, "信息内容", 9)
        centred(canvas, 336, 660, *DECISIONS)
        row(canvas, 680, "行政许可", [], 60)
        centred(canvas, 200, 700, "第二十条第（六）项")
        write(canvas, 60, 720, "信息内容", 9)
        centred(canvas, 336, 720, *DECISIONS)
        row(canvas, 740, "行政强制", ["5"], 40)

    first, second, third = tables(draw)
    assert first[-1] == ["规章", "3", "4", "5"]
    assert second[-1] == ["行政许可", ""]
    assert third[-1] == ["行政强制", "5"]


def test_the_last_line_of_a_name_stands_below_the_corner_and_above_the_row() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["本年处理决定数量", "上一年项目数量"], 90)
        row(canvas, 620, "其他对外管理服务事项", ["3", "4"], 90)
        centred(canvas, 140, 640, "采购项目数")
        write(canvas, 60, 646, "信息内容", 9)
        centred(canvas, 140, 652, "量")
        centred(canvas, 220, 646, "采购总金额")
        write(canvas, 60, 670, "政府集中采购", 9)
        centred(canvas, 140, 670, "5")
        centred(canvas, 220, 670, "7.5")

    assert tables(draw)[-1] == [
        ["信息内容", "采购项目数量", "采购总金额"],
        ["政府集中采购", "5", "7.5"],
    ]


def test_wrapped_labels_of_blank_rows_at_the_end_of_a_page_are_of_its_table() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        row(canvas, 630, "（一）予以公开", ["1", "2", "3"], 45)
        write(canvas, 60, 665, "2.没有现成信息需", 9)
        write(canvas, 60, 677, "要另行制作", 9)
        write(canvas, 60, 712, "3.补正后申请内容", 9)
        write(canvas, 60, 724, "仍不明确", 9)

    def after(canvas: Canvas) -> None:
        row(canvas, 60, "1.信访举报投诉类申请", ["4", "5", "9"], 45)

    shown = [cells for table in tables(draw, after) for cells in table]
    assert ["2.没有现成信息需要另行制作", "", "", ""] in shown
    assert ["1.信访举报投诉类申请", "4", "5", "9"] in shown


def test_the_rest_of_a_head_that_ends_a_page_is_told_by_the_form() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 680, "信息内容", DECISIONS, 60)
        row(canvas, 700, "行政强制", ["3"], 60)
        centred(canvas, 200, 724, "第二十条第（八）项")
        row(canvas, 740, "信息内容", ["本年收费"], 60)

    def after(canvas: Canvas) -> None:
        centred(canvas, 300, 60, "金额（单位：万元）")
        row(canvas, 80, "行政事业性收费", ["7638.2439"], 60)

    last = tables(draw, after)[-1]
    assert last[-2:] == [["本年收费金额（单位：万元）"], ["行政事业性收费", "7638.2439"]]


def test_a_dash_that_touches_its_label_is_what_stands_in_the_row() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        row(canvas, 630, "（一）予以公开", ["1", "2", "3"], 45)
        write(canvas, 260, 650, "重复申请", 9)
        write(canvas, 298, 650, "-", 9)
        numbers(canvas, 650, ["", "5", "5"])

    assert texts(only_table(pdf.read(drawn(draw))))[-1] == ["重复申请", "-", "5", "5"]


def test_a_blank_row_may_look_like_the_heading_of_a_chapter() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        row(canvas, 620, "（七）总计", ["1", "2", "3"], 45)
        row(canvas, 640, "四、结转下年度继续办理", [], 45)
        write(canvas, 60, 670, "四、政府信息公开行政复议、行政诉讼情况", 9)
        write(canvas, 60, 690, "无。", 9)

    assert texts(only_table(pdf.read(drawn(draw))))[-1] == ["四、结转下年度继续办理", "", "", ""]


def test_the_number_of_a_group_alone_beside_a_label_is_no_part_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", NAMES, 45)
        for at, (group, label) in enumerate(
            [("（三）", "1.属于国家秘密"), ("不予公", "5.属于三类内部事务信息")]
        ):
            write(canvas, 96 - 9 * len(group), 630 + 14 * at, group, 9)
            write(canvas, 97, 630 + 14 * at, label, 9)
            numbers(canvas, 630 + 14 * at, [str(at), "5", str(at + 5)])

    assert [cells[-4] for cells in texts(only_table(pdf.read(drawn(draw))))[1:]] == [
        "1.属于国家秘密",
        "5.属于三类内部事务信息",
    ]
