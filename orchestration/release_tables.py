"""Copy the published tables out of the build database: compact, in order, with comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.files import BuildFailed

SCHEMA = "marts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published table; type as DuckDB names it."""

    name: str
    type: str
    is_nullable: bool
    description: str | None


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of schema marts. checksum does not depend on the order of rows.

    row_order: columns to sort by while copying; None leaves the rows as they lie.
    """

    name: str
    description: str | None
    columns: tuple[Column, ...]
    row_count: int
    checksum: str
    row_order: str | None = None


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_text(value: str | None) -> str:
    """A value as an SQL string; null for None."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def read_published_tables(database: Path) -> list[PublishedTable]:
    """The tables of schema marts of a database, by name, with their checksums.

    A view counts as a table: it is written out when it is copied. What a view cannot say of
    itself, the order of its rows and which columns are never null, stands in data_dictionary.
    Raises BuildFailed when there are none.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        dictionary = _dictionary(connection)
        tables = [
            _published(connection, name, comment, dictionary)
            for name, comment in _relations(connection)
        ]
    if not tables:
        raise BuildFailed(f"{database} holds no table of schema {SCHEMA}. Run the whole build.")
    return tables


Dictionary = dict[tuple[str, str | None], tuple[str | None, bool | None]]
"""Row order and whether never null, by table and column."""


def _dictionary(connection: duckdb.DuckDBPyConnection) -> Dictionary:
    found = connection.execute(
        """
        select 1 from duckdb_tables()
        where database_name = current_database() and schema_name = $schema
            and table_name = 'data_dictionary'
        """,
        {"schema": SCHEMA},
    ).fetchall()
    if not found:
        return {}
    rows = connection.execute(
        f"select table_name, column_name, row_order, is_required from {SCHEMA}.data_dictionary"
    ).fetchall()
    return {(table, column): (order, is_required) for table, column, order, is_required in rows}


def _relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None]]:
    return connection.execute(
        """
        select table_name, comment from duckdb_tables()
        where database_name = current_database() and schema_name = $schema
        union all
        select view_name, comment from duckdb_views()
        where database_name = current_database() and schema_name = $schema
        order by 1
        """,
        {"schema": SCHEMA},
    ).fetchall()


def _published(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    description: str | None,
    dictionary: Dictionary,
) -> PublishedTable:
    rows = connection.execute(
        """
        select column_name, data_type, is_nullable, comment from duckdb_columns()
        where database_name = current_database() and schema_name = $schema and table_name = $table
        order by column_index
        """,
        {"schema": SCHEMA, "table": name},
    ).fetchall()
    columns = tuple(
        Column(
            column, kind, is_nullable and not dictionary.get((name, column), (None, None))[1], text
        )
        for column, kind, is_nullable, text in rows
    )
    row_count, checksum = table_checksum(connection, f"{SCHEMA}.{quoted(name)}", columns)
    row_order = dictionary.get((name, None), (None, None))[0]
    return PublishedTable(name, description, columns, row_count, checksum, row_order)


def table_checksum(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[Column]
) -> tuple[int, str]:
    """Row count and checksum of a relation: the sum of the hashes of its rows.

    The hash is DuckDB's own, thirty times as fast as MD5 of the row's text, and the same within
    one version of DuckDB only: after another version is installed everything counts as changed
    once. A sum, unlike an exclusive or, also tells a row that stands there twice.
    """
    values = ", ".join(quoted(column.name) for column in columns)
    row = connection.execute(
        f"select count(*), coalesce(sum(hash({values})::hugeint), 0) from {relation}"
    ).fetchone()
    assert row is not None  # an aggregate without groups yields one row
    row_count, total = row
    return row_count, f"{total:032x}"


def copy_tables(build: Path, release: Path, tables: Sequence[PublishedTable]) -> None:
    """Write the published tables into a new database: rows in their order, types, comments.

    Nothing else comes along: no view and no path of interim data.
    """
    with duckdb.connect(str(release)) as connection:
        connection.execute(f"attach {sql_text(str(build))} as build (read_only)")
        connection.execute(f"create schema {SCHEMA}")
        for table in tables:
            _copy(connection, table)
        connection.execute("detach build")
        connection.execute("checkpoint")


def _copy(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    name = f"{SCHEMA}.{quoted(table.name)}"
    definitions = ", ".join(
        f"{quoted(column.name)} {column.type}{'' if column.is_nullable else ' not null'}"
        for column in table.columns
    )
    connection.execute(f"create table {name} ({definitions})")
    order = f" order by {table.row_order}" if table.row_order else ""
    connection.execute(f"insert into {name} from build.{name}{order}")
    connection.execute(f"comment on table {name} is {sql_text(table.description)}")
    for column in table.columns:
        connection.execute(
            f"comment on column {name}.{quoted(column.name)} is {sql_text(column.description)}"
        )


def write_parquet_files(database: Path, folder: Path, tables: Sequence[PublishedTable]) -> None:
    """Write `<table>.parquet` for each table, in the order of its rows in the database."""
    folder.mkdir()
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in tables:
            target = sql_text(str(folder / f"{table.name}.parquet"))
            connection.execute(
                f"copy {SCHEMA}.{quoted(table.name)} to {target} (format parquet, compression zstd)"
            )


def verify(database: Path, folder: Path, tables: Sequence[PublishedTable]) -> None:
    """Read everything written once more. Raises BuildFailed where it differs from the build."""
    if read_published_tables(database) != list(tables):
        raise BuildFailed(f"{database} differs from the build. Is the disk full or failing?")
    with duckdb.connect() as connection:
        for table in tables:
            path = folder / f"{table.name}.parquet"
            relation = f"read_parquet({sql_text(str(path))})"
            if table_checksum(connection, relation, table.columns)[1] != table.checksum:
                raise BuildFailed(f"{path} differs from the build. Is the disk full or failing?")
