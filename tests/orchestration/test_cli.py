"""The command line: exit codes, words for users, one file read without a warehouse."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.commands.read import raw_folder_of
from orchestration.commands.terminal import printable
from tests.commands import call
from tests.conftest import ROOT
from tests.orchestration.conftest import HUAIAN, put_report

(DXAL,) = (ROOT / "data" / "raw" / "232700" / "2020").glob("*.txt")


def gongkai(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("gongkai")), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "220"} | environment
    )


def test_the_command_tells_its_version_for_reports_of_faults():
    result = gongkai("--version")
    assert result.returncode == 0, result.stderr
    assert re.fullmatch(r"gongkai \d+\.\d+\.\d+\S*, Python \d+\.\d+\.\d+\n", result.stdout)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with one table in its current release."""
    out = tmp_path_factory.mktemp("releases")
    (out / "first").mkdir()
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_thing as select '甲' as name, 1.50::decimal(20,6) as value, "
            "date '2024-01-02' as day union all select null, 2, null"
        )
    (out / "current").symlink_to("first")
    return out


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--raw", "nowhere"),
        ("build", "--raw", ROOT, "--out", ROOT / "data" / "releases"),
        ("read", "nowhere.pdf"),
        ("query", "select 1", "--format", "xml"),
        ("nothing",),
    ],
)
def test_a_wrong_call_ends_with_2(arguments):
    done = gongkai(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_build_without_raw_files_ends_with_1_and_says_what_to_do(tmp_path: Path):
    (tmp_path / "raw").mkdir()
    done = gongkai("build", "--raw", tmp_path / "raw", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "Put reports into it" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "current").exists()


def test_a_query_without_a_release_says_how_to_make_one(tmp_path: Path):
    done = gongkai("query", "select 1", "--out", tmp_path)
    assert done.returncode == 1
    assert "gongkai build" in done.stderr


def test_a_query_prints_json_with_decimals_as_numbers_and_nulls(out: Path):
    done = gongkai("query", "from dim_thing order by value", "--out", out, "--format", "json")
    assert json.loads(done.stdout) == [
        {"name": "甲", "value": 1.5, "day": "2024-01-02"},
        {"name": None, "value": 2, "day": None},
    ]


def test_a_query_prints_csv_and_tables(out: Path):
    sql = "select name, day from dim_thing order by value"
    assert gongkai("query", sql, "--out", out, "--format", "csv").stdout == (
        "name,day\n甲,2024-01-02\n,\n"
    )
    assert "甲" in gongkai("query", sql, "--out", out).stdout


def test_a_row_too_wide_for_the_terminal_is_shown_as_a_list_of_its_columns(out: Path):
    columns = ", ".join(f"{number} as column_{number}" for number in range(40))
    printed = gongkai("query", f"select {columns}", "--out", out).stdout
    assert "row 1" in printed
    (line,) = [line for line in printed.splitlines() if "column_39" in line]
    assert "39" in line.replace("column_39", "")


@pytest.mark.parametrize(
    "sql",
    [
        "insert into dim_thing values ('x', 1, null)",
        "drop table dim_thing",
        "copy dim_thing to 'stolen.csv'",
        "from read_csv('/etc/passwd')",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "install httpfs",
        "selct 1",
    ],
)
def test_a_query_that_writes_or_leaves_the_release_is_refused(out: Path, sql: str):
    done = gongkai("query", sql, "--out", out)
    assert done.returncode == 1
    assert done.stderr.startswith("gongkai: The query failed.")
    assert "Traceback" not in done.stderr


def test_reading_a_report_gives_the_json_of_the_contract():
    read = json.loads(gongkai("read", DXAL, "--json").stdout)
    assert {"document", "report", "facts", "findings", "rejected"} <= set(read)
    assert read["rejected"] is None
    assert read["report"]["jurisdiction_code"] == "232700"
    assert read["report"]["year"] == 2020
    assert read["report"]["form"] == "2019"
    facts = {(fact["item_code"], fact["applicant_type"]): fact for fact in read["facts"]}
    received = facts["request.received", "total"]
    assert (received["value"], received["value_status"]) == (18, "reported")
    inferred = facts["request.carried_over", "other_organisation"]
    assert (inferred["value"], inferred["value_status"]) == (0, "inferred")


def test_reading_a_report_shows_its_tables_with_marks_that_need_no_colour():
    shown = gongkai("read", DXAL, NO_COLOR="1").stdout
    assert "大兴安岭地区行政公署" in shown
    assert "34555" in shown
    assert "0 ≈" in shown
    assert "value_inferred" in shown


def test_many_blanks_do_not_push_a_warning_out_of_sight(tmp_path: Path):
    report = put_report(tmp_path / "raw", HUAIAN)
    page = report.read_text(encoding="utf-8").replace(">0<", "><")
    report.write_text(page.replace("</body>", "<p>收到政府信息公开申请9件。</p></body>"))
    shown = call("read", report).out.splitlines()
    (inferred,) = (index for index, line in enumerate(shown) if "more like these" in line)
    (warning,) = (index for index, line in enumerate(shown) if "text_table_mismatch" in line)
    assert sum(line.startswith("info value_inferred [") for line in shown) == 3
    assert inferred < warning


def test_a_refused_file_is_shown_with_its_reason_and_ends_with_0(tmp_path: Path):
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    done = gongkai("read", empty)
    assert done.returncode == 0
    assert done.stdout.startswith("Rejected (empty): ")
    read = json.loads(gongkai("read", empty, "--json").stdout)
    assert read["report"] is None
    assert read["rejected"]["reason_code"] == "empty"
    assert read["facts"] == []


def test_claims_come_from_the_folders_and_the_sidecar_beside_a_file(tmp_path: Path):
    path = put_report(tmp_path / "raw", HUAIAN)
    path.with_name(path.name + ".source.yml").write_text("publisher: [")
    document = json.loads(gongkai("read", path, "--json").stdout)["document"]
    assert document["source_path"] == HUAIAN
    assert document["claimed_jurisdiction_code"] == "320800"
    assert document["claimed_year"] == 2024
    assert document["sidecar_error"].startswith("huaian.html.source.yml: ")


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("/a/232700/2020/f.txt", "/a"),
        ("/a/232700/2020/deep/f.txt", "/a"),
        ("/111111/2222/a/232700/2020/f.txt", "/111111/2222/a"),
        ("/a/232700/f.txt", "/a/232700"),
        ("/f.txt", "/"),
    ],
)
def test_the_raw_folder_is_where_the_claims_begin(path: str, raw: str):
    assert raw_folder_of(Path(path)) == Path(raw)


def test_text_from_a_file_cannot_steer_the_terminal():
    text = printable("\x1b[31mred\x9b[bold]\x07")
    assert text.plain == "\ufffd[31mred\ufffd[bold]\ufffd"


def test_a_file_that_fills_the_memory_is_refused_and_not_loaded_to_the_end(tmp_path: Path):
    bomb = tmp_path / "bomb.html"
    bomb.write_bytes(b"<table>" + b"<tr><td>1" * 4_000_000)
    done = gongkai("read", bomb, "--html", tmp_path / "page.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Rejected (too_large): ")
    assert "too_large" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.html")
    done = gongkai("read", tmp_path / "pipe.html", "--json")
    assert json.loads(done.stdout)["rejected"]["reason_code"] == "unsafe"


def test_a_link_named_by_its_user_is_followed(tmp_path: Path):
    (tmp_path / "link.txt").symlink_to(DXAL)
    assert "34555" in gongkai("read", tmp_path / "link.txt", NO_COLOR="1").stdout


@pytest.mark.parametrize("name", [b"\xff\xfe.html", b"a\nb'\"<b>.html", b"-rf.html"])
def test_a_file_with_an_odd_name_is_read(tmp_path: Path, name: bytes):
    path = tmp_path / os.fsdecode(name)
    path.write_text("<p>no report</p>")
    done = gongkai("read", "--json", "--html", tmp_path / "page.html", "--", path)
    assert json.loads(done.stdout)["rejected"]["reason_code"] == "not_a_report", done.stderr
    assert "<b>" not in (tmp_path / "page.html").read_text(encoding="utf-8")
