"""Write an invented report as DOCX files, each manner as some program, form or reviewer leaves
them. Word shows the numbers of the report and nothing else."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable

from benchmarks.manners.report import Box, Grid, Invented

Write = Callable[[Invented], bytes]

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="s" Target="styles.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/styles"/></Relationships>'
)


def run(text: str, looks: str = "") -> str:
    about = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>'


def paragraph(runs: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def document(
    report: Invented,
    value: Callable[[str], str],
    *,
    styles: str = "",
    cell: str = "",
    table: str = "",
) -> bytes:
    """value: the paragraphs of a cell with a number; cell, table: properties of cells, tables."""
    body = paragraph(run(report.title)) + paragraph(run(report.opening))
    body += paragraph(run("一、总体情况")) + paragraph(run("本年度工作成效明显。"))
    for heading, grid in report.tables:
        rows = "".join(_row(grid, number, value, cell) for number in range(grid.height))
        body += paragraph(run(heading))
        body += f"<w:tbl><w:tblPr>{table}</w:tblPr>{rows}</w:tbl>"
    body += paragraph(run("五、存在的主要问题及改进情况")) + paragraph(run("主动公开不够及时。"))
    body += paragraph(run("六、其他需要报告的事项")) + paragraph(run("没有收取信息处理费。"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
        )
        parts.writestr("word/styles.xml", f"<w:styles {_NAMES}>{styles}</w:styles>")
        parts.writestr("word/_rels/document.xml.rels", _RELATIONS)
    return file.getvalue()


def _row(grid: Grid, number: int, value: Callable[[str], str], about: str) -> str:
    cells = ""
    for box in dict.fromkeys(grid.cover(number)):
        merge = '<w:vMerge w:val="restart"/>' if box.rows > 1 else ""
        if box.row < number:
            merge = "<w:vMerge/>"
        cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{box.columns}"/>{merge}{about}</w:tcPr>'
        cells += f"{_content(box, number, value)}</w:tc>"
    return f"<w:tr>{cells}</w:tr>"


def _content(box: Box, number: int, value: Callable[[str], str]) -> str:
    if box.row < number:
        return paragraph("")
    return value(box.text) if box.kind == "value" else paragraph(run(box.text))


def _runs(write: Callable[[str], str], **about: str) -> Write:
    return lambda report: document(report, lambda text: paragraph(write(text)), **about)


def _beside(looks: str, **about: str) -> Write:
    """Each number with a digit behind it that Word does not show."""
    return _runs(lambda text: run(text) + run("8", looks), **about)


def _style(kind: str, name: str, looks: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{base}<w:rPr>{looks}</w:rPr></w:style>'


def _change(name: str, inner: str) -> str:
    return f'<w:{name} w:id="1" w:author="审核">{inner}</w:{name}>'


def _field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


def _shape(text: str) -> str:
    """A number in a text box, drawn for new and for old programs."""
    box = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}'
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


_WHITE = '<w:color w:val="FFFFFF"/>'
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'

DOCUMENTS: dict[str, Write] = {
    "docx plain": _runs(run),
    "docx digits in runs": _runs(lambda text: "".join(map(run, text))),
    "docx white": _beside(_WHITE),
    "docx white of the theme": _beside('<w:color w:val="FFFFFF" w:themeColor="background1"/>'),
    "docx white on a white cell": _beside(_WHITE, cell=_SHADE.format("FFFFFF")),
    "docx colour of the cell": _beside('<w:color w:val="D9E2F3"/>', cell=_SHADE.format("D9E2F3")),
    "docx colour of the shading": _beside('<w:color w:val="112233"/>' + _SHADE.format("112233")),
    "docx colour of the highlight": _beside(
        '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'
    ),
    "docx white by style": _beside(
        '<w:rStyle w:val="b"/>',
        styles=_style("character", "a", _WHITE) + _style("character", "b", "", "a"),
    ),
    "docx no fill": _beside("<w14:textFill><w14:noFill/></w14:textFill>"),
    "docx hidden": _beside("<w:vanish/>"),
    "docx hidden by style": _beside(
        '<w:rStyle w:val="b"/>',
        styles=_style("character", "a", "<w:vanish/>") + _style("character", "b", "<w:b/>", "a"),
    ),
    "docx hidden by the paragraph's style": lambda report: document(
        report,
        lambda text: paragraph(run(text)) + paragraph(run("8"), '<w:pStyle w:val="h"/>'),
        styles=_style("paragraph", "h", "<w:vanish/>"),
    ),
    "docx a point's size": _beside('<w:sz w:val="2"/>'),
    "docx struck": _beside("<w:strike/>"),
    "docx struck by style": _beside(
        '<w:rStyle w:val="s"/>', styles=_style("character", "s", "<w:dstrike/>")
    ),
    "docx deleted": _runs(
        lambda text: (
            _change("del", "<w:r><w:delText>8</w:delText></w:r>") + _change("ins", run(text))
        )
    ),
    "docx moved": _runs(lambda text: _change("moveFrom", run("8")) + _change("moveTo", run(text))),
    "docx comment": _runs(
        lambda text: (
            '<w:commentRangeStart w:id="8"/>'
            + run(text)
            + '<w:commentRangeEnd w:id="8"/><w:r><w:commentReference w:id="8"/></w:r>'
        )
    ),
    "docx fields": _runs(lambda text: _field("=SUM(LEFT) 8", run(text))),
    "docx hidden fields": _runs(
        lambda text: _field("PRIVATE 8", run("8", "<w:vanish/>")) + run(text)
    ),
    "docx content controls": _runs(
        lambda text: (
            '<w:sdt><w:sdtPr><w:tag w:val="8"/><w:text/></w:sdtPr><w:sdtContent>'
            f"{run(text)}</w:sdtContent></w:sdt>"
        )
    ),
    "docx text boxes": _runs(_shape),
    "docx white on blue": _runs(lambda text: run(text, _WHITE + _SHADE.format("005192"))),
    "docx white on blue cells": _runs(lambda text: run(text, _WHITE), cell=_SHADE.format("005192")),
    "docx hidden by style, shown": _runs(
        lambda text: run(text, '<w:rStyle w:val="h"/><w:vanish w:val="0"/>'),
        styles=_style("character", "h", "<w:vanish/>"),
    ),
    "docx black on automatic": _runs(lambda text: run(text, '<w:color w:val="auto"/>')),
}
"""Every manner of a DOCX file by name."""
