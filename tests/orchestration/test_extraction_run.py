"""What is new or changed is read, the rest is carried over, nothing stops a run."""

import os
import signal
import time
from dataclasses import replace

import polars as pl
import pytest

from orchestration.lake import Lake
from orchestration.nights.journal import Journal
from orchestration.raw.inventory import write_inventory
from orchestration.reading import run as extraction_run
from orchestration.reading.partitions import read_receipt, write_receipt
from orchestration.reading.run import _CLAIMS, extract_partitions, partition_inputs
from orchestration.reading.task import Reading, Task, read
from schemas.tables import EXTRACTED
from tests.orchestration.conftest import HUAIAN, SUQIAN, put_report


def read_unless_it_kills(task: Task) -> Reading:
    """The real reader, which dies or hangs over files named so."""
    if "deadly" in task.source.source_path:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "endless" in task.source.source_path:
        time.sleep(600)
    return read(task)


def read_badly(task: Task) -> Reading:
    reading = read(task)
    if task.source.source_path == SUQIAN:
        reading.rows["facts"][0]["applicant_type"] = "nobody"
    return reading


def run(lake: Lake, **options):
    """Bring the lake up to date; (read, reused) of all partitions together."""
    inventory = write_inventory(lake)
    years = extraction_run_years(inventory, lake)
    results = extract_partitions(lake, inventory, years, **options)
    return sum(result.read for result in results), sum(result.reused for result in results)


def extraction_run_years(inventory: pl.DataFrame, lake: Lake) -> list[str]:
    known = {path.stem for path in lake.documents("x").parent.glob("*.parquet")}
    return sorted({*inventory["filed_year"], *known})


def table(lake: Lake, name: str) -> pl.DataFrame:
    return pl.concat(
        pl.read_parquet(path) for path in sorted(lake.extracted(name, "x").parent.glob("*.parquet"))
    )


def contents(lake: Lake) -> dict[str, bytes]:
    folder = lake.interim / "extracted"
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


def test_a_second_run_reads_nothing_and_writes_nothing(two_reports: Lake):
    assert run(two_reports) == (2, 0)
    before = contents(two_reports)
    assert run(two_reports, reader=None) == (0, 2)
    assert contents(two_reports) == before
    assert set(table(two_reports, "reports")["source_path"]) == {HUAIAN, SUQIAN}
    assert table(two_reports, "facts").height > 300


def test_only_a_changed_file_is_read_again_and_its_old_rows_go(two_reports: Lake):
    put_report(two_reports.raw, "320800/2024/second.html")
    run(two_reports)
    path = two_reports.raw / HUAIAN
    path.write_bytes(path.read_bytes() + b"<!-- corrected -->")
    assert run(two_reports) == (1, 2)
    assert sorted(table(two_reports, "reports")["source_path"]) == [
        HUAIAN,
        "320800/2024/second.html",
        SUQIAN,
    ]
    facts = table(two_reports, "facts")
    assert set(facts["report_id"]) == set(table(two_reports, "reports")["report_id"])


def test_a_changed_sidecar_makes_its_file_be_read_again(two_reports: Lake):
    run(two_reports)
    (two_reports.raw / f"{HUAIAN}.source.yml").write_text("declared_issuer: 淮安市人民政府\n")
    assert run(two_reports) == (1, 1)


def test_a_removed_file_takes_its_rows_with_it(two_reports: Lake):
    put_report(two_reports.raw, "320800/2024/second.html")
    run(two_reports)
    (two_reports.raw / "320800/2024/second.html").unlink()
    (two_reports.raw / SUQIAN).unlink()
    assert run(two_reports) == (0, 1)
    assert table(two_reports, "reports")["source_path"].to_list() == [HUAIAN]
    assert not two_reports.extracted("facts", "2023").exists()


def test_a_new_version_of_the_extraction_reads_everything_again(
    two_reports: Lake, monkeypatch: pytest.MonkeyPatch
):
    run(two_reports)
    monkeypatch.setattr(extraction_run, "version", lambda: "another version")
    assert run(two_reports) == (2, 0)


def test_an_unchanged_partition_costs_no_work_by_document(
    two_reports: Lake, monkeypatch: pytest.MonkeyPatch
):
    run(two_reports)
    planned: list[str] = []
    real = extraction_run.extraction_key

    def spied(task: Task, rules: str) -> str:
        planned.append(task.source.source_path)
        return real(task, rules)

    monkeypatch.setattr(extraction_run, "extraction_key", spied)
    assert run(two_reports) == (0, 2)
    assert planned == []
    put_report(two_reports.raw, "320800/2024/second.html")
    assert run(two_reports) == (1, 2)
    assert sorted(planned) == [HUAIAN, "320800/2024/second.html"]


def test_a_receipt_of_other_inputs_is_mended_without_reading(two_reports: Lake):
    run(two_reports)
    receipt = read_receipt(two_reports, "2024")
    assert receipt is not None
    write_receipt(two_reports, "2024", replace(receipt, inputs="of another time"))
    assert run(two_reports, reader=None) == (0, 2)
    mended = read_receipt(two_reports, "2024")
    assert mended is not None
    assert mended.inputs == receipt.inputs


@pytest.mark.parametrize("column", ["document_sha256", *_CLAIMS])
def test_each_thing_that_a_reading_is_told_identifies_its_partition(two_reports: Lake, column: str):
    files = write_inventory(two_reports)
    value = pl.lit(2001, pl.Int16) if column == "claimed_year" else pl.lit("other")
    changed = files.with_columns(value.alias(column))
    assert partition_inputs(changed, "rules") != partition_inputs(files, "rules")
    assert partition_inputs(files, "other rules") != partition_inputs(files, "rules")
    assert partition_inputs(files[:1], "rules") != partition_inputs(files, "rules")


@pytest.mark.parametrize("table_name", ["facts", "rejected_documents", "documents"])
@pytest.mark.parametrize("damage", ["cut", "gone", "other content"])
def test_a_damaged_interim_file_is_made_anew_and_said(
    two_reports: Lake, table_name: str, damage: str
):
    journal = Journal.begin(two_reports, "night")
    run(two_reports, progress=journal)
    before = contents(two_reports)
    path = two_reports.extracted(table_name, "2024")
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    elif damage == "gone":
        path.unlink()
    else:
        pl.DataFrame({"a": [1]}).write_parquet(path)
    assert journal.night.remarks == []
    assert run(two_reports, progress=journal) == (1, 1)
    assert contents(two_reports) == before
    is_said = [remark for remark in journal.night.remarks if "the files of 2024 was dam" in remark]
    assert len(is_said) == (not (table_name == "documents" and damage == "gone"))
    journal.close()


def test_the_result_does_not_depend_on_the_order_of_arrival(two_reports: Lake):
    for name in ("a.html", "b.html"):
        put_report(two_reports.raw, f"320800/2024/{name}")
        run(two_reports)
    step_by_step = contents(two_reports)
    for path in (two_reports.interim / "extracted").rglob("*.parquet"):
        path.unlink()
    assert run(two_reports) == (4, 0)
    assert contents(two_reports) == step_by_step


def test_bad_files_are_rejected_with_a_reason_and_stop_nothing(two_reports: Lake):
    bad = {"empty.html": b"", "cut.pdf": b"%PDF-1.7 cut", "page.html": b"<html><p>hello</p></html>"}
    for name, content in bad.items():
        (two_reports.raw / name).write_bytes(content)
    (two_reports.raw / "link.html").symlink_to("/etc/hostname")
    run(two_reports)
    rejected = dict(table(two_reports, "rejected_documents")["source_path", "reason_code"].rows())
    assert rejected == {
        "empty.html": "empty",
        "cut.pdf": "corrupt",
        "page.html": "not_a_report",
        "link.html": "unsafe",
    }
    assert table(two_reports, "reports").height == 2
    assert run(two_reports, reader=None) == (0, 6)


def test_a_file_that_kills_or_holds_its_reader_is_rejected_and_tried_again(two_reports: Lake):
    put_report(two_reports.raw, "320800/2024/deadly.html")
    put_report(two_reports.raw, "320800/2024/endless.html")
    assert run(two_reports, reader=read_unless_it_kills, seconds=8) == (4, 0)
    rejected = table(two_reports, "rejected_documents")["source_path", "reason_code"].rows()
    assert sorted(rejected) == [
        ("320800/2024/deadly.html", "corrupt"),
        ("320800/2024/endless.html", "timed_out"),
    ]
    assert run(two_reports) == (2, 2)
    assert table(two_reports, "rejected_documents").is_empty()
    assert table(two_reports, "reports").height == 4


def test_a_file_whose_rows_break_their_schema_is_rejected_and_the_rest_goes_on(two_reports: Lake):
    assert run(two_reports, reader=read_badly) == (2, 0)
    rejected = table(two_reports, "rejected_documents").rows(named=True)
    assert [row["source_path"] for row in rejected] == [SUQIAN]
    assert "facts" in rejected[0]["reason"]
    assert "nobody" in rejected[0]["reason"]
    assert table(two_reports, "reports").height == 1


def test_a_file_that_changes_while_the_build_runs_is_read_the_next_time(two_reports: Lake):
    inventory = write_inventory(two_reports)
    (two_reports.raw / HUAIAN).write_bytes(b"changed")
    extract_partitions(two_reports, inventory, ["2023", "2024"])
    (rejected,) = table(two_reports, "rejected_documents").iter_rows(named=True)
    assert "changed while the build was running" in rejected["reason"]
    put_report(two_reports.raw, HUAIAN)
    assert run(two_reports) == (1, 1)
    assert table(two_reports, "rejected_documents").is_empty()


def test_every_written_table_has_the_columns_of_its_schema(two_reports: Lake):
    run(two_reports)
    for name, model in EXTRACTED.items():
        assert table(two_reports, name).columns == list(model.to_schema().columns)
