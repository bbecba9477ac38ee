"""The folder of a release: written aside, complete with all its documents, renamed to its place."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orchestration.files import BuildFailed, sha256_of, sync, write_bytes, write_json
from orchestration.lake import Lake
from orchestration.releases import documents as release_documents
from orchestration.releases import known_prints
from orchestration.releases import package as release_package
from orchestration.releases.history import ASIDE, MANIFEST, SUMMARY, summary_of
from orchestration.releases.package import DATABASE, PARQUET
from orchestration.releases.tables import PublishedTable, read_published_tables
from orchestration.releases.writing import Before, StandingFile, write_parquet_files

OUT_OF_ORDER = "rows_out_of_order"
"""In a manifest: rows that were replaced since their table was written whole, by table."""

Page = Callable[[Path, Mapping[str, Any]], bytes | None]
"""Makes the page about the build from the folder of a release, before it is switched to, and its
manifest; None where there is nothing to say."""

_log = logging.getLogger(__name__)


def release_before(lake: Lake, manifest: Mapping[str, Any]) -> Before | None:
    """The current release as the next one begins with it; None where it cannot be read."""
    folder = lake.current.resolve()
    database = folder / DATABASE
    try:
        known = known_prints.recall(lake.release_prints, sha256_of(database))
        tables = read_published_tables(database, known)
    except (duckdb.Error, BuildFailed, OSError) as error:
        _log.warning("%s cannot be read: %s", folder, error)
        return None
    sha256 = {name: file["sha256"] for name, file in manifest.get("files", {}).items()}
    return Before(database, tables, manifest.get(OUT_OF_ORDER, {}), sha256)


@contextmanager
def written_aside(lake: Lake, release_id: str) -> Iterator[Path]:
    """An empty folder to write a release in, aside; what a killed build left is removed.

    It is removed when the release fails: half of one must not take the room that is lacking.
    """
    lake.releases.mkdir(parents=True, exist_ok=True)
    for left_over in lake.releases.glob(f"{ASIDE}*"):
        shutil.rmtree(left_over)
    aside = lake.releases / f"{ASIDE}{release_id}"
    aside.mkdir()
    try:
        yield aside
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def complete(
    lake: Lake,
    aside: Path,
    tables: Sequence[PublishedTable],
    manifest: dict[str, Any],
    page: Page | None,
    before: Before | None,
) -> Path:
    """Complete a release aside whose database is written and verified, rename it to its place.

    Returns its folder. Raises BuildFailed where a file differs from the build.
    """
    database = aside / DATABASE
    standing = _standing_files(before, tables, manifest[OUT_OF_ORDER])
    write_parquet_files(database, aside / PARQUET, tables, standing)
    release_documents.write_documents(
        lake, database, manifest["release_id"], manifest["created_at"]
    )
    package = release_package.datapackage(
        aside, tables, manifest["release_id"], manifest["created_at"]
    )
    write_json(aside / "datapackage.json", package)
    if page and (content := page(aside, manifest)):
        write_bytes(aside / release_documents.REPORT, content)
    files = sorted(path for path in aside.rglob("*") if path.is_file())
    listed = {path.relative_to(aside).as_posix(): _listed(path) for path in files}
    known_prints.remember(lake.release_prints, listed[DATABASE]["sha256"], tables)
    write_json(aside / SUMMARY, summary_of({**manifest, "files": listed}))
    listed[SUMMARY] = _listed(aside / SUMMARY)
    write_json(aside / MANIFEST, {**manifest, "files": listed})
    folders = sorted(path for path in aside.rglob("*") if path.is_dir())
    for path in [*files, aside / SUMMARY, aside / MANIFEST, *folders, aside]:
        sync(path)
    folder = lake.releases / manifest["release_id"]
    os.rename(aside, folder)
    sync(lake.releases)
    return folder


def _listed(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _standing_files(
    before: Before | None, tables: Sequence[PublishedTable], out_of_order: Mapping[str, int]
) -> dict[str, StandingFile]:
    """The Parquet files of the release before that the next one can use, by table.

    out_of_order: rows out of order in the database of the next one, by table.
    """
    if before is None:
        return {}
    old = {table.name: table for table in before.tables}
    found = {}
    for table in tables:
        was = old.get(table.name)
        if was is None or was.types != table.types:
            continue
        behind = out_of_order.get(table.name, 0) - before.out_of_order.get(table.name, 0)
        says_the_same = was.checksum == table.checksum
        # Every row that was put behind is one more than before: no other was replaced.
        if says_the_same or 0 < behind == table.row_count - was.row_count:
            name = f"{PARQUET}/{table.name}.parquet"
            found[table.name] = StandingFile(
                before.database.parent / name,
                was,
                before.sha256.get(name),
                0 if says_the_same else behind,
            )
    return found
