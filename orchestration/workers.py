"""Worker processes of which a bad task costs only itself.

Reports come from thousands of offices and are read by native libraries: one will kill its
process, one will never end, and one will unpack to more memory than the machine has. A pool must
then name the task, lose no other, and go on. `concurrent.futures` loses the whole pool with one
process; pools whose processes share a queue lose it when one is killed while it holds the
queue's lock. Here each process has a pipe of its own.

Memory is watched from outside, by what a process holds; see `extraction.memory`. Where the system
does not tell that (it does on Linux), there is no limit of memory.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from threading import Event, Thread
from types import TracebackType
from typing import Any, Generic, Literal, TypeVar

from extraction import memory

Task = TypeVar("Task")
Result = TypeVar("Result")

_WATCH_SECONDS = 0.02
"""How often memory and time are looked at. A process can fill some 40 MB in that time."""
_AHEAD = 2
"""Tasks that a process is given at a time: the next lies ready while one is at work."""
_UNREAD_PER_WORKER = 8
"""Outcomes that may wait to be taken, per process: few enough to bound memory."""
_SWOLLEN = 0.6
"""A process that still holds this share of its limit after a task is replaced."""


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
        self._workers: list[_Worker] = []
        self._manager: Thread | None = None
        self._is_stopped = Event()

    def __enter__(self) -> Workers[Task, Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop_manager()
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, in the order in which they end."""
        self._stop_manager()
        outcomes: queue.SimpleQueue[Any] = queue.SimpleQueue()
        # A thread, so that limits hold and workers stay busy whatever the caller does meanwhile.
        self._manager = Thread(target=self._manage, args=(iter(tasks), outcomes))
        self._manager.start()
        try:
            while (outcome := outcomes.get()) is not None:
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
        finally:
            self._stop_manager()

    def _stop_manager(self) -> None:
        if self._manager is not None:
            self._is_stopped.set()
            self._manager.join()
            self._manager = None
            self._is_stopped.clear()

    def _manage(self, tasks: Iterator[Task], outcomes: queue.SimpleQueue[Any]) -> None:
        """Put every task's outcome into the queue, and None after the last."""
        try:
            waiting = deque[_Attempt]()
            more = True
            while not self._is_stopped.is_set():
                if more and outcomes.qsize() < self._count * _UNREAD_PER_WORKER:
                    more = self._fill(waiting, tasks)
                self._hand_out(waiting)
                if not more and not any(worker.given for worker in self._workers):
                    break
                wait([worker.pipe for worker in self._workers], _WATCH_SECONDS)
                for worker in list(self._workers):
                    for attempt, outcome in self._look_after(worker, waiting):
                        outcomes.put((attempt.task, outcome))
            outcomes.put(None)
        except BaseException as error:
            outcomes.put(error)

    def _fill(self, waiting: deque[_Attempt], tasks: Iterator[Task]) -> bool:
        """Take up as many tasks as the workers have room for; whether there may be more."""
        room = self._count * _AHEAD - sum(len(worker.given) for worker in self._workers)
        while len(waiting) < room:
            try:
                waiting.append(_Attempt(next(tasks)))
            except StopIteration:
                return False
        return True

    def _hand_out(self, waiting: deque[_Attempt]) -> None:
        """Give to each worker in turn, so that none lies idle while another has one ahead."""
        for depth in range(_AHEAD):
            for worker in self._workers:
                if waiting and len(worker.given) == depth and worker.give(waiting[0]):
                    waiting.popleft()
            while depth == 0 and waiting and len(self._workers) < self._count:
                worker = _Worker.start(self._function, self._memory)
                self._workers.append(worker)
                if worker.give(waiting[0]):
                    waiting.popleft()

    def _look_after(
        self, worker: _Worker, waiting: deque[_Attempt]
    ) -> Iterator[tuple[_Attempt, Result | Lost]]:
        """What a worker has done; what it leaves undone when it ends waits for another."""
        worker.hold_to(self._seconds)
        yield from worker.received()
        if worker.is_open:
            return
        self._workers.remove(worker)
        worker.stop()
        if not worker.is_ready:
            raise RuntimeError(f"Worker processes do not start: one ended with {worker.ending}.")
        if worker.given and not worker.has_left:
            loss = worker.loss or Lost("died", f"its process ended with {worker.ending}")
            attempt = worker.given.popleft()
            if worker.loss and attempt is not worker.stopped:
                waiting.appendleft(attempt)  # the one that was at fault had just ended
            elif loss.kind != "timed_out" and worker.done and not attempt.is_second:
                # An earlier task may have left the process swollen or spoilt.
                waiting.appendleft(_Attempt(attempt.task, is_second=True))
            else:
                yield attempt, loss
        waiting.extendleft(reversed(worker.given))


@dataclass(eq=False, slots=True)
class _Attempt:
    task: Any
    is_second: bool = False


@dataclass(eq=False, slots=True)
class _Worker:
    """A process as its owner sees it.

    given: attempts it has not answered, the first at work since `begun` (a monotonic time).
    memory: bytes that it may hold. has_left: it ended by itself, in good order.
    loss, stopped: why it was killed, and over which attempt.
    """

    process: Any
    pipe: Connection
    memory: int
    given: deque[_Attempt] = field(default_factory=deque)
    begun: float = 0.0
    done: int = 0
    is_ready: bool = False
    is_open: bool = True
    has_left: bool = False
    loss: Lost | None = None
    stopped: _Attempt | None = None

    @classmethod
    def start(cls, function: Callable[[Any], Any], memory: int) -> _Worker:
        # Spawned, not forked: the parent has threads (polars, Dagster), whose locks a fork copies.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(function, theirs, memory), daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours, memory)

    def give(self, attempt: _Attempt) -> bool:
        """Whether the process could be given a task: it may have ended unseen."""
        try:
            self.pipe.send(attempt.task)
        except OSError:
            return False
        if not self.given:
            self.begun = time.monotonic()
        self.given.append(attempt)
        return True

    def hold_to(self, seconds: float) -> None:
        """Stop the process where the task at work takes too much."""
        if not (self.given and self.is_ready) or self.loss:
            return
        if (memory.resident(self.process.pid) or 0) > self.memory:
            needs = f"it needs more than {self.memory // 1_000_000} MB of memory"
            self.loss = Lost("too_large", needs)
        elif time.monotonic() - self.begun > seconds:
            self.loss = Lost("timed_out", f"not done after {seconds:g} seconds")
        if self.loss:
            self.stopped = self.given[0]
            self.process.kill()

    def received(self) -> Iterator[tuple[_Attempt, Any]]:
        """The answers that lie ready; marks the worker as closed where there will be no more."""
        try:
            while self.pipe.poll():
                kind, content = self.pipe.recv()
                if kind == "needs":
                    self.memory = max(self.memory, content)
                    continue
                self.begun = time.monotonic()
                if kind == "ready":
                    self.is_ready = True
                elif kind == "leaves":
                    self.has_left = True
                else:
                    self.done += 1
                    yield self.given.popleft(), content
        except (EOFError, OSError):
            self.is_open = False

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()

    @property
    def ending(self) -> str:
        exit_code = self.process.exitcode
        if exit_code is not None and exit_code < 0:
            return signal.Signals(-exit_code).name
        return f"exit code {exit_code}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(function: Callable[[Any], Any], pipe: Connection, limit: int) -> None:
    """The life of a worker process: answer tasks until the pipe closes or memory is swollen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's business

    def grant(size: int) -> None:
        nonlocal limit
        if size > limit:
            limit = size
            pipe.send(("needs", size))

    memory.watched(grant)
    pipe.send(("ready", None))
    is_swollen = False
    while not is_swollen:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            result: Any = function(task)
        except Exception as error:
            result = Lost("died", f"{type(error).__name__}: {error}")
        pipe.send(("done", result))
        is_swollen = (memory.resident(os.getpid()) or 0) > _SWOLLEN * limit
    pipe.send(("leaves", None))
