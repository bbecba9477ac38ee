"""Numbers that stand in a DOCX file and that Word does not show."""

from __future__ import annotations

import pytest

from tests.extraction.readers.grids import texts
from tests.extraction.readers.test_docx import p as para
from tests.extraction.readers.test_docx import read, tc, tr
from tests.extraction.readers.test_docx_variety import FIELD, OTHER_ROW, run, value

WHITE = '<w:color w:val="FFFFFF"/>'
BLUE = '<w:shd w:val="clear" w:fill="005192"/>'
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="table" w:styleId="Grid"><w:tblStylePr w:type="lastRow"><w:tcPr>'
    f"{BLUE}</w:tcPr></w:tblStylePr></w:style>"
    '<w:style w:type="table" w:styleId="Ring"><w:basedOn w:val="Ring"/></w:style></w:styles>'
)


@pytest.mark.parametrize("look", [WHITE, "<w:vanish/>", '<w:sz w:val="2"/>'])
def test_a_number_that_word_does_not_show_leaves_its_cell_blank(look: str):
    assert value(run("12", look)) == ""


def test_a_white_number_is_read_on_a_dark_cell():
    row = tr(tc("甲"), f"<w:tc><w:tcPr>{BLUE}</w:tcPr><w:p>{run('12', WHITE)}</w:p></w:tc>")
    (table,) = read(f"<w:tbl>{row}{OTHER_ROW}</w:tbl>").tables
    assert texts(table)[0] == ["甲", "12"]


@pytest.mark.parametrize(("style", "shown"), [("Grid", "[同底色]12"), ("Ring", "")])
def test_a_white_number_where_the_style_of_the_table_may_shade_it_is_not_read(style, shown):
    row = tr(tc("甲"), f"<w:tc><w:p>{run('12', WHITE)}</w:p></w:tc>")
    about = f'<w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>'
    body = f"<w:tbl>{about}{row}{OTHER_ROW}</w:tbl>"
    (table,) = read(body, **{"word/styles.xml": STYLES}).tables
    assert texts(table)[0] == ["甲", shown]


@pytest.mark.parametrize(
    ("style", "run_look", "shown"),
    [
        ("Hidden", "", ""),
        ("UnderHidden", "", ""),
        ("Hidden", '<w:vanish w:val="0"/>', "12"),
        ("White", "", ""),
        ("White", '<w:color w:val="000000"/>', "12"),
        ("WhiteOnBlue", "", "12"),
        ("BoldHead", "", "12"),
        ("HiddenHead", "", "[同底色]12"),
    ],
)
def test_a_number_hidden_by_the_style_of_its_table_is_not_read(style, run_look, shown):
    def style_of(name: str, inner: str) -> str:
        return f'<w:style w:type="table" w:styleId="{name}">{inner}</w:style>'

    styles = STYLES.replace(
        "</w:styles>",
        style_of("Hidden", "<w:rPr><w:vanish/></w:rPr>")
        + style_of("UnderHidden", '<w:basedOn w:val="Hidden"/>')
        + style_of("White", f"<w:rPr>{WHITE}</w:rPr>")
        + style_of("WhiteOnBlue", f"<w:rPr>{WHITE}</w:rPr><w:tcPr>{BLUE}</w:tcPr>")
        + style_of(
            "BoldHead", '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
        )
        + style_of(
            "HiddenHead",
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:vanish/></w:rPr></w:tblStylePr>',
        )
        + "</w:styles>",
    )
    seen = '<w:vanish w:val="0"/><w:color w:val="000000"/>'
    rows = "".join(
        tr(*(f"<w:tc><w:p>{run(text, look)}</w:p></w:tc>" for text, look in cells))
        for cells in ([("甲", seen), ("12", run_look)], [("乙", seen), ("2", seen)])
    )
    about = f'<w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>'
    (table,) = read(f"<w:tbl>{about}{rows}</w:tbl>", **{"word/styles.xml": styles}).tables
    assert texts(table)[0] == ["甲", shown]


def test_a_row_held_so_low_that_nothing_shows_is_not_read():
    flat = tr(tc("乙"), tc("9"), properties='<w:trHeight w:val="10" w:hRule="exact"/>')
    (table,) = read(f"<w:tbl>{tr(tc('甲'), tc('1'))}{flat}{OTHER_ROW}</w:tbl>").tables
    assert texts(table) == [["甲", "1"], ["乙", "2"]]


def test_a_hidden_field_does_not_hide_what_stands_behind_it():
    hidden = FIELD.format("end").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert value(FIELD.format("begin") + hidden + run("12")) == "12"


def test_white_words_on_a_drawn_shape_are_read():
    box = f"<w:txbxContent><w:p>{run('年度报告', WHITE)}</w:p></w:txbxContent>"
    document = read(f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>{para('正文')}")
    assert [each.text for each in document.paragraphs] == ["年度报告", "正文"]
