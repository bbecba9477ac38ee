"""DOCX files as forms, tracked changes, older programs and other word processors leave them."""

from __future__ import annotations

import io
import random

import pytest
from openpyxl import Workbook

from benchmarks.degrade import Manner, scan_of
from benchmarks.known_values import compare, known_reports
from extraction.document import Rejected
from extraction.extract import extract
from extraction.readers import docx
from extraction.readers.scan import models
from extraction.source import Source
from tests.conftest import ROOT
from tests.extraction.readers.grids import paragraphs, spans, texts
from tests.extraction.readers.test_docx import (
    STRICT,
    W,
    archive,
    package,
    read,
    read_table,
    tc,
    tr,
)
from tests.extraction.readers.test_docx import p as para

OTHER_ROW = tr(tc("乙"), tc("2"))
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
PICTURE = "<w:drawing><wp:blip xmlns:wp='x'/></w:drawing>"


def run(text: str, looks: str = "") -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def value(runs: str) -> str:
    """What is read of a value cell that holds these runs."""
    cell = f"<w:tc><w:p>{runs}</w:p></w:tc>"
    return texts(read_table(tr(tc("甲"), cell), OTHER_ROW))[0][1]


@pytest.mark.parametrize("look", ["strike", "dstrike"])
def test_a_number_that_is_struck_out_does_not_join_the_one_beside_it(look: str):
    assert value(run("6", f"<w:{look}/>") + run("12")) == "12"
    assert value(run("6", f"<w:{look}/>")) == "~~6~~"
    assert value(run("6", f'<w:{look} w:val="0"/>')) == "6"


def test_a_raised_footnote_mark_is_not_a_digit_of_the_number():
    assert value(run("12") + run("1", '<w:vertAlign w:val="superscript"/>')) == "12¹"
    assert value(run("12") + run("1", '<w:position w:val="8"/>')) == "12¹"
    assert value(run("1") + run("2", '<w:position w:val="-2"/>')) == "12"
    assert value(run("12") + '<w:r><w:footnoteReference w:id="2"/></w:r>') == "12"


def test_the_code_of_a_field_is_not_read_even_where_it_holds_a_field_itself():
    begin, separate, end = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
    inner = f"{begin}<w:r><w:instrText>DOCPROPERTY x</w:instrText></w:r>{separate}{run('7')}{end}"
    code = f"{begin}<w:r><w:instrText>IF </w:instrText></w:r>{inner}"

    assert value(f"{code}{separate}{run('12')}{end}") == "12"
    assert value(f'<w:fldSimple w:instr="=SUM(ABOVE)">{run("12")}</w:fldSimple>') == "12"


def test_moved_text_is_read_where_it_went():
    assert value(f"<w:moveFrom>{run('8')}</w:moveFrom><w:moveTo>{run('12')}</w:moveTo>") == "12"


def test_a_sign_of_the_symbol_font_is_read_and_another_symbol_is_no_blank():
    assert value('<w:r><w:sym w:font="Symbol" w:char="F02B"/></w:r>' + run("5")) == "+5"
    assert value('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>') == "\uf0fc"


def test_a_number_shown_as_a_picture_is_not_a_blank():
    assert value(f"<w:r>{PICTURE}</w:r>") == "[图片]"


def test_a_picture_among_digits_may_show_one_and_a_seal_over_them_does_not():
    assert value(f"{run('5')}<w:r>{PICTURE}</w:r>") == "5[图片]"
    seal = "<w:drawing><wp:anchor xmlns:wp='x'><wp:blip/></wp:anchor></w:drawing>"
    assert value(f"{run('5')}<w:r>{seal}</w:r>") == "5"


def test_cells_that_lost_their_spans_stand_where_their_widths_put_them():
    def wide(text: str, columns: int) -> str:
        return tc(text, f'<w:tcW w:w="{900 * columns + columns}" w:type="dxa"/>')

    table = read_table(
        tr(wide("项目", 1), wide("申请人", 3)),
        tr(wide("新收", 1), wide("3", 1), wide("4", 1), wide("7", 1)),
    )

    assert spans(table)["申请人"] == (0, 1, 1, 3)
    assert spans(table)["7"] == (1, 3, 1, 1)


def test_rows_that_are_tables_of_their_own_are_one_table():
    rows = [("甲", "1"), ("乙", "2"), ("丙", "3")]
    tables = [f"<w:tbl>{tr(tc(label), tc(number))}</w:tbl>" for label, number in rows]

    (table,) = read("<w:p/>".join(tables)).tables
    apart = read(para("中间").join(tables))

    assert texts(table) == [list(row) for row in rows]
    assert len(apart.tables) == 3


def test_a_merge_that_is_a_tracked_change_counts_as_done():
    table = read_table(
        tr(tc("甲", '<w:cellMerge w:vMerge="rest"/>'), tc("1")),
        tr(tc("", '<w:cellMerge w:vMerge="cont"/>'), tc("2")),
    )

    assert spans(table)["甲"] == (0, 0, 2, 1)


def test_the_older_form_of_a_drawing_is_read_where_the_newer_shows_nothing():
    document = read(
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback><w:pict>'
        f"<w:txbxContent>{para('框中')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )

    assert paragraphs(document) == ["框中"]


def embedded(element: str, target: str, content: bytes, text: str = "附表") -> bytes:
    relations = f'<Relationships><Relationship Id="rId1" Target="{target}"/></Relationships>'
    body = f'<w:document xmlns:w="{W}" xmlns:r="r"><w:body>{para(text)}{element}</w:body>'
    return archive(
        **{
            "word/document.xml": f"{body}</w:document>",
            "word/_rels/document.xml.rels": relations,
            "word/embedded": content,
        }
    )


def ole(kind: str) -> str:
    return f'<w:p><w:r><w:object><w:OLEObject ProgID="{kind}" r:id="rId1"/></w:object></w:r></w:p>'


def test_an_embedded_workbook_is_read_as_tables():
    workbook = Workbook()
    assert workbook.active is not None
    for row in (["项目", "数量"], ["规章", 3], ["规范性文件", 12]):
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)

    document = docx.read(embedded(ole("Excel.Sheet.12"), "embedded", file.getvalue()))

    assert texts(document.tables[0])[1:] == [["规章", "3"], ["规范性文件", "12"]]
    assert "objects" not in document.metadata


def test_another_embedded_object_is_counted_and_said(gazetteer):
    title = para("某县2021年政府信息公开工作年度报告")
    body = f"{title}{para('一、总体情况')}{para('六、其他需要报告的事项')}{ole('Package')}"
    content = package(body.replace("r:id", "w:id"))

    rows = extract(content, Source("a.docx"), gazetteer)

    assert docx.read(content).metadata["objects"] == "1"
    assert any("1 embedded objects" in finding["message"] for finding in rows["findings"])


def test_a_page_that_word_takes_in_is_read():
    page = "<html><table><tr><td>规章<td>3</tr><tr><td>规范性文件<td>12</tr></table></html>"

    document = docx.read(embedded('<w:altChunk r:id="rId1"/>', "/word/embedded", page.encode()))

    assert texts(document.tables[0]) == [["规章", "3"], ["规范性文件", "12"]]


def test_a_document_in_one_xml_file_is_read():
    body = f'<w:document xmlns:w="{STRICT}"><w:body>{para("正文")}</w:body></w:document>'
    flat = (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="p"><pkg:part pkg:name="/word/document.xml">'
        f"<pkg:xmlData>{body}</pkg:xmlData></pkg:part></pkg:package>"
    )

    assert paragraphs(docx.read(flat.encode())) == ["正文"]


def test_a_document_of_word_2003_is_read():
    first = f"<w:tc><w:tcPr><w:vmerge w:val='restart'/></w:tcPr>{para('甲')}</w:tc>"
    rows = tr(first, tc("1")) + tr("<w:tc><w:tcPr><w:vmerge/></w:tcPr></w:tc>", tc("2"))
    deleted = "<aml:annotation w:type='Word.Deletion'><w:r><w:t>去年</w:t></w:r></aml:annotation>"
    content = (
        f"<w:wordDocument xmlns:w='{W}' xmlns:wx='x' xmlns:aml='a'><w:body><wx:sect><w:p>{deleted}"
        f"<w:r><w:t>今年</w:t></w:r></w:p><w:tbl>{rows}</w:tbl></wx:sect></w:body></w:wordDocument>"
    )

    document = docx.read(content.encode())

    assert paragraphs(document) == ["今年"]
    assert spans(document.tables[0])["甲"] == (0, 0, 2, 1)


def test_damage_beside_the_text_costs_nothing_but_the_part():
    document = read(para("正文"), **{"docProps/core.xml": "<c", "_rels/.rels": "<Rel"})

    assert paragraphs(document) == ["正文"]


def test_elements_nested_without_end_are_unsafe():
    with pytest.raises(Rejected) as rejected:
        read("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)

    assert rejected.value.reason_code == "unsafe"


PICTURES = "<w:p><w:r><w:blip r:embed='rId1'/></w:r></w:p>"


def test_tables_that_are_pictures_are_recognised(gazetteer):
    pytest.importorskip("rapidocr", reason="recognition is not installed")
    samples = known_reports(ROOT / "tests" / "samples" / "reports")
    report = next(its for its in samples if its.style == "pdf_lo")
    scanned = scan_of(report.path.read_bytes(), Manner(dpi=150), "tiff", random.Random(1))

    rows = extract(embedded(PICTURES, "embedded", scanned), report.source, gazetteer)

    assert compare(report, rows).details == []
    assert all(fact["evidence"].startswith("recognised") for fact in rows["facts"])


def test_a_document_of_pictures_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(models, "is_installed", lambda: False)

    with pytest.raises(Rejected) as rejected:
        docx.read(embedded(PICTURES, "embedded", b"picture", text=""))

    assert rejected.value.reason_code == "unsupported"
    assert "gongkai[scan]" in rejected.value.reason


def test_an_article_set_with_line_breaks_in_one_paragraph_is_parted_at_its_headings():
    lines = [
        "（四）监督保障。全年培训2次。",
        "二、主动公开政府信息情况",
        "　　公开16条。",
        "五、存在的问题",
    ]
    breaks = "<w:br/>".join(f"<w:t>{line}</w:t>" for line in lines)
    assert paragraphs(read(f"<w:p><w:r>{breaks}</w:r></w:p>")) == [
        line.strip("　") for line in lines
    ]


def test_a_title_over_two_lines_of_one_paragraph_stays_one():
    title = "<w:t>洪泽区财政局</w:t><w:br/><w:t>2022年政府信息公开工作年度报告</w:t>"
    assert paragraphs(read(f"<w:p><w:r>{title}</w:r></w:p>")) == [
        "洪泽区财政局2022年政府信息公开工作年度报告"
    ]


CONTROL = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_a_content_control_that_was_not_filled_in_is_a_blank():
    asked = run("单击此处输入文字。")
    assert value(CONTROL.format(asked)) == ""
    row = tr(tc("甲"), CONTROL.format(f"<w:tc>{para(asked)}</w:tc>"))
    (table,) = read(f"<w:tbl>{row}{OTHER_ROW}</w:tbl>").tables
    assert texts(table)[0] == ["甲", ""]


def test_a_number_that_a_program_put_into_a_content_control_is_read():
    assert value(CONTROL.format(run("12"))) == "12"
