"""Pages that are deep, wide, long or tangled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.hostile import REPORT, Hostile, hostile
from benchmarks.hostile.archives import LAUGHS, SECRET

_LOST = ("not_a_report", "too_large", "unsafe", "empty", "corrupt", "timed_out")


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><meta charset=utf-8><body>{body}</body></html>".encode()


def _table(row: str, count: int) -> str:
    return f"<table>{f'<tr>{row}' * count}</table>"


def inputs() -> Iterator[Hostile]:
    for name, body in _small():
        yield hostile(f"{name}.html", partial(page, body), *_LOST)
    large = (
        ("30mb-of-paragraphs", lambda: "<p>政府信息公开工作年度报告，收到申请3件。</p>" * 500_000),
        ("30mb-in-one-paragraph", lambda: "<p>" + "政府信息公开工作年度报告收到申请" * 600_000),
        ("30mb-script", lambda: "<script>" + "a = 1;" * 5_000_000 + "</script><p>甲"),
        ("30mb-picture", lambda: "<img src=data:image/png;base64," + "QUJD" * 7_500_000 + ">"),
        ("million-cells", lambda: _table("<td>1" * 100, 10_000)),
        ("million-rows", lambda: _table("<td>甲<td>1", 1_000_000)),
        ("million-divs", lambda: "<div>" + "<div>1</div>" * 1_000_000),
        ("100000-tables", lambda: "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>" * 100_000),
        ("million-breaks", lambda: "收到<br>" * 1_000_000),
        ("pre-of-a-million-lines", lambda: "<pre>" + "收到申请  3  4\n" * 1_000_000),
        ("200000-attributes", lambda: "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">甲"),
        ("100000-classes", lambda: "<div class='" + "td " * 100_000 + "'>甲</div>"),
        (
            "style-of-100000-rules",
            lambda: "<style>" + ".a{display:table}" * 100_000 + "</style><p>甲",
        ),
        (
            "style-that-never-closes",
            lambda: "<style>" + ".a{" * 500_000 + "</style><div class=a>甲",
        ),
        ("row-ends", lambda: "<table>" + "</tr> " * 500_000 + "</table>甲"),
        ("spaces", lambda: "<p>甲" + " " * 10_000_000 + "乙</p>"),
        ("line-ends", lambda: "<p>甲" + "\n" * 3_000_000 + "乙</p>"),
        ("comments", lambda: "<!-- -->" * 1_000_000 + "<p>甲"),
        ("entities", lambda: "<p>" + "&nbsp;&#19968;" * 500_000),
    )
    for name, body in large:
        yield hostile(f"{name}.html", lambda body=body: page(body()), *_LOST)
    yield hostile("unclosed-tags.html", lambda: b"<html><p " * 1_000_000, *_LOST)
    yield hostile("angles.html", lambda: b"<html>" + b"<" * 5_000_000, *_LOST)
    yield hostile("laughs.xhtml", _laughs, *_LOST)
    yield hostile("secret.xhtml", _secret, *_LOST)
    yield hostile("nested.mht", partial(_archive, 500), "unsafe", "corrupt", *_LOST)
    yield hostile("nested-deeply.mht", partial(_archive, 20_000), "unsafe", "corrupt", *_LOST)
    yield hostile("100000-parts.mht", _parts, "unsafe", *_LOST)
    yield hostile("head-without-end.mht", _long_head, *_LOST, "unsupported", REPORT)
    yield hostile("lying-charset.html", _charset, *_LOST)
    yield hostile("utf-7.html", lambda: page("+ADw-p+AD4-").replace(b"utf-8", b"utf-7"), *_LOST)
    yield hostile("zip-charset.html", lambda: page("甲").replace(b"utf-8", b"zip_codec"), *_LOST)
    yield hostile("idna-charset.html", lambda: page("a" * 9000).replace(b"utf-8", b"idna"), *_LOST)
    yield hostile("puny.html", lambda: page("a" * 90_000).replace(b"utf-8", b"punycode"), *_LOST)


def _small() -> Iterator[tuple[str, str]]:
    yield "100000-deep", "<div>" * 100_000 + "甲"
    yield "100000-spans-deep", "<span>" * 100_000 + "甲"
    yield "100000-unclosed-fonts", "<font><p>甲" * 100_000
    yield "100000-lists-deep", "<ul><li>" * 100_000
    for depth in (100, 500, 5_000):
        yield f"{depth}-tables-deep", "<table><tr><td>1<td>" * depth + "甲"
    for value in ("1000000000", "9" * 5000, "-1", "0", "1e9", "²", "٣", "０", "1.5", "", "abc"):
        cell = f'<td colspan="{value}" rowspan="{value}">1'
        yield f"spans-of-{ascii(value)[1:12]}".replace("\\", ""), _table(cell * 3, 3) + "甲"
    yield "spans-everywhere", _table("<td rowspan=65534>1" * 500, 500)
    yield "600-columns", _table("<td>1" * 600, 1)
    grid = "display:grid;grid-template-columns:repeat(500,1fr)"
    child = '<div style="grid-row: span 1000; grid-column: span 400">1</div>'
    yield "grid-of-spans", f'<div style="{grid}">{child * 1500}</div>'
    far = '<div style="grid-column: 999999999 / 9999999999">1</div>'
    yield "grid-far-off", f'<div style="{grid}">{far * 1500}</div>'
    huge = far.replace("999999999 ", "9" * 5000)
    yield "grid-beyond-numbers", f'<div style="{grid}">{huge * 1500}</div>'
    tracks = "1fr " * 50_000
    yield "grid-of-many-tracks", f'<div style="display:grid;grid-template-columns:{tracks}">'
    yield "frames", '<iframe src="file:///etc/passwd"></iframe>'
    yield "loads", '<link rel=stylesheet href="http://127.0.0.1:9/a"><img src="file:///etc/passwd">'
    yield "zero-width", "<p>" + "\u200b\u200e\u202e" * 100_000 + "甲"
    yield "combining", "<p>甲" + "\u0301" * 200_000
    yield "nul", "<p>甲\x00乙<table><tr><td>1\x00<td>2</table>"
    yield "not-characters", "<p>甲&#0;&#xd800;&#x110000;&#xffff;&#1;<table><tr><td>&#0;<td>2"


def _laughs() -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE html [{LAUGHS}]><html><p>&l11;</p></html>'.encode()


def _secret() -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE html [{SECRET}]><html>&secret;</html>'.encode()


def _archive(depth: int) -> bytes:
    """Web archives inside web archives."""
    lines = ["MIME-Version: 1.0"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/related; boundary="b{level}"', "", f"--b{level}"]
    return "\r\n".join([*lines, "Content-Type: text/html", "", "<html><p>甲</p></html>"]).encode()


def _parts() -> bytes:
    part = "--b\r\nContent-Type: text/html\r\n\r\n<html><p>甲</p></html>\r\n"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return (head + part * 100_000).encode()


def _long_head() -> bytes:
    return b"a: b\r\n" + b" c\r\n" * 100_000 + b"a: b\n" * 300_000


def _charset() -> bytes:
    return page("<p>政府信息公开</p>" * 100).replace(b"utf-8", b"utf-16-le")
