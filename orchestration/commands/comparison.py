"""Two reports side by side: figures with their change, repeated prose, findings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import duckdb

from orchestration.commands.reports import Report
from orchestration.commands.shared_prose import Share, share

Row = dict[str, Any]

_FIGURES = """\
with

a as (
    select * from fct_disclosure where report_id = $a
),

b as (
    select * from fct_disclosure where report_id = $b
),

pairs as (
    select
        coalesce(a.item_code, b.item_code) as item_code,
        coalesce(a.applicant_type, b.applicant_type) as applicant_type,
        a.value as value_a, a.value_status as status_a,
        b.value as value_b, b.value_status as status_b
    from a full join b on a.item_code = b.item_code and a.applicant_type = b.applicant_type
)

select
    items.report_table, pairs.item_code, items.label_zh, items.label_en, items.unit,
    pairs.applicant_type, value_a, status_a, value_b, status_b
from pairs
inner join dim_item as items on pairs.item_code = items.item_code
inner join dim_applicant_type as kinds on pairs.applicant_type = kinds.applicant_type
where $every_applicant or pairs.applicant_type in ('total', 'all')
order by items.sort_order, kinds.sort_order
"""

_SERIES = """\
with

a as (
    select * from fct_series where report_id = $a
),

b as (
    select * from fct_series where report_id = $b
)

select
    series.series_code, series.label_zh, series.label_en, series.unit,
    a.value as value_a, a.value_state as status_a, a.comparability as comparability_a,
    b.value as value_b, b.value_state as status_b, b.comparability as comparability_b,
    a.segment = b.segment as is_joined
from dim_series as series
left join a on series.series_code = a.series_code
left join b on series.series_code = b.series_code
where a.series_code is not null or b.series_code is not null
order by series.sort_order
"""
"""Quantities that may be followed over forms; of two segments they may not be subtracted."""

_SECTIONS = """\
select section, string_agg(text, chr(10) order by section_index)
from report_section
where report_id = $report_id
group by section
order by min(section_index)
"""

_FINDINGS = """\
select
    rule_code, severity, item_code, applicant_type, expected, actual, message,
    finding_id, review_status, review_note
from fct_finding
where report_id = $report_id
order by severity, rule_code, item_code, applicant_type, message
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two reports say. figures: a row for each item and applicant that either has.

    series: the same quantities where the forms differ, see dim_series.
    cautions: why figures of the two may not be compared. sections: share of each section.
    """

    a: Report
    b: Report
    cautions: list[str]
    figures: list[Row]
    series: list[Row]
    prose: Share
    sections: dict[str, Share]
    findings_a: list[Row]
    findings_b: list[Row]

    def as_data(self) -> Row:
        return asdict(self)


def compare(
    connection: duckdb.DuckDBPyConnection, a: Report, b: Report, *, every_applicant: bool
) -> Comparison:
    """Two reports of a release, compared. every_applicant: not the totals alone."""
    texts_a, texts_b = _texts(connection, a), _texts(connection, b)
    findings_a, findings_b = _findings(connection, a), _findings(connection, b)
    figures = _rows(
        connection,
        _FIGURES,
        {"a": a.report_id, "b": b.report_id, "every_applicant": every_applicant},
    )
    for row in figures:
        row["change"], row["rate"] = _change(row["value_a"], row["value_b"])
        row["doubts_a"], row["doubts_b"] = _doubts(row, findings_a), _doubts(row, findings_b)
    return Comparison(
        a,
        b,
        _cautions(a, b),
        figures,
        _series(connection, a, b),
        share("\n".join(texts_a.values()), "\n".join(texts_b.values())),
        {
            section: share(texts_a.get(section, ""), texts_b.get(section, ""))
            for section in {**texts_a, **texts_b}
        },
        findings_a,
        findings_b,
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Row) -> list[Row]:
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _series(connection: duckdb.DuckDBPyConnection, a: Report, b: Report) -> list[Row]:
    rows = _rows(connection, _SERIES, {"a": a.report_id, "b": b.report_id})
    for row in rows:
        values = (row["value_a"], row["value_b"]) if row["is_joined"] else (None, None)
        row["change"], row["rate"] = _change(*values)
    return rows


def _texts(connection: duckdb.DuckDBPyConnection, report: Report) -> dict[str, str]:
    return dict(connection.execute(_SECTIONS, {"report_id": report.report_id}).fetchall())


def _findings(connection: duckdb.DuckDBPyConnection, report: Report) -> list[Row]:
    return _rows(connection, _FINDINGS, {"report_id": report.report_id})


def _change(a: Decimal | None, b: Decimal | None) -> tuple[Decimal | None, float | None]:
    """The difference where both are numbers; its rate where the first is above zero."""
    if a is None or b is None:
        return None, None
    return b - a, float((b - a) / a) if a > 0 else None


def _doubts(figure: Row, findings: list[Row]) -> list[str]:
    """Rules with an error or a warning about a figure."""
    return sorted(
        {
            finding["rule_code"]
            for finding in findings
            if finding["severity"] != "info"
            and finding["item_code"] == figure["item_code"]
            and finding["applicant_type"] in (None, figure["applicant_type"])
        }
    )


def _cautions(a: Report, b: Report) -> list[str]:
    cautions = []
    if a.report_id == b.report_id:
        cautions.append("Both are the same report.")
    if a.form != b.form:
        cautions.append(
            f"The reports follow different forms ({a.form} and {b.form}): an item that one of them "
            "does not ask for stands alone. The series say what may be joined, see dim_series_form."
        )
    if a.scope != b.scope:
        cautions.append(
            f"A covers {a.scope or 'nobody says what'}, B {b.scope or 'nobody says what'}: figures "
            "of a whole area include those of the bodies in it."
        )
    cautions += [
        f"{letter} is not the current report of its issuer and year."
        for letter, report in (("A", a), ("B", b))
        if not report.is_current
    ]
    return cautions
