"""What a release changes against the one before it, and why, down to single cells.

A report is known again by its path, so that a changed file is the same report with other bytes.
Why its cells differ has one of the causes below; whoever reads a release finds every changed
report and cell, with its cause, in the Parquet files of the folder `changes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from orchestration.databases import opened
from orchestration.releases.pairs import IS_OTHER_VERSION, pairs_sql
from orchestration.releases.tables import (
    REPORT,
    SCHEMA,
    PublishedTable,
    differing_reports,
    of_reports,
    prints_of,
    quoted,
    sql_text,
)

FOLDER = "changes"

CAUSES = {
    "new_file": "the file is new",
    "moved_file": "the same bytes lie at another path",
    "changed_file": "the bytes of the file are others",
    "removed_file": "the file is gone",
    "newly_read": "the file was rejected before",
    "no_longer_read": "the file is rejected now",
    "other_version": "another report of this body and year came or went, and another one is used",
    "reader": "another version of the reader read the same bytes",
    "rules": "same bytes, same reader: the rules of the warehouse are others",
}
"""Why a report or its cells differ from those of the release before."""


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


def compare(
    before: Path,
    build: Path,
    folder: Path,
    old: Sequence[PublishedTable],
    new: Sequence[PublishedTable],
) -> Changes:
    """Compare the database of a release with the one to be released; writes the Parquet files into
    a folder.

    old and new: the tables of the two, as they were read. Tables and columns that only one of them
    has are counted as rows, not compared.
    """
    folder.mkdir()
    tables = {
        "before": {table.name: table for table in old},
        "build": {table.name: table for table in new},
    }
    with opened() as connection:
        connection.execute(f"attach {sql_text(str(before))} as before (read_only)")
        connection.execute(f"attach {sql_text(str(build))} as build (read_only)")
        rows = _row_changes(connection, tables)
        shared = tables["before"].keys() & tables["build"].keys()
        if not {"dim_report", "fct_disclosure", "rejected_document"} <= shared:
            return Changes(rows=rows)
        connection.execute(pairs_sql(_shared(tables, "dim_report")))
        prints = _prints(connection, tables, "fct_disclosure")
        assert prints is not None  # the cells have the report that they stand in
        connection.register("counted", prints[0].select(REPORT, cells="rows").to_arrow())
        connection.register("differing", differing_reports(*prints).to_frame(REPORT).to_arrow())
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


Tables = Mapping[str, Mapping[str, PublishedTable]]
"""The published tables of both databases, by name."""


def _shared(tables: Tables, table: str) -> list[str]:
    """The columns that a table has in both, in the order of the newer one."""
    return [name for name in tables["build"][table].types if name in tables["before"][table].types]


def _row_changes(
    connection: duckdb.DuckDBPyConnection, tables: Tables
) -> dict[str, dict[str, int]]:
    """Rows that only one of the two has, by table; a row that differs counts on both sides."""
    old, new = tables["before"], tables["build"]
    found = {}
    for table in sorted(old.keys() | new.keys()):
        if table not in old or table not in new or not _shared(tables, table):
            added, removed = _row_count(new.get(table)), _row_count(old.get(table))
        elif _says_the_same(old[table], new[table]):
            continue
        else:
            added, removed = _compared(connection, tables, table)
        if added or removed:
            found[table] = {"added": added, "removed": removed}
    return found


def _row_count(table: PublishedTable | None) -> int:
    return table.row_count if table else 0


def _says_the_same(old: PublishedTable, new: PublishedTable) -> bool:
    return old.types == new.types and old.checksum == new.checksum


def _prints(
    connection: duckdb.DuckDBPyConnection, tables: Tables, table: str
) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The prints of both sides over the columns that they share; None for other tables."""
    old, new = tables["before"][table], tables["build"][table]
    if old.prints is None or new.prints is None:
        return None
    if old.types == new.types:
        return old.prints, new.prints
    relation, columns = f"{SCHEMA}.{quoted(table)}", _shared(tables, table)
    return (
        prints_of(connection, f"before.{relation}", columns),
        prints_of(connection, f"build.{relation}", columns),
    )


def _compared(connection: duckdb.DuckDBPyConnection, tables: Tables, table: str) -> tuple[int, int]:
    """How many rows of a table only the build has, and only the release before.

    In a table of rows about reports, only those of reports that both have and that differ as a
    whole are compared one by one: the cost follows change.
    """
    prints = _prints(connection, tables, table)
    if prints is None:
        return _rows_compared(connection, tables, table, "")
    old, new = prints
    differing = differing_reports(old, new)
    in_both = differing.is_in(old[REPORT].implode(), nulls_equal=True) & differing.is_in(
        new[REPORT].implode(), nulls_equal=True
    )
    added, removed = 0, 0
    if in_both.any():
        only = f"where {of_reports(differing.filter(in_both))}"
        added, removed = _rows_compared(connection, tables, table, only)
    of_one_side = pl.col(REPORT).is_in(differing.filter(~in_both).implode(), nulls_equal=True)
    return (
        added + int(new.filter(of_one_side)["rows"].sum()),
        removed + int(old.filter(of_one_side)["rows"].sum()),
    )


def _rows_compared(
    connection: duckdb.DuckDBPyConnection, tables: Tables, table: str, only: str
) -> tuple[int, int]:
    row = f"hash({', '.join(quoted(name) for name in _shared(tables, table))})"
    relation = f"{SCHEMA}.{quoted(table)}"
    (found,) = connection.execute(
        f"""
        select
            coalesce(sum(greatest(more, 0)), 0)::bigint,
            coalesce(sum(greatest(-more, 0)), 0)::bigint
        from (
            select row_hash, sum(weight) as more
            from (
                select {row} as row_hash, 1 as weight from build.{relation} {only}
                union all
                select {row} as row_hash, -1 as weight from before.{relation} {only}
            )
            group by row_hash
        )
        """
    ).fetchall()
    return found


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


# Only reports whose rows differ are compared cell by cell: the cost follows change.
_CELLS_HASH = "bit_xor(hash(item_code, applicant_type, value, value_status)) as cells_hash"
_CELLS = f"""
    create temp table cell_hashes as
    with
    old as (
        select report_id, {_CELLS_HASH}
        from before.{SCHEMA}.fct_disclosure
        where report_id in (select report_id from differing) group by report_id
    ),
    new as (
        select report_id, {_CELLS_HASH}
        from build.{SCHEMA}.fct_disclosure
        where report_id in (select report_id from differing) group by report_id
    )
    select pairs.*, coalesce(counted.cells, 0) as cells,
        old.cells_hash is distinct from new.cells_hash as has_other_cells
    from pairs
    left join counted on pairs.report_id_before = counted.report_id
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
        source_path, report_id_before, report_id,
        case when cause = 'rules' and {IS_OTHER_VERSION} and not has_other_cells
            then 'other_version' else cause end as cause,
        has_other_identity,
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
