"""Where the tests find reports with known values."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED_REPORTS = ROOT.parent / "shared" / "reports"


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """The folder of reports with known values that lies beside the project, not inside it."""
    if not SHARED_REPORTS.is_dir():
        pytest.skip("the reports with known values (../shared/reports) are not on this machine")
    return SHARED_REPORTS
