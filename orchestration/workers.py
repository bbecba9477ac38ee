"""Worker processes of which a bad task costs only itself.

concurrent.futures gives up the whole pool when one process dies, without telling which task
killed it, and cannot stop a task that never ends. Reports come from thousands of offices and
are read by native libraries, so both will happen. Pebble's pool replaces a dead or overdue
worker and names its task.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

Task = TypeVar("Task")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 4
"""Tasks handed to the pool at a time: enough to keep it busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result: its worker died or had to be stopped."""

    kind: Literal["died", "timed_out"]
    detail: str


class Workers(Generic[Task, Result]):
    """Up to `count` processes that call `function`; started when first needed.

    function must be importable by name, tasks and results must be picklable.
    seconds: limit for one task, counted from when its worker begins it.
    """

    def __init__(
        self, function: Callable[[Task], Result], *, seconds: float, count: int | None = None
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._count = count or _cores()
        # Spawned, not forked: the parent has threads (polars, Dagster), whose locks a fork copies.
        self._pool = ProcessPool(
            max_workers=self._count,
            context=multiprocessing.get_context("spawn"),
            initializer=_leave_interrupts_to_the_parent,
        )

    def __enter__(self) -> Workers[Task, Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pool.stop()
        self._pool.join()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, in the order in which they end."""
        waiting = iter(tasks)
        given: dict[Future[Result], Task] = {}
        while True:
            room = self._count * _WAITING_PER_WORKER - len(given)
            for task in islice(waiting, room):
                future = self._pool.schedule(self._function, args=(task,), timeout=self._seconds)
                given[future] = task
            if not given:
                return
            done, _ = wait(given, return_when=FIRST_COMPLETED)
            for ended in done:
                yield given.pop(ended), self._outcome(ended)

    def _outcome(self, future: Future[Result]) -> Result | Lost:
        try:
            return future.result()
        except TimeoutError:
            return Lost("timed_out", f"not done after {self._seconds:g} seconds")
        except ProcessExpired as error:
            return Lost("died", f"its process ended with {_ending(error.exitcode)}")
        except Exception as error:
            return Lost("died", f"{type(error).__name__}: {error}")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
