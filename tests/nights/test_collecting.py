"""A night's collecting, from the region files over the (invented) web to the journal."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.collecting import RegistryCollector
from orchestration.defs.ingest.collection import COLLECTED, regions, visits
from orchestration.lake import Lake
from orchestration.nights.conclusion import conclude
from orchestration.nights.journal import Journal
from orchestration.resources import LakeFolders
from tests.collection.conftest import QUICK, title
from tests.collection.web import Web

REGION = {"division": "320829", "name": "洪泽县"}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "regions"
    folder.mkdir()
    return folder


def write(folder: Path, code: str, **content) -> None:
    (folder / f"{code}.yml").write_text(yaml.safe_dump(content, allow_unicode=True))


def collect_once(
    lake: Lake, folder: Path, instance: dg.DagsterInstance, when: str = "2024-03-01T02:00"
) -> Journal:
    now = datetime.fromisoformat(f"{when}:00+08:00")
    journal = Journal.begin(lake, "night", now=now)
    result = dg.materialize(
        [visits],
        instance=instance,
        resources={
            "lake_folders": LakeFolders(raw_dir=str(lake.raw), releases_dir=str(lake.releases)),
            "collector": RegistryCollector(folder, options=replace(QUICK, now=now)),
            "progress": journal,
        },
    )
    assert result.success
    journal.note(outcome="unchanged")
    conclude(journal)
    return journal


def test_reports_are_found_and_faults_are_shown_beside_them(lake: Lake, files: Path):
    with Web() as web, dg.DagsterInstance.ephemeral() as instance:
        site, gone = web.site(), web.site()
        site.report("/2023.html", title(2023))
        site.index("/index.html", ["/2023.html"])
        write(
            files,
            "320829",
            **REGION,
            sources=[
                {"key": "government", "list": {"url": site.url("/index.html")}},
                {"key": "office", "list": {"url": gone.url("/nothing.html")}},
            ],
        )
        write(files, "320830", division="320830", name="不是这个名字", sources=[])
        for count, (night, hour) in enumerate([(1, 2), (1, 9), (2, 2), (3, 2), (3, 23)]):
            journal = collect_once(lake, files, instance, f"2024-03-0{night}T{hour:02}:00")
            found = {(v.region_code, v.source_key): v for v in journal.night.visits}
            good, bad = found["320829", "government"], found["320829", "office"]
            broken = found["320830", "registry"]
            assert (good.fault, len(good.new), good.found) == (None, int(count == 0), 1)
            assert bad.fault and bad.failed_nights == night
            assert broken.failed_nights == night and "320830" in broken.fault
        assert instance.get_dynamic_partitions(regions.name) == ["320829", "320830"]
        made = instance.get_materialized_partitions(COLLECTED)
        assert made == set(), "one of its sources is at fault"
    (report,) = [path for path in lake.raw.rglob("*") if path.suffix in (".html", ".htm")]
    assert report.relative_to(lake.raw).as_posix().startswith("320829/2023/")
    page = (journal.folder / "report.html").read_text("utf-8")
    assert "不是这个名字" in page


def test_without_region_files_nothing_is_collected(lake: Lake, files: Path):
    with dg.DagsterInstance.ephemeral() as instance:
        assert collect_once(lake, files, instance).night.visits == []
        assert collect_once(lake, files / "absent", instance).night.visits == []


def test_a_raw_folder_that_cannot_be_written_fails_no_night(lake: Lake, files: Path):
    lake.collection.write_text("a file stands where the collector remembers")
    write(files, "320829", **REGION, sources=[{"key": "a", "list": {"url": "http://127.0.0.1:9/"}}])
    with dg.DagsterInstance.ephemeral() as instance:
        (visit,) = collect_once(lake, files, instance).night.visits
    assert visit.fault
