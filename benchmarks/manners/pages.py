"""Write an invented report as web pages, each manner as some editor or site makes them."""

from __future__ import annotations

import base64
import html
import quopri
from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from benchmarks.manners.report import Box, Grid, Invented

Write = Callable[[Invented], bytes]
Draw = Callable[[Grid], str]

MENU = (
    "<table class=nav><tr>"
    + "".join(
        f"<td><a href=/{n}>{n}</a></td>" for n in ("首页", "政务公开", "办事服务", "互动交流")
    )
    + "</tr></table>"
)
FOOT = "<div class=foot>主办：某市人民政府办公室 网站标识码：3208000001 苏ICP备05010247号</div>"


def cell(box: Box, text: str | None = None, name: str = "td") -> str:
    spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
        f' colspan="{box.columns}"' if box.columns > 1 else ""
    )
    shown = html.escape(box.text, quote=False) if text is None else text
    return f"<{name}{spans}>{shown}</{name}>"


def drawn(grid: Grid, write: Callable[[Box], str] = cell) -> str:
    rows = ("".join(map(write, grid.row(number))) for number in range(grid.height))
    return "<table border=1>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"


def page(report: Invented, draw: Draw = drawn, *, head: str = "", around: str = "%s") -> str:
    body = f"<h1>{report.title}</h1><p>{report.opening}</p><p>一、总体情况</p>"
    body += "<p>本年度认真做好政府信息公开工作，成效明显。</p>"
    for heading, grid in report.tables:
        body += f"<p>{heading}</p>\n{draw(grid)}\n"
    body += "<p>五、存在的主要问题及改进情况</p><p>主要问题是主动公开不够及时。</p>"
    body += "<p>六、其他需要报告的事项</p><p>没有收取信息处理费。</p>"
    title = f"<title>{report.title}</title>"
    return f"<html><head>{head}{title}</head><body>{around.replace('%s', body)}</body></html>"


def by_cell(write: Callable[[Box], str]) -> Write:
    """A page whose cells are written in a way of their own."""
    return lambda report: page(report, lambda grid: drawn(grid, write)).encode()


def by_text(change: Callable[[str], str], kinds: str = "head label value") -> Write:
    """A page with changed markup inside the cells."""
    return by_cell(
        lambda box: (
            cell(box, change(html.escape(box.text, quote=False)))
            if box.kind in kinds.split()
            else cell(box)
        )
    )


def by_table(draw: Draw) -> Write:
    return lambda report: page(report, draw).encode()


def encoded(name: str, declared: str | None, mark: bytes = b"") -> Write:
    head = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>"

    def write(report: Invented) -> bytes:
        text = page(report, head=head if declared else "")
        return mark + text.encode(name, errors="xmlcharrefreplace")

    return write


def _split(text: str) -> str:
    if len(text) < 2:
        return f"<span lang=EN-US>{text}<o:p></o:p></span>"
    mid = len(text) // 2
    return (
        f"<p class=MsoNormal align=center><span lang=EN-US style='font-size:10.5pt'>{text[:mid]}"
        f"</span><span\n lang=EN-US>{text[mid:]}<o:p></o:p></span></p>"
    )


def _empty_cells_for_spans(grid: Grid) -> str:
    """Every place of the grid is a cell; those that a span would cover stay empty."""
    rows = []
    for number in range(grid.height):
        row = ""
        for column, box in enumerate(grid.cover(number)):
            is_first = (box.row, box.column) == (number, column)
            row += f"<td>{box.text if is_first else '&nbsp;'}</td>"
        rows.append(f"<tr>{row}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _repeated_for_spans(grid: Grid) -> str:
    """Every place of the grid is a cell; those that a span would cover repeat its text."""
    rows = (
        "".join(f"<td>{box.text}</td>" for box in grid.cover(number))
        for number in range(grid.height)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _no_row_spans(grid: Grid) -> str:
    """The row spans are lost, the cells of the rows below begin at the left."""
    return drawn(grid, lambda box: cell(Box(box.text, 0, 0, 1, box.columns)))


def _too_long_spans(grid: Grid) -> str:
    def write(box: Box) -> str:
        rows = box.rows + 40 if box.rows > 1 and box.text.startswith("三、") else box.rows
        return cell(Box(box.text, 0, 0, rows, box.columns))

    return drawn(grid, write)


def _divs(kind: Callable[[str], str]) -> Draw:
    """A table of nothing but div elements. kind: the attributes of table, row and cell."""

    def draw(grid: Grid) -> str:
        rows = (
            "".join(f"<div {kind('cell')}>{box.text}</div>" for box in grid.row(number))
            for number in range(grid.height)
        )
        lines = "".join(f"<div {kind('row')}>{row}</div>" for row in rows)
        return f"<div {kind('table')}>{lines}</div>"

    return draw


def _full_divs(kind: Callable[[str], str]) -> Draw:
    """As above, each place of the grid filled."""

    def draw(grid: Grid) -> str:
        lines = ""
        for number in range(grid.height):
            row = ""
            for column, box in enumerate(grid.cover(number)):
                is_first = (box.row, box.column) == (number, column)
                row += f"<div {kind('cell')}>{box.text if is_first else ''}</div>"
            lines += f"<div {kind('row')}>{row}</div>"
        return f"<div {kind('table')}>{lines}</div>"

    return draw


def _css(part: str) -> str:
    display = {"table": "table", "row": "table-row", "cell": "table-cell"}[part]
    return f'style="display: {display}; border:1px solid"'


def _classes(part: str) -> str:
    return f'class="{ {"table": "table", "row": "tr", "cell": "td"}[part] }"'


def _roles(part: str) -> str:
    return f'role="{ {"table": "table", "row": "row", "cell": "cell"}[part] }"'


def _flex(part: str) -> str:
    return {"table": "class=grid1", "row": 'style="display:flex"', "cell": 'style="flex:1"'}[part]


def _bare(part: str) -> str:
    return ""


def _css_grid(grid: Grid) -> str:
    cells = "".join(
        f'<div style="grid-column: span {box.columns}; grid-row: span {box.rows}">{box.text}</div>'
        for number in range(grid.height)
        for box in grid.row(number)
    )
    return f'<div style="display:grid;grid-template-columns:repeat({grid.width},1fr)">{cells}</div>'


def _in_pre(grid: Grid) -> str:
    lines = []
    for number in range(grid.height):
        cover = grid.cover(number)
        starts = [(b.row, b.column) == (number, c) for c, b in enumerate(cover)]
        lines.append("\t".join(b.text if s else "" for b, s in zip(cover, starts, strict=True)))
    return "<pre>" + "\n".join(lines) + "</pre>"


def _thead_repeated(grid: Grid) -> str:
    """The head again in the middle, as a print across pages has it."""
    first = next((b.row for b in grid.boxes if b.kind != "head"), 0)
    top = "".join(
        f"<tr>{''.join(cell(b, name='th') for b in grid.row(n))}</tr>" for n in range(first)
    )
    body = "".join(f"<tr>{''.join(map(cell, grid.row(n)))}</tr>" for n in range(first, grid.height))
    return f"<table><thead>{top}</thead><tbody>{body}</tbody><tfoot>{top}</tfoot></table>"


def _unclosed(grid: Grid) -> str:
    text = drawn(grid)
    for tag in ("</td>", "</tr>", "</th>"):
        text = text.replace(tag, "")
    return text


def _no_rows(grid: Grid) -> str:
    """Row ends only: every <tr> is missing but its end is there."""
    return drawn(grid).replace("<tr>", "")


def _nested(grid: Grid) -> str:
    inner = f"<table><tr><td>{drawn(grid)}</td></tr></table>"
    return f"<table width=100%><tr><td>{inner}</td></tr></table>"


def _number_in_table(grid: Grid) -> str:
    """Each value in a table of one cell inside its cell."""
    return drawn(
        grid,
        lambda box: (
            cell(box, f"<table><tr><td>{box.text}</td></tr></table>")
            if box.kind == "value"
            else cell(box)
        ),
    )


def mht(charset: str, transfer: str) -> Write:
    def write(report: Invented) -> bytes:
        message = MIMEMultipart("related", type="text/html")
        message["From"] = "<Saved by Blink>"
        message["Subject"] = report.title
        text = page(report, head=f"<meta charset={charset}>")
        part = MIMEText("", "html", charset)
        del part["Content-Transfer-Encoding"]
        if transfer == "base64":
            part["Content-Transfer-Encoding"] = "base64"
            part.set_payload(base64.encodebytes(text.encode(charset)).decode())
        else:
            part["Content-Transfer-Encoding"] = "quoted-printable"
            part.set_payload(quopri.encodestring(text.encode(charset)).decode())
        part["Content-Location"] = "http://www.example.gov.cn/a.html"
        message.attach(part)
        style = MIMEText("body{color:#000}", "css", "utf-8")
        message.attach(style)
        return bytes(message)

    return write


def _word(report: Invented) -> bytes:
    around = (
        "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
        "<!--[if supportFields]><span>7</span><![endif]-->"
        "<div class=Section1>%s</div>"
    )
    text = page(
        report,
        lambda grid: drawn(
            grid,
            lambda box: cell(
                box,
                f"<p class=MsoNormal><![if !supportMisalignedColumns]>{_split(box.text)}"
                "<![endif]></p>",
            ),
        ),
        around=around,
    )
    return text.encode()


def _site(report: Invented) -> bytes:
    around = (
        f"{MENU}<table width=1000><tr><td width=200><ul><li>信息公开指南<li>年度报告"
        f"<li>2023年<li>2021年</ul></td><td>%s</td></tr></table>{FOOT}"
    )
    return page(report, around=around).encode()


def _hidden(report: Invented) -> bytes:
    extra = (
        "<span style='display:none'>8</span><!-- 9 --><del>6</del><s>5</s><strike>4</strike>"
        "<span style='text-decoration: line-through'>3</span><script>document.write(7)</script>"
        "<noscript>1</noscript><template>2</template>"
    )
    return by_text(lambda text: text + extra, "value")(report)


def _footnotes(report: Invented) -> bytes:
    return by_text(lambda text: f"{text}<sup>①</sup>", "value")(report)


PAGES: dict[str, Write] = {
    "plain": by_cell(cell),
    "all th": by_cell(lambda box: cell(box, name="th")),
    "word processor": _word,
    "digits split over spans": by_text(_split),
    "digits split over fonts": by_text(lambda t: "".join(f"<font>{c}</font>" for c in t)),
    "nbsp around": by_text(lambda t: f"&nbsp;&#160;{t}&ensp;&nbsp;"),
    "zero width": by_text(lambda t: "&#8203;".join(t) + "&#65279;"),
    "full width": by_text(
        lambda t: "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.+-" else c for c in t), "value"
    ),
    "entities": by_text(lambda t: "".join(f"&#{ord(c)};" for c in t), "head label"),
    "breaks in labels": by_text(
        lambda t: t if len(t) < 5 or t[0] in "&" else f"{t[:3]}<br>{t[3:]}", "head label"
    ),
    "one character a line": by_text(
        lambda t: "<br/>".join(t) if t.startswith("三、") else t, "label"
    ),
    "paragraphs in cells": by_text(lambda t: f"<p>&nbsp;</p><p>{t}</p>"),
    "inputs": by_text(lambda t: f"<input type=text value='{t}'>", "value"),
    "textareas": by_text(lambda t: f"<textarea>{t}</textarea>", "value"),
    "hidden text": _hidden,
    "footnotes": _footnotes,
    "site page": _site,
    "empty cells for spans": by_table(_empty_cells_for_spans),
    "repeated for spans": by_table(_repeated_for_spans),
    "no row spans": by_table(_no_row_spans),
    "too long spans": by_table(_too_long_spans),
    "head repeated": by_table(_thead_repeated),
    "unclosed": by_table(_unclosed),
    "no tr": by_table(_no_rows),
    "nested": by_table(_nested),
    "value in a table": by_table(_number_in_table),
    "divs by css": by_table(_full_divs(_css)),
    "divs by css, merged": by_table(_divs(_css)),
    "divs by class": by_table(_full_divs(_classes)),
    "divs by class, merged": by_table(_divs(_classes)),
    "divs by role": by_table(_full_divs(_roles)),
    "flex rows": by_table(_full_divs(_flex)),
    "bare divs": by_table(_full_divs(_bare)),
    "bare divs, merged": by_table(_divs(_bare)),
    "css grid": by_table(_css_grid),
    "pre": by_table(_in_pre),
    "gbk, declared utf-8": encoded("gbk", "utf-8"),
    "utf-8, declared gb2312": encoded("utf-8", "gb2312"),
    "gb18030, declared gb2312": encoded("gb18030", "gb2312"),
    "gbk, none declared": encoded("gbk", None),
    "utf-16 with mark": encoded("utf-16", None),
    "utf-16-le without mark": encoded("utf-16-le", None),
    "utf-16-be without mark, declared utf-8": encoded("utf-16-be", "utf-8"),
    "big5": encoded("big5", "big5"),
    "utf-8 with mark, declared gbk": encoded("utf-8", "gbk", b"\xef\xbb\xbf"),
    "mht base64 gbk": mht("gbk", "base64"),
    "mht quoted-printable utf-8": mht("utf-8", "quoted-printable"),
    "xhtml": lambda report: (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0'
        ' Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
        + page(report).replace("<html>", '<html xmlns="http://www.w3.org/1999/xhtml">')
    ).encode(),
}
"""Every manner of a page by name. All of them show all numbers of the report."""
