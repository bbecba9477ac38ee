"""Further pages: as editors, content-management systems and browsers deliver reports."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

from benchmarks.manners.pages import Write, by_cell, by_table, by_text, cell, drawn, page
from benchmarks.manners.report import Box, Grid, Invented

_BODY = re.compile(r"(<body>)(.*)(</body>)", re.DOTALL)


def _body_in(hold: Callable[[str], str]) -> Write:
    """A page whose article is held in something else than elements."""

    def write(report: Invented) -> bytes:
        return _BODY.sub(lambda m: m[1] + hold(m[2]) + m[3], page(report)).encode()

    return write


def _in_script(article: str) -> str:
    text = json.dumps(article).replace("<", "\\u003c")
    return f"<div id=app></div><script>var page={{id:7,content:{text}}};show(page)</script>"


def _in_json(article: str) -> str:
    data = json.dumps({"data": {"title": "年报", "body": article}}, ensure_ascii=False)
    data = data.replace("</", "<\\/")
    return f"<div id=app></div><script type=application/json id=state>{data}</script>"


def _in_textarea(article: str) -> str:
    held = html.escape(article)
    return f"<textarea id=body style='display:none'>{held}</textarea><div id=show></div>"


def _excel(report: Invented) -> bytes:
    def write(box: Box) -> str:
        shown = cell(box)
        return shown.replace("<td", "<td class=xl65 x:num", 1) if box.kind == "value" else shown

    def draw(grid: Grid) -> str:
        columns = "<col width=72 style='mso-width-source:userset'>" * grid.width
        foot = f"<tr height=0 style='display:none'>{'<td width=72></td>' * grid.width}</tr>"
        rows = drawn(grid, write).removeprefix("<table border=1>").removesuffix("</table>")
        support = f"<![if supportMisalignedColumns]>{foot}<![endif]>"
        return f"<table x:str style='border-collapse:collapse'>{columns}{rows}{support}</table>"

    return page(report, draw, head="<meta name=ProgId content=Excel.Sheet>").encode()


def _wps(text: str) -> str:
    span = "<span style=\"mso-spacerun:'yes';font-family:宋体;font-size:10.5000pt;\">"
    parts = "".join(f"{span}{character}</span>" for character in re.findall(r"&\w+;|.", text))
    return f"<p class=MsoNormal>{parts}{span}<o:p>&nbsp;</o:p></span></p>"


def _field_codes(text: str) -> str:
    return (
        "<!--[if supportFields]><span style='mso-element:field-begin'></span>=SUM(ABOVE)<span "
        f"style='mso-element:field-separator'></span><![endif]--><st1:chsdate w:st='on'>{text}"
        "</st1:chsdate><!--[if supportFields]><span style='mso-element:field-end'></span>"
        "<![endif]--><!--[if gte vml 1]><v:shape><v:textbox>77</v:textbox></v:shape><![endif]-->"
    )


def _row_tables(grid: Grid) -> str:
    """Each row a table of its own; what reaches down from above is repeated blank."""
    tables = ""
    for number in range(grid.height):
        row = ""
        for box in dict.fromkeys(grid.cover(number)):
            text = box.text if box.row == number else ""
            row += f"<td colspan={box.columns}>{text}</td>"
        tables += f"<table border=1 width=100%><tr>{row}</tr></table>"
    return tables


def _head_of(grid: Grid) -> int:
    return next((b.row for b in grid.boxes if b.kind != "head"), 0)


def _foot_first(grid: Grid) -> str:
    """The last row in a <tfoot> before the <tbody>, as HTML 4 had it; the head behind both."""
    first, last = _head_of(grid), grid.height - 1
    if any(box.row < last < box.row + box.rows for box in grid.boxes) or first >= last:
        return drawn(grid)

    def rows(start: int, stop: int) -> str:
        return "".join(f"<tr>{''.join(map(cell, grid.row(n)))}</tr>" for n in range(start, stop))

    if any(box.row >= first and box.kind == "head" for box in grid.boxes):
        return drawn(grid)
    return (
        f"<table><tfoot>{rows(last, last + 1)}</tfoot><tbody>{rows(first, last)}</tbody>"
        f"<thead>{rows(0, first)}</thead></table>"
    )


def _parts_with_heads(grid: Grid) -> str:
    """A table of its own for every eight rows, the head on each, as prints across pages."""
    first = _head_of(grid)
    if grid.height < 12 or any(b.row > first and b.kind == "head" for b in grid.boxes):
        return drawn(grid)
    head = "".join(f"<tr>{''.join(map(cell, grid.row(n)))}</tr>" for n in range(first))
    tables = []
    for start in range(first, grid.height, 8):
        stop, body = min(start + 8, grid.height), ""
        for number in range(start, stop):
            for box in dict.fromkeys(grid.cover(number)):
                if box.row == number or number == start:
                    rows = min(box.row + box.rows, stop) - number
                    text = box.text if box.row == number else ""
                    body += cell(Box(text, 0, 0, rows, box.columns))
            body = f"<tr>{body}</tr>" if number == start else body
            body += "" if number == start else "</tr>"
            body += "<tr>" if number + 1 < stop else ""
        tables.append(f"<table border=1>{head}{body}</table>")
    return "<p>续表</p>".join(tables)


def _list_rows(grid: Grid) -> str:
    """A list whose items are rows of spans with widths."""
    lines = ""
    for number in range(grid.height):
        row = ""
        for column, box in enumerate(grid.cover(number)):
            text = box.text if (box.row, box.column) == (number, column) else "&nbsp;"
            row += f"<span style='display:inline-block;width:60px'>{text}</span>"
        lines += f"<li>{row}</li>"
    return f"<ul class=list>{lines}</ul>"


def _positioned(grid: Grid) -> str:
    """Boxes at absolute places, in no order of the table, as converters of PDF write."""
    boxes = sorted(grid.boxes, key=lambda box: (box.kind, box.column, box.row))
    divs = "".join(
        f"<div style='position:absolute;left:{box.column * 80 + 4}px;top:{box.row * 24 + 3}px;"
        f"width:{box.columns * 80 - 8}px;height:{box.rows * 24 - 6}px'>{box.text}</div>"
        for box in boxes
    )
    return f"<div style='position:relative;width:{grid.width * 80}px'>{divs}</div>"


def _responsive(report: Invented) -> bytes:
    style = "<style>.m-label,.tip{display:none} @media print{.c td b{display:none}}</style>"
    return page(
        report,
        lambda grid: drawn(
            grid,
            lambda box: cell(
                box, f"<span class='m-label'>自然人 7</span><b>{box.text}</b><i class=tip>8</i>"
            ),
        ),
        head=style,
    ).encode()


def _hidden_copy(grid: Grid) -> str:
    """The table a second time for narrow screens, hidden."""
    return f"<div style='display:none' class=mobile>{_list_rows(grid)}</div>{drawn(grid)}"


def _double_encoded(report: Invented) -> bytes:
    return page(report).encode().decode("latin-1").encode()


UNSURE_PAGES: dict[str, Write] = {"positioned": by_table(_positioned)}
"""Manners that do not say surely where a number stands: what is not read is missing."""

SITE_PAGES: dict[str, Write] = {
    "article in a script": _body_in(_in_script),
    "article in json": _body_in(_in_json),
    "article in a hidden textarea": _body_in(_in_textarea),
    "article in a script of type html": _body_in(
        lambda a: f"<script type='text/html' id=tpl>{a}</script><div></div>"
    ),
    "article in noscript": _body_in(lambda a: f"<div id=app></div><noscript>{a}</noscript>"),
    "article in a template": _body_in(
        lambda a: f"<article><template shadowrootmode=open>{a}</template></article>"
    ),
    "article in srcdoc": _body_in(lambda a: f'<iframe srcdoc="{html.escape(a)}"></iframe>'),
    "source shown": _body_in(lambda a: f"<div>{html.escape(a)}</div>"),
    "excel": _excel,
    "wps": by_text(_wps),
    "fields and shapes": by_text(_field_codes, "value"),
    "row tables": by_table(_row_tables),
    "foot first": by_table(_foot_first),
    "parts with heads": by_table(_parts_with_heads),
    "list rows": by_table(_list_rows),
    "responsive": _responsive,
    "hidden copy": by_table(_hidden_copy),
    "bidi marks": by_text(lambda t: f"\u2067\u202a{t}\u202c\u2069\u061c"),
    "bidi marks inside": by_text(lambda t: "\u2066".join(t), "value"),
    "soft breaks": by_text(lambda t: "<wbr>".join(re.findall(r"&\w+;|.", t))),
    "ruby": by_text(lambda t: f"<ruby>{t}<rp>(</rp><rt>pīn yīn 1</rt><rp>)</rp></ruby>", "label"),
    "spaces of all kinds": by_text(lambda t: f"\u2009\u202f\u3000\u2003{t}\u2007\u205f\u00a0"),
    "comments in numbers": by_text(lambda t: "<!-- 3 -->".join(t), "value"),
    "cdata": lambda report: (
        '<?xml version="1.0" encoding="utf-8"?>'
        + page(report, lambda g: drawn(g, lambda b: cell(b, f"<![CDATA[{b.text}]]>")))
    ).encode(),
    "corrected": by_text(lambda t: f"<del>9</del><ins>{t}</ins>", "value"),
    "outputs": by_text(lambda t: f"<output>{t}</output><button hidden>修改</button>", "value"),
    "numbers in fields of a framework": by_text(
        lambda t: (
            "<div class='el-input is-disabled'><input type=hidden value=5><input type=text "
            f"disabled readonly class='el-input__inner' value='{t}'><!----></div>"
        ),
        "value",
    ),
    "upper case, unquoted": lambda report: (
        re.sub(r"</?\w+", lambda m: m[0].upper(), page(report))
        .replace('rowspan="', "ROWSPAN='")
        .replace('"', "'")
        .encode()
    ),
    "blank cells closed in themselves": by_cell(
        lambda box: cell(box) if box.text != "0" else cell(box, "<font>0</font><br/>")
    ),
    "caption and column groups": by_table(
        lambda grid: drawn(grid).replace(
            "<table border=1>",
            "<table border=1><caption>统计表 单位：件</caption><colgroup><col span=2></colgroup>",
        )
    ),
    "double encoded": _double_encoded,
    "big5, none declared": lambda report: page(report).encode("big5", errors="xmlcharrefreplace"),
    "gb18030 with rare characters": lambda report: (
        page(report).replace("成效明显", "成效\U00020bb7㐂㐅明显䶮").encode("gb18030")
    ),
    "a few broken bytes": lambda report: (
        page(report).encode().replace("成效".encode(), b"\xe6\x88", 1)
    ),
    "utf-16 in xml": lambda report: (
        '<?xml version="1.0" encoding="utf-16"?>' + page(report)
    ).encode("utf-16"),
}
"""Every further manner by name."""
