"""Search, compare and trace where no release can be asked."""

from pathlib import Path

import duckdb
import pytest

from tests.commands import call


@pytest.mark.parametrize("command", [("search", "x"), ("compare", "a", "b"), ("trace", "a", "b")])
def test_without_a_release_each_command_says_how_to_make_one(tmp_path: Path, command):
    done = call(*command, "--out", tmp_path)
    assert done.code == 1
    assert "gongkai build" in done.err


def test_a_release_of_an_older_version_is_refused_in_words(tmp_path: Path):
    (tmp_path / "first").mkdir()
    (tmp_path / "current").symlink_to("first")
    with duckdb.connect(str(tmp_path / "first" / "gongkai.duckdb")) as connection:
        connection.execute("create schema marts; create table marts.dim_report as select 1 as a")
    done = call("trace", "a", "b", "--out", tmp_path)
    assert done.code == 1
    assert "older version" in done.err and "dim_identity_cell" in done.err
