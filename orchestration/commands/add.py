"""`gongkai add`: file reports that came by mail or by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from collection.filing import Filed, file_report, same_bytes
from extraction.document import Rejected
from extraction.gazetteer.divisions import Division
from extraction.source import Source
from orchestration.commands.divisions import chosen_division, place_of
from orchestration.commands.terminal import printable
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS
from orchestration.raw.files import open_regular, source_path
from orchestration.raw.inventory import FIRST_YEAR, LAST_YEAR
from orchestration.reading.task import Task, gazetteer
from orchestration.trial import read_tasks

_ADDRESS = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Said:
    """What the person who adds a file says of it; what is not said is None.

    origin: an address, or in words whom it came from. note: whatever else is to be kept.
    """

    region: str | None = None
    year: int | None = None
    origin: str | None = None
    issuer: str | None = None
    note: str | None = None


def run(paths: Sequence[Path], raw: Path, said: Said) -> None:
    """File each, whatever becomes of the others. Raises BuildFailed for those that cannot be."""
    failed = []
    for path in paths:
        try:
            _add(path, raw, said)
        except BuildFailed as error:
            failed.append(str(error))
    if failed:
        raise BuildFailed("\n".join(failed))


def _add(path: Path, raw: Path, said: Said) -> None:
    """Copy a file to its place in the raw folder, with its sidecar, and say how it is read.

    Raises BuildFailed when division or year are known from nowhere, and for a file that gives no
    report, unless both were said: then it is filed all the same, and a build lists it as rejected.
    """
    division = chosen_division(said.region) if said.region else None
    if said.year is not None and not FIRST_YEAR <= said.year <= LAST_YEAR:
        raise BuildFailed(f"{said.year} is no data year: give one from {FIRST_YEAR} on.")
    content = _content(path)
    report, refusal = _read(path, content, division, said)
    if refusal and not (division and said.year):
        raise BuildFailed(
            f"{path} gives no report ({refusal['reason_code']}): {refusal['reason']} "
            "Nothing was filed. With --region and --year it is filed all the same."
        )
    code = division.code if division else report.get("jurisdiction_code")
    year = said.year or report.get("year")
    unknown = {
        "whose report it is (--region)": code,
        "on which year it reports (--year)": year,
    }
    missing = [what for what, value in unknown.items() if not value]
    if missing:
        raise BuildFailed(
            f"{path} does not say {' and '.join(missing)}. Say it. Nothing was filed."
        )
    filed = file_report(raw, f"{code}/{year}", source_path(Path(path.name)), content, _stated(said))
    elsewhere = [path for path in same_bytes(raw, content) if path != raw / filed.source_path]
    _tell(raw, filed, elsewhere, report, refusal, str(code), int(year))


def _content(path: Path) -> bytes:
    try:
        with open_regular(path) as stream:
            return stream.read()
    except (Rejected, OSError) as error:
        raise BuildFailed(f"{path} cannot be read: {error}") from error


def _read(
    path: Path, content: bytes, division: Division | None, said: Said
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The row of the report, empty where there is none, and the row of its rejection."""
    resolved = path.resolve()
    source = Source(
        source_path(Path(resolved.name)),
        claimed_jurisdiction_code=division.code if division else None,
        claimed_year=said.year,
        source_url=_address(said),
        declared_issuer=said.issuer,
    )
    digest = hashlib.sha256(content).hexdigest()
    ((_, reading),) = read_tasks([Task(resolved.parent, source, digest, JURISDICTIONS)])
    reports, refused = reading.rows["reports"], reading.rows["rejected_documents"]
    return (reports[0] if reports else {}), (refused[0] if refused else None)


def _address(said: Said) -> str | None:
    return said.origin if said.origin and said.origin.startswith(_ADDRESS) else None


def _stated(said: Said) -> dict[str, str]:
    """The sidecar's lines."""
    address = _address(said)
    stated = {
        "source_url": address,
        "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "publisher": None if address else said.origin,
        "declared_issuer": said.issuer,
        "note": said.note or "Filed by hand.",
    }
    return {key: value for key, value in stated.items() if value}


def _tell(
    raw: Path,
    filed: Filed,
    elsewhere: Sequence[Path],
    report: dict[str, Any],
    refusal: dict[str, Any] | None,
    code: str,
    year: int,
) -> None:
    """Say where the file lies, how it is read, and what comes of it.

    elsewhere: other files with the same bytes.
    """
    console = Console(highlight=False, soft_wrap=True)
    state = "Filed as" if filed.is_new else "These bytes lie there already:"
    console.print(printable(f"{state} {raw / filed.source_path}"))
    if filed.is_new and elsewhere:
        text = (
            f"The same bytes lie at {elsewhere[0]} as well. Where the two count as reports of two "
            "bodies or years, each bears the finding filed_twice. If this one was a mistake, "
            "remove it with its .source.yml before a build reads it."
        )
        console.print(printable(text, "yellow"))
    if refusal:
        text = f"A build will list it as rejected ({refusal['reason_code']}): {refusal['reason']}"
        console.print(printable(text, "yellow"))
        return
    _tell_reading(report, code, year, is_new=filed.is_new)
    if filed.is_new:
        console.print("The next build takes it into the warehouse: gongkai build")
    else:
        console.print("Nothing was filed; if no build has read it yet, the next one will.")


def _tell_reading(report: dict[str, Any], code: str, year: int, *, is_new: bool) -> None:
    """Say what the file reads as, and where that is not what was said of it."""
    console = Console(highlight=False, soft_wrap=True)
    known = gazetteer(JURISDICTIONS)
    unit = known.by_code(str(report["jurisdiction_code"]), year)
    console.print(
        printable(
            f"It reads as {report['issuer_name'] or 'an unknown issuer'}, "
            f"{place_of(unit, known) if unit else 'division unknown'}, "
            f"{report['year'] or 'year unknown'}, form {report['form']}."
        )
    )
    for what, stated, read in (
        ("division", code, report["jurisdiction_code"]),
        ("year", year, report["year"]),
    ):
        if is_new and read and read != stated:
            text = (
                f"You said {what} {stated}, the document says {read}: the document counts, and a "
                "finding tells of the difference."
            )
            console.print(printable(text, "yellow"))
