"""Old releases go; the current one, those to go back to and those that are open stay."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.releases import prune as prune_module
from orchestration.releases.history import current_id, releases_of
from orchestration.releases.open_files import open_below
from orchestration.releases.prune import prune
from orchestration.releases.publish import Limits, ReleaseHeld, publish
from orchestration.releases.rollback import roll_back
from tests.commands import call
from tests.orchestration.made_releases import NOON, copy_of, make_releases, publish_value


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, list[str]]:
    return make_releases(tmp_path_factory.mktemp("made"), 5)


@pytest.fixture
def five(made, tmp_path: Path) -> tuple[Lake, list[str]]:
    """Five releases, the newest current."""
    return copy_of(made, tmp_path / "copy")


def names(lake: Lake) -> list[str]:
    return sorted(path.name for path in lake.releases.iterdir() if path.is_dir())


def test_the_newest_stay(five):
    lake, ids = five
    done = call("prune", "--keep", 2, "--out", lake.releases)
    assert done.code == 0, done.err
    assert "3 folders removed" in done.out
    assert names(lake) == [*ids[3:], "current"]


def test_a_dry_run_removes_nothing(five):
    lake, ids = five
    done = call("prune", "--keep", 2, "--dry-run", "--json", "--out", lake.releases)
    said = json.loads(done.out)
    assert sorted(said["removed"]) == ids[:3]
    assert said["bytes"] > 0
    assert names(lake) == [*ids, "current"]


def test_after_a_rollback_the_current_and_what_lies_before_it_stay(five):
    lake, ids = five
    roll_back(lake, "wrong", to=ids[2])
    done = prune(lake, 2)
    assert set(done.kept) == {ids[2], ids[1]}
    assert names(lake) == [*ids[1:3], "current"]
    assert roll_back(lake, "wrong too").release_id == ids[1]


def test_what_was_taken_back_stays_held_although_its_release_is_gone(five):
    lake, ids = five
    roll_back(lake, "wrong")
    prune(lake, 1)
    assert names(lake) == [ids[3], "current"]
    with pytest.raises(ReleaseHeld, match=ids[4]):
        publish(lake, NOON, limits=Limits())


def test_a_new_release_counts_on_from_one_that_was_taken_back(five):
    lake, ids = five
    roll_back(lake, "wrong")
    six = publish_value(lake, 6)
    assert [one.release_id for one in releases_of(lake)][:2] == [six, ids[4]]


def test_the_current_one_stays_although_it_is_damaged(five):
    lake, ids = five
    (lake.current / "manifest.json").unlink()
    prune(lake, 1)
    assert names(lake) == [ids[4], "current"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system shows no open files")
@pytest.mark.parametrize(
    "opening",
    [
        "held = open('gongkai.duckdb', 'rb')",
        "import mmap; f = open('README.md', 'rb'); "
        "held = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ); f.close(); import os; "
        "os.chdir('/')",
        "pass",
    ],
    ids=["open", "mapped", "standing in the folder"],
)
def test_a_release_that_a_process_has_open_stays(five, opening: str):
    lake, ids = five
    reader = subprocess.Popen(
        [sys.executable, "-c", f"{opening}; print(1, flush=True); input()"],
        cwd=lake.releases / ids[0],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert reader.stdout and reader.stdout.readline()
        done = prune(lake, 1)
        assert done.is_open == {ids[0]: [reader.pid]}
        assert names(lake) == [ids[0], ids[4], "current"]
    finally:
        reader.communicate(b"\n")
    assert prune(lake, 1).removed == [ids[0]]


def test_what_could_not_be_looked_at_is_said(five, tmp_path: Path):
    lake, _ = five
    looked = open_below([lake.releases], proc=tmp_path)
    assert "does not show" in looked.unseen[0]
    assert any("other machines" in sentence for sentence in prune(lake, 1).unseen)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may look at every process")
def test_processes_of_other_users_are_counted(five):
    lake, _ = five
    assert "other users" in open_below([lake.releases]).unseen[0]


def test_a_stopped_removal_is_ended_by_the_next(five, monkeypatch: pytest.MonkeyPatch):
    lake, ids = five

    def stopped(folder: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(prune_module, "_erase", stopped)
        with pytest.raises(KeyboardInterrupt):
            prune(lake, 3)
    assert len(releases_of(lake)) == 4, "one is hidden, none is half there"
    listed = json.loads(call("releases", "--out", lake.releases, "--json").out)["releases"]
    assert listed[-1]["state"] == "half_removed"
    done = prune(lake, 3)
    assert len(done.left_overs) == 1
    assert names(lake) == [*ids[2:], "current"]


def test_what_stopped_builds_left_goes_and_what_is_no_release_stays(five):
    lake, ids = five
    (lake.releases / ".building-x").mkdir()
    (lake.releases / ".building-x" / "half").write_text("half")
    (lake.releases / "my notes").mkdir()
    assert prune(lake, 5).left_overs == [".building-x"]
    assert names(lake) == sorted([*ids, "current", "my notes"])


def test_without_a_current_release_nothing_is_removed(five):
    lake, ids = five
    lake.current.unlink()
    with pytest.raises(BuildFailed, match="which to keep"):
        prune(lake, 1)
    assert names(lake) == ids
    assert current_id(lake) is None
