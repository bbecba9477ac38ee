"""Tables of PDFs without borders over the ends of pages: torn heads, repeated heads, remarks."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from extraction.tables import read_tables
from tests.extraction.readers.grids import lowest_heads
from tests.extraction.readers.pdf_drawing import (
    Draw,
    cell_of,
    drawn,
    only_table,
    paragraphs,
    texts,
    write,
)
from tests.extraction.readers.test_pdf_unruled import centred, row
from tests.extraction.readers.test_pdf_unruled_wrapped import received

NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
XS = range(240, 520, 40)
NUMBERS = ["1", "2", "3", "4", "5", "6", "21"]


def numbers(canvas: Canvas, top: float, label: str) -> None:
    write(canvas, 60, top, label, 9)
    for x, number in zip(XS, NUMBERS, strict=True):
        centred(canvas, x, top, number)


def names(canvas: Canvas, top: float, lines: tuple[int, ...]) -> None:
    """These lines of the names, of three characters each."""
    for at in lines:
        for x, name in zip(XS, NAMES, strict=True):
            centred(canvas, x, top + 11 * (at - lines[0]), name[3 * at : 3 * at + 3])


def test_a_head_of_which_the_names_stand_on_the_next_page_keeps_its_captions() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3

    def head(canvas: Canvas) -> None:
        centred(canvas, 112, 750, "行政复议", 7)
        centred(canvas, 382, 750, "行政诉讼", 7)
        centred(canvas, 292, 770, "未经复议直接起诉", 7)
        centred(canvas, 472, 770, "复议后起诉", 7)

    def rest(canvas: Canvas) -> None:
        for at, name in enumerate(results):
            centred(canvas, 40 + 36 * at, 60, name, 7)
            centred(canvas, 40 + 36 * at, 80, str(at), 7)

    table = only_table(pdf.read(drawn(head, rest)))
    assert lowest_heads(table) == results
    assert texts(table)[-1] == [str(at) for at in range(15)]
    assert cell_of(table, "行政复议").columns == range(0, 5)
    assert cell_of(table, "复议后起诉").columns == range(10, 15)


def test_names_of_which_the_second_lines_stand_on_the_next_page_are_whole() -> None:
    def head(canvas: Canvas) -> None:
        names(canvas, 770, (0,))

    def rest(canvas: Canvas) -> None:
        names(canvas, 60, (1,))
        numbers(canvas, 90, "一、本年新收政府信息公开申请数量")
        numbers(canvas, 110, "二、上年结转政府信息公开申请数量")

    document = pdf.read(drawn(head, rest))
    assert texts(only_table(document))[0] == list(NAMES)
    assert paragraphs(document) == []


def test_the_head_of_the_next_block_at_the_foot_is_that_of_the_rows_on_the_next_page() -> None:
    def blocks(canvas: Canvas) -> None:
        centred(canvas, 300, 680, "第二十条第（八）项")
        row(canvas, 700, "信息内容", ["上一年项目数量", "本年增/减"], 100)
        row(canvas, 720, "行政事业性收费", ["12", "+3"], 100)
        centred(canvas, 300, 740, "第二十条第（九）项")
        row(canvas, 760, "信息内容", ["采购项目数量", "采购总金额"], 100)

    def rest(canvas: Canvas) -> None:
        row(canvas, 60, "政府集中采购", ["70", "3840.8万元"], 100)

    one, other = pdf.read(drawn(blocks, rest)).tables
    assert texts(one)[-1] == ["行政事业性收费", "12", "+3"]
    assert texts(other)[-1] == ["政府集中采购", "70", "3840.8万元"]
    assert "采购总金额" in texts(other)[-2]


def test_a_head_that_the_next_page_repeats_begins_no_other_table() -> None:
    """The label over the page's end would be two, and the rows those of no block."""

    def first(canvas: Canvas) -> None:
        names(canvas, 700, (0, 1))
        numbers(canvas, 730, "一、本年新收政府信息公开申请数量")
        write(canvas, 60, 760, "（二）部分公开（区分处理的，", 9)
        numbers(canvas, 771, "")

    def second(canvas: Canvas) -> None:
        names(canvas, 60, (0, 1))
        write(canvas, 60, 85, "只计这一情形，不计其他情形）", 9)
        numbers(canvas, 105, "四、结转下年度继续办理")

    document = pdf.read(drawn(first, second))
    assert paragraphs(document) == []
    found = read_tables(document).cells
    assert found["outcome.partly_granted", "total"].cell.text == "21"
    assert found["request.carried_forward", "total"].cell.text == "21"


def test_the_head_of_the_first_block_repeated_over_rows_of_the_last_is_not_theirs() -> None:
    def first(canvas: Canvas) -> None:
        row(canvas, 680, "信息内容", ["本年制发件数", "本年废止件数", "现行有效件数"], 80)
        row(canvas, 700, "规章", ["1", "2", "3"], 80)
        row(canvas, 720, "行政规范性文件", ["4", "5", "6"], 80)
        row(canvas, 740, "信息内容", ["", "本年处理决定数量"], 80)
        row(canvas, 760, "行政处罚", ["", "7"], 80)

    def second(canvas: Canvas) -> None:
        row(canvas, 60, "信息内容", ["本年制发件数", "本年废止件数", "现行有效件数"], 80)
        row(canvas, 80, "行政强制", ["", "8"], 80)

    document = pdf.read(drawn(first, second))
    assert paragraphs(document) == []
    read = {key: found.cell.text for key, found in read_tables(document).cells.items()}
    assert read["penalty.decisions", "all"] == "7"
    assert read["compulsion.decisions", "all"] == "8"


def test_the_last_line_of_a_remark_beside_the_label_of_the_last_row_is_of_a_row() -> None:
    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        row(canvas, 640, "二、上年结转政府信息公开申请数量", ["1", "2", "3"], 45)
        for at, line in enumerate(("7（其", "中修订", "件）")):
            centred(canvas, 345, 658 + 11 * at, line)
        row(canvas, 680, "四、结转下年度继续办理", ["5", "", "12"], 45)

    shown = texts(only_table(pdf.read(drawn(draw))))
    assert shown[-1] == ["四、结转下年度继续办理", "5", "7（其中修订件）", "12"]


def test_the_rest_of_a_remark_above_the_next_block_is_not_of_its_head() -> None:
    def draw(canvas: Canvas) -> None:
        blocks = (
            ("（五）", "行政许可", "其他对外管理服务事项"),
            ("（六）", "行政处罚", "行政强制"),
        )
        for top, (article, one, other) in zip((600, 680), blocks, strict=True):
            centred(canvas, 260, top, f"第二十条第{article}项")
            row(canvas, top + 14, "信息内容", ["上一年项目数量", "本年增/减", "处理决定数量"], 80)
            row(canvas, top + 28, one, ["1", "+2", "3"], 80)
            centred(canvas, 300, top + 46, "48（含上年结转")
            row(canvas, top + 52, other, ["", "+1", "0"], 80)
            centred(canvas, 300, top + 58, "47件）")

    found = read_tables(pdf.read(drawn(draw))).cells
    for item in ("external_service.items_last_year", "compulsion.items_last_year"):
        assert found[item, "all"].cell.text == "48（含上年结转47件）"


def test_the_wide_first_line_of_a_label_above_its_number_is_no_running_text() -> None:
    def draw(canvas: Canvas) -> None:
        write(
            canvas,
            60,
            60,
            "各单位认真做好政府信息公开工作，全年没有发生泄密事件，成效明显，群众满意。",
            9,
        )
        row(canvas, 82, "统计指标", ["单位", "统计数"], 60)
        write(canvas, 60, 104, "主动公开政府信息数（不同渠道和方式公开相同信息", 9)
        write(canvas, 60, 120, "计1条）", 9)
        row(canvas, 120, "", ["条", "12"], 60)
        row(canvas, 142, "制发规范性文件总数", ["件", "7"], 60)
        row(canvas, 164, "当面申请数", ["件", "3"], 60)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ["统计指标", "单位", "统计数"],
        ["主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "12"],
        ["制发规范性文件总数", "件", "7"],
        ["当面申请数", "件", "3"],
    ]


def test_the_first_line_of_a_group_in_a_narrow_column_is_no_heading() -> None:
    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        for at, line in enumerate(("三、本", "年度办", "理结果")):
            write(canvas, 60, 644 + 11 * at, line, 9)
        for at, label in enumerate(("属于三类内|部事务信息", "属于四类过|程性信息")):
            for number, line in enumerate(label.split("|")):
                write(canvas, 215, 649.5 + 30 * at + 11 * number, line, 9)
            row(canvas, 655 + 30 * at, "", ["1", "2", "3"], 45)

    assert [line[-4:] for line in texts(only_table(pdf.read(drawn(draw))))[2:]] == [
        ["属于三类内部事务信息", "1", "2", "3"],
        ["属于四类过程性信息", "1", "2", "3"],
    ]


def test_a_name_over_a_blank_column_that_stands_near_the_labels_is_no_corner() -> None:
    def draw(canvas: Canvas) -> None:
        for x, name in (
            (60, "信息内容"),
            (160, "上一年项目数量"),
            (300, "本年增/减"),
            (420, "处理决定数量"),
        ):
            write(canvas, x, 82, name, 9)
        for top, label in ((100, "行政许可"), (118, "其他对外管理服务事项")):
            write(canvas, 60, top, label, 9)
            centred(canvas, 320, top, "+5")
            centred(canvas, 446, top, "12")

    assert texts(only_table(pdf.read(drawn(draw))))[1:] == [
        ["行政许可", "", "+5", "12"],
        ["其他对外管理服务事项", "", "+5", "12"],
    ]


def test_a_group_in_a_narrow_column_goes_on_in_the_middle_of_the_rows_of_the_next_page() -> None:
    """Its single characters would be labels of rows, and 、 beside （二） that of none."""

    def first(canvas: Canvas) -> None:
        names(canvas, 690, (0, 1))
        numbers(canvas, 720, "二、上年结转政府信息公开申请数量")
        for at, text in enumerate("三、本年度"):
            write(canvas, 60, 740 + 11 * at, text, 9)
        for at, label in enumerate(("（一）予以公开", "（二）部分公开")):
            numbers(canvas, 740 + 11 * at, "")
            write(canvas, 80, 740 + 11 * at, label, 9)

    def second(canvas: Canvas) -> None:
        for at, text in enumerate("办理结果"):
            write(canvas, 60, 130 + 11 * at, text, 9)
        labels = ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"] * 3
        for at, label in enumerate(labels):
            numbers(canvas, 60 + 22 * at, "")
            write(canvas, 110, 60 + 22 * at, label, 9)

    found = read_tables(pdf.read(drawn(first, second))).cells
    assert found["outcome.granted", "total"].cell.text == "21"
    assert found["outcome.partly_granted", "total"].cell.text == "21"


def test_two_pages_that_end_with_numbers_at_one_height_keep_them() -> None:
    """Such lines differ in their numbers alone, as do running heads."""

    def draw(canvas: Canvas) -> None:
        names(canvas, 690, (0, 1))
        numbers(canvas, 720, "一、本年新收政府信息公开申请数量")
        write(canvas, 60, 763.5, "二、上年结转政府信息公开", 9)
        write(canvas, 60, 774.5, "申请数量", 9)
        for x in XS:
            centred(canvas, x, 774.5 + 5, "30")
        centred(canvas, 297, 810, "1")

    document = pdf.read(drawn(draw, draw))
    assert [texts(table)[-1][-7:] for table in document.tables] == [["30"] * 7] * 2


def test_a_heading_without_numbers_at_the_foot_of_a_page_does_not_end_its_table() -> None:
    def first(canvas: Canvas) -> None:
        row(canvas, 700, "统计指标", ["单位", "统计数"], 60)
        for at, label in enumerate(("举报投诉数量", "信函申请数", "当面申请数")):
            row(canvas, 720 + 12 * at, label, ["件", "7"], 60)
        write(canvas, 60, 780, "八、机构建设和保障经费情况", 9)

    def second(canvas: Canvas) -> None:
        row(canvas, 60, "专门机构数", ["个", "3"], 60)
        row(canvas, 80, "设置政府信息公开查阅点数", ["个", "2"], 60)

    assert texts(pdf.read(drawn(first, second)).tables[1]) == [
        ["专门机构数", "个", "3"],
        ["设置政府信息公开查阅点数", "个", "2"],
    ]


def test_labels_in_the_middle_are_cut_from_a_narrow_column_that_they_nearly_touch() -> None:
    def draw(canvas: Canvas) -> None:
        received(canvas, 600)
        for at, text in enumerate("三、本年度办理结果"):
            write(canvas, 60, 640 + 11 * at, text, 9)
        labels = ("（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计", "其他情形）")
        for top, x, label in zip((640, 662, 673), (130, 72, 150), labels, strict=True):
            write(canvas, x, top, label, 9)
        row(canvas, 640, "", ["1", "2", "3"], 45)
        row(canvas, 667.5, "", ["48", "6", "54"], 45)
        row(canvas, 710, "（三）不予公开", ["4", "5", "9"], 45)

    found = read_tables(pdf.read(drawn(draw))).cells
    assert found["outcome.partly_granted", "total"].cell.text == "54"


def test_larger_text_below_a_table_is_no_part_of_its_last_label() -> None:
    """The buttons below an article: their two parts, side by side, made two columns of labels."""
    labels = ["收到申请数", "当面申请数", "传真申请数", "其中：主要负责同志参加新闻发布会次数"]

    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "统计指标", ["单位", "统计数"], 50)
        for at, label in enumerate(labels):
            row(canvas, 100 + 26 * at, label, ["件", str(at)], 50)
        write(canvas, 60, 204, "【打印】", 16)
        write(canvas, 150, 204, "【关闭】", 16)

    document = pdf.read(drawn(draw))
    assert [row[0] for row in texts(only_table(document))] == ["统计指标", *labels]
    assert only_table(document).column_count == 3


def test_labels_at_one_height_on_two_pages_do_not_stand_side_by_side() -> None:
    """Labels in the middle of their cells: a short one of one page ends before a long one of the
    other begins nowhere on a page."""
    pages = [["收到申请数", "当面申请数"], ["传真申请数", "网络申请数"]]

    def page(labels: list[str], left: float) -> Draw:
        def draw(canvas: Canvas) -> None:
            if left == 60:
                row(canvas, 64, "统计指标", ["单位", "统计数"], 50)
            for at, label in enumerate(labels):
                row(canvas, 82 + 26 * at, "", ["件", str(at)], 50)
                write(canvas, left, 82 + 26 * at, label, 9)

        return draw

    tables = pdf.read(drawn(page(pages[0], 60), page(pages[1], 130))).tables
    assert [table.column_count for table in tables] == [3, 3]


def test_numbers_below_the_last_row_whose_label_stands_on_the_next_page_are_not_its_own() -> None:
    totals = ["1", "2", "3", "4", "0", "0", "10"]

    def first(canvas: Canvas) -> None:
        names(canvas, 690, (0, 1))
        numbers(canvas, 720, "一、本年新收政府信息公开申请数量")
        write(canvas, 60, 744, "（一）予以公开", 9)
        for top in (738, 750):
            for x, number in zip(XS, totals, strict=True):
                centred(canvas, x, top, number[-1])

    def second(canvas: Canvas) -> None:
        write(canvas, 60, 60, "（二）部分公开", 9)
        numbers(canvas, 90, "1.属于国家秘密")

    found = read_tables(pdf.read(drawn(first, second))).cells
    read = {its.cell.text for (item, _), its in found.items() if item.startswith("outcome.")}
    assert read.isdisjoint({"11", "22", "33", "44", "00"})
