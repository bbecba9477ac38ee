"""Remember what each report's rows in a release or a build amount to: the next need not read it.

A release was read whole and compared with its build when it was written. As long as its database
has the same bytes it says the same: to hash them is a tenth of the work of reading all rows.

A build that went on with another says of a report in some tables the same as that one, unless the
report has changed or its row in dim_report has.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.lake import Lake
from orchestration.raw.marks import code_of, read_memo, write_memo
from orchestration.releases import tables as release_tables
from orchestration.releases.tables import REPORT, PublishedTable
from orchestration.warehouse import identity

_TABLE = "table_name"
_SCHEMA = {
    _TABLE: pl.String,
    REPORT: pl.String,
    "rows": pl.Int64,
    "hashes": pl.Decimal(38, 0),
}


def tables_of_build(lake: Lake, receipt: Mapping[str, Any]) -> list[PublishedTable]:
    """The published tables of the build with this receipt, of which as little as possible is read.

    They are remembered for the build that goes on with it.
    """
    before = receipt.get("gone_on_with") or {"build": None, "changed": []}
    known = recall(lake.build_prints, json.dumps(before["build"]))
    changed = pl.Series(before["changed"], dtype=pl.String)
    tables = release_tables.read_published_tables(lake.build_database, known, changed)
    remember(lake.build_prints, json.dumps(identity(receipt)), tables)
    return tables


def remember(path: Path, key: str, tables: Sequence[PublishedTable]) -> None:
    """Keep the prints of tables: those of a verified database by its SHA-256."""
    parts = [
        table.prints.select(pl.lit(table.name).alias(_TABLE), *table.prints.columns)
        for table in tables
        if table.prints is not None
    ]
    frame = pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])
    write_memo(path, frame, _key(key))


def recall(path: Path, key: str) -> dict[str, pl.DataFrame]:
    """The prints that were kept under a key, by table; none where they must be read."""
    known = read_memo(path, _SCHEMA, _key(key))
    if known is None:
        return {}
    parts = known.partition_by(_TABLE, as_dict=True, include_key=False)
    return {str(table): prints for (table,), prints in parts.items()}


def _key(key: str) -> str:
    """Also the code that makes prints, and the engine, whose hashes are its own."""
    code = code_of([sys.modules[__name__], release_tables])
    return f"{key} {code} duckdb={importlib.metadata.version('duckdb')}"
