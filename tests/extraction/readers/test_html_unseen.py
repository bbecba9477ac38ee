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


@pytest.mark.parametrize(
    ("hidden", "rule"),
    [
        ("<span data-old=1>8</span>", "td span[data-old]{display:none}"),
        ("<span class=value-old>8</span>", "[class$='-old']{display:none}"),
        ("<b>1</b><span>8</span>", "td>span:last-child{display:none}"),
        ("<b>1</b><i>8</i>", "b + i{display:none}"),
        ("<b>1</b><i>8</i>", "td :not(b){display:none}"),
        ("<b>1</b><i>8</i>", "td :not(b, u){display:none}"),
        ("<b>1</b><i>8</i>", "td :nth-child(2){visibility:hidden}"),
        ("<b data-k=2>8</b>", "[data-k]{color:#fff}"),
    ],
)
def test_a_digit_hidden_by_its_attribute_or_its_neighbours_is_not_read(hidden: str, rule: str):
    assert shown(f"<td>2{hidden}", f"<style>{rule}</style>") == ("21" if "<b>" in hidden else "2")


@pytest.mark.parametrize(
    "rule",
    [
        "td span:hover{display:none}",
        "td span::before{display:none}",
        "td span[data-old]:nonsense{display:none}",
        "td span[data-old{display:none}",
        "@media print{td span[data-old]{display:none}}",
        "span{display:none} td span[data-old]{display:inline}",
    ],
)
def test_a_digit_that_a_rule_hides_only_at_times_is_read(rule: str):
    assert shown("<td>2<span data-old=1>8</span>", f"<style>{rule}</style>") == "28"


def test_what_stands_in_a_closed_dialog_is_not_read():
    assert shown("<td>12<dialog>8</dialog>") == "12"
    assert shown("<td>12<dialog open>8</dialog>") == "12 8"


def test_closed_details_in_a_cell_show_their_summary_alone():
    assert shown("<td>12<details>8</details>") == "12"
    assert shown("<td><details><summary>12</summary>8</details>") == "12"
    assert shown("<td>12<details open>8</details>") == "12 8"


def test_an_article_folded_away_in_details_is_read():
    rows = "<tr><td>受理数<td>12</tr><tr><td>办结数<td>2</tr>"
    (table,) = read(f"<details><summary>年报</summary><table>{rows}</table></details>").tables
    assert texts(table)[0] == ["受理数", "12"]


def test_rules_that_hang_on_neighbours_are_searched_for_in_little_time():
    """A sheet of thousands of them would search the whole page for each."""
    sheet = "".join(f"td :nth-child({n}) ~ i[x='{n}']{{display:none}}" for n in range(5000))
    cells = "<td><b>1</b><i>2</i>" * 20
    (table,) = read(f"<table>{f'<tr>{cells}' * 100}</table>", f"<style>{sheet}</style>").tables
    assert len(table.cells) == 2000


@pytest.mark.parametrize(
    ("note", "sheet"),
    [
        ("<span style='vertical-align:super'>1</span>", ""),
        ("<font style='font-size:8pt; vertical-align: super'>1</font>", ""),
        ("<span class=note>1</span>", "<style>.note{vertical-align:super}</style>"),
    ],
)
def test_a_note_raised_by_its_style_is_no_digit_of_the_number(note: str, sheet: str):
    assert shown(f"<td>12{note}", sheet) == "12¹"


def test_a_cell_or_a_number_raised_as_a_whole_is_a_number():
    assert shown("<td style='vertical-align:super'>12") == "12"
    assert shown("<td><span style='vertical-align:super'>12</span>") == "12"


def test_text_for_screen_readers_alone_is_not_seen():
    assert shown("<td><span aria-hidden=true>12</span><span class='sr-only'>12</span>") == "12"
    assert shown("<td>12<b class='a visually-hidden'>件</b>") == "12"


@pytest.mark.parametrize(
    "inner",
    ["<span data-value=12></span>", "<b><i v-text='row.n'></i></b>", "1<i data-count=2></i>"],
)
def test_a_number_that_a_script_fills_in_is_no_blank(inner: str):
    assert shown(f"<td>{inner}").endswith("[脚本]")
    assert shown(f"<td><p>{inner}</p><p></p>").endswith("[脚本]")


@pytest.mark.parametrize("inner", ["<span data-v-7ba5=''></span>", "<i data-row=3></i>", ""])
def test_attributes_that_fill_in_nothing_leave_a_cell_blank(inner: str):
    assert shown(f"<td>{inner}") == ""


def test_a_picture_beside_digits_may_show_one_and_one_that_holds_a_place_does_not():
    assert shown("<td>5<img src=3.png>") == "5[图片]"
    assert shown("<td>5<img src=space.gif width=1>") == "5"
    assert shown("<td>合计<img src=icon.png>") == "合计"
