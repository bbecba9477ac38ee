"""Releases: whole, verified, switched at once, and silent when nothing has changed."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.files import BuildFailed, sha256_of
from orchestration.lake import Lake
from orchestration.releases import publish as release
from orchestration.releases import tables as release_tables
from orchestration.releases import writing as release_writing
from orchestration.releases.package import frictionless_type
from orchestration.releases.publish import publish
from orchestration.releases.tables import PublishedTable
from orchestration.warehouse import record_build
from tests.orchestration.conftest import HUAIAN, put_report

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)


def build(lake: Lake, rows: str = "('b', 2.5), ('a', null)") -> None:
    """A finished build with one published table, and one that stays unpublished."""
    lake.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute(
            f"""
            create schema marts;
            create table marts.dim_thing (thing_code varchar not null, value decimal(20, 6));
            insert into marts.dim_thing values {rows};
            comment on table marts.dim_thing is 'It''s one row a thing';
            comment on column marts.dim_thing.value is 'in 万元';
            create table main.internal as select 1 as a;
            """
        )
    record_build(lake, "key", [])


@pytest.fixture
def built(listed: Lake) -> Lake:
    build(listed)
    return listed


def manifest(lake: Lake) -> dict:
    return json.loads((lake.current / "manifest.json").read_text())


def rows(path: Path) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.sql("from marts.dim_thing").fetchall()


def test_a_release_holds_the_published_tables_with_comments_and_nothing_else(built: Lake):
    published = publish(built, NOON)
    assert published.folder == (built.releases / published.release_id)
    assert published.release_id.startswith("20250304T120000Z-")
    with duckdb.connect(str(built.current / "gongkai.duckdb"), read_only=True) as connection:
        tables = connection.sql("select schema_name, table_name, comment from duckdb_tables()")
        assert tables.fetchall() == [("marts", "dim_thing", "It's one row a thing")]
        columns = connection.sql("select column_name, is_nullable, comment from duckdb_columns()")
        assert ("value", True, "in 万元") in columns.fetchall()
        assert connection.sql("select count(*) from duckdb_views() where not internal").fetchall()
        assert str(built.interim) not in (built.current / "gongkai.duckdb").read_bytes().decode(
            "latin-1"
        )
    assert [row[0] for row in rows(built.current / "gongkai.duckdb")] == ["b", "a"]


def test_the_data_package_lists_every_table_and_column_with_checksum(built: Lake):
    publish(built, NOON)
    package = json.loads((built.current / "datapackage.json").read_text())
    (resource,) = package["resources"]
    path = built.current / resource["path"]
    assert resource["hash"] == f"sha256:{sha256_of(path)}"
    assert resource["bytes"] == path.stat().st_size
    assert resource["description"] == "It's one row a thing"
    assert resource["schema"]["fields"] == [
        {
            "name": "thing_code",
            "type": "string",
            "description": "",
            "constraints": {"required": True},
        },
        {"name": "value", "type": "number", "description": "in 万元"},
    ]
    assert duckdb.sql(f"from '{path}'").fetchall()[1] == ("a", None)


def test_the_manifest_lists_inputs_and_what_changed(built: Lake):
    publish(built, NOON)
    first = manifest(built)
    assert [row["source_path"] for row in first["inputs"]] == [HUAIAN, "321300/2023/suqian.html"]
    assert first["inputs"][0]["document_sha256"] == sha256_of(built.raw / HUAIAN)
    assert first["tables"]["dim_thing"]["rows"] == 2
    assert first["changes"]["since_release"] is None

    from orchestration.raw.inventory import write_inventory

    put_report(built.raw, "320800/2024/new.html")
    (built.raw / "321300/2023/suqian.html").unlink()
    (built.raw / HUAIAN).write_bytes(b"changed")
    write_inventory(built)
    build(built, "('a', 1)")
    publish(built)
    changes = manifest(built)["changes"]
    assert changes["rows_by_table"] == {"dim_thing": {"added": 1, "removed": 2}}
    files = {name: changes[name] for name in changes if name.startswith(("files", "since"))}
    assert files == {
        "since_release": first["release_id"],
        "files_added": ["320800/2024/new.html"],
        "files_removed": ["321300/2023/suqian.html"],
        "files_changed": [HUAIAN],
    }


def test_nothing_new_is_published_when_only_the_order_of_rows_changed(built: Lake):
    first = publish(built, NOON)
    build(built, "('a', null), ('b', 2.5)")
    second = publish(built)
    assert first.is_new
    assert not second.is_new
    assert second.release_id == first.release_id
    assert [path.name for path in built.releases.iterdir() if path.is_dir()].count("current") == 1
    assert len(list(built.releases.glob("2*"))) == 1


@pytest.mark.parametrize(
    "other",
    ["('a', 2.5), ('b', null)", "('a', null), ('b', 2.5), ('b', 2.5)", "('', null), ('b', 2.5)"],
)
def test_other_rows_have_another_checksum(built: Lake, other: str):
    (before,) = release_tables.read_published_tables(built.build_database)
    build(built, other)
    (after,) = release_tables.read_published_tables(built.build_database)
    assert after.checksum != before.checksum


def test_a_damaged_release_is_published_anew(built: Lake):
    publish(built, NOON)
    (built.current / "parquet" / "dim_thing.parquet").unlink()
    assert publish(built, NOON).is_new
    assert (built.current / "parquet" / "dim_thing.parquet").is_file()


def test_a_reader_keeps_the_release_that_it_has_open(built: Lake):
    publish(built, NOON)
    with duckdb.connect(str(built.current / "gongkai.duckdb"), read_only=True) as reader:
        build(built, "('c', 3)")
        assert publish(built).is_new
        assert reader.sql("select thing_code from marts.dim_thing").fetchall() == [("b",), ("a",)]
    assert rows(built.current / "gongkai.duckdb")[0][0] == "c"


def test_an_incomplete_build_is_not_published(built: Lake):
    first = publish(built, NOON)
    with duckdb.connect(str(built.build_database)) as connection:
        connection.execute("insert into marts.dim_thing values ('half', 1)")
    with pytest.raises(BuildFailed, match="not a complete build"):
        publish(built)
    assert built.current.resolve() == first.folder


def test_what_cannot_be_verified_is_not_published(built: Lake, monkeypatch: pytest.MonkeyPatch):
    first = publish(built, NOON)
    build(built, "('c', 3)")
    real = release_writing._copy

    def lossy(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
        real(connection, table)
        connection.execute("delete from marts.dim_thing")

    monkeypatch.setattr(release_writing, "_copy", lossy)
    with pytest.raises(BuildFailed, match="differs from the build"):
        publish(built)
    assert built.current.resolve() == first.folder


def test_what_a_killed_publication_left_is_removed(built: Lake):
    left = built.releases / ".building-x"
    left.mkdir(parents=True)
    (left / "half").write_text("half")
    publish(built, NOON)
    assert sorted(path.name for path in built.releases.iterdir()) == sorted(
        [release.current_manifest(built)["release_id"], "current"]
    )


def test_a_folder_named_current_is_not_overwritten(built: Lake):
    built.current.mkdir(parents=True)
    with pytest.raises(BuildFailed, match="is no link"):
        publish(built)


@pytest.mark.parametrize(
    ("duckdb_type", "expected"),
    [
        ("VARCHAR", "string"),
        ("SMALLINT", "integer"),
        ("UBIGINT", "integer"),
        ("DECIMAL(20,6)", "number"),
        ("DOUBLE", "number"),
        ("BOOLEAN", "boolean"),
        ("DATE", "date"),
        ("TIMESTAMP WITH TIME ZONE", "datetime"),
        ("VARCHAR[]", "array"),
        ("STRUCT(a INTEGER)", "object"),
    ],
)
def test_every_type_has_its_word_in_the_data_package(duckdb_type: str, expected: str):
    assert frictionless_type(duckdb_type) == expected
