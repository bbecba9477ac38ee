"""The command: see the package. A module of its own, since the processes that read reports import
again what began the build, unless it is a package's."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from benchmarks import kills
from benchmarks.kills.harness import run


def main() -> None:
    parser = argparse.ArgumentParser(description=(kills.__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--quick", action="store_true", help="without dbt's data tests")
    parser.add_argument("--folder", type=Path, help="keep what is made in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found = run(folder, arguments.kills, arguments.seed, is_quick=arguments.quick)
    sys.exit(1 if found.faults else 0)


if __name__ == "__main__":
    main()
