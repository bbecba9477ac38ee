"""The figures of a release that the page of a night shows, as plain data for its journal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from orchestration.databases import opened
from orchestration.lake import Lake
from orchestration.releases import changes as release_changes
from orchestration.releases.package import DATABASE
from orchestration.releases.tables import SCHEMA, sql_text

MOST_ROWS = 300
"""Files that a list shows; the page says how many more there are and where they stand."""


def figures_of(
    release: Path, manifest: Mapping[str, Any], before: Path | None = None
) -> dict[str, Any]:
    """What a release holds and what it changed against the release before it.

    before: the folder of that release, where it is still there; it tells which rejected files
    are new. A part whose tables the release does not have is left out.
    """
    with opened() as connection:
        connection.execute(f"attach {sql_text(str(release / DATABASE))} as now (read_only)")
        if before and (before / DATABASE).is_file():
            connection.execute(f"attach {sql_text(str(before / DATABASE))} as old (read_only)")
        tables = _tables(connection)
        changes = manifest.get("changes", {})
        found = {
            "release_id": manifest["release_id"],
            "since_release": changes.get("since_release"),
            "inputs": len(manifest.get("inputs", [])),
        }
        if "dim_report" in tables["now"]:
            found["reports"] = _count(connection, "dim_report")
            found["changed"] = changed_reports(connection, changes, release)
        if "rejected_document" in tables["now"]:
            found["rejected"] = _rejected(connection, "rejected_document" in tables["old"])
        if {"fct_finding", "dim_rule"} <= tables["now"]:
            found["findings"] = _findings(connection, changes.get("findings_by_rule"))
        if {"rpt_coverage", "dim_jurisdiction"} <= tables["now"]:
            found["coverage"] = _coverage(connection)
    return found


def held_changes(folder: Path) -> dict[str, Any]:
    """What a release that is held back would change, from the Parquet files that it left."""
    path = folder / "changed_reports.parquet"
    try:
        with opened() as connection:
            return _listed(
                _rows(
                    connection,
                    f"""
                    select source_path, cause, changed_cells from {sql_text(str(path))}
                    order by cause, source_path limit {MOST_ROWS}
                    """,
                ),
                connection.execute(f"select count(*) from {sql_text(str(path))}").fetchall()[0][0],
            )
    except duckdb.Error:
        return {}


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"now": set(), "old": set()}
    for database, table in connection.execute(
        "select database_name, table_name from duckdb_tables() where schema_name = $1", [SCHEMA]
    ).fetchall():
        found.setdefault(database, set()).add(table)
    return found


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"select count(*) from now.{SCHEMA}.{table}").fetchall()[0][0])


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _listed(rows: Sequence[dict[str, Any]], count: int) -> dict[str, Any]:
    return {"count": count, "rows": list(rows)}


def changed_reports(
    connection: duckdb.DuckDBPyConnection, changes: Mapping[str, Any], release: Path
) -> dict[str, Any]:
    """New and changed reports, removed ones too; of the first release, every report."""
    parquet = release / release_changes.FOLDER / "changed_reports.parquet"
    if parquet.is_file():
        source = sql_text(str(parquet))
    elif changes.get("since_release") is None:
        source = f"""(
            select source_path, report_id, 'new_file' as cause, 0 as changed_cells
            from now.{SCHEMA}.dim_report
        )"""
    else:
        return {}
    rows = _rows(
        connection,
        f"""
        select changed.source_path, changed.cause, changed.changed_cells,
            report.issuer_name, report.year
        from {source} as changed
        left join now.{SCHEMA}.dim_report as report using (report_id)
        order by changed.cause, changed.source_path
        limit {MOST_ROWS}
        """,
    )
    by_cause = connection.execute(
        f"select cause, count(*) from {source} group by cause order by cause"
    ).fetchall()
    return _listed(rows, sum(count for _, count in by_cause)) | {"by_cause": dict(by_cause)}


def _rejected(connection: duckdb.DuckDBPyConnection, is_comparable: bool) -> dict[str, Any]:
    is_new = (
        f"source_path not in (select source_path from old.{SCHEMA}.rejected_document)"
        if is_comparable
        else "true"
    )
    rows = _rows(
        connection,
        f"""
        select source_path, reason_code, reason, {is_new} as is_new
        from now.{SCHEMA}.rejected_document order by is_new desc, source_path limit {MOST_ROWS}
        """,
    )
    return _listed(rows, _count(connection, "rejected_document"))


def _findings(
    connection: duckdb.DuckDBPyConnection, differences: Mapping[str, int] | None
) -> list[dict[str, Any]]:
    """Findings by rule; `difference` is None where there was no release to compare with."""
    rows = _rows(
        connection,
        f"""
        select rule_code, severity, label_en, label_zh, finding_count as count
        from (
            select rule_code, severity, count(*) as finding_count
            from now.{SCHEMA}.fct_finding group by all
        ) as counted
        left join now.{SCHEMA}.dim_rule using (rule_code)
        order by list_position(['error', 'warning', 'info'], severity), 5 desc, rule_code
        """,
    )
    gone = dict(differences or {})
    for row in rows:
        row["difference"] = None if differences is None else gone.pop(row["rule_code"], 0)
    labels = {
        row["rule_code"]: row
        for row in _rows(
            connection, f"select rule_code, label_en, label_zh from now.{SCHEMA}.dim_rule"
        )
    }
    unlabelled = {"label_en": None, "label_zh": None}
    return rows + [
        {**unlabelled, **labels.get(rule, {}), "rule_code": rule, "severity": "", "count": 0}
        | {"difference": difference}
        for rule, difference in gone.items()
    ]


def _coverage(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Governments by state, for each province with any report and each year."""
    rows = _rows(
        connection,
        f"""
        select province_code, year,
            count(*) as governments,
            count(*) filter (where status = 'read') as read,
            count(*) filter (where status = 'doubtful') as doubtful,
            count(*) filter (where status = 'rejected') as rejected
        from now.{SCHEMA}.rpt_coverage
        group by all order by all
        """,
    )
    names = dict(
        connection.execute(
            f"""
            select jurisdiction_code, arg_max(name_zh, valid_from_year)
            from now.{SCHEMA}.dim_jurisdiction group by all
            """
        ).fetchall()
    )
    seen = {r["province_code"] for r in rows if r["read"] + r["doubtful"] + r["rejected"]}
    provinces = [
        {
            "code": code,
            "name": names.get(code, code),
            "years": {str(r["year"]): r for r in rows if r["province_code"] == code},
        }
        for code in sorted(seen)
    ]
    return {"years": sorted({str(r["year"]) for r in rows}), "provinces": provinces}


def standing_release(lake: Lake) -> Path | None:
    """The folder of the release that readers have."""
    return lake.current.resolve() if lake.current.exists() else None


def read_manifest(release: Path) -> dict[str, Any] | None:
    """The manifest of a release; None where it is absent or broken."""
    try:
        manifest: dict[str, Any] = json.loads((release / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return manifest
