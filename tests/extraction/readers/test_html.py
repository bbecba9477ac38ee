from __future__ import annotations

import pytest

from extraction.document import Paragraph, Table
from extraction.readers import html
from extraction.values import read_cell
from tests.extraction.readers.grids import overlaps, paragraphs, spans, texts
from tests.extraction.readers.pages import read


def read_table(rows: str) -> Table:
    (table,) = read(f"<table>{rows}</table>").tables
    return table


def test_spans_place_every_cell_in_its_column():
    table = read_table(
        "<tr><td rowspan=2>项目<td colspan=2>申请人</tr>"
        "<tr><td>自然人<td>总计</tr>"
        "<tr><td>新收<td>3<td>4</tr>"
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


def test_a_row_span_beyond_the_table_is_clipped():
    table = read_table("<tr><td rowspan=65000>甲<td>1</tr><tr><td>2</tr>")

    assert spans(table)["甲"] == (0, 0, 2, 1)
    assert table.row_count == 2


def test_a_row_span_of_zero_reaches_to_the_end_of_its_row_group():
    table = read_table(
        "<tbody><tr><td rowspan=0>甲<td>1</tr><tr><td>2</tr></tbody>"
        "<tbody><tr><td>乙<td>3</tr></tbody>"
    )

    assert spans(table)["甲"] == (0, 0, 2, 1)
    assert spans(table)["乙"] == (2, 0, 1, 1)


def test_a_column_span_beyond_all_other_rows_is_clipped():
    table = read_table("<tr><td colspan=1000>标题</tr><tr><td>甲<td>1</tr>")

    assert spans(table)["标题"] == (0, 0, 1, 2)
    assert table.column_count == 2


def test_a_column_span_never_covers_a_cell_from_above():
    table = read_table("<tr><td>甲<td rowspan=2>乙<td>丙</tr><tr><td colspan=3>丁<td>戊</tr>")

    assert overlaps(table) == []
    assert spans(table)["丁"] == (1, 0, 1, 1)
    assert spans(table)["戊"] == (1, 2, 1, 1)


def test_unclosed_cells_and_rows_are_read():
    table = read_table("<tr><td>甲<td>1<tr><td>乙<td>2")

    assert texts(table) == [["甲", "1"], ["乙", "2"]]


def test_cells_without_a_row_form_one():
    table = read_table("<td>甲</td><td>1</td><tr><td>乙</td><td>2</td></tr>")

    assert texts(table) == [["甲", "1"], ["乙", "2"]]


def test_blank_cells_stay_as_blank_cells():
    table = read_table("<tr><td>甲<td>&nbsp;<td></tr><tr><td>乙<td>\u200b 0 \ufeff<td>/</tr>")

    assert texts(table) == [["甲", "", ""], ["乙", "0", "/"]]


def test_a_number_split_over_elements_is_one_number():
    table = read_table("<tr><td>甲<td><font>1</font><font>20</font><span>.5</span></tr>")

    assert texts(table) == [["甲", "120.5"]]


def test_a_broken_chinese_label_joins_without_a_space():
    table = read_table("<tr><td>商业<br>企业<td><p>科研</p>\n<p>机构</p><td>Open<br>data</tr>")

    assert texts(table) == [["商业企业", "科研机构", "Open data"]]


def test_two_numbers_above_each_other_do_not_become_one():
    table = read_table("<tr><td>甲<td>5<br>3<td><p>1</p><p>2</p></tr>")

    assert texts(table) == [["甲", "5 3", "1 2"]]


def test_a_line_break_of_the_source_is_no_space_between_chinese_characters():
    table = read_table("<tr><td>政府信息\n   公开<td>2023\n年 度</tr>")

    assert texts(table) == [["政府信息公开", "2023 年 度"]]


def test_hidden_text_is_not_read():
    document = read(
        "<p>正文</p><script>'<td>999</td>'</script><style>p{}</style><!-- 注释 -->"
        "<div style='DISPLAY : none'>藏一</div><p hidden>藏二</p><noscript>藏三</noscript>"
        "<table><tr><td>甲<td style='visibility:hidden'>8<td>1</tr>"
        "<tr style='display:none'><td>乙<td>2<td>3</tr><tr><td>丙<td>4<td>5</tr></table>"
    )

    assert paragraphs(document) == ["正文"]
    assert texts(document.tables[0]) == [["甲", "", "1"], ["丙", "4", "5"]]


def test_text_behind_a_hidden_element_is_read():
    document = read("<p>前<span style='display:none'>藏</span>后</p>")

    assert paragraphs(document) == ["前后"]


def test_paragraphs_come_from_blocks_and_double_breaks():
    document = read("<div>一段<p>二段</p>三段<br><br>四段</div><h2>五段</h2>")

    assert paragraphs(document) == ["一段", "二段", "三段", "四段", "五段"]


def test_single_breaks_part_headings_and_sentences_but_not_a_title():
    document = read(
        "<div>某市人民政府<br>2023年工作年度报告</div>"
        "<div>一、总体情况<br>2023年公开信息。<br>收到申请3件。<br>（一）主动公开</div>"
    )

    assert paragraphs(document) == [
        "某市人民政府2023年工作年度报告",
        "一、总体情况",
        "2023年公开信息。",
        "收到申请3件。",
        "（一）主动公开",
    ]


def test_a_layout_table_is_taken_apart():
    prose = "本机关依法公开政府信息。" * 30
    document = read(
        f"<table><tr><td>首页</td><td>导航</td></tr><tr><td colspan=2><p>标题</p><p>{prose}</p>"
        "<table><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></table><p>文末</p></td></tr></table>"
    )

    assert paragraphs(document) == ["首页", "导航", "标题", prose, "文末"]
    assert [texts(table) for table in document.tables] == [[["甲", "1"], ["乙", "2"]]]
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph] * 4 + [Table, Paragraph]


def test_a_layout_table_without_other_tables_is_told_by_its_prose():
    prose = "本机关依法公开政府信息。" * 20
    document = read(f"<table><tr><td>栏目</td><td><p>{prose}</p><p>{prose}</p></td></tr></table>")

    assert document.tables == []
    assert paragraphs(document) == ["栏目", prose, prose]


def test_a_table_inside_a_cell_of_a_data_table_is_a_table_of_its_own():
    document = read(
        "<table><tr><td>甲<td>1<td>2</tr><tr><td>乙<td>3<td>4</tr>"
        "<tr><td>丙<td><table><tr><td>子<td>5</tr></table><td>6</tr></table>"
    )

    assert [texts(table) for table in document.tables] == [
        [["甲", "1", "2"], ["乙", "3", "4"], ["丙", "[表格]", "6"]],
        [["子", "5"]],
    ]
    assert [table.place.table for table in document.tables] == [1, 2]


def test_a_long_remark_does_not_make_a_data_table_a_layout():
    remark = "备注：" + "数据不含垂直管理部门。" * 30
    table = read_table(
        f"<tr><td>甲<td>1<td>2</tr><tr><td>乙<td>3<td>4</tr><tr><td colspan=3>{remark}</tr>"
    )

    assert texts(table)[-1] == [remark]


def test_a_caption_stands_before_its_table():
    document = read("<table><caption>表一</caption><tr><td>甲<td>1</tr></table>")

    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].text == "表一"


def test_places_count_from_one():
    document = read("<table><tr><td>甲<td>1</table><table><tr><td>乙<td>2</table>")

    place = document.tables[1].cells[1].place
    assert (place.table, place.row, place.column) == (2, 1, 2)


def test_metadata_comes_from_the_head():
    document = read(
        "<p>正文</p>",
        head="<title>年报_某市</title><meta name=PubDate content='2021-1-7 10:10'>"
        "<meta name=ArticleTitle content='某市年报'><meta name=ContentSource content='办公室'>"
        "<meta name=SiteName content='某市人民政府'>",
    )

    assert document.metadata == {
        "title": "年报_某市",
        "published_date": "2021-01-07",
        "article_title": "某市年报",
        "publisher": "办公室",
        "site_name": "某市人民政府",
        "encoding": "utf-8",
    }


def test_a_date_that_is_none_is_not_published():
    document = read("<p>正文</p>", head="<meta name=PubDate content='2021-13-40'>")

    assert "published_date" not in document.metadata


def test_gb_bytes_under_a_narrower_name_are_read():
    page = "<html><head><meta charset=gb2312></head><body><p>㐂镕機關</p></body></html>"

    document = html.read(page.encode("gb18030"))

    assert paragraphs(document) == ["㐂镕機關"]
    assert document.metadata["encoding"] == "gb18030"


def test_a_page_that_declares_gb_but_is_utf8_is_read():
    page = "<meta charset=gbk><p>政府信息公开工作年度报告</p>"

    assert paragraphs(html.read(page.encode())) == ["政府信息公开工作年度报告"]


def test_an_xml_declaration_does_not_hinder():
    page = '<?xml version="1.0" encoding="utf-8"?><html><body><p>正文</p></body></html>'

    assert paragraphs(html.read(page.encode())) == ["正文"]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("12<sup>1</sup>", "12¹"),
        ("12<sub>①</sub>", "12①"),
        ("<sup>12</sup>", "12"),
        ("12<del>3</del>", "12"),
        ("12<s>3</s>", "12"),
        ("12<span style='text-decoration: line-through'>3</span>", "12"),
        ("<del>3</del><ins>12</ins>", "12"),
        ("<input value=12>", "12"),
        ("<input type=hidden value=12>", ""),
        ("<textarea>12</textarea>", "12"),
        ("<select><option>1<option selected>12</select>", "12"),
    ],
)
def test_a_cell_shows_what_a_browser_shows(markup: str, shown: str):
    table = read_table(f"<tr><td>甲<td>{markup}<tr><td>乙<td>2")
    assert texts(table)[0] == ["甲", shown]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [("<s>12</s>", "~~12~~"), ("<td style='text-decoration:line-through'>12", "~~12~~")],
)
def test_a_struck_number_alone_is_not_taken_for_a_blank(markup: str, shown: str):
    cell = markup if markup.startswith("<td") else f"<td>{markup}"
    table = read_table(f"<tr><td>甲{cell}<tr><td>乙<td>2")
    assert texts(table)[0] == ["甲", shown]
    assert read_cell(shown).status == "unreadable"


def test_a_picture_of_a_number_is_not_taken_for_a_blank():
    table = read_table("<tr><td>甲<td><img src=12.png><tr><td>乙<td>2")
    assert texts(table)[0] == ["甲", "[图片]"]
    assert read_cell("[图片]").status == "unreadable"
    assert read_cell("[表格]").status == "unreadable"


def test_a_number_in_a_table_of_its_own_stands_in_its_cell():
    table = read_table("<tr><td>甲<td><table><tr><td>12</table><tr><td>乙<td>2")
    assert texts(table) == [["甲", "12"], ["乙", "2"]]


def test_an_end_of_a_row_that_was_not_begun_ends_it():
    table = read_table("<td>甲</td><td>1</td></tr><td>乙</td><td>2</td></tr>")
    assert texts(table) == [["甲", "1"], ["乙", "2"]]


def test_lost_row_spans_leave_only_the_order_of_cells_certain():
    assert read_table("<tr><td>甲<td>子<td>1<tr><td>丑<td>2").geometry == "ragged"
    assert read_table("<tr><td rowspan=2>甲<td>子<td>1<tr><td>丑<td>2").geometry == "grid"


def test_text_set_as_written_holds_tables():
    document = read("<pre>一、标题\n甲\t1\t2\n乙\t3\t4\n</pre>")
    assert [texts(table) for table in document.tables] == [[["甲", "1", "2"], ["乙", "3", "4"]]]
    assert paragraphs(document) == ["一、标题"]


def test_the_foot_of_a_table_is_shown_last_and_its_head_first():
    table = read_table(
        "<tfoot><tr><td>总计<td>2</tfoot><tbody><tr><td>甲<td>1</tbody>"
        "<thead><tr><th>项目<th>数量</thead>"
    )
    assert texts(table) == [["项目", "数量"], ["甲", "1"], ["总计", "2"]]


def test_what_a_style_sheet_hides_in_a_cell_is_not_read():
    sheet = (
        "<style>/* .b {display:none} */ span.m {display : none} .k{display:none} .k{display:inline}"
        "@media print { .b, td {display:none} .p {display:none} } .x .y{display:none}</style>"
    )
    cells = "<b class=b>1</b><span class='w m'>9</span><i class=k>2</i><i class=p>3</i>"
    (table,) = read(f"<table><tr><td>甲<td>{cells}<tr><td>乙<td>4</table>", sheet).tables
    assert texts(table)[0] == ["甲", "123"]


def test_the_reading_of_a_character_is_not_part_of_its_label():
    table = read_table("<tr><td><ruby>规<rp>(<rt>guī<rp>)</ruby>章<td>1<tr><td>乙<td>2")
    assert texts(table)[0] == ["规章", "1"]


def test_text_in_cdata_is_text_in_xhtml_and_a_comment_in_html():
    rows = (
        "<table><tr><td>甲</td><td><![CDATA[1<2]]></td></tr><tr><td>乙</td><td>3</td></tr></table>"
    )
    xhtml = f'<?xml version="1.0" encoding="utf-8"?><html><body>{rows}</body></html>'
    assert texts(html.read(xhtml.encode()).tables[0])[0] == ["甲", "1<2"]
    assert texts(read(rows).tables[0])[0] == ["甲", ""]


def test_a_blank_table_in_a_cell_makes_no_layout_of_the_table_around_it():
    rows = "<tr><td>行政许可<td>本年处理决定数量<tr><td>甲<td><table><tr><td></table>"
    assert texts(read_table(rows)) == [["行政许可", "本年处理决定数量"], ["甲", ""]]


def test_rulings_that_were_dragged_apart_in_the_word_processor_are_one():
    rows = [[("项目", 2, 100), ("自然人", 2, 110), ("总计", 1, 90)]]
    rows += [[("新收", 1, 90), ("3", 2, 110), ("4", 2, 100)]]
    rows += [[("结转", 2, 100), ("5", 1, 90), ("6", 2, 110)]]
    lines = [
        "".join(f"<td width={width} colspan={span}>{text}" for text, span, width in row)
        for row in rows
    ]
    table = read_table("".join(f"<tr>{line}" for line in lines))
    assert {tuple(cell.column for cell in row) for row in table.rows()} == {(0, 1, 2)}


def test_rulings_far_apart_stay_two_though_no_row_has_both():
    """The head of a group ends where none of its columns does: a cell was lost."""
    rows = "<tr><td width=40 colspan=1>甲<td width=160 colspan=2>乙"
    rows += "<tr><td width=120 colspan=2>1<td width=80>2"
    assert [cell.column for cell in read_table(rows).rows()[1]] == [0, 2]
