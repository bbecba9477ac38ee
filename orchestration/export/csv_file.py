"""CSV: UTF-8, comma, one line of names; a null is an empty field, an empty text is ""."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from collection.counted import counted
from orchestration.export.formulas import harmless_array
from orchestration.export.source import Selection

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(selection: Selection, target: Path, *, with_mark: bool) -> tuple[int, list[str]]:
    """Write the rows. with_mark: begin with a byte order mark, without which Excel takes UTF-8
    for the system's own encoding. Returns the number of rows, and remarks for the user."""
    rows = changed = 0
    writer: csv.CSVWriter | None = None
    with target.open("wb") as stream:
        if with_mark:
            stream.write(_BYTE_ORDER_MARK)
        names = [column.name for column in selection.columns]
        for batch in selection.batches(flat=True):
            columns = []
            for array in batch.columns:
                if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
                    array, count = harmless_array(array)
                    changed += count
                columns.append(array)
            batch = pa.RecordBatch.from_arrays(columns, names=names)
            if writer is None:
                writer = csv.CSVWriter(stream, batch.schema)
            writer.write_batch(batch)
            rows += batch.num_rows
        if writer is not None:
            writer.close()
        else:
            stream.write((",".join(f'"{name}"' for name in names) + "\n").encode())
    remarks = [f"{counted(changed, 'cell')}: like a formula, an apostrophe was put before."]
    return rows, remarks if changed else []
