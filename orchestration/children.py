"""Child processes that end with the build that started them.

A build that is killed cannot stop its children. dbt would go on writing: into a database that the
next build has begun anew, and over its results. Therefore a child asks the system to be killed
with its parent (Linux only), and dbt holds a lock as long as it lives, for which the next build
waits before it touches anything.

Run as a program (by the script `dbt` beside this file) it is dbt. Nothing of the project is
imported here: dbt must not wait for it.
"""

from __future__ import annotations

import fcntl
import gc
import importlib.metadata
import os
import signal
import sys

PARENT = "GONGKAI_PARENT"
"""Environment variable: process id of the build that starts dbt."""
LOCK = "GONGKAI_DBT_LOCK"
"""Environment variable: the lock file that dbt holds as long as it lives; unset for none."""

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def end_with_parent(parent: int) -> None:
    """Have this process killed when its parent ends, however it ends; at once where it has ended.

    The system watches the thread that started this process, which must live as long as it.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def main() -> None:
    """Be dbt."""
    if sys.argv[1:] == ["--version"]:
        # dbt itself asks the package index which version is the newest: a build needs no network.
        print(f"dbt-core {importlib.metadata.version('dbt-core')}")
        return
    if parent := os.environ.get(PARENT):
        end_with_parent(int(parent))
    if lock := os.environ.get(LOCK):
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    gc.disable()  # It would look in vain through all that dbt loads, for a fifth of its start.
    from dbt.cli.main import cli

    sys.argv[0] = "dbt"
    cli()


if __name__ == "__main__":
    main()
