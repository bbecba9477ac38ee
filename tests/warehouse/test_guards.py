"""What a build refuses, what it only flags, and that it gives the same twice."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from orchestration.releases.tables import read_published_tables
from orchestration.releases.writing import copy_tables
from tests.warehouse.conftest import Built, dbt
from tests.warehouse.interim import Interim
from tests.warehouse.sample import COUNTY, NEWER, requests


def rewrite(path: Path, *changes: pl.Expr) -> None:
    """Alter an interim file behind the back of its schema."""
    pl.read_parquet(path).with_columns(*changes).write_parquet(path)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Status by name of every data test, on tables that break what the tests guard.

    There are no findings, texts or rejected files at all: such tables must keep their types.
    """
    folder = tmp_path_factory.mktemp("broken")
    interim = Interim(folder / "interim")
    odd = {**requests(NEWER, 9, 1, 2), ("request.received", "total"): 999}
    interim.add_report("130724/2022/a.html", odd, form=NEWER, **COUNTY)
    nowhere = {"form": NEWER, "period_end": date(2021, 12, 31), **COUNTY}
    interim.add_report("999999/2022/b.html", {("no.such_item", "all"): ""}, **nowhere)
    interim.add_file("130724/2022/lost.html")
    interim.write()
    blank_as_zero = pl.when(pl.col("value_text") == "").then(Decimal(0)).otherwise(pl.col("value"))
    rewrite(
        interim.folder / "extracted" / "facts" / "2022.parquet",
        blank_as_zero.cast(pl.Decimal(20, 6)).alias("value"),
    )
    made = dbt(folder, interim.folder, "build", "--exclude-resource-type", "test", "unit_test")
    assert made.returncode == 0, made.stdout + made.stderr
    tested = dbt(folder, interim.folder, "test", "--exclude-resource-type", "unit_test")
    assert tested.returncode == 1, tested.stdout + tested.stderr
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    return {result["unique_id"].split(".")[2]: result["status"] for result in results["results"]}


@pytest.mark.parametrize(
    "guard",
    [
        "every_input_is_read_or_rejected",
        "every_period_of_another_year_has_a_finding",
        "relationships_dim_report_jurisdiction_code__jurisdiction_code__ref_dim_jurisdiction_",
        "relationships_fct_disclosure_item_code__item_code__ref_dim_item_",
        "value_only_where_known_fct_disclosure_",
        "broken_identity_has_finding_int_identities__broken_ref_fct_finding_",
    ],
)
def test_our_own_errors_fail_the_build(outcomes: dict[str, str], guard: str) -> None:
    assert outcomes[guard] == "fail"


@pytest.mark.parametrize("rule", ["applicant_sum", "column_balance"])
def test_a_broken_sum_of_an_agency_is_flagged_and_not_fatal(
    outcomes: dict[str, str], rule: str
) -> None:
    assert outcomes[f"identity_holds_int_identities__broken_{rule}"] == "warn"


@pytest.mark.parametrize("rule", ["outcome_sum", "review_sum"])
def test_a_sum_that_holds_is_not_flagged(outcomes: dict[str, str], rule: str) -> None:
    assert outcomes[f"identity_holds_int_identities__broken_{rule}"] == "pass"


def published(database: Path, folder: Path) -> dict[str, list[Any]]:
    """Rows of every mart in the order in which a release holds them."""
    release = folder / f"release-of-{database.parent.name}.duckdb"
    tables = read_published_tables(database)
    copy_tables(database, release, tables)
    with duckdb.connect(str(release), read_only=True) as connection:
        return {
            table.name: connection.execute(f"from marts.{table.name}").fetchall()
            for table in tables
        }


def test_two_builds_of_one_input_publish_the_same_rows_in_the_same_order(
    built: Built, tmp_path: Path
) -> None:
    again = dbt(tmp_path, built.interim, "build", "--exclude-resource-type", "test", "unit_test")
    assert again.returncode == 0, again.stdout + again.stderr
    assert published(tmp_path / "build.duckdb", tmp_path) == published(built.database, tmp_path)
