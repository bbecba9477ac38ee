"""What a build shows while it goes on, where nobody watches a terminal."""

import io

import pytest

from orchestration.commands import shown_progress
from orchestration.commands.shown_progress import LineProgress


def test_a_log_gets_a_line_for_each_stage_with_the_seconds_until_it(monkeypatch):
    clock = iter([100.0, 100.2, 103.6, 104.0, 190.0])
    monkeypatch.setattr(shown_progress.time, "monotonic", lambda: next(clock))
    log = io.StringIO()
    progress = LineProgress(log)
    progress.stage("listing raw files")
    progress.stage("reading reports")
    progress.to_read(0)
    progress.to_read(2)
    progress.stage("publishing")
    assert log.getvalue().splitlines() == [
        "    0 s  listing raw files",
        "    4 s  reading reports",
        "    4 s  2 files to read",
        "   90 s  publishing",
    ]


def test_long_reading_is_told_of_now_and_then(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(shown_progress.time, "monotonic", lambda: now[0])
    log = io.StringIO()
    progress = LineProgress(log)
    progress.stage("reading reports")
    progress.to_read(1500)
    for _ in range(1500):
        now[0] += 0.1
        progress.has_read("a")
    lines = log.getvalue().splitlines()[2:]
    assert len(lines) == 4
    assert lines[0].endswith("of 1,500 files read")


def test_a_log_that_nobody_takes_stops_no_build():
    closed = io.StringIO()
    closed.close()
    LineProgress(closed).stage("publishing")


def test_into_a_pipe_go_lines(capsys):
    with shown_progress.shown_progress() as progress:
        progress.stage("listing raw files")
    assert "listing raw files" in capsys.readouterr().err


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
