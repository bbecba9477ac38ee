"""Sources visited by hand: `gongkai collect`, and the same in Dagster."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import dagster as dg
import pytest

from collection.collect import LOCK
from collection.registry import names_by_code, read_registry
from orchestration import collecting
from orchestration.collecting import RegistryCollector
from orchestration.commands.region_list import region_lines
from orchestration.defs.ingest.collection import ANEW, collected, regions
from orchestration.lake import JURISDICTIONS, Lake
from orchestration.nights.past import nights
from orchestration.progress import Progress
from tests.collection.conftest import QUICK, title
from tests.collection.web import Site, Web
from tests.commands import Done, call
from tests.nights.test_collecting import write
from tests.orchestration.conftest import another_holds, folders


@pytest.fixture
def site() -> Iterator[Site]:
    with Web() as web:
        yield web.site()


@pytest.fixture
def files(lake: Lake, site: Site) -> Path:
    """The files of two regions: one lists two old reports, the list of the other is gone."""
    for year in (2019, 2023):
        site.report(f"/{year}.html", title(year), day="2020-01-30")
    site.index("/index.html", ["/2019.html", "/2023.html"])
    folder = lake.raw.parent / "regions"
    folder.mkdir()
    for code, name, path in (("320813", "洪泽区", "index"), ("320803", "淮安区", "gone")):
        source = {"key": "government", "list": {"url": site.url(f"/{path}.html")}}
        write(folder, code, division=code, name=name, sources=[source])
    return folder


@pytest.fixture
def by_hand(lake: Lake, files: Path, monkeypatch: pytest.MonkeyPatch):
    """`gongkai collect` on a day."""

    def collect(day: str, *arguments: str) -> Done:
        now = datetime.fromisoformat(f"{day}T10:00:00+08:00")
        monkeypatch.setattr(collecting, "collecting_options", lambda: replace(QUICK, now=now))
        return call(
            *("collect", *arguments, "--raw", lake.raw, "--out", lake.releases),
            *("--regions", files),
        )

    return collect


def test_chosen_regions_are_visited_and_nothing_is_built(lake: Lake, site: Site, by_hand):
    done = by_hand("2024-03-01", "--region", "洪泽区")
    assert done.code == 0, done.err
    assert "Sources: 1 visited, 0 at fault; they list 2 reports, 2 new" in done.out
    assert f"320813/2023/{title(2023)}.html" in done.out and "gongkai build" in done.out
    assert nights(lake) == [] and not lake.releases.exists()
    assert "/gone.html" not in site.paths()


def test_all_regions_below_one_are_visited_and_a_fault_is_the_exit_code(by_hand):
    for chosen in ([], ["--region", "江苏省"], ["--region", "320800"]):
        done = by_hand("2024-03-01", *chosen)
        assert done.code == 3
        assert "Sources: 2 visited, 1 at fault" in done.out
        assert "source at fault: 320803/government" in done.out


def test_the_list_of_regions_tells_of_the_newest_visit_whoever_asked_for_it(
    lake: Lake, site: Site, by_hand
):
    def faults() -> list[str]:
        registry = read_registry(
            lake.raw.parent / "regions", names_by_code(JURISDICTIONS), allow_loopback=True
        )
        return [
            fault for line in region_lines(registry, lake.collection, {}) for fault in line.faults
        ]

    by_hand("2024-03-01")
    (fault,) = faults()
    assert fault.startswith("government: ") and "404" in fault
    site.index("/gone.html", ["/2019.html"])
    by_hand("2024-03-01", "--region", "淮安区")
    assert faults() == []


def test_a_region_without_a_file_is_refused_before_any_visit(site: Site, by_hand):
    done = by_hand("2024-03-01", "--region", "洪泽区", "--region", "宿迁市")
    assert done.code == 1
    assert done.err == "gongkai: 宿迁市 has no region file. Make it: gongkai region add 321300\n"
    assert site.asked == []


def test_another_collector_at_work_is_said_at_once(lake: Lake, site: Site, by_hand):
    with another_holds(lake.collection / LOCK):
        done = by_hand("2024-03-01")
    assert (done.code, site.asked) == (1, [])
    assert "Another collector is at work" in done.err


def test_anew_asks_for_what_is_not_due_and_what_a_site_calls_unchanged(site: Site, by_hand):
    by_hand("2024-03-01", "--region", "320813")
    site.asked.clear()
    by_hand("2024-03-01", "--region", "320813")
    assert {asked.path for asked in site.asked if "if-none-match" not in asked.headers} <= {
        "/robots.txt",
        "/index.html",
    }
    site.asked.clear()
    assert by_hand("2024-03-01", "--region", "320813", "--anew").code == 0
    assert {"/2019.html", "/2023.html"} < set(site.paths())
    assert not any("if-none-match" in asked.headers for asked in site.asked)


def test_in_dagster_a_tag_asks_anew(lake: Lake, files: Path, site: Site):
    collector = RegistryCollector(files, replace(QUICK))
    resources = {"lake_folders": folders(lake), "collector": collector, "progress": Progress()}
    for tags in ({}, {ANEW: "yes"}):
        site.asked.clear()
        with dg.DagsterInstance.ephemeral() as instance:
            instance.add_dynamic_partitions(regions.name, ["320813"])
            chosen = {"partition_key": "320813", "instance": instance}
            assert dg.materialize([collected], resources=resources, tags=tags, **chosen).success
    assert {"/2019.html", "/2023.html"} < set(site.paths())
    assert not any("if-none-match" in asked.headers for asked in site.asked)
