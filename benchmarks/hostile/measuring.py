"""Read one file in a worker process and measure it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from orchestration.reading.task import Reading, Task, read


@dataclass(frozen=True, slots=True)
class Measured:
    """peak: megabytes that the process held at most; 0 where the system does not say."""

    reading: Reading
    seconds: float
    peak: int


def measured(task: Task) -> Measured:
    """Read a file; the peak of memory is counted anew for each."""
    start = time.perf_counter()
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return Measured(read(task), time.perf_counter() - start, 0)
    reading = read(task)
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return Measured(reading, seconds, peak // 1000)
