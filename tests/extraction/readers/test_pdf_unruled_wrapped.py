"""Tables of PDFs without borders whose cells wrap, or which the end of a page parts."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from extraction.readers.page.glyphs import Glyph, Line
from extraction.readers.page.unruled.labels import LabelColumns
from extraction.readers.page.unruled.rows import rows_by_labels
from extraction.tables import read_tables
from tests.extraction.readers.pdf_drawing import drawn, only_table, paragraphs, texts, write
from tests.extraction.readers.test_pdf_unruled import centred, row


def received(canvas: Canvas, top: float) -> None:
    """The head of a table of requests, and its first row."""
    row(canvas, top, "信息内容", ["自然人", "科研机构", "总计"], 45)
    row(canvas, top + 20, "一、本年新收政府信息公开申请数量", ["48", "5", "53"], 45)


def test_a_remark_that_wraps_in_its_cell_is_read_with_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        centred(canvas, 300, 640, "37（其")
        centred(canvas, 300, 650, "中新增")
        centred(canvas, 300, 660, "1件）")
        row(canvas, 650, "二、上年结转政府信息公开申请数量", [], 45)
        centred(canvas, 345, 650, "2")
        centred(canvas, 390, 650, "39")
        row(canvas, 680, "（一）予以公开", ["40", "7", "47"], 45)

    assert texts(only_table(pdf.read(drawn(draw))))[1:] == [
        ["一、本年新收政府信息公开申请数量", "48", "5", "53"],
        ["二、上年结转政府信息公开申请数量", "37（其中新增1件）", "2", "39"],
        ["（一）予以公开", "40", "7", "47"],
    ]


def test_the_wrapped_ends_of_two_numbers_at_the_foot_are_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        received(canvas, 735)
        row(canvas, 780, "四、结转下年度继续办理", [], 45)
        for x, one, rest in ((300, "12", "3"), (345, "4", ""), (390, "12", "7")):
            centred(canvas, x, 775 if rest else 780, one)
            if rest:
                centred(canvas, x, 786, rest)

    def after(canvas: Canvas) -> None:
        write(canvas, 60, 100, "四、政府信息公开行政复议、行政诉讼情况", 9)

    shown = texts(only_table(pdf.read(drawn(draw, after))))
    assert shown[-1][-3:] == ["123", "4", "127"]


def remarked(canvas: Canvas, top: float, label: str, numbers: list[str]) -> None:
    """A row whose last but one number has a remark of two lines."""
    row(canvas, top, label, [], 60)
    centred(canvas, 300, top, numbers[0])
    centred(canvas, 360, top - 5.5, f"{numbers[1]}（其中新增1")
    centred(canvas, 360, top + 5.5, "件）")
    centred(canvas, 420, top, numbers[2])


def test_a_remark_on_the_line_above_the_first_row_is_no_name() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["自然人", "科研机构", "总计"], 60)
        remarked(canvas, 624, "一、本年新收政府信息公开申请数量", ["48", "5", "53"])
        row(canvas, 648, "二、上年结转政府信息公开申请数量", ["3", "2", "5"], 60)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["信息内容", "自然人", "科研机构", "总计"],
        ["一、本年新收政府信息公开申请数量", "48", "5（其中新增1件）", "53"],
        ["二、上年结转政府信息公开申请数量", "3", "2", "5"],
    ]


def test_a_remark_in_the_last_row_keeps_its_last_line() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["自然人", "科研机构", "总计"], 60)
        row(canvas, 624, "一、本年新收政府信息公开申请数量", ["48", "5", "53"], 60)
        remarked(canvas, 648, "二、上年结转政府信息公开申请数量", ["3", "2", "5"])

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert shown[-1] == ["二、上年结转政府信息公开申请数量", "3", "2（其中新增1件）", "5"]


def test_half_a_remark_is_in_no_cell() -> None:
    """Beside the second line of a remark stands the label of a group, as if it were a row."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["自然人", "科研机构", "总计"], 60)
        row(canvas, 618, "一、本年新收政府信息公开申请数量", ["48", "5", "53"], 60)
        for number, label in enumerate(["属于国家秘密", "法律行政法规禁止公开"]):
            write(canvas, 120, 642 + 24 * number, label, 9)
            remarked(canvas, 642 + 24 * number, "", ["3", f"{number}", "5"])
        write(canvas, 60, 647.5, "（三）不予", 9)
        write(canvas, 60, 658.5, "公开", 9)

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert [cells[-2] for cells in shown[2:]] == ["0（其中新增1件）", "1（其中新增1件）"]


def test_the_words_of_a_remark_begin_no_new_table() -> None:
    """其 may begin 其他, which is a name."""

    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        for top, label in ((650, "二、上年结转政府信息公开申请数量"), (690, "（一）予以公开")):
            for at, text in enumerate(["37", "（其", "中新增", "1件）"]):
                centred(canvas, 300, top - 15 + 10 * at, text)
            row(canvas, top, label, [], 45)
            centred(canvas, 345, top, "2")
            centred(canvas, 390, top, "39")

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert [cells[1:] for cells in shown[2:]] == [["37（其中新增1件）", "2", "39"]] * 2


def test_a_head_at_the_foot_of_a_page_is_that_of_the_rows_on_the_next() -> None:
    def head(canvas: Canvas) -> None:
        write(canvas, 60, 700, "三、收到和处理政府信息公开申请情况", 9)
        row(canvas, 760, "信息内容", ["自然人", "科研机构", "总计"], 60)

    def rows(canvas: Canvas) -> None:
        remarked(canvas, 62, "一、本年新收政府信息公开申请数量", ["48", "5", "53"])
        row(canvas, 86, "二、上年结转政府信息公开申请数量", ["", "2", "2"], 60)

    document = pdf.read(drawn(head, rows))
    assert only_table(document).place.page == 2
    assert "自然人" not in "".join(paragraphs(document))
    assert texts(only_table(document)) == [
        ["信息内容", "自然人", "科研机构", "总计"],
        ["一、本年新收政府信息公开申请数量", "48", "5（其中新增1件）", "53"],
        ["二、上年结转政府信息公开申请数量", "", "2", "2"],
    ]


def test_a_head_at_the_foot_of_a_page_that_no_rows_follow_stays_text() -> None:
    def head(canvas: Canvas) -> None:
        row(canvas, 760, "信息内容", ["自然人", "科研机构", "总计"], 60)

    def prose(canvas: Canvas) -> None:
        write(canvas, 60, 100, "四、政府信息公开行政复议、行政诉讼情况", 9)

    assert pdf.read(drawn(head, prose)).tables == []
    assert pdf.read(drawn(head)).tables == []


def test_a_label_that_the_end_of_a_page_parts_stands_beside_its_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        received(canvas, 735)
        write(canvas, 60, 775, "（二）部分公开（区分处理的，", 9)
        row(canvas, 786, "", ["48", "6", "54"], 45)

    def after(canvas: Canvas) -> None:
        write(canvas, 60, 60, "只计这一情形，不计其他情形）", 9)
        row(canvas, 80, "四、结转下年度继续办理", ["7", "8", "15"], 45)

    shown = [line for table in pdf.read(drawn(draw, after)).tables for line in texts(table)]
    assert [line[-3:] for line in shown if line[-1].isdigit()] == [
        ["48", "5", "53"],
        ["48", "6", "54"],
        ["7", "8", "15"],
    ]


RESULTS = ((92, "结果维持"), (195, "结果纠正"), (298, "其他结果"), (401, "尚未审结"), (504, "总计"))


def results(canvas: Canvas, top: float, caption: str) -> None:
    """The head of a table of one row: a caption, and names in the middle of their columns."""
    centred(canvas, 298, top, caption)
    for x, name in RESULTS:
        centred(canvas, x, top + 13, name)


def values(canvas: Canvas, top: float, *texts: str) -> None:
    """Numbers at the left of the columns of `results`."""
    for (x, _), text in zip(RESULTS, texts, strict=True):
        write(canvas, x - 50, top, text, 9)


def test_the_head_of_the_next_table_is_in_no_row_of_the_last() -> None:
    """Three tables of one row, the second with its head at the foot of a page."""

    def draw(canvas: Canvas) -> None:
        results(canvas, 711, "行政复议")
        values(canvas, 737, "", "0", "123", "", "123")
        results(canvas, 759, "未经复议直接起诉")

    def after(canvas: Canvas) -> None:
        values(canvas, 54, "3", "5", "", "123", "131")
        results(canvas, 76, "复议后起诉")
        values(canvas, 103, "", "12", "7", "0", "19")

    document = pdf.read(drawn(draw, after))
    read = {key: found.cell.text for key, found in read_tables(document).cells.items()}
    assert read.get(("reconsideration.total", "all")) in (None, "123")
    assert read.get(("litigation_direct.total", "all")) in (None, "131")
    assert read.get(("litigation_after_reconsideration.total", "all")) in (None, "19")


BUDGET = ("（一）政府信息公开专项经费（不包括用于政府公", "报编辑管理等方面的经费）")


def test_who_signs_below_a_table_makes_no_second_column_of_labels() -> None:
    """What is left of the date would else be headings, and their dashes rows of their own."""

    headings = ["主动公开情况", "回应解读情况", "依申请公开情况", "机构建设和保障经费情况"]

    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "统计指标", ["单位", "统计数"], 100)
        for number, heading in enumerate(headings):
            row(canvas, 100 + 28 * number, heading, ["--", "--"], 100)
            row(canvas, 114 + 28 * number, "当面申请数", ["件", "2"], 100)
        write(canvas, 60, 212, BUDGET[0], 9)
        row(canvas, 217.5, "", ["万元", "27.06"], 100)
        write(canvas, 60, 223, BUDGET[1], 9)
        write(canvas, 60, 240, "填报单位：政府办公室", 9)
        write(canvas, 180, 240, "填报日期：2018年1月15日", 9)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["统计指标", "单位", "统计数"],
        *(
            cells
            for heading in headings
            for cells in ([heading, "--", "--"], ["当面申请数", "件", "2"])
        ),
        ["".join(BUDGET), "万元", "27.06"],
    ]


def test_numbers_between_the_lines_of_a_label_are_no_row_without_one() -> None:
    """The row of the label would pass for blank, and the numbers for nobody's."""

    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        for top in (630, 690, 750):
            for at, text in enumerate(
                ("部分公开（区分处理的，", "只计这一情形，", "不计其他情形）")
            ):
                write(canvas, 60, top + 12 * at, text, 9)
            row(canvas, top + (18 if top == 690 else 12), "", ["48", "6", "54"], 45)
        row(canvas, 800, "四、结转下年度继续办理", ["7", "8", "15"], 45)

    for table in pdf.read(drawn(draw)).tables:
        assert ["", "", ""] not in [cells[-3:] for cells in texts(table)]


def test_labels_of_two_columns_that_nearly_touch_are_cut_where_other_labels_begin() -> None:
    """度 and （三 stand in two columns of labels, and so do 、 and the words behind it."""

    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        for at, text in enumerate("三、本年度办理结果"):
            write(canvas, 60, 640 + 11 * at, text, 9)
        for at, text in enumerate(
            ("（二）部分公开（区分处理的，", "只计这一情形，", "不计其他情形）")
        ):
            write(canvas, 76, 640 + 11 * at, text, 9)
        row(canvas, 651, "", ["48", "6", "54"], 45)
        for at, text in enumerate(("（三", "）不予", "公开")):
            write(canvas, 76, 684 + 11 * at, text, 9)
        for at, text in enumerate(("1.属于国家秘密", "2.重复申请")):
            write(canvas, 120, 684 + 22 * at, text, 9)
            row(canvas, 684 + 22 * at, "", ["1", "2", "3"], 45)

    shown = [
        [cells[at] for at in range(-4, 0)] for cells in texts(only_table(pdf.read(drawn(draw))))[2:]
    ]
    assert shown == [
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "48", "6", "54"],
        ["1.属于国家秘密", "1", "2", "3"],
        ["2.重复申请", "1", "2", "3"],
    ]


def test_a_number_apart_in_a_remark_is_no_number_of_a_column() -> None:
    rows = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "170（其中修订1件）", "17"]]
    rows += [["行政规范性文件", "1308", "0"]]

    def draw(canvas: Canvas) -> None:
        for top, (label, one, other) in zip((82, 110, 140), rows, strict=True):
            write(canvas, 60, top, label, 9)
            for x, text in ((240, one), (380, other)):
                if "（" not in text:
                    centred(canvas, x, top, text)
        centred(canvas, 240, 104, "170（其中修订")
        write(canvas, 276, 104, "1", 9)
        centred(canvas, 240, 116, "件）")

    assert texts(only_table(pdf.read(drawn(draw)))) == rows


def test_a_wide_unit_near_its_number_is_in_a_column_of_its_own() -> None:
    rows = [
        ["统计指标", "单位", "统计数"],
        ["召开政府信息公开工作会议数", "次", "7"],
        ["举办各类培训班数", "次", "23"],
        ["接受培训人员数", "人次", "0"],
    ]

    def draw(canvas: Canvas) -> None:
        for at, cells in enumerate(rows):
            for x, text in zip((60, 300, 322), cells, strict=True):
                write(canvas, x, 82 + 32 * at, text, 9)

    assert texts(only_table(pdf.read(drawn(draw)))) == rows


def test_the_name_of_a_group_takes_no_digit_from_the_numbers_beside_it() -> None:
    """Numbers of a digit a line follow one another without a gap."""
    rows = {
        "7.属于行政执法案卷": ["345", "10284", "12"],
        "8.属于行政查询事项": ["345", "0", "10284"],
        "1.本机关不掌握相关政府信息": ["31197", "345", "31197"],
        "2.没有现成信息需要另行制作": ["10284", "31197", "12"],
        "3.补正后申请内容仍不明确": ["0", "0", "0"],
    }
    columns = [(300.0, 309.0), (320.0, 329.0), (340.0, 349.0)]

    def piece(text: str, left: float, top: float) -> Line:
        lefts = [left + 9.0 * at for at in range(len(text))]
        return Line([Glyph(c, x, top, x + 9, top + 9) for c, x in zip(text, lefts, strict=True)])

    digits, labels = [], [piece("（四）无法提供", 60, 110)]
    top = 0.0
    for label, numbers in rows.items():
        height = 11.0 * max(map(len, numbers))
        labels.append(piece(label, 60, top + (height - 11) / 2))
        for (left, _), number in zip(columns, numbers, strict=True):
            first = top + (height - 11 * len(number)) / 2
            digits += [piece(digit, left, first + 11 * at) for at, digit in enumerate(number)]
        top += height
    pages = rows_by_labels([[*digits, *labels]], columns, LabelColumns([labels], columns), 10)
    assert pages is not None
    assert [
        ["".join(line.text for line in row.cells[column]) for column in columns]
        for row in pages[0].rows
    ] == [*rows.values()]


def test_the_sums_beside_the_name_of_a_group_take_no_digit_from_the_row_below() -> None:
    rows = {
        "2.重复申请": ["294", "3229"],
        "（五）不予处理": ["911", "1311"],
        "3.要求提供公开出版物": ["0", "202"],
        "4.无正当理由大量反复申请": ["0", "0"],
    }
    columns = [(300.0, 336.0), (360.0, 396.0)]

    def piece(text: str, left: float, top: float) -> Line:
        lefts = [left + 9.0 * at for at in range(len(text))]
        return Line([Glyph(c, x, top, x + 9, top + 9) for c, x in zip(text, lefts, strict=True)])

    labels = [piece(label, 60, 11.0 * at) for at, label in enumerate(rows)]
    numbers = [
        piece(number, left, 11.0 * at)
        for at, row in enumerate(rows.values())
        for (left, _), number in zip(columns, row, strict=True)
    ]
    pages = rows_by_labels([[*labels, *numbers]], columns, LabelColumns([labels], columns), 10)
    assert pages is not None
    assert [
        ["".join(line.text for line in row.cells[column]) for column in columns]
        for row in pages[0].rows
    ] == [*rows.values()]


def test_one_wrapped_end_of_a_number_at_the_foot_is_no_page_number() -> None:
    """Neither without the page's own number below it nor with that."""

    def draw(canvas: Canvas) -> None:
        received(canvas, 740)
        row(canvas, 780, "四、结转下年度继续办理", [], 45)
        for x, number in ((300, "102"), (345, "4"), (390, "12")):
            centred(canvas, x, 780, number)
        centred(canvas, 300, 790, "40")
        write(canvas, 290, 815, "- 1 -", 9)

    def after(canvas: Canvas) -> None:
        write(canvas, 60, 100, "四、政府信息公开行政复议、行政诉讼情况", 9)
        write(canvas, 290, 815, "- 2 -", 9)

    assert texts(only_table(pdf.read(drawn(draw, after))))[-1][-3:] == ["10240", "4", "12"]
