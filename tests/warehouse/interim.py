"""Interim Parquet files from rows, as the extraction writes them, for building the warehouse."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl

from extraction.source import report_id
from orchestration import build_contents
from orchestration.lake import Lake
from schemas.tables import EXTRACTED, InventoryFile, ReviewDecision
from schemas.validation import frame_of, polars_schema, validate

Row = Mapping[str, Any]
Cells = dict[tuple[str, str], int | str | Decimal]
"""By item code and applicant type: a number, or the text of a cell without one."""

TODAYS_READER = {"reader": "rows", "reader_version": "1", "media_type": "text/plain"}


def sha256_of_path(source_path: str) -> str:
    """The hash that the file at a path is given."""
    return hashlib.sha256(source_path.encode()).hexdigest()


@dataclass
class Interim:
    """Interim tables in the making. `folder` is what GONGKAI_INTERIM_DIR names."""

    folder: Path
    inventory: list[Row] = field(default_factory=list)
    review: list[Row] = field(default_factory=list)
    extracted: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add_file(self, source_path: str, **columns: Any) -> str:
        """Note a raw file and return its hash."""
        sha256 = sha256_of_path(source_path)
        code, year, _ = source_path.split("/")
        claims = {"claimed_jurisdiction_code": code, "claimed_year": int(year)}
        row = {"document_sha256": sha256, "byte_count": 1000, "filed_year": year} | claims
        self.inventory.append({"source_path": source_path} | row | columns)
        return sha256

    def add_report(self, source_path: str, cells: Cells, **columns: Any) -> str:
        """Add a report with its cells and return its identifier."""
        sidecar = {key: columns.pop(key) for key in ("source_url",) if key in columns}
        sha256 = self.add_file(source_path, **sidecar)
        identifier = report_id(sha256, source_path)
        code, year, _ = source_path.split("/")
        known = {"jurisdiction_code": code, "year": int(year), "document_sha256": sha256}
        row = {"report_id": identifier, "source_path": source_path} | known | TODAYS_READER
        self.add("reports", year, row | columns)
        for index, (key, printed) in enumerate(cells.items(), start=1):
            self.add("facts", year, _fact(identifier, columns["form"], key, printed, index))
        return identifier

    def add(self, table: str, filed_year: str, row: Row) -> None:
        self.extracted[table, filed_year].append(row)

    def write(self) -> None:
        """Write every table of every partition, those without rows too."""
        _write(InventoryFile, self.inventory, self.folder / "inventory.parquet")
        _write(ReviewDecision, self.review, self.folder / "review_decisions.parquet")
        for year in sorted({str(row["filed_year"]) for row in self.inventory}):
            for table, model in EXTRACTED.items():
                path = self.folder / "extracted" / table / f"{year}.parquet"
                _write(model, self.extracted[table, year], path)
        lake = Lake(self.folder / "raw", self.folder / "releases", interim=self.folder)
        build_contents.write_changes(lake, None, build_contents.contents_of(lake))


def _fact(
    identifier: str, form: str, key: tuple[str, str], printed: int | str | Decimal, index: int
) -> Row:
    item_code, applicant_type = key
    is_number = not isinstance(printed, str)
    status = "reported" if is_number else "blank" if printed == "" else "dash"
    return {
        "report_id": identifier,
        "item_code": item_code,
        "applicant_type": applicant_type,
        "value": Decimal(printed) if is_number else None,
        "value_status": status,
        "value_text": str(printed),
        "page": None,
        "table_index": 1,
        "row_index": index,
        "column_index": 2,
        "confidence": 0.95,
        "evidence": "untested",
        "form": form,
        "row_label_text": item_code,
        "column_label_text": applicant_type,
    }


def _write(model: type[pa.DataFrameModel], rows: Sequence[Row], path: Path) -> None:
    blank = dict.fromkeys(polars_schema(model))
    frame: pl.DataFrame = frame_of(model, [blank | dict(row) for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    validate(model, frame, may_be_empty=True).write_parquet(path)
