"""Worker processes of which a bad task costs only itself.

concurrent.futures gives up the whole pool when one process dies, without telling which task
killed it, and cannot stop a task that never ends. Reports come from thousands of offices and
are read by native libraries, so both will happen. Pebble's pool replaces a dead or overdue
worker and names its task.

A worker ends itself when a task makes it hold more memory than it may (`extraction.memory`). Where
the system does not tell what a process holds (it does on Linux), there is no such limit.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

from extraction import memory
from orchestration import children
from orchestration.files import BuildFailed

Task = TypeVar("Task")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 4
"""Tasks handed to the pool at a time: enough to keep it busy, few enough to bound memory."""
_TASKS_PER_PROCESS = 500
"""A process is replaced after so many, for memory that libraries do not give back."""
_WATCH_SECONDS = 0.02
"""How often memory is looked at. A process can fill some 40 MB in that time."""
_MOST_BREAKS = 5
"""How often a task may break the pool that it has to itself before it is given up."""
_OVERFULL = 99
"""Exit code of a worker that held too much memory."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result: its worker died or had to be stopped."""

    kind: Literal["died", "timed_out", "too_large"]
    detail: str


class Workers(Generic[Task, Result]):
    """Up to `count` processes that call `function`; started when first needed.

    function must be importable by name, tasks and results must be picklable.
    seconds: limit for one task, counted from when its worker begins it.
    memory: bytes that a worker may hold, until a task asks for more (`extraction.memory.need`).
    """

    def __init__(
        self,
        function: Callable[[Task], Result],
        *,
        seconds: float,
        memory: int = memory.READING,
        count: int | None = None,
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._memory = memory
        self._count = count or _cores()
        self._pool = self._new_pool()
        self._has_worked = False

    def _new_pool(self) -> ProcessPool:
        # Spawned, not forked: the parent has threads (polars, Dagster), whose locks a fork copies.
        return ProcessPool(
            max_workers=self._count,
            context=multiprocessing.get_context("spawn"),
            max_tasks=_TASKS_PER_PROCESS,
            initializer=_prepare,
            initargs=(self._memory,),
        )

    def __enter__(self) -> Workers[Task, Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._pool.stop()
        self._pool.join()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, in the order in which they end.

        A task that is lost with its process is given to another once: an earlier one may have
        left the process swollen or spoilt.
        """
        waiting = iter(tasks)
        given: dict[Future[Result], Task] = {}
        again: set[Future[Result]] = set()
        while True:
            room = self._count * _WAITING_PER_WORKER - len(given)
            for task in islice(waiting, room):
                given[self._schedule(task)] = task
            if not given:
                return
            done, _ = wait(given, return_when=FIRST_COMPLETED)
            if any(isinstance(ended.exception(), BrokenProcessPool) for ended in done):
                for task in given.values():
                    yield task, self._alone(task)
                given, again = {}, set()
                continue
            for ended in done:
                task = given.pop(ended)
                if isinstance(ended.exception(), ProcessExpired) and ended not in again:
                    second = self._schedule(task)
                    given[second] = task
                    again.add(second)
                else:
                    again.discard(ended)
                    yield task, self._outcome(ended)

    def _alone(self, task: Task) -> Result | Lost:
        """The outcome of a task that was given when the pool broke, with a pool to itself.

        Pebble gives up a whole pool, and may leave tasks without any end, where a process dies
        before it has said which task it took.

        Raises BuildFailed where no process has ever come so far: that is no fault of a task.
        """
        has_expired = False
        for _ in range(_MOST_BREAKS):
            if not self._pool.active:
                self._stop()
                self._pool = self._new_pool()
            future = self._schedule(task)
            wait([future])
            if isinstance(future.exception(), ProcessExpired) and not has_expired:
                has_expired = True
            elif not isinstance(future.exception(), BrokenProcessPool):
                break
        if isinstance(future.exception(), BrokenProcessPool) and not self._has_worked:
            raise BuildFailed(
                f"No process to read files in can be started ({future.exception()}). Nothing was "
                "read. Free memory and processes, or start the program that calls this as a "
                "module; then begin again."
            )
        return self._outcome(future)

    def _schedule(self, task: Task) -> Future[Result]:
        try:
            return self._pool.schedule(_watched, args=(self._function, task), timeout=self._seconds)
        except RuntimeError:  # it broke just now
            refused: Future[Result] = Future()
            refused.set_exception(BrokenProcessPool())
            return refused

    def _outcome(self, future: Future[Result]) -> Result | Lost:
        self._has_worked |= not isinstance(future.exception(), BrokenProcessPool)
        try:
            return future.result()
        except TimeoutError:
            return Lost("timed_out", f"not done after {self._seconds:g} seconds")
        except ProcessExpired as error:
            if error.exitcode == _OVERFULL:
                limit = f"more than {self._memory // 1_000_000} MB of memory"
                return Lost("too_large", f"it needs {limit}")
            return Lost("died", f"its process ended with {_ending(error.exitcode)}")
        except Exception as error:
            return Lost("died", f"{type(error).__name__}: {error}")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


_watching = threading.Lock()
_is_at_work = False


def _prepare(limit: int) -> None:
    """Begin a worker's life: leave interrupts to the parent, and watch what it holds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():
        children.end_with_parent(parent.pid)
    memory.build_wall()
    if memory.resident() is not None:
        threading.Thread(target=_watch, args=(limit,), daemon=True).start()


def _watch(limit: int) -> None:
    """End this process when it holds too much, but only within a task: outside of one it may
    hold the lock of the pool's queue."""
    while True:
        time.sleep(_WATCH_SECONDS)
        with _watching:
            if _is_at_work and (memory.resident() or 0) > max(limit, memory.asked_for()):
                os._exit(_OVERFULL)


def _watched(function: Callable[[Task], Result], task: Task) -> Result:
    global _is_at_work
    with _watching:
        _is_at_work = True
    try:
        return function(task)
    finally:
        with _watching:
            _is_at_work = False
