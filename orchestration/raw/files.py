"""Find and open the files of the raw folder, whatever they are named and wherever links lead."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extraction.document import Rejected
from orchestration.files import BuildFailed
from orchestration.raw.marks import ABSENT, Marks, marks_of
from orchestration.raw.sidecar import SUFFIX

MOST_BYTES = 200_000_000
"""A larger file is not read: a hundred pages scanned in colour at 300 dpi stay below."""

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


class Found(NamedTuple):
    """A raw file as a look into its folder shows it; it was not opened.

    file: its marks, those of the target for a link. sidecar: the marks of the file beside it
    that says where it came from, of a link itself; ABSENT where there is none.
    """

    source_path: str
    file: Marks
    sidecar: Marks


def raw_files(raw: Path) -> Iterator[Found]:
    """All raw files, in no order.

    Left out are sidecars and everything that begins with a dot. A link to a folder is not
    entered: inside the raw folder its files are found at their own place, and one that leads
    outside is listed itself, to be refused when it is opened.

    Raises BuildFailed for a folder that cannot be listed: its reports would vanish unseen.
    """
    root = raw.resolve()
    folders = [""]
    while folders:
        folder = folders.pop()
        files, sidecars = [], {}
        for entry in _entries(os.path.join(raw, folder)):
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                if not entry.is_symlink():
                    folders.append(f"{folder}{entry.name}/")
                elif not _inside(Path(entry.path), root):
                    files.append(entry)
            elif entry.name.endswith(SUFFIX):
                sidecars[entry.name] = entry
            else:
                files.append(entry)
        for entry in files:
            sidecar = sidecars.get(entry.name + SUFFIX)
            yield Found(
                _as_text(folder + entry.name),
                _marks(entry, follow_symlinks=True),
                _marks(sidecar, follow_symlinks=False) if sidecar else ABSENT,
            )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise BuildFailed(
            f"The folder {folder} cannot be listed ({error.strerror}). "
            "Make it readable for the user that builds."
        ) from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def _marks(entry: os.DirEntry[str], *, follow_symlinks: bool) -> Marks:
    try:
        return marks_of(entry.stat(follow_symlinks=follow_symlinks))
    except OSError:
        return ABSENT


def source_path(relative: Path) -> str:
    """A relative path as text; bytes that are no UTF-8 are written as `\\xNN`."""
    return _as_text(relative.as_posix())


def _as_text(name: str) -> str:
    return os.fsencode(name).decode("utf-8", errors="backslashreplace")


def locate(raw: Path, path: str) -> Path:
    """The file that a `source_path` names; the reverse of `source_path`."""
    literal = raw / path
    if "\\x" not in path or os.path.lexists(literal):
        return literal
    name = _ESCAPED.sub(lambda escape: bytes([int(escape[1], 16)]), path.encode())
    return raw / os.fsdecode(name)


def open_raw(raw: Path, path: str) -> BinaryIO:
    """Open a raw file for reading.

    Raises Rejected: "unsafe" for a link that leads outside the raw folder and for what is no
    regular file, "too_large" beyond MOST_BYTES, "corrupt" for a file that cannot be opened.
    """
    located = locate(raw, path)
    if not _inside(located, raw.resolve()):
        raise Rejected(
            "unsafe",
            "The file is a link that leads outside the raw folder or in a circle. Copy the file "
            "itself there.",
        )
    return open_regular(located)


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, wherever a link leads. Raises Rejected as `open_raw` does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Rejected(
            "corrupt",
            f"The file cannot be opened ({error.strerror}). Make it readable for the user that "
            "builds, or put it there anew.",
        ) from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise Rejected(
            "unsafe",
            "This is no regular file (a pipe, a device, a folder). Put the report's file there.",
        )
    if found.st_size > MOST_BYTES:
        os.close(descriptor)
        raise Rejected(
            "too_large",
            f"The file has {found.st_size // 1_000_000:,} MB, more than the "
            f"{MOST_BYTES // 1_000_000} that are read. Save it with smaller pictures, or split it.",
        )
    return os.fdopen(descriptor, "rb")


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def refused_content(raw: Path, path: str) -> bytes:
    """What stands for a file that may not be opened: a link's target, otherwise nothing."""
    located = locate(raw, path)
    return os.fsencode(os.readlink(located)) if located.is_symlink() else b""


def sha256_of_raw(raw: Path, path: str) -> tuple[str, int]:
    """SHA-256 and length of a raw file; the hash of `refused_content` where it is refused."""
    try:
        with open_raw(raw, path) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return digest, stream.tell()
    except (Rejected, OSError) as error:
        content = refused_content(raw, path)
        is_large = isinstance(error, Rejected) and error.reason_code == "too_large"
        length = os.stat(locate(raw, path)).st_size if is_large else len(content)
        return hashlib.sha256(content).hexdigest(), length
