"""Publish the build: a release is written aside and becomes visible at once."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from extraction.extract import version
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.raw.inventory import read_inventory
from orchestration.raw.marks import code_of, sha256_seen
from orchestration.releases import changes as release_changes
from orchestration.releases import known_prints, publications
from orchestration.releases import package as release_package
from orchestration.releases import tables as release_tables
from orchestration.releases.changes import CAUSES, Changes
from orchestration.releases.folder import (
    OUT_OF_ORDER,
    Before,
    Page,
    complete,
    release_before,
    written_aside,
)
from orchestration.releases.history import (
    MANIFEST,
    next_sequence,
    switch,
)
from orchestration.releases.package import DATABASE
from orchestration.releases.publications import Publication
from orchestration.releases.tables import PublishedTable
from orchestration.releases.withdrawals import BrokenMarks, accept_content, withdrawals_of
from orchestration.releases.writing import write_database
from orchestration.warehouse import finished_build

_SHOWN_PATHS = 5


class ReleaseHeld(BuildFailed):
    """The build is good, but it changes more than may pass unseen: a person decides."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a release may change without a person's consent.

    lost_reports: reports of the release before that may be missing. changed_share: share of the
    cells of unchanged files that may differ, by another reader or other rules.
    """

    lost_reports: int = 0
    changed_share: float = 0.01


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
        text = (lake.current / MANIFEST).read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError):
        return None
    return manifest


def publish(
    lake: Lake,
    now: datetime | None = None,
    *,
    limits: Limits | None = None,
    page: Page | None = None,
) -> Published:
    """Publish the finished build, unless the current release already says the same.

    A release that is open stays as it is for whoever has it open; older releases are kept.
    Raises ReleaseHeld when it changes more than the limits allow, or says the same as a release
    that was taken back (None: whatever it is was accepted), BuildFailed when the build is not
    complete or what was written cannot be verified; the current release then stays.
    """
    if standing := current_of_build(lake):
        return standing
    receipt = _check_build(lake)
    tables = known_prints.tables_of_build(lake, receipt)
    manifest = _manifest(lake, tables)
    before = current_manifest(lake)
    rows = {table.name: table.row_count for table in tables}
    publication = Publication(manifest["content_sha256"], rows)
    publications.remember(lake, receipt, _code(), publication)
    is_whole = before is not None and _is_whole(lake, before)
    if before and is_whole and before["content_sha256"] == publication.content_sha256:
        return _standing(lake, before)
    if limits is not None:
        _hold_withdrawn(lake, manifest["content_sha256"])
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    release_id = _new_id(lake, moment, manifest["content_sha256"])
    older = release_before(lake, before or {}) if lake.current.is_symlink() else None
    if lake.current.is_symlink() and older is None and limits is not None:
        _hold_uncompared(lake)
    standing = older if is_whole else None  # of one that is not, no file is used again
    with written_aside(lake, release_id) as aside:
        out_of_order = write_database(lake.build_database, aside / DATABASE, tables, standing)
        changes = release_package.file_changes(before, manifest)
        if older:
            changes |= _changes(lake, aside, tables, older, limits)
        manifest = {
            "release_id": release_id,
            "created_at": moment.isoformat(timespec="seconds"),
            "sequence": next_sequence(lake),
            **manifest,
            OUT_OF_ORDER: out_of_order,
            "changes": changes,
        }
        folder = complete(lake, aside, tables, manifest, page, standing)
    switch(lake, folder)
    if limits is None:
        accept_content(lake, manifest["content_sha256"])
    shutil.rmtree(lake.held, ignore_errors=True)
    return Published(release_id, folder, is_new=True, row_counts=rows)


def _changes(
    lake: Lake,
    aside: Path,
    tables: list[PublishedTable],
    older: Before,
    limits: Limits | None,
) -> dict[str, Any]:
    """What the release that is written aside changes against the one before, for the manifest.

    Raises ReleaseHeld where that is more than the limits allow.
    """
    found = release_changes.compare(
        older.database, aside / DATABASE, aside / release_changes.FOLDER, older.tables, tables
    )
    _hold_back(lake, aside, found, limits)
    return found.summary()


def current_of_build(lake: Lake) -> Published | None:
    """The current release where it is known to say what the build says; None where it is not.

    Nothing but the sizes of the release's files is looked at. Raises BuildFailed when the build is
    not complete.
    """
    known = publications.recall(lake, _check_build(lake), _code())
    current = current_manifest(lake) if known else None
    if not known or not current or current.get("content_sha256") != known.content_sha256:
        return None
    return _standing(lake, current) if _is_whole(lake, current) else None


def _standing(lake: Lake, manifest: Mapping[str, Any]) -> Published:
    folder = lake.current.resolve()
    rows = {name: table["rows"] for name, table in manifest["tables"].items()}
    return Published(manifest["release_id"], folder, is_new=False, row_counts=rows)


def _code() -> str:
    """The code that tells what a build says."""
    return code_of([sys.modules[__name__], release_tables, known_prints])


def _new_id(lake: Lake, moment: datetime, content_sha256: str) -> str:
    """Names a release by its second and its content, and counts where the two are taken.

    A folder that is there is never written anew: somebody may have it open.
    """
    name = f"{moment:%Y%m%dT%H%M%SZ}-{content_sha256[:8]}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(free for free in names if not os.path.lexists(lake.releases / free))


def _hold_withdrawn(lake: Lake, content_sha256: str) -> None:
    """Raises ReleaseHeld where a release of the same content was taken back, or where that cannot
    be known."""
    try:
        marks = withdrawals_of(lake)
    except BrokenMarks as error:
        raise ReleaseHeld(f"The release is held back. {error}") from error
    for mark in marks:
        if mark.content_sha256 == content_sha256:
            raise ReleaseHeld(
                f"The release is held back: it says the same as {mark.release_id}, which "
                f"{mark.withdrawn_by} took back at {mark.withdrawn_at}: {mark.why}\n"
                "Mend what was wrong, or publish it all the same with `gongkai build --accept`."
            )


def _hold_uncompared(lake: Lake) -> None:
    """Raises ReleaseHeld: there is a release, but nothing can be compared with it."""
    raise ReleaseHeld(
        f"The release is held back: {lake.current.resolve()} is damaged or gone, so that nobody "
        "can tell what it would change.\nGo back to an earlier one (`gongkai rollback`) or publish "
        "it all the same with `gongkai build --accept`."
    )


def _hold_back(lake: Lake, aside: Path, changes: Changes, limits: Limits | None) -> None:
    """Raises ReleaseHeld beyond the limits; what would change is then kept for looking at it."""
    if limits is None:
        return
    doubts = list(_doubts(changes, limits))
    if not doubts:
        return
    shutil.rmtree(lake.held, ignore_errors=True)
    shutil.move(aside / release_changes.FOLDER, lake.held)  # which may lie on another disk
    shutil.rmtree(aside)
    raise ReleaseHeld(
        "\n".join(
            [
                "The release is held back: it changes more than may pass unseen.",
                *doubts,
                f"Every changed report and cell: {lake.held}",
                "Where this is right, publish it with `gongkai build --accept`.",
            ]
        )
    )


def _doubts(changes: Changes, limits: Limits) -> Iterator[str]:
    if len(changes.lost) > limits.lost_reports:
        shown = ", ".join(changes.lost[:_SHOWN_PATHS])
        more = len(changes.lost) - _SHOWN_PATHS
        rest = f" and {more} more" if more > 0 else ""
        yield f"- Reports of the last release are missing ({len(changes.lost)}): {shown}{rest}."
    if changes.changed_share > limits.changed_share:
        causes = "; ".join(
            f"{CAUSES[cause]}: {changes.cells[cause]}"
            for cause in ("reader", "rules")
            if cause in changes.cells
        )
        yield (
            f"- Cells of unchanged files that differ: {changes.unexplained_cells} of "
            f"{changes.compared_cells} ({changes.changed_share:.1%}, {limits.changed_share:.1%} "
            f"may): {causes}."
        )


def _check_build(lake: Lake) -> dict[str, Any]:
    """The receipt of the build. Raises BuildFailed where it cannot be published."""
    receipt = finished_build(lake)
    if receipt is None:
        raise BuildFailed(
            f"{lake.build_database} is not a complete build. Run the whole job (`gongkai build`)."
        )
    if receipt["inventory_sha256"] != sha256_seen(lake.inventory):
        raise BuildFailed(
            "The raw folder was listed anew after the warehouse was built. "
            "Run the whole job (`gongkai build`)."
        )
    if lake.current.exists() and not lake.current.is_symlink():
        raise BuildFailed(
            f"{lake.current} is no link. Move it away: there the link to the release is made."
        )
    return receipt


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


def _is_whole(lake: Lake, manifest: Mapping[str, Any]) -> bool:
    """Whether the files of the current release are there as its manifest lists them."""
    try:
        return all(
            (lake.current / name).stat().st_size == file["bytes"]
            for name, file in manifest["files"].items()
        )
    except (OSError, KeyError):
        return False
