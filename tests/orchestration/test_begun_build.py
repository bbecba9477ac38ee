"""A build goes on with the last one only when that is whole and of the same models."""

import duckdb
import pytest

from orchestration import warehouse
from orchestration.lake import Lake
from orchestration.raw.inventory import FILED_YEARS, write_inventory
from orchestration.reading.run import extract_partitions
from orchestration.review import write_review_decisions
from orchestration.warehouse import MOST_INCREMENTS, Begun, begin_build, build_key, record_build
from tests.orchestration.conftest import put_report
from tests.orchestration.test_release import build


def night(lake: Lake) -> Begun:
    """Read and list as a night does, and begin a build."""
    extract_partitions(lake, write_inventory(lake), FILED_YEARS)
    return begin_build(lake)


def finish(lake: Lake, begun: Begun) -> None:
    if not begun.standing:
        build(lake)
    record_build(lake, build_key(lake), [], begun)


@pytest.fixture
def lake(listed: Lake) -> Lake:
    """A lake with a finished build."""
    write_review_decisions(listed)
    finish(listed, night(listed))
    return listed


def changed(lake: Lake) -> int:
    reports = lake.changed / "reports" / "reports.parquet"
    (count,) = duckdb.sql(f"select count(*) from '{reports}'").fetchall()[0]
    return int(count)


def test_it_makes_the_new_report_and_no_other(lake: Lake):
    put_report(lake.raw, "320800/2024/new.html")
    begun = night(lake)
    assert begun.standing is not None and begun.increments == 1
    assert changed(lake) == 1
    assert lake.build_database.is_file()
    assert warehouse.finished_build(lake) is None, "it is complete when it is finished"


def test_after_one_that_was_killed_it_begins_with_nothing(lake: Lake):
    put_report(lake.raw, "320800/2024/new.html")
    assert night(lake).standing
    begun = night(lake)
    assert begun.standing is None and begun.increments == 0
    assert changed(lake) == 3
    assert not lake.build_database.exists()


def touch_database(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute("create table main.more as select 1 as a")


def other_models(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "models_key", lambda: "of another project")


def lose_contents(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytearray(lake.build_contents.read_bytes())
    content[-5] ^= 1
    lake.build_contents.write_bytes(content)


def go_on_for_long(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in range(1, MOST_INCREMENTS + 1):
        begun = begin_build(lake)
        assert begun.increments == count
        finish(lake, begun)


@pytest.mark.parametrize("change", [touch_database, other_models, lose_contents, go_on_for_long])
def test_it_begins_with_nothing_where_the_last_one_may_be_wrong(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, change
):
    change(lake, monkeypatch)
    begun = night(lake)
    assert begun.standing is None
    assert changed(lake) == 2
    assert not lake.build_database.exists()
