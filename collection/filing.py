"""Put a report's bytes into the raw folder, once, with the sidecar that says where they come from.

Nobody ever sees half a file or a file without its sidecar: both are written aside and flushed;
the sidecar takes the name first, then the file appears. Nothing that lies there is overwritten.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import yaml

SUFFIX = ".source.yml"
_LONGEST_NAME = 180
"""Bytes of a file name. File systems take 255, and sidecar and version need some."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\s\ufffd\u200b-\u200f\u2028-\u202e\ufeff]+')


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a report's bytes lie, relative to the raw folder.

    is_new: false when the same bytes lay there before. version: 1 for the first file of its
    name, more for one whose namesake says something else.
    """

    source_path: str
    is_new: bool
    version: int = 1


def file_report(
    raw: Path, folder: str, name: str, content: bytes, stated: Mapping[str, str]
) -> Filed:
    """File bytes as `<raw>/<folder>/<name>`; folder: `<division code>/<year>`.

    The same bytes are filed once in a division, under whatever name and year. A name that other
    bytes bear already gets a version: report.html, report.v2.html. stated: the lines of the
    sidecar; the hash is added. Raises OSError.
    """
    division = raw / Path(folder).parts[0]
    there = next(same_bytes(division, content), None)
    if there is not None:
        return Filed(there.relative_to(raw).as_posix(), is_new=False)
    digest = hashlib.sha256(content).hexdigest()
    place = raw / folder
    place.mkdir(parents=True, exist_ok=True)
    sidecar = _written_aside(place, sidecar_text({**stated, "sha256": digest}))
    aside = _written_aside(place, content)
    try:
        target, version = _take(place, safe_name(name), sidecar, aside, digest)
    finally:
        aside.unlink()
        sidecar.unlink()
    _flush_folder(place)
    return Filed(target.relative_to(raw).as_posix(), is_new=True, version=version)


def same_bytes(folder: Path, content: bytes) -> Iterator[Path]:
    """The files in a folder and below that hold these bytes, sidecars and links left out."""
    digest = hashlib.sha256(content).hexdigest()
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if name.startswith(".") or name.endswith(SUFFIX) or path.is_symlink():
                continue
            with suppress(OSError):
                if path.stat().st_size == len(content) and _sha256(path) == digest:
                    yield path


def safe_name(name: str) -> str:
    """A file name that every file system takes, readable, its ending kept."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip("._ ") or "report"
    stem, ending = _parts(name)
    room = _LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip("._ ") + ending


def sidecar_text(stated: Mapping[str, str]) -> bytes:
    """The lines of a sidecar in YAML."""
    text: str = yaml.safe_dump(dict(stated), allow_unicode=True, sort_keys=False, width=1000)
    return text.encode()


def _parts(name: str) -> tuple[str, str]:
    """Stem and ending; no ending where it is too long to be one."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 8 or not ending.isalnum():
        return name, ""
    return stem, dot + ending


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _written_aside(place: Path, content: bytes) -> Path:
    aside = place / f".{hashlib.sha256(content).hexdigest()[:16]}.writing-{os.getpid()}"
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return aside


def _take(place: Path, name: str, sidecar: Path, aside: Path, digest: str) -> tuple[Path, int]:
    """Give the files the first name that is free; two who file at once never get the same."""
    stem, ending = _parts(name)
    for version in count(1):
        target = place / (name if version == 1 else f"{stem}.v{version}{ending}")
        beside = place / (target.name + SUFFIX)
        if os.path.lexists(target) or not _reserve(beside, sidecar, digest):
            continue
        with suppress(FileExistsError):
            os.link(aside, target)
            return target, version
    raise AssertionError("count never ends")


def _reserve(beside: Path, sidecar: Path, digest: str) -> bool:
    """Whether the name is ours now: free, or left by one who was killed while filing the same."""
    try:
        os.link(sidecar, beside)
    except FileExistsError:
        return digest in beside.read_text(encoding="utf-8", errors="replace")
    return True


def _flush_folder(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
