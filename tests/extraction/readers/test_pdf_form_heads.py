"""Heads of the official forms without borders: their names are told by the form."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from extraction.readers.page.glyphs import Glyph, Line
from extraction.readers.page.unruled.table import tables_of
from extraction.readers.page.unruled.together import together
from extraction.readers.page.unruled.words import body_words
from tests.extraction.readers.grids import lowest_heads
from tests.extraction.readers.pdf_drawing import (
    FONT,
    Draw,
    cell_of,
    centred,
    drawn,
    only_table,
    ruled,
    texts,
    write,
)

OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def solid_head(numbers: list[str], pitch: float = 32) -> Draw:
    """Table 4 with names as wide as their columns, so that nothing parts them."""

    def draw(canvas: Canvas) -> None:
        left = 60 + pitch / 2
        centred(canvas, left + 2 * pitch, 106, "行政复议", pitch / 4)
        centred(canvas, left + 9.5 * pitch, 100, "行政诉讼", pitch / 4)
        centred(canvas, left + 7 * pitch, 112, "未经复议直接起诉", pitch / 4)
        centred(canvas, left + 12 * pitch, 112, "复议后起诉", pitch / 4)
        for index in range(15):
            centred(canvas, left + pitch * index, 124, OUTCOMES[index % 5], pitch / 4)
            centred(canvas, left + pitch * index, 140, numbers[index], pitch / 4)

    return draw


def test_names_that_touch_are_dealt_out_by_the_form() -> None:
    numbers = [str(number) for number in range(15)]
    table = only_table(pdf.read(drawn(solid_head(numbers))))
    assert lowest_heads(table) == OUTCOMES * 3
    assert texts(table)[-1] == numbers
    assert list(cell_of(table, "复议后起诉").columns) == list(range(10, 15))


def test_each_number_under_a_name_is_of_its_column_however_many_are_blank() -> None:
    numbers = ["", "1", "", "", "", "", "", "3", "", "", "", "", "", "", "7"]
    table = only_table(pdf.read(drawn(solid_head(numbers))))
    assert texts(table)[-1] == numbers


NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def applicants(canvas: Canvas, left: float, top: float) -> None:
    centred(canvas, left + 190, top, "申请人情况")
    for index, name in enumerate(NAMES):
        centred(canvas, left + 160 + 34 * index, top + 14, name[:3], 8)
        centred(canvas, left + 160 + 34 * index, top + 23, name[3:], 8)


def requests(canvas: Canvas, left: float, top: float, label: str, numbers: str) -> None:
    write(canvas, left + 30, top, label, 8)
    for index, number in enumerate(numbers.split()):
        centred(canvas, left + 160 + 34 * index, top, number, 8)


def test_rows_on_the_right_page_of_a_sheet_go_on_with_the_table_of_the_left() -> None:
    def draw(canvas: Canvas) -> None:
        applicants(canvas, 0, 480)
        requests(canvas, 0, 530, "本年新收政府信息公开申请数量", "1 0 0 0 0 2 3")
        requests(canvas, 0, 548, "上年结转政府信息公开申请数量", "0 0 4 0 0 0 4")
        requests(canvas, 421, 40, "予以公开", "1 0 0 5 0 0 6")

    one, other = pdf.read(drawn(draw, size=(842, 595))).tables
    assert texts(other) == [["予以公开", "1", "0", "0", "5", "0", "0", "6"]]
    assert other.cells[-1].column == one.cells[-1].column
    assert other.cells[-1].place.box is not None
    assert other.cells[-1].place.box[0] > 421 + 160


def test_a_watermark_set_athwart_is_in_no_row_of_a_table_without_rulings() -> None:
    def draw(canvas: Canvas) -> None:
        applicants(canvas, 60, 80)
        requests(canvas, 60, 130, "本年新收政府信息公开申请数量", "1 0 0 0 0 2 3")
        requests(canvas, 60, 148, "上年结转政府信息公开申请数量", "0 0 4 0 0 0 4")
        canvas.saveState()
        canvas.translate(250, 660)
        canvas.rotate(90)
        canvas.drawString(0, 0, "公开2022年")
        canvas.restoreState()

    assert texts(only_table(pdf.read(drawn(draw))))[-1] == [
        "上年结转政府信息公开申请数量",
        *["0", "0", "4", "0", "0", "0", "4"],
    ]


def test_a_head_repeated_at_the_top_of_every_page_is_no_running_head() -> None:
    def page(label: str, numbers: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            applicants(canvas, 60, 40)
            requests(canvas, 60, 92, label, numbers)
            requests(canvas, 60, 110, "重复申请", "0 0 4 0 0 0 4")

        return draw

    pages = [page("予以公开", "1 0 0 0 0 2 3"), page("属于国家秘密", "1 0 0 5 0 0 6")]
    one, other = pdf.read(drawn(*pages)).tables
    assert "申请人情况" in texts(one)[0]
    assert [row[0] for row in texts(one)][-2:] == ["予以公开", "重复申请"]
    assert [row[0] for row in texts(other)] == ["属于国家秘密", "重复申请"]


def test_rows_that_a_page_begins_with_are_of_the_table_before_though_another_stands_below() -> None:
    def first(canvas: Canvas) -> None:
        applicants(canvas, 60, 700)
        requests(canvas, 60, 750, "予以公开", "1 0 0 0 0 2 3")
        requests(canvas, 60, 768, "属于国家秘密", "0 0 4 0 0 0 4")

    def second(canvas: Canvas) -> None:
        requests(canvas, 60, 40, "重复申请", "1 0 0 5 0 0 6")
        ruled(canvas)

    assert [texts(table)[-1][0] for table in pdf.read(drawn(first, second)).tables] == [
        "属于国家秘密",
        "重复申请",
        "规范性文件",
    ]


def test_a_bracket_of_the_next_label_ends_no_label() -> None:
    def set_in_lines(*texts: str) -> list[Line]:
        return [
            Line([Glyph(c, 70 + 8 * x, 10 * y, 78 + 8 * x, 10 * y + 8) for x, c in enumerate(text)])
            for y, text in enumerate(texts)
        ]

    for rest in ("（", "（三）"):
        label, numbering = set_in_lines("（二）部分公开", rest)
        assert together([label, numbering], body_words()) == [[label]]


def test_numbers_that_touch_are_cut_where_each_stands_as_the_others_of_its_column() -> None:
    def draw(canvas: Canvas) -> None:
        applicants(canvas, 60, 80)
        requests(canvas, 60, 130, "予以公开", "1 0 10 0 0 25 12345")
        requests(canvas, 60, 148, "部分公开", "0 0 4 0 0 123 127")
        requests(canvas, 60, 166, "属于国家秘密", "0 0 4 0 0 7 11")
        requests(canvas, 60, 184, "重复申请", "0 0 0 0 0")
        size = 34 / stringWidth("24317801", FONT, 1)
        for index, number in ((5, "24317801"), (6, "31780124")):
            centred(canvas, 220 + 34 * index, 184, number, size)

    row = texts(only_table(pdf.read(drawn(draw))))[-1]
    assert row == ["重复申请", "0", "0", "0", "0", "0", "24317801", "31780124"]


def test_sentences_under_sentences_are_no_table() -> None:
    """As a page of prose that was recognised has them: all that stands below is a foot."""

    def line(text: str, top: float) -> Line:
        return Line([Glyph(c, 10 * n, top, 10 * n + 9, top + 10) for n, c in enumerate(text, 1)])

    below = [line("70%。编发政府公报3期，免费发放至94个点位。", 20), line("附件：无", 40)]
    assert tables_of([line("全年公开信息9115条，其中政策文件67条。", 0)], [below]) == []


def test_names_set_solid_over_the_whole_page_are_no_running_text() -> None:
    def draw(canvas: Canvas) -> None:
        for left, top, text in (
            (120, 100, "行政复议"),
            (350, 100, "行政诉讼"),
            (250, 115, "未经复议直接起诉"),
            (400, 115, "复议后起诉"),
            (60, 130, "".join(OUTCOMES) * 3),
        ):
            write(canvas, left, top, text, 8)
        left = 60.0
        for at in range(15):
            width = 8 * len(OUTCOMES[at % 5])
            centred(canvas, left + width / 2, 150, str(at % 9), 8)
            left += width

    numbers = [str(at % 9) for at in range(15)]
    table = only_table(pdf.read(drawn(draw)))
    assert lowest_heads(table) == OUTCOMES * 3
    assert texts(table)[-1] == numbers
