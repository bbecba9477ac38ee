"""Articles that a page holds and shows by a script, or does not show at all."""

from __future__ import annotations

import html as markup
import json
import time

import pytest

from extraction.document import Rejected
from extraction.files import sniff
from extraction.readers import html
from tests.extraction.readers.grids import texts
from tests.extraction.readers.pages import read

TABLE = (
    "<p>三、收到和处理</p><table>"
    + "".join(f"<tr><td>第{n}项</td><td>{n}</td><td>{n + 1}</td></tr>" for n in range(1, 31))
    + "</table>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<script>var a = {json.dumps(TABLE)};</script>",
        f"<script>var a = {json.dumps(TABLE).replace('<', chr(92) + 'u003c')};</script>",
        "<script>var a = '" + TABLE.replace("</", r"<\/") + "';</script>",
        f"<script>var a = `{TABLE}`;</script>",
        f"<script type=application/json>{json.dumps({'body': markup.escape(TABLE)})}</script>",
        f"<script type=text/template>{TABLE}</script>",
        f"<textarea style='display:none'>{markup.escape(TABLE)}</textarea>",
        f"<input type=hidden value='{markup.escape(TABLE)}'>",
        f"<noscript>{TABLE}</noscript>",
        f"<template shadowrootmode=open>{TABLE}</template>",
        f'<iframe srcdoc="{markup.escape(TABLE)}"></iframe>',
        f"<div>{markup.escape(TABLE)}</div>",
        f"<div style='display: none'>{TABLE}</div>",
        f"<div hidden>{TABLE}</div>",
    ],
)
def test_an_article_that_a_page_only_holds_is_read(body: str):
    document = read(f"<h1>年度报告</h1>{body}<p>主办</p>")
    (table,) = document.tables
    assert texts(table)[29] == ["第30项", "30", "31"]
    assert [p.text for p in document.paragraphs] == ["年度报告", "三、收到和处理", "主办"]


def test_the_page_in_an_inner_frame_stands_where_the_frame_does():
    """Beside tables of its own: an annex of another body must not stand alone."""
    frame = f'<iframe srcdoc="{markup.escape(TABLE)}"></iframe>'
    document = read(f"<p>三</p>{frame}<p>附件</p>{TABLE}<iframe srcdoc='' src='a.htm'></iframe>")
    assert [texts(table)[29] for table in document.tables] == [["第30项", "30", "31"]] * 2
    assert [p.text for p in document.paragraphs][:3] == ["三", "三、收到和处理", "附件"]


def test_a_hidden_inner_frame_shows_nothing():
    frame = f'<iframe style="display:none" srcdoc="{markup.escape(TABLE)}"></iframe>'
    assert read(f"<p>年度报告</p>{frame}").tables == []


@pytest.mark.parametrize("call", ["{}", "callback({});", "\n {}"])
@pytest.mark.parametrize("is_escaped", [True, False])
def test_an_answer_to_the_script_of_a_page_is_read(call: str, is_escaped: bool):
    said = {
        "code": 200,
        "data": {"title": "年度报告", "content": TABLE.replace("<p>", "<p class='a'>")},
    }
    answer = call.format(json.dumps(said, ensure_ascii=is_escaped)).encode()
    assert sniff.media_type(answer, "report.json") == sniff.HTML
    document = html.read(answer)
    assert texts(document.tables[0])[29] == ["第30项", "30", "31"]
    assert document.paragraphs[0].text == "年度报告"


def test_what_a_page_holds_is_not_read_beside_the_tables_it_shows():
    held = TABLE.replace("<td>1</td>", "<td>9</td>")
    document = read(f"{TABLE}<script>var a = {json.dumps(held)};</script><div hidden>{held}</div>")
    (table,) = document.tables
    assert texts(table)[0] == ["第1项", "1", "2"]


def test_a_small_table_in_a_script_is_no_article():
    with pytest.raises(Rejected):
        read('<script>var a = "<table><tr><td>1</td></tr></table>";</script>')


def test_parts_hidden_beside_one_another_are_one_article():
    second = TABLE.replace("第", "另")
    tabs = f"<div class=tab hidden>{TABLE}</div><div class=tab hidden>{second}</div>"
    document = read(f"<h1>年度报告</h1>{tabs}<div class=print hidden>{TABLE}</div>")
    assert [texts(table)[0][0] for table in document.tables] == ["第1项", "另1项"]


def test_prose_that_waits_for_a_script_is_read_where_no_chapter_is_shown():
    chapters = "".join(f"<section><span>{n}、情况</span></section>" for n in "一二三")
    hidden = f"<div id=js_content style='visibility: hidden; opacity: 0'>{chapters}</div>"
    assert [p.text for p in read(f"<h1>年度报告</h1>{hidden}").paragraphs] == [
        "年度报告",
        "一、情况",
        "二、情况",
        "三、情况",
    ]
    shown = read(f"<h1>年度报告</h1><p>一、概述</p>{hidden}")
    assert [p.text for p in shown.paragraphs] == ["年度报告", "一、概述"]


def test_one_hidden_heading_within_several_blocks_is_no_hidden_report():
    menu = "<div hidden><div><section><p>一、概述</p></section></div></div>"
    assert [p.text for p in read(f"<h1>年度报告</h1>{menu}").paragraphs] == ["年度报告"]


def test_many_blocks_within_one_another_are_looked_at_in_a_moment():
    depth = 1500
    nested = "<div><p>字</p>" * depth + "</div>" * depth
    began = time.process_time()
    assert len(read(nested).paragraphs) == depth
    assert time.process_time() - began < 2
