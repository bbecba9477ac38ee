"""`gongkai query`: SQL on the current release."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.commands.terminal import json_value, printable
from orchestration.databases import opened
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.releases.package import DATABASE

_SHOWN_ROWS = 1000
"""A table for people ends here, and says so; csv and json are never cut."""

_NARROWEST_COLUMN = 9
"""Characters below which a column cannot be read."""


def open_release(out: Path, needs: Sequence[str] = ()) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current release, which can reach nothing else.

    The link is followed once: a release published meanwhile does not disturb the query.
    Raises BuildFailed when there is no release, or one without a table that is needed.
    """
    lake = Lake.at(Path(), out)
    database = lake.current.resolve() / DATABASE
    if not database.is_file():
        raise BuildFailed(f"There is no release in {lake.releases}. Make one with `gongkai build`.")
    connection = opened(database, read_only=True, may_reach_files=False)
    connection.execute("set search_path = 'marts'")
    connection.execute("set lock_configuration = true")
    known = {name for (name,) in connection.execute("from (show tables)").fetchall()}
    if missing := sorted(set(needs) - known):
        connection.close()
        raise BuildFailed(
            f"The release {database.parent.name} was made by an older version: it lacks "
            f"{', '.join(missing)}. Make a new one with `gongkai build`."
        )
    return connection


def run(sql: str, out: Path, output_format: str) -> None:
    """Run SQL and print the result. Raises BuildFailed with DuckDB's words for wrong SQL."""
    with open_release(out) as connection:
        try:
            result = connection.execute(sql)
            columns = [column[0] for column in result.description or []]
            rows = result.fetchall() if columns else []
        except duckdb.Error as error:
            raise BuildFailed(f"The query failed. {error}") from error
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[output_format](columns, rows)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table where its columns fit side by side, else each row as a list of its columns."""
    console = Console()
    texts = [
        [printable("" if value is None else str(value)) for value in row]
        for row in rows[:_SHOWN_ROWS]
    ]
    if len(columns) * _NARROWEST_COLUMN > console.width:
        _print_records(console, columns, texts)
    else:
        table = Table()
        for column in columns:
            table.add_column(printable(column), overflow="fold")
        for text in texts:
            table.add_row(*text)
        console.print(table)
    if len(rows) > _SHOWN_ROWS:
        console.print(f"{_SHOWN_ROWS} of {len(rows)} rows shown; --format csv prints them all.")


def _print_records(
    console: Console, columns: Sequence[str], rows: Sequence[Sequence[Text]]
) -> None:
    for number, row in enumerate(rows, start=1):
        record = Table(title=f"row {number}", title_justify="left", show_header=False)
        for column, text in zip(columns, row, strict=True):
            record.add_row(printable(column), text)
        console.print(record)


def _print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _print_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    content = [dict(zip(columns, row, strict=True)) for row in rows]
    print(json.dumps(content, ensure_ascii=False, indent=2, default=json_value))
