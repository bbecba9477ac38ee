"""ZIP archives in memory, as Office files and packed reports are, within limits on unpacking.

Nothing is unpacked to disk, so that a path in a member's name leads nowhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from extraction.document import Rejected

MAX_UNPACKED = 200_000_000
"""Bytes that may be unpacked out of one file; a file that claims more is a bomb."""
MAX_MEMBERS = 10_000
"""Members of an archive; an Office file has some hundred at most."""

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What Office and the usual packers write; the library can bound the memory of these only."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive may raise."""


class Allowance:
    """Bytes that may still be unpacked out of one file, archives inside it included."""

    def __init__(self) -> None:
        self.left = MAX_UNPACKED

    def spend(self, count: int, what: str) -> None:
        """Raises Rejected("too_large") when nothing is left."""
        self.left -= count
        if self.left < 0:
            raise Rejected(
                "too_large",
                f"{what} unpacks to more than {MAX_UNPACKED:,} bytes. Take out what is not the "
                "report, such as pictures, and save it anew.",
            )


class Archive:
    """A ZIP archive. what: how to name it to a person, at the start of a sentence.

    Raises Rejected: "corrupt", or "too_large" for too many members.
    """

    def __init__(self, content: bytes, what: str, allowance: Allowance | None = None) -> None:
        self._what = what
        self._allowance = allowance or Allowance()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except _DAMAGE as error:
            raise self._damaged(error) from error
        if len(members) > MAX_MEMBERS:
            raise Rejected(
                "too_large",
                f"{what} has {len(members):,} members, more than {MAX_MEMBERS:,}. Unpack it "
                "and add the file that is the report.",
            )
        self._members = {_name(member): member for member in members}

    @property
    def names(self) -> list[str]:
        """Paths of the members, with forward slashes; those of folders end with one."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Unpack a member. Its stated length bounds what is unpacked, and must be true.

        Raises Rejected: "corrupt" also for a name that is not there, "encrypted", "unsupported"
        for a packing method that is not read, "too_large" beyond what is left of the limit.
        """
        member = self._members.get(name)
        if member is None:
            raise self._damaged(f"{name} is missing")
        if member.flag_bits & _ENCRYPTED:
            raise Rejected(
                "encrypted",
                f"{self._what} is protected by a password. Open it with the password and "
                "save or pack it without.",
            )
        if member.compress_type not in _METHODS:
            raise Rejected(
                "unsupported",
                f"{self._what} is packed by a method that is not read "
                f"({member.compress_type}). Unpack it and add its files.",
            )
        self._allowance.spend(member.file_size, self._what)
        try:
            return self._zip.read(member)
        except _DAMAGE as error:
            raise self._damaged(error) from error

    def _damaged(self, error: object) -> Rejected:
        return Rejected(
            "corrupt",
            f"{self._what} is damaged ({error}). Fetch it again, or open and save it anew.",
        )


def gunzip(content: bytes, what: str, allowance: Allowance) -> bytes:
    """The file inside a GZIP file. Raises Rejected: "corrupt" or "too_large"."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacking.decompress(content, allowance.left + 1)
    except zlib.error as error:
        raise Rejected("corrupt", f"{what} is damaged ({error}). Fetch it again.") from error
    allowance.spend(len(unpacked), what)
    if not unpacking.eof:
        raise Rejected("corrupt", f"{what} is cut: its end is missing. Fetch it again.")
    return unpacked


def _name(member: zipfile.ZipInfo) -> str:
    """The member's path. Where no flag says UTF-8, Chinese packers write UTF-8 or GB 18030, and
    the library takes the bytes for code page 437."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        stored = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = stored.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
