"""What came of a request that is a report: its bytes, what they are, and what to call the file."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from collection.filing import safe_name
from collection.page import FILE_TYPES, file_type

_MOST_TITLE_BYTES = 140
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer that is a report.

    said_sha256: the hash of what a page says, or of what an archive holds; None for other files.
    """

    content: bytes
    url: str
    content_type: str = ""
    name: str | None = None
    """The file name that the server or the link gives."""
    said_sha256: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def extension(fetched: Fetched) -> str:
    """What the bytes are, else what address, name and header say."""
    head = fetched.content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    named = file_type(fetched.url) or file_type(f"http://name.invalid/{fetched.name or ''}")
    if head.startswith(_OLE):
        return named if named in ("doc", "xls", "wps", "et") else "doc"
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(fetched.content) or "zip"
    if re.match(rb"<(?:!doctype|html|\?xml|head|body|meta|!--|table|div)", head, re.IGNORECASE):
        return "html"
    if re.match(rb"(?:mime-version|from|subject|date|content-type):", head, re.IGNORECASE):
        return "mht"
    if named in FILE_TYPES:
        return str(named)
    return "txt" if fetched.content_type.startswith("text/plain") else "html"


def _zip_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:5000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "OFD.xml" in names:
        return "ofd"
    for folder, found in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) for name in names):
            return found
    return None


def held_sha256(content: bytes) -> str | None:
    """The hash of what an archive holds (DOCX, XLSX and OFD files are archives); None for others.

    Names, sizes and check sums of its members, without times: a file that a site packs anew for
    each request is the same as long as its members are. Left out is who saved it when.
    """
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = sorted(
                f"{member.filename}\0{member.file_size}\0{member.CRC}"
                for member in archive.infolist()
                if not member.filename.startswith("docProps/")
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    text = "\n".join(members)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if members else None


def file_name(title: str, fetched: Fetched, place: Path) -> str:
    """The name of a report's first file: its title.

    Where another report has that name already (offices of one region call theirs the same), the
    beginning of the hash of the address follows: a further version would be taken for a correction.
    """
    ending = extension(fetched)
    stem = title.encode()[:_MOST_TITLE_BYTES].decode(errors="ignore")
    name = safe_name(f"{stem}.{ending}")
    if not (place / name).exists():
        return name
    mark = hashlib.sha256(fetched.url.encode()).hexdigest()[:6]
    return safe_name(f"{stem}-{mark}.{ending}")


def version_name(first: str, fetched: Fetched) -> str:
    """The name under which a changed report is filed: that of its first file."""
    return f"{first.rpartition('.')[0] or first}.{extension(fetched)}"
