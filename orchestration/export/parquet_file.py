"""Parquet: the file of the release itself, or the rows of it that were asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from orchestration.export.source import Selection

_GROUP_ROWS = 122_880
"""Rows of a row group, as DuckDB writes them: fewer would make the file larger."""


def write(selection: Selection, target: Path, released: Path) -> tuple[int, list[str]]:
    """Write the rows. released: the table's file in the release, which is copied when all its
    rows are asked for. Returns the number of rows, and remarks for the user."""
    if selection.where is None and released.is_file():
        shutil.copyfile(released, target)
        return parquet.read_metadata(target).num_rows, []
    rows = 0
    schema = selection.relation().limit(0).to_arrow_table().schema
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        gathered: list[pa.RecordBatch] = []
        for batch in selection.batches(flat=False):
            gathered.append(batch)
            rows += batch.num_rows
            if sum(piece.num_rows for piece in gathered) >= _GROUP_ROWS:
                writer.write_table(pa.Table.from_batches(gathered, schema))
                gathered = []
        if gathered:
            writer.write_table(pa.Table.from_batches(gathered, schema))
    return rows, []
