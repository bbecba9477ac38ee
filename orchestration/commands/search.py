"""`gongkai search`: words in the text of all reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from orchestration.commands.query import open_release
from orchestration.commands.reports import folded
from orchestration.commands.search_words import Passage, Word, condition, passages, words_of
from orchestration.commands.terminal import json_value, printable
from orchestration.commands.years import years_of
from orchestration.files import BuildFailed

_NEEDS = ("dim_report", "dim_jurisdiction", "dim_issuer_alias", "report_section")
_AROUND = 60
"""Characters shown before and after the words of a long sentence."""

# Materialized: else the text is read once for the counts and once for the first hits.
_HITS = """\
with

hits as (
    select sections.rowid as place, sections.report_id, sections.section_index
    from report_section as sections
    where {words}{section}
),

reports as (
    select * from dim_report where {reports}
),

found as materialized (
    select hits.place, hits.report_id, hits.section_index, reports.year,
        reports.jurisdiction_code, reports.source_path
    from hits inner join reports on hits.report_id = reports.report_id
),

counts as (
    select count(*) as section_count, count(distinct report_id) as report_count from found
)

select found.place, counts.section_count, counts.report_count
from found cross join counts
order by
    found.year desc nulls last, found.jurisdiction_code nulls last, found.source_path,
    found.section_index
limit $limit
"""

_TEXTS = """\
select
    reports.issuer_name, reports.year, reports.jurisdiction_code, sections.section,
    sections.heading, reports.title, reports.source_url, reports.source_path, reports.report_id,
    sections.section_index, reports.is_current, sections.rowid as place, sections.text
from report_section as sections
inner join dim_report as reports on sections.report_id = reports.report_id
where sections.rowid in (select unnest($places))
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports and sections to look in; None: all."""

    year: str | None = None
    region: str | None = None
    issuer: str | None = None
    section: str | None = None
    all_versions: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A section with every word in it. about: columns of dim_report and report_section."""

    about: dict[str, Any]
    passages: list[Passage]


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, and how many sections and reports there are in all."""

    hits: list[Hit]
    section_count: int
    report_count: int


def run(
    arguments: Sequence[str], out: Path, filters: Filters, *, limit: int, as_json: bool
) -> None:
    """Print the sentences that hold the words. Raises BuildFailed for a wrong filter."""
    words = words_of(arguments)
    if not words:
        raise BuildFailed("There is no word to look for.")
    with open_release(out, _NEEDS) as connection:
        found = find(connection, words, filters, limit)
    if as_json:
        print(json.dumps(as_data(found), ensure_ascii=False, indent=2, default=json_value))
    else:
        _print(Console(highlight=False), found, words, filters)


def find(
    connection: duckdb.DuckDBPyConnection, words: Sequence[Word], filters: Filters, limit: int
) -> Found:
    """Sections that hold all words, the latest year first. Raises BuildFailed."""
    parameters: dict[str, object] = {"limit": limit}
    section = ""
    if filters.section is not None:
        parameters["section"] = _section(connection, filters.section)
        section = " and sections.section = $section"
    sql = _HITS.format(
        words=condition("sections.text", words, parameters),
        section=section,
        reports=_reports(connection, filters, parameters),
    )
    rows = connection.execute(sql, parameters).fetchall()
    if not rows:
        return Found([], 0, 0)
    places = [place for place, *_ in rows]
    result = connection.execute(_TEXTS, {"places": places})
    names = [column[0] for column in result.description or []]
    sections = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    by_place = {about.pop("place"): about for about in sections}
    hits = [
        Hit(about, passages(about.pop("text"), words))
        for about in (by_place[place] for place in places)
    ]
    return Found(hits, *rows[0][1:])


def _reports(
    connection: duckdb.DuckDBPyConnection, filters: Filters, parameters: dict[str, object]
) -> str:
    """SQL for the reports to look in. A report that another replaced is left out; one whose
    issuer or year is unknown is not, though none of these is the current one of any issuer."""
    tests = ["true"]
    if not filters.all_versions:
        tests.append("(is_current or issuer_id is null or year is null)")
    if filters.year is not None:
        parameters["years"] = years_of(filters.year)
        tests.append("year in (select unnest($years))")
    if filters.region is not None:
        parameters["codes"] = region_codes(connection, filters.region)
        tests.append("jurisdiction_code in (select unnest($codes))")
    if filters.issuer is not None:
        names = words_of([filters.issuer])
        parameters["issuer_id"] = filters.issuer
        named = condition("issuer_name", names, parameters) or "false"
        aliases = "select issuer_id from dim_issuer_alias where alias_name = $issuer_id"
        tests.append(f"(issuer_id = $issuer_id or {named} or issuer_id in ({aliases}))")
    return " and ".join(tests)


def region_codes(connection: duckdb.DuckDBPyConnection, region: str) -> list[str]:
    """Codes of a division and of all below it, at any time. A name means every division that
    bears it. Raises BuildFailed where there is none."""
    rows = connection.execute(
        """
        with recursive inside(code) as (
            select jurisdiction_code from dim_jurisdiction
            where $region in (jurisdiction_code, name_zh, short_name_zh, full_name_zh)
                or lower(name_en) = lower($region)
            union
            select below.jurisdiction_code
            from dim_jurisdiction as below inner join inside on below.parent_code = inside.code
        )
        select code from inside order by code
        """,
        {"region": "".join(region.split()) if not region.isascii() else region.strip()},
    ).fetchall()
    if not rows:
        raise BuildFailed(
            f"No division is called {region!r}. Give its name or its code of six digits; "
            f"`gongkai query \"from dim_jurisdiction where contains(name_zh, '…')\"` finds it."
        )
    return [code for (code,) in rows]


def _section(connection: duckdb.DuckDBPyConnection, section: str) -> str:
    known = [
        name
        for (name,) in connection.execute(
            "select section from report_section group by section order by section"
        ).fetchall()
    ]
    if folded(section) not in known:
        raise BuildFailed(f"No section is called {section!r}. There are: {', '.join(known)}.")
    return folded(section)


def as_data(found: Found) -> dict[str, Any]:
    return {
        "section_count": found.section_count,
        "report_count": found.report_count,
        "hits": [
            hit.about
            | {"passages": [{"sentence": p.sentence, "spans": p.spans} for p in hit.passages]}
            for hit in found.hits
        ],
    }


def _print(console: Console, found: Found, words: Sequence[Word], filters: Filters) -> None:
    asked = " ".join(word.text for word in words)
    if not found.hits:
        given = [
            f"--{name} {said}" for name, said in asdict(filters).items() if isinstance(said, str)
        ]
        where = f" within {' '.join(given)}" if given else ""
        console.print(printable(f"No section holds {asked}{where}."))
        return
    for hit in found.hits:
        about = hit.about
        head = printable(f"{about['issuer_name'] or 'unknown issuer'} ", "bold")
        head.append_text(printable(f"{about['year'] or 'unknown year'}", "bold"))
        section = f"  {about['section']}  {about['heading'] or ''}".rstrip()
        head.append_text(printable(section, "cyan"))
        console.print(head)
        for passage in hit.passages:
            console.print(marked(passage.shortened(_AROUND)), soft_wrap=True)
        source = f"{about['source_url'] or 'address not known'}  {about['source_path']}"
        console.print(printable(f"{source}  {about['report_id']}", "dim"), soft_wrap=True)
        console.print()
    shown = len(found.hits)
    more = f", the first {shown} shown (--limit)" if shown < found.section_count else ""
    counts = f"{asked}: sections {found.section_count:,}, reports {found.report_count:,}"
    console.print(printable(f"{counts}{more}."))


def marked(passage: Passage) -> Text:
    """The sentence with its words in » « as well as in colour: marks must be seen on paper."""
    text, place = Text("  "), 0
    for begin, end in passage.spans:
        text.append_text(printable(passage.sentence[place:begin]))
        text.append_text(printable(f"»{passage.sentence[begin:end]}«", "bold yellow"))
        place = end
    text.append_text(printable(passage.sentence[place:]))
    return text
