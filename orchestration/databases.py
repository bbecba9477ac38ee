"""DuckDB databases as the orchestration opens them."""

from __future__ import annotations

from pathlib import Path

import duckdb


def opened(
    database: Path | None = None, *, read_only: bool = False, may_reach_files: bool = True
) -> duckdb.DuckDBPyConnection:
    """A connection to a database, to an empty one in memory without a path.

    DuckDB prints bars of progress among what is asked of it, also where nobody looks: they would
    spoil a CSV file, and fill the log of a night. may_reach_files: whether SQL may open other
    files. Raises duckdb.Error.
    """
    path = ":memory:" if database is None else str(database)
    config = {} if may_reach_files else {"enable_external_access": "false"}
    connection = duckdb.connect(path, read_only=read_only, config=config)
    connection.execute("set enable_progress_bar = false")
    return connection
