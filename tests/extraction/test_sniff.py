from __future__ import annotations

import io
import random
import zipfile

import pytest

from extraction.document import Rejected
from extraction.files import sniff
from extraction.files.encoding import decode

CHINESE = "政府信息公开工作年度报告，2023年收到申请3件。\n"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = random.Random(7).randbytes(4096)


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        for name in names:
            members.writestr(name, "<a/>")
    return file.getvalue()


def reason(content: bytes, name: str) -> str:
    with pytest.raises(Rejected) as rejected:
        sniff.media_type(content, name)
    assert name in rejected.value.reason or rejected.value.reason_code == "encrypted"
    return rejected.value.reason_code


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7\n...", "a.txt", sniff.PDF),
        (b"\r\n\xef\xbb\xbf%PDF-1.4", "a.pdf", sniff.PDF),
        (archive("word/document.xml"), "a.doc", sniff.DOCX),
        (archive("xl/workbook.xml"), "a.docx", sniff.XLSX),
        (OLE2 + bytes(600) + "WordDocument".encode("utf-16-le"), "a.wps", sniff.DOC),
        (b"{\\rtf1\\ansi ...}", "a.doc", sniff.RTF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.pdf", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.png", "image/jpeg"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\nx", "a.mht", sniff.MHT),
        (f"<!DOCTYPE html><p>{CHINESE}".encode(), "a.pdf", sniff.HTML),
        (f"\ufeff<html><body>{CHINESE}".encode(), "a", sniff.HTML),
        (f"<html><body>{CHINESE}".encode("gb18030"), "a.shtml", sniff.HTML),
        (f"<html><body>{CHINESE}".encode("utf-16"), "a.htm", sniff.HTML),
        (f"<p>{CHINESE}</p><p>{CHINESE}</p><br>".encode(), "a.jsp", sniff.HTML),
        (f"<style>{'p{a:b}' * 20000}</style><html><p>{CHINESE}".encode(), "a.html", sniff.HTML),
        (
            b'<?xml version="1.0"?>\r\n<?mso-application?>\n<w:wordDocument/>',
            "a.doc",
            sniff.WORD_XML,
        ),
        (b'<?xml version="1.0"?><office:document><table:table>', "a.xml", sniff.FLAT_ODT),
        (b"<pkg:package>", "a.xml", sniff.DOCX),
        (CHINESE.encode(), "a.txt", sniff.TEXT),
        (CHINESE.encode("gb18030"), "a.html", sniff.TEXT),
        (CHINESE.encode("utf-16-le"), "a.txt", sniff.TEXT),
        (b"BM is a name, GIF8 another\n", "a.txt", sniff.TEXT),
        (f"# 报告\n\n甲<br>乙\n{CHINESE}".encode(), "a.md", sniff.MARKDOWN),
    ],
)
def test_the_content_decides_the_type(content: bytes, name: str, expected: str):
    assert sniff.media_type(content, name) == expected


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\x00" * 100, "\ufeff\u3000\u200b".encode()])
def test_nothing_but_white_space_is_empty(content: bytes):
    assert reason(content, "a.html") == "empty"


def test_noise_under_a_known_name_is_corrupt():
    assert reason(NOISE, "a.pdf") == "corrupt"


def test_noise_under_an_unknown_name_is_unsupported():
    assert reason(NOISE, "a.bin") == "unsupported"


def test_an_ole2_file_without_a_document_is_corrupt():
    assert reason(OLE2 + NOISE, "a.doc") == "corrupt"


def test_a_cut_archive_is_corrupt():
    whole = archive("word/document.xml")

    assert reason(whole[: len(whole) // 2], "a.docx") == "corrupt"


def test_a_folder_named_like_one_of_office_makes_no_office_file():
    assert sniff.media_type(archive("word/a.txt", "xl/b.txt"), "a.zip") == sniff.ZIP


def test_a_report_packed_without_compression_is_no_pdf():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        members.writestr("a.pdf", b"%PDF-1.7 ...")

    assert sniff.media_type(file.getvalue(), "a.zip") == sniff.ZIP


@pytest.mark.parametrize(
    "content", [b"Rar!\x1a\x07\x01\x00" + NOISE, b"7z\xbc\xaf\x27\x1c" + NOISE]
)
def test_an_archive_that_is_not_opened_is_unsupported(content: bytes):
    assert reason(content, "a.zip") == "unsupported"


@pytest.mark.parametrize("flags", [0x0100, 0x8100])
def test_an_old_word_file_with_a_password_is_encrypted(flags: int):
    """MS-DOC 2.5.2: fEncrypted, with or without fObfuscated."""
    head = b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little") + bytes(500)

    assert reason(OLE2 + bytes(504) + head + "WordDocument".encode("utf-16-le"), "a.doc") == (
        "encrypted"
    )


def test_an_office_file_with_a_password_is_encrypted():
    content = OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)

    assert reason(content, "a.docx") == "encrypted"


def test_other_xml_is_unsupported():
    assert reason(b'<?xml version="1.0"?><plist/>', "a.xml") == "unsupported"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_chinese_text_is_decoded_in_every_usual_encoding(encoding: str):
    assert decode((CHINESE * 3).encode(encoding))[0] == CHINESE * 3


def test_a_declared_charset_decides_where_bytes_leave_it_open():
    page = "<meta http-equiv=Content-Type content='text/html; charset=big5'>政府資訊公開"

    assert decode(page.encode("big5"))[0] == page


def test_one_damaged_character_does_not_turn_the_text_into_another_encoding():
    content = bytearray((CHINESE * 10).encode())
    del content[1]

    text, encoding = decode(bytes(content))

    assert encoding == "utf-8"
    assert text.endswith(CHINESE * 9)
    assert "\ufffd" in text


def test_bytes_that_are_no_text_are_rejected():
    with pytest.raises(Rejected) as rejected:
        decode(b"<html>" * 500 + NOISE)

    assert rejected.value.reason_code == "corrupt"


def test_a_text_in_which_only_line_breaks_are_tags_is_no_page():
    content = "| 商业<br>企业 | 科研<br>机构 | 社会<br>公益 |\n| 1 | 2 | 3 |\n".encode()
    assert sniff.media_type(content, "report.txt") == "text/plain"
    assert sniff.media_type(content, "report.htm") == "text/html"
