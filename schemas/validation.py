"""Check a frame against its Pandera model before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl


class InvalidTable(ValueError):
    """A frame that may not be written; the message names table, file and row."""


def polars_schema(model: type[pa.DataFrameModel]) -> dict[str, pl.DataType]:
    """Column names and polars types of a model, in order."""
    return {name: column.dtype.type for name, column in model.to_schema().columns.items()}


def frame_of(model: type[pa.DataFrameModel], rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame with a model's columns from rows that are mappings; not yet validated."""
    return pl.DataFrame(list(rows), schema=polars_schema(model), orient="row")


def validate(
    model: type[pa.DataFrameModel], frame: pl.DataFrame, *, may_be_empty: bool = False
) -> pl.DataFrame:
    """Validate every value of an eager frame and return it.

    Raises InvalidTable for an empty frame unless may_be_empty, and for every violation, with
    the offending rows. (A LazyFrame would be checked for names and types only.)
    """
    if frame.is_empty() and not may_be_empty:
        raise InvalidTable(f"{model.__name__}: the table is empty, at least one row is expected.")
    try:
        model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        raise InvalidTable(_explain(model, frame, error)) from error
    return frame


def _explain(
    model: type[pa.DataFrameModel], frame: pl.DataFrame, error: pandera.errors.SchemaErrors
) -> str:
    lines = [f"{model.__name__}: the table breaks its schema."]
    for case in error.failure_cases.head(10).iter_rows(named=True):
        line = f"  {case.get('column') or 'table'}: {case.get('check')}: {case.get('failure_case')}"
        index = case.get("index")
        if index is not None and 0 <= index < frame.height:
            line += f" (row {index}{_identity(frame, index)})"
        lines.append(line)
    return "\n".join(lines)


def _identity(frame: pl.DataFrame, index: int) -> str:
    row = frame.row(index, named=True)
    named = [
        f"{column}={row[column]}"
        for column in ("source_path", "report_id", "item_code", "applicant_type")
        if row.get(column) is not None
    ]
    return ", " + ", ".join(named) if named else ""
