"""Sites that mean harm, or behave as if they did: refused, within limits, and said."""

from __future__ import annotations

import gzip
from http.server import BaseHTTPRequestHandler

import pytest

from collection.addresses import may_connect, refusal
from collection.transport import PublicResolver
from tests.collection.conftest import Night, list_of, title
from tests.collection.web import Answer, Site, Web, pdf


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://www.example.gov.cn/",
        "gopher://www.example.gov.cn/",
        "http://localhost/",
        "http://LOCALHOST:6379/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0.0.0.0/",
        "http://10.0.0.8/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/",
        "http://224.0.0.1/",
        "http://intranet/",
        "http://printer.local/",
        "http://user:secret@www.example.gov.cn/",
        "http:///nothing",
        "http://www.example.gov.cn:99999/",
        "http://www.example.gov.cn/a b",
        "javascript:alert(1)",
        "",
    ],
)
def test_addresses_of_our_own_network_and_of_other_kinds_are_refused(url: str) -> None:
    assert refusal(url) is not None


@pytest.mark.parametrize(
    "url", ["https://www.hongze.gov.cn/x?y=1", "http://114.114.114.114/", "http://政府.中国/"]
)
def test_addresses_of_the_public_internet_are_not(url: str) -> None:
    assert refusal(url) is None


def test_a_name_that_leads_to_a_private_address_gives_none_to_connect_to() -> None:
    """However often the answer of the name changes: what is given is what is connected to."""
    from twisted.internet.address import IPv4Address, IPv6Address

    answers = ["10.0.0.1", "127.0.0.1", "::1", "fd00::1", "114.114.114.114", "169.254.169.254"]

    class Inner:
        def resolveHostName(self, receiver, *given):  # type: ignore[no-untyped-def]
            receiver.resolutionBegan(None)
            for answer in answers:
                kind = IPv6Address if ":" in answer else IPv4Address
                receiver.addressResolved(kind("TCP", answer, 80))
            receiver.resolutionComplete()

    class Reactor:
        nameResolver = Inner()

    class Receiver:
        def __init__(self) -> None:
            self.found: list[str] = []

        def resolutionBegan(self, resolution: object) -> None: ...

        def addressResolved(self, address: IPv4Address) -> None:
            self.found.append(address.host)

        def resolutionComplete(self) -> None:
            self.found.append("complete")

    receiver = Receiver()
    PublicResolver(Reactor(), False).resolveHostName(receiver, "rebinding.example")
    assert receiver.found == ["114.114.114.114", "complete"]
    assert may_connect("127.0.0.1", allow_loopback=True)
    assert not may_connect("10.0.0.1", allow_loopback=True)


def test_loopback_is_refused_where_the_switch_for_tests_is_off(night: Night, site: Site) -> None:
    site.report("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])
    visit = night.but(allow_loopback=False).visit(**list_of(site))
    assert visit.fault is not None and site.asked == []


def test_redirects_lead_to_public_pages_only(night: Night, web: Web) -> None:
    site, elsewhere = web.site(), web.site()
    targets = {
        "file": "file:///etc/passwd",
        "private": "http://10.0.0.8/report.html",
        "metadata": "http://169.254.169.254/latest",
        "script": "javascript:alert(1)",
        "ftp": "ftp://www.example.gov.cn/a.pdf",
        "nowhere": "http://[broken",
        "other": elsewhere.url("/a.html"),
    }
    elsewhere.report("/a.html", title(2023, of="other"))
    for name, target in targets.items():
        site.known(f"/{name}.html", title(2023, of=name))
        site.redirect(f"/{name}.html", target)
    site.known("/meta.html", title(2023, of="meta"))
    site.put("/meta.html", '<meta http-equiv="refresh" content="0; url=http://10.0.0.9/x">')
    order = ["file", "private", "metadata", "other", "script", "ftp", "nowhere", "meta"]
    site.index("/index.html", [f"/{name}.html" for name in order])
    visit = night.visit(**list_of(site))
    assert visit.new == (f"320813/2023/{title(2023, of='other')}.html",)
    assert len(visit.notes) == 7
    assert sum("private or local" in note for note in visit.notes) == 3
    assert night.sidecar(visit.new[0])["answered_url"] == elsewhere.url("/a.html")


def _endless_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"<p>x</p>" * 10_000)


def _endless_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while True:
        number += 1
        handler.wfile.write(f"X-{number}: {'y' * 1000}\r\n".encode() * 50)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    import time

    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def _cut(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<html>half")


def _garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff nonsense\r\n" * 99)


def test_answers_without_end_or_measure_cost_one_report_each(night: Night, web: Web) -> None:
    """Each on a site of its own beside a good report, which is filed."""
    bomb = gzip.compress(b"\0" * 30_000_000)
    misbehaviour = {
        "endless body": Answer(write=_endless_body),
        "endless head": Answer(write=_endless_head),
        "drip": Answer(write=_drip),
        "cut": Answer(write=_cut),
        "garbage": Answer(write=_garbage),
        "bomb": Answer(bomb, headers={"Content-Encoding": "gzip"}),
        "huge": Answer(b"%PDF-" + b"x" * 3_000_000, content_type="application/pdf"),
        "circle": Answer(b"", 302, headers={"Location": "/bad.html"}, has_etag=False),
        "deep": Answer(b"<div>" * 100_000),
        "links": Answer(b"<a href='x.pdf'>" * 10_000),
    }
    sites: dict[str, Site] = {}
    for kind, answer in misbehaviour.items():
        site = sites[kind] = web.site()
        site.report("/good.html", title(2022, of=kind))
        site.known("/bad.html", title(2023, of=kind))
        site.answers["/bad.html"] = answer
        site.index("/index.html", ["/bad.html", "/good.html"])
    found = night.but(most_bytes=2_000_000, request_seconds=6, retries=0).visits(
        **{kind.replace(" ", "_"): list_of(site) for kind, site in sites.items()}
    )
    for kind, visit in found.items():
        assert visit.fault is None, (kind, visit.fault)
        assert any("2022" in path for path in visit.new), (kind, visit.notes)
    for kind in ("endless_body", "bomb", "huge"):
        words = ["the limit", *["too long"] * (kind == "endless_body")]
        assert any(word in found[kind].notes[0] for word in words), found[kind].notes
    assert "without end" in found["circle"].notes[0]
    assert "broke off" in found["cut"].notes[0]
    assert "head of the answer" in found["endless_head"].notes[0]
    assert "no HTTP" in found["garbage"].notes[0]
    assert "too long" in found["drip"].notes[0]


def test_odd_content_is_kept_by_what_it_is_not_by_what_it_is_called(
    night: Night, site: Site
) -> None:
    site.known("/a.html", title(2023))
    site.put("/a.html", pdf("x"), "text/html")
    site.known("/b.pdf", title(2022))
    site.report("/b.pdf", title(2022))
    site.known("/c", title(2021))
    site.put("/c", pdf("y"), "application/octet-stream").headers["Content-Disposition"] = (
        'attachment; filename="../../../etc/cron.d/x.exe"'
    )
    site.index("/index.html", ["/a.html", "/b.pdf", "/c"])
    visit = night.visit(**list_of(site))
    assert sorted(visit.new) == [
        f"320813/2021/{title(2021)}.pdf",
        f"320813/2022/{title(2022)}.html",
        f"320813/2023/{title(2023)}.pdf",
    ]
