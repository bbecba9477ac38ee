"""The files of one partition of the extraction: its tables and their receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from orchestration.files import sha256_of, write_parquet
from orchestration.lake import Lake
from schemas.tables import EXTRACTED

_DOCUMENTS = {
    "source_path": pl.String,
    "document_sha256": pl.String,
    "extraction_key": pl.String,
}
_TABLES_KEY = "gongkai_tables"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a partition holds, written after its tables.

    keys: extraction key by source path and hash of each document; empty for a reading that is
        to be tried again.
    sha256, rows: checksum and row count of each table's file.
    """

    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def read_receipt(lake: Lake, filed_year: str) -> Receipt | None:
    """The receipt of a partition whose tables are all as it says; None when anything is amiss.

    None stands for absent, broken and half-written alike: each is mended by reading anew.
    """
    path = lake.documents(filed_year)
    try:
        frame = pl.read_parquet(path)
        tables = json.loads(pl.read_parquet_metadata(path)[_TABLES_KEY])
        sha256 = {table: str(tables[table]["sha256"]) for table in EXTRACTED}
        rows = {table: int(tables[table]["rows"]) for table in EXTRACTED}
        if any(sha256_of(lake.extracted(t, filed_year)) != sha256[t] for t in EXTRACTED):
            return None
    except (OSError, pl.exceptions.PolarsError, ValueError, KeyError, TypeError):
        return None
    if frame.schema != pl.Schema(_DOCUMENTS):
        return None
    return Receipt({(row[0], row[1]): row[2] for row in frame.iter_rows()}, sha256, rows)


def read_tables(lake: Lake, filed_year: str) -> dict[str, pl.DataFrame]:
    """The tables of a partition whose receipt was read."""
    return {table: pl.read_parquet(lake.extracted(table, filed_year)) for table in EXTRACTED}


def write_partition(
    lake: Lake,
    filed_year: str,
    tables: Mapping[str, pl.DataFrame],
    keys: Mapping[tuple[str, str], str],
) -> Receipt:
    """Write the tables, then the receipt. Killed in between, the next build reads anew."""
    for table in EXTRACTED:
        write_parquet(lake.extracted(table, filed_year), tables[table])
    sha256 = {table: sha256_of(lake.extracted(table, filed_year)) for table in EXTRACTED}
    rows = {table: tables[table].height for table in EXTRACTED}
    documents = pl.DataFrame(
        [(*document, key) for document, key in sorted(keys.items())],
        schema=_DOCUMENTS,
        orient="row",
    )
    content = {t: {"sha256": sha256[t], "rows": rows[t]} for t in EXTRACTED}
    write_parquet(lake.documents(filed_year), documents, {_TABLES_KEY: json.dumps(content)})
    return Receipt(dict(keys), sha256, rows)


def remove_partition(lake: Lake, filed_year: str) -> None:
    """Remove the files of a partition whose last document is gone."""
    lake.documents(filed_year).unlink(missing_ok=True)
    for table in EXTRACTED:
        lake.extracted(table, filed_year).unlink(missing_ok=True)
