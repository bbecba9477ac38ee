"""Worker processes of which a bad task costs only itself.

concurrent.futures gives up the whole pool when one process dies, without telling which task
killed it, and cannot stop a task that never ends. Reports come from thousands of offices and
are read by native libraries, so both will happen; here a dead or overdue worker is replaced
and its task reported.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Literal, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_CONTEXT = multiprocessing.get_context("spawn")
"""Spawned, not forked: the parent has threads (polars, Dagster), whose locks a fork copies."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result: its worker died or had to be stopped."""

    kind: Literal["died", "timed_out"]
    detail: str


class Workers(Generic[Task, Result]):
    """Up to `count` processes that call `function`; started when first needed.

    function must be importable by name, tasks and results must be picklable.
    seconds: limit for one task; for a process's first task including its start.
    """

    def __init__(
        self,
        function: Callable[[Task], Result],
        *,
        seconds: float,
        count: int | None = None,
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._count = count or _cores()
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}

    def __enter__(self) -> Workers[Task, Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for worker in [*self._idle, *self._busy.values()]:
            worker.stop()
        self._idle.clear()
        self._busy.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, in the order in which they end."""
        waiting = iter(tasks)
        exhausted = False
        while True:
            while not exhausted and len(self._busy) < self._count:
                try:
                    task = next(waiting)
                except StopIteration:
                    exhausted = True
                    break
                self._give(task)
            if not self._busy:
                return
            yield from self._collect()

    def _give(self, task: Task) -> None:
        worker = self._idle.pop() if self._idle else _Worker(self._function)
        worker.give(task, self._seconds)
        self._busy[worker.connection] = worker

    def _collect(self) -> Iterator[tuple[Task, Result | Lost]]:
        first_deadline = min(worker.deadline for worker in self._busy.values())
        ready = multiprocessing.connection.wait(
            list(self._busy), timeout=max(0.0, first_deadline - time.monotonic())
        )
        for connection, worker in list(self._busy.items()):
            if connection in ready:
                outcome = worker.outcome()
            elif worker.deadline <= time.monotonic():
                worker.stop()
                outcome = Lost("timed_out", f"not done after {self._seconds:g} seconds")
            else:
                continue
            del self._busy[connection]
            if not isinstance(outcome, Lost):
                self._idle.append(worker)
            yield worker.task, outcome


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """One process and the task it has."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, function), daemon=True)
        self._process.start()
        theirs.close()
        self.task: Any = None
        self.deadline = 0.0

    def give(self, task: Any, seconds: float) -> None:
        self.task = task
        self.deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it died while idle: `outcome` finds the pipe closed
            self.connection.send(task)

    def outcome(self) -> Any:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            self.connection.close()
            return Lost("died", f"its process ended with {_ending(self._process.exitcode)}")

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def _serve(connection: Connection, function: Callable[[Any], Any]) -> None:
    """Body of a worker process: ends when the parent closes its side or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops its workers itself
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(function(task))
