"""Files that are whole or absent, and the lock of a lake."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from orchestration.files import BuildFailed, is_locked, only_builder, write_parquet

HOLD = """
import sys
from pathlib import Path
from orchestration.files import only_builder
with only_builder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_part_of_the_work_that_ends_after_the_whole_is_no_error(tmp_path: Path):
    """As where a build is stopped by a signal: its generators end when they are thrown away."""
    whole, part = only_builder(tmp_path / "lock"), only_builder(tmp_path / "lock")
    for hold in (whole, part):
        hold.__enter__()
    for hold in (whole, part):
        hold.__exit__(None, None, None)
    assert not is_locked(tmp_path / "lock")


def test_a_second_builder_is_refused_with_the_number_of_the_first(tmp_path: Path):
    lock = tmp_path / "build.lock"
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BuildFailed, match=f"process {other.pid}"), only_builder(lock):
            pass
        other.kill()
    with only_builder(lock):
        assert lock.read_text() == f"{os.getpid()}\n"


def test_the_lock_may_be_nested_in_one_process(tmp_path: Path):
    lock = tmp_path / "build.lock"
    with only_builder(lock):
        with only_builder(lock):
            pass
        done = subprocess.run([sys.executable, "-c", HOLD, str(lock)], capture_output=True)
        assert b"Another build" in done.stderr


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "table.parquet"
    write_parquet(path, pl.DataFrame({"a": [1]}))

    def half(self, file, **_):
        Path(file).write_bytes(b"PAR1")
        raise OSError("No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", half)
    with pytest.raises(OSError, match="No space"):
        write_parquet(path, pl.DataFrame({"a": [2]}))
    assert pl.read_parquet(path)["a"].to_list() == [1]
