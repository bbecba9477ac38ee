"""A small web of invented government sites, served on loopback, that a test changes as it likes.

    with Web() as web:
        site = web.site()
        site.report("/2023.html", "洪泽区2023年政府信息公开工作年度报告")
        site.index("/index.html", ["/2023.html"])

Each site has an address of its own (127.0.0.2, 127.0.0.3, ...), so that it is a host of its own.
Nothing on it is real.
"""

from __future__ import annotations

import hashlib
import io
import ssl
import threading
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """What a path answers. write: does everything itself, for sites that misbehave."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    has_etag: bool = True
    write: Callable[[BaseHTTPRequestHandler], None] | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True)
class Asked:
    """One request as a site saw it. headers: by name in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class Listed:
    """What a list says of a page."""

    title: str
    day: str


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A collector that breaks off a request is no error here."""


class Site:
    """One host. answers: what each path (with its query) gives; change it at any time."""

    def __init__(self, host: str, certificate: Path | None = None) -> None:
        """certificate: key and certificate in one file, for https."""
        self.answers: dict[str, Answer | Callable[[Asked], Answer]] = {}
        self.asked: list[Asked] = []
        self.listed: dict[str, Listed] = {}
        self.is_down = False
        self._server = _Server((host, 0), _handler_of(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.host, self.port = host, self._server.server_address[1]
        self.place = f"{'甲乙丙丁戊己庚辛壬癸'[int(host.rsplit('.', 1)[1]) % 10]}乡"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, path: str, body: str | bytes, content_type: str = HTML, **how: object) -> Answer:
        """Let a path answer with this."""
        content = body.encode() if isinstance(body, str) else body
        answer = Answer(content, content_type=content_type, **how)  # type: ignore[arg-type]
        self.answers[path] = answer
        return answer

    def report(
        self, path: str, title: str, day: str = "2024-01-30", received: int = 12, **how: object
    ) -> Answer:
        """Let a path answer with a page that is a report, and know its title for lists."""
        self.listed[path] = Listed(title, day)
        return self.put(path, report_page(title, day, received), **how)

    def known(self, path: str, title: str, day: str = "2024-01-30") -> None:
        """Know a title for lists without a page."""
        self.listed[path] = Listed(title, day)

    def index(self, path: str, paths: Iterable[str], foot: str = "", **how: object) -> Answer:
        """Let a path answer with a list of these."""
        items = "".join(
            f'<li><a href="{link}">{self.listed[link].title}</a><span>{self.listed[link].day}'
            "</span></li>"
            for link in paths
        )
        nav = '<a href="/">首页</a> <a href="/xxgk/">政府信息公开</a>'
        return self.put(
            path, f"<html><body><div>{nav}</div><ul>{items}</ul>{foot}</body></html>", **how
        )

    def gone(self, path: str, status: int = 404) -> None:
        self.answers[path] = Answer(b"<html><body>404</body></html>", status)

    def redirect(self, path: str, target: str, status: int = 302) -> None:
        self.answers[path] = Answer(b"", status, headers={"Location": target}, has_etag=False)

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]


class Web:
    """Sites that stop with the test."""

    def __init__(self) -> None:
        self.sites: list[Site] = []

    def site(self, certificate: Path | None = None) -> Site:
        site = Site(f"127.0.0.{len(self.sites) + 2}", certificate)
        site.gone("/robots.txt")
        self.sites.append(site)
        return site

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for site in self.sites:
            site.close()


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(
                self.command, self.path, headers, self.rfile.read(length), time.monotonic()
            )
            site.asked.append(asked)
            if site.is_down:
                self.close_connection = True
                return
            found = site.answers.get(self.path) or Answer(b"<html>404</html>", 404)
            answer = found(asked) if callable(found) else found
            with suppress(BrokenPipeError, ConnectionResetError):
                if answer.write is not None:
                    self.close_connection = True
                    answer.write(self)
                else:
                    self._give(answer)

        do_POST = do_GET

        def _give(self, answer: Answer) -> None:
            time.sleep(answer.seconds)
            is_same = answer.has_etag and self.headers.get("If-None-Match") == answer.etag
            status = 304 if is_same and answer.status == 200 else answer.status
            body = b"" if status == 304 else answer.body
            self.send_response(status)
            if answer.has_etag and answer.status == 200:
                self.send_header("ETag", answer.etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


def report_page(title: str, day: str = "2024-01-30", received: int = 12, extra: str = "") -> str:
    """A page with a report as text. received: a number in it, for corrections."""
    paragraphs = "".join(
        f"<p>{number}、本部分说明第{number}项工作。全年收到申请{received}件，"
        f"予以公开{received - 2}件，部分公开1件，不予公开1件，结转下年度办理0件，"
        f"均在法定期限内答复，没有行政复议和行政诉讼。"
        f"{'我们按照《中华人民共和国政府信息公开条例》的要求编制本报告。' * 3}</p>"
        for number in range(1, 7)
    )
    return (
        f"<html><head><title>{title}</title></head><body>"
        '<div class="nav"><a href="/">首页</a><a href="/xxgk/">信息公开</a></div>'
        f'<div class="main"><h1>{title}</h1><div class="info">发布日期：{day} {extra}</div>'
        f'<div class="article">{paragraphs}</div></div>'
        '<div class="foot">主办：某某人民政府办公室</div></body></html>'
    )


def cover_page(title: str, *files: str) -> str:
    """A page whose body is only links to files."""
    links = "".join(f'<p><a href="{file}">{title}</a></p>' for file in files)
    return (
        f"<html><head><title>{title}</title></head><body><a href='/'>首页</a>"
        f"<h1>{title}</h1><div class='article'><p>附件：</p>{links}</div></body></html>"
    )


def docx(text: str) -> bytes:
    """The least that is a DOCX file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>")
        archive.writestr(zipfile.ZipInfo("word/document.xml"), f"<w:document>{text}</w:document>")
    return content.getvalue()


def pdf(text: str) -> bytes:
    """Bytes that begin and end like a PDF file."""
    return b"%PDF-1.4\n% " + text.encode() + b"\n%%EOF\n"
