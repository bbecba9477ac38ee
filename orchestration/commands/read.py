"""`gongkai read`: what one file says, for a person or for a program."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from rich.console import Console

from collection.counted import counted
from extraction.document import Document, Rejected
from extraction.extract import Rows, examine
from orchestration.commands.divisions import code_and_place
from orchestration.commands.printed_tables import print_tables
from orchestration.commands.source_page import page_of
from orchestration.commands.terminal import json_value, printable
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS
from orchestration.raw.files import open_regular, source_path
from orchestration.raw.inventory import describe
from orchestration.reading.task import (
    SECONDS_PER_DOCUMENT,
    Task,
    gazetteer,
    lost,
    rejected,
    source_of,
)
from orchestration.reading.workers import Lost, Workers

_CODE = re.compile(r"^[0-9]{6}$")
_YEAR = re.compile(r"^[0-9]{4}$")
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_INFOS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Look:
    """What came of reading a file. file, document: None where it was refused before; page: for a
    browser, where one was asked for."""

    rows: Rows
    media_type: str | None = None
    member: str | None = None
    document: Document | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """A file as read, with what is claimed about it."""

    claims: dict[str, Any]
    byte_count: int
    look: _Look

    @property
    def rows(self) -> Rows:
        return self.look.rows


def run(path: Path, *, as_json: bool, html: Path | None = None) -> None:
    """Read a file and print what it says, or write it as a page of HTML.

    Raises BuildFailed when the file cannot be opened or the page not be written.
    """
    file = _read(path, with_page=html is not None)
    if html is not None:
        _write_page(html, source_path(Path(path.name)), file.look)
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
    if file.look.document is not None:
        print_tables(console, file.look.document, file.rows["facts"], file.rows["findings"])
    _print_findings(console, file.rows["findings"])


def _write_page(target: Path, name: str, look: _Look) -> None:
    try:
        target.write_text(look.page or page_of(name, b"", None, look.rows), encoding="utf-8")
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


def _read(path: Path, *, with_page: bool) -> _File:
    """Read a file in a process of its own, under the limits of a build."""
    path = path.absolute()
    raw = raw_folder_of(path)
    claims = describe(raw, source_path(path.relative_to(raw)))
    task = Task(raw, source_of(claims), "", JURISDICTIONS)
    try:
        with open_regular(path) as stream:
            task = replace(task, document_sha256=file_digest(stream, "sha256").hexdigest())
            byte_count = stream.tell()
    except Rejected as rejection:
        refused = rejected(task, rejection.reason_code, rejection.reason)
        return _File(claims, os.stat(path).st_size, _Look(refused.rows))
    look = partial(_look, path=path, with_page=with_page)
    with Workers(look, seconds=SECONDS_PER_DOCUMENT, count=1) as workers:
        ((_, outcome),) = workers.run([task])
    if isinstance(outcome, Lost):
        outcome = _Look(lost(task, outcome).rows)
    return _File(claims, byte_count, outcome)


def _look(task: Task, *, path: Path, with_page: bool) -> _Look:
    """Runs in the other process."""
    content = path.read_bytes()
    examined = examine(content, task.source, gazetteer(task.jurisdictions))
    file, document, rows = examined.file, examined.document, examined.rows
    if file is None:
        return _Look(rows)
    name = source_path(Path(path.name))
    name = f"{name} ({file.member})" if file.member else name
    page = page_of(name, file.content, document, rows) if with_page else None
    return _Look(rows, file.media_type, file.member, document, page)


def as_contract(file: _File) -> dict[str, Any]:
    """The JSON of the warehouse contract, with sections and narrative figures added."""
    rejected = next(iter(file.rows["rejected_documents"]), None)
    report = next(iter(file.rows["reports"]), None)
    known = report or rejected or {}
    return {
        "document": {
            "source_path": file.claims["source_path"],
            "document_sha256": known.get("document_sha256"),
            "byte_count": file.byte_count,
            "media_type": file.look.media_type,
            "member": file.look.member,
            "page_count": file.look.document.page_count if file.look.document else None,
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
            f" · division {code_and_place(report['jurisdiction_code'], report['year'])}"
            f" · year {report['year'] or unknown} · form {report['form']}"
            f" · {counted(len(file.rows['facts']), 'cell')} · {report['media_type']}"
            + (f" · {file.look.member}" if file.look.member else "")
        )
    )


def _print_findings(console: Console, findings: list[dict[str, Any]]) -> None:
    """Print findings, the gravest last, where the eye is. A report with many blanks has an info for
    each that is inferred: of a rule's infos the first few are shown."""
    if not findings:
        console.print("No findings.")
    severities = list(_SEVERITY_STYLES)
    ordered = sorted(
        findings, key=lambda told: (-severities.index(told["severity"]), told["rule_code"])
    )
    for (severity, rule), told in groupby(ordered, itemgetter("severity", "rule_code")):
        alike = list(told)
        shown = _INFOS_SHOWN if severity == "info" else len(alike)
        texts = [_line_of(finding) for finding in alike[:shown]]
        if more := len(alike[shown:]):
            texts.append(f"{severity} {rule}: {more} more like these; --json has them all.")
        for text in texts:
            console.print(printable(text, _SEVERITY_STYLES[severity]))


def _line_of(finding: dict[str, Any]) -> str:
    item = " ".join(filter(None, (finding["item_code"], finding["applicant_type"])))
    place = f" [{item}]" if item else ""
    return f"{finding['severity']} {finding['rule_code']}{place}: {finding['message']}"
