"""Remember what each report's rows in a release amount to, so that the next one need not read it.

A release was read whole and compared with its build when it was written. As long as its database
has the same bytes it says the same: to hash them is a tenth of the work of reading all rows.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Sequence

import polars as pl

from orchestration.lake import Lake
from orchestration.raw.marks import code_of, read_memo, write_memo
from orchestration.releases import tables as release_tables
from orchestration.releases.tables import REPORT, PublishedTable

_TABLE = "table_name"
_SCHEMA = {
    _TABLE: pl.String,
    REPORT: pl.String,
    "rows": pl.Int64,
    "hashes": pl.Decimal(38, 0),
}


def remember(lake: Lake, database_sha256: str, tables: Sequence[PublishedTable]) -> None:
    """Keep the prints of the tables of a verified database with this SHA-256."""
    parts = [
        table.prints.select(pl.lit(table.name).alias(_TABLE), *table.prints.columns)
        for table in tables
        if table.prints is not None
    ]
    frame = pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])
    write_memo(lake.release_prints, frame, _key(database_sha256))


def recall(lake: Lake, database_sha256: str) -> dict[str, pl.DataFrame]:
    """The prints of the database with this SHA-256 by table; none where they must be read."""
    known = read_memo(lake.release_prints, _SCHEMA, _key(database_sha256))
    if known is None:
        return {}
    parts = known.partition_by(_TABLE, as_dict=True, include_key=False)
    return {str(table): prints for (table,), prints in parts.items()}


def _key(database_sha256: str) -> str:
    """Also the code that makes prints, and the engine, whose hashes are its own."""
    code = code_of([sys.modules[__name__], release_tables])
    return f"{database_sha256} {code} duckdb={importlib.metadata.version('duckdb')}"
