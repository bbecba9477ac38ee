"""`gongkai read`: what one file says, for a person or for a program."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from extraction.document import Document
from extraction.extract import Examination, Rows, examine
from extraction.source import Source
from orchestration.commands.page import print_tables
from orchestration.commands.source_page import page_of
from orchestration.commands.terminal import json_value, printable
from orchestration.files import BuildFailed
from orchestration.inventory import describe
from orchestration.lake import JURISDICTIONS
from orchestration.reading import gazetteer, source_of

_CODE = re.compile(r"^[0-9]{6}$")
_YEAR = re.compile(r"^[0-9]{4}$")
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


@dataclass(frozen=True, slots=True)
class _File:
    """A file as read."""

    claims: dict[str, Any]
    content: bytes
    examined: Examination

    @property
    def rows(self) -> Rows:
        return self.examined.rows

    @property
    def document(self) -> Document | None:
        return self.examined.document

    @property
    def media_type(self) -> str | None:
        return self.examined.file and self.examined.file.media_type

    @property
    def member(self) -> str | None:
        """The path of what was read in the archive that the file is."""
        return self.examined.file and self.examined.file.member


def run(path: Path, *, as_json: bool, html: Path | None = None) -> None:
    """Read a file and print what it says, or write it as a page of HTML.

    Raises BuildFailed when the file cannot be opened or the page not be written.
    """
    file = _read(path)
    if html is not None:
        _write_page(html, path.name, file)
    if as_json:
        print(json.dumps(as_contract(file), ensure_ascii=False, indent=2, default=json_value))
        return
    console = Console(highlight=False)
    if file.claims["sidecar_error"]:
        console.print(printable(f"The sidecar is not used: {file.claims['sidecar_error']}", "red"))
    if file.rows["rejected_documents"]:
        rejected = file.rows["rejected_documents"][0]
        console.print(printable(f"Rejected ({rejected['reason_code']}): {rejected['reason']}"))
        return
    _print_identity(console, file)
    if file.document is not None:
        print_tables(console, file.document, file.rows["facts"], file.rows["findings"])
    _print_findings(console, file.rows["findings"])


def _write_page(target: Path, name: str, file: _File) -> None:
    read = file.examined.file
    shown = f"{name} ({file.member})" if file.member else name
    page = page_of(shown, read.content if read else file.content, file.document, file.rows)
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        raise BuildFailed(f"{target} cannot be written ({error.strerror}).") from error


def raw_folder_of(path: Path) -> Path:
    """The folder that the claims `<division code>/<year>/` of a file's path are relative to.

    That is where such folders begin, the innermost ones if there are several, and the file's
    own folder where there are none.
    """
    parts = path.parts
    for index in range(len(parts) - 3, -1, -1):
        if _CODE.match(parts[index]) and _YEAR.match(parts[index + 1]):
            return Path(*parts[:index])
    return path.parent


def _read(path: Path) -> _File:
    path = path.absolute()
    raw = raw_folder_of(path)
    claims = describe(raw, path.relative_to(raw).as_posix())
    source: Source = source_of(claims)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BuildFailed(f"{path} cannot be read ({error.strerror}).") from error
    examined = examine(content, source, gazetteer(JURISDICTIONS))
    return _File(claims, content, examined)


def as_contract(file: _File) -> dict[str, Any]:
    """The JSON of the warehouse contract, with sections and narrative figures added."""
    rejected = next(iter(file.rows["rejected_documents"]), None)
    report = next(iter(file.rows["reports"]), None)
    known = report or rejected or {}
    return {
        "document": {
            "source_path": file.claims["source_path"],
            "document_sha256": known.get("document_sha256"),
            "byte_count": len(file.content),
            "media_type": file.media_type,
            "member": file.member,
            "page_count": file.document.page_count if file.document else None,
            "claimed_jurisdiction_code": file.claims["claimed_jurisdiction_code"],
            "claimed_year": file.claims["claimed_year"],
            "sidecar_error": file.claims["sidecar_error"],
        },
        "report": report,
        "facts": file.rows["facts"],
        "findings": file.rows["findings"],
        "sections": file.rows["sections"],
        "narrative_figures": file.rows["narrative_figures"],
        "rejected": rejected and {key: rejected[key] for key in ("reason_code", "reason")},
    }


def _print_identity(console: Console, file: _File) -> None:
    report = file.rows["reports"][0]
    console.print(printable(report["title"] or file.claims["source_path"], "bold"))
    unknown = "unknown"
    console.print(
        printable(
            f"issuer {report['issuer_name'] or unknown} ({report['issuer_kind'] or unknown})"
            f" · division {report['jurisdiction_code'] or unknown}"
            f" · year {report['year'] or unknown} · form {report['form']}"
            f" · {len(file.rows['facts'])} cells · {report['media_type']}"
            + (f" · {file.member}" if file.member else "")
        )
    )


def _print_findings(console: Console, findings: list[dict[str, Any]]) -> None:
    if not findings:
        console.print("No findings.")
    for finding in findings:
        item = " ".join(filter(None, (finding["item_code"], finding["applicant_type"])))
        place = f" [{item}]" if item else ""
        text = f"{finding['severity']} {finding['rule_code']}{place}: {finding['message']}"
        console.print(printable(text, _SEVERITY_STYLES[finding["severity"]]))
