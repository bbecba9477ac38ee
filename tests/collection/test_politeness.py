"""Who asks, how often, and how many at a time."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

from collection.collect import collect
from tests.collection.conftest import Night, list_of, region, title
from tests.collection.web import Answer, Asked, Site, Web, report_page


def test_a_host_is_asked_one_request_at_a_time_across_regions_and_sources(
    night: Night, web: Web
) -> None:
    """Hosts in parallel; attachments and redirects wait in the queue of the host they are on."""
    sites = [web.site() for _ in range(3)]
    busy: dict[str, int] = dict.fromkeys((site.host for site in sites), 0)
    most: dict[str, int] = dict(busy)
    together = 0
    lock = threading.Lock()

    def slowly(site: Site, name: str) -> None:
        html = report_page(title(2023, of=name)).encode()

        def answer(asked: Asked) -> Answer:
            nonlocal together
            with lock:
                busy[site.host] += 1
                most[site.host] = max(most[site.host], busy[site.host])
                together = max(together, sum(busy.values()))
            time.sleep(0.05)
            with lock:
                busy[site.host] -= 1
            return Answer(html)

        site.answers[quote(f"/{name}.html")] = answer
        site.known(f"/{name}.html", title(2023, of=name))

    for n, site in enumerate(sites):
        for name in ("a", "b", "c"):
            slowly(site, f"{name}{n}区")
        for name in ("a", "b", "c"):
            site.known("/on.html", title(2023, of="on"))
            site.index(f"/{name}.html", [f"/{name}{n}区.html", "/on.html"])
        site.redirect("/on.html", sites[0].url(quote("/a0区.html")))
    regions = [
        region(
            *(
                {"key": f"{name}{n}"} | list_of(site, f"/{name}.html")
                for n, site in enumerate(sites)
                for name in names
            ),
            division=code,
        )
        for code, names in (("320813", "ab"), ("320800", "bc"))
    ]
    found = collect(regions, night.raw, night.memory, options=night.options)
    assert [visit.fault for visit in found] == [None] * 12
    assert set(most.values()) == {1}
    assert together > 1


def test_the_longest_pause_that_a_source_of_a_host_asks_for_is_kept(
    night: Night, site: Site
) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.2\n", "text/plain")
    for n in range(3):
        site.report(f"/{n}.html", title(2020 + n))
    site.index("/index.html", [f"/{n}.html" for n in range(3)])
    night.visits(one=list_of(site) | {"pause": 0.6}, other=list_of(site))
    at = [asked.at for asked in site.asked]
    assert min(b - a for a, b in pairwise(at)) > 0.4


def test_a_crawl_delay_in_robots_is_kept(night: Night, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n", "text/plain")
    for n in range(3):
        site.report(f"/{n}.html", title(2020 + n))
    site.index("/index.html", [f"/{n}.html" for n in range(3)])
    night.visit(**list_of(site))
    at = [asked.at for asked in site.asked]
    assert min(b - a for a, b in pairwise(at[1:])) > 0.25


def test_the_user_agent_names_the_project_and_whom_to_write_to(night: Night, site: Site) -> None:
    site.report("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])
    options = replace(night.options, contact="mailto:someone@example.org (x)\r\nX-Evil: 1")
    replace(night, options=options).visit(**list_of(site))
    agents = {asked.headers["user-agent"] for asked in site.asked}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith("gongkai/") and "+mailto:someone@example.org" in agent
    assert not any("x-evil" in asked.headers for asked in site.asked)
    led = {asked.path: asked.headers.get("referer") for asked in site.asked}
    assert led["/index.html"] is None, "nothing led to the list"
    assert led["/a.html"] == site.url("/index.html")


def test_cookies_are_kept_only_where_the_registry_says_so(night: Night, web: Web) -> None:
    plain, kept = web.site(), web.site()
    for site in (plain, kept):
        site.report("/a.html", title(2023, of=site.place))
        site.index("/index.html", ["/a.html"], headers={"Set-Cookie": "visit=1; Path=/"})
    night.visits(plain=list_of(plain), kept=list_of(kept) | {"cookies": True})
    sent = {site.host: site.asked[-1].headers.get("cookie") for site in (plain, kept)}
    assert sent == {plain.host: None, kept.host: "visit=1"}


def test_robots_rules_made_to_take_for_ever_are_cut(night: Night, site: Site) -> None:
    rules = "User-agent: *\n" + f"Disallow: /{'*a' * 400}b\n" * 50 + "Disallow: /secret\n"
    site.put("/robots.txt", rules, "text/plain")
    path = f"/{'a' * 600}.html"
    site.report(path, title(2023))
    site.index("/index.html", [path])
    started = time.monotonic()
    night.visit(**list_of(site))
    assert time.monotonic() - started < 20
