"""A build that goes on with the last one says what a build that begins with nothing says."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from benchmarks.generated_tables import write_tables
from extraction.source import report_id
from orchestration import build_contents
from orchestration.lake import Lake
from orchestration.releases import tables as release_tables
from orchestration.releases.tables import PublishedTable, read_published_tables
from schemas.tables import EXTRACTED, InventoryFile
from schemas.validation import validate
from tests.warehouse.conftest import dbt

YEARS = range(2017, 2023)
ABOUT_REPORTS = [table for table in EXTRACTED if table != "rejected_documents"]
Tables = dict[str, pl.DataFrame]


class Interim:
    """The interim tables of one year, to be changed by hand as a night would change them."""

    def __init__(self, lake: Lake, year: int) -> None:
        self.lake = lake
        self.year = str(year)
        self.tables = {t: pl.read_parquet(lake.extracted(t, self.year)) for t in EXTRACTED}

    @property
    def reports(self) -> list[str]:
        return self.tables["reports"]["report_id"].to_list()

    def rows_of(self, report: str) -> Tables:
        return {t: self.tables[t].filter(pl.col("report_id") == report) for t in ABOUT_REPORTS}

    def remove(self, report: str) -> None:
        """Its file is gone."""
        (path,) = self.rows_of(report)["reports"]["source_path"]
        for table in ABOUT_REPORTS:
            self.tables[table] = self.tables[table].filter(pl.col("report_id") != report)
        files = pl.read_parquet(self.lake.inventory)
        files.filter(pl.col("source_path") != path).write_parquet(self.lake.inventory)

    def post_again(self, report: str, figures_of: str, **columns: object) -> None:
        """A further file of the same body, published later, with the figures of another report."""
        files = pl.read_parquet(self.lake.inventory)
        old = self.rows_of(report)["reports"]
        file = files.filter(pl.col("source_path") == old["source_path"][0])
        path = f"{old['source_path'][0]}.again.html"
        new = report_id(file["document_sha256"][0], path)
        named = {"report_id": new, "source_path": path} | columns
        for table, rows in self.rows_of(figures_of).items():
            source = old if table == "reports" else rows
            changed = [pl.lit(v).alias(k) for k, v in named.items() if k in source.columns]
            added = source.with_columns(changed).cast(dict(self.tables[table].schema))
            self.tables[table] = pl.concat([self.tables[table], added])
        added = file.with_columns(pl.lit(path).alias("source_path"))
        pl.concat([files, added]).write_parquet(self.lake.inventory)

    def change(self, report: str, **columns: object) -> None:
        """The same bytes are read otherwise."""
        is_it = pl.col("report_id") == report
        self.tables["reports"] = self.tables["reports"].with_columns(
            pl.when(is_it).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            for name, value in columns.items()
        )

    def exchange(self, one: str, other: str) -> None:
        """Two reports get each other's cells and doubts: every sum stays as it is."""
        names = pl.col("report_id").replace({one: other, other: one})
        for table in ("facts", "findings", "narrative_figures"):
            self.tables[table] = self.tables[table].with_columns(names)

    def repeat(self, report: str, figures_of: str, earlier: Interim) -> None:
        """Its cells are those of another year's report."""
        cells = earlier.rows_of(figures_of)["facts"].with_columns(report_id=pl.lit(report))
        kept = self.tables["facts"].filter(pl.col("report_id") != report)
        self.tables["facts"] = pl.concat([kept, cells])

    def write(self) -> None:
        for table, frame in self.tables.items():
            checked = validate(EXTRACTED[table], frame, may_be_empty=True)
            checked.sort(checked.columns[0], maintain_order=True).write_parquet(
                self.lake.extracted(table, self.year)
            )


def change_much(lake: Lake) -> None:
    """A night with all that nights bring: new, gone, corrected, moved and misread reports."""
    dice = random.Random(11)
    for year in (2018, 2021, 2022):
        interim = Interim(lake, year)
        one, other, gone, late, scope, issuer, year_of, kind = dice.sample(interim.reports, 8)
        interim.post_again(late, figures_of=one, published_date=None)
        interim.post_again(other, figures_of=other)
        interim.exchange(one, other)
        interim.remove(gone)
        (was,) = interim.rows_of(scope)["reports"]["scope"]
        interim.change(scope, scope="own_body" if was == "whole_area" else "whole_area")
        interim.change(issuer, issuer_name="某市某局", issuer_kind="department")
        interim.change(year_of, year=year - 1, period_start=None, period_end=None)
        interim.change(kind, issuer_name=None, issuer_kind=None)
        interim.write()
    validate(InventoryFile, pl.read_parquet(lake.inventory))


def large_pairs(lake: Lake, year: int) -> list[tuple[str, str]]:
    """Reports of a year with those of the same bodies of the year before, the largest first."""
    now, before = Interim(lake, year).tables, Interim(lake, year - 1).tables
    body = ["jurisdiction_code", "issuer_name", "scope"]
    pairs = now["reports"].join(before["reports"], on=body, suffix="_before")
    figures = before["facts"].group_by("report_id").agg((pl.col("value") > 20).sum())
    return (
        pairs.filter(pl.len().over("report_id") == 1, pl.len().over("report_id_before") == 1)
        .join(figures, left_on="report_id_before", right_on="report_id")
        .sort("value", descending=True)
        .select("report_id", "report_id_before")
        .rows()
    )


def repeating(folder: Path) -> set[str]:
    """The reports that repeat the figures of the year before."""
    with duckdb.connect(folder / "build.duckdb", read_only=True) as connection:
        found = connection.execute(
            "select report_id from marts.fct_finding where rule_code = 'repeated_figures'"
        ).fetchall()
    return {report for (report,) in found}


def build(folder: Path, lake: Lake, *arguments: str) -> list[PublishedTable]:
    done = dbt(folder, lake.interim, "build", "--exclude-resource-type", "unit_test", *arguments)
    assert done.returncode == 0, done.stdout[-3000:]
    return read_published_tables(folder / "build.duckdb")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake.at(*(tmp_path_factory.mktemp("lake") / name for name in ("raw", "releases")))
    write_tables(lake.interim, 600, years=YEARS)
    return lake


def prints(tables: list[PublishedTable]) -> Tables:
    return {
        table.name: table.prints.sort("report_id") for table in tables if table.prints is not None
    }


def test_a_build_that_goes_on_says_what_one_from_nothing_says(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    on, anew = tmp_path / "on", tmp_path / "anew"
    first = build(on, lake)
    before = build_contents.contents_of(lake)
    change_much(lake)
    now = build_contents.contents_of(lake, before)
    changed = build_contents.write_changes(lake, before, now)
    assert 20 <= changed.height <= 30
    gone_on = build(on, lake, "--select", "source:*+")
    build_contents.write_changes(lake, None, now)
    from_nothing = build(anew, lake)
    assert [table.name for table in gone_on if table not in from_nothing] == []
    assert len(gone_on) == len(from_nothing) > 20
    assert len([table.name for table in first if table not in gone_on]) >= 12
    # What it says is known from the build before and the rows that are made of other things now.
    monkeypatch.setattr(release_tables, "MOST_READ_ANEW", 1)
    read = read_published_tables(on / "build.duckdb", prints(first), changed["report_id"])
    assert read == gone_on
    whole = prints(gone_on)
    assert all(found.equals(whole[name]) for name, found in prints(read).items())


def test_reports_that_are_not_made_anew_are_still_compared_with_the_year_before(
    lake: Lake, tmp_path: Path
):
    copied, corrected, stays, another, *_ = large_pairs(lake, 2020)
    later, earlier = Interim(lake, 2020), Interim(lake, 2019)
    for report, before in (corrected, stays):
        later.repeat(report, before, earlier)
    later.write()
    build(tmp_path, lake)
    assert repeating(tmp_path) == {corrected[0], stays[0]}
    before = build_contents.contents_of(lake)
    later.repeat(*copied, earlier)
    later.write()
    earlier.exchange(corrected[1], another[1])
    earlier.write()
    build_contents.write_changes(lake, before, build_contents.contents_of(lake, before))
    build(tmp_path, lake, "--select", "source:*+")
    assert repeating(tmp_path) == {copied[0], stays[0]}


def ask(lake: Lake, change: Callable[[Interim], None]) -> set[str]:
    """The reports that a build makes anew after a change to a year."""
    before = build_contents.contents_of(lake)
    interim = Interim(lake, 2019)
    change(interim)
    interim.write()
    now = build_contents.contents_of(lake, before)
    assert now.sort("report_id").equals(build_contents.contents_of(lake).sort("report_id"))
    changed = set(build_contents.write_changes(lake, before, now)["report_id"])
    facts = pl.read_parquet(lake.changed / "facts" / "*.parquet")["report_id"]
    assert set(facts) == changed & set(interim.tables["facts"]["report_id"])
    return changed


def test_a_report_has_changed_where_any_of_its_rows_has(lake: Lake):
    reports = Interim(lake, 2019).reports
    assert ask(lake, lambda interim: None) == set()
    assert ask(lake, lambda interim: interim.remove(reports[0])) == {reports[0]}
    assert ask(lake, lambda interim: interim.change(reports[1], title="x")) == {reports[1]}
    assert ask(lake, lambda i: i.exchange(reports[2], reports[3])) == {reports[2], reports[3]}

    def more_than_once(interim: Interim) -> None:
        sections = interim.tables["sections"]
        again = sections.filter(pl.col("report_id") == reports[4]).tail(1)
        again = again.with_columns(pl.col("section_index") + 100)
        interim.tables["sections"] = pl.concat([sections, again.cast(dict(sections.schema))])

    assert ask(lake, more_than_once) == {reports[4]}
