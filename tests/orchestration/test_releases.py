"""Releases over time: what is listed, going back, and what a night then publishes."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.files import BuildFailed, only_builder
from orchestration.lake import Lake
from orchestration.raw.inventory import write_inventory
from orchestration.releases.history import current_id, damage, releases_of
from orchestration.releases.publish import Limits, ReleaseHeld, publish
from orchestration.releases.rollback import roll_back
from orchestration.releases.withdrawals import marks_file, withdrawals_of
from tests.commands import call
from tests.conftest import ROOT
from tests.orchestration.conftest import put_report
from tests.orchestration.made_releases import NOON, copy_of, make_releases, publish_value
from tests.orchestration.test_release import build, rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, list[str]]:
    return make_releases(tmp_path_factory.mktemp("made"), 3)


@pytest.fixture
def three(made, tmp_path: Path) -> tuple[Lake, list[str]]:
    """Three releases, the newest current."""
    return copy_of(made, tmp_path / "copy")


def value(lake: Lake) -> int:
    return int(rows(lake.current / "gongkai.duckdb")[0][1])


def test_releases_are_listed_newest_first_with_why_they_exist(listed: Lake):
    first = publish_value(listed, 1)
    put_report(listed.raw, "320800/2024/new.html")
    write_inventory(listed)
    second = publish_value(listed, 2)
    done = call("releases", "--out", listed.releases, "--json")
    newest, oldest = json.loads(done.out)["releases"]
    assert (newest["release_id"], oldest["release_id"]) == (second, first)
    assert newest["is_current"] and not oldest["is_current"]
    assert oldest["why"] == "the first release: 2 files"
    assert newest["why"].startswith("files: 1 added")
    assert newest["bytes"] > 0
    shown = call("releases", "--out", listed.releases)
    assert f"{second}  current" in shown.out and first in shown.out


def test_a_clock_that_went_back_does_not_change_the_order(listed: Lake):
    ids = [
        publish_value(listed, 1, datetime(2037, 1, 1, tzinfo=UTC)),
        publish_value(listed, 2, datetime(1970, 1, 1, tzinfo=UTC)),
        publish_value(listed, 3, NOON),
    ]
    assert [release.release_id for release in releases_of(listed)] == ids[::-1]
    assert current_id(listed) == ids[-1]
    assert roll_back(listed, "wrong").release_id == ids[1]


def test_the_same_content_in_the_same_second_gets_a_folder_of_its_own(listed: Lake):
    build(listed, "('a', 1)")
    first = publish(listed, NOON)
    build(listed, "('a', 2)")
    publish(listed, NOON)
    build(listed, "('a', 1)")
    again = publish(listed, NOON)
    assert again.release_id == f"{first.release_id}-2"
    assert damage(first.folder) is None
    assert current_id(listed) == again.release_id


def test_a_damaged_release_is_listed_with_what_to_do(three):
    lake, ids = three
    (lake.releases / ids[0] / "parquet" / "dim_thing.parquet").unlink()
    (lake.releases / ids[1] / "manifest.json").write_text("{")
    (lake.releases / ".building-x").mkdir()
    (lake.releases / "notes").mkdir()
    listed = json.loads(call("releases", "--out", lake.releases, "--json").out)["releases"]
    states = {row["release_id"]: row["state"] for row in listed}
    assert states == {
        ids[2]: "whole",
        ids[1]: "damaged",
        ids[0]: "damaged",
        ".building-x": "half_written",
    }
    faults = " ".join(row["fault"] or "" for row in listed)
    assert "dim_thing.parquet" in faults
    assert "gongkai prune" in faults


def test_a_changed_byte_is_found_by_verifying(three):
    lake, ids = three
    path = lake.releases / ids[1] / "parquet" / "dim_thing.parquet"
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    quick = json.loads(call("releases", "--out", lake.releases, "--json").out)["releases"]
    assert {row["state"] for row in quick} == {"whole"}
    done = call("releases", "--out", lake.releases, "--verify", "--json")
    assert [row["state"] for row in json.loads(done.out)["releases"]] == [
        "whole",
        "damaged",
        "whole",
    ]


def test_a_rollback_goes_to_the_release_before_and_says_why(three):
    lake, ids = three
    done = call("rollback", "--out", lake.releases, "--why", "甲市 reads twice", "--by", "Li")
    assert done.code == 0, done.err
    assert current_id(lake) == ids[1]
    assert value(lake) == 2
    (mark,) = withdrawals_of(lake)
    assert (mark.release_id, mark.withdrawn_by, mark.why) == (ids[2], "Li", "甲市 reads twice")
    assert "withdrawn by Li" in call("releases", "--out", lake.releases).out


def test_a_rollback_needs_a_reason(three):
    lake, ids = three
    assert call("rollback", "--out", lake.releases).code == 2
    assert call("rollback", "--out", lake.releases, "--why", " ").code == 1
    assert current_id(lake) == ids[2]


def test_rollbacks_go_further_back_and_never_to_what_was_taken_back(three):
    lake, ids = three
    assert roll_back(lake, "wrong").release_id == ids[1]
    assert roll_back(lake, "wrong too").release_id == ids[0]
    with pytest.raises(BuildFailed, match="no whole release"):
        roll_back(lake, "all wrong")
    assert current_id(lake) == ids[0]


def test_a_rollback_to_a_named_release_and_forward_again(three):
    lake, ids = three
    with pytest.raises(BuildFailed, match="No release is named 1999"):
        roll_back(lake, "wrong", to="1999")
    with pytest.raises(BuildFailed, match="begins several"):
        roll_back(lake, "wrong", to="2025")
    assert roll_back(lake, "wrong", to=ids[0][:8]).is_withdrawn
    forward = roll_back(lake, "it was right", to=ids[2])
    assert not forward.is_withdrawn
    assert current_id(lake) == ids[2]
    assert withdrawals_of(lake) == []


def test_a_damaged_release_is_not_gone_back_to(three):
    lake, ids = three
    path = lake.releases / ids[1] / "gongkai.duckdb"
    content = bytearray(path.read_bytes())
    content[9000] ^= 1
    path.write_bytes(content)
    with pytest.raises(BuildFailed, match=r"damaged.*gongkai\.duckdb"):
        roll_back(lake, "wrong")
    assert current_id(lake) == ids[2]
    assert withdrawals_of(lake) == []
    assert roll_back(lake, "wrong", to=ids[0]).release_id == ids[0]


def test_a_current_release_without_manifest_can_be_left(three):
    lake, ids = three
    (lake.current / "manifest.json").unlink()
    assert roll_back(lake, "damaged").release_id == ids[1]


def test_the_night_after_a_rollback_does_not_publish_the_same_again(three):
    lake, ids = three
    roll_back(lake, "甲市 reads twice", by="Li")
    with pytest.raises(ReleaseHeld, match=rf"{ids[2]}.*Li.*甲市 reads twice"):
        publish(lake, NOON, limits=Limits())
    assert current_id(lake) == ids[1]
    accepted = publish(lake, NOON, limits=None)
    assert accepted.is_new
    assert value(lake) == 3
    assert withdrawals_of(lake) == []


def test_what_differs_is_compared_with_the_release_that_was_gone_back_to(three):
    lake, ids = three
    roll_back(lake, "wrong")
    publish_value(lake, 4, limits=Limits())
    manifest = json.loads((lake.current / "manifest.json").read_text())
    assert manifest["changes"]["since_release"] == ids[1]
    assert [mark.release_id for mark in withdrawals_of(lake)] == [ids[2]]
    assert releases_of(lake)[0].release_id == manifest["release_id"]


@pytest.mark.parametrize("content", ["{", '{"withdrawn": [{}]}', "[]", '{"withdrawn": [1]}'])
def test_a_corrupt_file_of_marks_holds_the_night_back_with_words(three, content: str):
    lake, ids = three
    marks_file(lake).write_text(content)
    assert not publish(lake, NOON, limits=Limits()).is_new
    build(lake, "('a', 4)")
    with pytest.raises(ReleaseHeld, match=r"withdrawn\.json cannot be read"):
        publish(lake, NOON, limits=Limits())
    with pytest.raises(BuildFailed, match=r"withdrawn\.json cannot be read"):
        roll_back(lake, "wrong")
    done = call("releases", "--out", lake.releases)
    assert done.code == 0
    assert "withdrawn.json cannot be read" in done.out
    assert current_id(lake) == ids[2]
    assert publish(lake, NOON, limits=None).is_new
    assert withdrawals_of(lake) == []


def test_no_rollback_while_a_build_is_at_work(three):
    lake, ids = three
    script = "from orchestration.cli import main; main()"
    command = ["rollback", "--out", str(lake.releases), "--why", "wrong"]
    with only_builder(lake.lock):
        done = subprocess.run(
            [sys.executable, "-c", script, *command], capture_output=True, text=True, cwd=ROOT
        )
    assert done.returncode == 1
    assert "Another build" in done.stderr
    assert current_id(lake) == ids[2]


def test_a_reader_keeps_the_release_that_is_taken_back(three):
    lake, _ = three
    with duckdb.connect(str(lake.current / "gongkai.duckdb"), read_only=True) as reader:
        roll_back(lake, "wrong")
        assert reader.sql("select value from marts.dim_thing").fetchall() == [(3,)]
    assert value(lake) == 2


def test_what_the_commands_do_dagster_does_too(three):
    from orchestration.definitions import defs
    from orchestration.resources import LakeFolders

    lake, ids = three
    folders = LakeFolders(raw_dir=str(lake.raw), releases_dir=str(lake.releases))

    def execute(job: str, op: str, **config: object) -> None:
        done = defs.resolve_job_def(job).execute_in_process(
            run_config={"ops": {op: {"config": config}}}, resources={"lake_folders": folders}
        )
        assert done.success

    execute("rollback", "switch_release", why="wrong", by="Li")
    assert current_id(lake) == ids[1]
    assert withdrawals_of(lake)[0].withdrawn_by == "Li"
    execute("prune", "remove_releases", keep=1)
    assert [release.release_id for release in releases_of(lake)] == [ids[1]]
