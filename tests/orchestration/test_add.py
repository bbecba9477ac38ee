"""`gongkai add`: a report that came by mail is filed at its place, or nothing is."""

import zipfile
from pathlib import Path

import pytest
import yaml

from extraction.gazetteer import Gazetteer
from orchestration.commands.divisions import divisions_called, place_of
from orchestration.lake import JURISDICTIONS, Lake
from tests.commands import call
from tests.conftest import ROOT


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A report of 淮安市 for 2024 under a name that says nothing."""
    (found,) = (ROOT / "data" / "raw" / "320800" / "2024").glob("*.html")
    path = tmp_path / "附件 1.html"
    path.write_bytes(found.read_bytes())
    return path


def filed(lake: Lake) -> list[str]:
    return sorted(
        path.relative_to(lake.raw).as_posix() for path in lake.raw.rglob("*") if path.is_file()
    )


def test_a_report_that_says_whose_it_is_needs_no_more(lake: Lake, mail: Path):
    done = call("add", mail, "--raw", lake.raw, "--from", "mail of 3 March 2025")
    assert done.code == 0, done.err
    assert filed(lake) == [
        "320800/2024/附件_1.html",
        "320800/2024/附件_1.html.source.yml",
    ]
    sidecar = yaml.safe_load((lake.raw / filed(lake)[1]).read_text(encoding="utf-8"))
    assert sidecar["publisher"] == "mail of 3 March 2025"
    assert "江苏省淮安市" in done.out


def test_several_reports_are_filed_by_one_call_whatever_becomes_of_the_others(
    lake: Lake, mail: Path, tmp_path: Path
):
    notice, page = tmp_path / "notice.txt", mail.read_text(encoding="utf-8")
    notice.write_text("关于放假的通知", encoding="utf-8")
    mail.with_name("2023.html").write_text(page.replace("2024", "2023"), encoding="utf-8")
    done = call("add", mail, notice, mail.with_name("2023.html"), "--raw", lake.raw)
    assert done.code == 1
    assert "notice.txt gives no report (not_a_report)" in done.err
    reports = [path for path in filed(lake) if path.endswith(".html")]
    assert reports == ["320800/2023/2023.html", "320800/2024/附件_1.html"]


def test_an_archive_of_several_reports_names_them_and_the_command_that_takes_them(
    lake: Lake, mail: Path, tmp_path: Path
):
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(mail, "年报/2023.html")
        archive.write(mail, "年报/2024.html")
    done = call("add", packed, "--raw", lake.raw)
    assert done.code == 1 and filed(lake) == []
    assert "2 files that may be the report (年报/2023.html, 年报/2024.html)" in done.err
    assert "add each report by itself: `gongkai add FILE…`" in done.err


def test_the_same_bytes_are_not_filed_twice(lake: Lake, mail: Path):
    call("add", mail, "--raw", lake.raw)
    before = filed(lake)
    done = call("add", mail, "--raw", lake.raw)
    assert done.code == 0
    assert "already" in done.out and "Nothing was filed" in done.out
    assert filed(lake) == before


def test_bytes_that_lie_in_another_division_are_filed_and_the_other_place_is_named(
    lake: Lake, mail: Path
):
    call("add", mail, "--raw", lake.raw)
    done = call("add", mail, "--raw", lake.raw, "--region", "洪泽区")
    assert done.code == 0, done.err
    assert "320813/2024/附件_1.html" in filed(lake)
    assert f"The same bytes lie at {lake.raw}/320800/2024/附件_1.html as well" in done.out


def test_what_was_said_against_the_document_is_filed_and_said(lake: Lake, mail: Path):
    done = call("add", mail, "--raw", lake.raw, "--region", "南京市鼓楼区", "--year", 2022)
    assert done.code == 0, done.err
    assert filed(lake)[0].startswith("320106/2022/")
    assert "You said division 320106, the document says 320800" in done.out
    assert "You said year 2022, the document says 2024" in done.out


def test_a_name_that_several_divisions_bear_is_asked_about_and_nothing_filed(
    lake: Lake, mail: Path
):
    done = call("add", mail, "--raw", lake.raw, "--region", "鼓楼区")
    assert done.code == 1
    assert "320106  江苏省南京市鼓楼区" in done.err
    assert "350102  福建省福州市鼓楼区" in done.err
    assert filed(lake) == []


def test_what_is_no_report_is_filed_only_when_both_are_said(lake: Lake, tmp_path: Path):
    path = tmp_path / "notice.txt"
    path.write_text("关于放假的通知", encoding="utf-8")
    refused = call("add", path, "--raw", lake.raw, "--year", 2021)
    assert refused.code == 1
    assert "not_a_report" in refused.err and "Nothing was filed" in refused.err
    assert filed(lake) == []
    taken = call("add", path, "--raw", lake.raw, "--year", 2021, "--region", "320800")
    assert taken.code == 0
    assert "rejected (not_a_report)" in taken.out
    assert filed(lake)[0] == "320800/2021/notice.txt"


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("洪泽区", ["江苏省淮安市洪泽区"]),
        ("洪泽", ["江苏省淮安市洪泽区"]),
        ("江苏省 淮安市 洪泽区", ["江苏省淮安市洪泽区"]),
        ("320813", ["江苏省淮安市洪泽区"]),
        ("３２０８１３", ["江苏省淮安市洪泽区"]),
        ("淮安市洪泽区人民政府", ["江苏省淮安市洪泽区"]),
        ("大兴安岭地区行政公署", ["黑龙江省大兴安岭地区"]),
        ("朝阳区", ["北京市朝阳区", "吉林省长春市朝阳区"]),
        ("莱芜市", ["山东省莱芜市"]),
        ("洪泽区人民", []),
        ("没有区", []),
        ("999999", []),
    ],
)
def test_a_division_is_found_by_name_or_code(words: str, places: list[str]):
    known = Gazetteer.load(JURISDICTIONS)
    assert [place_of(unit, known) for unit in divisions_called(words, known)] == places


def test_what_a_document_does_not_say_is_named_with_how_to_say_it(lake: Lake, tmp_path: Path):
    known = "".join(
        p.read_text() for p in (ROOT / "data" / "raw" / "232700" / "2020").glob("*.txt")
    )
    path = tmp_path / "a.txt"
    path.write_text(known.replace("大兴安岭", "").replace("加格达奇", "").replace("2020", "20"))
    refused = call("add", path, "--raw", lake.raw)
    assert refused.code == 1 and not filed(lake)
    assert "does not say whose report it is (--region)" in refused.err, refused.err
