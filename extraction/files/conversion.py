"""Convert files of word processors to DOCX with LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extraction import memory
from extraction.document import Rejected
from extraction.files.sniff import DOC, FLAT_ODT, ODT, RTF

MEDIA_TYPES = (DOC, RTF, ODT, FLAT_ODT)
VERSION = "2"
"""Raise it when the settings or the filters change: converted files are kept by it."""

SECONDS = 60.0
"""Below the limit that a worker has for a document, so that no converter outlives its worker."""
SECONDS_EACH = 4.0
"""Added for each further file of a batch."""

NOT_INSTALLED = (
    "DOC, WPS, RTF and ODT files are read through LibreOffice, which is not installed. Install it "
    "(Debian: apt-get install libreoffice-writer); the next build reads the file."
)
BROKE_OFF = (
    "LibreOffice broke off while it converted the file. Save it as DOCX in Word; the next build "
    "tries again."
)
OVERDUE = (
    "LibreOffice did not convert the file in time. Save it as DOCX in Word; the next build tries "
    "again."
)
PASSING = frozenset({NOT_INSTALLED, BROKE_OFF, OVERDUE})
"""Reasons that may lie with the machine rather than with the file."""

_SUFFIXES = {DOC: "doc", RTF: "rtf", ODT: "odt", FLAT_ODT: "fodt"}

_COMMON = "/org.openoffice.Office.Common"
_INET = "/org.openoffice.Inet/Settings"
_SETTINGS: tuple[tuple[str, str, bool | int | str], ...] = (
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", True),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", 3),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", True),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", 2),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", False),
    (_INET, "ooInetProxyType", 2),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", 9),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", 9),
    (_INET, "ooInetFTPProxyName", "127.0.0.1"),
    (_INET, "ooInetFTPProxyPort", 9),
)
"""A document runs no macro, updates no link and loads nothing, although by its defaults LibreOffice
fetches the pictures that a document only names. Port 9 discards (RFC 863)."""


def identity() -> str | None:
    """What tells one installed converter and its settings from another; None without one."""
    program = shutil.which("soffice")
    if program is None:
        return None
    found = os.stat(program)
    return f"{VERSION}-{found.st_size:x}-{found.st_mtime_ns:x}"


def to_docx(content: bytes, media_type: str) -> bytes:
    """The file as DOCX, converted under a neutral name in a profile of its own.

    Raises Rejected: "unsupported" where LibreOffice is absent, "timed_out", or "corrupt" where
    it yields nothing.
    """
    program = shutil.which("soffice")
    if program is None:
        raise Rejected("unsupported", NOT_INSTALLED)
    with tempfile.TemporaryDirectory() as name:
        status = _convert(program, Path(name), [(content, media_type)], SECONDS)
        converted = _converted(Path(name), 0)
    if converted is not None:
        return converted
    if status is None:
        raise Rejected("timed_out", OVERDUE)
    if status != 0:
        raise Rejected("corrupt", BROKE_OFF)
    raise Rejected(
        "corrupt", "LibreOffice cannot open the file. Open it in Word and save it as DOCX."
    )


def to_docx_together(files: Sequence[tuple[bytes, str]]) -> list[bytes | None]:
    """Several files, each with its media type, converted by one start of LibreOffice.

    None for a file that gave nothing: it may be broken, or stand behind one that stopped the
    converter, so it is worth trying alone.
    """
    program = shutil.which("soffice")
    if program is None or not files:
        return [None] * len(files)
    seconds = SECONDS + SECONDS_EACH * (len(files) - 1)
    with tempfile.TemporaryDirectory() as name:
        _convert(program, Path(name), files, seconds)
        return [_converted(Path(name), number) for number in range(len(files))]


def _convert(
    program: str, folder: Path, files: Sequence[tuple[bytes, str]], seconds: float
) -> int | None:
    """Run LibreOffice over the files. Returns its exit status, None where it had to be stopped."""
    sources = []
    for number, (content, media_type) in enumerate(files):
        sources.append(folder / f"{number}.{_SUFFIXES[media_type]}")
        sources[-1].write_bytes(content)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    target = ["--convert-to", "docx", "--outdir", str(folder / "converted")]
    return _run([program, *options, *target, *map(str, sources)], seconds)


def _converted(folder: Path, number: int) -> bytes | None:
    path = folder / "converted" / f"{number}.docx"
    return path.read_bytes() if path.is_file() else None


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _run(command: list[str], seconds: float) -> int | None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    memory.limit_child(process.pid, seconds)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
