"""Databases as the orchestration opens them."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pytest

from orchestration.databases import opened

SLOW = """
import sys
from orchestration.databases import opened
with opened() as connection:
    connection.execute("select sum(hash(a.range + b.range)) from range(10000) a, range(10000) b")
print("done")
"""


def test_a_long_query_prints_nothing_among_the_answer():
    done = subprocess.run([sys.executable, "-c", SLOW], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_database_may_be_kept_from_other_files(tmp_path):
    path = tmp_path / "x.duckdb"
    opened(path).close()
    with (
        opened(path, read_only=True, may_reach_files=False) as connection,
        pytest.raises(duckdb.Error, match="disabled"),
    ):
        connection.execute("select * from read_csv('/etc/hostname')")
