"""Worker processes: a bad task costs only itself."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pytest
from pebble.pool.process import PoolManager

from extraction import memory
from orchestration.reading.workers import Lost, Workers
from tests.conftest import ROOT

MB = 1_000_000
needs_memory_figures = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells what a process holds"
)
_kept: list[bytearray] = []


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
        case "fill":
            kept = filled(2_000)
            time.sleep(1)
            return "filled" if kept else ""
    return task.upper()


def filled(megabytes: int) -> list[bytearray]:
    return [bytearray(os.urandom(1) * MB) for _ in range(megabytes)]


def hold(megabytes: int) -> int:
    """Leave the process larger by so much, as fragmented memory does."""
    if megabytes > 300:
        memory.need(1_000 * MB)
    _kept.extend(filled(megabytes))
    time.sleep(0.3)
    return os.getpid()


def process_of(_: int) -> int:
    return os.getpid()


def first_time(task: str) -> str:
    """Kills a process that has worked before: as if an earlier task had spoilt it."""
    if _kept and task == "second":
        os.kill(os.getpid(), signal.SIGSEGV)
    _kept.append(bytearray(1))
    return task


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str | Lost]:
    tasks = ["a", "die", "b", "hang", "c", "leave", "raise", "fill", "d"]
    with Workers(work, seconds=10, count=2) as workers:
        return dict(workers.run(tasks))


def test_every_task_has_an_outcome_although_workers_die(outcomes):
    assert [outcomes[task] for task in "abcd"] == list("ABCD")


def test_a_task_that_kills_its_process_is_reported_with_the_signal(outcomes):
    assert outcomes["die"] == Lost("died", "its process ended with SIGKILL")
    assert outcomes["leave"] == Lost("died", "its process ended with exit code 3")
    assert outcomes["raise"] == Lost("died", "ValueError: raise")


def test_a_task_that_never_ends_is_stopped(outcomes):
    assert outcomes["hang"] == Lost("timed_out", "not done after 10 seconds")


@needs_memory_figures
def test_a_task_that_fills_the_memory_is_stopped(outcomes):
    assert outcomes["fill"] == Lost("too_large", "it needs more than 500 MB of memory")


@needs_memory_figures
def test_a_task_may_ask_for_more_memory():
    with Workers(hold, seconds=30, count=1) as workers:
        assert [type(pid) for _, pid in workers.run([450])] == [int]


@needs_memory_figures
def test_a_task_is_not_blamed_for_what_an_earlier_one_left_in_memory():
    with Workers(hold, seconds=30, count=1) as workers:
        pids = [pid for _, pid in workers.run([290, 200])]
    assert pids[0] != pids[1]


def test_a_task_is_not_blamed_for_what_an_earlier_one_did_to_the_process():
    with Workers(first_time, seconds=30, count=1) as workers:
        assert [result for _, result in workers.run(["first", "second"])] == ["first", "second"]


def test_processes_serve_many_tasks_and_none_is_left_behind():
    with Workers(process_of, seconds=30, count=2) as workers:
        first = {pid for _, pid in workers.run(range(5))}
        second = {pid for _, pid in workers.run(range(5))}
    used = first | second
    assert len(used) <= 2
    for pid in used:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_no_process_is_left_behind_when_the_caller_stops_half_way():
    with pytest.raises(KeyError), Workers(work, seconds=600, count=2) as workers:
        for _ in workers.run(["a", "hang", "hang"]):
            raise KeyError
    assert multiprocessing.active_children() == []


def test_an_error_of_the_caller_s_list_of_tasks_is_not_swallowed():
    def tasks():
        yield "a"
        raise ValueError("no more")

    with Workers(work, seconds=30) as workers, pytest.raises(ValueError, match="no more"):
        list(workers.run(tasks()))


def test_a_process_that_dies_before_it_says_which_task_it_took_costs_no_other_task(monkeypatch):
    """Pebble gives up its whole pool then. On a busy machine this happens."""
    first = iter([True])
    find = PoolManager.find_expired_task

    def find_in_time(self: PoolManager, worker: int):
        if next(first, False):
            raise BrokenProcessPool("All workers expired")
        return find(self, worker)

    monkeypatch.setattr(PoolManager, "find_expired_task", find_in_time)
    with Workers(work, seconds=30, count=2) as workers:
        outcomes = dict(workers.run(["a", "die", *"bcdefghijk"]))
    assert outcomes.pop("die") == Lost("died", "its process ended with SIGKILL")
    assert outcomes == {task: task.upper() for task in "abcdefghijk"}


def test_where_no_process_can_be_started_no_task_is_blamed(tmp_path):
    """A script that starts work when it is imported cannot be imported by its workers."""
    script = tmp_path / "script.py"
    script.write_text(
        "from orchestration.reading.workers import Workers\n"
        "with Workers(len, seconds=60, count=1) as workers:\n"
        "    print(list(workers.run(['a'])))\n"
    )

    done = subprocess.run(
        [sys.executable, script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 1
    assert "BuildFailed: No process to read files in can be started" in done.stderr
    assert done.stdout == ""


def test_no_process_is_started_for_no_task():
    with Workers(process_of, seconds=30) as workers:
        assert list(workers.run([])) == []
        assert multiprocessing.active_children() == []


@needs_memory_figures
def test_a_single_call_cannot_allocate_without_bound():
    """Who watches memory gets no turn while a call into a library goes on."""
    with Workers(grab, seconds=30, count=1) as workers:
        ((_, outcome),) = workers.run([5_000 * MB])
    assert outcome == Lost("died", "MemoryError: ")


def grab(size: int) -> int:
    return len(bytes(size))
