"""Tables of PDFs without borders whose labels touch what stands beside them."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from extraction.readers.page.glyphs import Glyph, Line
from extraction.readers.page.unruled.parting import with_labels_apart
from tests.extraction.readers.pdf_drawing import (
    FONT,
    drawn,
    only_table,
    row,
    texts,
    write,
)


def test_a_numbered_label_that_touches_the_name_of_its_group_is_a_label_of_its_own() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 100, "信息内容", ["自然人", "企业", "总计"], 50)
        labels = ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"]
        for at, label in enumerate(labels):
            write(canvas, 105, 120 + 20 * at, label, 9)
            for column, number in enumerate((at, 5, at + 5)):
                write(canvas, 300 + 50 * column, 120 + 20 * at, str(number), 9)
        write(canvas, 60, 120, "（三）不予", 9)
        write(canvas, 60, 131, "公开", 9)

    shown = [cells[-4:] for cells in texts(only_table(pdf.read(drawn(draw))))]
    assert ["1.属于国家秘密", "0", "5", "5"] in shown


def test_a_numbered_label_stays_with_words_before_it_that_name_no_group() -> None:
    def pieces(text: str, number_at: int) -> list[str]:
        line = Line([Glyph(c, 9.0 * at, 0.0, 9.0 * at + 9, 9.0) for at, c in enumerate(text)])
        parts = with_labels_apart(line, [9.0 * number_at] * 3).parts
        return [part.text for part in parts]

    assert pieces("（三）不予公1.属于国家秘密", 6) == ["（三）不予公", "1.属于国家秘密"]
    assert pieces("其中：1.涉及国家秘密", 3) == ["其中：1.涉及国家秘密"]


def test_a_number_that_touches_the_whole_label_of_its_row_is_a_number() -> None:
    """行政规范性文件564, as an office program prints a table without room between its cells."""
    label = "行政规范性文件"

    def draw(canvas: Canvas) -> None:
        row(canvas, 82, "信息内容", ["本年制发件数", "本年废止件数", "现行有效件数"], 70)
        row(canvas, 100, "规章", ["1", "0", "11"], 70)
        number = 300 - stringWidth("564", FONT, 9) / 2
        row(canvas, 118, "", ["564", "26", "66"], 70)
        write(canvas, number - 9 * len(label), 118, label, 9)

    assert texts(only_table(pdf.read(drawn(draw))))[-1] == [label, "564", "26", "66"]
