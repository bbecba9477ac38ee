"""What a killed build began does not outlive it, and the next build waits for what still does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration import children
from orchestration.files import BuildFailed, remove_unfinished
from orchestration.lake import Lake
from orchestration.warehouse import DBT, await_killed_dbt, environment, writing_environment
from tests.conftest import ROOT

_WAITS = 30.0


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_end(process: int) -> bool:
    end = time.monotonic() + _WAITS
    while is_alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_alive(process)


def lake_at(folder: Path) -> Lake:
    lake = Lake.at(folder / "raw", folder / "releases")
    lake.interim.mkdir()
    return lake


def test_dbt_tells_its_version_without_asking_the_package_index():
    python = {"GONGKAI_PYTHON": sys.executable}
    done = subprocess.run(
        [DBT, "--version"], env=os.environ | python, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("dbt-core 1.")


def test_a_dbt_whose_build_has_ended_does_not_begin(tmp_path: Path):
    lake = lake_at(tmp_path)
    with_another_parent = os.environ | environment(lake) | {children.PARENT: "1"}
    done = subprocess.run([DBT, "debug"], env=with_another_parent, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout == b""


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not kill children")
def test_dbt_ends_when_its_build_is_killed(tmp_path: Path):
    """A program stands for dbt: it takes the lock as dbt does and then works for ever."""
    lake = lake_at(tmp_path)
    dbt = (
        "import os, subprocess, sys, time; from orchestration import children; "
        "sys.argv = ['dbt', 'build']; "
        "sys.modules['dbt.cli.main'] = type('', (), {'cli': lambda: time.sleep(600)}); "
        "children.main()"
    )
    builder = (
        "import os, subprocess, sys; "
        f"os.environ['{children.PARENT}'] = str(os.getpid()); "
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]]); "
        "print(child.pid, flush=True); child.wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", builder, dbt],
        env=os.environ | writing_environment(lake),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        end = time.monotonic() + _WAITS
        while not lake.dbt_lock.exists() or not lake.dbt_lock.read_text():
            assert time.monotonic() < end
            time.sleep(0.02)
        with pytest.raises(BuildFailed, match=rf"process {child}\) of a build that was killed"):
            await_killed_dbt(lake, seconds=0.2)
        os.kill(process.pid, signal.SIGKILL)
    assert await_end(child)
    await_killed_dbt(lake, seconds=0)


def test_what_a_killed_writer_left_aside_is_removed(tmp_path: Path):
    folder = tmp_path / "extracted" / "reports"
    folder.mkdir(parents=True)
    (folder / ".2024.parquet.writing-4711").write_bytes(b"half")
    (folder / "2024.parquet").write_bytes(b"whole")
    remove_unfinished(tmp_path)
    assert [path.name for path in folder.iterdir()] == ["2024.parquet"]
