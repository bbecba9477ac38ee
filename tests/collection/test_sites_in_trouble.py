"""Sites that are down, refuse, ask for patience, or have changed: said, counted, and no more."""

from __future__ import annotations

import json
from datetime import datetime

from tests.collection.conftest import Night, list_of, title
from tests.collection.web import Answer, Asked, Site, Web, report_page


def one_report(site: Site, **how: object) -> None:
    site.report("/a.html", title(2023, of=site.place), **how)
    site.index("/index.html", ["/a.html"])


def test_a_site_in_trouble_is_a_fault_of_its_source_and_the_others_go_on(
    night: Night, web: Web
) -> None:
    kinds = ("good", "down", "forbids", "missing", "broken", "robots", "robots_broken", "slow")
    sites = {kind: web.site() for kind in kinds}
    for site in sites.values():
        one_report(site)
    sites["down"].close()
    sites["forbids"].gone("/index.html", 403)
    sites["missing"].gone("/index.html", 404)
    sites["broken"].gone("/index.html", 500)
    sites["robots"].put("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    sites["robots_broken"].gone("/robots.txt", 503)
    sites["slow"].index("/index.html", ["/a.html"], seconds=3.0)
    night = night.but(request_seconds=1.0, retries=1)
    sources = {kind: list_of(site) for kind, site in sites.items()}
    found = night.on("2024-03-01").visits(**sources)
    expected = {
        "down": "the connection was refused",
        "forbids": "answers 403",
        "missing": "answers 404",
        "broken": "answers 500",
        "robots": f"robots.txt of {sites['robots'].host}:{sites['robots'].port} forbids",
        "robots_broken": "answers 503, so nothing there may be asked for",
        "slow": "it took too long",
    }
    assert found["good"].fault is None and len(found["good"].new) == 1
    for kind, words in expected.items():
        assert words in (found[kind].fault or ""), kind
        assert (found[kind].failed_nights, found[kind].failing_since) == (1, "2024-03-01")
    assert "may not be asked for" in (found["robots"].fault or "")
    assert sites["robots"].paths() == [] and sites["robots_broken"].paths() == []
    found = night.on("2024-03-02").visits(**sources)
    assert {(found[kind].failed_nights, found[kind].failing_since) for kind in expected} == {
        (2, "2024-03-01")
    }
    sites["missing"].index("/index.html", ["/a.html"])
    found = night.on("2024-03-03").visits(missing=sources["missing"])
    assert (found["missing"].fault, found["missing"].failed_nights) == (None, 0)
    assert found["missing"].failing_since is None


def test_nights_with_a_fault_are_counted_not_visits(night: Night, site: Site) -> None:
    """A night is a day of China: 23:30 and 00:30 there are two, though of one day in UTC."""
    site.gone("/index.html", 404)
    counted = []
    for moment in ("03-01T02:00", "03-01T09:00", "03-01T23:30", "03-02T00:30", "03-02T02:00"):
        now = datetime.fromisoformat(f"2024-{moment}:00+08:00")
        visit = night.but(now=now).visit(**list_of(site))
        counted.append((visit.failed_nights, visit.failing_since))
    assert counted == [(nights, "2024-03-01") for nights in (1, 1, 1, 2, 2)]
    one_report(site)
    assert night.on("2024-03-02").visit(**list_of(site)).failed_nights == 0
    site.gone("/index.html", 404)
    visit = night.on("2024-03-02").visit(**list_of(site))
    assert (visit.failed_nights, visit.failing_since) == (1, "2024-03-02")


def test_what_was_counted_before_nights_were_goes_on(night: Night, site: Site) -> None:
    site.gone("/index.html", 404)
    night.on("2024-03-01").visit(**list_of(site))
    file = night.memory / "320813.json"
    stated = json.loads(file.read_text())
    stated["sources"]["government"] = {"failed_visits": 2, "failing_since": "2024-02-28"}
    file.write_text(json.dumps(stated))
    visit = night.on("2024-03-01").visit(**list_of(site))
    assert (visit.failed_nights, visit.failing_since, visit.notes) == (3, "2024-02-28", ())


def test_single_reports_in_trouble_are_notes(night: Night, site: Site) -> None:
    for name in ("good", "forbidden", "broken", "scripted", "busy", "soft", "deleted", "robots"):
        site.report(f"/{name}.html", title(2023, of=name))
    site.gone("/forbidden.html", 403)
    site.gone("/broken.html", 500)
    site.put("/scripted.html", "<html><body><div id=app></div><script>x()</script></body></html>")
    site.put("/busy.html", "<html><body>系统维护中，请稍后再试</body></html>")
    site.put(
        "/soft.html",
        "<html><head><title>404 Not Found</title></head><body>页面找不到了</body></html>",
    )
    site.gone("/deleted.html")
    site.put("/robots.txt", "User-agent: gongkai\nDisallow: /robots.html", "text/plain")
    names = ("good", "forbidden", "broken", "good", "scripted", "busy", "soft", "deleted", "robots")
    site.index("/index.html", [f"/{name}.html" for name in names])
    visit = night.visit(**list_of(site))
    notes = " ".join(visit.notes)
    assert visit.fault is None
    assert night.files() == [f"320813/2023/{title(2023, of='good')}.html"]
    for words in (
        "answers 403",
        "answers 500",
        "a script builds it",
        "系统维护",
        "页面找不到",
        "answers 404",
    ):
        assert words in notes, words
    assert "robots.txt" in notes and len(visit.notes) == 7
    assert site.paths().count("/broken.html") == 3


def test_a_site_that_answers_no_report_is_left_alone_after_some(night: Night, site: Site) -> None:
    for n in range(30):
        site.report(f"/{n}.html", title(2023), received=n + 2)
        site.gone(f"/{n}.html", 403)
    site.index("/index.html", [f"/{n}.html" for n in range(30)])
    visit = night.visit(**list_of(site))
    assert "5 reports in a row could not be had" in (visit.fault or "")
    assert len(site.paths()) == 6


def test_a_site_that_is_left_alone_says_what_each_report_answered(night: Night, site: Site) -> None:
    names = ("forbidden", "private", "large", "round", "denied", "never")
    for name in names:
        site.known(f"/{name}.html", title(2023, of=name))
    site.gone("/forbidden.html", 403)
    site.redirect("/private.html", "http://10.0.0.8/report.html")
    site.put("/large.html", b"x" * 5000)
    site.redirect("/round.html", "/round.html")
    site.gone("/denied.html", 403)
    site.index("/index.html", [f"/{name}.html" for name in names])
    visit = night.but(most_bytes=4000).visit(**list_of(site))
    assert visit.fault is not None and visit.fault.count("answers 403") == 1
    for words in ("5 reports", "private or local", "larger than the limit", "without end"):
        assert words in visit.fault, words
    assert "/never.html" not in site.paths()


def test_a_page_that_says_it_is_gone_in_heading_and_title_is_quoted_once(
    night: Night, site: Site
) -> None:
    site.known("/a.html", title(2023))
    site.put("/a.html", "<title>出错了</title><h1>您访问的页面不存在</h1><p>返回</p>")
    site.index("/index.html", ["/a.html"])
    (note,) = night.visit(**list_of(site)).notes
    assert note.count("您访问的页面不存在") == 1


def test_patience_that_a_site_asks_for_is_given_within_reason(night: Night, web: Web) -> None:
    patient, endless, dated = (web.site() for _ in range(3))
    for site in (patient, endless, dated):
        one_report(site)
    asked: list[float] = []

    def busy(request: Asked) -> Answer:
        asked.append(request.at)
        if len(asked) == 1:
            return Answer(b"", 429, headers={"Retry-After": "1"})
        return Answer(report_page(title(2023, of=patient.place)).encode())

    patient.answers["/a.html"] = busy
    endless.answers["/index.html"] = Answer(b"", 503, headers={"Retry-After": "86400"})
    later = {"Retry-After": "Sat, 02 Mar 2124 02:00:00 GMT"}
    dated.answers["/index.html"] = Answer(b"", 503, headers=later)
    found = night.visits(patient=list_of(patient), endless=list_of(endless), dated=list_of(dated))
    assert found["patient"].fault is None and len(found["patient"].new) == 1
    assert asked[1] - asked[0] >= 1.0
    for kind, site in (("endless", endless), ("dated", dated)):
        assert "asks to be left alone" in (found[kind].fault or "")
        assert site.paths() == ["/index.html"]


def test_a_list_that_yields_nothing_any_more_is_a_fault(night: Night, web: Web) -> None:
    changed, scripted, never, paged = (web.site() for _ in range(4))
    for site in (changed, scripted):
        one_report(site)
    never.put("/index.html", '<a href="/x">其他</a>')
    one_report(paged)
    paged.index("/index.html", ["/a.html"], '<a href="javascript:go(2)">下一页</a>')
    sources = {
        "changed": list_of(changed),
        "scripted": list_of(scripted),
        "never": list_of(never),
        "paged": list_of(paged),
    }
    found = night.on("2024-03-01").visits(**sources)
    assert "lists no report. Correct the address" in (found["never"].fault or "")
    assert "only a script knows where" in (found["paged"].fault or "")
    assert len(found["paged"].new) == 1
    changed.put("/index.html", '<a href="/a.html">报告</a>')
    scripted.put("/index.html", "<div id=app></div><script></script>")
    found = night.on("2024-03-02").visits(**sources)
    for kind in ("changed", "scripted"):
        assert "lists no report any more (1 on 2024-03-01)" in (found[kind].fault or "")
        assert found[kind].vanished == ()


def test_a_json_list_that_changed_its_fields_is_a_fault_that_says_so(
    night: Night, web: Web
) -> None:
    bodies = {
        "no_json": "<html>login</html>",
        "no_records": '{"data": {}}',
        "no_fields": '{"data": {"list": [{"name": "x"}]}}',
        "deep": "[" * 100_000,
    }
    sources = {}
    for kind, body in bodies.items():
        site = web.site()
        site.put("/api", body, "application/json")
        fields = {"records": "data.list", "title": "title", "address": "url"}
        sources[kind] = {"json": {"url": site.url("/api")} | fields}
    found = night.visits(**sources)
    expected = {
        "no_json": "no JSON",
        "no_records": "nothing at `data.list`",
        "no_fields": "no record has both `title` and `url`",
        "deep": "no JSON",
    }
    for kind, words in expected.items():
        assert words in (found[kind].fault or ""), kind


def test_a_visit_ends_at_its_limits_and_goes_on_the_next_night(night: Night, site: Site) -> None:
    for n in range(12):
        site.report(f"/{n}.html", title(2023), received=10 + n)
    site.index("/index.html", [f"/{n}.html" for n in range(12)])
    short = night.but(most_requests=6)
    first = short.on("2024-03-01").visit(**list_of(site))
    assert "made 6 requests" in (first.fault or "") and len(first.new) == 5
    second = short.on("2024-03-02").visit(**list_of(site))
    assert len(second.new) == 5 and len(night.files()) == 10


def test_a_disk_that_is_full_is_a_fault_that_says_so(night: Night, site: Site) -> None:
    one_report(site)
    night.raw.mkdir()
    (night.raw / "320813").write_text("a file where a folder belongs")
    visit = night.visit(**list_of(site))
    assert "could not be written" in (visit.fault or "")


def test_addresses_without_a_report_at_the_head_of_a_list_do_not_keep_from_the_rest(
    night: Night, site: Site
) -> None:
    """Neither on the first night nor on later ones, when they are tried last."""
    bad = [f"/bad{n}.html" for n in range(8)]
    for n, path in enumerate(bad):
        site.known(path, title(2023, of=f"{n}村"))
        site.gone(path, 403)
    site.report("/good.html", title(2023))
    site.index("/index.html", [*bad, "/good.html"])
    first = night.on("2024-03-01").visit(**list_of(site))
    assert "5 reports in a row" in (first.fault or "") and first.new == ()
    second = night.on("2024-03-02").visit(**list_of(site))
    assert len(second.new) == 1
    for n, path in enumerate(bad):
        site.put(path, "<html><body><div id=app></div></body></html>")
        site.listed[path].day = f"2024-02-{n + 10}"
    site.report("/good.html", title(2023), received=77)
    site.index("/index.html", [*bad, "/good.html"])
    third = night.on("2024-03-03").visit(**list_of(site))
    assert (third.fault, len(third.changed), len(third.notes)) == (None, 1, 8)


def test_a_page_that_took_the_place_of_a_report_is_not_filed(night: Night, site: Site) -> None:
    site.known("/a.html", title(2023))
    site.put("/a.html", f"<html><body><p>{'本店商品一律八折，欢迎选购。' * 30}</p></body></html>")
    site.index("/index.html", ["/a.html"])
    visit = night.visit(**list_of(site))
    assert night.files() == [] and "says nothing of 信息公开" in visit.notes[0]


def test_a_list_that_gives_no_answer_costs_no_further_requests(night: Night, site: Site) -> None:
    one_report(site)
    night.on("2024-03-01").visit(**list_of(site))
    site.asked.clear()
    site.is_down = True
    visit = night.but(retries=0).on("2024-03-02").visit(**list_of(site))
    assert visit.fault is not None and "/a.html" not in site.paths()


def test_a_source_that_takes_too_long_is_left_and_its_host_is_free_for_the_next(
    night: Night, site: Site
) -> None:
    for n in range(3):
        site.report(f"/{n}.html", title(2020 + n), seconds=3.0)
    site.report("/quick.html", title(2023))
    site.index("/slow.html", [f"/{n}.html" for n in range(3)])
    site.index("/quick_list.html", ["/quick.html"])
    found = night.but(source_seconds=1.0, retries=0).visits(
        slow=list_of(site, "/slow.html"), quick=list_of(site, "/quick_list.html")
    )
    assert "took longer than 1 seconds" in (found["slow"].fault or "")
    assert found["slow"].seconds < 2.9
    assert (found["quick"].fault, len(found["quick"].new)) == (None, 1)


def test_a_list_whose_reports_can_all_not_be_had_is_a_fault(night: Night, web: Web) -> None:
    scripted, dead, some = web.site(), web.site(), web.site()
    for site in (scripted, dead, some):
        for n in range(2):
            site.report(f"/{n}.html", title(2020 + n, of=site.place))
        site.index("/index.html", ["/0.html", "/1.html"])
    for n in range(2):
        scripted.put(f"/{n}.html", "<html><body><div id=app></div></body></html>")
    some.gone("/0.html")
    found = night.visits(
        scripted=list_of(scripted),
        dead={"pages": [{"url": dead.url("/moved.html")}]},
        some=list_of(some),
    )
    assert "lists 2 reports, and none of those visited" in (found["scripted"].fault or "")
    assert "it answers 404" in (found["dead"].fault or "")
    assert found["some"].fault is None


def test_a_list_that_names_far_fewer_reports_than_before_is_said_once(
    night: Night, site: Site
) -> None:
    for n in range(8):
        site.report(f"/{n}.html", title(2016 + n))
    site.index("/index.html", [f"/{n}.html" for n in range(8)])
    night.on("2024-03-01").visit(**list_of(site))
    site.index("/index.html", ["/0.html", "/1.html"])
    notes = [
        " ".join(night.on(day).visit(**list_of(site)).notes) for day in ("2024-03-16", "2024-03-17")
    ]
    assert "names 2 reports, where it named 8" in notes[0] and notes[1] == ""
