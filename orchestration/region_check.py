"""What a trial of a region's sources came to, and what to mend next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from collection.counted import counted
from collection.region import Source
from collection.visit import SourceVisit
from extraction.extract import Rows
from orchestration.trial import read_raw_files

MENDABLE = frozenset(
    {"year_unknown", "issuer_unknown", "no_numbers", "cells_missing", "label_unmatched"}
)
"""Doubts that may lie in what was collected rather than in what the body wrote."""

_WHO_AND_WHEN = frozenset({"jurisdiction_mismatch", "issuer_mismatch", "year_mismatch"})
"""Rules that doubt a collected report as a warning too: it may be another body's."""

_REJECTED_HINTS = {
    "not_a_report": " Where the report is a file on that page, say `attachments: prefer`; where "
    "the report is one block of it, say which (`content`).",
    "corrupt": " Its address stands in the .source.yml beside it (`source_url`): where a browser "
    "cannot open it either, only the body that issued it can mend it.",
}
"""What else to do about a file that was collected and rejected, by reason."""

_DUE = (3, 31)
"""A government's report on a year is due by 31 March of the next (Regulations of 2019, art. 49)."""

_FIRST_DUE = 2008
"""The first year that bodies report on: the Regulations of 2007 came into force on 1 May 2008."""


@dataclass(slots=True)
class SourceCheck:
    """One source after a trial. Counts are of files, but for `found`, what the source lists.

    doubts: rule codes of findings of severity error or on who and when, and `no_numbers`,
    `year_unknown`, `issuer_unknown`, by file. rejections: reason code by file. years: data years
    that were read.
    """

    visit: SourceVisit
    read: int = 0
    years: set[int] = field(default_factory=set)
    doubts: dict[str, list[str]] = field(default_factory=dict)
    rejections: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.visit.source_key


def last_due_year(today: date) -> int:
    """The last data year whose reports are due."""
    return today.year - 1 if (today.month, today.day) > _DUE else today.year - 2


def missing_years(
    checks: Sequence[SourceCheck], sources: Sequence[Source], today: date
) -> dict[str, list[int]]:
    """The years without a report, by source: since reports are due (or `year_from`), to the last
    one due.

    Sources that state the same issuer are taken together: one may hold what another lacks. None
    are told of where nothing was read.
    """
    bodies: dict[str, set[str]] = {}
    for source in sources:
        bodies.setdefault(source.issuer or f"source {source.key}", set()).add(source.key)
    years = {check.key: check.years for check in checks}
    first = {source.key: source.year_from or _FIRST_DUE for source in sources}
    missing: dict[str, list[int]] = {}
    for keys in bodies.values():
        known = set().union(*(years.get(key, set()) for key in keys))
        span = range(min(first[key] for key in keys), last_due_year(today) + 1)
        for key in keys:
            missing[key] = [year for year in span if known and year not in known]
    return missing


def check_sources(raw: Path, visits: Sequence[SourceVisit]) -> list[SourceCheck]:
    """Read the files that these visits brought, source by source."""
    checks = [SourceCheck(visit) for visit in visits]
    owner = {path: check for check in checks for path in (*check.visit.new, *check.visit.changed)}
    for path, reading in read_raw_files(raw, owner):
        _note(owner[path], path, reading.rows)
    return checks


def _note(check: SourceCheck, path: str, rows: Rows) -> None:
    for refused in rows["rejected_documents"]:
        check.rejections[path] = refused["reason_code"]
        check.reasons[path] = refused["reason"]
    for report in rows["reports"]:
        check.read += 1
        if report["year"]:
            check.years.add(report["year"])
        doubts = list(_doubts(report, rows))
        if doubts:
            check.doubts[path] = doubts


def _doubts(report: dict[str, Any], rows: Rows) -> Iterator[str]:
    if not report["year"]:
        yield "year_unknown"
    if not (report["jurisdiction_code"] and report["issuer_name"]):
        yield "issuer_unknown"
    if all(fact["value"] is None for fact in rows["facts"]):
        yield "no_numbers"
    rules = {
        row["rule_code"]
        for row in rows["findings"]
        if row["severity"] == "error"
        or (row["severity"] == "warning" and row["rule_code"] in _WHO_AND_WHEN)
    }
    yield from sorted(rules - {"issuer_unknown"})


def next_step(
    raw: Path, checks: Sequence[SourceCheck], missing: Mapping[str, Sequence[int]]
) -> str:
    """The one thing to mend first, as a sentence; what is wrong with most comes first.

    missing: the years without a report, by source. Those before the first one read come last: many
    sites have thrown them away.
    """

    def years(check: SourceCheck, *, with_early: bool) -> str | None:
        first = 0 if with_early else min(check.years, default=0)
        wanted = [year for year in missing.get(check.key, ()) if year > first]
        return wanted and (
            f"no report on {listed_years(wanted)} was found. Look whether its list goes on "
            "(`next`, `numbered`) or another page holds them (a further source of the same "
            "`issuer`); a file that you have goes in by `gongkai add`. Where the site has none, "
            "nothing is left to mend: gongkai night"
        )

    steps = (
        lambda check: check.visit.fault,
        _mend_list,
        _mend_fetching,
        partial(_mend_area, raw),
        partial(_mend_rejected, raw),
        partial(_mend_doubts, raw, MENDABLE),
        partial(years, with_early=False),
        partial(_mend_doubts, raw, None),
        partial(years, with_early=True),
    )
    for step in steps:
        for check in checks:
            text = step(check)
            if text:
                return f"{check.key}: {text}"
    return "Nothing. The next night collects from here: gongkai night"


def _mend_list(check: SourceCheck) -> str | None:
    if check.visit.found:
        return None
    return (
        "no link of the list is the title of a report. Open the address in a browser: is it the "
        "list? Then say what its titles look like (`title`), or where its entries are (`list: "
        "item`); where the page loads its list, use `json`."
    )


def _mend_fetching(check: SourceCheck) -> str | None:
    is_here = check.visit.new or check.visit.changed or check.visit.unchanged
    if is_here or not check.visit.found:
        return None
    why = check.visit.notes[0] if check.visit.notes else "Open one of them in a browser."
    return f"it lists {counted(check.visit.found, 'report')}, and none could be filed. {why}"


def _mend_area(raw: Path, check: SourceCheck) -> str | None:
    foreign = [path for path, rules in check.doubts.items() if "jurisdiction_mismatch" in rules]
    if not foreign:
        return None
    return (
        f"another area than this region is said by {len(foreign)} of "
        f"{counted(check.read, 'report')}, such as "
        f"{raw / foreign[0]}. Is it the report of another body?"
    )


def _mend_rejected(raw: Path, check: SourceCheck) -> str | None:
    if not check.rejections:
        return None
    reason, count = Counter(check.rejections.values()).most_common(1)[0]
    path = next(path for path, code in check.rejections.items() if code == reason)
    return (
        f"rejected ({reason}): {counted(count, 'file')}, such as {raw / path}: "
        f"{check.reasons[path]}{_REJECTED_HINTS.get(reason, '')}"
    )


def _mend_doubts(raw: Path, only: frozenset[str] | None, check: SourceCheck) -> str | None:
    rules = Counter(
        rule for doubts in check.doubts.values() for rule in doubts if only is None or rule in only
    )
    if not rules:
        return None
    rule, count = rules.most_common(1)[0]
    path = next(path for path, doubts in check.doubts.items() if rule in doubts)
    hint = (
        "Where the page holds more than the report, say which block is it (`content`)."
        if rule in MENDABLE
        else "Where the report itself is wrong, decide so after the build (`gongkai review`)."
    )
    return (
        f"doubtful ({rule}): {counted(count, 'report')}, such as {raw / path}. "
        f"See why by `gongkai read FILE --html page.html`. {hint}"
    )


def listed_years(years: Iterable[int]) -> str:
    """Years in words: 2008–2011, 2014."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(f"{a}–{b}" if a != b else str(a) for a, b in runs)
