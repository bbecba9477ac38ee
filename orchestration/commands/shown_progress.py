"""How a command shows what a build tells: as a bar in a terminal, else as lines for a log."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from collection.counted import counted
from orchestration.commands.terminal import printable
from orchestration.progress import Progress

_SECONDS_BETWEEN_LINES = 30.0


@contextlib.contextmanager
def shown_progress() -> Iterator[Progress]:
    """Shows on stderr what it is told; a bar goes when the work ends, lines stay."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield LineProgress(sys.stderr)
        return
    with Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bars:
        yield BarProgress(bars)


class BarProgress(Progress):
    """One bar, which begins anew with each stage."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("starting", total=None)

    def stage(self, name: str) -> None:
        self._bars.reset(self._task, total=None, description=name)

    def to_read(self, count: int) -> None:
        self._bars.update(self._task, total=count)

    def has_read(self, source_path: str) -> None:
        self._bars.advance(self._task)

    def remark(self, text: str) -> None:
        self._bars.console.print(printable(text, "yellow"))


class LineProgress(Progress):
    """A line for each stage, and now and then one while documents are read.

    Each begins with the seconds since the work began: `   4 s  reading reports`.
    """

    def __init__(self, stream: TextIO) -> None:
        """stream: stays the one that it is when sys.stderr is redirected."""
        self._stream = stream
        self._begun = self._last = time.monotonic()
        self._count = self._read = 0

    def stage(self, name: str) -> None:
        self._count = self._read = 0
        self._say(name)

    def to_read(self, count: int) -> None:
        self._count = count
        if count:
            self._say(f"{counted(count, 'file')} to read")

    def has_read(self, source_path: str) -> None:
        self._read += 1
        if time.monotonic() - self._last > _SECONDS_BETWEEN_LINES:
            self._say(f"{self._read:,} of {counted(self._count, 'file')} read")

    def remark(self, text: str) -> None:
        self._say(text)

    def _say(self, text: str) -> None:
        self._last = time.monotonic()
        with contextlib.suppress(OSError, ValueError):  # nobody listens: no reason to stop
            print(f"{self._last - self._begun:5.0f} s  {text}", file=self._stream, flush=True)
