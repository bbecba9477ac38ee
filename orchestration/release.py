"""Publish the build: a release is written aside and becomes visible at once."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extraction.extract import version
from orchestration import release_package, release_tables
from orchestration.files import BuildFailed, sha256_of, sync, write_json
from orchestration.inventory import read_inventory
from orchestration.lake import Lake
from orchestration.release_package import DATABASE, PARQUET
from orchestration.release_tables import PublishedTable
from orchestration.warehouse import finished_build

_ASIDE = ".building-"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Published:
    """The outcome of a publication. is_new is false when the current release says the same."""

    release_id: str
    folder: Path
    is_new: bool
    row_counts: dict[str, int]


def current_manifest(lake: Lake) -> dict[str, Any] | None:
    """The manifest of the current release; None when there is none or it is broken."""
    try:
        text = (lake.current / _MANIFEST).read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError):
        return None
    return manifest


def publish(lake: Lake, now: datetime | None = None) -> Published:
    """Publish the finished build, unless the current release already says the same.

    A release that is open stays as it is for whoever has it open; older releases are kept.
    Raises BuildFailed when the build is not complete or what was written cannot be verified;
    the current release then stays.
    """
    _check_build(lake)
    tables = release_tables.read_published_tables(lake.build_database)
    manifest = _manifest(lake, tables)
    before = current_manifest(lake)
    rows = {table.name: table.row_count for table in tables}
    if before and before["content_sha256"] == manifest["content_sha256"] and _is_whole(lake):
        folder = lake.current.resolve()
        return Published(before["release_id"], folder, is_new=False, row_counts=rows)
    moment = now or datetime.now(UTC)
    release_id = f"{moment:%Y%m%dT%H%M%SZ}-{manifest['content_sha256'][:8]}"
    manifest = {
        "release_id": release_id,
        "created_at": moment.isoformat(timespec="seconds"),
        **manifest,
        "changes": release_package.changes(before, manifest),
    }
    folder = _write(lake, tables, manifest)
    _switch(lake, folder)
    return Published(release_id, folder, is_new=True, row_counts=rows)


def _check_build(lake: Lake) -> None:
    receipt = finished_build(lake)
    if receipt is None:
        raise BuildFailed(
            f"{lake.build_database} is not a complete build. Run the whole job (`gongkai build`)."
        )
    if receipt["inventory_sha256"] != sha256_of(lake.inventory):
        raise BuildFailed(
            "The raw folder was listed anew after the warehouse was built. "
            "Run the whole job (`gongkai build`)."
        )
    if lake.current.exists() and not lake.current.is_symlink():
        raise BuildFailed(
            f"{lake.current} is no link. Move it away: there the link to the release is made."
        )


def _manifest(lake: Lake, tables: Sequence[PublishedTable]) -> dict[str, Any]:
    """What a release is made of, as far as it does not depend on the moment."""
    inventory = read_inventory(lake)
    inputs = inventory.select("source_path", "document_sha256", "byte_count").to_dicts()
    content = {
        "inputs": inputs,
        "tables": {
            table.name: {
                "rows": table.row_count,
                "checksum": table.checksum,
                "columns": {column.name: column.type for column in table.columns},
            }
            for table in tables
        },
    }
    described = [(table.description, table.columns) for table in tables]
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode())
    digest.update(repr(described).encode())
    return {
        "content_sha256": digest.hexdigest(),
        "software": {
            "name": "gongkai",
            "version": importlib.metadata.version("gongkai"),
            "git_commit": release_package.git_commit(),
            "extraction": version(),
            "duckdb": importlib.metadata.version("duckdb"),
        },
        **content,
    }


def _is_whole(lake: Lake) -> bool:
    """Whether the files of the current release are there as its manifest lists them."""
    manifest = current_manifest(lake) or {}
    try:
        return all(
            (lake.current / name).stat().st_size == file["bytes"]
            for name, file in manifest["files"].items()
        )
    except (OSError, KeyError):
        return False


def _write(lake: Lake, tables: Sequence[PublishedTable], manifest: dict[str, Any]) -> Path:
    """Write a release aside, verify it, rename it to its place. Returns its folder."""
    lake.releases.mkdir(parents=True, exist_ok=True)
    for left_over in lake.releases.glob(f"{_ASIDE}*"):
        shutil.rmtree(left_over)
    aside = lake.releases / f"{_ASIDE}{manifest['release_id']}"
    aside.mkdir()
    database, parquet = aside / DATABASE, aside / PARQUET
    release_tables.copy_tables(lake.build_database, database, tables)
    release_tables.write_parquet_files(database, parquet, tables)
    release_tables.verify(database, parquet, tables)
    package = release_package.datapackage(
        aside, tables, manifest["release_id"], manifest["created_at"]
    )
    write_json(aside / "datapackage.json", package)
    files = sorted(path for path in aside.rglob("*") if path.is_file())
    listed = {
        path.relative_to(aside).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        for path in files
    }
    write_json(aside / _MANIFEST, {**manifest, "files": listed})
    for path in [*files, aside / _MANIFEST, parquet, aside]:
        sync(path)
    folder = lake.releases / manifest["release_id"]
    if folder.exists():  # a damaged release of the same second and content
        shutil.rmtree(folder)
    os.replace(aside, folder)
    sync(lake.releases)
    return folder


def _switch(lake: Lake, folder: Path) -> None:
    """Let the link `current` lead to a release, in one step for whoever looks."""
    link = lake.releases / ".switching-current"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, lake.current)
    sync(lake.releases)
