"""A build in a process that is made to be killed: it tells its stages and can kill itself.

Imported once by the server that forks these processes, so that none of them waits for imports.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import orchestration.definitions  # noqa: F401  what `execute` imports when it is called
from orchestration.commands.build import execute
from orchestration.files import only_builder
from orchestration.lake import Lake
from orchestration.progress import Progress

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree"}
"""Audit events of Python that change a folder; an `open` for writing counts too."""


@dataclass(frozen=True)
class Order:
    """What to build. project: the dbt project.

    kill_before: the process kills itself before this change to the file system, counted from the
    beginning of `kill_stage`; with its whole group or alone.
    """

    raw: Path
    releases: Path
    project: Path
    kill_stage: str = ""
    kill_before: int | None = None
    with_group: bool = False


class _Told(Progress):
    """Sends each stage, with the moment at which it began, and counts changes within it."""

    def __init__(self, order: Order, tell: Callable[[Any], None]) -> None:
        self._order = order
        self._tell = tell
        self._stage = ""
        self.changes: dict[str, int] = {}
        sys.addaudithook(self._hear)

    def stage(self, name: str) -> None:
        self._stage = name
        self._tell((name, time.monotonic()))

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        is_writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        if not self._stage or not (event in _CHANGES or is_writing):
            return
        count = self.changes.get(self._stage, 0)
        if self._stage == self._order.kill_stage and count == self._order.kill_before:
            kill(os.getpid(), self._order.with_group)
        self.changes[self._stage] = count + 1


def kill(process: int, with_group: bool) -> None:
    """Kill a process that leads its group, alone or with all of the group."""
    with contextlib.suppress(ProcessLookupError):
        (os.killpg if with_group else os.kill)(process, signal.SIGKILL)


def build(order: Order, channel: Connection) -> None:
    """Run the job. Sends stages, then ("ended", whether it succeeded, changes by stage)."""
    os.setsid()
    lake = Lake.at(order.raw, order.releases)
    progress = _Told(order, channel.send)
    with only_builder(lake.lock), lake.log.open("w", encoding="utf-8") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        result = execute(lake, progress, project=order.project)
    channel.send(("ended", result.success, progress.changes))
