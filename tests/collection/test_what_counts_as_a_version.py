"""One number changed anywhere in a report is seen, in whatever manner its page is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from benchmarks.manners.pages import PAGES
from benchmarks.manners.report import Invented, invent
from benchmarks.manners.site_pages import SITE_PAGES, UNSURE_PAGES
from benchmarks.manners.unseen_pages import UNSEEN_PAGES
from collection.charset import decoded
from collection.fetched import Fetched, extension
from collection.page import ReportPage, read_page

MANNERS = PAGES | SITE_PAGES | UNSEEN_PAGES | UNSURE_PAGES


@pytest.mark.parametrize("part", range(3))
def test_a_corrected_number_is_another_version_in_every_manner(part: int) -> None:
    missed = []
    for name, write in MANNERS.items():
        if _said(name) == _page(write(_corrected(part))).lines:
            missed.append(name)
    assert missed == [] and len(MANNERS) > 100


def test_a_report_is_taken_for_one_in_every_manner() -> None:
    doubted = []
    for name, write in MANNERS.items():
        content = write(invent(2))
        page = _page(content)
        is_page = extension(Fetched(content, "https://www.example.gov.cn/a.html")) == "html"
        if is_page and (
            page.says_nothing or page.gone or page.busy or not page.is_about_disclosure
        ):
            doubted.append(name)
    assert doubted == []


@cache
def _said(name: str) -> tuple[str, ...]:
    return _page(MANNERS[name](invent(1))).lines


def _corrected(part: int) -> Invented:
    report = invent(1)
    grid = (report.disclosure, report.requests, report.review)[part]
    at = [n for n, box in enumerate(grid.boxes) if box.kind == "value"][5]
    grid.boxes[at] = replace(grid.boxes[at], text=str(int(float(grid.boxes[at].text or 0)) + 1))
    return report


def _page(content: bytes) -> ReportPage:
    return read_page(decoded(content, None, None), "https://www.example.gov.cn/a.html", None)


COVER = """<html><body><div class="nav"><a href="/">首页</a> &gt; <a href="/nb">年报</a></div>
<div class="side"><dl>{side}</dl></div><h1>{title}</h1>
<div>发布日期：2025-03-16 来源：某区人民政府 字体：[ 大 中 小 ] 打印</div>
<table><tr><td>索 引 号</td><td>140994341/2025-21726</td></tr>
<tr><td>发布机构</td><td>某区人民政府</td></tr><tr><td>文号</td><td>无</td></tr></table>
<p>附件：<a href="./W06886967394334276526.pdf">{title}.pdf</a>（122KB）</p>
<ul>{most_read}</ul><div>主办：某区人民政府办公室 承办：某区大数据中心</div>
<div>网站标识码：4979811855 ICP备29564534号-4 公安备案 20176533808126号</div></body></html>"""


def test_a_page_full_of_labels_and_links_still_only_leads_to_its_file() -> None:
    """As editorial systems write it: more text around than a short report has."""
    title = "某区人民政府2024年政府信息公开工作年度报告"
    side = "".join(f"<dd><a href='#'>栏目{n}</a> <b>{n * 7}</b></dd>" for n in range(20))
    most_read = "".join(
        f"<li>{n}<a href='/{n}'>关于公布20{n}年重点项目清单的通知</a>{n * 791}次</li>"
        for n in range(10, 30)
    )
    html = COVER.format(title=title, side=side, most_read=most_read)
    page = read_page(html, "https://www.example.gov.cn/nb/a.html", None)
    assert page.says_little and page.gone is None and page.busy is None
    assert [file.url for file in page.attachments] == [
        "https://www.example.gov.cn/nb/W06886967394334276526.pdf"
    ]


@pytest.mark.parametrize("change", [lambda t: t, lambda t: t.replace("<p>", "<p class=x>")])
def test_lists_of_what_is_read_most_are_no_correction(change: Callable[[str], str]) -> None:
    def page(visits: int) -> str:
        most = f"<li><a href='/1'>关于公布重点项目清单的通知</a>{visits}次</li>"
        text = "<p>本机关按照条例的要求公开政府信息，答复申请十二件，均在法定期限之内。</p>" * 30
        return f"<body><h1>2023年信息公开年报</h1><ul>{most}</ul><div>{text}</div></body>"

    first, second = page(10), change(page(99))
    url = "https://www.example.gov.cn/"
    assert read_page(first, url, "body").lines == read_page(second, url, "body").lines
