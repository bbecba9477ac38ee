"""What a page of a PDF holds and does not show, and values of its form fields."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

from extraction.readers import pdf
from extraction.values import read_cell
from tests.extraction.readers.pdf_drawing import (
    FONT,
    HEIGHT,
    WIDTH,
    Draw,
    drawn,
    fill,
    only_table,
    rule,
    texts,
    write,
)

XS: list[float] = [60, 200, 230, 260]
YS: list[float] = [100, 120, 140, 160]
GRAY = Color(0.85, 0.85, 0.85)
HEAD = ["信息内容", "制发", "废止"]


def table(canvas: Canvas, value: str = "") -> None:
    rule(canvas, XS, YS)
    fill(canvas, XS, YS, [HEAD, ["规章", value, ""], ["规范性文件", "8", "26"]])


def patch(canvas: Canvas, colour: Color) -> None:
    canvas.setFillColor(colour)
    canvas.rect(201, HEIGHT - 139, 28, 18, stroke=0, fill=1)
    canvas.setFillColor(black)


def in_white(canvas: Canvas) -> None:
    table(canvas)
    canvas.setFillColor(white)
    write(canvas, 204, 125, "7")


def in_the_colour_of_the_cell(canvas: Canvas) -> None:
    patch(canvas, GRAY)
    table(canvas)
    canvas.setFillColor(GRAY)
    write(canvas, 204, 125, "7")


def black_on_black(canvas: Canvas) -> None:
    patch(canvas, black)
    table(canvas)
    write(canvas, 204, 125, "7")


def beneath_a_patch(canvas: Canvas) -> None:
    table(canvas)
    write(canvas, 204, 125, "7")
    patch(canvas, white)


def transparent(canvas: Canvas) -> None:
    table(canvas)
    canvas.setFillAlpha(0)
    write(canvas, 204, 125, "7")


def not_painted(canvas: Canvas) -> None:
    table(canvas)
    text = canvas.beginText(204, HEIGHT - 135)
    text.setTextRenderMode(3)
    text.setFont(FONT, 10)
    text.textOut("7")
    canvas.drawText(text)


@pytest.mark.parametrize(
    "draw",
    [
        in_white,
        in_the_colour_of_the_cell,
        black_on_black,
        beneath_a_patch,
        transparent,
        not_painted,
    ],
)
def test_text_that_nobody_sees_in_a_blank_cell_is_no_value(draw: Draw) -> None:
    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规章", "", ""]


def test_the_number_laid_over_another_is_the_one_that_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        beneath_a_patch(canvas)
        write(canvas, 204, 125, "15")

    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规章", "15", ""]


def test_white_text_on_a_dark_cell_and_black_on_a_light_one_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        patch(canvas, Color(0.1, 0.2, 0.5))
        canvas.setFillColor(GRAY)
        canvas.rect(60, HEIGHT - 120, 200, 20, stroke=0, fill=1)
        canvas.setFillColor(black)
        table(canvas)
        canvas.setFillColor(white)
        write(canvas, 204, 125, "7")

    assert texts(only_table(pdf.read(drawn(draw))))[:2] == [HEAD, ["规章", "7", ""]]


@pytest.mark.parametrize(("state", "shown"), [("/OFF", ""), ("/ON", "7")])
def test_a_layer_is_read_where_it_is_switched_on_only(state: str, shown: str) -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas._code.append("/OC /Layer BDC")
        write(canvas, 204, 125, "7")
        canvas._code.append("EMC")

    def add_layer(writer: PdfWriter) -> None:
        kind, name = NameObject("/OCG"), TextStringObject("A layer")
        group = DictionaryObject({NameObject("/Type"): kind, NameObject("/Name"): name})
        layer = writer._add_object(group)
        resources = writer.pages[0]["/Resources"].get_object()
        resources[NameObject("/Properties")] = DictionaryObject({NameObject("/Layer"): layer})
        states = DictionaryObject({NameObject(state): ArrayObject([layer])})
        writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): states}
        )

    content = changed(drawn(draw), add_layer)
    assert texts(only_table(pdf.read(content)))[1] == ["规章", shown, ""]


def changed(content: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_field(value: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.acroForm.textfield(
            value=value, x=202, y=HEIGHT - 138, width=26, height=16, fontSize=10, borderWidth=0
        )

    return draw


def without_looks(writer: PdfWriter) -> None:
    for annotation in writer.pages[0]["/Annots"]:
        del annotation.get_object()["/AP"]


@pytest.mark.parametrize("value", ["12", "123456789"])
@pytest.mark.parametrize("change", [lambda writer: None, without_looks], ids=["drawn", "bare"])
def test_a_form_field_is_read_whole_where_its_picture_is_cut_or_missing(value, change) -> None:
    content = changed(drawn(with_field(value)), change)
    assert texts(only_table(pdf.read(content)))[1] == ["规章", value, ""]


def test_a_form_field_whose_picture_shows_another_value_is_unreadable() -> None:
    def change(writer: PdfWriter) -> None:
        for annotation in writer.pages[0]["/Annots"]:
            annotation.get_object()[NameObject("/V")] = TextStringObject("15")

    row = texts(only_table(pdf.read(changed(drawn(with_field("12")), change))))[1]
    assert [read_cell(text).status for text in row[1:]] == ["unreadable", "blank"]


def test_a_form_field_on_a_page_printed_sideways_is_read_in_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
        canvas.translate(0, -HEIGHT + 300)
        table(canvas)
        canvas.restoreState()
        # The cell's corners, turned as the table is.
        x, y = HEIGHT - 138 - HEIGHT + 300, HEIGHT - 228
        canvas.acroForm.textfield(value="7", x=x, y=y, width=16, height=26, fontSize=8)

    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规章", "7", ""]


def test_a_number_printed_across_the_side_of_its_cell_is_unreadable() -> None:
    row = texts(only_table(pdf.read(drawn(lambda canvas: table(canvas, "123456789")))))[1]
    assert [read_cell(text).status for text in row[1:]] == ["unreadable", "unreadable"]


@pytest.mark.parametrize("x", [WIDTH - 11.0, -7.0], ids=["right", "left"])
def test_a_number_that_the_edge_of_the_page_cuts_is_unreadable(x: float) -> None:
    """A table wider than the page: 32 is not what was printed of 323."""

    def draw(canvas: Canvas) -> None:
        xs = [x - 100 if x > 0 else 120.0, x - 4, x + 40]
        rule(canvas, sorted(xs), YS)
        for top, text in zip(YS, ("自然人", "323", "418"), strict=False):
            write(canvas, x, top + 5, text)

    shown = [text for row in texts(only_table(pdf.read(drawn(draw)))) for text in row]
    numbers = [text for text in shown if any(map(str.isdigit, text))]
    assert len(numbers) == 2
    assert {read_cell(text).status for text in numbers} == {"unreadable"}


def test_what_a_clip_may_cut_is_unreadable() -> None:
    """A browser prints a page wider than the sheet: of 859 the file holds 85, of others nothing."""
    edge = 245.0

    def draw(canvas: Canvas) -> None:
        shown = canvas.beginPath()
        shown.rect(20, 20, edge - 20, HEIGHT - 40)
        canvas.clipPath(shown, stroke=0, fill=0)
        ys = [*YS, 180.0]
        rule(canvas, XS, ys)
        fill(canvas, XS, ys, [HEAD[:2], ["规章", "1"], ["规范性文件", "8"], ["行政许可", "0"]])
        canvas.setFont(FONT, 10)
        canvas.drawRightString(edge - 1, HEIGHT - 134, "85")
        canvas.drawString(XS[2] + 2, HEIGHT - 174, "3")

    rows = texts(only_table(pdf.read(drawn(draw))))[1:]
    read = [[read_cell(text) for text in row[1:]] for row in rows]
    assert [row[0].number for row in read] == [1, 8, 0]
    assert [row[1].status for row in read] == ["unreadable", "unreadable", "reported"]


def test_the_clip_of_a_border_hides_nothing() -> None:
    """WeasyPrint draws each side of a cell as the whole border behind a clip."""

    def draw(canvas: Canvas) -> None:
        table(canvas, "17")
        canvas.saveState()
        side = canvas.beginPath()
        side.rect(XS[0] - 2, HEIGHT - YS[-1], 4, YS[-1] - YS[0])
        canvas.clipPath(side, stroke=0, fill=0)
        canvas.line(XS[0] - 2, HEIGHT - YS[0], XS[-1] + 9, HEIGHT - YS[0])
        canvas.restoreState()

    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规章", "17", ""]
