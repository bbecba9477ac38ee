"""What is exported: rows of one published table, streamed, with what is known of its columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from orchestration.files import BuildFailed
from orchestration.releases.tables import SCHEMA, Column, quoted

BATCH_ROWS = 20_000
"""Rows held in memory at a time, whatever the size of the table."""

_CHINESE = "中文："


def languages(description: str | None) -> tuple[str, str]:
    """The English and the Chinese part of a description."""
    english, _, chinese = (description or "").partition(_CHINESE)
    return english.strip(), chinese.strip()


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one table of a release, in their order there. where: an SQL condition or None."""

    connection: duckdb.DuckDBPyConnection
    release_id: str
    name: str
    description: str | None
    columns: tuple[Column, ...]
    where: str | None = None

    def relation(self) -> duckdb.DuckDBPyRelation:
        """The rows as an expression that DuckDB has not run yet.

        Raises BuildFailed with DuckDB's words for a wrong condition.
        """
        rows = self.connection.table(f"{SCHEMA}.{quoted(self.name)}")
        if self.where is None:
            return rows
        try:
            return rows.filter(self.where)
        except duckdb.Error as error:
            raise BuildFailed(f"--where does not fit {self.name}. {error}") from error

    def values(self, expressions: str) -> tuple[object, ...]:
        """One row of aggregates over the selected rows. Raises BuildFailed."""
        try:
            row = self.relation().aggregate(expressions).fetchone()
        except duckdb.Error as error:
            raise BuildFailed(f"{self.name} cannot be read. {error}") from error
        assert row is not None  # an aggregate without groups yields one row
        return row

    def row_count(self) -> int:
        (count,) = self.values("count(*)")
        assert isinstance(count, int)
        return count

    def batches(self, *, flat: bool) -> Iterator[pa.RecordBatch]:
        """The rows in pieces. flat: lists and structures as text, for formats without them.

        Raises BuildFailed.
        """
        rows = self.relation()
        if flat:
            rows = rows.project(", ".join(map(_flat, self.columns)))
        try:
            yield from rows.to_arrow_reader(BATCH_ROWS)
        except duckdb.Error as error:
            raise BuildFailed(f"{self.name} cannot be read. {error}") from error


def _flat(column: Column) -> str:
    name = quoted(column.name)
    if column.type.endswith("]"):
        return f"array_to_string({name}, ' ') as {name}"
    if column.type.startswith(("STRUCT", "MAP", "UNION", "INTERVAL", "UUID", "ENUM")):
        return f"cast({name} as varchar) as {name}"
    return name


def warnings_of(selection: Selection) -> dict[str | None, tuple[str, str]]:
    """What a stranger would get wrong, in English and Chinese, by column; None: the table."""
    if "data_dictionary" not in table_names(selection.connection):
        return {}
    rows = selection.connection.execute(
        "select nullif(column_name, ''), warning_en, warning_zh from data_dictionary "
        "where table_name = $table and warning_en is not null",
        {"table": selection.name},
    ).fetchall()
    return {column: (english, chinese or "") for column, english, chinese in rows}


def table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The published tables by name."""
    rows = connection.execute(
        "select table_name from duckdb_tables() where schema_name = $schema "
        "and database_name = current_database() order by 1",
        {"schema": SCHEMA},
    ).fetchall()
    return [name for (name,) in rows]


def select_rows(
    connection: duckdb.DuckDBPyConnection, release_id: str, name: str, where: str | None
) -> Selection:
    """The rows of a table that fit a condition. Raises BuildFailed where there is no such table."""
    names = table_names(connection)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names
        raise BuildFailed(f"The release has no table {name}. Did you mean {', '.join(near)}?")
    (comment,) = connection.execute(
        "select comment from duckdb_tables() where schema_name = $schema and table_name = $table",
        {"schema": SCHEMA, "table": name},
    ).fetchall()[0]
    columns = connection.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where schema_name = $schema and table_name = $table order by column_index",
        {"schema": SCHEMA, "table": name},
    ).fetchall()
    return Selection(
        connection, release_id, name, comment, tuple(Column(*row) for row in columns), where
    )
