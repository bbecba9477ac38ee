"""Read one raw file in a worker process."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from extraction.document import ReasonCode, Rejected
from extraction.extract import Rows, extract, rejection
from extraction.files import conversion
from extraction.gazetteer import Gazetteer
from extraction.source import Source
from orchestration.raw.files import locate, open_raw
from orchestration.raw.marks import marks, marks_of
from orchestration.reading.conversions import kept_or_converted
from orchestration.reading.workers import Lost

SECONDS_PER_DOCUMENT = 120.0
"""The slowest report measured takes some seconds; beyond this a reader is caught in a loop."""

_OBJECTS_BEFORE_COLLECTION = 10_000
"""By Python's own 700 it took a twentieth of the time that web pages take to be read."""

_CHANGED = "The file changed while the build was running. The next build reads it."
_SMALLER = "Take out what is not the report, or split the file, and save it anew."


@dataclass(frozen=True, slots=True)
class Task:
    """One raw file to read, with what is known of it beforehand.

    converted: where what LibreOffice made of raw files is kept, None where nothing is.
    """

    raw: Path
    source: Source
    document_sha256: str
    jurisdictions: Path
    converted: Path | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of every extracted table. `is_final` is false where trying again may help."""

    rows: Rows
    is_final: bool = True


def source_of(claims: Mapping[str, Any]) -> Source:
    """What the extraction is told of a file, from its row of the inventory."""
    return Source(**{field.name: claims[field.name] for field in fields(Source)})


@lru_cache(maxsize=1)
def gazetteer(jurisdictions: Path) -> Gazetteer:
    """The gazetteer, loaded once a process.

    What is loaded by then stays, and most of what a report makes goes without the garbage
    collector: it need not look through the one, and seldom for the other.
    """
    loaded = Gazetteer.load(jurisdictions)
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    return loaded


def read(task: Task) -> Reading:
    """Read a raw file. What cannot be read is a row of rejected_documents."""
    try:
        with open_raw(task.raw, task.source.source_path) as stream:
            before = marks_of(os.fstat(stream.fileno()))
            content = stream.read()
    except Rejected as refusal:
        is_final = refusal.reason_code in ("unsafe", "too_large")
        return rejected(task, refusal.reason_code, refusal.reason, is_final=is_final)
    except OSError as error:
        reason = f"Reading the file from the disk failed ({error.strerror}). Put it there anew."
        return rejected(task, "corrupt", reason, is_final=False)
    if hashlib.sha256(content).hexdigest() != task.document_sha256:
        return rejected(task, "corrupt", _CHANGED, is_final=False)
    convert = partial(kept_or_converted, task.converted)
    rows = extract(content, task.source, gazetteer(task.jurisdictions), convert)
    if marks(locate(task.raw, task.source.source_path)) != before:
        return rejected(task, "corrupt", _CHANGED, is_final=False)
    waits = any(row["reason"] in conversion.PASSING for row in rows["rejected_documents"])
    return Reading(rows, is_final=not waits)


def lost(task: Task, loss: Lost) -> Reading:
    """The rejection of a file whose reading killed its process or had to be stopped.

    Not final where a busy machine may have been the cause: the next build tries again.
    """
    if loss.kind == "died":
        reason = (
            f"Reading broke off: {loss.detail}. The next build tries again; where it breaks off "
            "each time, save the file anew with another program."
        )
        return rejected(task, "corrupt", reason, is_final=False)
    reason = f"Reading was stopped: {loss.detail}. {_SMALLER}"
    return rejected(task, loss.kind, reason, is_final=loss.kind == "too_large")


def still_written(task: Task, writer: int) -> Reading:
    """The rejection of a file that a process has open for writing: what is there may be half."""
    reason = (
        f"The file is still being written (process {writer} has it open). The next build reads it."
    )
    return rejected(task, "corrupt", reason, is_final=False)


def rejected(task: Task, reason_code: ReasonCode, reason: str, *, is_final: bool = True) -> Reading:
    """The reading of a file that is refused."""
    rows = rejection(task.source, task.document_sha256, reason_code, reason)
    return Reading(rows, is_final)
