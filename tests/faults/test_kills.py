"""Builds that are killed at random moments lose nothing, and the next ones heal."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

KILLS = 50


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")
def test_fifty_killed_builds_leave_whole_releases_and_the_next_ones_heal(tmp_path: Path):
    seed = random.SystemRandom().randrange(10**6)
    command = [sys.executable, "-m", "benchmarks.kills", "--quick", "--kills", str(KILLS)]
    done = subprocess.run(
        [*command, "--seed", str(seed), "--folder", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    print(done.stdout)
    assert done.returncode == 0, f"seed {seed}\n{done.stdout}\n{done.stderr[-6000:]}"
    assert "1 undisturbed builds in between gave the tables of the first" in done.stdout
