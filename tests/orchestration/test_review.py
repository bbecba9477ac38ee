"""Review decisions: what people write about findings, and what becomes of slips of the pen."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from orchestration.commands.review import run
from orchestration.defs.ingest.review_decisions import review_decisions
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.resources import LakeFolders
from orchestration.review import COLUMNS, read_review_files, write_review_decisions
from orchestration.warehouse import build_key

SHA = "ab" * 32
GOOD = {
    "document_sha256": SHA,
    "rule_code": "in_force_roll",
    "item_code": "normative_document.in_force",
    "applicant_type": "all",
    "expected": "420",
    "actual": "421.5",
    "message": "",
    "decision": "agency_error",
    "reviewed_by": "Li",
    "reviewed_date": "2025-01-31",
    "note": "The agency counts one text twice, it says on page 3.",
}


def write_file(folder: Path, *lines: dict[str, str], name: str = "decisions.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    return path


def test_a_line_is_read_as_a_decision(tmp_path: Path):
    write_file(tmp_path, GOOD)
    (row,) = read_review_files(tmp_path)
    assert row["fault"] is None
    assert (row["file_name"], row["line_number"]) == ("decisions.csv", 2)
    assert (row["expected"], row["actual"]) == (Decimal(420), Decimal("421.5"))
    assert (row["message"], row["reviewed_date"]) == (None, date(2025, 1, 31))


def test_a_folder_that_is_not_there_holds_no_decisions(lake: Lake):
    assert write_review_decisions(lake).is_empty()
    assert pl.read_parquet(lake.review_decisions).is_empty()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"decision": "fine"}, "Write one of accepted, agency_error, reader_error"),
        ({"rule_code": "carry_ovr"}, "rule_code is carry_ovr. Write one of"),
        ({"document_sha256": "abc"}, "Write 64 hexadecimal digits"),
        ({"applicant_type": "person"}, "applicant_type is person"),
        ({"item_code": "规章"}, "Write an item code"),
        ({"expected": "4,200"}, "expected is 4,200. Write a number such as 12"),
        ({"actual": "NaN"}, "actual is NaN"),
        ({"actual": "1e99"}, "actual is 1e99"),
        ({"reviewed_date": "31.1.2025"}, "Write it as 2025-01-31"),
        ({"reviewed_by": " "}, "reviewed_by is empty. Say who decided it"),
        ({"note": ""}, "note is empty. Say why"),
        ({"expected": "", "actual": ""}, "known by its message. Copy it from fct_finding"),
    ],
)
def test_a_wrong_line_is_a_fault_that_says_where_and_what_to_do(
    tmp_path: Path, wrong: dict[str, str], words: str
):
    write_file(tmp_path, GOOD, GOOD | wrong)
    good, bad = read_review_files(tmp_path)
    assert good["fault"] is None
    assert bad["fault"].startswith("decisions.csv, line 3: ")
    assert words in bad["fault"]
    assert bad["decision"] is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("决定\n".encode("gb18030"), "not UTF-8. Save it as CSV in UTF-8"),
        (b"", "without document_sha256, rule_code"),
        (b"a,b\n1,2\n", "its first line must be the columns document_sha256"),
        (",".join([*COLUMNS, "more"]).encode(), "with more. Take it out"),
        (",".join(COLUMNS).encode() + b'\n"a"b,c\n', "not CSV"),
        (",".join(COLUMNS).encode() + b"\na,b\n", "has not 11 fields"),
    ],
)
def test_a_file_that_is_no_review_file_is_one_fault(tmp_path: Path, content: bytes, words: str):
    (tmp_path / "odd.csv").write_bytes(content)
    write_file(tmp_path, GOOD, name="whole.csv")
    odd, whole = read_review_files(tmp_path)
    assert words in odd["fault"]
    assert odd["fault"].startswith("odd.csv, line ")
    assert whole["fault"] is None


def test_a_bad_file_stops_no_night_but_fails_its_check(lake: Lake):
    write_file(lake.review, GOOD, GOOD | {"decision": "fine"})
    result = dg.materialize(
        [review_decisions],
        resources={
            "lake_folders": LakeFolders(raw_dir=str(lake.raw), releases_dir=str(lake.releases)),
            "progress": Progress(),
        },
    )
    assert result.success
    checks = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert checks["schema"].passed
    assert not checks["readable"].passed
    assert checks["readable"].severity == dg.AssetCheckSeverity.WARN
    assert pl.read_parquet(lake.review_decisions).height == 2


def test_a_new_decision_makes_the_warehouse_be_built_anew(listed: Lake):
    write_review_decisions(listed)
    before = build_key(listed)
    write_review_decisions(listed)
    assert build_key(listed) == before
    write_file(listed.review, GOOD)
    write_review_decisions(listed)
    assert build_key(listed) != before


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of releases with three findings, of which two are of one document and place."""
    out = tmp_path / "releases"
    (out / "first").mkdir(parents=True)
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            f"""
            create table marts.dim_report as
            select 'r' as report_id, '{SHA}' as document_sha256, '320800/2024/a.html' as source_path
            """
        )
        connection.execute(
            """
            create table marts.fct_finding as
            select * from (values
                ('aaaaaaaa1111', 'r', 'in_force_roll', 'normative_document.in_force', 'all',
                    420::decimal(20, 6), 421.5::decimal(20, 6), 'The report, for 2024.'),
                ('aaaaaaaa2222', 'r', 'label_unmatched', null, null, null, null, 'A "row", odd.')
            ) as findings (finding_id, report_id, rule_code, item_code, applicant_type, expected,
                actual, message)
            """
        )
    (out / "current").symlink_to("first")
    return out


def decide(finding_id: str, out: Path, folder: Path, *, by: str = "Li", why: str = "Seen.") -> None:
    run(finding_id, "agency_error", by, why, out, folder)


def test_a_decision_made_by_command_is_read_back(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "review"
    decide("aaaaaaaa1", out, folder, why="It counts one twice, see page 3.")
    assert "320800/2024/a.html: The report, for 2024." in capsys.readouterr().out
    decide("aaaaaaaa2222", out, folder, why='"Odd" indeed.')
    first, second = read_review_files(folder)
    assert (first["fault"], second["fault"]) == (None, None)
    assert (first["document_sha256"], first["actual"]) == (SHA, Decimal("421.5"))
    assert (second["message"], second["note"]) == ('A "row", odd.', '"Odd" indeed.')


@pytest.mark.parametrize(
    ("finding_id", "by", "words"),
    [
        ("aaaaaaaa", "Li", "2 findings begin with aaaaaaaa. Give more digits."),
        ("bbbbbbbb", "Li", "has no finding bbbbbbbb"),
        ("x", "Li", "x is no finding_id"),
        ("aaaaaaaa1111", " ", "Say who decided it"),
    ],
)
def test_a_decision_about_nothing_is_refused_and_nothing_is_written(
    out: Path, tmp_path: Path, finding_id: str, by: str, words: str
):
    folder = tmp_path / "review"
    with pytest.raises(BuildFailed, match=words):
        decide(finding_id, out, folder, by=by)
    assert not folder.exists()


def test_a_decision_is_not_written_into_a_file_that_is_none(out: Path, tmp_path: Path):
    folder = tmp_path / "review"
    folder.mkdir()
    (folder / "decisions.csv").write_text("my notes")
    with pytest.raises(BuildFailed, match="Mend it"):
        decide("aaaaaaaa1111", out, folder)
    assert (folder / "decisions.csv").read_text() == "my notes"


def test_a_decision_begins_its_own_line_where_the_last_one_was_not_ended(out: Path, tmp_path: Path):
    folder = tmp_path / "review"
    path = write_file(folder, GOOD)
    path.write_bytes(path.read_bytes().rstrip(b"\r\n"))
    decide("aaaaaaaa1111", out, folder)
    assert [row["fault"] for row in read_review_files(folder)] == [None, None]
