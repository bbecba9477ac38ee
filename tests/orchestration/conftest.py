"""A small lake in a temporary folder, with the transcribed reports of data/raw in it."""

import shutil
from pathlib import Path

import pytest

from orchestration.inventory import FILED_YEARS, write_inventory
from orchestration.lake import Lake
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
