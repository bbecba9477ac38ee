"""LibreOffice as a converter: in batches, offline, and what is said where it fails."""

from __future__ import annotations

import http.server
import os
import shutil
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction import readers
from extraction.document import Rejected
from extraction.files import conversion
from extraction.files.conversion import NOT_INSTALLED, to_docx, to_docx_together
from extraction.files.sniff import DOC, FLAT_ODT, RTF
from extraction.readers import docx

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason=NOT_INSTALLED)

RTF_FILE = rb"{\rtf1\ansi\trowd\cellx3000\cellx6000\intbl total\cell 17\cell\row\pard after\par}"

FLAT_ODT_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"
 xmlns:ooo="http://openoffice.org/2004/office" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries>
<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub Go
Open "MARK" For Output As #1
Close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script"
 script:event-name="dom:load" xlink:type="simple"
 xlink:href="vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document"/>
</office:event-listeners></office:scripts>
<office:body><office:text><text:p>REMOTE<draw:frame text:anchor-type="as-char" svg:width="1cm"
 svg:height="1cm"><draw:image xlink:href="SITE/picture.png" xlink:type="simple"
 xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="A"><text:section-source xlink:href="SITE/section.odt"
 xlink:type="simple"/><text:p>old</text:p></text:section>
<text:section text:name="B"><text:section-source xlink:href="SECRET" xlink:type="simple"
 text:filter-name="Text"/><text:p>old</text:p></text:section>
<table:table><table:table-column/><table:table-column/><table:table-row><table:table-cell>
<text:p>total</text:p></table:table-cell><table:table-cell><text:p>17</text:p></table:table-cell>
</table:table-row></table:table></office:text></office:body></office:document>"""


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def fake_converter(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def refused(content: bytes = RTF_FILE, media_type: str = RTF) -> Rejected:
    with pytest.raises(Rejected) as rejected:
        to_docx(content, media_type)
    return rejected.value


@needs_libreoffice
def test_a_table_of_an_rtf_file_is_read_and_keeps_the_type_of_its_file():
    document = readers.read_document(RTF_FILE, RTF)

    (table,) = document.tables
    assert [cell.text for cell in table.cells] == ["total", "17"]
    assert document.media_type == RTF


@needs_libreoffice
def test_one_broken_file_does_not_cost_its_neighbours():
    files = [(RTF_FILE, RTF), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), DOC)]
    first, broken, last = to_docx_together([*files, (RTF_FILE, RTF)])

    assert first and last
    assert len(docx.read(first).tables) == len(docx.read(last).tables) == 1
    assert broken is None or b"total" not in broken


@needs_libreoffice
def test_a_document_loads_nothing_and_runs_nothing(tmp_path: Path, site: tuple[str, list[str]]):
    address, asked = site
    mark, secret = tmp_path / "mark", tmp_path / "secret.txt"
    secret.write_text("SECRET WORD", encoding="utf-8")
    content = FLAT_ODT_FILE.replace("SITE", address).replace("MARK", str(mark))
    content = content.replace("SECRET", secret.as_uri())

    document = readers.read_document(content.encode(), FLAT_ODT)

    assert [cell.text for cell in document.tables[0].cells] == ["total", "17"]
    assert asked == []
    assert not mark.exists()
    assert "SECRET WORD" not in "".join(paragraph.text for paragraph in document.paragraphs)


def test_without_libreoffice_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)

    rejected = refused()

    assert rejected.reason_code == "unsupported"
    assert "apt-get install libreoffice-writer" in rejected.reason
    assert to_docx_together([(RTF_FILE, RTF)]) == [None]


def test_a_converter_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake_converter(tmp_path, monkeypatch, 'sleep 600 & echo $! > "$0.child"; wait')
    monkeypatch.setattr(conversion, "SECONDS", 3)

    assert refused().reason_code == "timed_out"
    child = int((tmp_path / "soffice.child").read_text())
    assert (
        not Path(f"/proc/{child}/cmdline").exists()
        or not Path(f"/proc/{child}/cmdline").read_bytes()
    )


def test_a_converter_that_breaks_off_is_said_to_be_worth_another_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    fake_converter(tmp_path, monkeypatch, "kill -SEGV $$")

    rejected = refused()

    assert rejected.reason_code == "corrupt"
    assert rejected.reason in conversion.PASSING


def test_a_file_that_gives_nothing_is_corrupt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake_converter(tmp_path, monkeypatch, "exit 0")

    rejected = refused()

    assert rejected.reason_code == "corrupt"
    assert rejected.reason not in conversion.PASSING
