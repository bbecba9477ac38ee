"""The published tables of a database: what they are, and what they say, as checksums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from orchestration.databases import opened
from orchestration.files import BuildFailed

SCHEMA = "marts"
REPORT = "report_id"
_REPORTS = "dim_report"
_OF_ONE_REPORT = {"fct_disclosure", "fct_series", "fct_narrative_figure", "report_section"}
"""Tables whose rows about a report are made of what that report says, of its row in dim_report,
and of seeds."""
MOST_READ_ANEW = 0.05
"""Share of reports beyond which a build is read whole: they are named one by one."""


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
    prints: how many rows each report has and the sum of their hashes (report_id, rows, hashes);
    None for a table that is not about reports.
    """

    name: str
    description: str | None
    columns: tuple[Column, ...]
    row_count: int
    checksum: str
    row_order: str | None = None
    prints: pl.DataFrame | None = field(default=None, compare=False, repr=False)

    @property
    def types(self) -> dict[str, str]:
        return {column.name: column.type for column in self.columns}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_text(value: str | None) -> str:
    """A value as an SQL string; null for None."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def read_published_tables(
    database: Path,
    known_prints: Mapping[str, pl.DataFrame] | None = None,
    changed: pl.Series | None = None,
) -> list[PublishedTable]:
    """The tables of schema marts of a database, by name, with their checksums.

    known_prints: prints of just this database by table, which are not made again. changed: where
    they are those of the build that this one went on with, the reports that it made anew.

    A view counts as a table: it is written out when it is copied. What a view cannot say of
    itself, the order of its rows and which columns are never null, stands in data_dictionary.
    Raises BuildFailed when there are none.
    """
    with opened(database, read_only=True) as connection:
        dictionary = _dictionary(connection)
        known = dict(known_prints or {})
        if changed is not None:
            known = _brought_up_to_date(connection, known, changed)
        tables = [
            _published(connection, name, comment, dictionary, known.get(name))
            for name, comment in _relations(connection)
        ]
    if not tables:
        raise BuildFailed(f"{database} holds no table of schema {SCHEMA}. Run the whole build.")
    return tables


def _brought_up_to_date(
    connection: duckdb.DuckDBPyConnection, known: Mapping[str, pl.DataFrame], changed: pl.Series
) -> dict[str, pl.DataFrame]:
    """Of the prints of the build before those that a build can be known by, read anew where its
    reports have changed, or their row in dim_report."""
    columns = dict(
        connection.execute(
            """
            select table_name, list(column_name order by column_index) from duckdb_columns()
            where database_name = current_database() and schema_name = $schema
            group by table_name
            """,
            {"schema": SCHEMA},
        ).fetchall()
    )
    if _REPORTS not in known or _REPORTS not in columns:
        return {}
    reports = prints_of(connection, f"{SCHEMA}.{_REPORTS}", columns[_REPORTS])
    others = pl.concat([changed, differing_reports(known[_REPORTS], reports)]).unique()
    if others.len() > MOST_READ_ANEW * reports.height:
        return {}
    found = {_REPORTS: reports}
    for table in sorted(_OF_ONE_REPORT & known.keys() & columns.keys()):
        theirs = f"{SCHEMA}.{table} where {of_reports(others)}"
        stay = ~pl.col(REPORT).is_in(others.implode(), nulls_equal=True)
        anew = prints_of(connection, theirs, columns[table])
        found[table] = pl.concat([known[table].filter(stay), anew])
    return found


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
    known_prints: pl.DataFrame | None,
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
    row_order = dictionary.get((name, None), (None, None))[0]
    relation = f"{SCHEMA}.{quoted(name)}"
    names = [column.name for column in columns]
    if REPORT not in names:
        row_count, checksum = table_checksum(connection, relation, names)
        return PublishedTable(name, description, columns, row_count, checksum, row_order)
    prints = prints_of(connection, relation, names) if known_prints is None else known_prints
    row_count = int(prints["rows"].sum())
    checksum = _hexadecimal(int(prints["hashes"].sum() or 0))
    return PublishedTable(name, description, columns, row_count, checksum, row_order, prints)


def _row_hash(columns: Sequence[str]) -> str:
    """SQL: the hash of a row. It is DuckDB's own, thirty times as fast as MD5 of the row's text,
    and the same within one version of DuckDB only: after another version is installed everything
    counts as changed once."""
    return f"hash({', '.join(quoted(name) for name in columns)})::hugeint"


def _hexadecimal(total: int) -> str:
    return f"{total:032x}"


def of_reports(reports: pl.Series) -> str:
    """SQL: whether a row is about one of some reports, of which one may be null.

    They are named one by one, so that a view makes their rows alone; to join them with it, it would
    make all of its rows first.
    """
    named = ", ".join(map(sql_text, reports.drop_nulls()))
    conditions = [f"{REPORT} in ({named})"] if named else []
    if reports.null_count():
        conditions.append(f"{REPORT} is null")
    return f"({' or '.join(conditions)})" if conditions else "false"


def table_checksum(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]
) -> tuple[int, str]:
    """Row count and checksum of a relation: the sum of the hashes of its rows.

    A sum, unlike an exclusive or, also tells a row that stands there twice.
    """
    row = connection.execute(
        f"select count(*), coalesce(sum({_row_hash(columns)}), 0) from {relation}"
    ).fetchone()
    assert row is not None  # an aggregate without groups yields one row
    row_count, total = row
    return row_count, _hexadecimal(total)


def prints_of(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]
) -> pl.DataFrame:
    """The same by report. Their sums are row count and checksum of the whole relation."""
    return connection.execute(
        f"""
        select
            {REPORT},
            count(*) as rows,
            sum({_row_hash(columns)})::decimal(38, 0) as hashes
        from {relation}
        group by {REPORT}
        """
    ).pl()


def differing_reports(before: pl.DataFrame, after: pl.DataFrame) -> pl.Series:
    """The reports whose prints differ, those of one side among them."""
    joined = before.join(after, on=REPORT, how="full", coalesce=True, nulls_equal=True)
    is_other = pl.col("rows").ne_missing(pl.col("rows_right")) | pl.col("hashes").ne_missing(
        pl.col("hashes_right")
    )
    return joined.filter(is_other)[REPORT]


def verify_database(database: Path, tables: Sequence[PublishedTable]) -> None:
    """Read all tables of a written database. Raises BuildFailed where it differs from the build."""
    if read_published_tables(database) != list(tables):
        raise BuildFailed(f"{database} differs from the build. Is the disk full or failing?")


def verify_parquet(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: PublishedTable,
    known: PublishedTable | None = None,
) -> None:
    """Read a written Parquet file. Raises BuildFailed where it differs from the build.

    known: what its first rows are known to say; only those behind them are read.
    """
    first, checksum = (known.row_count, int(known.checksum, 16)) if known else (0, 0)
    relation = f"read_parquet({sql_text(str(path))}, file_row_number = true)"
    behind = f"(from {relation} where file_row_number >= {first})"
    rows, read = table_checksum(connection, behind, list(table.types))
    if (first + rows, checksum + int(read, 16)) != (table.row_count, int(table.checksum, 16)):
        raise BuildFailed(f"{path} differs from the build. Is the disk full or failing?")
