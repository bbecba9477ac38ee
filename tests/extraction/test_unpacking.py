"""A report that comes packed, with what packers and file managers put beside it."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from extraction.document import Rejected
from extraction.files import archives
from extraction.files.unpacking import File, unpacked

REPORT = "<html><body>某县2023年政府信息公开工作年度报告</body></html>".encode()
OTHER = b"%PDF-1.4 ..."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


class GbkInfo(zipfile.ZipInfo):
    """A member as Chinese packers write it: the name in GBK and no flag that says UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def refused(content: bytes, name: str = "a.zip") -> Rejected:
    with pytest.raises(Rejected) as rejected:
        unpacked(content, name)
    return rejected.value


def test_what_lies_beside_a_report_does_not_disturb():
    members = {
        "年报/": b"",
        "年报/年报.html": REPORT,
        "__MACOSX/年报/._年报.html": REPORT,
        "年报/.DS_Store": b"\x00\x00\x00\x01Bud1",
        "年报/Thumbs.db": OLE2,
        "年报/~$年报.doc": OLE2,
        "年报/logo.png": PNG,
        "年报/年报_files/frame.html": REPORT,
        "年报/readme.txt": b"please unpack me",
    }

    assert unpacked(packed(**members), "a.zip") == File(REPORT, "text/html", "年报/年报.html")


def test_a_name_in_gbk_is_read():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(GbkInfo("公开/年报.html"), REPORT)

    assert unpacked(file.getvalue(), "a.zip").member == "公开/年报.html"


@pytest.mark.parametrize("name", ["../../年报.html", "/etc/年报.html", "C:\\年报.html"])
def test_a_member_whose_path_leads_elsewhere_is_read_like_any_other(name: str):
    assert unpacked(packed(**{name: REPORT}), "a.zip").content == REPORT


def test_an_archive_in_an_archive_is_opened_once():
    inner = packed(**{"a.html": REPORT})
    outer = packed(**{"in.zip": inner})

    assert unpacked(outer, "a.zip").member == "in.zip/a.html"
    assert refused(packed(**{"out.zip": outer})).reason_code == "unsupported"


def test_a_single_compressed_file_is_opened():
    assert unpacked(gzip.compress(REPORT), "a.html.gz") == File(REPORT, "text/html", "a.html")
    assert refused(gzip.compress(REPORT)[:-9]).reason_code == "corrupt"


def test_several_reports_are_not_chosen_from():
    rejected = refused(packed(**{"甲.html": REPORT, "乙.pdf": OTHER}))

    assert rejected.reason_code == "unsupported"
    assert "甲.html, 乙.pdf" in rejected.reason
    assert "add each report by itself: `gongkai add FILE…`" in rejected.reason


def test_the_one_text_beside_a_readme_is_the_report():
    members = {"年报.txt": "2023年年度报告".encode(), "说明.txt": "先解压".encode()}

    assert unpacked(packed(**members), "a.zip").member == "年报.txt"


def test_a_readme_is_not_read_in_the_place_of_a_damaged_report():
    rejected = refused(packed(**{"年报.docx": b"PK\x03\x04 cut", "a.txt": b"some text"}))

    assert rejected.reason_code == "corrupt"


def test_an_archive_without_a_report_is_not_a_report():
    assert refused(packed(**{"film.mp4": b"\x00\x01" * 50})).reason_code == "not_a_report"


def test_a_locked_member_is_encrypted():
    content = bytearray(packed(**{"a.html": REPORT}))
    content[6] |= 1  # general purpose flag of the local header and of the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refused(bytes(content)).reason_code == "encrypted"


def test_a_damaged_member_is_corrupt():
    content = bytearray(packed(**{"a.html": REPORT}))
    content[45] ^= 0xFF

    assert refused(bytes(content)).reason_code == "corrupt"


def test_bombs_are_too_large(monkeypatch: pytest.MonkeyPatch):
    many = {f"{number}.txt": b"x" for number in range(archives.MAX_MEMBERS + 1)}
    assert refused(packed(**many)).reason_code == "too_large"
    monkeypatch.setattr(archives, "MAX_UNPACKED", 5_000)
    assert refused(gzip.compress(bytes(5_001))).reason_code == "too_large"
    nested = {f"{number}.zip": packed(**{"a.html": bytes(2_000)}) for number in range(3)}
    assert refused(packed(**nested)).reason_code == "too_large"


def test_a_member_longer_than_it_states_is_not_unpacked_to_its_end():
    content = bytearray(packed(**{"a.html": bytes(100_000)}))
    for at in (22, content.index(b"PK\x01\x02") + 24):
        content[at : at + 4] = (10).to_bytes(4, "little")

    assert refused(bytes(content)).reason_code == "corrupt"
