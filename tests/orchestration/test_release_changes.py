"""What a release changes is said down to the cell with its cause; too much is held back."""

import errno
import json
import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.lake import Lake
from orchestration.releases.changes import compare
from orchestration.releases.publish import Limits, Published, ReleaseHeld, publish
from orchestration.releases.tables import read_published_tables
from orchestration.warehouse import record_build

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)
STRICT = Limits()


class Warehouse:
    """A finished build that a test changes between two releases."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.reports: dict[str, dict[str, str]] = {}
        self.rejected: list[str] = []
        self.cells: dict[tuple[str, str], int | None] = {}
        self.releases = 0

    def add(self, path: str, *, sha: str = "", reader: str = "1", cells: int = 300) -> None:
        self.reports[path] = {"sha": sha or f"sha of {path}", "reader": reader, "issuer": "a"}
        self.cells |= {(path, f"item.{index}"): index for index in range(cells)}

    def remove(self, path: str) -> None:
        del self.reports[path]
        self.cells = {key: value for key, value in self.cells.items() if key[0] != path}

    def release(self, limits: Limits | None = STRICT) -> Published:
        self.lake.build_database.unlink(missing_ok=True)
        with duckdb.connect(str(self.lake.build_database)) as connection:
            connection.execute(
                """
                create schema marts;
                create table marts.dim_report (
                    report_id varchar, source_path varchar, document_sha256 varchar,
                    reader_version varchar, issuer_name varchar,
                    is_current boolean, replaced_by_report_id varchar);
                create table marts.rejected_document (source_path varchar);
                create table marts.fct_finding (report_id varchar, rule_code varchar);
                create table marts.fct_disclosure (
                    report_id varchar, item_code varchar, applicant_type varchar,
                    value decimal(20, 6), value_status varchar, value_text varchar);
                """
            )
            identifiers = {path: f"{path} {r['sha']}" for path, r in self.reports.items()}
            for path, report in self.reports.items():
                replaced_by = identifiers.get(report.get("replaced_by", ""))
                connection.execute(
                    "insert into marts.dim_report values (?, ?, ?, ?, ?, ?, ?)",
                    [
                        identifiers[path],
                        path,
                        report["sha"],
                        report["reader"],
                        report["issuer"],
                        replaced_by is None,
                        replaced_by,
                    ],
                )
            for path in self.rejected:
                connection.execute("insert into marts.rejected_document values (?)", [path])
            cells = [
                [
                    identifiers[path],
                    item,
                    "all",
                    value,
                    "blank" if value is None else "reported",
                    "" if value is None else str(value),
                ]
                for (path, item), value in self.cells.items()
            ]
            connection.executemany(
                "insert into marts.fct_disclosure values (?, ?, ?, ?, ?, ?)", cells
            )
        record_build(self.lake, "key", [])
        self.releases += 1
        return publish(self.lake, NOON.replace(hour=self.releases), limits=limits)

    def changes(self) -> dict:
        return json.loads((self.lake.current / "manifest.json").read_text())["changes"]


@pytest.fixture
def warehouse(listed: Lake) -> Warehouse:
    made = Warehouse(listed)
    made.add("a.html")
    made.add("b.html")
    made.release()
    return made


def cells(folder: Path) -> list[tuple]:
    return duckdb.sql(
        f"""
        select source_path, item_code, value_before, value, value_status, cause
        from '{folder}/changed_cells.parquet'
        """
    ).fetchall()


def test_the_first_release_is_compared_with_nothing(warehouse: Warehouse):
    assert "cells_by_cause" not in warehouse.changes()


def test_each_changed_cell_stands_with_both_values_and_its_cause(warehouse: Warehouse):
    warehouse.reports["a.html"]["reader"] = "2"
    warehouse.cells["a.html", "item.7"] = 70
    warehouse.cells["a.html", "item.8"] = None
    published = warehouse.release()
    assert cells(published.folder / "changes") == [
        ("a.html", "item.7", 7, 70, "reported", "reader"),
        ("a.html", "item.8", 8, None, "blank", "reader"),
    ]
    changes = warehouse.changes()
    assert changes["cells_by_cause"] == {"reader": 2}
    assert changes["reports_by_cause"] == {"reader": 1}
    assert changes["changed_share_of_unchanged_files"] == round(2 / 600, 6)
    assert changes["rows_by_table"]["fct_disclosure"] == {"added": 2, "removed": 2}


def test_causes_are_told_apart(warehouse: Warehouse):
    warehouse.rejected = ["c.html"]
    warehouse.add("d.html")
    warehouse.release()
    warehouse.rejected = []
    warehouse.add("c.html")
    warehouse.add("new.html")
    warehouse.reports["b.html"]["sha"] = "other bytes"
    warehouse.cells["b.html", "item.1"] = 11
    warehouse.reports["a.html"]["issuer"] = "another issuer"
    warehouse.reports["moved.html"] = warehouse.reports["d.html"]
    warehouse.remove("d.html")
    published = warehouse.release()
    found = duckdb.sql(
        f"""
        select source_path, cause, changed_cells, has_other_identity
        from '{published.folder}/changes/changed_reports.parquet' order by 1
        """
    ).fetchall()
    assert found == [
        ("a.html", "rules", 0, True),
        ("b.html", "changed_file", 1, False),
        ("c.html", "newly_read", 0, False),
        ("d.html", "moved_file", 0, False),
        ("moved.html", "moved_file", 0, False),
        ("new.html", "new_file", 0, False),
    ]


def causes(published: Published) -> dict[str, str]:
    path = f"{published.folder}/changes/changed_reports.parquet"
    return dict(duckdb.sql(f"select source_path, cause from '{path}'").fetchall())


def test_a_report_that_another_takes_the_place_of_is_not_blamed_on_the_rules(warehouse: Warehouse):
    warehouse.add("corrected.html")
    warehouse.reports["a.html"]["replaced_by"] = "corrected.html"
    came = {"a.html": "other_version", "corrected.html": "new_file"}
    assert causes(warehouse.release()) == came
    del warehouse.reports["a.html"]["replaced_by"]
    warehouse.remove("corrected.html")
    gone = {"a.html": "other_version", "corrected.html": "removed_file"}
    assert causes(warehouse.release(None)) == gone


def test_the_rules_stay_the_cause_where_more_differs_or_no_other_report_does(warehouse: Warehouse):
    warehouse.reports["a.html"]["replaced_by"] = "b.html"
    assert causes(warehouse.release()) == {"a.html": "rules"}
    warehouse.add("corrected.html")
    warehouse.reports["a.html"] |= {"replaced_by": "corrected.html", "issuer": "another"}
    warehouse.reports["b.html"]["replaced_by"] = "corrected.html"
    warehouse.cells["b.html", "item.7"] = 70
    published = warehouse.release()
    assert causes(published) == {
        "a.html": "rules",
        "b.html": "rules",
        "corrected.html": "new_file",
    }
    assert cells(published.folder / "changes")[0][-1] == "rules"


@pytest.mark.parametrize("is_rejected", [False, True])
def test_a_release_that_loses_a_report_is_held_back_until_accepted(
    warehouse: Warehouse, is_rejected: bool
):
    first = warehouse.lake.current.resolve()
    warehouse.remove("b.html")
    warehouse.rejected = ["b.html"] if is_rejected else []
    with pytest.raises(ReleaseHeld, match=r"missing \(1\): b\.html") as held:
        warehouse.release()
    assert "gongkai build --accept" in str(held.value)
    assert warehouse.lake.current.resolve() == first
    lost = duckdb.sql(f"select cause from '{warehouse.lake.held}/changed_reports.parquet'")
    assert lost.fetchall() == [("no_longer_read" if is_rejected else "removed_file",)]
    assert not list(warehouse.lake.releases.glob(".building-*"))
    accepted = warehouse.release(None)
    assert warehouse.changes()["lost_reports"] == ["b.html"]
    assert warehouse.lake.current.resolve() == accepted.folder
    assert not warehouse.lake.held.exists()


@pytest.mark.parametrize("name", ["manifest.json", "parquet/dim_report.parquet"])
def test_a_loss_is_seen_although_the_release_before_lacks_a_file(warehouse: Warehouse, name: str):
    (warehouse.lake.current / name).unlink()
    warehouse.remove("b.html")
    with pytest.raises(ReleaseHeld, match=r"missing \(1\): b\.html"):
        warehouse.release()


def test_a_release_on_a_disk_of_its_own_is_held_back_as_well(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
):
    def on_one_disk(move: Callable) -> Callable:
        def moved(source: Path, target: Path) -> None:
            if Path(target) == warehouse.lake.held:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
            move(source, target)

        return moved

    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, on_one_disk(getattr(os, name)))
    warehouse.remove("b.html")
    with pytest.raises(ReleaseHeld):
        warehouse.release()
    assert (warehouse.lake.held / "changed_reports.parquet").is_file()
    assert not list(warehouse.lake.releases.glob(".building-*"))


def test_many_other_values_from_the_same_bytes_are_held_back(warehouse: Warehouse):
    for index in range(7):
        warehouse.cells["a.html", f"item.{index}"] = 1000 + index
    with pytest.raises(
        ReleaseHeld, match=r"Cells of unchanged files that differ: 7 of 600 \(1\.2%"
    ):
        warehouse.release()
    assert warehouse.release(Limits(changed_share=0.02)).is_new


def test_other_values_from_other_bytes_are_not_held_back(warehouse: Warehouse):
    warehouse.reports["a.html"]["sha"] = "corrected"
    for index in range(200):
        warehouse.cells["a.html", f"item.{index}"] = 1000 + index
    assert warehouse.release().is_new
    assert warehouse.changes()["cells_by_cause"] == {"changed_file": 200}


def test_a_moved_report_is_not_lost(warehouse: Warehouse):
    warehouse.reports["elsewhere/b.html"] = warehouse.reports["b.html"]
    warehouse.remove("b.html")
    assert warehouse.release().is_new
    assert warehouse.changes()["lost_reports"] == []


def test_rows_are_counted_as_if_each_were_compared(tmp_path: Path):
    dice = random.Random(7)
    sides: dict[str, list[tuple]] = {}
    for name in ("before", "build"):
        rows = [
            (dice.choice([None, "a", "b", "c", "d"]), dice.choice([None, 1, 2])) for _ in range(60)
        ]
        sides[name] = [*rows, *[("same in both", number) for number in (1, 1, None)]]
        with duckdb.connect(str(tmp_path / name)) as connection:
            connection.execute(
                """
                create schema marts;
                create table marts.by_report (report_id varchar, number integer);
                create table marts.other (name varchar, number integer);
                create table marts.on_one_side (report_id varchar, number integer);
                """
            )
            for table in ("by_report", "other"):
                connection.executemany(f"insert into marts.{table} values (?, ?)", sides[name])
            of_nobody = (name if name == "build" else None, 1)
            connection.executemany(
                "insert into marts.on_one_side values (?, ?)", [of_nobody, ("both", len(name))]
            )
    before, build = Counter(sides["before"]), Counter(sides["build"])
    counted = {"added": (build - before).total(), "removed": (before - build).total()}
    files = tmp_path / "before", tmp_path / "build"
    changes = compare(*files, tmp_path / "changes", *map(read_published_tables, files))
    two = {"added": 2, "removed": 2}
    assert changes.rows == {"by_report": counted, "other": counted, "on_one_side": two}
    assert 0 < counted["added"] < 60
