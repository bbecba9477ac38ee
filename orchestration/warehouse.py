"""The dbt project as the orchestration sees it: its manifest, its memo, its failures."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from orchestration import build_contents, children
from orchestration.files import BuildFailed, only_builder, sha256_of, write_bytes, write_json
from orchestration.lake import DBT_PROJECT, PROJECT, Lake
from orchestration.raw.marks import marks, sha256_seen
from schemas.tables import EXTRACTED

_NOT_SOURCE = {"target", "logs", "dbt_packages"}
_ENGINES = ("dbt-core", "dbt-duckdb", "duckdb")
TARGET = DBT_PROJECT / "target"
MANIFEST = TARGET / "manifest.json"


DBT = Path(__file__).with_name("dbt")
"""dbt that ends with the process that started it; see children."""
MOST_INCREMENTS = 30
"""Builds that may go on with the one before; then one begins with nothing, so that whatever an
increment made wrong does not live on, and shows as a change that no file explains."""
_PATIENCE = 30.0
"""Seconds that a build waits for the dbt of one that was killed: where the system kills it with
its build, it is gone at once."""


def environment(lake: Lake) -> dict[str, str]:
    """What the dbt project needs to know of a lake, as environment variables."""
    return {
        "GONGKAI_INTERIM_DIR": str(lake.interim),
        "GONGKAI_BUILD_DATABASE": str(lake.build_database),
        "GONGKAI_PYTHON": sys.executable,
        children.PARENT: str(os.getpid()),
    }


def writing_environment(lake: Lake) -> dict[str, str]:
    """The same for a dbt that writes into the interim data: it holds the lock of such a dbt."""
    return environment(lake) | {children.LOCK: str(lake.dbt_lock)}


def await_killed_dbt(lake: Lake, seconds: float = _PATIENCE) -> None:
    """Wait until no dbt of an earlier build is at work; to be called by the only builder.

    Raises BuildFailed when it takes longer than so many seconds.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            with only_builder(lake.dbt_lock):
                return
        except BuildFailed:
            if time.monotonic() > end:
                holder = lake.dbt_lock.read_text(errors="replace").strip() or "unknown"
                raise BuildFailed(
                    f"The dbt (process {holder}) of a build that was killed is still writing in "
                    f"{lake.interim}. End it (kill {holder}), then build again."
                ) from None
            time.sleep(0.05)


def project_digest(project: Path = DBT_PROJECT) -> str:
    """SHA-256 over paths and contents of everything that is written in the dbt project."""
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(project):
        folders[:] = sorted(set(folders) - _NOT_SOURCE)
        for name in sorted(names):
            if not name.startswith("."):
                path = Path(folder, name)
                digest.update(f"{path.relative_to(project)} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def ensure_manifest() -> Path:
    """The dbt manifest, parsed anew when the project has changed since. Returns its path.

    Raises BuildFailed when dbt cannot parse the project.
    """
    stamp = TARGET / "parsed_project.sha256"
    digest = project_digest()
    if _is_parsed(stamp, digest):
        return MANIFEST
    lake = Lake.at(PROJECT / "data" / "raw", PROJECT / "data" / "releases")
    command = [str(DBT), "--quiet", "parse"]
    with only_builder(TARGET / "parse.lock", waits=True):
        done = subprocess.run(
            [
                *command,
                "--project-dir",
                str(DBT_PROJECT),
                "--profiles-dir",
                str(DBT_PROJECT),
            ],
            cwd=DBT_PROJECT,
            env=os.environ | environment(lake) | {"DBT_TARGET_PATH": str(TARGET)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BuildFailed(f"dbt cannot parse {DBT_PROJECT}:\n{done.stdout}{done.stderr}")
        write_bytes(stamp, f"{digest} {sha256_of(MANIFEST)}".encode())
    return MANIFEST


def _is_parsed(stamp: Path, digest: str) -> bool:
    """Whether the manifest is of this project, and as dbt wrote it."""
    try:
        return stamp.read_text() == f"{digest} {sha256_of(MANIFEST)}"
    except OSError:
        return False


def build_key(lake: Lake) -> str:
    """Identifies everything that the warehouse is made from: interim files, project, engines.

    Raises BuildFailed when nothing was listed yet.
    """
    if not lake.inventory.is_file():
        raise BuildFailed(f"{lake.inventory} is missing. Materialize the inventory first.")
    files = [path for path in (lake.inventory, lake.review_decisions) if path.is_file()]
    for table in EXTRACTED:
        files += sorted(lake.extracted(table, "x").parent.glob("*.parquet"))
    parts = [f"{path.relative_to(lake.interim)} {sha256_seen(path)}" for path in files]
    return hashlib.sha256("\n".join([*parts, models_key()]).encode()).hexdigest()


def models_key() -> str:
    """Identifies what makes the warehouse: project and engines."""
    parts = [
        *(f"{package} {importlib.metadata.version(package)}" for package in _ENGINES),
        f"dbt_project {project_digest()}",
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Begun:
    """A build that has begun.

    contents: what the reports say, see build_contents. standing: the receipt of the build that is
    gone on with; None where this one begins with nothing. changed: the reports that are made anew.
    """

    contents: pl.DataFrame
    standing: dict[str, Any] | None = None
    changed: Sequence[str] = ()

    @property
    def increments(self) -> int:
        """How many builds have gone on since one that began with nothing."""
        return self.standing["increments"] + 1 if self.standing else 0

    @property
    def gone_on_with(self) -> dict[str, Any] | None:
        """For the receipt: which build is gone on with, and what is made anew."""
        if self.standing is None:
            return None
        return {"build": identity(self.standing), "changed": list(self.changed)}


def begin_build(lake: Lake, *, anew: bool = False) -> Begun:
    """Note which reports are to be made anew, and take the last build for incomplete.

    It is gone on with when it is complete and untouched and of the same models and engines; else,
    when there were many such builds, or when asked to begin anew, it is removed: a table that a
    model no longer makes must not live on. Raises BuildFailed when there is no table of review
    decisions; an empty one is there where nobody has decided anything.
    """
    if not lake.review_decisions.is_file():
        raise BuildFailed(
            f"{lake.review_decisions} is missing. Materialize ingest/review_decisions first."
        )
    standing = finished_build(lake)
    before = build_contents.recall(lake, standing["build_key"]) if standing else None
    contents = build_contents.contents_of(lake, before)
    may_go_on = (
        standing is not None
        and before is not None
        and not anew
        and standing.get("models") == models_key()
        and standing["increments"] < MOST_INCREMENTS
    )
    changed = build_contents.write_changes(lake, before if may_go_on else None, contents)
    lake.build_receipt.unlink(missing_ok=True)
    if may_go_on:
        return Begun(contents, standing, changed["report_id"].to_list())
    for suffix in ("", ".wal"):
        lake.build_database.with_name(lake.build_database.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(lake.build_database.with_name(lake.build_database.name + ".tmp"), True)
    return Begun(contents)


def record_build(
    lake: Lake, key: str, checks: list[dict[str, Any]], begun: Begun | None = None
) -> None:
    """Note that the build database is complete, what it was made from and how its tests went.

    begun: the build as it began; without it the next build begins with nothing.
    """
    if begun:
        build_contents.remember(lake, begun.contents, key)
    receipt = {
        "build_key": key,
        "models": models_key(),
        "increments": begun.increments if begun else 0,
        "gone_on_with": begun.gone_on_with if begun else None,
        "database": list(marks(lake.build_database)),
        "inventory_sha256": sha256_seen(lake.inventory),
        "checks": checks,
    }
    write_json(lake.build_receipt, {**receipt, "seal": _seal(receipt)})


def identity(receipt: Mapping[str, Any]) -> list[Any]:
    """What tells the build with a receipt from any other."""
    return [receipt["build_key"], receipt["database"]]


def _seal(receipt: dict[str, Any]) -> str:
    """Tells a receipt in which a bit has changed by itself."""
    return hashlib.sha256(json.dumps(receipt, sort_keys=True).encode()).hexdigest()


def finished_build(lake: Lake) -> dict[str, Any] | None:
    """The receipt of the build database; None unless it is complete and untouched since."""
    try:
        receipt: dict[str, Any] = json.loads(lake.build_receipt.read_text(encoding="utf-8"))
        if receipt.pop("seal") != _seal(receipt):
            return None
        return receipt if receipt["database"] == list(marks(lake.build_database)) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def failures(lake: Lake) -> list[str]:
    """What failed in the last dbt call, one sentence for each model or test."""
    try:
        run = json.loads((lake.dbt_target / "run_results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [
        f"{result['unique_id'].split('.')[0]} {result['unique_id'].split('.')[2]}: "
        f"{' '.join(str(result.get('message') or result['status']).split())}"
        for result in run["results"]
        if result["status"] in ("error", "fail", "runtime error")
    ]
