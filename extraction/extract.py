"""From the bytes of one raw file to the rows of every extracted table."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from extraction import readers
from extraction.document import Document, ReasonCode, Rejected
from extraction.facts.fact import Fact
from extraction.facts.other_bodies import of_other_bodies, tables_of_other_bodies
from extraction.facts.reading import form_of, read_facts
from extraction.files import conversion, unpacking
from extraction.findings import finding
from extraction.forms import form_in_force
from extraction.gazetteer import Gazetteer
from extraction.identity import Identity, identify
from extraction.labels import plain
from extraction.prose import sections as prose
from extraction.prose.announcement import (
    announces_report,
    is_titled_as_report,
    is_to_fill_in,
    names_report,
)
from extraction.prose.appended import without_appended
from extraction.prose.figures import Figure
from extraction.prose.local_figures import local_figures
from extraction.prose.narrative import figure_rows, narrative_figures
from extraction.prose.phrases import law_of
from extraction.prose.restated import text_table_mismatch
from extraction.readers.scan import models
from extraction.source import Source, report_id
from extraction.tables import TableReading, read_tables

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table, named and shaped as in schemas.tables.EXTRACTED."""

LIBRARIES = ("lxml", "opencc", "pypdfium2", "python-calamine", "rapidfuzz")
"""Packages whose release may change what comes out."""

RECOGNITION = ("numpy", "onnxruntime", "opencv-python-headless", "pillow", "rapidocr")
"""The same of scans, where the extra is installed: with it, files are read that were refused."""

TABLES = ("reports", "facts", "findings", "sections", "narrative_figures", "rejected_documents")


@functools.cache
def version() -> str:
    """Identifies everything that decides what an extraction yields, for memo keys.

    The code and the forms themselves are hashed: a number that somebody must remember to raise
    would leave reports as an older reader read them.
    """
    folder = Path(__file__).parent
    files = sorted(path for kind in ("*.py", "*.yml") for path in folder.rglob(kind))
    code = hashlib.sha256()
    for path in files:
        code.update(f"{path.relative_to(folder).as_posix()} ".encode())
        code.update(path.read_bytes())
    names = LIBRARIES + (RECOGNITION if models.is_installed() else ())
    libraries = " ".join(f"{name}={metadata.version(name)}" for name in names)
    return f"{readers.versions()} code={code.hexdigest()[:12]} {libraries}"


@dataclass(frozen=True, slots=True)
class Examination:
    """A file with what came of it.

    file: what was read, the file itself or the one in the archive that it is. file, document:
    None where it was refused before.
    """

    rows: Rows
    file: unpacking.File | None = None
    document: Document | None = None


def extract(
    content: bytes,
    source: Source,
    gazetteer: Gazetteer,
    convert: readers.Convert = conversion.to_docx,
) -> Rows:
    """Read one file. A file that gives no report yields one row of rejected_documents."""
    return examine(content, source, gazetteer, convert).rows


def examine(
    content: bytes,
    source: Source,
    gazetteer: Gazetteer,
    convert: readers.Convert = conversion.to_docx,
) -> Examination:
    """Read one file, and keep the document that its rows were taken from.

    Raises nothing for bad input: an unforeseen error of a reader is a rejection as `corrupt`
    that names the error, so that one file never stops a run and never gets lost.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    file, document = None, None
    try:
        file = unpacking.unpacked(content, Path(source.source_path).name)
        document = readers.read_document(file.content, file.media_type, convert)
        rows = _rows(document, source, sha256, gazetteer)
    except Rejected as rejected:
        rows = rejection(source, sha256, rejected.reason_code, rejected.reason)
    except (MemoryError, RecursionError) as error:
        reason = f"Reading needs more than this machine allows ({type(error).__name__}). Split it."
        rows = rejection(source, sha256, "too_large", reason)
    except Exception as error:  # a broken file may break a library anywhere
        reason = (
            f"Reading failed with {type(error).__name__}: {error}. If the file opens elsewhere, "
            "save it anew or report it as a defect of the reader."
        )
        rows = rejection(source, sha256, "corrupt", reason)
    return Examination(rows, file, document)


def rejection(source: Source, sha256: str, reason_code: ReasonCode, reason: str) -> Rows:
    """The rows of a file that gives no report."""
    rows: Rows = {table: [] for table in TABLES}
    rows["rejected_documents"].append(
        {
            "source_path": source.source_path,
            "document_sha256": sha256,
            "reason_code": reason_code,
            "reason": reason,
        }
    )
    return rows


def _rows(document: Document, source: Source, sha256: str, gazetteer: Gazetteer) -> Rows:
    document, appended = without_appended(document)
    identity = identify(document, source, gazetteer)
    named = tables_of_other_bodies(document, identity.issuer_name)
    tables = read_tables(document, identity.year, strange=frozenset(named))
    sections = prose.sections(document)
    form = form_of(tables.blocks) if tables.blocks else form_in_force(identity.year)
    law = law_of(form)
    is_governments = identity.issuer_kind == "government"
    figures = narrative_figures(
        sections, law, identity.year, is_governments=is_governments, issuer=identity.issuer_name
    )
    figures += local_figures(tables.local, document, law)
    _refuse_other_documents(document, tables, identity, sections, figures)
    facts, findings = read_facts(tables)
    identifier = report_id(sha256, source.source_path)
    fact_rows = [_fact_row(identifier, fact) for fact in facts]
    findings += identity.findings + text_table_mismatch(figures, fact_rows, law, identity.scope)
    findings += of_other_bodies(document, tables, identity.issuer_name, named)
    if failed := document.metadata.get("failed_tables"):
        message = f"A table was left out: reading it failed with {failed}. This is a defect of the "
        findings.append(finding("cells_missing", "error", message + "reader: report it."))
    if not tables.blocks:
        message = "The report holds no table of a known form; only its text was read."
        findings.append(finding("cells_missing", "warning", message + _where_else(document)))
    if appended is not None:
        message = (
            f"A further report stands behind this one ({appended}); it was left out. File it as a "
            "file of its own to have it read."
        )
        findings.append(finding("table_repeated", "info", message))
    rows: Rows = {
        "reports": [_report_row(document, source, sha256, identity, form)],
        "facts": fact_rows,
        "findings": findings,
        "sections": sections,
        "narrative_figures": figure_rows(figures),
        "rejected_documents": [],
    }
    for table in ("reports", "findings", "sections", "narrative_figures"):
        rows[table] = [{"report_id": identifier, **row} for row in rows[table]]
    return rows


def _refuse_other_documents(
    document: Document,
    tables: TableReading,
    identity: Identity,
    sections: list[dict[str, Any]],
    figures: list[Figure],
) -> None:
    """A report has an official table (or one that could not be read), says that it is one, or has
    sections of one: most of them, or two under the name of a report. Short ones of a single
    section have a report's title and state two figures at least that the tables ask for.

    Raises Rejected("not_a_report").
    """
    is_blank = all(cell.value.status == "blank" for cell in tables.cells.values())
    if tables.cells and is_blank and is_to_fill_in(document):
        raise Rejected(
            "not_a_report",
            "Its tables are blank, and its text is that of a form to fill in or of a notice that "
            "asks for reports. File the report itself.",
        )
    if any(block.table != "review" for block in tables.blocks) or announces_report(document):
        return
    if any(doubt.block is not None for doubt in tables.doubts):
        return
    title = plain(identity.title or "")
    is_named = ("信息公开" in title and "报告" in title) or names_report(document)
    named = {row["section"] for row in sections} - {"preamble"}
    if identity.year is not None and (len(named) >= 4 or (is_named and len(named) >= 2)):
        return
    stated = {items for figure in figures if (items := figure.items)}
    if identity.year is not None and len(stated) >= 2 and is_titled_as_report(document):
        return
    raise Rejected(
        "not_a_report",
        "No table of a known form and no report's title with its sections were found. If the "
        "page links to the report as an attachment, file the attachment instead."
        + _where_else(document),
    )


def _report_row(
    document: Document, source: Source, sha256: str, identity: Identity, form: str
) -> dict[str, Any]:
    return {
        "document_sha256": sha256,
        "source_path": source.source_path,
        **{name: value for name, value in vars(identity).items() if name != "findings"},
        "form": form,
        "media_type": document.media_type,
        "reader": document.reader,
        "reader_version": document.reader_version,
    }


def _fact_row(identifier: str, fact: Fact) -> dict[str, Any]:
    reading = fact.reading
    place = reading.cell.place
    return {
        "report_id": identifier,
        "item_code": reading.key[0],
        "applicant_type": reading.key[1],
        "value": fact.value,
        "value_status": fact.status,
        "value_text": reading.cell.text,
        "page": place.page,
        "table_index": place.table,
        "row_index": place.row,
        "column_index": place.column,
        "confidence": fact.confidence,
        "evidence": fact.evidence,
        "form": reading.block.form,
        "row_label_text": reading.row_label,
        "column_label_text": reading.head.text,
    }


def _where_else(document: Document) -> str:
    """Where what was not found may stand: sentences that say what to do."""
    met = document.metadata
    hint = ""
    if "pictures" in met:
        hint += f" Its pictures ({met['pictures']}) may show them: file these as well."
    if "objects" in met:
        hint += f" Its {met['objects']} embedded objects may hold them: save their tables in it."
    if "frames" in met:
        hint += f" Its frames may show them ({met['frames']}): save the page inside the frame."
    return hint
