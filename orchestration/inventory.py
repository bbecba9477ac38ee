"""The inventory: one row for each raw file, with its hash and what is claimed about it."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from orchestration.files import BuildFailed, write_parquet
from orchestration.lake import Lake
from orchestration.raw_files import locate, raw_files, sha256_of_raw
from orchestration.sidecar import SUFFIX, read_sidecar
from schemas.tables import InventoryFile
from schemas.validation import frame_of, validate

FIRST_YEAR, LAST_YEAR = 2000, 2049
UNFILED = "unfiled"
FILED_YEARS = [*(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)), UNFILED]
"""The partitions of the extraction. Fixed and wide, so that a new year needs no code and a
run never depends on the clock. A folder that claims another year (the first local rules on
disclosure are of 2002) goes to `unfiled`; its claim is kept and checked all the same."""

_CLAIM = re.compile(r"^([0-9]{6})/([0-9]{4})/")
_SETTLED_NS = 2_000_000_000
"""A file changed within two seconds of its hashing may change again under the same time
stamps (coarse clocks of file systems), so its hash is not kept."""


class _Visit(NamedTuple):
    """A raw file as its last visit found it."""

    byte_count: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    document_sha256: str


def folder_claims(source_path: str) -> tuple[str | None, int | None]:
    """Division code and year that the folders `<six digits>/<year>/` claim, else nothing."""
    match = _CLAIM.match(source_path)
    return (match[1], int(match[2])) if match else (None, None)


def filed_year(source_path: str) -> str:
    """The partition of a raw file: the year that its folder claims, or `unfiled`."""
    year = folder_claims(source_path)[1]
    return str(year) if year and FIRST_YEAR <= year <= LAST_YEAR else UNFILED


def describe(raw: Path, source_path: str) -> dict[str, Any]:
    """A file's claims, by inventory column: what its folders and its sidecar say."""
    code, year = folder_claims(source_path)
    located = locate(raw, source_path)
    return {
        "source_path": source_path,
        "filed_year": filed_year(source_path),
        "claimed_jurisdiction_code": code,
        "claimed_year": year,
        **read_sidecar(located.with_name(located.name + SUFFIX)),
    }


def write_inventory(lake: Lake) -> pl.DataFrame:
    """List the raw folder and write the inventory. Returns it.

    A file whose size, time stamps and inode are as at its last visit is taken to be unchanged
    and not hashed again: a hundred thousand files then cost seconds. The price: bytes that
    change without any of these (a failing disk) go unnoticed until `inventory_hashes.parquet`
    is deleted.

    Raises BuildFailed when there is no raw folder or nothing in it.
    """
    if not lake.raw.is_dir():
        raise BuildFailed(f"There is no folder {lake.raw}. Make it and put reports into it.")
    known = _known(lake)
    rows: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    for source_path in raw_files(lake.raw):
        visit, is_settled = _visit(lake.raw, source_path, known.get(source_path))
        rows.append(
            describe(lake.raw, source_path)
            | {"document_sha256": visit.document_sha256, "byte_count": visit.byte_count}
        )
        if is_settled:
            visits.append({"source_path": source_path, **visit._asdict()})
    if not rows:
        raise BuildFailed(
            f"There is no file in {lake.raw}. Put reports into it, best as "
            "<division code>/<year>/<file>."
        )
    frame = validate(InventoryFile, frame_of(InventoryFile, rows).sort("source_path"))
    if not _is_same(lake.inventory, frame):
        write_parquet(lake.inventory, frame)
    write_parquet(lake.hashes, pl.DataFrame(visits, schema=_HASHES))
    return frame


_HASHES = {
    "source_path": pl.String,
    "byte_count": pl.Int64,
    "mtime_ns": pl.Int64,
    "ctime_ns": pl.Int64,
    "inode": pl.UInt64,
    "document_sha256": pl.String,
}


def _known(lake: Lake) -> dict[str, _Visit]:
    """What earlier visits found; nothing when their record is absent or broken."""
    try:
        frame = pl.read_parquet(lake.hashes)
    except (OSError, pl.exceptions.PolarsError):
        return {}
    if frame.schema != pl.Schema(_HASHES):
        return {}
    return {row[0]: _Visit(*row[1:]) for row in frame.iter_rows()}


def _visit(raw: Path, source_path: str, known: _Visit | None) -> tuple[_Visit, bool]:
    """A file's hash and marks, and whether they may be trusted at the next visit."""
    located = locate(raw, source_path)
    before = _marks(located)
    if known and before == known[:4]:
        return known, True
    started = time.time_ns()
    digest, byte_count = sha256_of_raw(raw, source_path)
    visit = _Visit(byte_count, *before[1:], digest)
    is_settled = before == _marks(located) and max(before[1:3]) < started - _SETTLED_NS
    return visit, is_settled and before[0] == byte_count


def _marks(path: Path) -> tuple[int, int, int, int]:
    """Size, time stamps and inode; of the target for a link. Zeros for what is not there."""
    try:
        found = os.stat(path)
    except (OSError, RuntimeError):
        return (0, 0, 0, 0)
    if not stat.S_ISREG(found.st_mode):
        return (0, 0, 0, 0)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def read_inventory(lake: Lake) -> pl.DataFrame:
    """The inventory as last written. Raises BuildFailed when it is absent or broken."""
    try:
        frame = pl.read_parquet(lake.inventory)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BuildFailed(
            f"{lake.inventory} cannot be read ({error}). Materialize the inventory first."
        ) from error
    return validate(InventoryFile, frame)


def _is_same(path: Path, frame: pl.DataFrame) -> bool:
    try:
        return pl.read_parquet(path).equals(frame)
    except (OSError, pl.exceptions.PolarsError):
        return False
