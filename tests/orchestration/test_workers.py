"""Worker processes: a bad task costs only itself."""

import multiprocessing
import os
import signal
import time

import pytest

from orchestration.workers import Lost, Workers


def work(task: str) -> str:
    match task:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(3)
        case "hang":
            time.sleep(600)
        case "raise":
            raise ValueError(task)
    return task.upper()


def process_of(_: int) -> int:
    return os.getpid()


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str | Lost]:
    tasks = ["a", "die", "b", "hang", "c", "leave", "raise", "d"]
    with Workers(work, seconds=5, count=2) as workers:
        return dict(workers.run(tasks))


def test_every_task_has_an_outcome_although_workers_die(outcomes):
    assert [outcomes[task] for task in "abcd"] == list("ABCD")


def test_a_task_that_kills_its_process_is_reported_with_the_signal(outcomes):
    assert outcomes["die"] == Lost("died", "its process ended with SIGKILL")
    assert outcomes["leave"] == Lost("died", "its process ended with exit code 3")
    assert outcomes["raise"].kind == "died"


def test_a_task_that_never_ends_is_stopped(outcomes):
    assert outcomes["hang"].kind == "timed_out"


def test_processes_serve_many_tasks_and_none_is_left_behind():
    with Workers(process_of, seconds=30, count=2) as workers:
        first = {pid for _, pid in workers.run(range(5))}
        second = {pid for _, pid in workers.run(range(5))}
    used = first | second
    assert len(used) <= 2
    for pid in used:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_no_process_is_started_for_no_task():
    with Workers(process_of, seconds=30) as workers:
        assert list(workers.run([])) == []
        assert multiprocessing.active_children() == []
