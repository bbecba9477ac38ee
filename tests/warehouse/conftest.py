"""One build of the warehouse for all tests: a dbt call costs seconds before any work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT
from tests.warehouse.sample import write_sample

DBT_PROJECT = ROOT / "dbt_project"


@dataclass(frozen=True)
class Built:
    """A finished build: the database, dbt's target folder, identifiers of reports by name."""

    database: Path
    target: Path
    interim: Path
    reports: dict[str, str]


def dbt(folder: Path, interim: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call dbt on the project; everything that it writes lands in a folder."""
    return subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            *arguments,
            *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
        ],
        env=os.environ
        | {
            "GONGKAI_INTERIM_DIR": str(interim),
            "GONGKAI_BUILD_DATABASE": str(folder / "build.duckdb"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample, built: every model, data test and unit test of the project."""
    folder = tmp_path_factory.mktemp("warehouse")
    interim = folder / "interim"
    reports = write_sample(interim)
    done = dbt(folder, interim, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(folder / "build.duckdb", folder / "target", interim, reports)


@pytest.fixture
def warehouse(built: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader of the build."""
    with duckdb.connect(str(built.database), read_only=True) as connection:
        yield connection
