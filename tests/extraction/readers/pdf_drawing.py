"""Draw small PDFs for tests, each for one way in which programs draw tables and text."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from extraction.document import Cell, Document, Table

WIDTH, HEIGHT = 595, 842
FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), title: str = "") -> bytes:
    """A PDF of which each function draws a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 10) -> None:
    """Write a line whose top is `top` points below the top of the page."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, canvas._pagesize[1] - top - 0.85 * size, text)


def centred(canvas: Canvas, x: float, top: float, text: str, size: float = 9) -> None:
    """A text around a place, its top so far below that of the page."""
    canvas.setFont(FONT, size)
    canvas.drawCentredString(x, canvas._pagesize[1] - top - 0.85 * size, text)


def row(canvas: Canvas, top: float, label: str, numbers: list[str], pitch: float) -> None:
    """A label at the left and numbers in the middle of their columns."""
    write(canvas, 60, top, label, 9)
    for index, number in enumerate(numbers):
        centred(canvas, 300 + index * pitch, top, number)


def write_centered(canvas: Canvas, top: float, text: str, size: float) -> None:
    canvas.setFont(FONT, size)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - top - 0.85 * size, text)


def line(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    height = canvas._pagesize[1]
    canvas.line(x0, height - y0, x1, height - y1)


def rule(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    """Draw a full grid of lines."""
    for y in ys:
        line(canvas, xs[0], y, xs[-1], y)
    for x in xs:
        line(canvas, x, ys[0], x, ys[-1])


def fill(canvas: Canvas, xs: list[float], ys: list[float], rows: list[list[str]]) -> None:
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            write(canvas, x + 4, y + 5, text)


def texts(table: Table) -> list[list[str]]:
    """The text of each cell, by the row that it begins in."""
    return [
        [cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)
    ]


def only_table(document: Document) -> Table:
    assert len(document.tables) == 1
    return document.tables[0]


def cell_of(table: Table, text: str) -> Cell:
    return next(cell for cell in table.cells if cell.text == text)


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


XS: list[float] = [60, 200, 260, 320]
YS: list[float] = [100, 120, 140, 160]
ROWS = [["信息内容", "制发", "废止"], ["规章", "1", "0"], ["规范性文件", "8", "26"]]


def ruled(canvas: Canvas) -> None:
    rule(canvas, XS, YS)
    fill(canvas, XS, YS, ROWS)
