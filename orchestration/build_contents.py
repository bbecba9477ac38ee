"""Which reports say something else than in the last build: a build makes their rows anew.

What a report says is told by its rows in the extracted tables, not by what it was read from: also a
report that was read again from the same bytes with another outcome is found.
"""

from __future__ import annotations

import hashlib
import shutil

import duckdb
import polars as pl

from orchestration.databases import opened
from orchestration.files import link, write_parquet
from orchestration.lake import Lake
from orchestration.raw.inventory import FILED_YEARS
from orchestration.raw.marks import read_memo, sha256_seen, write_memo
from orchestration.releases.tables import REPORT, quoted, sql_text
from schemas.tables import EXTRACTED, ChangedReport
from schemas.validation import polars_schema, validate

_SCHEMA = {
    "filed_year": pl.String,
    "digest": pl.String,
    REPORT: pl.String,
    "print": pl.String,
}
"""A report of a partition. digest: of the files of the partition; print: the sum of the hashes of
the report's rows."""

_ABOUT_REPORTS = {
    table: list(polars_schema(model))
    for table, model in EXTRACTED.items()
    if REPORT in polars_schema(model)
}
"""The columns of each table of rows about reports."""


def contents_of(lake: Lake, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """What each report says now. known: the same for an earlier build; the rows of a partition
    whose files are still those are taken from it."""
    parts = [] if known is None else [known.clear()]
    standing = {} if known is None else known.partition_by(["filed_year", "digest"], as_dict=True)
    with opened() as connection:
        for filed_year in FILED_YEARS:
            if not lake.extracted("reports", filed_year).is_file():
                continue
            digest = _digest(lake, filed_year)
            part = standing.get((filed_year, digest))
            parts.append(_read(connection, lake, filed_year, digest) if part is None else part)
    return pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)


def _digest(lake: Lake, filed_year: str) -> str:
    hashes = [sha256_seen(lake.extracted(table, filed_year)) for table in _ABOUT_REPORTS]
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def _read(
    connection: duckdb.DuckDBPyConnection, lake: Lake, filed_year: str, digest: str
) -> pl.DataFrame:
    rows = " union all ".join(
        f"select {REPORT}, hash({sql_text(table)}, {', '.join(map(quoted, columns))}) as row_hash "
        f"from read_parquet({sql_text(str(lake.extracted(table, filed_year)))})"
        for table, columns in _ABOUT_REPORTS.items()
    )
    return connection.execute(
        f"""
        select
            {sql_text(filed_year)} as filed_year,
            {sql_text(digest)} as digest,
            {REPORT},
            sum(row_hash::hugeint)::varchar as print
        from ({rows})
        group by {REPORT}
        """
    ).pl()


def write_changes(lake: Lake, before: pl.DataFrame | None, now: pl.DataFrame) -> pl.DataFrame:
    """Write the reports that say something else than before, that are new or gone, and the facts of
    those that are there; all of them without before.

    Returns the reports.
    """
    reports = validate(ChangedReport, _changed(before, now), may_be_empty=True)
    shutil.rmtree(lake.changed, ignore_errors=True)
    write_parquet(lake.changed / "reports" / "reports.parquet", reports)
    write_parquet(lake.changed / "prints" / "prints.parquet", now.select(REPORT, "print"))
    facts = lake.changed / "facts"
    facts.mkdir()
    files = sorted(lake.extracted("facts", "x").parent.glob("*.parquet"))
    if before is None:
        for path in files:
            link(path, facts / path.name)
        return reports
    years = set(now.join(reports, on=REPORT, how="semi")["filed_year"])
    looked_at = [path for path in files if path.stem in years] or files[:1]
    with opened() as connection:
        connection.register("changed", reports.to_arrow())
        connection.execute(
            f"""
            copy (
                select * from read_parquet([{", ".join(sql_text(str(path)) for path in looked_at)}])
                where {REPORT} in (select {REPORT} from changed)
            ) to {sql_text(str(facts / "facts.parquet"))} (format parquet)
            """
        )
    return reports


def _changed(before: pl.DataFrame | None, now: pl.DataFrame) -> pl.DataFrame:
    if before is None:
        return now.select(REPORT).unique()
    joined = before.join(now, on=REPORT, how="full", coalesce=True)
    is_other = pl.col("print").ne_missing(pl.col("print_right"))
    return joined.filter(is_other).select(REPORT).unique()


def remember(lake: Lake, contents: pl.DataFrame, key: str) -> None:
    """Keep what the reports said in the build of a key."""
    write_memo(lake.build_contents, contents, key)


def recall(lake: Lake, key: str) -> pl.DataFrame | None:
    """What the reports said in the build of a key; None where that was lost."""
    return read_memo(lake.build_contents, _SCHEMA, key)
