"""Tables as files of other programs: the same values, nothing that a spreadsheet runs."""

import csv
import datetime
import io
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pyarrow.parquet
import pytest

from orchestration.export import xlsx_file
from orchestration.export.formulas import harmless
from tests.commands import Done, call

LONG = "依申请公开平台。" * 900
ROWS = [
    (
        "a",
        '甲，"乙"\n丙',
        Decimal("1.5"),
        datetime.date(2024, 1, 2),
        True,
        3,
        2**40,
        "reported",
        "x y",
    ),
    ("b", "", None, None, None, None, None, "blank", None),
    ("c", None, Decimal("-3"), datetime.date(1899, 5, 6), False, -4, -5, "dash", "z"),
    ("d", '=HYPERLINK("http://example.org")', Decimal(0), None, False, 0, 0, "repaired", None),
    ("e", "-", Decimal(7), None, True, 1, 1, "reported", None),
    ("f", LONG, Decimal(8), None, True, 1, 1, "reported", None),
]
FORMULAS = [
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "\tx",
    "\rx",
    "\n=1",
    "＝1+1",
    "=",
    "＠a",
]
NO_FORMULAS = [
    "-",
    "--",
    "-3",
    "+3",
    "-1,234.5",
    "-3.5%",
    "－",
    "－12",
    "a=b",
    " =1",
    "",
    "—",
    "'=",
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A release with one table of every type and one dimension."""
    out = tmp_path / "releases"
    (out / "first" / "parquet").mkdir(parents=True)
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.fct_thing (
                thing_code varchar not null, name varchar, value decimal(20, 6), day date,
                is_known boolean, amount smallint, size bigint, value_status varchar,
                text_tags varchar[], a_name_that_is_longer_than_thirty_two_letters double
            );
            comment on table marts.fct_thing is 'One row a thing. 中文：每物一行。';
            comment on column marts.fct_thing.name is 'Its name. 中文：名称。';
            create table marts.dim_item as select 'x' as item_code, 5::smallint as sort_order;
            """
        )
        for row in ROWS:
            *values, tags = row
            tags = tags.split() if tags else None
            connection.execute(
                "insert into marts.fct_thing values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0.25)",
                [*values, tags],
            )
        target = out / "first" / "parquet" / "fct_thing.parquet"
        connection.execute(f"copy marts.fct_thing to '{target}' (format parquet)")
    (out / "current").symlink_to("first")
    return out


def export(out: Path, target: Path, *arguments: str) -> Done:
    done = call("export", "fct_thing", "--out", out, "--out-file", target, *arguments)
    assert "Traceback" not in done.err
    return done


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", NO_FORMULAS)
def test_dashes_and_signed_numbers_stay_as_printed(text: str):
    assert harmless(text) == text


def test_csv_holds_every_value_and_tells_a_null_from_an_empty_text(out: Path, tmp_path: Path):
    target = tmp_path / "things.csv"
    done = export(out, target)
    assert done.code == 0
    assert "6 rows of fct_thing" in done.out
    assert "1 cell: like a formula" in done.out
    text = target.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows] == [harmless(row[1] or "") for row in ROWS]
    assert rows[3]["name"].startswith("'=HYPERLINK")
    assert [row["value"] for row in rows[:3]] == ["1.500000", "", "-3.000000"]
    assert rows[0]["day"] == "2024-01-02"
    assert rows[0]["text_tags"] == "x y"
    assert '"b","",' in text and '"c",,' in text


def test_csv_begins_with_a_mark_only_when_it_is_asked_for(out: Path, tmp_path: Path):
    export(out, tmp_path / "plain.csv")
    export(out, tmp_path / "excel.csv", "--bom")
    plain, excel = (tmp_path / "plain.csv").read_bytes(), (tmp_path / "excel.csv").read_bytes()
    assert excel == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("texts", [FORMULAS, NO_FORMULAS])
def test_formulas_are_harmless_in_the_files_themselves(out: Path, tmp_path: Path, texts):
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute("delete from marts.fct_thing")
        for text in texts:
            connection.execute(
                "insert into marts.fct_thing (thing_code, name) values ('x', ?)", [text]
            )
    export(out, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["name"] for row in csv.DictReader(stream)] == [harmless(t) for t in texts]
    export(out, tmp_path / "t.xlsx", "--format", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["fct_thing"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    shown = [(cell.value or "").replace("\r", "\n") for cell in cells]
    assert shown == [harmless(text).replace("\r", "\n") for text in texts]


def test_xlsx_has_numbers_dates_and_a_dictionary(out: Path, tmp_path: Path):
    target = tmp_path / "things.xlsx"
    assert export(out, target, "--format", "xlsx").code == 0
    book = openpyxl.load_workbook(target)
    head, *rows = book["fct_thing"].iter_rows(values_only=True)
    assert head[:3] == ("thing_code", "name", "value")
    assert rows[0][2:7] == (1.5, datetime.datetime(2024, 1, 2), True, 3, 2**40)
    assert rows[1][2:7] == (None, None, None, None, None)
    assert rows[2][3] == "1899-05-06"  # a day that Excel cannot hold
    dictionary = list(book["dictionary"].iter_rows(values_only=True))
    assert ("name", "VARCHAR", "yes", "Its name.", "名称。") in [row[:5] for row in dictionary]
    assert ("description", "One row a thing.") in [row[:2] for row in dictionary]


def test_xlsx_says_what_it_could_not_hold(out: Path, tmp_path: Path):
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute("update marts.fct_thing set name = repeat('长', 40000) where name = '-'")
        connection.execute("update marts.fct_thing set name = chr(7) || '铃' where name = ''")
        connection.execute("update marts.fct_thing set size = 1234567890123456789 where size = 1")
        connection.execute("update marts.fct_thing set name = '#N/A' where name is null")
    done = export(out, tmp_path / "t.xlsx", "--format", "xlsx")
    for remark in ("1 cell: longer", "1 cell: with control", "2 cells: with more than 15"):
        assert remark in done.out
    rows = list(openpyxl.load_workbook(tmp_path / "t.xlsx")["fct_thing"].iter_rows(min_row=2))
    assert rows[4][1].value == "长" * (32_767 - 4) + " […]"
    assert rows[1][1].value == "\ufffd铃"
    assert rows[4][6].value == "1234567890123456789"
    assert (rows[2][1].value, rows[2][1].data_type) == ("#N/A", "s")


def test_xlsx_refuses_more_rows_than_a_sheet_holds(out: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 5)
    done = export(out, tmp_path / "t.xlsx", "--format", "xlsx")
    assert done.code == 1
    assert "has 6 rows, a sheet of Excel holds 5" in done.err
    assert "--where" in done.err
    assert list(tmp_path.iterdir()) == [out]  # and nothing half-written stays
    assert export(out, tmp_path / "t.xlsx", "--format", "xlsx", "--where", "amount > 0").code == 0


def test_stata_reads_back_what_was_written(out: Path, tmp_path: Path):
    target = tmp_path / "things.dta"
    done = export(out, target, "--format", "dta")
    assert done.code == 0
    assert "a_name_that_is_longer_than_thirty_two_letters is named" in done.out
    with pandas.io.stata.StataReader(target) as reader:
        frame = reader.read()
        labels, values = reader.variable_labels(), reader.value_labels()
        assert reader.data_label == "gongkai fct_thing, release first"
    assert list(frame.columns)[-1] == "a_name_that_is_longer_than_thirt"
    assert list(frame["name"]) == [row[1] or "" for row in ROWS]
    assert frame["value"].isna().tolist() == [False, True, False, False, False, False]
    assert frame["value"].tolist()[:1] + frame["value"].tolist()[2:] == [1.5, -3, 0, 7, 8]
    assert frame["day"][0] == pandas.Timestamp(2024, 1, 2)
    assert frame["day"][2] == pandas.Timestamp(1899, 5, 6)
    assert frame["size"].tolist()[0] == 2**40
    assert frame["amount"].isna().tolist() == [False, True, False, False, False, False]
    assert list(frame["value_status"]) == [row[7] for row in ROWS]
    assert values["value_status"] == {
        1: "reported", 2: "blank", 3: "dash", 4: "inferred", 5: "repaired", 6: "unreadable"
    }  # fmt: skip
    assert labels["name"] == "Its name."
    export(out, target, "--format", "dta", "--language", "zh")
    with pandas.io.stata.StataReader(target) as reader:
        assert reader.variable_labels()["name"] == "名称。"
    assert "名称。".encode() in target.read_bytes()


@pytest.mark.parametrize(
    ("low", "high"),
    [(-127, 100), (-128, 101), (-32767, 32740), (-32768, 32741), (-(2**31) + 1, 2147483621)],
)
def test_stata_keeps_numbers_at_the_edge_of_its_types(out: Path, tmp_path: Path, low, high):
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute("update marts.fct_thing set size = ? where thing_code = 'a'", [low])
        connection.execute("update marts.fct_thing set size = ? where thing_code = 'c'", [high])
    export(out, tmp_path / "t.dta", "--format", "dta")
    sizes = pandas.read_stata(tmp_path / "t.dta")["size"].tolist()
    assert (sizes[0], sizes[2]) == (low, high)
    assert pandas.isna(sizes[1])


def test_a_code_of_no_closed_list_stays_text_in_stata(out: Path, tmp_path: Path):
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute("update marts.fct_thing set value_status = 'new' where name = '-'")
    export(out, tmp_path / "t.dta", "--format", "dta")
    assert pandas.read_stata(tmp_path / "t.dta")["value_status"].tolist()[4] == "new"


def test_parquet_is_the_file_of_the_release_or_a_part_of_it(out: Path, tmp_path: Path):
    export(out, tmp_path / "t.parquet", "--format", "parquet")
    released = out / "current" / "parquet" / "fct_thing.parquet"
    assert (tmp_path / "t.parquet").read_bytes() == released.read_bytes()
    done = export(out, tmp_path / "t.parquet", "--format", "parquet", "--where", "name like '=%'")
    assert "1 row of" in done.out
    part = pyarrow.parquet.read_table(tmp_path / "t.parquet")
    assert part.schema == pyarrow.parquet.read_table(released).schema
    assert part["name"].to_pylist() == [ROWS[3][1]]  # text as it is: no spreadsheet opens it


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "dta", "parquet"])
def test_no_rows_are_a_file_with_names_only(out: Path, tmp_path: Path, file_format: str):
    target = tmp_path / f"none.{file_format}"
    done = export(out, target, "--format", file_format, "--where", "false")
    assert done.code == 0, done.err
    read = {
        "csv": pandas.read_csv,
        "xlsx": partial(pandas.read_excel, engine="openpyxl"),
        "dta": pandas.read_stata,
        "parquet": pandas.read_parquet,
    }[file_format](target)
    assert len(read) == 0
    assert list(read.columns)[:3] == ["thing_code", "name", "value"]


def test_all_tables_land_in_a_folder(out: Path, tmp_path: Path):
    assert call("export", "all", "--out", out, "--folder", tmp_path / "deep" / "x").code == 0
    names = sorted(path.name for path in (tmp_path / "deep" / "x").iterdir())
    assert names == ["dim_item.csv", "fct_thing.csv"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fct_thin",), "no table fct_thin. Did you mean fct_thing"),
        (("fct_thing", "--where", "nothing = 1"), "--where does not fit fct_thing"),
        (("fct_thing", "--where", "1=1; drop table marts.fct_thing"), "--where does not fit"),
        (("fct_thing", "--where", "name in (select column0 from read_csv('x'))"), "--where"),
        (("all", "--where", "true"), "a file a table"),
    ],
)
def test_a_wrong_wish_is_answered_in_words(out: Path, tmp_path: Path, arguments, words: str):
    done = call("export", *arguments, "--out", out, "--folder", tmp_path)
    assert done.code == 1
    assert words in done.err
    assert "Traceback" not in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["releases"]


def test_nothing_is_written_among_the_releases(out: Path):
    done = call("export", "dim_item", "--out", out, "--folder", out / "first" / "parquet")
    assert done.code == 1
    assert "never change" in done.err
    assert not (out / "first" / "parquet" / "dim_item.csv").exists()
