"""A night with nothing new is known as such, and nothing else is taken for one."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration import warehouse
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.raw import marks
from orchestration.raw.inventory import FILED_YEARS, write_inventory
from orchestration.reading import run as extraction_run
from orchestration.reading.run import extract_partitions
from orchestration.releases import publish as release
from orchestration.releases import tables as release_tables
from orchestration.releases.publish import publish
from orchestration.review import COLUMNS, write_review_decisions
from orchestration.standing import Look, look
from orchestration.warehouse import build_key, record_build
from tests.orchestration.conftest import HUAIAN, SUQIAN, put_report
from tests.orchestration.test_release import NOON, build


@pytest.fixture(scope="module")
def night_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that a night leaves: two reports read, a build, a release."""
    folder = tmp_path_factory.mktemp("lake")
    lake = Lake.at(folder / "raw", folder / "releases")
    put_report(lake.raw, HUAIAN)
    put_report(lake.raw, SUQIAN)
    extract_partitions(lake, write_inventory(lake), FILED_YEARS)
    write_review_decisions(lake)
    build(lake)
    record_build(lake, build_key(lake), [])
    publish(lake, NOON)
    return folder


@pytest.fixture
def lake(night_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """A copy of it for one test; files are settled at once."""
    monkeypatch.setattr(marks, "SETTLED_NS", 0)
    shutil.copytree(night_before, tmp_path, symlinks=True, dirs_exist_ok=True)
    lake = Lake.at(tmp_path / "raw", tmp_path / "releases")
    receipt = json.loads(lake.build_receipt.read_text())
    record_build(lake, receipt["build_key"], receipt["checks"])
    publish(lake)
    return lake


def stands(lake: Lake) -> bool:
    return look(lake, Progress()).published is not None


def test_a_night_with_nothing_new_stands_and_says_so(lake: Lake):
    noted = {}

    class Notes(Progress):
        def note(self, **facts):
            noted.update(facts)

    found = look(lake, Notes())
    published = found.published
    assert (found.is_listed, published.is_new, found.files) == (True, False, 2)
    assert published.folder == lake.current.resolve()
    assert published.row_counts == {"dim_thing": 2}
    assert noted["outcome"] == "unchanged"
    assert noted["files"] == {"read": 0, "reused": 2, "rejected": 0}


def new_report(lake: Lake) -> None:
    put_report(lake.raw, "320800/2024/second.html")


def new_sidecar(lake: Lake) -> None:
    (lake.raw / f"{HUAIAN}.source.yml").write_text("declared_issuer: 淮安市人民政府\n")


def changed_report(lake: Lake) -> None:
    path = lake.raw / HUAIAN
    stamp = path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes().replace("政".encode(), "証".encode(), 1))
    os.utime(path, ns=(stamp, stamp))


def removed_report(lake: Lake) -> None:
    (lake.raw / HUAIAN).unlink()


def moved_report(lake: Lake) -> None:
    target = lake.raw / "320800/2023/huaian.html"
    target.parent.mkdir()
    (lake.raw / HUAIAN).rename(target)


def decision(lake: Lake) -> None:
    lake.review.mkdir()
    (lake.review / "decisions.csv").write_text(",".join(COLUMNS) + "\nnothing\n")


def damaged_table(lake: Lake) -> None:
    path = lake.extracted("facts", "2024")
    stamp = path.stat().st_mtime_ns
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    path.write_bytes(spoilt)
    os.utime(path, ns=(stamp, stamp))


def lost_receipt(lake: Lake) -> None:
    lake.documents("2023").unlink()


def left_over_table(lake: Lake) -> None:
    path = lake.extracted("facts", "2011")
    path.write_bytes(lake.extracted("facts", "2024").read_bytes())


def touched_database(lake: Lake) -> None:
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute("insert into marts.dim_thing values ('c', 3)")


def no_build(lake: Lake) -> None:
    lake.build_receipt.unlink()


def cut_release(lake: Lake) -> None:
    path = lake.current / "parquet" / "dim_thing.parquet"
    path.write_bytes(path.read_bytes()[:-1])


def no_release(lake: Lake) -> None:
    lake.current.unlink()


def release_with_other_content(lake: Lake) -> None:
    manifest = lake.current / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"content_sha256": "0" * 64}))


def broken_publication(lake: Lake) -> None:
    lake.publication.write_text("{")


def publication_of_another_build(lake: Lake) -> None:
    kept = json.loads(lake.publication.read_text())
    kept["build"]["key"] = "another key"
    lake.publication.write_text(json.dumps(kept))


@pytest.mark.parametrize(
    "change",
    [
        new_report,
        new_sidecar,
        changed_report,
        removed_report,
        moved_report,
        decision,
        damaged_table,
        lost_receipt,
        left_over_table,
        touched_database,
        no_build,
        cut_release,
        no_release,
        release_with_other_content,
        broken_publication,
        publication_of_another_build,
    ],
)
def test_whatever_changes_is_noticed(lake: Lake, change: Callable[[Lake], None]):
    assert stands(lake)
    change(lake)
    assert not stands(lake)


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (extraction_run, "version", "another version of the readers"),
        (warehouse, "project_digest", "other models"),
        (release, "_code", "other code that publishes"),
    ],
)
def test_other_code_is_noticed(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: str
):
    assert stands(lake)
    monkeypatch.setattr(module, name, lambda: value)
    assert not stands(lake)


def test_a_lost_or_broken_record_of_visits_changes_nothing(lake: Lake):
    assert stands(lake)
    for spoil in (lake.visits.unlink, lambda: lake.visits.write_bytes(b"spoilt")):
        spoil()
        assert stands(lake)


def test_a_night_without_raw_folder_is_left_to_the_job_which_says_so(lake: Lake):
    for path in sorted(lake.raw.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert look(lake, Progress()) == Look()


def test_a_build_is_read_once_to_know_what_it_says(lake: Lake, monkeypatch: pytest.MonkeyPatch):
    read = []
    real = release_tables.read_published_tables
    monkeypatch.setattr(
        release_tables,
        "read_published_tables",
        lambda path, *known: read.append(path) or real(path, *known),
    )
    publish(lake)
    assert read == []
    broken_publication(lake)
    assert not publish(lake).is_new
    assert read == [lake.build_database]
    assert stands(lake)
