"""Convert DOC, WPS and RTF files to DOCX with LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from extraction.document import Rejected
from extraction.sniff import DOC, RTF

MEDIA_TYPES = (DOC, RTF)
SECONDS = 60.0
"""Below the limit that a worker has for a document, so that no converter outlives its worker."""

NOT_INSTALLED = (
    "DOC, WPS and RTF files are read through LibreOffice, which is not installed. Install it "
    "(Debian: apt-get install libreoffice-writer); the next build reads the file."
)

_SUFFIXES = {DOC: ".doc", RTF: ".rtf"}


def to_docx(content: bytes, media_type: str, *, seconds: float = SECONDS) -> bytes:
    """The file as DOCX, converted under a neutral name in a profile of its own.

    Raises Rejected: "unsupported" where LibreOffice is absent, "timed_out", or "corrupt" where
    it yields nothing.
    """
    program = shutil.which("soffice")
    if program is None:
        raise Rejected("unsupported", NOT_INSTALLED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"report{_SUFFIXES[media_type]}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = [profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", name]
        _run([program, *options, str(source)], seconds)
        converted = folder / "report.docx"
        if not converted.is_file():
            raise Rejected(
                "corrupt",
                "LibreOffice cannot open the file. Open it in Word and save it as DOCX.",
            )
        return converted.read_bytes()


def _run(command: list[str], seconds: float) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Rejected(
            "timed_out",
            f"LibreOffice did not convert the file in {seconds:.0f} s. Save it as DOCX in Word.",
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
