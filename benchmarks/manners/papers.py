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


class Unruled(Pen):
    """No border at all."""

    def border(self, cell: Cell) -> None:
        pass


class Lined(Unruled):
    """A line under each cell, none upright."""

    def border(self, cell: Cell) -> None:
        self.line(cell.left, cell.bottom, cell.right, cell.bottom)


class Boxed(Pen):
    """A rectangle for each cell, a little smaller than it."""

    def border(self, cell: Cell) -> None:
        width, height = cell.right - cell.left - 1, cell.bottom - cell.top - 1
        self.canvas.rect(cell.left + 0.5, self.size[1] - cell.bottom + 0.5, width, height)


class Shaded(Pen):
    """Heads and labels on grey."""

    def border(self, cell: Cell) -> None:
        if cell.box.kind != "value":
            self.canvas.setFillGray(0.9)
            width, height = cell.right - cell.left, cell.bottom - cell.top
            self.canvas.rect(cell.left, self.size[1] - cell.bottom, width, height, 0, 1)
            self.canvas.setFillGray(0)
        super().border(cell)


class Narrow(Pen):
    """Columns so narrow that numbers wrap."""

    def columns(self, grid: Grid) -> list[float]:
        labels = {box.column for box in grid.boxes if box.kind == "label"}
        if not labels:
            return super().columns(grid)
        values = grid.width - len(labels)
        label = (self.size[0] - 2 * MARGIN - 17.0 * values) / len(labels)
        xs = [MARGIN]
        for column in range(grid.width):
            xs.append(xs[-1] + (label if column in labels else 17.0))
        return xs


class Landscape(Pen):
    size = (HEIGHT, WIDTH)


class Bold(Pen):
    """Printed thrice, a little apart."""

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        for dx, dy in ((0, 0), (0.3, 0), (0, 0.2)):
            super().text(x + dx, y + dy, text, size)


class OneByOne(Pen):
    """Each character a piece of text of its own, from right to left."""

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        places = []
        for character in text:
            places.append((x, character))
            x += stringWidth(character, DIGITS if character.isascii() else CHINESE, size)
        for at, character in reversed(places):
            super().text(at, y, character, size)


class Marked(Pen):
    """A watermark aslant and one upright over each page."""

    def end_page(self) -> None:
        self.canvas.saveState()
        self.canvas.setFillGray(0.85)
        self.canvas.setFont(CHINESE, 40)
        self.canvas.drawString(MARGIN, MARGIN / 2, "内部资料")
        self.canvas.translate(100, 300)
        self.canvas.rotate(35)
        self.canvas.drawString(0, 0, "某市人民政府2022")
        self.canvas.restoreState()
        super().end_page()


class Fields(Pen):
    """Every count stands in a form field."""

    def write(self, cell: Cell, lines: list[str]) -> None:
        if cell.box.kind != "value" or not cell.box.text.isascii():
            super().write(cell, lines)
            return
        self.canvas.acroForm.textfield(
            name=f"{self.page} {cell.left} {cell.top}",
            value=lines[0],
            x=cell.left + 1,
            y=self.size[1] - cell.bottom + 1,
            width=cell.right - cell.left - 2,
            height=cell.bottom - cell.top - 2,
            fontSize=7,
            borderWidth=0,
        )


class Outside(Pen):
    """Numbers beside the page, where nobody sees them."""

    def end_page(self) -> None:
        for y in range(100, 800, 15):
            self.text(self.size[0] + 50, y, "777")
        super().end_page()


class Headed(Pen):
    """The head repeats on the next page, under a running head; pages are numbered 1/9."""

    def before_continuing(self, grid: Grid, xs: list[float]) -> None:
        first = min((box.row for box in grid.boxes if box.kind != "head"), default=0)
        heights = [_height(grid, number, xs) for number in range(grid.height)]
        self.rows(grid, xs, heights, range(first))

    def end_page(self) -> None:
        self.text(MARGIN, 20, "2022年政府信息公开工作年度报告")
        self.text(self.size[0] - 100, self.size[1] - 30, f"{self.page}/9")
        super().end_page()


def drawn(pen: type[Pen]) -> Write:
    return lambda report: pen().report(report)


PAPERS: dict[str, Write] = {
    "ruled": drawn(Pen),
    "a rectangle per cell": drawn(Boxed),
    "shaded heads": drawn(Shaded),
    "narrow columns": drawn(Narrow),
    "landscape": drawn(Landscape),
    "bold by printing thrice": drawn(Bold),
    "characters one by one": drawn(OneByOne),
    "watermarks": drawn(Marked),
    "form fields": drawn(Fields),
    "text outside the page": drawn(Outside),
    "heads on every page": drawn(Headed),
}
"""Manners of which every number is read."""

UNRULED: dict[str, Write] = {"no borders": drawn(Unruled), "lines under rows": drawn(Lined)}
"""Manners of which some may be missing, and none may be wrong."""
