"""`gongkai trace`: from a fact to its cell in the source, and to the sums that it stands in."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table

from orchestration.commands.query import open_release
from orchestration.commands.reports import NEEDS, Report, find_report, folded
from orchestration.commands.terminal import json_value, printable
from orchestration.files import BuildFailed

Row = dict[str, Any]

FACT = """\
select
    facts.item_code, items.label_zh, items.label_en, items.unit, facts.applicant_type,
    facts.value, facts.value_status, facts.value_text, facts.confidence, facts.evidence,
    reports.source_path, reports.source_url, reports.document_sha256,
    facts.page, facts.table_index, facts.row_index, facts.column_index,
    facts.row_label_text, facts.column_label_text, facts.form, reports.media_type
from marts.fct_disclosure as facts
inner join marts.dim_report as reports on facts.report_id = reports.report_id
inner join marts.dim_item as items on facts.item_code = items.item_code
where
    facts.report_id = $report_id
    and facts.item_code = $item_code
    and facts.applicant_type = $applicant_type
"""
"""The fact and its place."""

IDENTITIES = """\
with

facts as (
    select * from marts.fct_disclosure where report_id = $report_id
),

cells as (
    select
        cells.identity_code, cells.rule_code, cells.side,
        cells.cell_item_code as item_code, cells.cell_applicant_type as applicant_type,
        facts.value, facts.value_status, facts.value_text,
        facts.page, facts.table_index, facts.row_index, facts.column_index,
        case when facts.value is not null then facts.value
            when facts.value_status in ('blank', 'dash') then 0 end as counted_value
    from facts as fact
    inner join marts.dim_identity_cell as own
        on fact.form = own.form and fact.item_code = own.cell_item_code
        and fact.applicant_type = own.cell_applicant_type
    inner join marts.dim_identity_cell as cells
        on own.form = cells.form and own.identity_code = cells.identity_code
    left join facts
        on cells.cell_item_code = facts.item_code
        and cells.cell_applicant_type = facts.applicant_type
    where fact.item_code = $item_code and fact.applicant_type = $applicant_type
),

sums as (
    select
        identity_code,
        count(*) = count(counted_value) and count(value) > 0 as is_testable,
        coalesce(sum(counted_value) filter (where side = 'expected'), 0) as expected,
        coalesce(sum(counted_value) filter (where side = 'actual'), 0) as actual
    from cells
    group by identity_code
)

select
    cells.identity_code, cells.rule_code,
    case when not sums.is_testable then 'untestable'
        when sums.expected = sums.actual then 'holds' else 'broken' end as state,
    case when sums.is_testable then sums.expected end as expected,
    case when sums.is_testable then sums.actual end as actual,
    cells.side, cells.item_code, items.label_zh, cells.applicant_type,
    cells.value, coalesce(cells.value_status, 'not found') as value_status, cells.value_text,
    cells.page, cells.table_index, cells.row_index, cells.column_index
from cells
inner join sums on cells.identity_code = sums.identity_code
inner join marts.dim_item as items on cells.item_code = items.item_code
inner join marts.dim_applicant_type as kinds on cells.applicant_type = kinds.applicant_type
order by cells.identity_code, cells.side desc, items.sort_order, kinds.sort_order
"""
"""The sums that a fact stands in, a row for each of their cells."""

FINDINGS = """\
select
    rule_code, severity, item_code, applicant_type, expected, actual, message,
    finding_id, review_status, review_note
from marts.fct_finding
where
    report_id = $report_id
    and (
        item_code = $item_code and coalesce(applicant_type, $applicant_type) = $applicant_type
        or item_code is null and applicant_type = $applicant_type
    )
order by severity, rule_code, message
"""
"""The doubts about the fact: of its item, or of its whole column."""

_STATES = {"holds": "green", "broken": "bold red", "untestable": "yellow"}
_SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of one fact. identities: each with its cells."""

    report: Report
    fact: Row
    identities: list[Row]
    findings: list[Row]


def run(
    report: str, item: str, applicant: str | None, out: Path, *, as_json: bool, as_sql: bool
) -> None:
    """Print where a fact comes from. Raises BuildFailed when there is no such fact."""
    with open_release(out, (*NEEDS, "dim_identity_cell")) as connection:
        found = find_report(connection, report)
        key = _key(connection, found, item, applicant)
        if as_sql:
            print("\n".join(_filled(sql, key) for sql in (FACT, IDENTITIES, FINDINGS)))
            return
        trace = trace_of(connection, found, key)
    if as_json:
        print(json.dumps(as_data(trace), ensure_ascii=False, indent=2, default=json_value))
    else:
        _print(Console(highlight=False), trace)


def trace_of(connection: duckdb.DuckDBPyConnection, report: Report, key: dict[str, str]) -> Trace:
    """All about the fact of a key: report_id, item_code, applicant_type."""
    fact = _rows(connection, FACT, key)[0]
    identities: dict[str, Row] = {}
    common = ("identity_code", "rule_code", "state", "expected", "actual")
    for row in _rows(connection, IDENTITIES, key):
        identity = identities.setdefault(
            row["identity_code"], {name: row[name] for name in common} | {"cells": []}
        )
        cells: list[Row] = identity["cells"]
        cells.append({name: value for name, value in row.items() if name not in common})
    for identity in identities.values():
        identity["reason"] = _reason(identity)
    return Trace(report, fact, list(identities.values()), _rows(connection, FINDINGS, key))


def as_data(trace: Trace) -> Row:
    return {
        "report": trace.report.as_data(),
        "fact": trace.fact,
        "identities": trace.identities,
        "findings": trace.findings,
    }


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, key: dict[str, str]) -> list[Row]:
    result = connection.execute(sql, key)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _filled(sql: str, key: dict[str, str]) -> str:
    for name, value in key.items():
        sql = sql.replace(f"${name}", "'" + value.replace("'", "''") + "'")
    return f"{sql.rstrip()};\n"


def _reason(identity: Row) -> str | None:
    """Why a sum cannot be tested."""
    if identity["state"] != "untestable":
        return None
    for status, words in (("not found", "not found"), ("unreadable", "unreadable")):
        lost = [cell for cell in identity["cells"] if cell["value_status"] == status]
        if lost:
            return f"{words}: " + ", ".join(f"{c['item_code']} {c['applicant_type']}" for c in lost)
    return "no cell of it holds a number"


def _key(
    connection: duckdb.DuckDBPyConnection, report: Report, item: str, applicant: str | None
) -> dict[str, str]:
    """The key of the fact. Raises BuildFailed with what there is instead."""
    item_code = _item_code(connection, item)
    kinds = [
        kind
        for (kind,) in connection.execute(
            "select facts.applicant_type from fct_disclosure as facts "
            "inner join dim_applicant_type as kinds using (applicant_type) "
            "where facts.report_id = $report and facts.item_code = $item "
            "order by kinds.sort_order desc",
            {"report": report.report_id, "item": item_code},
        ).fetchall()
    ]
    if not kinds:
        raise BuildFailed(
            f"{report.name} ({report.report_id}) has no cell of {item_code}: its form "
            f"({report.form}) does not ask for it, or its table was not found. Its doubts: "
            f"gongkai query \"from fct_finding where report_id = '{report.report_id}'\""
        )
    if applicant is not None and applicant not in kinds:
        raise BuildFailed(
            f"{report.name} has no cell of {item_code} for {applicant!r}, but for: "
            f"{', '.join(reversed(kinds))}."
        )
    return {
        "report_id": report.report_id,
        "item_code": item_code,
        "applicant_type": applicant or kinds[0],
    }


def _item_code(connection: duckdb.DuckDBPyConnection, item: str) -> str:
    """The code of an item that is named by its code or its official wording."""
    rows = connection.execute(
        "select item_code, label_zh, label_en from dim_item order by sort_order"
    ).fetchall()
    codes = {code: label for code, label, _ in rows}
    if item in codes:
        return item
    words = folded(item)
    named = [code for code, zh, en in rows if words in folded(zh) or words in folded(en)]
    if len(named) == 1:
        return named[0]
    near = named or difflib.get_close_matches(item, codes, n=5, cutoff=0.4)
    listed = "\n".join(f"  {code}  {codes[code]}" for code in near[:20])
    hint = f" Did you mean:\n{listed}" if near else ' `gongkai query "from dim_item"` lists all.'
    raise BuildFailed(f"{item!r} is {'several items' if named else 'no item'}.{hint}")


def place(row: Row) -> str:
    """Where a cell stands, as far as its source has such places."""
    columns = "page", "table_index", "row_index", "column_index"
    told = [
        f"{column.removesuffix('_index')} {row[column]}"
        for column in columns
        if row[column] is not None
    ]
    return ", ".join(told) or "nowhere"


def number(value: object) -> str:
    return "–" if value is None else str(json_value(value))


def _print(console: Console, trace: Trace) -> None:
    report, fact = trace.report, trace.fact
    console.print(printable(report.title or report.name, "bold"))
    lines = {
        "item": f"{fact['item_code']} · {fact['label_zh']} · {fact['label_en']}",
        "applicant": fact["applicant_type"],
        "value": f"{number(fact['value'])} {fact['unit']} ({fact['value_status']})",
        "printed": repr(fact["value_text"]) if fact["value_text"] else "nothing",
        "labels": f"{fact['row_label_text'] or '(none)'} / {fact['column_label_text'] or '(none)'}",
        "place": place(fact)
        + (
            " (a text: rows are lines, columns are fields)"
            if fact["media_type"] == "text/plain"
            else ""
        ),
        "file": report.source_path,
        "address": report.source_url or "not known",
        "sha256": report.document_sha256,
        "report": f"{report.report_id} · {report.name} · form {fact['form']}"
        + ("" if report.is_current else " · not the current report of its issuer and year"),
        "confidence": f"{fact['confidence']:.3f} ({fact['evidence']})",
    }
    grid = Table.grid(padding=(0, 2))
    for name, text in lines.items():
        grid.add_row(name, printable(str(text)))
    console.print(grid)
    _print_identities(console, trace)
    if not trace.findings:
        console.print("No findings on it.")
    for finding in trace.findings:
        text = f"{finding['severity']} {finding['rule_code']}: {finding['message']}"
        if finding["review_status"] != "open":
            text += f" Reviewed: {finding['review_status']}, {finding['review_note']}"
        console.print(printable(text, _SEVERITIES[finding["severity"]]))


def _print_identities(console: Console, trace: Trace) -> None:
    if not trace.identities:
        console.print("It takes part in no sum of its form.")
    for identity in trace.identities:
        sign = {"holds": "=", "broken": "≠"}.get(identity["state"])
        sums = f"{number(identity['expected'])} {sign} {number(identity['actual'])}" if sign else ""
        title = f"{identity['state']}: {identity['identity_code']}  {sums or identity['reason']}"
        console.print(printable(title, _STATES[identity["state"]]))
        console.print(_cells(identity["cells"], trace.fact))


def _cells(cells: Sequence[Row], fact: Row) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("", "item", "applicant", "value", "status", "place"):
        table.add_column(name, overflow="fold", justify="right" if name == "value" else "left")
    for cell in cells:
        is_fact = all(cell[name] == fact[name] for name in ("item_code", "applicant_type"))
        table.add_row(
            cell["side"],
            printable(f"{'→ ' if is_fact else ''}{cell['label_zh']}"),
            cell["applicant_type"],
            number(cell["value"]),
            cell["value_status"],
            place(cell) if cell["value_status"] != "not found" else "",
            style="bold" if is_fact else "",
        )
    return table
