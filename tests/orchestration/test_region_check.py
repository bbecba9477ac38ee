"""What a trial of a region's sources says is next to mend."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import typer

from collection.options import Options
from collection.region import Region
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


def test_years_between_the_first_report_and_the_last_due_are_missed():
    assert missing_years([2019, 2021], APRIL) == [2020, 2022, 2023, 2024]
    assert missing_years([2023, 2024], APRIL, 2021) == [2021, 2022]
    assert missing_years([], APRIL) == []
    assert listed_years([2020, 2022, 2023, 2024]) == "2020, 2022–2024"


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
    assert "1 of 1 reports say another area" in next_step(tmp_path, [check], APRIL, {})


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
    gap = SourceCheck(visit("x"), read=2, years={2019, 2021})
    unfetched = SourceCheck(visit(notes=("/2023.html answers 500.",)))
    checks = [good, summed, gap, nameless, rejected, unfetched, empty, faulty]
    said = []
    while checks:
        said.append(next_step(tmp_path, checks, APRIL, {}))
        checks.pop()
    assert "host does not answer" in said[0]
    assert "no link of the list" in said[1]
    assert "none of the 5 reports" in said[2] and "answers 500" in said[2]
    assert "rejected (not_a_report)" in said[3] and "attachments: prefer" in said[3]
    assert "year_unknown" in said[4] and "`content`" in said[4]
    assert "2020, 2022–2024" in said[5]
    assert "column_balance" in said[6] and "gongkai review" in said[6]
    assert said[7].startswith("Nothing.")


def test_a_source_asked_for_early_years_misses_them(tmp_path: Path):
    check = SourceCheck(visit("x"), read=1, years={2024})
    assert "2022–2023" in next_step(tmp_path, [check], APRIL, {"government": 2022})


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


def test_a_source_at_fault_is_told_by_the_exit_code_too(tmp_path: Path, web: Web, capsys):
    site = web.site()
    site.gone("/index.html")
    regions = registered(tmp_path, site.url("/index.html"))
    with pytest.raises(typer.Exit) as ended:
        region_check.run("宿迁市", regions, tmp_path / "check", QUICK)
    assert ended.value.exit_code == region_check.SOURCE_AT_FAULT == 3
    assert "404" in capsys.readouterr().out
