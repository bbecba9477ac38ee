"""What tests of the extraction share."""

from __future__ import annotations

import pytest

from extraction.gazetteer import Gazetteer
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer of the project's own seed."""
    return Gazetteer.load(ROOT / "dbt_project" / "seeds" / "jurisdictions.csv")
