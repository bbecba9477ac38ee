"""Folders of small releases, made once and copied for each test."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestration.lake import Lake
from orchestration.raw.inventory import write_inventory
from orchestration.releases.publish import Limits, publish
from orchestration.warehouse import record_build
from tests.orchestration.conftest import HUAIAN, put_report
from tests.orchestration.test_release import build

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)


def publish_value(
    lake: Lake, value: int, when: datetime = NOON, limits: Limits | None = None
) -> str:
    """Build a table that holds a value and publish it. Returns the id of the release."""
    build(lake, f"('a', {value})")
    return publish(lake, when + timedelta(days=value), limits=limits).release_id


def make_releases(folder: Path, count: int) -> tuple[Lake, list[str]]:
    """A lake with so many releases of the values 1, 2, ...; the last is current."""
    lake = Lake.at(folder / "raw", folder / "releases")
    put_report(lake.raw, HUAIAN)
    write_inventory(lake)
    return lake, [publish_value(lake, value) for value in range(1, count + 1)]


def copy_of(made: tuple[Lake, list[str]], folder: Path) -> tuple[Lake, list[str]]:
    """The same at another place."""
    lake, ids = made
    shutil.copytree(lake.releases.parent, folder, symlinks=True)
    copied = Lake.at(folder / "raw", folder / "releases")
    record_build(copied, "key", [])  # a copy is another file, which nobody vouches for
    return copied, ids
