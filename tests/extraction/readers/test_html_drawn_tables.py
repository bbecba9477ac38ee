"""Tables that pages draw of other elements than a table's, or of a table for each row."""

from __future__ import annotations

import pytest

from tests.extraction.readers.grids import spans, texts
from tests.extraction.readers.pages import read

ROWS = [["项目", "自然人", "总计"], ["甲", "1", "2"], ["乙", "3", "4"]]


def drawn(table: str, row: str, cell: str) -> str:
    rows = (
        f"<div {row}>{''.join(f'<div {cell}>{text}</div>' for text in texts)}</div>"
        for texts in ROWS
    )
    return f"<div {table}>{''.join(rows)}</div>"


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [
        ("style='display:table'", "style='display:table-row'", "style='display: table-cell'"),
        ("class=t", "class=r", "class=c"),
        ("class=table", "class=tr", "class='td w20'"),
        ("role=table", "role=row", "role=cell"),
        ("", "style='display:flex'", "style='flex:1'"),
        ("", "", ""),
    ],
)
def test_a_table_of_other_elements_is_a_table(table: str, row: str, cell: str):
    sheet = "<style>.t {display:table} div.r{display:table-row} .c{display:table-cell}</style>"
    (found,) = read(drawn(table, row, cell), sheet).tables
    assert texts(found) == ROWS
    assert found.geometry == "grid"


def test_unequal_rows_of_other_elements_have_an_order_only():
    body = drawn("class=table", "class=tr", "class=td").replace("<div class=td>项目</div>", "")
    (found,) = read(body).tables
    assert found.geometry == "ragged"


def test_a_css_grid_places_its_children_by_their_spans():
    (found,) = read(
        "<div style='display:grid; grid-template-columns: 2fr 1fr minmax(10px, 1fr)'>"
        "<div style='grid-row: span 2'>项目</div><div style='grid-column: span 2'>申请人</div>"
        "<div>自然人</div><div>总计</div><div>甲</div><div>1</div><div>2</div></div>"
    ).tables
    assert spans(found) == {
        "项目": (0, 0, 2, 1),
        "申请人": (0, 1, 1, 2),
        "自然人": (1, 1, 1, 1),
        "总计": (1, 2, 1, 1),
        "甲": (2, 0, 1, 1),
        "1": (2, 1, 1, 1),
        "2": (2, 2, 1, 1),
    }


@pytest.mark.parametrize(
    "place",
    [
        "grid-area:{0}/{1}/{2}/{3}",
        "grid-area: {0} / {1} / span 1 / {3}",
        "grid-row-start:{0};grid-column-end:{3};grid-column-start:{1};grid-row-end:{2}",
    ],
)
def test_a_css_grid_places_its_children_by_area_and_by_single_bounds(place: str):
    placed = [("申请人", 1, 2, 2, 4), ("甲", 2, 1, 3, 2), ("1", 2, 2, 3, 3), ("2", 2, 3, 3, 4)]
    placed += [("乙", 3, 1, 4, 2), ("3", 3, 2, 4, 4)]
    cells = (f"<div style='{place.format(*bounds)}'>{text}</div>" for text, *bounds in placed)
    grid = f"<div style='display:grid;grid-template-columns:repeat(3,1fr)'>{''.join(cells)}</div>"
    (found,) = read(grid).tables
    assert {text: at for text, at in spans(found).items() if text} == {
        text: (row - 1, column - 1, down - row, right - column)
        for text, row, column, down, right in placed
    }


@pytest.mark.parametrize("selector", [".k", "div .k", "div > span.k"])
def test_what_a_sheet_hides_in_a_table_of_other_elements_is_not_read(selector: str):
    sheet = f"<style>{selector}{{display:none}}</style>"
    cells = "<div>甲</div><div>1<span class=k>9</span></div><div>乙</div><div>2</div>"
    grid = f"<div style='display:grid;grid-template-columns:repeat(2,1fr)'>{cells}</div>"
    (found,) = read(grid, sheet).tables
    assert texts(found) == [["甲", "1"], ["乙", "2"]]
    rows = drawn("class=table", "class=tr", "class=td").replace(
        ">1<", "><p>1<span class=k>9</span></p><"
    )
    (found,) = read(rows, sheet.replace("div > span", "p > span")).tables
    assert texts(found) == ROWS


def test_a_list_of_links_is_no_table():
    items = "".join(
        f"<li><a>{n}年政府信息公开工作年度报告</a><i>{n}-01-31</i></li>" for n in range(9)
    )
    assert read(f"<ul>{items}</ul>").tables == []


def test_tables_of_one_row_below_each_other_are_one_table():
    rows = "".join(
        f"<table><tr><td colspan=2>{label}</td><td>{n}</td></tr></table>\n"
        for n, label in enumerate(("甲", "乙", "丙"))
    )
    (table,) = read(f"<p>表</p>{rows}<p>完</p>").tables
    assert texts(table) == [["甲", "0"], ["乙", "1"], ["丙", "2"]]
    assert {cell.column for cell in table.cells} == {0, 2}


def test_layout_tables_of_one_row_are_not_joined_with_one_another():
    layout = "<table><tr><td><table><tr><td>甲<td>1<tr><td>乙<td>2</table></td></tr></table>"
    assert len(read(layout * 3).tables) == 3
