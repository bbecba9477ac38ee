"""Lists as widespread editorial systems make them are gone through whole, or it is said."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from collection.listing import read_list
from collection.region import ListPages
from tests.collection.conftest import Night, list_of, title
from tests.collection.web import Answer, Asked, Site, Web, pdf

YEARS = list(range(2019, 2024))


@pytest.fixture
def site(web: Web) -> Site:
    """A site with the reports of five years, in no list yet."""
    site = web.site()
    for number, year in enumerate(YEARS):
        site.report(f"/art/{year}.html", title(year), f"{year + 1}-01-31", received=20 + number)
    return site


def items(years: Sequence[int]) -> str:
    return "".join(
        f'<li><a href="/art/{year}.html">{title(year)}</a><span>[{year + 1}-01-31]</span></li>'
        for year in years
    )


def in_pages(site: Site, path: Callable[[int], str], foot: Callable[[int], str]) -> None:
    """A page for each year. path, foot: by the number of the page, from 0."""
    for number, year in enumerate(YEARS):
        site.put(f"/nb/{path(number)}", f"<ul>{items([year])}</ul>{foot(number)}")


def index(number: int, first: int = 0) -> str:
    return f"index_{number + first}.html" if number else "index.html"


@pytest.mark.parametrize(
    ("first", "foot"),
    [
        (0, lambda n: f'<script>createPageHTML(5, {n}, "index", "html");</script>'),
        (1, lambda n: f"<script>createPageHTML('page_div',5, {n + 1},'index','html',75);</script>"),
        (1, lambda n: f'<script>createPageHTML(5, {n + 1}, "index", "html")</script>'),
        (
            0,
            lambda n: (
                "<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPage, _sExt) {}"
                f'\ncreatePageHTML(5, {n}, "index", "html", 5);</script>'
            ),
        ),
        (
            0,
            lambda n: (
                f"<script>var currentPage = {n}; //所在页从0开始\nvar nextPage = currentPage+1\n"
                "var countPage = 5 //共多少页\nif (countPage > 1) document.write("
                '"<a target=\\"_self\\" href=\\"index" +\n "_" + nextPage + "." + "html\\">'
                '[下一页]</a>");</script>'
            ),
        ),
        (0, lambda n: f'<a href="index_{n + 1}.html">下一页 &gt;&gt;</a>' if n < 4 else "下一页"),
        (0, lambda n: f'<a href="index_{n + 1}.html" title="下一页"><i></i></a>' if n < 4 else ""),
        (
            0,
            lambda n: "".join(f'<a href="{index(k)}">{k + 1}</a>' for k in range(5) if k != n),
        ),
        (
            0,
            lambda n: "".join(f'<li><a href="{index(k)}">[{k + 1}]</a></li>' for k in range(5)),
        ),
    ],
    ids=[
        "trs",
        "trs with id",
        "trs from 1",
        "trs defined",
        "trs by variables",
        "arrows",
        "title",
        "numbers",
        "items",
    ],
)
def test_a_list_goes_on_as_its_page_shows(
    night: Night, site: Site, first: int, foot: Callable[[int], str]
) -> None:
    in_pages(site, lambda number: index(number, first), foot)
    visit = night.visit(**list_of(site, "/nb/index.html"))
    assert (visit.fault, visit.found, len(visit.new)) == (None, 5, 5)


@pytest.mark.parametrize(
    "foot",
    [
        '<div><a onclick="goPage(1)">1</a><a href="javascript:;" onclick="goPage(2)">2</a></div>',
        "<p>共 5 页</p>",
        "<p>页次：1/5页</p>",
        "<script>var currentPage = 0; var countPage = 5; go(nextPage)</script>",
        '<div class="more"><span> 加载更多 </span></div>',
    ],
)
def test_a_list_that_goes_on_where_no_link_leads_is_a_fault_unless_one_page_is_wanted(
    night: Night, web: Web, site: Site, foot: str
) -> None:
    site.put("/nb/index.html", f"<ul>{items(YEARS[-2:])}</ul>{foot}")
    found = night.visits(
        all=list_of(site, "/nb/index.html"), one=list_of(site, "/nb/index.html", limit=1)
    )
    assert "only a script knows where" in (found["all"].fault or "")
    assert (found["all"].found, found["one"].fault) == (2, None)


@pytest.mark.parametrize(
    "foot",
    [
        "<p>共 1 页</p>",
        '<table><td><a href="/calendar/1">1</a></td><td><a href="/calendar/2">2</a></td></table>',
        '<script>createPageHTML(1, 0, "index", "html");</script>',
        """<a href="javascript:slide('r')" title="Next"><img alt="next"></a>""",
    ],
)
def test_what_only_looks_like_further_pages_is_none(night: Night, site: Site, foot: str) -> None:
    site.put("/nb/index.html", f"<ul>{items(YEARS)}</ul>{foot}")
    visit = night.visit(**list_of(site, "/nb/index.html"))
    assert (visit.fault, len(visit.new)) == (None, 5)
    assert not [path for path in site.paths() if "calendar" in path]


def store(years: Sequence[int], following: str = "") -> str:
    records = "".join(
        f"<record><![CDATA[\n{item}</li>]]></record>" for item in items(years).split("</li>")[:-1]
    )
    return (
        f"<datastore><nextgroup><![CDATA[{following}]]></nextgroup>"
        f"<recordset>{records}</recordset></datastore>"
    )


def test_records_of_a_datastore_are_entries_and_its_next_group_is_followed(
    night: Night, site: Site
) -> None:
    """The first group repeats what the page holds already; the last one says no next."""
    group = "/module/jpage/dataproxy.jsp?page={}&columnid=22&webname=%E6%B4%AA"
    link = '<a href="' + group.replace("&", "&amp;") + '"></a>'
    page = f"<body><a href='/'>首页</a><script type='text/xml'>{store(YEARS[3:], link)}</script>"
    site.put("/col/index.html", page.format(1))
    site.put(group.format(1), store(YEARS[3:], link.format(2)), "text/xml")
    site.put(group.format(2), store(YEARS[:3]), "text/xml")
    visit = night.visit(**list_of(site, "/col/index.html"))
    assert (visit.fault, visit.found, len(visit.new)) == (None, 5, 5)


def test_pages_are_asked_for_by_their_records_and_by_post(
    night: Night, web: Web, site: Site
) -> None:
    def answer(asked: Asked) -> Answer:
        first, last = (int(part.rpartition("=")[2]) for part in asked.path.split("&")[:2])
        is_right = asked.method == "POST" and asked.body == b"columnid=22"
        return Answer(store(YEARS[first - 1 : last] if is_right else []).encode())

    for first in range(1, 9, 2):
        site.answers[f"/proxy.jsp?startrecord={first}&endrecord={first + 1}&perpage=2"] = answer
    rows = {
        f"/api?start={start}&limit=3": [
            {"t": title(year), "u": f"/art/{year}.html"} for year in YEARS[start : start + 3]
        ]
        for start in (0, 3, 6)
    }
    for path, records in rows.items():
        site.put(path, json.dumps(records), "application/json")
    url = site.url("/proxy.jsp?startrecord={first}&endrecord={last}&perpage=2")
    api = {"url": site.url("/api?start={first}&limit=3"), "per_page": 3, "first_record": 0}
    found = night.visits(
        posted={"list": {"url": url, "form": "columnid=22", "per_page": 2}},
        offsets={"json": api | {"title": "t", "address": "u"}},
    )
    assert {key: (visit.fault, visit.found) for key, visit in found.items()} == {
        "posted": (None, 5),
        "offsets": (None, 5),
    }


def unit(site: Site, page: int | None, years: Sequence[int]) -> None:
    """What a unit of a page answers: JSON with a piece of a page."""
    asked = f"&paramJson=%7B%22pageNo%22%3A{page}%2C%22pageSize%22%3A3%7D" if page else ""
    piece = f'<ul>{items(years)}</ul><div class="pagination" rows="3" count="5"></div>'
    text = json.dumps({"success": True, "data": {"html": piece}})
    site.put(f"/gateway/unit?webId=1&pageId=22{asked}", text, "application/json")


def test_the_unit_that_a_page_loads_is_read_and_its_counts_lead_on(
    night: Night, site: Site
) -> None:
    query = "{'webId':'1','pageId':'22'}"
    site.put(
        "/col/index.html",
        f'<a href="/">首页</a><script url="/gateway/unit" queryData="{query}"></script>',
    )
    unit(site, None, YEARS[2:])
    unit(site, 2, YEARS[:2])
    visit = night.visit(**list_of(site, "/col/index.html"))
    assert (visit.fault, visit.found, len(visit.new)) == (None, 5, 5)
    assert sum("unit" in path for path in site.paths()) == 2


def test_a_piece_of_a_page_within_json_is_read_where_the_registry_says(
    night: Night, web: Web, site: Site
) -> None:
    site.put("/api?p=1", json.dumps({"result": {"body": f"<ul>{items(YEARS)}</ul>"}}))
    site.put("/api?p=2", json.dumps({"result": {"body": ""}}))
    url = site.url("/api?p={page}")
    found = night.visits(
        right={"list": {"url": url, "html": "result.body"}},
        wrong={"list": {"url": url, "html": "result.html"}},
    )
    assert (found["right"].fault, found["right"].found) == (None, 5)
    assert "there is no piece of a page at `result.html`" in (found["wrong"].fault or "")


def folders(site: Site) -> dict[str, Any]:
    """A page of years, each with a list of its own."""
    links = "".join(f'<a href="{year}/index.html">{year}年</a>' for year in YEARS)
    site.put("/nb/index.html", f'<a href="/">首页</a><div class="years">{links}</div>')
    for year in YEARS:
        site.put(f"/nb/{year}/index.html", f"<ul>{items([year])}</ul>")
    return list_of(site, "/nb/index.html", lists="div.years a")


def test_a_page_of_years_leads_to_the_list_of_each(night: Night, site: Site) -> None:
    visit = night.visit(**folders(site))
    assert (visit.fault, visit.found, len(visit.new)) == (None, 5, 5)


def test_a_page_of_bodies_leads_to_units_and_frames(night: Night, site: Site) -> None:
    site.put("/nb/index.html", '<p class="b"><a href="/col/index.html">a</a><a href="/f">b</a></p>')
    query = "{'webId':'1','pageId':'22'}"
    site.put("/col/index.html", f'<script url="/gateway/unit" queryData="{query}"></script>')
    unit(site, None, YEARS[2:])
    unit(site, 2, YEARS[1:2])
    site.put("/f", '<iframe src="/nb/list.html"></iframe><iframe src="/visits.html"></iframe>')
    site.put("/nb/list.html", f"<ul>{items(YEARS[:1])}</ul>")
    visit = night.visit(**list_of(site, "/nb/index.html", lists="p.b a"))
    assert (visit.fault, visit.found, len(visit.new)) == (None, 5, 5)


def test_a_further_list_that_is_gone_is_a_fault_and_keeps_from_none_of_the_others(
    night: Night, site: Site
) -> None:
    way = folders(site)
    site.gone(f"/nb/{YEARS[1]}/index.html")
    visit = night.visit(**way)
    assert f"/nb/{YEARS[1]}/index.html answers 404" in (visit.fault or "")
    assert len(visit.new) == 4


@pytest.mark.parametrize(
    "page",
    [
        '<a href="/">首页</a><iframe src="list.html"></iframe>',
        "<script>window.location.href='/nb/list.html';</script>",
        '<meta http-equiv="refresh" content="0;url=list.html">',
    ],
)
def test_a_page_that_shows_or_leads_to_its_list_is_followed(
    night: Night, site: Site, page: str
) -> None:
    site.put("/nb/index.html", page)
    site.put("/nb/list.html", f"<ul>{items(YEARS)}</ul>")
    assert len(night.visit(**list_of(site, "/nb/index.html")).new) == 5


def test_links_that_run_a_script_lead_where_the_registry_says(night: Night, site: Site) -> None:
    links = (
        f"""<li><a href="javascript:;" onclick="show('{year}')">{title(year)}</a></li>"""
        for year in YEARS
    )
    site.put("/nb/index.html", f"<ul>{''.join(links)}</ul>")
    way = {"parts": r"show\('(?P<id>\d+)'\)", "address": "/art/{id}.html"}
    visit = night.visit(**list_of(site, "/nb/index.html", **way))
    assert (visit.fault, len(visit.new)) == (None, 5)


def test_json_in_a_variable_of_a_script_is_a_list(night: Night, site: Site) -> None:
    records = [{"t": title(year), "u": f"/art/{year}.html"} for year in YEARS]
    site.put("/data.js", f"var list = {json.dumps(records)};\n", "text/javascript")
    way = {"url": site.url("/data.js"), "title": "t", "address": "u"}
    assert len(night.visit(json=way).new) == 5


def test_a_json_list_that_states_more_records_than_it_gives_is_a_fault(
    night: Night, site: Site
) -> None:
    records = [{"t": title(year), "u": f"/art/{year}.html"} for year in YEARS[:2]]
    for path, total in (("/more", 5), ("/all", 2)):
        site.put(path, json.dumps({"data": {"total": total, "rows": records}}))
    fields = {"records": "data.rows", "title": "t", "address": "u"}
    found = night.visits(
        more={"json": {"url": site.url("/more")} | fields},
        all={"json": {"url": site.url("/all")} | fields},
    )
    assert "states more records than it gives. Put {page}" in (found["more"].fault or "")
    assert found["all"].fault is None


def test_records_in_groups_whose_title_is_in_parts_are_a_list(night: Night, site: Site) -> None:
    groups = [
        {"year": year, "docs": [{"y": year, "n": "政府信息公开年度报告", "u": f"/art/{year}.html"}]}
        for year in YEARS
    ]
    site.put("/api", json.dumps({"data": groups}), "application/json")
    way = {"url": site.url("/api"), "records": "data.*.docs", "title": "{y}年{n}", "address": "u"}
    visit = night.visit(json=way)
    assert (visit.fault, len(visit.new)) == (None, 5)
    visit = night.visit(json=way | {"records": "data.*.list"})
    assert "nothing at `list`" in (visit.fault or "")


def test_a_site_that_turns_programs_away_is_told_so(night: Night, site: Site) -> None:
    site.put("/nb/index.html", "<script>$_ts={}</script>", status=412)
    fault = night.visit(**list_of(site, "/nb/index.html")).fault or ""
    assert "answers 412: the site turns programs away" in fault and "gongkai add" in fault


def test_a_site_that_refuses_what_is_not_linked_from_its_own_pages_is_told_what_led_there(
    night: Night, site: Site
) -> None:
    column = site.url("/col/index.html")

    def guarded(answer: Answer, *leads: str) -> Callable[[Asked], Answer]:
        return lambda asked: (
            answer if asked.headers.get("referer") in leads else Answer(b"forbidden", 403)
        )

    records = json.dumps([{"t": title(year), "u": f"/art/{year}.html"} for year in YEARS])
    site.answers["/api"] = guarded(Answer(records.encode()), column)
    site.put("/nb/index.html", f"<ul>{items(YEARS)}</ul>")
    for year in YEARS:
        page = site.answers[f"/art/{year}.html"]
        assert isinstance(page, Answer)
        site.answers[f"/art/{year}.html"] = guarded(page, column, site.url("/nb/index.html"))
    way = {"url": site.url("/api"), "title": "t", "address": "u"}
    assert "Say which page leads to the list (`referer`)" in (night.visit(json=way).fault or "")
    assert len(night.visit(json=way, referer=column).new) == 5
    assert night.but(now=None).visit(**list_of(site, "/nb/index.html")).fault is None


def test_a_report_that_is_parted_over_pages_is_noted(night: Night, site: Site) -> None:
    for year, pages in ((2022, 1), (2023, 2)):
        page = site.answers[f"/art/{year}.html"].body.decode()
        site.put(
            f"/art/{year}.html", f'{page}<script>createPageHTML({pages}, 0, "a", "html");</script>'
        )
    site.put("/nb/index.html", f"<ul>{items(YEARS[-2:])}</ul>")
    visit = night.visit(**list_of(site, "/nb/index.html"))
    (note,) = visit.notes
    assert "/art/2023.html) goes on on further pages" in note and len(visit.new) == 2


def test_files_are_known_by_their_address_or_by_the_registry(night: Night, web: Web) -> None:
    """Neither the address nor the name of the link ends like a file."""
    called, stated = web.site(), web.site()
    for site, path in ((called, "/download.jsp?id=7"), (stated, "/show.do?id=7")):
        page = f'<h1>{title(2023)}</h1><a class="f" href="{path}">{title(2023)}</a>'
        site.known("/2023.html", title(2023))
        site.put("/2023.html", page + '<a href="/2022.html">上一篇</a>')
        site.put(path, pdf(site.host), "application/octet-stream")
        site.index("/index.html", ["/2023.html"])
    found = night.visits(called=list_of(called), stated=list_of(stated) | {"files": "a.f"})
    assert {key: (visit.fault, len(visit.new)) for key, visit in found.items()} == {
        "called": (None, 1),
        "stated": (None, 1),
    }


@pytest.mark.parametrize(
    "part",
    ["<a href=x>1</a>", "<a href=x>2</a>", "<record>", "共 ", "nextPage ", "createPageHTML("],
)
def test_no_page_makes_the_search_for_further_ones_long(part: str) -> None:
    """Each of these took ten seconds and more, or would by a rule that is written carelessly."""
    page = f"<datastore>var countPage = 5 var currentPage = 0 {part * (1_000_000 // len(part))}"
    way = ListPages(url="https://www.example.gov.cn/index.html")
    began = time.process_time()
    read_list(page, way.url, way, None)
    assert time.process_time() - began < 5
