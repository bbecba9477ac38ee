"""What a trial of a region's sources says is next to mend."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import typer
from rich.console import Console

from collection.options import Options
from collection.region import Region, Source
from collection.region_file import write_region
from collection.visit import SourceVisit
from orchestration.commands import region_check
from orchestration.region_check import (
    SourceCheck,
    check_sources,
    last_due_year,
    listed_years,
    missing_years,
    next_step,
)
from tests.collection.web import Web
from tests.orchestration.conftest import HUAIAN, SUQIAN, put_report


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


QUICK = Options(pause=0, retry_seconds=0.1, allow_loopback=True)


def registered(folder: Path, address: str) -> Path:
    """A registry with one region, whose list is at this address."""
    source = {"key": "government", "list": {"url": address}}
    region = Region.model_validate(
        {"division": "321300", "name": "宿迁市", "sources": [source]},
        context={"allow_loopback": True},
    )
    write_region(folder / "regions", region)
    return folder / "regions"


APRIL = date(2025, 4, 1)


def visit(
    *new: str, notes: tuple[str, ...] = (), found: int = 5, fault: str | None = None
) -> SourceVisit:
    return SourceVisit("321300", "government", found=found, new=new, fault=fault, notes=notes)


@pytest.mark.parametrize(
    ("today", "year"), [(date(2025, 3, 31), 2023), (APRIL, 2024), (date(2026, 1, 1), 2024)]
)
def test_reports_of_a_year_are_due_by_the_end_of_march(today: date, year: int):
    assert last_due_year(today) == year


def source(key: str = "government", **given: object) -> Source:
    return Source.model_validate(
        {"key": key, "list": {"url": "https://www.example.gov.cn/"}, **given}
    )


def missed(years: set[int], **given: object) -> str:
    """The years that a region of one source misses."""
    checks = [SourceCheck(visit("x"), years=years)]
    return listed_years(missing_years(checks, [source(**given)], APRIL)["government"])


def test_years_since_reports_are_due_are_missed_also_before_the_first_one_read():
    assert missed({2019, 2021}) == "2008–2018, 2020, 2022–2024"
    assert missed({2023, 2024}, year_from=2021) == "2021–2022"
    assert missed(set()) == "", "what is wrong with all is said otherwise"


def test_what_one_source_of_a_body_lacks_another_may_hold():
    checks = [
        SourceCheck(SourceVisit("321300", "government"), years=set(range(2015, 2025))),
        SourceCheck(SourceVisit("321300", "old"), years=set(range(2009, 2014))),
        SourceCheck(SourceVisit("321300", "departments"), years={2024}),
    ]
    issuer = "宿迁市人民政府"
    sources = [source(issuer=issuer), source("old", issuer=issuer), source("departments")]
    missing = missing_years(checks, sources, APRIL)
    assert missing["government"] == missing["old"] == [2008, 2014]
    assert missing["departments"] == list(range(2008, 2024))


def test_files_are_read_and_counted_for_the_source_that_brought_them(tmp_path: Path):
    put_report(tmp_path, SUQIAN)
    put_report(tmp_path, HUAIAN)
    (tmp_path / "321300" / "2022").mkdir()
    (tmp_path / "321300" / "2022" / "notice.html").write_text("<p>关于放假的通知</p>")
    one, other = check_sources(
        tmp_path,
        [visit(SUQIAN, "321300/2022/notice.html"), SourceVisit("320800", "x", new=(HUAIAN,))],
    )
    assert (one.read, one.years, one.doubts) == (1, {2023}, {})
    assert one.rejections == {"321300/2022/notice.html": "not_a_report"}
    assert (other.read, other.years, other.rejections) == (1, {2024}, {})


def test_a_report_of_another_area_is_doubted(tmp_path: Path):
    put_report(tmp_path, HUAIAN)
    (tmp_path / "321300" / "2024").mkdir(parents=True)
    path = "321300/2024/huaian.html"
    shutil.copy(tmp_path / HUAIAN, tmp_path / path)
    (check,) = check_sources(tmp_path, [visit(path)])
    assert check.doubts == {path: ["jurisdiction_mismatch"]}
    assert "another area than this region is said by 1 of 1 report," in next_step(
        tmp_path, [check], {}
    )


def test_what_is_wrong_with_most_is_mended_first(tmp_path: Path):
    years = set(range(2019, 2025))
    good = SourceCheck(visit("x"), read=6, years=years)
    faulty = SourceCheck(visit(fault="The host does not answer."))
    empty = SourceCheck(visit(found=0))
    rejected = SourceCheck(visit("x"), years=years)
    rejected.rejections["a/b.html"] = "not_a_report"
    rejected.reasons["a/b.html"] = "No table was found."
    summed = SourceCheck(visit("x"), read=6, years=years, doubts={"a/c.html": ["column_balance"]})
    nameless = SourceCheck(visit("x"), read=6, years=years, doubts={"a/d.html": ["year_unknown"]})
    gap = SourceCheck(SourceVisit("321300", "gap", found=2, new=("x",)), years={2019, 2021})
    unfetched = SourceCheck(visit(notes=("/2023.html answers 500.",)))
    early = SourceCheck(SourceVisit("321300", "early", found=1, new=("x",)), years={2019})
    missing = {"gap": [2018, 2020, 2022, 2023, 2024], "early": [2017, 2018]}
    checks = [good, early, summed, gap, nameless, rejected, unfetched, empty, faulty]
    said = []
    while checks:
        said.append(next_step(tmp_path, checks, missing))
        checks.pop()
    assert "host does not answer" in said[0]
    assert "no link of the list" in said[1]
    assert "lists 5 reports, and none" in said[2] and "answers 500" in said[2]
    assert "rejected (not_a_report)" in said[3] and "attachments: prefer" in said[3]
    assert "year_unknown" in said[4] and "`content`" in said[4]
    assert "on 2020, 2022–2024 was" in said[5]
    assert "column_balance" in said[6] and "gongkai review" in said[6]
    assert "on 2017–2018 was" in said[7]
    assert said[8].startswith("Nothing.")


def test_a_trial_collects_reads_and_touches_nothing_else(tmp_path: Path, web: Web, capsys):
    """The whole of `gongkai region check`, on sites served on loopback."""
    site = web.site()
    real = put_report(tmp_path / "real", SUQIAN).read_bytes()
    site.known("/2023.html", "宿迁市2023年政府信息公开工作年度报告")
    site.put("/2023.html", real)
    site.known("/2022.html", "宿迁市2022年政府信息公开工作年度报告")
    site.gone("/2022.html")
    site.index("/index.html", ["/2023.html", "/2022.html"])
    regions = registered(tmp_path, site.url("/index.html"))
    region_check.run("宿迁市", regions, tmp_path / "check", QUICK)
    said = capsys.readouterr().out
    assert "2023" in said and "Next to mend" in said
    assert "2022.html" in said, "the report that could not be fetched is noted"
    filed = sorted(path.name for path in (tmp_path / "check" / "321300").rglob("*.html"))
    assert filed == ["宿迁市2023年政府信息公开工作年度报告.html"]
    assert {path.name for path in tmp_path.iterdir()} == {"real", "regions", "check"}


def test_a_source_at_fault_is_told_once_and_by_the_exit_code_too(tmp_path: Path, web: Web, capsys):
    site = web.site()
    site.gone("/index.html")
    regions = registered(tmp_path, site.url("/index.html"))
    with pytest.raises(typer.Exit) as ended:
        region_check.run("宿迁市", regions, tmp_path / "check", QUICK)
    assert ended.value.exit_code == region_check.SOURCE_AT_FAULT == 3
    assert capsys.readouterr().out.count("answers 404") == 1


def test_reports_that_another_source_brought_are_no_reports_that_could_not_be_filed(
    tmp_path: Path, web: Web, capsys
):
    site = web.site()
    site.put("/2023.html", put_report(tmp_path / "real", SUQIAN).read_bytes())
    site.put("/copy.html", site.answers["/2023.html"].body)
    sources = []
    for path in ("/2023.html", "/copy.html"):
        site.known(path, "宿迁市2023年政府信息公开工作年度报告")
        site.index(f"/list{path}", [path])
        sources.append({"key": path[1:5], "list": {"url": site.url(f"/list{path}")}})
    region = Region.model_validate(
        {"division": "321300", "name": "宿迁市", "sources": sources},
        context={"allow_loopback": True},
    )
    write_region(tmp_path / "regions", region)
    region_check.run("宿迁市", tmp_path / "regions", tmp_path / "check", QUICK)
    said = " ".join(capsys.readouterr().out.split())
    assert "copy: filed already, from another source or list: 1 of" in said
    assert "could be filed" not in said


def test_every_source_at_fault_says_why_once(tmp_path: Path, capsys):
    checks = [
        SourceCheck(SourceVisit("321300", key, fault=f"{key} is down.")) for key in ("one", "two")
    ]
    sources = [source("one"), source("two")]
    region = Region(division="321300", name="宿迁市", sources=sources)
    region_check._print(Console(width=100), region, tmp_path, checks)
    said = capsys.readouterr().out
    assert said.count("one: one is down.") == said.count("two: two is down.") == 1
