"""What stands beside the tables of a release: datapackage.json and manifest.json."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.files import sha256_of
from orchestration.lake import PROJECT
from orchestration.releases.documents import LICENCE, LICENCE_ADDRESS, citation
from orchestration.releases.tables import Column, PublishedTable

DATABASE = "gongkai.duckdb"
PARQUET = "parquet"
_DECIMAL = re.compile(r"^(DECIMAL|DOUBLE|FLOAT)")
_INTEGER = re.compile(r"^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$")
_FRICTIONLESS = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIME": "time",
}


def frictionless_type(duckdb_type: str) -> str:
    """The Table Schema type (Frictionless Data Package v1) of a DuckDB type."""
    if duckdb_type.endswith("]"):
        return "array"
    if duckdb_type.startswith(("STRUCT", "MAP")):
        return "object"
    if duckdb_type.startswith("TIMESTAMP"):
        return "datetime"
    if _DECIMAL.match(duckdb_type):
        return "number"
    if _INTEGER.match(duckdb_type):
        return "integer"
    return _FRICTIONLESS.get(duckdb_type, "any")


def datapackage(
    folder: Path, tables: Sequence[PublishedTable], release_id: str, created_at: str
) -> dict[str, Any]:
    """The Frictionless Data Package of the Parquet files in a release's folder."""
    return {
        "profile": "data-package",
        "name": "gongkai",
        "id": f"gongkai-{release_id}",
        "title": "China's government-information-disclosure annual reports",
        "description": (
            "Figures of the annual reports on government information disclosure (政府信息公开工作"
            "年度报告), each with its place in the published report."
        ),
        "version": release_id,
        "created": created_at,
        "licenses": [{"name": LICENCE, "path": LICENCE_ADDRESS}],
        "citation": citation(release_id, created_at[:4]),
        "resources": [_resource(folder, table) for table in tables],
    }


def _resource(folder: Path, table: PublishedTable) -> dict[str, Any]:
    path = folder / PARQUET / f"{table.name}.parquet"
    return {
        "name": table.name,
        "description": table.description or "",
        "path": f"{PARQUET}/{table.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "schema": {"fields": [_field(column) for column in table.columns]},
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": frictionless_type(column.type),
        "description": column.description or "",
    }
    return field if column.is_nullable else field | {"constraints": {"required": True}}


def file_changes(before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
    """The files that a manifest lists otherwise than the one before it (of the first one, all),
    and what of the software is another version."""
    old = {row["source_path"]: row["document_sha256"] for row in (before or {}).get("inputs", [])}
    new = {row["source_path"]: row["document_sha256"] for row in after["inputs"]}
    return {
        "since_release": before["release_id"] if before else None,
        "files_added": sorted(new.keys() - old.keys()),
        "files_removed": sorted(old.keys() - new.keys()),
        "files_changed": sorted(p for p in new.keys() & old.keys() if new[p] != old[p]),
        "software_changed": _software_changed(before, after),
    }


def _software_changed(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Which parts of the software another version of was at work; none for the first release."""
    if before is None:
        return []
    old, new = before.get("software", {}), after["software"]
    return sorted(part for part in old.keys() | new.keys() if old.get(part) != new.get(part))


def git_commit() -> str | None:
    """The commit of the code, with `-changed` after it where files differ; None without git."""
    command = [
        "git",
        "-C",
        str(PROJECT),
        "describe",
        "--always",
        "--abbrev=40",
        "--dirty=-changed",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None
