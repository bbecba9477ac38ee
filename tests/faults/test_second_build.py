"""A second build beside one that is at work."""

import subprocess
import sys

import pytest

from orchestration.files import only_builder
from orchestration.releases.history import damage
from tests.conftest import ROOT
from tests.orchestration.made_releases import make_releases


@pytest.mark.parametrize(
    "command", [("build",), ("rollback", "--why", "wrong"), ("prune", "--keep", "1")]
)
def test_a_second_builder_is_told_and_does_no_harm(tmp_path, command):
    lake, ids = make_releases(tmp_path, 2)
    before = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}
    raw = ("--raw", str(lake.raw)) if command[0] == "build" else ()
    script = "from orchestration.cli import main; main()"
    with only_builder(lake.lock):
        done = subprocess.run(
            [sys.executable, "-c", script, *command, *raw, "--out", str(lake.releases)],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
    assert done.returncode == 1
    assert "Another build (process" in done.stderr
    assert "Traceback" not in done.stderr
    assert lake.current.resolve().name == ids[1]
    assert damage(lake.current) is None
    changed = [
        path.name
        for path, was in before.items()
        if path != lake.lock
        and (path.stat().st_mtime_ns, path.stat().st_ino) != (was.st_mtime_ns, was.st_ino)
    ]
    assert changed == []
