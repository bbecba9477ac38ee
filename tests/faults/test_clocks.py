"""Machines whose clock or time zone is odd: order and `current` stay right, names unique."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.lake import Lake
from orchestration.raw.inventory import write_inventory
from orchestration.releases.history import current_id, releases_of
from orchestration.releases.publish import publish
from orchestration.releases.rollback import roll_back
from orchestration.releases.withdrawals import withdrawals_of
from tests.conftest import ROOT
from tests.orchestration.conftest import HUAIAN, put_report
from tests.orchestration.made_releases import make_releases
from tests.orchestration.test_release import build

MOMENTS = (
    datetime(2026, 11, 26, 12, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2037, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 26, 12, tzinfo=UTC),
    datetime(2026, 11, 26, 11, 59, 59, tzinfo=UTC),
)


def test_releases_keep_their_order_whatever_the_clock_says(tmp_path: Path):
    lake, (first,) = make_releases(tmp_path, 1)
    ids = [first]
    for value, moment in enumerate(MOMENTS, start=2):
        build(lake, f"('a', {value})")
        ids.append(publish(lake, moment).release_id)
        assert current_id(lake) == ids[-1]
    assert len(set(ids)) == len(ids)
    assert [release.release_id for release in releases_of(lake)] == ids[::-1]
    roll_back(lake, "wrong", now=MOMENTS[1])
    assert current_id(lake) == ids[-2]
    assert withdrawals_of(lake)[0].withdrawn_at.startswith("1970-01-01")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "nonsense"])
def test_a_release_is_named_in_utc_in_every_time_zone(tmp_path: Path, zone: str):
    lake, _ = make_releases(tmp_path, 1)
    build(lake, "('b', 2)")
    script = (
        "import sys; from pathlib import Path; from orchestration.lake import Lake; "
        "from orchestration.releases.publish import publish; "
        "print(publish(Lake.at(Path(sys.argv[1]), Path(sys.argv[2]))).release_id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(lake.raw), str(lake.releases)],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    named = datetime.strptime(done.stdout[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - named) < timedelta(minutes=10)
    created = json.loads((lake.current / "manifest.json").read_text())["created_at"]
    assert datetime.fromisoformat(created) == named


@pytest.mark.parametrize("clock", [0, 2_145_916_799 * 10**9], ids=["in 1970", "in 2037"])
def test_a_file_that_changes_is_seen_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: int
):
    """A clock that is behind trusts no memo; one that is ahead trusts the marks of files alone."""
    lake = Lake.at(tmp_path / "raw", tmp_path / "releases")
    path = put_report(lake.raw, HUAIAN)
    monkeypatch.setattr(time, "time_ns", lambda: clock)
    before = write_inventory(lake)["document_sha256"].to_list()
    assert write_inventory(lake)["document_sha256"].to_list() == before
    time.sleep(0.02)  # beyond the grain of the file system's own stamps
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    assert write_inventory(lake)["document_sha256"].to_list() != before
