"""dbt that is loaded ahead does what it is told, and else ends without a trace."""

import json
from pathlib import Path

import pytest

from orchestration import dbt_ahead
from orchestration.files import is_locked
from orchestration.lake import DBT_PROJECT, Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake.at(tmp_path / "raw", tmp_path / "releases")
    lake.interim.mkdir()
    return lake


def test_a_dbt_that_is_loaded_ahead_does_what_it_is_told_and_holds_the_lock(lake: Lake):
    with dbt_ahead.loading(lake, DBT_PROJECT):
        assert not is_locked(lake.dbt_lock)  # a build must not wait for its own
        process = dbt_ahead.told(["ls", "--select", "dim_form", "--resource-type", "model"])
        assert process and process.stdout
        said = [json.loads(line)["info"]["msg"] for line in process.stdout]
        assert process.wait() == 0
        assert dbt_ahead.told(["ls"]) is None
    assert said[-1] == "gongkai.marts.dimensions.dim_form"
    assert lake.dbt_lock.read_text() == f"{process.pid}\n"


def test_a_command_that_fails_tells_so_as_dbt_does(lake: Lake):
    with dbt_ahead.loading(lake, DBT_PROJECT):
        process = dbt_ahead.told(["ls", "--no-such-option"])
        assert process and process.wait() == 2


def test_a_dbt_that_nobody_has_told_anything_ends_with_its_build(lake: Lake):
    with dbt_ahead.loading(lake, DBT_PROJECT):
        (process,) = dbt_ahead._waiting
    assert process.returncode is not None
    assert dbt_ahead.told(["ls"]) is None
    assert not lake.dbt_lock.exists()
