from __future__ import annotations

import io
import zipfile

import pytest

from extraction.document import Document, Rejected, Table
from extraction.files.archives import MAX_UNPACKED
from extraction.readers import docx
from tests.extraction.readers.grids import overlaps, paragraphs, spans, texts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def archive(**parts: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as members:
        for name, content in parts.items():
            members.writestr(name, content)
    return file.getvalue()


def package(body: str, namespace: str = W, prolog: str = "", **parts: str) -> bytes:
    document = (
        f'{prolog}<w:document xmlns:w="{namespace}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return archive(**{"word/document.xml": document, **parts})


def read(body: str, namespace: str = W, **parts: str) -> Document:
    return docx.read(package(body, namespace, **parts))


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def read_table(*rows: str) -> Table:
    (table,) = read(f"<w:tbl>{''.join(rows)}</w:tbl>").tables
    return table


def test_a_value_in_a_table_of_its_own_is_the_value_of_its_cell():
    inner = f"<w:tbl>{tr(tc('12'))}</w:tbl><w:p/>"
    cell = f"<w:tc><w:tcPr/>{inner}</w:tc>"
    table = read_table(tr(tc("甲"), tc("1"), cell), tr(tc("乙"), tc("3"), tc("4")))
    assert texts(table) == [["甲", "1", "12"], ["乙", "3", "4"]]


def widths(*cells: tuple[str, int, int]) -> str:
    """A row of cells: text, grid columns and width."""
    return tr(
        *(tc(t, f'<w:gridSpan w:val="{n}"/><w:tcW w:w="{w}" w:type="dxa"/>') for t, n, w in cells)
    )


def test_rulings_dragged_apart_from_row_to_row_are_one():
    table = read_table(
        widths(("项目", 2, 1000), ("自然人", 2, 1100), ("总计", 1, 900)),
        widths(("新收", 1, 900), ("3", 2, 1100), ("4", 2, 1000)),
        widths(("结转", 2, 1000), ("5", 1, 900), ("6", 2, 1100)),
    )
    assert [[cell.columns for cell in row] for row in table.rows()] == [
        [range(0, 1), range(1, 2), range(2, 3)]
    ] * 3


def test_a_ruling_that_parts_cells_of_a_row_is_its_own():
    table = read_table(
        widths(("项目", 1, 1000), ("次", 1, 300), ("自然人", 1, 1000)),
        widths(("新收", 2, 1300), ("3", 1, 1000)),
    )
    assert [cell.columns for cell in table.rows()[1]] == [range(0, 2), range(2, 3)]


def test_merged_cells_become_spans():
    table = read_table(
        tr(tc("项目", '<w:vMerge w:val="restart"/>'), tc("申请人", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), tc("自然人"), tc("总计")),
        tr(tc("新收"), tc("3"), tc("4")),
    )

    assert spans(table) == {
        "项目": (0, 0, 2, 1),
        "申请人": (0, 1, 1, 2),
        "自然人": (1, 1, 1, 1),
        "总计": (1, 2, 1, 1),
        "新收": (2, 0, 1, 1),
        "3": (2, 1, 1, 1),
        "4": (2, 2, 1, 1),
    }
    assert overlaps(table) == []


def test_a_merge_that_continues_nothing_is_a_cell():
    table = read_table(
        tr(tc("甲", "<w:vMerge/>"), tc("1")),
        tr(tc("乙"), tc("2")),
        tr(tc("丙", "<w:vMerge/>"), tc("3")),
    )

    assert texts(table) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]


def test_old_horizontal_merges_become_spans():
    table = read_table(
        tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1")),
        tr(tc("乙"), tc("丙"), tc("2")),
    )

    assert spans(table)["甲"] == (0, 0, 1, 2)
    assert spans(table)["1"] == (0, 2, 1, 1)


def test_a_row_that_begins_further_right_keeps_its_columns():
    table = read_table(
        tr(tc("甲"), tc("乙"), tc("丙")),
        tr(tc("1"), tc("2"), properties='<w:gridBefore w:val="1"/>'),
    )

    assert spans(table)["1"] == (1, 1, 1, 1)
    assert spans(table)["2"] == (1, 2, 1, 1)


def test_rows_and_cells_inside_content_controls_are_read():
    inner = f"<w:sdt><w:sdtContent>{tc('1')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent>{tr(tc('甲'), inner)}</w:sdtContent></w:sdt>"
    table = read_table(row, tr(tc("乙"), tc("2")))

    assert texts(table) == [["甲", "1"], ["乙", "2"]]


def test_a_deleted_row_is_not_read():
    table = read_table(
        tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"), properties="<w:del/>"), tr(tc("丙"), tc("3"))
    )

    assert texts(table) == [["甲", "1"], ["丙", "3"]]


def test_the_paragraphs_of_a_cell_join_without_a_space():
    cell = f"<w:tc>{p('商业')}{p('企业')}</w:tc>"
    table = read_table(tr(cell, f"<w:tc>{p('5')}{p('3')}</w:tc>"), tr(tc("乙"), tc("2")))

    assert texts(table)[0] == ["商业企业", "5 3"]


def test_a_table_inside_a_data_table_is_a_table_of_its_own():
    nested = f"<w:tc><w:tbl>{tr(tc('子'), tc('7'))}</w:tbl>{p('')}</w:tc>"
    document = read(
        f"<w:tbl>{tr(tc('甲'), tc('1'), tc('2'))}{tr(tc('乙'), tc('3'), tc('4'))}"
        f"{tr(tc('丙'), nested, tc('5'))}</w:tbl>"
    )

    assert [texts(table) for table in document.tables] == [
        [["甲", "1", "2"], ["乙", "3", "4"], ["丙", "[表格]", "5"]],
        [["子", "7"]],
    ]


def test_insertions_are_read_and_deletions_are_not():
    document = read(
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>件</w:t></w:r>"
        "</w:hyperlink></w:p>"
    )

    assert paragraphs(document) == ["收到5件"]


def test_hidden_text_and_field_codes_are_not_read():
    document = read(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert paragraphs(document) == ["显"]


def test_a_title_over_two_lines_is_one_paragraph():
    document = read(
        "<w:p><w:r><w:t>某市人民政府</w:t><w:br/><w:t>年度报告</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>总体情况</w:t><w:tab/><w:t>3</w:t></w:r></w:p>"
    )

    assert paragraphs(document) == ["某市人民政府年度报告", "总体情况\t3"]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{p('框中')}</w:txbxContent>"
    document = read(
        "<w:p><w:r><w:t>正文</w:t><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert paragraphs(document) == ["正文", "框中"]


def test_a_strict_file_is_read_like_any_other():
    assert paragraphs(read(p("正文"), namespace=STRICT)) == ["正文"]


def test_the_document_part_is_found_through_the_relations():
    relations = (
        '<Relationships><Relationship Type="http://x/officeDocument" Target="/word/main.xml"/>'
        "</Relationships>"
    )
    main = f'<w:document xmlns:w="{W}"><w:body>{p("正文")}</w:body></w:document>'

    document = docx.read(archive(**{"_rels/.rels": relations, "word/main.xml": main}))

    assert paragraphs(document) == ["正文"]


def test_properties_become_metadata():
    core = "<c><title>年报</title><created>2022-01-30T08:00:00Z</created></c>"

    document = read(p("正文"), **{"docProps/core.xml": core})

    assert document.metadata == {"title": "年报", "created_date": "2022-01-30"}


def rejection(content: bytes) -> Rejected:
    with pytest.raises(Rejected) as rejected:
        docx.read(content)
    return rejected.value


def test_a_cut_file_is_corrupt():
    whole = package(p("正文"))

    assert rejection(whole[: len(whole) // 2]).reason_code == "corrupt"


def test_a_file_without_a_document_is_corrupt():
    assert rejection(archive(**{"word/other.xml": "<a/>"})).reason_code == "corrupt"


def test_a_file_without_text_is_empty():
    assert rejection(package("<w:p/>")).reason_code == "empty"


def test_an_office_file_with_a_password_is_encrypted():
    assert rejection(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)).reason_code == "encrypted"


def test_a_zip_bomb_is_too_large():
    bomb = archive(**{"word/document.xml": b"0" * (MAX_UNPACKED + 1)})

    assert rejection(bomb).reason_code == "too_large"


def test_entities_are_never_expanded():
    prolog = '<!DOCTYPE d [<!ENTITY a "正文">]>'

    assert rejection(package(p("&a;"), prolog=prolog)).reason_code == "unsafe"


def test_a_file_outside_the_document_is_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    prolog = f'<!DOCTYPE d [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'

    assert rejection(package(p("&a;"), prolog=prolog)).reason_code == "unsafe"
