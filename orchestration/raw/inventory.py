"""The inventory: one row for each raw file, with its hash and what is claimed about it."""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from collection.memory import vanished
from orchestration.files import BuildFailed, write_parquet
from orchestration.lake import Lake
from orchestration.raw import files as raw_files_module
from orchestration.raw import folders as raw_folders
from orchestration.raw import sidecar as sidecar_module
from orchestration.raw.files import locate, raw_files, sha256_of_raw
from orchestration.raw.marks import Marks, code_of, marks, read_memo, write_memo
from orchestration.raw.sidecar import COLUMNS as SIDECAR_COLUMNS
from orchestration.raw.sidecar import SUFFIX, read_sidecar
from schemas.tables import InventoryFile
from schemas.validation import polars_schema, validate

FIRST_YEAR, LAST_YEAR = 2000, 2049
UNFILED = "unfiled"
FILED_YEARS = [*(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)), UNFILED]
"""The partitions of the extraction. Fixed and wide, so that a new year needs no code and a
run never depends on the clock. A folder that claims another year (the first local rules on
disclosure are of 2002) goes to `unfiled`; its claim is kept and checked all the same."""

_CLAIM = re.compile(r"^([0-9]{6})/([0-9]{4})/")


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


def list_raw_files(lake: Lake) -> pl.DataFrame:
    """Write the inventory, and note how the raw folders stood, for the sensor of new files.

    Returns it. Raises BuildFailed as `write_inventory` does.
    """
    raw_folders.remember(lake)
    return write_inventory(lake)


def write_inventory(lake: Lake) -> pl.DataFrame:
    """List the raw folder and write the inventory. Returns it.

    A file whose marks, and those of its sidecar, are as at its last visit is taken to be
    unchanged and neither opened nor hashed again: a hundred thousand files then cost seconds. The
    price: bytes that change without any of these (a failing disk) go unnoticed until
    `interim/visits.memo` is deleted.

    Raises BuildFailed when there is no raw folder or nothing in it.
    """
    if not lake.raw.is_dir():
        raise BuildFailed(f"There is no folder {lake.raw}. Make it and put reports into it.")
    found = pl.DataFrame(
        [(path, *file, *sidecar) for path, file, sidecar in raw_files(lake.raw)],
        schema={"source_path": pl.String, **_MARKS},
        orient="row",
    )
    if found.is_empty():
        raise BuildFailed(
            f"There is no file in {lake.raw}. Put reports into it, best as "
            "<division code>/<year>/<file>."
        )
    same = ["source_path", *_MARKS]
    known = _known(lake)
    unchanged = known.join(found, on=same, how="semi")
    others = found.join(unchanged, on="source_path", how="anti")
    visits = [_visit(lake.raw, row[0], Marks(*row[1:5]), Marks(*row[5:])) for row in others.rows()]
    new = pl.DataFrame(visits, schema={**_VISITS, "is_settled": pl.Boolean})
    all_visits = pl.concat([unchanged, new.drop("is_settled")])
    settled = pl.concat([unchanged, new.filter("is_settled").drop("is_settled")])
    frame = validate(InventoryFile, _with_claims(all_visits, _vanished(lake)))
    if not _is_same(lake.inventory, frame):
        write_parquet(lake.inventory, frame)
    if not settled.sort("source_path").equals(known):
        write_memo(lake.visits, settled.sort("source_path"), _code())
    return frame


_MARKS = {
    f"{of}_{mark}": pl.UInt64 if mark == "inode" else pl.Int64
    for of in ("file", "sidecar")
    for mark in Marks._fields
}
_VISITS = {
    "source_path": pl.String,
    **_MARKS,
    "document_sha256": pl.String,
    "byte_count": pl.Int64,
    **dict.fromkeys([*SIDECAR_COLUMNS, "sidecar_error"], pl.String),
}
"""What is remembered of a visit to a raw file: its marks, what it is, what its sidecar states."""


def _code() -> str:
    """The code that looked: what other code saw is not taken for what this would see."""
    looking = [sys.modules[__name__], raw_files_module, sidecar_module]
    return f"{code_of(looking)} PyYAML={yaml.__version__}"


def _known(lake: Lake) -> pl.DataFrame:
    """What earlier visits found; nothing when their record is absent, broken or of other code."""
    known = read_memo(lake.visits, _VISITS, _code())
    return pl.DataFrame(schema=_VISITS) if known is None else known


def _visit(raw: Path, source_path: str, file: Marks, sidecar: Marks) -> dict[str, Any]:
    """A file's marks, hash and sidecar, and whether they may be trusted at the next visit.

    Not trusted is what changed just now or while it was read, and what could not be read: a
    refusal may come from outside of the file.
    """
    located = locate(raw, source_path)
    beside = located.with_name(located.name + SUFFIX)
    started = time.time_ns()
    digest, byte_count = sha256_of_raw(raw, source_path)
    stated = read_sidecar(beside, digest)
    is_still = file == marks(located) and sidecar == marks(beside, follow_symlinks=False)
    return {
        "source_path": source_path,
        **{f"file_{name}": mark for name, mark in file._asdict().items()},
        **{f"sidecar_{name}": mark for name, mark in sidecar._asdict().items()},
        "document_sha256": digest,
        "byte_count": byte_count,
        **stated,
        "is_settled": is_still
        and file.are_settled(started)
        and sidecar.are_settled(started)
        and file.byte_count == byte_count
        and stated["sidecar_error"] is None,
    }


def _vanished(lake: Lake) -> pl.DataFrame:
    """The files whose address is gone, as the collector remembers; not from the sidecar, for what
    was filed is not changed. Where its memory is lost, what was known last stands."""
    return pl.DataFrame(
        list(vanished(lake.collection, last_vanished(lake)).items()),
        schema={"source_path": pl.String, "vanished_date": pl.Date},
        orient="row",
    )


def last_vanished(lake: Lake) -> dict[str, date]:
    """The files whose address was gone by the last inventory, else by the current release."""
    day = pl.col("vanished_date")
    for path in (lake.inventory, lake.current / "parquet" / "dim_report.parquet"):
        with suppress(OSError, pl.exceptions.PolarsError):
            known = pl.scan_parquet(path).filter(day.is_not_null())
            return dict(known.select("source_path", day).collect().iter_rows())
    return {}


def _with_claims(visits: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """The inventory: what was found, and what the folders claim (`folder_claims`)."""
    path = pl.col("source_path")
    year = path.str.extract(_CLAIM.pattern, 2).cast(pl.Int16)
    return (
        visits.with_columns(
            filed_year=pl.when(year.is_between(FIRST_YEAR, LAST_YEAR))
            .then(year.cast(pl.String))
            .otherwise(pl.lit(UNFILED)),
            claimed_jurisdiction_code=path.str.extract(_CLAIM.pattern, 1),
            claimed_year=year,
        )
        .join(gone, on="source_path", how="left")
        .select(polars_schema(InventoryFile).keys())
        .sort("source_path")
    )


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
