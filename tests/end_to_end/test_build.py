"""The whole path: raw files of two cities and two years to a published release."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration import build_contents
from orchestration.commands.build import execute
from orchestration.definitions import defs
from orchestration.defs.ingest.inventory import inventory
from orchestration.defs.ingest.review_decisions import review_decisions
from orchestration.defs.warehouse.models import models, reading_reports
from orchestration.lake import DBT_PROJECT, Lake
from orchestration.progress import Progress
from orchestration.resources import LakeFolders
from orchestration.warehouse import Begun, finished_build, record_build
from tests.conftest import ROOT

CONTRACT_TABLES = {
    "bridge_issuer_successor",
    "bridge_jurisdiction_successor",
    "bridge_jurisdiction_today",
    "bridge_report_area",
    "dim_applicant_type",
    "dim_form",
    "dim_issuer",
    "dim_issuer_alias",
    "dim_item",
    "dim_jurisdiction",
    "dim_report",
    "dim_rule",
    "fct_disclosure",
    "fct_finding",
    "fct_narrative_figure",
    "rejected_document",
    "report_section",
    "review_decision",
    "rpt_annual_disclosure",
    "rpt_coverage",
}


def build(raw: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("gongkai")), "build"]
    return subprocess.run(
        [*command, "--raw", str(raw), "--out", str(out)],
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )


def manifest(out: Path) -> dict:
    return json.loads((out / "current" / "manifest.json").read_text(encoding="utf-8"))


def query(out: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(out / "current" / "gongkai.duckdb"), read_only=True) as connection:
        return connection.sql(sql).fetchall()


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of data/raw with bad files among them."""
    raw = tmp_path_factory.mktemp("lake") / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw)
    (raw / "321300" / "2024" / "empty.html").write_bytes(b"")
    (raw / "cut.pdf").write_bytes(b"%PDF-1.7 cut")
    return raw


@pytest.fixture(scope="module")
def first(raw: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = raw.parent / "releases"
    return out, build(raw, out)


def test_a_build_publishes_a_release_although_files_are_bad(first):
    out, done = first
    assert done.returncode == 0, done.stderr
    assert "6 read" in done.stdout
    assert manifest(out)["release_id"] in done.stdout
    rejected = query(out, "select source_path, reason_code from marts.rejected_document order by 1")
    assert rejected == [("321300/2024/empty.html", "empty"), ("cut.pdf", "corrupt")]


def test_a_release_holds_the_page_of_the_build_that_made_it(first, raw: Path):
    out, _ = first
    page = (out / "current" / "report.html").read_text(encoding="utf-8")
    assert "report.html" in manifest(out)["files"]
    assert "A new release was published" in page and "cut.pdf" in page and "宿迁市人民政府" in page
    (folder,) = [path for path in (raw.parent / "nights").iterdir() if path.is_dir()]
    night = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    assert (night["outcome"], night["kind"], night["files"]["read"]) == ("published", "build", 6)
    assert [stage["seconds"] is None for stage in night["stages"]] == [False] * len(night["stages"])
    assert (folder / "report.html").is_file()


def test_a_release_holds_every_table_of_the_contract_in_both_formats(first):
    out, _ = first
    tables = {name for (name,) in query(out, "select table_name from duckdb_tables()")}
    assert tables >= CONTRACT_TABLES
    assert {path.stem for path in (out / "current" / "parquet").iterdir()} == tables
    described = query(
        out,
        "select count(*), count(comment) from duckdb_columns() "
        "where schema_name = 'marts' and not internal",
    )
    assert described[0][0] == described[0][1] > 100


def test_every_published_number_leads_back_to_its_file_and_cell(first):
    out, _ = first
    sql = """
        select value, value_status, value_text, source_path, table_index, row_index, column_index
        from marts.fct_disclosure join marts.dim_report as report using (report_id)
        where report.jurisdiction_code = '232700' and report.year = 2020
            and item_code = 'request.received' and applicant_type = 'natural_person'
    """
    ((value, status, text, source_path, *place),) = query(out, sql)
    assert (int(value), status, text) == (17, "reported", "17")
    assert source_path.startswith("232700/2020/")
    assert None not in place


def test_a_blank_cell_is_never_a_zero(first):
    out, _ = first
    unknown = query(
        out,
        "select count(*), count(value) from marts.fct_disclosure "
        "where value_status in ('blank', 'dash')",
    )
    assert unknown[0][0] > 0
    assert unknown[0][1] == 0


def test_a_second_build_reads_nothing_and_publishes_nothing(raw: Path, first):
    out, _ = first
    before = manifest(out)
    done = build(raw, out)
    assert done.returncode == 0, done.stderr
    assert "0 read, 6 unchanged" in done.stdout
    assert "already current" in done.stdout
    assert manifest(out) == before


def test_two_builds_of_the_same_files_have_the_same_checksums(raw: Path, first):
    out, _ = first
    other = raw.parent / "elsewhere"
    assert build(raw, other).returncode == 0
    assert (other / ".interim" / "inventory.parquet").is_file()
    assert manifest(other)["tables"] == manifest(out)["tables"]
    assert manifest(other)["content_sha256"] == manifest(out)["content_sha256"]


def put_report_of(raw: Path, year: int) -> None:
    (known,) = (raw / "321300" / "2024").glob("宿迁市*.html")
    path = raw / "321300" / str(year) / "report.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(known.read_text(encoding="utf-8").replace("2024", str(year)), encoding="utf-8")


def test_a_build_with_a_new_file_goes_on_with_the_last_one_or_begins_with_nothing(raw: Path, first):
    out, _ = first
    lake = Lake.at(raw, out)
    put_report_of(raw, 2022)
    assert build(raw, out).returncode == 0
    receipt = finished_build(lake)
    assert receipt is not None and receipt["increments"] == 1
    assert manifest(out)["changes"]["reports_by_cause"] == {"new_file": 1}

    contents = build_contents.recall(lake, receipt["build_key"])
    assert contents is not None and contents.height == 5
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute("alter table intermediate.int_values__counted rename value_count to n")
    record_build(lake, receipt["build_key"], receipt["checks"], Begun(contents, receipt))
    put_report_of(raw, 2021)
    done = build(raw, out)
    assert done.returncode == 0, done.stderr
    assert "All is built anew, as going on failed" in lake.log.read_text(encoding="utf-8")
    receipt = finished_build(lake)
    assert receipt is not None and receipt["increments"] == 0
    assert query(out, "select count(*) from marts.dim_report") == [(6,)]


def test_a_failing_build_leaves_the_last_release_and_names_the_model(
    raw: Path, first, tmp_path: Path
):
    out, _ = first
    before = (out / "current").resolve()
    reports = query(out, "select count(*) from marts.dim_report")
    broken = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, broken, ignore=shutil.ignore_patterns("target", "logs"))
    (broken / "models" / "marts" / "dimensions" / "dim_report.sql").write_text(
        "select nothing from {{ ref('int_reports__ranked') }}"
    )
    (raw / "321300" / "2024" / "empty.html").write_bytes(b" ")
    result = execute(Lake.at(raw, out), Progress(), project=broken)
    (raw / "321300" / "2024" / "empty.html").write_bytes(b"")
    assert not result.success
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert failure.step_key == "warehouse"
    assert "model dim_report" in str(failure.step_failure_data.error)
    assert (out / "current").resolve() == before
    assert query(out, "select count(*) from marts.dim_report") == reports


def test_a_new_clone_can_make_what_comes_from_seeds_alone(tmp_path: Path):
    """Asked for everything at once, Dagster begins with these, before any report was read."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.html").write_text("no report")
    of_seeds = [key for key in models.keys if key not in reading_reports(models)]
    assert dg.AssetKey(["marts", "dim_jurisdiction"]) in of_seeds
    assert dg.AssetKey(["marts", "dim_report"]) not in of_seeds
    folders = LakeFolders(raw_dir=str(tmp_path / "raw"), releases_dir=str(tmp_path / "releases"))
    result = dg.materialize(
        [inventory, review_decisions, models],
        selection=[inventory.key, *of_seeds],
        resources={
            "dbt": defs.resources["dbt"],
            "lake_folders": folders,
            "progress": Progress(),
        },
    )
    assert result.success
    assert finished_build(folders.lake) is None, "a part of the models is no build to publish"
