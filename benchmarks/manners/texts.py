"""Write an invented report as text files, each manner as some program or person makes them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest

from benchmarks.manners.pages import drawn
from benchmarks.manners.report import Grid, Invented
from extraction.typography import width

Write = Callable[[Invented], bytes]
Draw = Callable[[Grid], str]


def text(report: Invented, draw: Draw, *, mark: str = "") -> str:
    parts = [report.title, report.opening, "一、总体情况", "本年度认真做好政府信息公开工作。"]
    for heading, grid in report.tables:
        parts += [mark + heading, draw(grid).rstrip("\n")]
    parts += ["五、存在的主要问题及改进情况", "主要问题是主动公开不够及时。"]
    parts += ["六、其他需要报告的事项", "没有收取信息处理费。"]
    return "\n\n".join(parts) + "\n"


def by_rows(join: Callable[[list[str]], str], rows: Callable[[Grid], list[list[str]]]) -> Draw:
    return lambda grid: "\n".join(join(row) for row in rows(grid))


def merged(grid: Grid) -> list[list[str]]:
    """Rows of the cells that begin in them: merged cells leave no trace."""
    return [[box.text for box in grid.row(n)] for n in range(grid.height)]


def filled(grid: Grid) -> list[list[str]]:
    """Rows with a cell in every column; what a span covers is blank."""
    return [
        [
            box.text if (box.row, box.column) == (n, column) else ""
            for column, box in enumerate(grid.cover(n))
        ]
        for n in range(grid.height)
    ]


def repeated(grid: Grid) -> list[list[str]]:
    """Rows with a cell in every column; what a span covers repeats its text."""
    return [[box.text for box in grid.cover(n)] for n in range(grid.height)]


def below(grid: Grid) -> list[list[str]]:
    """Rows of the cells that begin in them and blanks for those that reach down from above."""
    rows = []
    for n in range(grid.height):
        boxes = dict.fromkeys(grid.cover(n))
        rows.append([box.text if box.row == n else "" for box in boxes])
    return rows


def markdown(rows: list[list[str]], *, outer: bool, filled_up: bool = True) -> str:
    columns = max(map(len, rows))
    lines = []
    for number, row in enumerate(rows):
        cells = row + [""] * (columns - len(row)) if filled_up else row
        line = " | ".join(cell.replace("|", "\\|") for cell in cells)
        lines.append(f"| {line} |" if outer else line)
        if number == 0:
            rule = "|".join(["---"] * columns)
            lines.append(f"|{rule}|" if outer else rule)
    return "\n".join(lines)


def _csv(separator: str) -> Callable[[list[str]], str]:
    def join(row: list[str]) -> str:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=separator, lineterminator="").writerow(row)
        return buffer.getvalue()

    return join


def _quoted(row: list[str]) -> str:
    return ",".join(f'"{cell}"' for cell in row)


def aligned(grid: Grid) -> str:
    """Columns aligned by spaces, each label on one line."""
    rows = filled(grid)
    columns = [4] * grid.width
    for box in sorted(grid.boxes, key=lambda box: box.columns):
        covered = range(box.column, box.column + box.columns)
        lacking = width(box.text) - sum(columns[c] + 3 for c in covered) + 3
        if lacking > 0:
            columns[covered[-1]] += lacking
    lines = []
    for row in rows:
        line = ""
        for column, cell in enumerate(row):
            line += cell
            end = sum(columns[: column + 1]) + 3 * (column + 1)
            line += " " * max(0, end - width(line))
        lines.append(line.rstrip())
    return "\n".join(lines)


def boxed(grid: Grid) -> str:
    """Box-drawing characters around every cell."""
    rows = filled(grid)
    columns = [max(2, max(width(row[c]) for row in rows)) for c in range(grid.width)]

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (wide + 2) for wide in columns) + right

    def line(row: list[str]) -> str:
        cells = (
            f" {cell}{' ' * (wide - width(cell))} " for cell, wide in zip(row, columns, strict=True)
        )
        return "│" + "│".join(cells) + "│"

    body = ("\n" + rule("├", "┼", "┤") + "\n").join(map(line, rows))
    return f"{rule('┌', '┬', '┐')}\n{body}\n{rule('└', '┴', '┘')}"


def plus_boxed(grid: Grid) -> str:
    return boxed(grid).translate(str.maketrans("│─┌┬┐├┼┤└┴┘", "|-+++++++++"))


def column_wise(grid: Grid) -> str:
    """The cells column by column, one a line."""
    boxes = sorted(grid.boxes, key=lambda box: (box.column, box.row))
    return "\n".join(box.text for box in boxes)


def lines_of_cells(grid: Grid) -> str:
    return "\n".join(box.text for n in range(grid.height) for box in grid.row(n))


def lines_and_bars(grid: Grid) -> str:
    return "\n".join(f"{box.text}\n|" for n in range(grid.height) for box in grid.row(n))


def closed_by_bars(grid: Grid) -> str:
    """Each cell on a line with a bar behind it; a short row ends with the bars that it lacks."""
    lines: list[str] = []
    for row in merged(grid):
        lines += [f"{cell} |" for cell in row]
        lines += ["|" * (grid.width - len(row))] if len(row) < grid.width else []
    return "\n".join(lines)


def bars_below(grid: Grid) -> str:
    """The same with each bar on a line of its own, below its cell."""
    return closed_by_bars(grid).replace(" |", "\n|")


def bars_below_and_before(grid: Grid) -> str:
    """Each bar on a line of its own, below its cell, but for the one before the first of a row."""
    lines: list[str] = []
    for row in merged(grid):
        lines += [line for cell in row for line in (cell, "|")]
        lines[-2 * len(row)] = f"| {row[0]}"
        lines += ["|" * (grid.width - len(row))] if len(row) < grid.width else []
    return "\n".join(lines)


def indented_below_bars(grid: Grid) -> str:
    """A bar before each row, its cells indented on lines of their own, filled up with bars."""
    lines: list[str] = []
    for row in merged(grid):
        lines += ["|", *(f" {cell}  |" for cell in row)]
        lines[-1] += "|" * (grid.width - len(row))
    return "\n".join(lines)


def opened_by_bars(grid: Grid) -> str:
    """Each cell but the first of a row on a line with a bar before it; a bar alone ends the row."""
    lines: list[str] = []
    for first, *others in merged(grid):
        lines += [first, *(f"| {cell}" for cell in others), "|"]
    return "\n".join(lines)


def filled_up(before: str, between: str, behind: str, blank: str) -> Draw:
    """Rows of the cells that begin in them, filled up behind these to the longest row."""

    def draw(grid: Grid) -> str:
        rows = merged(grid)
        longest = max(map(len, rows))
        return "\n".join(
            before + between.join(row) + behind + blank * (longest - len(row)) for row in rows
        )

    return draw


def padded(grid: Grid) -> str:
    """The cells filled up with blanks, by a program to which all characters are equally wide."""
    rows = merged(grid)
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        for row in rows
    )


def label_then_values(grid: Grid) -> str:
    """The cells of a row with one space between them."""
    return "\n".join(" ".join(box.text for box in grid.row(n)) for n in range(grid.height))


def narrow(grid: Grid) -> str:
    """As `pdftotext -raw` prints narrow columns: heads and labels over lines, then values."""
    lines: list[str] = []
    for n in range(grid.height):
        values = [box.text for box in grid.row(n) if box.kind == "value"]
        for box in grid.row(n):
            size = {"head": 3, "label": 7}.get(box.kind, 0)
            lines += [box.text[at : at + size] for at in range(0, len(box.text), size or 1) if size]
        if values:
            lines.append(" ".join(values))
    return "\n".join(lines)


def dashed(grid: Grid) -> str:
    """Columns stated by lines of dashes, rows parted by blank lines, as pandoc prints them."""
    rows = filled(grid)
    columns = [max(2, max(width(row[c]) for row in rows)) for c in range(grid.width)]
    rule = "  " + " ".join("-" * wide for wide in columns)

    def line(row: list[str]) -> str:
        padded = (
            cell + " " * (wide - width(cell)) for cell, wide in zip(row, columns, strict=True)
        )
        return "  " + " ".join(padded).rstrip()

    return "\n".join([rule, "\n\n".join(map(line, rows)), rule])


def paged(join: Callable[[list[str]], str], rows: Callable[[Grid], list[list[str]]]) -> Draw:
    """A page's foot, a form feed and a head every twelve rows."""

    def draw(grid: Grid) -> str:
        lines: list[str] = []
        for number, row in enumerate(rows(grid), start=1):
            lines.append(join(row))
            if number % 12 == 0:
                lines += ["", f"— {number // 12} —", "\f"]
        return "\n".join(lines)

    return draw


def _ocr(word: str) -> str:
    """A label as a recogniser misreads it: one character for its neighbour in shape."""
    for right, wrong in (
        ("未", "末"),
        ("己", "已"),
        ("予", "子"),
        ("规章", "规草"),
        ("自然", "白然"),
    ):
        if right in word:
            return word.replace(right, wrong, 1)
    return word


def ocr(grid: Grid) -> Grid:
    boxes = (b if b.kind == "value" else replace(b, text=_ocr(b.text)) for b in grid.boxes)
    return Grid(list(boxes))


def with_joiners(draw: Draw) -> Draw:
    """Characters without a shape before and in every cell, as pages put them for line breaks."""
    return lambda grid: draw(
        Grid([replace(box, text="\ufeff" + "\u200b".join(box.text)) for box in grid.boxes])
    )


def plain(draw: Draw, encoding: str = "utf-8", end: str = "\n", mark: str = "") -> Write:
    return lambda report: text(report, draw, mark=mark).replace("\n", end).encode(encoding)


TAB = by_rows("\t".join, merged)
TEXTS: dict[str, Write] = {
    "tabs, merged": plain(TAB),
    "tabs, filled": plain(by_rows("\t".join, filled)),
    "tabs, repeated": plain(by_rows("\t".join, repeated)),
    "tabs, blanks below": plain(by_rows("\t".join, below)),
    "tabs, crlf gbk": plain(TAB, "gbk", "\r\n"),
    "tabs, cr": plain(TAB, "utf-8", "\r"),
    "tabs, utf-16 mark": plain(TAB, "utf-16", "\r\n"),
    "tabs, utf-8 mark": plain(TAB, "utf-8-sig", "\r\n"),
    "tabs over pages": plain(paged("\t".join, merged)),
    "tabs, full width digits": lambda report: re.sub(
        r"(?<=\t)[0-9.]+",
        lambda m: "".join(chr(ord(c) + 0xFEE0) for c in m[0]),
        text(report, TAB),
    ).encode(),
    "tabs and spaces": plain(by_rows(" \t\u3000".join, merged)),
    "double spaced tabs": plain(lambda grid: TAB(grid).replace("\n", "\n\n")),
    "bars": plain(by_rows("|".join, merged)),
    "bars around": plain(by_rows(lambda row: f"|{'|'.join(row)}|", filled)),
    "wide bars": plain(by_rows("│".join, merged)),
    "markdown": plain(lambda grid: markdown(filled(grid), outer=True), mark="## "),
    "markdown, repeated": plain(lambda grid: markdown(repeated(grid), outer=True), mark="## "),
    "markdown, no outer bars": plain(lambda grid: markdown(filled(grid), outer=False), mark="## "),
    "markdown, merged": plain(lambda grid: markdown(merged(grid), outer=True), mark="## "),
    "markdown, short rows": plain(
        lambda grid: markdown(merged(grid), outer=True, filled_up=False), mark="## "
    ),
    "markdown with html tables": plain(drawn, mark="## "),
    "csv": plain(by_rows(_csv(","), filled)),
    "csv, merged": plain(by_rows(_csv(","), merged)),
    "csv, quoted": plain(by_rows(_quoted, filled)),
    "csv, semicolons": plain(by_rows(_csv(";"), filled)),
    "bars, filled up": plain(filled_up("", " | ", " | ", "|")),
    "bars around, filled up": plain(filled_up("| ", " | ", " | ", "|")),
    "tabs, filled up": plain(filled_up("", "\t", "", "\t")),
    "boxed": plain(boxed),
    "boxed with plus": plain(plus_boxed),
    "cell a line with bars": plain(lines_and_bars),
    "cell a line": plain(lines_of_cells),
    "cell a line, double spaced": plain(lambda grid: lines_of_cells(grid).replace("\n", "\n\n")),
    "cell a line, closed by bars": plain(closed_by_bars),
    "cell a line, a bar below each": plain(bars_below),
    "cell a line, a bar below each and before the row": plain(bars_below_and_before),
    "cell a line, below bars": plain(indented_below_bars),
    "cell a line, opened by bars": plain(opened_by_bars),
    "padded by characters": plain(padded),
    "one gap": plain(by_rows("  ".join, merged)),
    "single spaces": plain(label_then_values),
    "aligned to the left": plain(aligned),
    "dashes": plain(dashed),
    "dashes, zero width": plain(with_joiners(dashed)),
    "cell a line, zero width": plain(with_joiners(lines_of_cells)),
    "single spaces, zero width": plain(with_joiners(label_then_values)),
}
"""Manners that say where each number stands."""

UNSURE: dict[str, Write] = {
    "misread labels": plain(lambda grid: TAB(ocr(grid))),
    "column by column": plain(column_wise),
    "narrow columns": plain(narrow),
}
"""Manners that do not say it surely: what is not read is missing, and nothing is read wrongly."""
