"""Write an invented report as PDFs, each manner as some program or scanner makes them.

Drawn without fonts of this machine: Chinese in a standard font that is not in the file, digits
in one that is.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import reportlab
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.manners.report import Box, Grid, Invented

Write = Callable[[Invented], bytes]

WIDTH, HEIGHT = 595.0, 842.0
MARGIN = 50.0
SIZE, LEADING, PADDING = 9.0, 11.0, 3.0
CHINESE, DIGITS = "STSong-Light", "Vera"
registerFont(UnicodeCIDFont(CHINESE))
registerFont(TTFont(DIGITS, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))


@dataclass(frozen=True, slots=True)
class Cell:
    """A box where it stands on a page. is_first: its text belongs here, not to a page before."""

    box: Box
    left: float
    top: float
    right: float
    bottom: float
    is_first: bool = True


class Pen:
    """Draws on the pages of a PDF; y counts from the top. Manners override what they change."""

    size = (WIDTH, HEIGHT)
    shares: tuple[float, ...] | None = None

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=self.size)
        self.y = MARGIN
        self.page = 1

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """A line whose top is at y."""
        font = DIGITS if text.isascii() else CHINESE
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.size[1] - y - 0.85 * size, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        height = self.size[1]
        self.canvas.line(x0, height - y0, x1, height - y1)

    def border(self, cell: Cell) -> None:
        self.line(cell.left, cell.top, cell.right, cell.top)
        self.line(cell.left, cell.bottom, cell.right, cell.bottom)
        self.line(cell.left, cell.top, cell.left, cell.bottom)
        self.line(cell.right, cell.top, cell.right, cell.bottom)

    def write(self, cell: Cell, lines: list[str]) -> None:
        """The lines of a cell, in its middle."""
        y = (cell.top + cell.bottom - LEADING * len(lines)) / 2
        for line in lines:
            font = DIGITS if line.isascii() else CHINESE
            x = (cell.left + cell.right - stringWidth(line, font, SIZE)) / 2
            self.text(x, y, line)
            y += LEADING

    def cell(self, cell: Cell) -> None:
        self.border(cell)
        if cell.is_first and cell.box.text:
            self.write(cell, wrapped(cell.box.text, cell.right - cell.left - 2 * PADDING))

    def end_page(self) -> None:
        """What stands at the foot of each page, and the next page."""
        self.text(self.size[0] / 2 - 10, self.size[1] - 35, f"- {self.page} -")
        self.canvas.showPage()
        self.page += 1
        self.y = MARGIN

    def paragraph(self, text: str, size: float = 11.0) -> None:
        for line in wrapped(text, self.size[0] - 2 * MARGIN, size):
            self.make_room(1.6 * size)
            self.text(MARGIN, self.y, line, size)
            self.y += 1.6 * size

    def make_room(self, height: float) -> None:
        if self.y + height > self.size[1] - MARGIN:
            self.end_page()

    def before_continuing(self, grid: Grid, xs: list[float]) -> None:
        """What stands above the rest of a table on its next page."""

    def table(self, grid: Grid) -> None:
        xs = self.columns(grid)
        heights = [_height(grid, number, xs) for number in range(grid.height)]
        for rows in self._parts(grid, heights):
            if rows.start:
                self.end_page()
                self.before_continuing(grid, xs)
            self.rows(grid, xs, heights, rows)
        self.y += LEADING

    def rows(self, grid: Grid, xs: list[float], heights: list[float], rows: range) -> None:
        ys = [self.y]
        for number in rows:
            ys.append(ys[-1] + heights[number])
        for box in grid.boxes:
            first, end = max(box.row, rows.start), min(box.row + box.rows, rows.stop)
            if first < end:
                left, right = xs[box.column], xs[box.column + box.columns]
                top, bottom = ys[first - rows.start], ys[end - rows.start]
                self.cell(Cell(box, left, top, right, bottom, box.row >= rows.start))
        self.y = ys[-1]

    def columns(self, grid: Grid) -> list[float]:
        """The edges of the columns: labels are wider than values."""
        labels = {box.column for box in grid.boxes if box.kind == "label"}
        shares = [2.2 if column in labels else 1.0 for column in range(grid.width)]
        width = (self.size[0] - 2 * MARGIN) / sum(shares)
        xs = [MARGIN]
        for share in shares:
            xs.append(xs[-1] + share * width)
        return xs

    def _parts(self, grid: Grid, heights: list[float]) -> Iterator[range]:
        """The rows that fit on the pages."""
        first, y = 0, self.y
        for number, height in enumerate(heights):
            if number > first and y + height > self.size[1] - MARGIN:
                yield range(first, number)
                first, y = number, 2 * MARGIN
            y += height
        yield range(first, grid.height)

    def report(self, report: Invented) -> bytes:
        self.paragraph(report.title, 16)
        self.paragraph(report.opening)
        self.paragraph("一、总体情况")
        self.paragraph("本年度认真做好政府信息公开工作，成效明显，群众满意度进一步提高。" * 4)
        for heading, grid in report.tables:
            self.make_room(6 * LEADING)
            self.paragraph(heading)
            self.table(grid)
        self.paragraph("五、存在的主要问题及改进情况")
        self.paragraph("主要问题是主动公开不够及时。")
        self.paragraph("六、其他需要报告的事项")
        self.paragraph("没有收取信息处理费。")
        self.end_page()
        self.canvas.save()
        return self.buffer.getvalue()


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """The lines of a text, broken after any character."""
    lines = [""]
    font = DIGITS if text.isascii() else CHINESE
    for character in text:
        if stringWidth(lines[-1] + character, font, size) > width and lines[-1]:
            lines.append("")
        lines[-1] += character
    return lines


def _height(grid: Grid, number: int, xs: list[float]) -> float:
    """A row is as high as its cells need that stand in it alone; the others share theirs."""
    counts = [1.0]
    for box in grid.boxes:
        if box.row <= number < box.row + box.rows and box.text:
            width = xs[box.column + box.columns] - xs[box.column] - 2 * PADDING
            counts.append(len(wrapped(box.text, width)) / box.rows)
    return max(counts) * LEADING + 2 * PADDING
