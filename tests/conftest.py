"""Where the tests find reports with known values, and which tests one process runs together."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED_REPORTS = ROOT.parent / "shared" / "reports"

TOGETHER = ("warehouse",)
"""Folders whose files share a fixture that is costly to make."""

LONGEST = ("end_to_end", "warehouse", "test_known_reports", "test_scan", "test_manners")
"""Begun first, so that no process is left alone with one of them at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Part the tests for `pytest --numprocesses 2 --dist loadgroup`: the tests of a file, which
    share fixtures, run in one process."""
    for item in items:
        folder = item.path.parent.name
        group = folder if folder in TOGETHER else str(item.path.relative_to(ROOT))
        item.add_marker(pytest.mark.xdist_group(group))
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
