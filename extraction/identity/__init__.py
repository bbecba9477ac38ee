"""Who reports, on which area and which year.

The document comes first (title, period, clauses, signature, metadata lines); what its folder and
sidecar claim fills the gaps. A contradiction is a finding that names both sides, and what cannot
be known stays None with a finding.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from extraction.document import Document
from extraction.findings import Finding, finding
from extraction.gazetteer import Gazetteer
from extraction.identity import dates
from extraction.identity.contradictions import issuer_findings
from extraction.identity.issuer import Issuer, Search
from extraction.identity.statements import (
    is_with_all_below,
    says_own_level,
    says_whole_area,
    statements,
)
from extraction.identity.text import PUBLISHED_LABELS, View, view
from extraction.identity.title import Title, find_title
from extraction.labels import plain
from extraction.source import Source

EARLIEST_YEAR, LATEST_YEAR = 2007, 2100
"""Data years that can be; decree 492, which asks for the reports, was issued in 2007."""


@dataclass(frozen=True)
class Identity:
    """What identifies a report; None is unknown. `findings` are rows for schemas.tables.Finding
    without report_id."""

    jurisdiction_code: str | None
    issuer_name: str | None
    issuer_kind: str | None
    scope: str | None
    year: int | None
    period_start: datetime.date | None
    period_end: datetime.date | None
    title: str | None
    published_date: datetime.date | None
    findings: list[Finding] = field(default_factory=list)


def identify(document: Document, source: Source, gazetteer: Gazetteer) -> Identity:
    """The identity of the report in a document."""
    shown = view(document)
    title = find_title(shown, document.metadata)
    period = dates.period(shown.prose)
    published = _published(shown, document.metadata)
    year, findings = _year(shown, title, period, published, source)
    told = list(statements(shown, title, document.metadata, source))
    search = Search(shown, source, gazetteer, year)
    issuer = search.issuer(told)
    findings += issuer_findings(issuer, told, search)
    findings += _period_findings(period, published)
    return Identity(
        jurisdiction_code=issuer.code,
        issuer_name=issuer.name,
        issuer_kind=issuer.kind,
        scope=_scope(issuer, shown, title),
        year=year,
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        title=title.text if title else None,
        published_date=published,
        findings=findings,
    )


def _year(
    shown: View,
    title: Title | None,
    period: dates.Period | None,
    published: datetime.date | None,
    source: Source,
) -> tuple[int | None, list[Finding]]:
    """The data year. Title and period state it; where they differ, the rest of the text, the day
    of publication and the folder decide."""
    stated = {}
    if title is not None and title.year is not None:
        stated["the title"] = title.year
    if period is not None:
        stated["the statistical period"] = period[1].year
    claimed = source.claimed_year
    if not stated:
        return _unstated_year(dates.usual_year(shown.prose), claimed)
    votes = Counter(stated.values())
    if len(votes) > 1:
        # The title's own year is one vote, wherever the title stands.
        told = shown.prose.replace(plain(title.text), "") if title is not None else shown.prose
        wording = dates.usual_year(told)
        votes.update(year for year in (wording, claimed) if year is not None and year in votes)
        votes.update([published.year - 1] if published and published.year - 1 in votes else [])
    ranked = votes.most_common(2)
    year = ranked[0][0]
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        year = stated["the statistical period"]
    findings = []
    if len(set(stated.values())) > 1:
        said = ", ".join(f"{where} says {value}" for where, value in stated.items())
        findings.append(finding("year_mismatch", "warning", f"{said}; {year} is used."))
    if claimed is not None and claimed != year:
        said = " and ".join(where for where, value in stated.items() if value == year)
        findings.append(
            finding(
                "year_mismatch",
                "warning",
                f"The folder claims {claimed}, {said} of the document says {year}; {year} is used.",
            )
        )
    return _possible(year), findings


def _unstated_year(wording: int | None, claimed: int | None) -> tuple[int | None, list[Finding]]:
    """The year where neither title nor period states one: the folder, else the wording."""
    if claimed is not None and wording not in (None, claimed):
        message = (
            f"No title or period states the year; the folder claims {claimed}, the text speaks "
            f"mostly of {wording}; {claimed} is used."
        )
        return claimed, [finding("year_mismatch", "warning", message)]
    if claimed is not None:
        return claimed, []
    if wording is not None:
        message = f"No title or period states the year; {wording} is the year the text speaks of."
        return _possible(wording), [finding("year_mismatch", "info", message)]
    message = "Neither the document nor its folder says which year is reported."
    return None, [finding("year_mismatch", "warning", message)]


def _possible(year: int) -> int | None:
    return year if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def _published(shown: View, properties: dict[str, str]) -> datetime.date | None:
    """The day of publication: from the page's properties or metadata lines, else the date under
    the signature, which a spreadsheet has in a cell."""
    texts = [
        plain(properties.get("published_date", "")),
        *shown.values(*PUBLISHED_LABELS),
        *shown.dated,
    ]
    if date := dates.first_date(texts):
        return date
    cells = [line.folded for line in shown.lines[-12:] if line.is_cell]
    closing = cells + [line.folded for line in shown.lines if not line.is_cell][-12:]
    signed = [text for text in closing if len(text) <= 50 and text.endswith("日")]
    return dates.first_date(reversed(signed))


def _scope(issuer: Issuer, shown: View, title: Title | None) -> str | None:
    """Whose figures: a government reports for its whole area, every other body for itself unless
    an office says that it adds up the reports of the bodies below, or the title names these with
    it."""
    if issuer.kind is None:
        return None
    if issuer.kind == "government" and not says_own_level(shown, title):
        return "whole_area"
    if issuer.kind == "office" and says_whole_area(shown):
        return "whole_area"
    if is_with_all_below(shown, title):
        return "whole_area"
    return "own_body"


def _period_findings(period: dates.Period | None, published: datetime.date | None) -> list[Finding]:
    if period is None:
        return []
    findings = []
    start, end = period
    if period != (datetime.date(start.year, 1, 1), datetime.date(start.year, 12, 31)):
        message = f"The stated period, {start} to {end}, is not a calendar year."
        findings.append(finding("period_mismatch", "info", message))
    if published is not None and published < end:
        message = f"The date of publication, {published}, precedes the end of the period, {end}."
        findings.append(finding("period_mismatch", "info", message))
    return findings
