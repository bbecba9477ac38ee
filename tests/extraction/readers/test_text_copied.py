"""Tables copied out of a page by a browser, each cell a paragraph and each tab on its own line."""

from __future__ import annotations

from extraction.document import Document
from extraction.readers import text
from tests.extraction.readers.grids import paragraphs, texts

CELL = "\n\n\t\n\n"
ROW = "\n\n\n\n\n"


def read(content: str) -> Document:
    return text.read(content.encode())


def copied(*rows: tuple[str, ...]) -> str:
    return ROW.join(CELL.join(row) for row in rows)


def test_a_copied_table_has_the_rows_of_the_page():
    rows = ("信息内容", "本年收费金额", "备注"), ("行政事业性收费", "6", "—")
    (table,) = read(f"二、主动公开政府信息情况\n\n{copied(*rows)}\n\n三、申请情况").tables

    assert table.geometry == "ragged"
    assert texts(table) == [list(row) for row in rows]


def test_what_stands_around_a_copied_table_stays_prose():
    document = read(f"二、主动公开\n\n{copied(('甲', '1'), ('乙', '2'))}\n\n三、申请情况\n\n无。")

    assert paragraphs(document) == ["二、主动公开", "三、申请情况", "无。"]


def test_a_caption_between_two_copied_tables_belongs_to_neither():
    first, second = copied(("甲", "总计"), ("乙", "2")), copied(("丙", "总计"), ("丁", "4"))
    tables = read(f"{first}\n\n第二十条第（五）项{ROW}{second}").tables

    assert [texts(table) for table in tables] == [
        [["甲", "总计"], ["乙", "2"]],
        [["丙", "总计"], ["丁", "4"]],
    ]


def test_the_paragraphs_of_a_copied_cell_are_one_text():
    label = "一、本年新收\n\n政府信息公开申请数量"
    (table,) = read(copied(("甲", "商业\n企业", "总计"), (label, "1", "22\n\n（含修订）"))).tables

    assert texts(table) == [
        ["甲", "商业企业", "总计"],
        ["一、本年新收政府信息公开申请数量", "1", "22（含修订）"],
    ]


def test_a_blank_cell_of_a_copied_table_keeps_its_place():
    nothing_at_the_end = f"甲{CELL}1{CELL}\xa0{CELL}2"
    no_paragraph = "乙\n\n\t\t\n\n3\n\n\t"
    line_break_alone = f"丙{CELL}4{CELL}\n{CELL}5"
    (table,) = read(f"{nothing_at_the_end}{ROW}{no_paragraph}\n\n\n{line_break_alone}").tables

    assert texts(table) == [["甲", "1", "", "2"], ["乙", "", "3", ""], ["丙", "4", "", "5"]]


def test_a_copied_row_that_begins_with_a_blank_cell_is_a_row_of_its_own():
    (table,) = read(f"甲{CELL}1\n\n\n\t\n\n2{ROW}乙{CELL}3").tables

    assert texts(table) == [["甲", "1"], ["", "2"], ["乙", "3"]]
