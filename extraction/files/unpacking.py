"""Find the report in an archive: the one member that can be it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from extraction.document import Rejected
from extraction.files import sniff
from extraction.files.archives import Allowance, Archive, gunzip

_LEVELS = 2
"""An archive inside an archive is opened, one inside that is not."""
_NAMED = 5
"""Members that a message names at most."""

_NOT_FILED = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|~\$)|(?:^|/)(?:thumbs\.db|desktop\.ini)$"
    r"|(?:_files|\.files)/"
    r"|\.(?:css|js|json|ico|svg|ttf|woff2?|mp[34]|wav|avi|exe|dll|lnk|url|bat)$",
    re.IGNORECASE,
)
"""What file managers, editors and browsers add by themselves, and what is never a report."""
_ASIDE = re.compile(r"read\W?me|licen[cs]e|说明|须知|目录|清单|必读", re.IGNORECASE)
"""Texts that go with a file."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. member: its path in the archive that it was found in, else None."""

    content: bytes
    media_type: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A member that may be the report, or the reason why it cannot be read."""

    found: File | Rejected
    name: str

    @property
    def rank(self) -> int:
        """0 for a document (also one that is damaged or locked), 1 for a text, 2 for a picture,
        3 for what cannot be a report."""
        if isinstance(self.found, Rejected):
            return 0 if self.found.reason_code not in ("empty", "unsupported") else 3
        if self.found.media_type in (sniff.TEXT, sniff.MARKDOWN):
            return 3 if _ASIDE.search(posixpath.basename(self.name)) else 1
        return 2 if self.found.media_type.startswith("image/") else 0


def unpacked(content: bytes, file_name: str) -> File:
    """The file itself, or the one inside the archive that it is.

    A document goes before texts and pictures that lie beside it.

    Raises Rejected as `sniff.media_type` does; for an archive also "unsupported" where several
    members may be the report, "not_a_report" where none may, "encrypted", "corrupt", "too_large".
    """
    return _unpacked(content, file_name, _LEVELS, Allowance())


def _unpacked(content: bytes, file_name: str, levels: int, allowance: Allowance) -> File:
    media_type = sniff.media_type(content, file_name)
    if media_type not in (sniff.ZIP, sniff.GZIP):
        return File(content, media_type)
    if not levels:
        raise Rejected(
            "unsupported",
            f"{file_name} is an archive in an archive in an archive. Unpack it and add its files.",
        )
    if media_type == sniff.GZIP:
        name = re.sub(r"\.gz$", "", file_name, flags=re.IGNORECASE)
        inner = gunzip(content, file_name, allowance)
        found = _unpacked(inner, name, levels - 1, allowance)
        return File(found.content, found.media_type, _path(name, found))
    return _in_zip(content, file_name, levels - 1, allowance)


def _in_zip(content: bytes, file_name: str, levels: int, allowance: Allowance) -> File:
    archive = Archive(content, file_name, allowance)
    candidates = [
        _candidate(archive, name, levels, allowance)
        for name in archive.names
        if not name.endswith("/") and not _NOT_FILED.search(name)
    ]
    best = min((candidate.rank for candidate in candidates), default=3)
    chosen = [candidate for candidate in candidates if candidate.rank == best]
    if len(chosen) == 1:
        found = chosen[0].found
        if isinstance(found, Rejected):
            raise found
        return File(found.content, found.media_type, _path(chosen[0].name, found))
    if best == 3:
        raise Rejected(
            "not_a_report",
            f"{file_name} is a ZIP archive in which no file can be a report. Unpack it and add "
            "the report.",
        )
    names = ", ".join(candidate.name for candidate in chosen[:_NAMED])
    raise Rejected(
        "unsupported",
        f"{file_name} is a ZIP archive with {len(chosen)} files that may be the report ({names}"
        f"{' …' if len(chosen) > _NAMED else ''}). Unpack it and add each report by itself: "
        "`gongkai add FILE…`.",
    )


def _candidate(archive: Archive, name: str, levels: int, allowance: Allowance) -> _Candidate:
    try:
        content = archive.read(name)
        found = _unpacked(content, posixpath.basename(name), levels, allowance)
    except Rejected as rejected:
        if rejected.reason_code == "too_large":
            raise
        return _Candidate(rejected, name)
    return _Candidate(found, name)


def _path(name: str, found: File) -> str:
    return f"{name}/{found.member}" if found.member else name
