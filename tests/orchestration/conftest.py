"""A small lake in a temporary folder, with the transcribed reports of data/raw in it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.lake import Lake
from orchestration.raw.inventory import FILED_YEARS, write_inventory
from orchestration.resources import LakeFolders
from tests.conftest import ROOT

HUAIAN = "320800/2024/huaian.html"
SUQIAN = "321300/2023/suqian.html"


def put_report(raw: Path, source_path: str) -> Path:
    """Copy the transcribed report of the same division and year to a place of the raw folder."""
    code, year = source_path.split("/")[:2]
    (found,) = (ROOT / "data" / "raw" / code / year).glob("*.html")
    target = raw / source_path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(found, target)
    return target


def folders(lake: Lake) -> LakeFolders:
    return LakeFolders(raw_dir=str(lake.raw), releases_dir=str(lake.releases))


class another_holds:
    """Another process holds a lock."""

    def __init__(self, lock: Path) -> None:
        self._script = (
            "import sys, time; from pathlib import Path; from orchestration.files import "
            f"only_builder\nwith only_builder(Path({str(lock)!r})):\n"
            "    print('held', flush=True); sys.stdin.read()"
        )

    def __enter__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", self._script],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout.readline() == "held\n"

    def __exit__(self, *_) -> None:
        self._process.communicate()


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def two_reports(lake: Lake) -> Lake:
    """A lake with two reports of two cities and years."""
    put_report(lake.raw, HUAIAN)
    put_report(lake.raw, SUQIAN)
    return lake


@pytest.fixture
def all_years() -> list[str]:
    return FILED_YEARS


@pytest.fixture
def listed(two_reports: Lake) -> Lake:
    """The same with its inventory written."""
    write_inventory(two_reports)
    return two_reports
