"""Where the tests find reports with known values, and which tests one process runs together."""

from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from orchestration.lake import Lake

ROOT = Path(__file__).parents[1]
SHARED_REPORTS = ROOT.parent / "shared" / "reports"

TOGETHER = ("tests/warehouse/",)
"""Folders whose files share a fixture that is costly to make."""

LONGEST = (
    "test_month",
    "end_to_end",
    "warehouse",
    "test_kills",
    "test_known_reports",
    "test_scan",
    "test_manners",
)
"""Begun first, so that no process is left alone with one of them at the end."""


class Together(LoadFileScheduling):
    """Gives the tests of a file, or of a folder of TOGETHER, to one process."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """How tests are parted between the processes of `pytest --numprocesses`."""
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    names = (item.path.parent.name, item.path.stem)
    return next((turn for turn, name in enumerate(LONGEST) if name in names), len(LONGEST))


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """The folder of reports with known values that lies beside the project, not inside it."""
    if not SHARED_REPORTS.is_dir():
        pytest.skip("the reports with known values (../shared/reports) are not on this machine")
    return SHARED_REPORTS


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake with an empty raw folder."""
    lake = Lake.at(tmp_path / "raw", tmp_path / "releases")
    lake.raw.mkdir()
    return lake
