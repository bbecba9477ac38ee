"""The files of one partition of the extraction: its tables and their receipt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from orchestration.files import write_parquet
from orchestration.lake import Lake
from orchestration.raw.marks import sha256_seen
from schemas.tables import EXTRACTED

_DOCUMENTS = {
    "source_path": pl.String,
    "document_sha256": pl.String,
    "extraction_key": pl.String,
}
_TABLES_KEY = "gongkai_tables"
_INPUTS_KEY = "gongkai_inputs"
_SEAL_KEY = "gongkai_seal"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a partition holds, written after its tables.

    sha256, rows: checksum and row count of each table's file.
    inputs: what identifies all that the tables were made from; empty while a reading is to be
        tried again.
    documents: the extraction key of each document by source path and hash; empty for a reading
        that is to be tried again.
    """

    sha256: dict[str, str]
    rows: dict[str, int]
    inputs: str
    documents: pl.DataFrame

    @property
    def keys(self) -> dict[tuple[str, str], str]:
        return {(row[0], row[1]): row[2] for row in self.documents.iter_rows()}


def read_receipt(lake: Lake, filed_year: str) -> Receipt | None:
    """The receipt of a partition whose tables are all as it says; None when anything is amiss.

    None stands for absent, broken and half-written alike: each is mended by reading anew.
    """
    path = lake.documents(filed_year)
    try:
        frame = pl.read_parquet(path)
        metadata = pl.read_parquet_metadata(path)
        tables = json.loads(metadata[_TABLES_KEY])
        sha256 = {table: str(tables[table]["sha256"]) for table in EXTRACTED}
        rows = {table: int(tables[table]["rows"]) for table in EXTRACTED}
        if any(sha256_seen(lake.extracted(t, filed_year)) != sha256[t] for t in EXTRACTED):
            return None
    except (OSError, pl.exceptions.PolarsError, ValueError, KeyError, TypeError):
        return None
    if frame.schema != pl.Schema(_DOCUMENTS):
        return None
    receipt = Receipt(sha256, rows, metadata.get(_INPUTS_KEY, ""), frame)
    return receipt if metadata.get(_SEAL_KEY) == _seal(receipt) else None


def read_tables(lake: Lake, filed_year: str) -> dict[str, pl.DataFrame]:
    """The tables of a partition whose receipt was read."""
    return {table: pl.read_parquet(lake.extracted(table, filed_year)) for table in EXTRACTED}


def write_partition(
    lake: Lake,
    filed_year: str,
    tables: Mapping[str, pl.DataFrame],
    keys: Mapping[tuple[str, str], str],
    inputs: str,
) -> Receipt:
    """Write the tables, then the receipt. Killed in between, the next build reads anew."""
    for table in EXTRACTED:
        write_parquet(lake.extracted(table, filed_year), tables[table])
    sha256 = {table: sha256_seen(lake.extracted(table, filed_year)) for table in EXTRACTED}
    rows = {table: tables[table].height for table in EXTRACTED}
    documents = pl.DataFrame(
        [(*document, key) for document, key in sorted(keys.items())],
        schema=_DOCUMENTS,
        orient="row",
    )
    receipt = Receipt(sha256, rows, inputs if all(keys.values()) else "", documents)
    write_receipt(lake, filed_year, receipt)
    return receipt


def write_receipt(lake: Lake, filed_year: str, receipt: Receipt) -> None:
    """Write the receipt of a partition whose tables are there."""
    tables = {t: {"sha256": receipt.sha256[t], "rows": receipt.rows[t]} for t in EXTRACTED}
    metadata = {
        _TABLES_KEY: json.dumps(tables),
        _INPUTS_KEY: receipt.inputs,
        _SEAL_KEY: _seal(receipt),
    }
    write_parquet(lake.documents(filed_year), receipt.documents, metadata)


def _seal(receipt: Receipt) -> str:
    """Tells a receipt of which a bit has changed by itself: Parquet does not."""
    counted = json.dumps([receipt.sha256, receipt.rows, receipt.inputs], sort_keys=True)
    return hashlib.sha256(f"{counted}\n{receipt.documents.write_ndjson()}".encode()).hexdigest()


def forget_documents(lake: Lake, filed_year: str, is_chosen: Callable[[str], bool]) -> int:
    """Have documents read again by the next extraction: their rows stay, their keys go.

    is_chosen: by source path. Returns how many were chosen; none where the partition is absent or
    broken, as it is then read anew whole.
    """
    receipt = read_receipt(lake, filed_year)
    if receipt is None:
        return 0
    chosen = receipt.documents["source_path"].map_elements(is_chosen, return_dtype=pl.Boolean)
    if chosen.any():
        key = pl.when(chosen).then(pl.lit("")).otherwise(pl.col("extraction_key"))
        documents = receipt.documents.with_columns(key.alias("extraction_key"))
        write_receipt(lake, filed_year, replace(receipt, inputs="", documents=documents))
    return int(chosen.sum())


def remove_partition(lake: Lake, filed_year: str) -> None:
    """Remove the files of a partition whose last document is gone."""
    lake.documents(filed_year).unlink(missing_ok=True)
    for table in EXTRACTED:
        lake.extracted(table, filed_year).unlink(missing_ok=True)
