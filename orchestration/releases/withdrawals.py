"""Releases that a person took back: the marks that keep their content from being published again.

Releases are never changed, so the marks lie beside them, in `withdrawn.json`. A mark is about the
content: the night after a rollback builds the very same tables from the very same files, and must
not publish what was just taken back. It outlives the release itself (`gongkai prune`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from orchestration.files import BuildFailed, sync, write_json
from orchestration.lake import Lake


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A release that was taken back, when (UTC), by whom and why.

    content_sha256: what it holds, as its manifest says; None where that could not be read.
    """

    release_id: str
    content_sha256: str | None
    withdrawn_at: str
    withdrawn_by: str
    why: str


class BrokenMarks(BuildFailed):
    """The file of marks cannot be read, so that nobody knows what was taken back."""


def marks_file(lake: Lake) -> Path:
    """Where the marks of a folder of releases lie."""
    return lake.releases / "withdrawn.json"


def withdrawals_of(lake: Lake) -> list[Withdrawal]:
    """The marks of a folder of releases. Raises BrokenMarks when they cannot be read."""
    path = marks_file(lake)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return [_mark(entry) for entry in content["withdrawn"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BrokenMarks(
            f"{path} cannot be read ({error}). It says which releases were taken back, and why. "
            "Mend it or restore it from a backup; without it, `gongkai build --accept` publishes "
            "and begins a new one."
        ) from error


def mark(lake: Lake, withdrawal: Withdrawal) -> None:
    """Mark a release as taken back; an earlier mark of it gives way. Raises BrokenMarks."""
    others = [one for one in withdrawals_of(lake) if one.release_id != withdrawal.release_id]
    _write(lake, [*others, withdrawal])


def clear_release(lake: Lake, release_id: str) -> None:
    """Take the mark of a release away; nothing happens where there is none. Raises BrokenMarks."""
    marks = withdrawals_of(lake)
    kept = [one for one in marks if one.release_id != release_id]
    if kept != marks:
        _write(lake, kept)


def accept_content(lake: Lake, content_sha256: str) -> None:
    """Take away the marks of a content that a person has accepted; broken marks are set aside."""
    path = marks_file(lake)
    try:
        marks = withdrawals_of(lake)
    except BrokenMarks:
        path.replace(path.with_name(f"{path.name}.broken"))
        return
    kept = [one for one in marks if one.content_sha256 != content_sha256]
    if kept != marks:
        _write(lake, kept)


def _mark(entry: dict[str, str | None]) -> Withdrawal:
    names = {field.name for field in fields(Withdrawal)}
    found = Withdrawal(**{name: value for name, value in entry.items() if name in names})
    datetime.fromisoformat(found.withdrawn_at)
    if not all(isinstance(text, str) for text in (found.release_id, found.why)):
        raise ValueError("a mark without release_id or why")
    return found


def _write(lake: Lake, marks: list[Withdrawal]) -> None:
    path = marks_file(lake)
    write_json(path, {"withdrawn": [asdict(one) for one in marks]})
    sync(path)
    sync(lake.releases)
