"""Which report a person means: by its identifier, its file, or its issuer and year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from orchestration.files import BuildFailed

_COLUMNS = (
    "report_id, issuer_id, issuer_name, issuer_kind, scope, jurisdiction_code, year, form, title, "
    "is_current, source_path, source_url, document_sha256, media_type"
)
NEEDS = ("dim_report", "dim_issuer_alias")
"""Tables that a report is looked up in."""

_IDENTIFIER = re.compile(r"[0-9a-f]{4,16}")
_WITH_YEAR = re.compile(r"(?P<issuer>.*?)\s*(?P<year>(?:19|20)\d\d)\s*年?(?:度)?")
_GOVERNMENT = "人民政府"
_SHOWN_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Report:
    """A row of dim_report, as far as people need it to know a report."""

    report_id: str
    issuer_id: str | None
    issuer_name: str | None
    issuer_kind: str | None
    scope: str | None
    jurisdiction_code: str | None
    year: int | None
    form: str
    title: str | None
    is_current: bool
    source_path: str
    source_url: str | None
    document_sha256: str
    media_type: str

    @property
    def name(self) -> str:
        """Who reports on which year, as far as it is known."""
        return f"{self.issuer_name or 'unknown issuer'} {self.year or 'unknown year'}"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def folded(text: str) -> str:
    """Text without differences of width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def find_report(connection: duckdb.DuckDBPyConnection, words: str) -> Report:
    """The one report that is meant by: a report_id or its first digits (four at least), a
    source_path, or an issuer (its name, a part of it, or the code of its division) and a year.

    Raises BuildFailed when it is none or several; the message lists what there is.
    """
    words = words.strip()
    found = _by_identifier(connection, words) or _by_path(connection, words)
    if not found:
        found = _by_issuer(connection, words)
    if len(found) > 1:
        raise BuildFailed(
            f"{words!r} may be {len(found):,} reports. Name one by its report_id:\n{_listed(found)}"
        )
    return found[0]


def _reports(
    connection: duckdb.DuckDBPyConnection, condition: str, parameters: dict[str, Any]
) -> list[Report]:
    rows = connection.execute(
        f"select {_COLUMNS} from dim_report where {condition} "
        "order by year desc, jurisdiction_code, source_path",
        parameters,
    ).fetchall()
    return [Report(*row) for row in rows]


def _by_identifier(connection: duckdb.DuckDBPyConnection, words: str) -> list[Report]:
    if _IDENTIFIER.fullmatch(words.lower()) is None:
        return []
    return _reports(connection, "starts_with(report_id, $id)", {"id": words.lower()})


def _by_path(connection: duckdb.DuckDBPyConnection, words: str) -> list[Report]:
    """The path may lead from the raw folder, from anywhere above it, or be the file's name."""
    return _reports(
        connection,
        "source_path = $path or ends_with($path, '/' || source_path) "
        "or ends_with(source_path, '/' || $path)",
        {"path": words.removeprefix("./")},
    )


def _by_issuer(connection: duckdb.DuckDBPyConnection, words: str) -> list[Report]:
    match = _WITH_YEAR.fullmatch(words)
    issuer, year = (match["issuer"], int(match["year"])) if match else (words, None)
    reports = _reports(connection, "is_current", {})
    of_issuer = _of_issuer(connection, reports, folded(issuer)) if issuer else []
    found = [report for report in of_issuer if year in (None, report.year)]
    if found:
        return found
    if of_issuer:
        years = ", ".join(str(y) for y in sorted({r.year for r in of_issuer if r.year}))
        raise BuildFailed(f"{issuer} has no report for {year} in this release, but for: {years}.")
    raise BuildFailed(
        f"No report is called {words!r}. Give a report_id, a source_path, or an issuer and a year "
        'such as "宿迁市 2023". `gongkai query "from dim_issuer"` lists the issuers.'
    )


def _of_issuer(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Report], issuer: str
) -> list[Report]:
    """Reports of the issuers that a name fits, by the strictest way in which it fits any.

    The name of a division means its government, not the departments of the same division. An
    issuer that is named differently in another year is the same issuer.
    """
    rows = connection.execute(
        "select issuer_id from dim_issuer_alias where alias_name = $name", {"name": issuer}
    ).fetchall()
    so_called = {issuer_id for (issuer_id,) in rows}
    named = [(report, folded(report.issuer_name or "")) for report in reports]
    for fits in (
        lambda report, name: name == issuer or report.issuer_id == issuer,
        lambda report, name: name == issuer + _GOVERNMENT,
        lambda report, name: report.issuer_id in so_called,
        lambda report, name: report.jurisdiction_code == issuer and name.endswith(_GOVERNMENT),
        lambda report, name: report.jurisdiction_code == issuer,
        lambda report, name: issuer in name,
        lambda report, name: name and issuer.endswith(name),
    ):
        if issuers := {report.issuer_id for report, name in named if fits(report, name)}:
            return [report for report in reports if report.issuer_id in issuers]
    return []


def _listed(reports: Sequence[Report]) -> str:
    lines = [
        f"  {report.report_id}  {report.name}  ({report.jurisdiction_code or 'no division'}"
        f"{'' if report.is_current else ', not current'})  {report.source_path}"
        for report in reports[:_SHOWN_CANDIDATES]
    ]
    if len(reports) > _SHOWN_CANDIDATES:
        lines.append(f"  and {len(reports) - _SHOWN_CANDIDATES:,} more")
    return "\n".join(lines)
