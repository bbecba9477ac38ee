"""The releases of a folder: which there are, in what order, whether their files are whole.

Their order is that in which they were published, by the `sequence` of each: a machine's clock may
have gone back in between, so neither names nor times tell it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from orchestration.files import BuildFailed, sha256_of, sync
from orchestration.lake import Lake

MANIFEST = "manifest.json"
SUMMARY = "summary.json"
"""What a list of releases shows of one, taken from its manifest, which lists every raw file and is
long: a list of a thousand releases must not read a thousand of them."""

ASIDE = ".building-"
REMOVING = ".removing-"
SWITCHING = ".switching-current"

State = Literal["whole", "damaged", "half_written", "half_removed"]

_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}(-[0-9]+)?")
_SHOWN_FILES = 3


@dataclass(frozen=True, slots=True)
class Release:
    """A folder of a release. fault: what is wrong with its files and what to do, None if nothing.

    summary: what it says of itself; empty where that cannot be read.
    """

    folder: Path
    state: State
    summary: Mapping[str, Any]
    fault: str | None = None

    @property
    def release_id(self) -> str:
        return self.folder.name

    @property
    def place(self) -> tuple[int, str, str]:
        """What releases are sorted by; those of older software, which counted none, come first."""
        summary = self.summary
        return (summary.get("sequence", 0), summary.get("created_at", ""), self.release_id)


def releases_of(lake: Lake) -> list[Release]:
    """Every folder of a release, the newest first; what else lies in the folder is no release."""
    found = [_release(folder) for folder in _folders(lake)]
    return sorted(found, key=lambda release: release.place, reverse=True)


def left_overs(lake: Lake) -> list[Release]:
    """Folders that a build or a removal was writing or removing when it ended, or still is."""
    return [
        Release(
            folder,
            "half_written",
            {},
            "Being written, or left by a build that was stopped. It is in nobody's way: the next "
            "build that publishes, or `gongkai prune`, removes it.",
        )
        if folder.name.startswith(ASIDE)
        else Release(
            folder, "half_removed", {}, "Its removal was stopped. `gongkai prune` ends it."
        )
        for prefix in (ASIDE, REMOVING)
        for folder in sorted(lake.releases.glob(f"{prefix}*"))
    ]


def current_id(lake: Lake) -> str | None:
    """The release that `current` leads to, whether it is there or not; None without a link."""
    return Path(os.readlink(lake.current)).name if lake.current.is_symlink() else None


def next_sequence(lake: Lake) -> int:
    """The place in the order that the next release takes."""
    numbers = (_summary(folder).get("sequence", 0) for folder in _folders(lake))
    return 1 + max(numbers, default=0)


def damage(folder: Path) -> str | None:
    """What of a release's files is not as its manifest lists it, by SHA-256; None if all are.

    A file that the manifest does not list is nobody's promise and is not looked at.
    """
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        expected = {name: file["sha256"] for name, file in files.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return f"{folder / MANIFEST} cannot be read ({_words(error)})"
    wrong = [name for name, sha256 in expected.items() if _sha256(folder / name) != sha256]
    return _listed(folder, wrong) if wrong else None


def switch(lake: Lake, folder: Path) -> None:
    """Let the link `current` lead to a release, in one step for whoever looks."""
    link = lake.releases / SWITCHING
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, lake.current)
    sync(lake.releases)


def named(releases: list[Release], name: str) -> Release:
    """The release that a name, or how it begins, tells. Raises BuildFailed for none and several."""
    found = [release for release in releases if release.release_id.startswith(name)]
    exact = [release for release in found if release.release_id == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    known = ", ".join(release.release_id for release in (found or releases)) or "none"
    what = f"{name} begins several releases" if found else f"No release is named {name}"
    raise BuildFailed(f"{what}. There are: {known}.")


def _folders(lake: Lake) -> Iterator[Path]:
    """Folders named as releases are. Others that lie there are never touched."""
    if lake.releases.is_dir():
        for path in lake.releases.iterdir():
            if _ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
                yield path


def _release(folder: Path) -> Release:
    summary = _summary(folder)
    fault = None
    if not summary:
        fault = f"{folder / MANIFEST} is missing or cannot be read"
    else:
        sizes = summary["bytes_by_file"]
        wrong = [name for name, size in sizes.items() if _size(folder / name) != size]
        fault = _listed(folder, wrong) if wrong else None
    if fault is None:
        return Release(folder, "whole", summary)
    remedy = "Readers may fail: publish anew (`gongkai build`) or go back (`gongkai rollback`)"
    return Release(folder, "damaged", summary, f"{fault}. {remedy}; `gongkai prune` removes it.")


def _summary(folder: Path) -> dict[str, Any]:
    """What a release says of itself; nothing where its manifest is gone or broken."""
    try:
        manifest = folder / MANIFEST
        if not _is_closed(manifest):
            return {}
        path = folder / SUMMARY
        content = json.loads((path if path.is_file() else manifest).read_text(encoding="utf-8"))
        summary = summary_of(content) if "files" in content else content
        return summary if isinstance(summary["bytes_by_file"], dict) else {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _is_closed(path: Path) -> bool:
    """Whether a JSON file was written to its end: a manifest is too long to be read for that."""
    with path.open("rb") as stream:
        stream.seek(-2, os.SEEK_END)
        return stream.read() == b"}\n"


def summary_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a list of releases shows, from a manifest. Raises LookupError where it lacks a part."""
    changes = manifest["changes"]
    counted = {
        name: len(changes[name]) for name in ("files_added", "files_changed", "files_removed")
    }
    rows = {
        name: manifest["tables"][name]["rows"]
        for name in ("dim_report", "fct_disclosure")
        if name in manifest["tables"]
    }
    return {
        "release_id": manifest["release_id"],
        "created_at": manifest["created_at"],
        "sequence": manifest.get("sequence", 0),
        "content_sha256": manifest["content_sha256"],
        "since_release": changes["since_release"],
        "software": manifest["software"],
        "software_changed": changes.get("software_changed", []),
        "reports": rows.get("dim_report"),
        "cells": rows.get("fct_disclosure"),
        **counted,
        "reports_by_cause": changes.get("reports_by_cause", {}),
        "cells_by_cause": changes.get("cells_by_cause", {}),
        "rows_by_table": changes.get("rows_by_table", {}),
        "lost_reports": len(changes.get("lost_reports", [])),
        "bytes_by_file": {name: file["bytes"] for name, file in manifest["files"].items()},
    }


def _listed(folder: Path, names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN_FILES])
    more = f" and {len(names) - _SHOWN_FILES} more" if len(names) > _SHOWN_FILES else ""
    return f"In {folder} not as the manifest lists them, or missing: {shown}{more}"


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _sha256(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
