"""Write the published tables of a build into the files of a release.

A release is written whole: compact, in order, with comments. Or it is the database of the release
before in which the rows of changed reports are replaced: the cost then follows change. Replaced
rows stand behind the others, out of the table's order; once they are too many, the table is
written whole again.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from orchestration.databases import opened
from orchestration.files import BuildFailed, link, sha256_of
from orchestration.releases.parquet_growth import append_row_groups
from orchestration.releases.tables import (
    REPORT,
    SCHEMA,
    PublishedTable,
    differing_reports,
    of_reports,
    quoted,
    sql_text,
    verify_database,
    verify_parquet,
)

_log = logging.getLogger(__name__)

MOST_OUT_OF_ORDER = 0.1
"""Share of a table's rows beyond which it is written whole, in its order, again."""


@dataclass(frozen=True, slots=True)
class Before:
    """The release before, whose database the next one begins with.

    out_of_order: rows that were replaced since their table was written whole, by table. sha256: of
    its files, by their path in its folder, as they were when it was verified.
    """

    database: Path
    tables: Sequence[PublishedTable]
    out_of_order: Mapping[str, int]
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StandingFile:
    """A Parquet file of the release before that says what the build says, but for some rows more,
    which stand behind all others in the database.

    table: what it says. sha256: of the file when it was verified.
    """

    path: Path
    table: PublishedTable
    sha256: str | None
    more_rows: int


def copy_tables(build: Path, release: Path, tables: Sequence[PublishedTable]) -> None:
    """Write the published tables into a new database: rows in their order, types, comments.

    Nothing else comes along: no view and no path of interim data.
    """
    with opened(release) as connection:
        connection.execute(f"attach {sql_text(str(build))} as build (read_only)")
        connection.execute(f"create schema {SCHEMA}")
        for table in tables:
            _copy(connection, table)
        connection.execute("detach build")
        connection.execute("checkpoint")


def update_tables(
    before: Before, build: Path, release: Path, tables: Sequence[PublishedTable]
) -> dict[str, int]:
    """Write the published tables into a copy of the database before, which must be sound.

    Returns the rows out of order by table.
    """
    shutil.copyfile(before.database, release)
    old = {table.name: table for table in before.tables}
    out_of_order: dict[str, int] = {}
    with opened(release) as connection:
        connection.execute(f"attach {sql_text(str(build))} as build (read_only)")
        for name in old.keys() - {table.name for table in tables}:
            connection.execute(f"drop table {SCHEMA}.{quoted(name)}")
        for table in tables:
            loose = before.out_of_order.get(table.name, 0)
            out_of_order[table.name] = _update(connection, old.get(table.name), table, loose)
        connection.execute("detach build")
        connection.execute("checkpoint")
    return {name: rows for name, rows in out_of_order.items() if rows}


def _update(
    connection: duckdb.DuckDBPyConnection,
    old: PublishedTable | None,
    table: PublishedTable,
    out_of_order: int,
) -> int:
    """Bring one table up to date. Returns the rows that are out of order now, out_of_order of them
    from earlier releases."""
    if old == table:
        return out_of_order
    if old and old.types == table.types and old.prints is not None and table.prints is not None:
        reports = differing_reports(old.prints, table.prints)
        theirs = pl.col(REPORT).is_in(reports.implode(), nulls_equal=True)
        rows = int(table.prints.filter(theirs)["rows"].sum())
        if out_of_order + rows <= MOST_OUT_OF_ORDER * table.row_count:
            standing = reports.filter(reports.is_in(old.prints[REPORT].implode(), nulls_equal=True))
            return out_of_order + _replace(connection, table, reports, standing)
    connection.execute(f"drop table if exists {SCHEMA}.{quoted(table.name)}")
    _copy(connection, table)
    return 0


def _replace(
    connection: duckdb.DuckDBPyConnection,
    table: PublishedTable,
    reports: pl.Series,
    standing: pl.Series,
) -> int:
    """Replace the rows of some reports by those of the build. Returns how many were put behind.

    standing: those of the reports that have rows now; where there are none, the table is not read.
    Where reports have only got more rows, theirs stay and these are put behind.
    """
    name = f"{SCHEMA}.{quoted(table.name)}"
    theirs, now_there = of_reports(reports), of_reports(standing)
    connection.execute(f"create or replace temp table now as from build.{name} where {theirs}")
    connection.execute(f"create or replace temp table was as from {name} where {now_there}")
    rows = "now"
    if connection.execute("from was except all from now limit 1").fetchall():
        connection.execute(f"delete from {name} where {now_there}")
    else:
        rows = "(from now except all from was)"
    put = connection.execute(f"insert into {name} from {rows}{_order(table)}").fetchall()
    _comment(connection, table)
    return int(put[0][0])


def _copy(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    name = f"{SCHEMA}.{quoted(table.name)}"
    definitions = ", ".join(
        f"{quoted(column.name)} {column.type}{'' if column.is_nullable else ' not null'}"
        for column in table.columns
    )
    connection.execute(f"create table {name} ({definitions})")
    connection.execute(f"insert into {name} from build.{name}{_order(table)}")
    _comment(connection, table)


def _order(table: PublishedTable) -> str:
    return f" order by {table.row_order}" if table.row_order else ""


def _comment(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    name = f"{SCHEMA}.{quoted(table.name)}"
    connection.execute(f"comment on table {name} is {sql_text(table.description)}")
    for column in table.columns:
        connection.execute(
            f"comment on column {name}.{quoted(column.name)} is {sql_text(column.description)}"
        )


def write_database(
    build: Path, release: Path, tables: Sequence[PublishedTable], before: Before | None
) -> dict[str, int]:
    """Write the published tables and read them once more: a copy of the release before with
    changed rows where that is sound, whole otherwise.

    Returns the rows out of order by table. Raises BuildFailed when what was written differs from
    the build.
    """
    if before:
        try:
            out_of_order = update_tables(before, build, release, tables)
            verify_database(release, tables)
            return out_of_order
        except (duckdb.Error, BuildFailed) as error:
            _log.warning("The release before is of no use, all tables are written: %s", error)
            release.unlink(missing_ok=True)
    copy_tables(build, release, tables)
    verify_database(release, tables)
    return {}


def write_parquet_files(
    database: Path,
    folder: Path,
    tables: Sequence[PublishedTable],
    standing: Mapping[str, StandingFile],
) -> None:
    """Write `<table>.parquet` for each table, in the order of its rows in the database.

    standing: what can be used of the release before, by table. Its files are linked, or copied
    where the file system has no links, or grow by the rows that are new, unless they have been
    damaged since. Raises BuildFailed where a file that was written differs from the build.
    """
    folder.mkdir()
    with opened(database, read_only=True) as connection, ThreadPoolExecutor(os.cpu_count()) as pool:
        # DuckDB writes a file on one core: several are written side by side, the largest first.
        largest_first = sorted(tables, key=lambda table: -table.row_count)
        writing = [
            pool.submit(
                _write_parquet, connection.cursor(), table, folder, standing.get(table.name)
            )
            for table in largest_first
        ]
        for written in writing:
            written.result()


def _write_parquet(
    connection: duckdb.DuckDBPyConnection,
    table: PublishedTable,
    folder: Path,
    standing: StandingFile | None,
) -> None:
    target = folder / f"{table.name}.parquet"
    if standing and _is_used_again(connection, table, target, standing):
        return
    _copy_to_parquet(connection, table, target)
    verify_parquet(connection, target, table)


def _is_used_again(
    connection: duckdb.DuckDBPyConnection,
    table: PublishedTable,
    target: Path,
    standing: StandingFile,
) -> bool:
    """Make the file of the one of the release before; whether that says what the build says.

    What was verified then is known by its bytes, and only the rows behind it are read.
    """
    kept = None
    try:
        if standing.more_rows:
            kept = _grow(connection, table, target, standing)
        else:
            link(standing.path, target)
        is_known = sha256_of(standing.path) == standing.sha256
        if not is_known or sha256_of(target, kept) != sha256_of(standing.path, kept):
            raise BuildFailed("its bytes are others than when it was verified")
        verify_parquet(connection, target, table, standing.table)
    except (duckdb.Error, BuildFailed, FileNotFoundError, ValueError) as error:
        _log.warning("%s is not used again: %s", standing.path, error)
        target.unlink(missing_ok=True)
        return False
    return True


def _grow(
    connection: duckdb.DuckDBPyConnection,
    table: PublishedTable,
    target: Path,
    standing: StandingFile,
) -> int:
    """Write a file with the rows of the one before and those behind them.

    Returns how many bytes at its beginning are those of the one before.
    """
    more = target.with_suffix(".more")
    last = connection.execute(f"select max(rowid) from {SCHEMA}.{quoted(table.name)}").fetchall()
    try:
        theirs = f" where rowid > {last[0][0] - standing.more_rows}"
        _copy_to_parquet(connection, table, more, theirs)
        return append_row_groups(standing.path, more, target)
    finally:
        more.unlink(missing_ok=True)


def _copy_to_parquet(
    connection: duckdb.DuckDBPyConnection, table: PublishedTable, target: Path, only: str = ""
) -> None:
    connection.execute(
        f"copy (from {SCHEMA}.{quoted(table.name)}{only}) to {sql_text(str(target))} "
        "(format parquet, compression zstd)"
    )
