"""What a release changes against the one before it, and why, down to single cells.

A report is known again by its path, so that a changed file is the same report with other bytes.
Why its cells differ has one of the causes below; whoever reads a release finds every changed
report and cell, with its cause, in the Parquet files of the folder `changes`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.release_tables import SCHEMA, quoted, sql_text

FOLDER = "changes"

CAUSES = {
    "new_file": "the file is new",
    "moved_file": "the same bytes lie at another path",
    "changed_file": "the bytes of the file are others",
    "removed_file": "the file is gone",
    "newly_read": "the file was rejected before",
    "no_longer_read": "the file is rejected now",
    "reader": "another version of the reader read the same bytes",
    "rules": "same bytes, same reader: the rules of the warehouse are others",
}
"""Why a report or its cells differ from those of the release before."""

_REPORT_FACTS = (
    "jurisdiction_code",
    "issuer_name",
    "issuer_kind",
    "scope",
    "year",
    "period_start",
    "period_end",
    "form",
    "title",
    "published_date",
    "is_current",
)
"""What a report says of itself, and whether it is the one to use."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes against the release before, counted.

    reports and cells: changed ones by cause. rows: rows added and removed by table. findings:
    how many more or fewer by rule. lost: paths of reports of the release before that are no
    longer there, moved ones left out. compared_cells, unexplained_cells: cells of reports whose
    bytes are the same in both, and how many of them differ.
    """

    reports: dict[str, int] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    compared_cells: int = 0
    unexplained_cells: int = 0

    @property
    def changed_share(self) -> float:
        """Share of the cells of unchanged files that differ."""
        return self.unexplained_cells / self.compared_cells if self.compared_cells else 0.0

    def summary(self) -> dict[str, Any]:
        """For the manifest."""
        return {
            "reports_by_cause": self.reports,
            "cells_by_cause": self.cells,
            "rows_by_table": self.rows,
            "findings_by_rule": self.findings,
            "lost_reports": list(self.lost),
            "changed_share_of_unchanged_files": round(self.changed_share, 6),
        }


def compare(before: Path, build: Path, folder: Path, equal: Collection[str] = ()) -> Changes:
    """Compare the database of a release with what is to be released; writes the Parquet files
    into a folder.

    Tables and columns that only one of the two has are counted as rows, not compared. equal: the
    tables that are known to be the same in both, by their checksums. A build is attached under its
    own name, by which its views find the tables that they read.
    """
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"attach {sql_text(str(before))} as before (read_only)")
        connection.execute(f"attach {sql_text(str(build))} as build (read_only)")
        tables = {name: _columns(connection, name) for name in ("before", "build")}
        rows = _row_changes(connection, tables, equal)
        shared = tables["before"].keys() & tables["build"].keys()
        if not {"dim_report", "fct_disclosure", "rejected_document"} <= shared:
            return Changes(rows=rows)
        facts = [name for name in _REPORT_FACTS if _in_both(tables, "dim_report", name)]
        connection.execute(_pairs(facts))
        connection.execute(_CELLS)
        _write(connection, folder)
        compared, unexplained = _of_unchanged_files(connection)
        return Changes(
            reports=_by_cause(connection, "changed_reports"),
            cells=_by_cause(connection, "changed_cells"),
            rows=rows,
            findings=_findings(connection) if "fct_finding" in shared else {},
            lost=_lost(connection),
            compared_cells=compared,
            unexplained_cells=unexplained,
        )


Tables = dict[str, dict[str, list[str]]]


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    """The columns of each published table of an attached database."""
    tables: dict[str, list[str]] = {}
    for table, column in connection.execute(
        """
        select table_name, column_name from duckdb_columns()
        where database_name = $database and schema_name = $schema
        order by table_name, column_index
        """,
        {"database": database, "schema": SCHEMA},
    ).fetchall():
        tables.setdefault(table, []).append(column)
    return tables


def _in_both(tables: Tables, table: str, column: str) -> bool:
    return column in tables["before"][table] and column in tables["build"][table]


def _row_changes(
    connection: duckdb.DuckDBPyConnection, tables: Tables, equal: Collection[str]
) -> dict[str, dict[str, int]]:
    """Rows that only one of the two has, by table; a row that differs counts on both sides."""
    found = {}
    for table in sorted((tables["before"].keys() | tables["build"].keys()) - set(equal)):
        columns = [
            name
            for name in tables["build"].get(table, [])
            if name in tables["before"].get(table, [])
        ]
        added, removed = (
            _compared(connection, table, columns)
            if columns
            else [_rows(connection, name, table, tables) for name in ("build", "before")]
        )
        if added or removed:
            found[table] = {"added": added, "removed": removed}
    return found


def _rows(connection: duckdb.DuckDBPyConnection, database: str, table: str, tables: Tables) -> int:
    if table not in tables[database]:
        return 0
    return _number(connection, f"select count(*) from {database}.{SCHEMA}.{quoted(table)}")


def _compared(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]
) -> tuple[int, int]:
    """How many rows of a table only the build has, and only the release before.

    In a table of rows about reports, only those of reports that differ as a whole are compared
    one by one: the cost follows change.
    """
    row = f"hash({', '.join(quoted(name) for name in columns)})"
    relation = f"{SCHEMA}.{quoted(table)}"
    differing = ""
    if "report_id" in columns:
        of_reports = f"report_id, count(*) as rows, sum({row}::hugeint) as hashes"
        connection.execute(
            f"""
            create or replace temp table differing as
            select coalesce(new.report_id, old.report_id) as report_id
            from (select {of_reports} from build.{relation} group by report_id) as new
            full join (select {of_reports} from before.{relation} group by report_id) as old
                on new.report_id is not distinct from old.report_id
            where new.rows is distinct from old.rows or new.hashes is distinct from old.hashes
            """
        )
        differing = "where report_id is null or report_id in (select report_id from differing)"
    (found,) = connection.execute(
        f"""
        select
            coalesce(sum(greatest(more, 0)), 0)::bigint,
            coalesce(sum(greatest(-more, 0)), 0)::bigint
        from (
            select row_hash, sum(weight) as more
            from (
                select {row} as row_hash, 1 as weight from build.{relation} {differing}
                union all
                select {row} as row_hash, -1 as weight from before.{relation} {differing}
            )
            group by row_hash
        )
        """
    ).fetchall()
    return found


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


def _pairs(facts: list[str]) -> str:
    """SQL that makes `pairs`: the reports of both, by path, with why they may differ."""

    def described(database: str) -> str:
        values = ", ".join(f"coalesce({name}::varchar, '')" for name in facts)
        return f"""(
            select source_path, report_id, document_sha256, reader_version,
                hash({values or "''"}) as identity_hash
            from {database}.{SCHEMA}.dim_report
        )"""

    return f"""
        create temp table pairs as
        select
            coalesce(new.source_path, old.source_path) as source_path,
            old.report_id as report_id_before,
            new.report_id,
            coalesce(old.document_sha256 = new.document_sha256, false) as has_same_bytes,
            coalesce(old.identity_hash <> new.identity_hash, false) as has_other_identity,
            case
                when old.report_id is null then case
                    when was_rejected.source_path is not null then 'newly_read'
                    when new.document_sha256 in (
                        select document_sha256 from before.{SCHEMA}.dim_report
                    ) then 'moved_file'
                    else 'new_file'
                end
                when new.report_id is null then case
                    when is_rejected.source_path is not null then 'no_longer_read'
                    when old.document_sha256 in (
                        select document_sha256 from build.{SCHEMA}.dim_report
                    ) then 'moved_file'
                    else 'removed_file'
                end
                when old.document_sha256 <> new.document_sha256 then 'changed_file'
                when old.reader_version <> new.reader_version then 'reader'
                else 'rules'
            end as cause
        from {described("before")} as old
        full join {described("build")} as new using (source_path)
        left join before.{SCHEMA}.rejected_document as was_rejected
            on new.source_path = was_rejected.source_path
        left join build.{SCHEMA}.rejected_document as is_rejected
            on old.source_path = is_rejected.source_path
    """


# Only reports whose cells differ as a whole are compared cell by cell: the cost follows change.
_CELLS = f"""
    create temp table cell_hashes as
    with
    old as (
        select report_id, count(*) as cells,
            bit_xor(hash(item_code, applicant_type, value, value_status)) as cells_hash
        from before.{SCHEMA}.fct_disclosure group by report_id
    ),
    new as (
        select report_id,
            bit_xor(hash(item_code, applicant_type, value, value_status)) as cells_hash
        from build.{SCHEMA}.fct_disclosure group by report_id
    )
    select pairs.*, coalesce(old.cells, 0) as cells,
        old.cells_hash is distinct from new.cells_hash as has_other_cells
    from pairs
    left join old on pairs.report_id_before = old.report_id
    left join new on pairs.report_id = new.report_id;

    create temp table changed_cells as
    with
    old as (
        select pairs.source_path, cells.*
        from before.{SCHEMA}.fct_disclosure as cells
        inner join cell_hashes as pairs on pairs.report_id_before = cells.report_id
        where pairs.has_other_cells and pairs.report_id is not null
    ),
    new as (
        select pairs.source_path, cells.*
        from build.{SCHEMA}.fct_disclosure as cells
        inner join cell_hashes as pairs on pairs.report_id = cells.report_id
        where pairs.has_other_cells and pairs.report_id_before is not null
    )
    select
        source_path, item_code, applicant_type,
        old.value as value_before, new.value,
        old.value_status as value_status_before, new.value_status,
        old.value_text as value_text_before, new.value_text,
        pairs.cause
    from old
    full join new using (source_path, item_code, applicant_type)
    inner join pairs using (source_path)
    where
        old.value is distinct from new.value
        or old.value_status is distinct from new.value_status;

    create temp table changed_reports as
    select
        source_path, report_id_before, report_id, cause, has_other_identity,
        (
            select count(*) from changed_cells
            where changed_cells.source_path = cell_hashes.source_path
        ) as changed_cells
    from cell_hashes
    where
        has_other_identity or has_other_cells
        or report_id_before is distinct from report_id
"""


def _write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for table in ("changed_reports", "changed_cells"):
        target = sql_text(str(folder / f"{table}.parquet"))
        connection.execute(
            f"copy (from {table} order by all) to {target} (format parquet, compression zstd)"
        )


def _by_cause(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, int]:
    return dict(
        connection.execute(
            f"select cause, count(*) from {table} group by cause order by cause"
        ).fetchall()
    )


def _of_unchanged_files(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Cells of files whose bytes are the same in both, and how many of them differ."""
    return (
        _number(connection, "select coalesce(sum(cells), 0) from cell_hashes where has_same_bytes"),
        _number(
            connection, "select count(*) from changed_cells where cause in ('reader', 'rules')"
        ),
    )


def _findings(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(
        connection.execute(
            f"""
            select rule_code, coalesce(new.findings, 0) - coalesce(old.findings, 0) as difference
            from (
                select rule_code, count(*) as findings
                from before.{SCHEMA}.fct_finding group by rule_code
            ) as old
            full join (
                select rule_code, count(*) as findings
                from build.{SCHEMA}.fct_finding group by rule_code
            ) as new using (rule_code)
            where difference <> 0 order by rule_code
            """
        ).fetchall()
    )


def _lost(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return tuple(
        path
        for (path,) in connection.execute(
            """
            select source_path from pairs where cause in ('removed_file', 'no_longer_read')
            order by source_path
            """
        ).fetchall()
    )
