"""Tables of PDFs without borders with blank columns: what proves which name a number has."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from tests.extraction.readers.pdf_drawing import centred, write
from tests.extraction.readers.test_pdf_unruled import row
from tests.extraction.readers.test_pdf_unruled_by_form import INDICATORS, tables

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
PITCH = 30.0


def review(canvas: Canvas) -> None:
    """The head of table 4, its names wrapped after two characters."""
    centred(canvas, 130, 600, "行政复议")
    centred(canvas, 355, 600, "行政诉讼")
    centred(canvas, 280, 620, "未经复议直接起诉")
    centred(canvas, 430, 620, "复议后起诉")
    for at, name in enumerate(RESULTS * 3):
        centred(canvas, 70 + PITCH * at, 640, name[:2])
        centred(canvas, 70 + PITCH * at, 652, name[2:])


def numbers(canvas: Canvas, each: dict[int, str], off: float) -> None:
    for at, number in each.items():
        centred(canvas, 70 + PITCH * at + off, 680, number)


def test_the_sums_of_the_form_tell_names_that_no_number_stands_under() -> None:
    def draw(canvas: Canvas) -> None:
        review(canvas)
        numbers(canvas, {1: "2", 4: "2", 7: "3", 9: "3"}, -14)

    ((*_, values),) = tables(draw)
    assert values == ["", "2", "", "", "2", "", "", "3", "", "3", "", "", "", "", ""]


def test_a_number_under_no_name_alone_is_not_read_where_no_sum_tells() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["本年制发件数", "本年废止件数", "现行有效件数"], 100)
        row(canvas, 620, "规章", [], 100)
        write(canvas, 60, 640, "行政规范性文件", 9)
        centred(canvas, 455, 640, "9")

    assert tables(draw) == []


def test_the_side_at_which_all_numbers_stand_tells_the_name_of_one() -> None:
    """Names begin at the left of their cells, and numbers end at the right."""

    def draw(canvas: Canvas) -> None:
        for at, names in enumerate((["上一年项目数量", "本年增/减", "处理决定数量"],) * 2):
            top = 600 + 60 * at
            write(canvas, 60, top, "信息内容", 9)
            for place, name in enumerate(names):
                write(canvas, 200 + 80 * place, top, name, 9)
        filled = [["10", "+2", "307"], ["7", "-25", "8"]]
        for at, (label, each) in enumerate(
            zip(("行政许可", "其他对外管理服务事项"), filled, strict=True)
        ):
            write(canvas, 60, 620 + 15 * at, label, 9)
            for place, number in enumerate(each):
                canvas.drawRightString(270 + 80 * place, 842 - 628 - 15 * at, number)
        write(canvas, 60, 680, "行政处罚", 9)
        canvas.drawRightString(350, 842 - 688, "9")
        write(canvas, 60, 695, "行政强制", 9)

    assert tables(draw)[-1][-2:] == [["行政处罚", "", "9", ""], ["行政强制", "", "", ""]]


def test_nothing_below_the_head_of_the_only_row_is_a_row_of_blanks() -> None:
    def draw(canvas: Canvas) -> None:
        review(canvas)
        write(canvas, 50, 700, "五、存在的主要问题及改进情况", 12)
        write(canvas, 50, 720, "主动公开不够及时。", 12)

    ((*_, values),) = tables(draw)
    assert values == [""] * 15


def test_a_number_that_touches_a_line_of_its_label_is_parted_from_it() -> None:
    """The name of the group in front is no remark, though its bracket is open."""

    def draw(canvas: Canvas) -> None:
        row(canvas, 600, "信息内容", ["自然人", "科研机构", "总计"], 45)
        row(canvas, 620, "（一）予以公开", ["1", "2", "3"], 45)
        write(canvas, 186, 640, "（四", 9)
        write(canvas, 186, 652, "）无法提供", 9)
        for top, line in ((640, "没有现成信息需"), (652, "要另行制作")):
            write(canvas, 234, top, line, 9)
        for at, number in enumerate(["4", "5", "9"]):
            write(canvas, 298 + 45 * at, 640, number, 9)
        for top, label, each in ((670, "重复申请", ["5", "6", "11"]), (684, "大量反复申请", ["7"])):
            write(canvas, 234, top, label, 9)
            for at, number in enumerate(each):
                centred(canvas, 300 + 45 * at, top, number)

    assert ["4", "5", "9"] in [cells[-3:] for cells in tables(draw)[0]]


def indicators(canvas: Canvas, label: list[str]) -> None:
    """A list, and below it an indicator of which the lines stand far apart."""
    for at, (text, unit, number) in enumerate(INDICATORS):
        write(canvas, 60, 500 + 24 * at, text, 9)
        centred(canvas, 300, 500 + 24 * at, unit)
        centred(canvas, 345, 500 + 24 * at, number)
    for at, text in enumerate(label):
        write(canvas, 60, 644 + 23 * at, text, 9)
    centred(canvas, 300, 655.5, "人")
    centred(canvas, 345, 655.5, "8")


def test_the_lines_of_an_indicator_stand_as_far_apart_as_its_words_tell() -> None:
    label = ["1.专职人员数（不包括政府公报及政", "府网站工作人员数）"]
    (shown,) = tables(lambda canvas: indicators(canvas, label))
    assert shown[-1] == ["".join(label), "人", "8"]


def test_a_number_between_two_labels_without_one_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        indicators(canvas, ["8.收到的来信数", "9.收到的来电数"])
        write(canvas, 60, 700, "4.政务微信公开政府信息数", 9)
        centred(canvas, 300, 700, "条")
        centred(canvas, 345, 700, "6")

    assert tables(draw) == []


def test_a_group_written_downwards_holds_what_is_no_number() -> None:
    """无法提供 has 无 in a line of its own."""
    labels = [
        ("三", "", "（一）予以公开"), ("、", "", "（二）部分公开"),
        ("本", "（三）", "1.属于国家秘密"),
        ("年", "不", "5.属于三类内部事务信息"), ("度", "予", "6.属于四类过程性信息"),
        ("办", "公", "7.属于行政执法案卷"), ("理", "开", "8.属于行政查询事项"),
        ("结", "（四）", "1.本机关不掌握相关政府信息"), ("果", "无", "2.没有现成信息需要另行制作"),
        ("", "法", "3.补正后申请内容仍不明确"),
    ]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        for place, name in enumerate(
            ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
        ):
            centred(canvas, 260 + 45 * place, 620, name, 6)
        centred(canvas, 380, 600, "法人或其他组织")
        centred(canvas, 380, 585, "申请人情况")
        for at, (first, group, label) in enumerate(labels):
            write(canvas, 40, 640 + 14 * at, first, 9)
            write(canvas, 60, 640 + 14 * at, group, 9)
            write(canvas, 100, 640 + 14 * at, label, 9)
            for place in range(7):
                centred(canvas, 260 + 45 * place, 640 + 14 * at, str(at))

    shown = tables(draw)[0]
    assert ["1.本机关不掌握相关政府信息", "7"] in [cells[-8:-6] for cells in shown]
    assert ["2.没有现成信息需要另行制作", "8"] in [cells[-8:-6] for cells in shown]
