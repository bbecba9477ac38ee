"""Tables of PDFs without borders: their columns are seen, or they are left alone."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from tests.extraction.readers.grids import lowest_heads
from tests.extraction.readers.pdf_drawing import (
    FONT,
    HEIGHT,
    Draw,
    cell_of,
    centred,
    drawn,
    only_table,
    row,
    texts,
    write,
)


def test_numbers_of_near_columns_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["自然人", "企业", "总计"], 32)
        row(canvas, 100, "申请数量", ["69221", "28348", "77759"], 32)
        row(canvas, 118, "予以公开", ["0", "12", "7"], 32)
        row(canvas, 136, "部分公开", ["1", "30519", "48"], 32)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["信息内容", "自然人", "企业", "总计"],
        ["申请数量", "69221", "28348", "77759"],
        ["予以公开", "0", "12", "7"],
        ["部分公开", "1", "30519", "48"],
    ]


def test_a_sentence_with_many_dates_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(4):
            write(
                canvas, 60, 100 + 20 * number, "自 2022 年 1 月 1 日起至 2022 年 12 月 31 日止", 9
            )

    assert pdf.read(drawn(draw)).tables == []


REVIEW = ["123", "12", "30777", "1234", "5", "4122", "0", "1", "1242"]


def review(names: list[str], captions: list[tuple[float, str]]) -> Draw:
    """A row of numbers under names that wrap, under captions over three columns each."""

    def draw(canvas: Canvas) -> None:
        for x, caption in captions:
            centred(canvas, x, 100, caption)
        for index, name in enumerate(names):
            centred(canvas, 80 + index * 40, 118, name[:3])
            centred(canvas, 80 + index * 40, 128, name[3:])
        for index, number in enumerate(REVIEW):
            centred(canvas, 80 + index * 40, 150, number)

    return draw


REVIEW_NAMES = ["结果维持", "结果纠正", "尚未审结"] * 3
CAPTIONS = [(120.0, "行政复议"), (240.0, "直接起诉"), (360.0, "复议后起诉")]


def test_captions_over_names_that_no_form_has_are_not_read() -> None:
    """What stands under which of them only a form can tell."""
    assert pdf.read(drawn(review(REVIEW_NAMES, CAPTIONS))).tables == []


def test_names_that_no_caption_tells_apart_are_not_read() -> None:
    assert pdf.read(drawn(review(REVIEW_NAMES, []))).tables == []


def test_rows_on_the_next_page_keep_their_columns() -> None:
    def first(canvas: Canvas) -> None:
        row(canvas, 700, "信息内容", ["甲", "乙", "丙", "丁", "戊", "总计"], 40)
        row(canvas, 720, "申请数量", ["1", "2", "3", "4", "5", "15"], 40)
        row(canvas, 740, "予以公开", ["6", "7", "8", "9", "1", "31"], 40)
        row(canvas, 760, "部分公开", ["6", "7", "8", "9", "1", "31"], 40)

    def second(canvas: Canvas) -> None:
        row(canvas, 60, "总计", ["0", "", "3", "0", "5", "8"], 40)

    one, other = pdf.read(drawn(first, second)).tables
    assert one.place.page == 1
    assert [(cell.text, cell.column) for cell in other.cells] == [
        ("总计", 0),
        ("0", 1),
        ("", 2),
        ("3", 3),
        ("0", 4),
        ("5", 5),
        ("8", 6),
    ]


def test_a_heading_parts_two_tables_of_different_columns() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["制发", "现行有效件数"], 60)
        for top in (100, 118, 136):
            row(canvas, top, "行政许可", ["0", "12345678901234567890"], 60)
        write(canvas, 60, 170, "三、收到和处理政府信息公开申请情况", 9)
        row(canvas, 186, "信息内容", ["甲", "乙", "丙", "丁", "戊", "总计"], 40)
        for top in (204, 222, 240):
            row(canvas, top, "予以公开", ["1", "2", "3", "4", "5", "15"], 40)

    one, other = pdf.read(drawn(draw)).tables
    assert (one.column_count, other.column_count) == (3, 7)


def test_rows_without_a_head_stay_text() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 100, "申请数量", ["69221", "28348", "77759"], 32)
        row(canvas, 118, "予以公开", ["0", "", "7"], 32)
        row(canvas, 136, "部分公开", ["1", "", "48"], 32)

    assert pdf.read(drawn(draw)).tables == []


def test_a_name_that_reaches_over_the_next_column_names_one() -> None:
    """Where its own column is blank, the number beside it must not take its place."""

    def draw(canvas: Canvas) -> None:
        for x, name in [(300, "自然人"), (376, "法律服务机构"), (426, "其他"), (480, "总计")]:
            centred(canvas, x, 82, name)
        write(canvas, 60, 82, "信息内容", 9)
        for top in (100, 118, 136):
            row(canvas, top, "予以公开", ["5", "", "1234567890", "7"], 60)
        row(canvas, 154, "部分公开", ["1", "3", "8", "9"], 60)

    table = only_table(pdf.read(drawn(draw)))
    assert cell_of(table, "法律服务机构").columns == range(2, 3)
    assert cell_of(table, "其他").columns == range(3, 4)


def test_a_name_over_a_blank_column_does_not_join_the_next() -> None:
    """法律服务机构其他 would pass for 法律服务机构, and its number for the one of 其他."""

    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 82, "信息内容", 9)
        for x, name in [(300, "自然人"), (353, "法律服务机构"), (393, "其他"), (440, "总计")]:
            centred(canvas, x, 82, name)
        for top in (100, 118, 136):
            row(canvas, top, "予以公开", ["5", "", "123456", "7"], 46)

    for table in pdf.read(drawn(draw)).tables:
        assert "法律服务机构其他" not in texts(table)[0]


LABELS = ["予以公开", "要求行政机关确认或|重新出具已获取信息", "部分公开", "重复申请", "其他处理"]


def labelled(place: float) -> Draw:
    """Rows whose label of two lines stands beside its numbers with its first (0), its middle
    (0.5) or its last line (1)."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["自然人", "企业", "总计"], 50)
        top = 104.0
        for number, label in enumerate(LABELS):
            lines = label.split("|")
            for index, line in enumerate(lines):
                write(canvas, 60, top + 11 * index, line, 9)
            middle = top + 11 * (len(lines) - 1) * place
            for index in range(3):
                centred(canvas, 300 + 50 * index, middle, str(10 * number + index))
            top += 11 * len(lines) + 5

    return draw


def test_a_wrapped_label_stands_beside_its_numbers_with_any_of_its_lines() -> None:
    for place in (0, 0.5, 1):
        table = only_table(pdf.read(drawn(labelled(place))))
        assert texts(table)[1:] == [
            [label.replace("|", ""), *(str(10 * number + index) for index in range(3))]
            for number, label in enumerate(LABELS)
        ]


def test_a_label_beside_the_rows_of_its_group_spans_them() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["自然人", "企业", "总计"], 50)
        for number in range(5):
            centred(canvas, 180, 104 + 18 * number, f"{number % 3 + 1}.属于某种事项")
            row(canvas, 104 + 18 * number, "", ["1", "2", "3"], 50)
        write(canvas, 60, 104 + 18 * 1, "（一）不予公开", 9)
        write(canvas, 60, 104 + 18 * 3.5, "（二）无法提供", 9)

    table = only_table(pdf.read(drawn(draw)))
    spans = [
        (cell.row, cell.row_span)
        for cell in table.cells
        if cell.text in ("（一）不予公开", "（二）无法提供")
    ]
    assert spans == [(1, 3), (4, 2)]


def test_numbers_at_the_right_of_their_cells_belong_to_the_names_in_the_middle() -> None:
    """No number stands under its own name, and the second column is blank in one row."""

    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 82, "信息内容", 9)
        for index, name in enumerate(["制发件数", "废止件数", "有效件数"]):
            centred(canvas, 250 + 100 * index, 82, name)
        for top, label, numbers in ((100, "规章", "1 2 3"), (118, "规范性文件", "4 - 6")):
            write(canvas, 60, top, label, 9)
            for index, number in enumerate(numbers.split()):
                canvas.drawRightString(298 + 100 * index, HEIGHT - top - 7.6, number)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["信息内容", "制发件数", "废止件数", "有效件数"],
        ["规章", "1", "2", "3"],
        ["规范性文件", "4", "-", "6"],
    ]


def test_a_label_without_numbers_is_not_joined_with_the_row_above() -> None:
    """规章 and the label of the blank row below it would pass for the latter."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["制发", "废止", "有效件数"], 60)
        row(canvas, 100, "规章", ["20", "30", "7"], 60)
        row(canvas, 118, "行政规范性文件", [], 60)

    table = only_table(pdf.read(drawn(draw)))
    assert texts(table)[1][0] == "规章"
    assert cell_of(table, "行政规范性文件").row == 2


def test_the_rest_of_a_wrapped_number_goes_with_the_number() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["自然人", "企业", "总计"], 50)
        for number, label in enumerate(["新收申请", "予以公开", "部分公开"]):
            top = 104 + 30 * number
            write(canvas, 60, top, label, 9)
            write(canvas, 60, top + 11, "的政府信息", 9)
            for index, value in enumerate(["1", "2", "198" if number == 1 else "3"]):
                centred(canvas, 300 + 50 * index, top, value)
        centred(canvas, 400, 104 + 30 + 11, "7")

    table = only_table(pdf.read(drawn(draw)))
    assert texts(table)[2] == ["予以公开的政府信息", "1", "2", "1987"]


def test_names_that_nearly_touch_are_cut_between_their_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 82, "信息内容", 9)
        for x, name in [(300, "法律服务机构"), (337.5, "其他"), (373, "总计")]:
            centred(canvas, x, 82, name)
        for top, label in ((100, "予以公开"), (118, "部分公开")):
            write(canvas, 60, top, label, 9)
            for x, number in ((300, "12"), (337.5, "3"), (373, "15")):
                centred(canvas, x, top, number)

    assert texts(only_table(pdf.read(drawn(draw))))[0] == [
        "信息内容",
        "法律服务机构",
        "其他",
        "总计",
    ]


def test_who_signs_below_a_table_is_no_row_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "统计指标", ["单位", "统计数"], 100)
        row(canvas, 100, "当面申请数", ["件", "12"], 100)
        row(canvas, 118, "传真申请数", ["件", "7"], 100)
        row(canvas, 136, "网络申请数", ["件", "0"], 100)
        row(canvas, 154, "联系电话：83900000", ["填报日期", "2018年1月15日"], 100)

    table = only_table(pdf.read(drawn(draw)))
    assert texts(table)[-1] == ["网络申请数", "件", "0"]


def test_labels_of_rows_set_solid_begin_with_their_numbers() -> None:
    """All lines are as far apart, so each label could go with the line above or below it."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "统计指标", ["单位", "统计数"], 100)
        for number, label in enumerate(["专职人员", "兼职人员", "查阅点数"]):
            write(canvas, 60, 100 + 26 * number, f"（{'一二三'[number]}）政府信息公开", 9)
            row(canvas, 113 + 26 * number, label, ["件", f"1{number}"], 100)

    for table in pdf.read(drawn(draw)).tables:
        assert [cells[0] for cells in texts(table)[1:]] == [
            "（一）政府信息公开专职人员",
            "（二）政府信息公开兼职人员",
            "（三）政府信息公开查阅点数",
        ]


def test_a_caption_close_above_names_is_no_part_of_one() -> None:
    """复议后起诉 stands as near to the names below it as the lines of a name to one another."""
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]

    def draw(canvas: Canvas) -> None:
        for place, caption in ((100, "行政复议"), (350, "行政诉讼")):
            centred(canvas, place, 90, caption, 7)
        for place, caption in ((267, "未经复议直接起诉"), (434, "复议后起诉")):
            centred(canvas, place, 106, caption, 7)
        for at in range(15):
            top = 114.5 if at < 5 else 121.0
            centred(canvas, 33 + 33.4 * at, top, names[at % 5], 7)
            centred(canvas, 33 + 33.4 * at, 135, str(at), 7)

    table = only_table(pdf.read(drawn(draw)))
    assert lowest_heads(table) == names * 3
    assert texts(table)[-1] == [str(at) for at in range(15)]
    assert cell_of(table, "复议后起诉").columns == range(10, 15)


def test_captions_at_the_left_of_their_cells_span_the_names_up_to_the_next() -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]

    def draw(canvas: Canvas) -> None:
        for place, top, caption in (
            (0, 90, "行政复议"),
            (5, 90, "行政诉讼"),
            (5, 106, "未经复议直接起诉"),
            (10, 106, "复议后起诉"),
        ):
            write(canvas, 20 + 36 * place, top, caption, 7)
        for at in range(15):
            write(canvas, 20 + 36 * at, 121, names[at % 5], 7)
            write(canvas, 20 + 36 * at, 135, str(at), 7)

    table = only_table(pdf.read(drawn(draw)))
    assert cell_of(table, "行政复议").columns == range(0, 5)
    assert cell_of(table, "行政诉讼").columns == range(5, 15)
    assert cell_of(table, "未经复议直接起诉").columns == range(5, 10)


def test_a_number_set_solid_behind_a_bracket_is_a_cell_of_its_own() -> None:
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    rows = [
        ["信息内容", "商业企业", "总计"],
        ["予以公开", "1", "2"],
        [label, "123", "4"],
        ["重复申请", "7", "12"],
    ]

    def draw(canvas: Canvas) -> None:
        for at, cells in enumerate(rows):
            for x, text in zip((60, 60 + 9 * len(label), 400), cells, strict=True):
                write(canvas, x, 82 + 18 * at, text, 9)

    assert texts(only_table(pdf.read(drawn(draw)))) == rows


def test_a_mark_at_the_end_of_a_line_hangs_into_the_next_column() -> None:
    lines = ("2.申请人逾期未按收费通知要求缴纳费用、", "行政机关不再处理其政府信息公开申请")
    rows = [
        ["信息内容", "商业企业", "总计"],
        ["予以公开", "1", "2"],
        ["", "0", "4"],
        ["重复申请", "7", "12"],
    ]

    def draw(canvas: Canvas) -> None:
        for top, cells in zip((82, 100, 124, 148), rows, strict=True):
            for x, text in zip((60, 250, 320), cells, strict=True):
                write(canvas, x, top, text, 9)
        for top, text in zip((118, 130), lines, strict=True):
            write(canvas, 252 - stringWidth(lines[0], FONT, 9), top, text, 9)

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert shown == [*rows[:2], ["".join(lines), "0", "4"], rows[3]]


def test_a_row_far_below_a_head_that_wraps_is_under_it() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["自然人", "社会公", "总计"], 50)
        centred(canvas, 350, 94, "益组织")
        row(canvas, 160, "申请数量", ["6", "2", "8"], 50)
        row(canvas, 180, "予以公开", ["1", "2", "3"], 50)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["信息内容", "自然人", "社会公益组织", "总计"],
        ["申请数量", "6", "2", "8"],
        ["予以公开", "1", "2", "3"],
    ]
