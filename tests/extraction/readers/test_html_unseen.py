"""Numbers that stand in a page's source and that a browser does not show."""

from __future__ import annotations

import pytest

from tests.extraction.readers.grids import texts
from tests.extraction.readers.pages import read

LINK = "<link rel=stylesheet href=site.css>"


def shown(cell: str, head: str = "") -> str:
    body = f"<table><tr><td>受理数{cell}</tr><tr><td>办结数<td>2</tr></table>"
    (table,) = read(body, head).tables
    return texts(table)[0][1]


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        ("<td style='color:#fff'>12", ""),
        ("<td bgcolor=#eeeeee><font color=#eee>12</font>", ""),
        ("<td class=w>12", "<style>td.w{color:white}</style>"),
        ("<td style='background:#fff'><font color=white>12</font>", LINK),
        ("<td style='font-size:0'>12", ""),
        ("<td style='opacity:0'>12", ""),
        ("<td><div style='text-indent:-9999px'>12</div>", ""),
        ("<td class=k>12", "<style>.k{visibility:hidden}</style>"),
    ],
)
def test_a_cell_of_which_nothing_is_seen_is_blank(cell: str, head: str):
    assert shown(cell, head) == ""


@pytest.mark.parametrize(
    "cell", ["<td><font color=white>12</font>", "<td style='color:#fefefe'>12"]
)
def test_a_white_number_on_a_ground_that_the_page_does_not_name_is_not_read(cell: str):
    assert shown(cell, LINK) == "[同底色]12"
    assert shown(cell, "<style>@import 'site.css';</style>") == "[同底色]12"


def test_a_row_that_is_white_as_a_whole_is_the_style_of_its_table():
    row = "<tr class=head><td><font color=white>受理数</font><td><font color=white>12</font></tr>"
    (table,) = read(f"<table>{row}<tr><td>办结数<td>2</tr></table>", LINK).tables
    assert texts(table)[0] == ["受理数", "12"]


def test_white_letters_on_a_coloured_row_are_seen():
    sheet = "<style>.top td{background:#005192;color:#fff}</style>"
    row = "<tr class=top><td>受理数<td>12</tr>"
    (table,) = read(f"<table>{row}<tr><td>办结数<td>2</tr></table>", sheet).tables
    assert texts(table)[0] == ["受理数", "12"]


def test_a_row_hidden_by_its_class_is_not_read():
    sheet = "<style>.template{display:none}</style>"
    rows = "<tr><td>受理数<td>1</tr><tr class=template><td>办结数<td>9</tr><tr><td>办结数<td>2</tr>"
    (table,) = read(f"<table>{rows}</table>", sheet).tables
    assert texts(table) == [["受理数", "1"], ["办结数", "2"]]


def test_a_table_whose_rows_a_script_shows_later_is_read():
    sheet = "<style>.lazy{display:none}</style>"
    rows = "<tr class=lazy><td>受理数<td>1</tr><tr class=lazy><td>办结数<td>2</tr>"
    (table,) = read(f"<table>{rows}</table>", sheet).tables
    assert texts(table) == [["受理数", "1"], ["办结数", "2"]]


def test_an_article_that_fades_in_is_read():
    rows = "<tr><td>受理数<td>1</tr><tr><td>办结数<td>2</tr>" * 20
    document = read(f"<p>年报</p><div style='opacity:0'><table>{rows}</table></div>")
    assert len(document.tables[0].cells) == 80
