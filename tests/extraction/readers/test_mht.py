"""Web archives are read as the page that they hold."""

from __future__ import annotations

import base64
import quopri

import pytest

from extraction.document import Rejected
from extraction.files import sniff
from extraction.readers import mht
from tests.extraction.readers.grids import paragraphs, texts

PAGE = "<html><body><p>年度报告</p><table><tr><td>甲<td>12<tr><td>乙<td>3</table></body></html>"


def archive(page: bytes, transfer: str, charset: str = "utf-8") -> bytes:
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html"; boundary="--x--"\r\n\r\n'
    )
    frame = (
        "----x--\r\nContent-Type: text/html; charset={}\r\nContent-Transfer-Encoding: {}\r\n\r\n"
    )
    style = "\r\n----x--\r\nContent-Type: text/css\r\n\r\np {color: red}\r\n----x----\r\n"
    return head.encode() + frame.format(charset, transfer).encode() + page + style.encode()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_an_archive_is_read_in_every_transfer_encoding(charset: str):
    page = PAGE.encode(charset)
    for content in (
        archive(base64.encodebytes(page), "base64", charset),
        archive(quopri.encodestring(page), "quoted-printable", charset),
        archive(page, "8bit", charset),
    ):
        assert sniff.media_type(content, "report.mht") == "multipart/related"
        document = mht.read(content)
        assert paragraphs(document) == ["年度报告"]
        assert texts(document.tables[0]) == [["甲", "12"], ["乙", "3"]]


def test_a_page_without_pictures_that_a_browser_saved_as_an_archive_of_one_part_is_read():
    head = (
        "From: <Saved by Windows Internet Explorer 8>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: text/html;\r\n\tcharset="gb2312"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    content = head.encode() + quopri.encodestring(PAGE.encode("gb18030"))
    assert sniff.media_type(content, "report.mht") == "multipart/related"
    assert texts(mht.read(content).tables[0]) == [["甲", "12"], ["乙", "3"]]


def test_an_archive_that_states_a_wrong_charset_is_read_by_its_bytes():
    content = archive(base64.encodebytes(PAGE.encode("gb18030")), "base64", "utf-8")
    assert paragraphs(mht.read(content)) == ["年度报告"]


def test_the_longest_page_is_read_rather_than_a_frame():
    small = base64.encodebytes("<p>菜单</p>".encode()).decode()
    content = archive(base64.encodebytes(PAGE.encode()), "base64").replace(
        b"Content-Type: text/css\r\n\r\np {color: red}",
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{small}".encode(),
    )
    assert paragraphs(mht.read(content)) == ["年度报告"]


def test_an_archive_without_a_page_is_rejected():
    content = archive(b"", "8bit").replace(b"text/html; charset", b"image/png; charset")
    with pytest.raises(Rejected, match="no page") as rejection:
        mht.read(content)
    assert rejection.value.reason_code == "corrupt"


def test_a_cut_archive_gives_what_it_holds_or_a_rejection():
    content = archive(base64.encodebytes(PAGE.encode()), "base64")
    for end in range(0, len(content), 7):
        try:
            mht.read(content[:end])
        except Rejected as rejection:
            assert rejection.reason_code in ("corrupt", "empty")


@pytest.mark.parametrize("lost", range(1, 5))
def test_an_archive_that_was_cut_off_is_read_up_to_its_end(lost: int):
    whole = base64.b64encode((PAGE + "<p>报告全文</p>" * 9).encode())
    head = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    document = mht.read(b"MIME-Version: 1.0\r\n" + head + whole[: len(whole) - 40 - lost])
    assert texts(document.tables[0]) == [["甲", "12"], ["乙", "3"]]
