"""Fonts that do not say what they draw: their pages are seen, not read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extraction.document import Rejected
from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import (
    HEIGHT,
    XS,
    YS,
    drawn,
    fill,
    only_table,
    paragraphs,
    rule,
    texts,
    write,
)

registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
NUMBERS = [["", "31", "70"], ["", "8245", "169"], ["", "52", "0"]]


@pytest.fixture(autouse=True)
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.readers.scan.models.is_installed", lambda: False)


def embedded(canvas: Canvas) -> None:
    """A table whose numbers are set in a font that lies in the file, with its map."""
    rule(canvas, XS, YS)
    fill(canvas, XS, YS, [["规章"], ["规范性文件"], ["行政许可"]])
    canvas.setFont("Vera", 10)
    for y, row in zip(YS, NUMBERS, strict=False):
        for x, text in zip(XS, row, strict=False):
            canvas.drawString(x + 4, HEIGHT - y - 14, text)


def with_map(content: bytes, name: Callable[[str], str]) -> bytes:
    """The file with what its embedded fonts call each character."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for item in writer._objects:
        if not isinstance(item, dict) or "/ToUnicode" not in item:
            continue
        lines = item["/ToUnicode"].get_object().get_data().decode()
        codes = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4})>\s", lines)
        kept = [
            f"<{code}> <{ord(name(chr(int(its, 16)))):04X}>" for code, its in codes if its != "0000"
        ]
        stream = DecodedStreamObject()
        stream.set_data(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                "/CMapName /Mapped def /CMapType 2 def\n"
                "1 begincodespacerange <00> <FF> endcodespacerange\n"
                f"{len(kept)} beginbfchar\n" + "\n".join(kept) + "\nendbfchar\n"
                "endcmap CMapName currentdict /CMap defineresource pop end end"
            ).encode()
        )
        item[NameObject("/ToUnicode")] = writer._add_object(stream)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def swapped(one: str, other: str) -> Callable[[str], str]:
    return lambda text: {one: other, other: one}.get(text, text)


def test_numbers_in_a_font_with_a_right_map_are_read() -> None:
    content = with_map(drawn(embedded), lambda text: text)
    assert [row[1:] for row in texts(only_table(pdf.read(content)))] == [row[1:] for row in NUMBERS]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(swapped("3", "8"), id="3 and 8 change places"),
        pytest.param(swapped("1", "7"), id="1 and 7 change places"),
        pytest.param(swapped("6", "9"), id="6 and 9, one turned, change places"),
        pytest.param(swapped("2", "5"), id="2 and 5 change places"),
        pytest.param(lambda text: "3" if text == "8" else text, id="8 is called 3 as well"),
        pytest.param(lambda text: "\u200b" if text in "52" else text, id="unseen, but drawn"),
        pytest.param(lambda text: " " if text in "52" else text, id="spaces that are drawn"),
        pytest.param(lambda text: "\x02" if text in "52" else text, id="controls, not hyphens"),
        pytest.param(lambda text: chr(0xE000 + ord(text)), id="in a private area"),
        pytest.param(lambda text: "\ufffd" if text in "52" else text, id="replaced"),
    ],
)
def test_a_font_that_misnames_its_digits_is_not_believed(name: Callable[[str], str]) -> None:
    with pytest.raises(Rejected) as caught:
        pdf.read(with_map(drawn(embedded), name))
    assert caught.value.reason_code == "unsupported"
    assert "not what is printed on page 1" in caught.value.reason
    assert "gongkai[scan]" in caught.value.reason


def test_a_single_digit_without_a_name_does_not_vanish_from_its_number() -> None:
    content = with_map(drawn(embedded), lambda text: "\x01" if text == "6" else text)
    assert texts(only_table(pdf.read(content)))[1] == ["规范性文件", "8245", "1\ufffd9"]


def test_bullets_before_labels_do_not_make_a_page_unreadable() -> None:
    def draw(canvas: Canvas) -> None:
        embedded(canvas)
        for y in YS[:-1]:
            canvas.drawString(XS[0] + 1, HEIGHT - y - 14, "j")

    content = with_map(drawn(draw), lambda text: "\uf0b7" if text == "j" else text)
    rows = texts(only_table(pdf.read(content)))
    assert [row[1:] for row in rows] == [row[1:] for row in NUMBERS]
    assert rows[0][0] == "\uf0b7规章"


def test_radicals_are_the_characters_of_the_same_form() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 100, "⼀、⼈⺠政府⽂件")

    assert paragraphs(pdf.read(drawn(draw))) == ["一、人民政府文件"]


def outlined(canvas: Canvas, x: float, y: float) -> None:
    """A character as an outline, some 8 points high: an L with a serif."""
    path = canvas.beginPath()
    path.moveTo(x, y)
    for dx, dy in [(5, 0), (5, 2), (2, 1), (2, 8), (0, 8), (0, 6), (1, 6)]:
        path.lineTo(x + dx, y + dy)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def test_numbers_drawn_as_outlines_are_no_blanks() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [["规章"], ["规范性文件"], ["行政许可"]])
        for y in YS[:-1]:
            outlined(canvas, XS[1] + 20, HEIGHT - y - 14)

    with pytest.raises(Rejected) as caught:
        pdf.read(drawn(draw))
    assert "not what is printed on page 1" in caught.value.reason


def test_one_drawing_in_a_cell_is_no_blank() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [["规章", "1", "0"], ["规范性文件", "", "26"]])
        outlined(canvas, XS[1] + 20, HEIGHT - YS[1] - 14)

    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规范性文件", "\ufffd", "26"]


def test_numbers_in_form_fields_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, XS, YS)
        fill(canvas, XS, YS, [["规章", "1", "0"], ["规范性文件", "", "26"]])
        canvas.acroForm.textfield(
            name="n",
            value="8",
            x=XS[1] + 2,
            y=HEIGHT - YS[2] + 2,
            width=50,
            height=16,
            fontSize=9,
            borderWidth=0,
        )

    assert texts(only_table(pdf.read(drawn(draw))))[1] == ["规范性文件", "8", "26"]


def test_chinese_that_is_none_is_not_believed() -> None:
    text = "".join(chr(0x6100 + 7 * number) for number in range(60))

    def draw(canvas: Canvas) -> None:
        write(canvas, 30, 100, text[:40])
        write(canvas, 30, 120, text[40:])

    with pytest.raises(Rejected) as caught:
        pdf.read(drawn(draw))
    assert caught.value.reason_code == "unsupported"
