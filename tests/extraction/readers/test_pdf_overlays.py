"""Text of a PDF that lies over a table and is none of it."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import (
    HEIGHT,
    ROWS,
    XS,
    YS,
    drawn,
    fill,
    only_table,
    rule,
    ruled,
    texts,
    write,
)


def test_a_watermark_over_cells_is_no_text_of_theirs() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas)
        canvas.setFillGray(0.8)
        write(canvas, 150, 105, "内部资料2022", 40)

    assert texts(only_table(pdf.read(drawn(draw)))) == ROWS


def test_a_watermark_that_fits_into_high_cells_is_no_text_of_theirs() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, [100, 150, 200, 250])
        fill(canvas, XS, [100, 150, 200], ROWS)
        canvas.setFillGray(0.8)
        write(canvas, 150, 140, "内部资料2022", 52)

    assert texts(only_table(pdf.read(drawn(draw)))) == ROWS


def test_a_watermark_set_upright_is_no_text_of_cells_and_no_number_in_a_blank_one() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [ROWS[0], ["规章", "1", ""], ROWS[2]])
        canvas.translate(287, HEIGHT - 158)
        canvas.rotate(90)
        for number, digit in enumerate("2022"):
            write(canvas, 16 * number, HEIGHT - 9, digit, 14)

    assert texts(only_table(pdf.read(drawn(draw)))) == [
        ROWS[0],
        ["规章", "1", "\ufffd\ufffd"],
        ROWS[2],
    ]


def test_digits_that_are_struck_out_are_of_no_meaning_and_underlined_ones_stay() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [ROWS[0], ["规章", "126", "8"]])
        for below, x in ((5.0, 204.0), (9.5, 264.0)):
            canvas.line(x, HEIGHT - 125 - below, x + 9, HEIGHT - 125 - below)

    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规章", "\ufffd\ufffd6", "8"]


def test_a_raised_digit_points_to_a_note_and_is_none_of_the_number_before_it() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [ROWS[0], ["规章", "12", "8"]])
        write(canvas, 214, 125, "3", 6)
        write(canvas, 269, 129, "3", 6)

    # The second stands on the line: small print, as where a font is changed within a number.
    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规章", "12³", "83"]
