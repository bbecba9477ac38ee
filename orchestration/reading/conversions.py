"""Convert files for LibreOffice in batches, ahead of reading, and keep what it made.

A start of LibreOffice costs about a second, a further file in the same start a tenth. What is kept
belongs to the bytes of the file and to the converter; it may be deleted at any time. A file whose
batch gave nothing is converted alone by the worker that reads it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extraction.document import Rejected
from extraction.files import conversion
from extraction.files.sniff import OLE2
from extraction.files.unpacking import File, unpacked
from orchestration.files import read_sealed, write_sealed
from orchestration.raw.files import open_raw
from orchestration.reading.workers import Workers

BATCH = 20
_SECONDS = 300.0
"""For a batch: above the limit that its converter has."""

_HEADS = (OLE2, b"{\\rtf")
_NAMES = (".odt", ".ott", ".fodt", ".xml", ".zip", ".gz")
"""How files for the converter may begin, or their names end. What is missed is converted alone."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Raw files that may need the converter. folder: where to keep the results."""

    raw: Path
    source_paths: tuple[str, ...]
    folder: Path


def kept_or_converted(folder: Path | None, content: bytes, media_type: str) -> bytes:
    """A file as DOCX: as it is kept, else converted now. Raises as `conversion.to_docx` does."""
    if folder is not None:
        kept = read_sealed(_place(folder, content))
        if kept is not None:
            return kept
    return conversion.to_docx(content, media_type)


def convert_ahead(interim: Path, raw: Path, source_paths: Iterable[str]) -> Path | None:
    """Convert those of the raw files that need it. Returns the folder of what is kept, None
    where there is no converter. Never raises for a bad file."""
    identity = conversion.identity()
    if identity is None:
        return None
    folder = interim / identity
    for other in interim.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    wanted = [path for path in source_paths if _may_need_it(raw, path)]
    batches = [
        Batch(raw, tuple(wanted[first : first + BATCH]), folder)
        for first in range(0, len(wanted), BATCH)
    ]
    if batches:
        with Workers(convert_batch, seconds=_SECONDS) as workers:
            for _ in workers.run(batches):
                pass
    return folder


def convert_batch(batch: Batch) -> None:
    """Convert the files of a batch that are for the converter and not kept yet."""
    files: dict[Path, File] = {}
    for source_path in batch.source_paths:
        try:
            with open_raw(batch.raw, source_path) as stream:
                file = unpacked(stream.read(), Path(source_path).name)
        except (Rejected, OSError):
            continue
        place = _place(batch.folder, file.content)
        if file.media_type in conversion.MEDIA_TYPES and not place.is_file():
            files[place] = file
    together = [(file.content, file.media_type) for file in files.values()]
    for place, converted in zip(files, conversion.to_docx_together(together), strict=True):
        if converted is not None:
            write_sealed(place, converted)


def _may_need_it(raw: Path, source_path: str) -> bool:
    try:
        with open_raw(raw, source_path) as stream:
            head = stream.read(8)
    except (Rejected, OSError):
        return False
    return head.startswith(_HEADS) or source_path.lower().endswith(_NAMES)


def _place(folder: Path, content: bytes) -> Path:
    return folder / f"{hashlib.sha256(content).hexdigest()}.sealed"
