"""A release is the one before it with changed rows replaced, and says what the build says."""

import json
import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from orchestration.lake import Lake
from orchestration.releases import documents as release_documents
from orchestration.releases import tables as release_tables
from orchestration.releases import writing as release_writing
from orchestration.releases.publish import Limits, ReleaseHeld, publish
from orchestration.releases.tables import PublishedTable, read_published_tables
from orchestration.warehouse import Begun, finished_build, record_build

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)
REPORTS = [f"report {number:02}" for number in range(40)]
Cells = dict[str | None, list[int | None]]


def build(lake: Lake, cells: Cells, *, tables: str = "", comment: str = "A cell.") -> None:
    """A finished build: the cells of reports as a view, as the largest marts are, and its order."""
    lake.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute(
            f"""
            create schema marts;
            create table cells (report_id varchar, value decimal(20, 6));
            create view marts.fct_cell as select report_id, value from build.main.cells;
            comment on view marts.fct_cell is '{comment}';
            create table marts.dim_place as select {len(cells)} as report_count;
            create table marts.data_dictionary as
            select 'fct_cell' as table_name, null::varchar as column_name,
                'report_id, value' as row_order, null::boolean as is_required;
            {tables}
            """
        )
        rows = [(report, value) for report, values in cells.items() for value in values]
        random.Random(1).shuffle(rows)
        frame = pl.DataFrame(rows, {"report_id": pl.String, "value": pl.Int64}, orient="row")
        connection.execute("insert into cells from frame")
        assert frame.height == len(rows)
    record_build(lake, "key", [])


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_documents, "write_documents", lambda *arguments: None)


def manifest(lake: Lake) -> dict:
    return json.loads((lake.current / "manifest.json").read_text())


def rows(lake: Lake, table: str = "fct_cell") -> list[tuple]:
    with duckdb.connect(str(lake.current / "gongkai.duckdb"), read_only=True) as connection:
        return connection.sql(f"from marts.{table}").fetchall()


def says_what_the_build_says(lake: Lake) -> bool:
    """Database and Parquet files alike."""
    tables = read_published_tables(lake.build_database)
    parquet = lake.current / "parquet"
    for table in tables:
        in_file = duckdb.sql(f"from '{parquet}/{table.name}.parquet'").fetchall()
        assert in_file == rows(lake, table.name)
    assert {path.stem for path in parquet.iterdir()} == {table.name for table in tables}
    return read_published_tables(lake.current / "gongkai.duckdb") == tables


def second_arguments(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[Any]:
    """The second argument of each call of a function from now on; it works as before."""
    told: list[Any] = []
    real = getattr(module, name)

    def spy(connection: object, second: object, *others: object) -> object:
        told.append(second)
        return real(connection, second, *others)

    monkeypatch.setattr(module, name, spy)
    return told


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> list[PublishedTable]:
    """The tables of which rows were replaced; a release may not fall back to writing all."""
    return second_arguments(monkeypatch, release_writing, "_replace")


def test_any_sequence_of_changes_gives_what_a_release_written_whole_would(
    listed: Lake, replaced: list[PublishedTable], monkeypatch: pytest.MonkeyPatch
):
    dice = random.Random(5)
    cells: Cells = {report: [1, 2, None, 2] for report in REPORTS}
    build(listed, cells)
    publish(listed, NOON)
    monkeypatch.setattr(
        release_writing, "copy_tables", lambda *arguments: pytest.fail("written whole")
    )
    for night in range(12):
        for report in dice.sample([*REPORTS, None], 2):
            was = cells.pop(report, [])
            if dice.random() < 0.8:
                cells[report] = [*was[dice.randrange(2) :], dice.choice([None, night])]
        build(listed, cells)
        publish(listed, NOON.replace(minute=night))
        assert says_what_the_build_says(listed)
    assert 6 <= len(replaced) < 12  # too many rows are out of order at times: written whole again


def test_replaced_rows_stand_behind_and_are_put_in_order_once_they_are_many(
    listed: Lake, replaced: list[PublishedTable]
):
    cells: Cells = {report: [1, 2, 3] for report in REPORTS}
    build(listed, cells)
    publish(listed, NOON)
    for number in (0, 1):
        cells[REPORTS[number]] = [9, 8]
        build(listed, cells)
        publish(listed)
        assert manifest(listed)["rows_out_of_order"] == {"fct_cell": 2 * number + 2}
    assert rows(listed)[-2:] == [(REPORTS[1], 8), (REPORTS[1], 9)]
    cells[REPORTS[2]] = [7] * 9
    build(listed, cells)
    publish(listed)
    assert manifest(listed)["rows_out_of_order"] == {}
    assert rows(listed) == sorted(rows(listed))
    assert [table.name for table in replaced] == ["fct_cell"] * 2


def test_a_table_without_changes_is_the_same_file_in_both_releases(listed: Lake):
    cells: Cells = {report: [1] for report in REPORTS}
    build(listed, cells)
    first = publish(listed, NOON).folder / "parquet"
    cells[REPORTS[0]] = [2]
    build(listed, cells)
    second = publish(listed).folder / "parquet"
    assert (first / "dim_place.parquet").samefile(second / "dim_place.parquet")
    assert not (first / "fct_cell.parquet").samefile(second / "fct_cell.parquet")


def row_groups(path: Path) -> int:
    return pq.ParquetFile(path).metadata.num_row_groups


def test_a_file_grows_by_new_rows_until_its_table_is_put_in_order(listed: Lake):
    cells: Cells = {report: [1, 2, 3] for report in REPORTS}
    build(listed, cells)
    publish(listed, NOON)
    for added in range(1, 4):
        cells[f"another report {added}"] = [4, None]
        cells[REPORTS[added]] = [1, 2, 2, 3]  # has got a row, which another row says too
        build(listed, cells)
        folder = publish(listed, NOON.replace(minute=added)).folder
        assert row_groups(folder / "parquet" / "fct_cell.parquet") == 1 + added
        assert says_what_the_build_says(listed)
    for added in range(4, 10):
        cells[f"another report {added}"] = [4, None]
    build(listed, cells)
    folder = publish(listed, NOON.replace(minute=9)).folder
    assert row_groups(folder / "parquet" / "fct_cell.parquet") == 1
    assert says_what_the_build_says(listed)


@pytest.mark.parametrize("change", ["another value", "gone"])
def test_a_file_does_not_grow_where_a_row_has_gone(listed: Lake, change: str):
    cells: Cells = {report: [1, 2, 3] for report in REPORTS}
    build(listed, cells)
    publish(listed, NOON)
    cells["another report"] = [4, None]
    if change == "another value":
        cells[REPORTS[7]] = [1, 2, 4]
    else:
        del cells[REPORTS[7]]
    build(listed, cells)
    folder = publish(listed).folder
    assert row_groups(folder / "parquet" / "fct_cell.parquet") == 1
    assert says_what_the_build_says(listed)


@pytest.mark.parametrize("offset", [4, 40, -12, -60])
def test_a_file_that_was_damaged_since_does_not_grow(listed: Lake, offset: int):
    cells: Cells = {report: [1, 2, 3] for report in REPORTS}
    build(listed, cells)
    damaged = publish(listed, NOON).folder / "parquet" / "fct_cell.parquet"
    content = bytearray(damaged.read_bytes())
    content[offset] ^= 0xFF
    damaged.write_bytes(content)
    cells["another report"] = [4, None]
    build(listed, cells)
    publish(listed)
    assert says_what_the_build_says(listed)
    assert not list((listed.current / "parquet").glob("*.more"))


def test_a_file_that_was_damaged_since_is_not_used_again(listed: Lake):
    cells: Cells = {report: [1] for report in REPORTS}
    build(listed, cells)
    first = publish(listed, NOON).folder / "parquet" / "dim_place.parquet"
    size = first.stat().st_size
    duckdb.execute(f"copy (select 41 as report_count) to '{first}' (format parquet)")
    first.write_bytes(first.read_bytes()[:size].ljust(size, b" "))
    cells[REPORTS[0]] = [2]
    build(listed, cells)
    second = publish(listed).folder / "parquet" / "dim_place.parquet"
    assert not first.samefile(second)
    assert says_what_the_build_says(listed)


def test_tables_that_come_go_or_change_their_columns_are_written_whole(listed: Lake):
    cells: Cells = {report: [1] for report in REPORTS}
    build(listed, cells, tables="create table marts.old as select 'x' as report_id, 1 as a")
    publish(listed, NOON)
    build(
        listed,
        cells,
        tables="create table marts.new as select 'x' as report_id; "
        "alter table marts.dim_place alter report_count type bigint",
        comment="A cell of a table.",
    )
    publish(listed)
    assert says_what_the_build_says(listed)
    with duckdb.connect(str(listed.current / "gongkai.duckdb"), read_only=True) as connection:
        found = connection.sql("select table_name, comment from duckdb_tables() order by all")
        assert found.fetchall() == [
            ("data_dictionary", None),
            ("dim_place", None),
            ("fct_cell", "A cell of a table."),
            ("new", None),
        ]


@pytest.mark.parametrize("damage", ["head", "blocks", "rows"])
def test_a_release_before_that_is_damaged_does_no_harm(listed: Lake, damage: str):
    cells: Cells = {report: list(range(2000)) for report in REPORTS}
    build(listed, cells)
    database: Path = publish(listed, NOON).folder / "gongkai.duckdb"
    if damage == "rows":
        with duckdb.connect(str(database)) as connection:
            connection.execute("delete from marts.fct_cell where value = 7")
    else:
        content = bytearray(database.read_bytes())
        start = 0 if damage == "head" else 12288
        content[start : start + 200_000] = b"\x55" * len(content[start : start + 200_000])
        database.write_bytes(content)
    cells[REPORTS[0]] = [2]
    build(listed, cells)
    publish(listed)
    assert says_what_the_build_says(listed)


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_release_before_is_read_only_where_its_database_has_other_bytes(
    listed: Lake, is_damaged: bool, monkeypatch: pytest.MonkeyPatch
):
    cells: Cells = {report: [1] for report in REPORTS}
    build(listed, cells)
    database = publish(listed, NOON).folder / "gongkai.duckdb"
    if is_damaged:
        content = bytearray(database.read_bytes())
        content[-1] ^= 0xFF
        database.write_bytes(content)
    cells[REPORTS[0]] = [2]
    build(listed, cells)
    read = second_arguments(monkeypatch, release_tables, "prints_of")
    publish(listed)
    of_build_and_release = 2
    assert len(read) == of_build_and_release + is_damaged
    assert says_what_the_build_says(listed)


AS_PUBLISHED = """
    create view marts.dim_report as select distinct report_id from build.main.cells;
    create view marts.fct_disclosure as select report_id, value from build.main.cells;
"""


@pytest.mark.parametrize("is_lost", [False, True])
def test_of_a_build_that_went_on_with_another_the_rows_of_changed_reports_are_read(
    listed: Lake, is_lost: bool, monkeypatch: pytest.MonkeyPatch
):
    cells: Cells = {report: [1] for report in REPORTS}
    build(listed, cells, tables=AS_PUBLISHED)
    publish(listed, NOON)
    standing = finished_build(listed)
    cells[REPORTS[0]] = [2, None]
    build(listed, cells, tables=AS_PUBLISHED)
    record_build(listed, "another key", [], Begun(pl.DataFrame(), standing, [REPORTS[0]]))
    if is_lost:
        listed.build_prints.unlink()
    read = second_arguments(monkeypatch, release_tables, "prints_of")
    publish(listed)
    of_changed = [
        relation for relation in read if relation.startswith("marts.fct_disclosure where")
    ]
    whole = [relation for relation in read if relation == 'marts."fct_disclosure"']
    assert (len(of_changed), len(whole)) == ((0, 2) if is_lost else (1, 1))
    assert says_what_the_build_says(listed)


def lose(folder: Path) -> None:
    shutil.rmtree(folder)


def cut(folder: Path) -> None:
    os.truncate(folder / "gongkai.duckdb", 20_000)


def empty(folder: Path) -> None:
    database = folder / "gongkai.duckdb"
    database.write_bytes(b"\0" * database.stat().st_size)


@pytest.mark.parametrize("damage", [empty, cut, lose])
def test_after_a_release_that_cannot_be_read_a_person_decides(
    listed: Lake, damage: Callable[[Path], None]
):
    cells: Cells = {report: [1] for report in REPORTS}
    build(listed, cells)
    damage(publish(listed, NOON).folder)
    cells[REPORTS[0]] = [2]
    build(listed, cells)
    with pytest.raises(ReleaseHeld, match="is damaged"):
        publish(listed, limits=Limits())
    assert publish(listed).is_new
    assert says_what_the_build_says(listed)
