"""Visit every source of the registry, in a process of its own."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from collection.memory import load, save
from collection.options import Options
from collection.region import Region
from collection.visit import SourceVisit, from_data

Key = tuple[str, str]
"""region_code and source_key."""

LOCK = ".lock"
"""The file of a memory folder that a collector at work holds."""

_SILENT_SECONDS = 120.0
"""A crawl that says nothing for so long hangs: it says every five seconds that it is alive."""
_GRACE_SECONDS = 30.0


def collect(
    registry: Sequence[Region],
    raw: Path,
    memory: Path,
    *,
    options: Options | None = None,
    gone: Mapping[str, date] | None = None,
) -> list[SourceVisit]:
    """Visit every source once, file what is new, and say for each source what came of it.

    raw: the raw folder. memory: the folder of what the collector remembers (data/collection).
    gone: raw files whose address had vanished when last known, with the day: for a memory that is
    lost.

    Returns one visit for each source, in the order of the registry, also where everything failed.
    The crawl runs in another process (its event loop cannot be started twice), which ends with
    this one. If it dies or hangs, the sources that it was at are at fault, and another process
    goes on with the rest.

    Raises nothing that a site, the network or the disk can cause.
    """
    options = options or Options()
    wanted = [(region.division, source.key) for region in registry for source in region.sources]
    if not wanted:
        return []
    try:
        memory.mkdir(parents=True, exist_ok=True)
        with _alone(memory) as is_alone:
            if not is_alone:
                return _all_failed(wanted, f"Another collector is at work on {memory}. Wait for it")
            found = _Night(registry, raw, memory, options, gone or {}).visits()
    except OSError as error:
        return _all_failed(
            wanted, f"{memory} cannot be used ({error.strerror}). Mend its permissions or make room"
        )
    return [found[key] for key in wanted]


def _all_failed(wanted: Sequence[Key], why: str) -> list[SourceVisit]:
    return [SourceVisit(code, key, fault=f"{why}.") for code, key in wanted]


@contextlib.contextmanager
def _alone(memory: Path) -> Iterator[bool]:
    with (memory / LOCK).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


class _Night:
    """The processes of one night, until every source was visited or is at fault."""

    def __init__(
        self,
        registry: Sequence[Region],
        raw: Path,
        memory: Path,
        options: Options,
        gone: Mapping[str, date],
    ) -> None:
        self._registry, self._raw, self._memory = registry, raw, memory
        self._options, self._gone = options, gone
        self._ends = time.monotonic() + options.night_seconds
        self._found: dict[Key, SourceVisit] = {}
        self._begun: set[Key] = set()

    def visits(self) -> dict[Key, SourceVisit]:
        while (left := self._left()) and time.monotonic() < self._ends:
            before = len(self._found)
            why = self._one_process(left)
            for code, key in sorted(self._begun - self._found.keys()):
                self._fail(code, key, f"The visit to this source {why}")
            if len(self._found) == before:
                for code, key in sorted(_keys(left)):
                    self._fail(code, key, f"The collector {why} before any visit")
        for code, key in sorted(_keys(self._left())):
            self._fail(code, key, "The night ended before this source was visited")
        return self._found

    def _left(self) -> list[Region]:
        """The regions with the sources that have no outcome yet."""
        left = []
        for region in self._registry:
            sources = [s for s in region.sources if (region.division, s.key) not in self._found]
            if sources:
                left.append(region.model_copy(update={"sources": sources}))
        return left

    def _one_process(self, regions: Sequence[Region]) -> str:
        """Run one crawl. Returns how it ended, for the sources that it left without an outcome."""
        seconds = max(self._ends - time.monotonic(), 1.0)
        job = {
            "regions": [_stated(region) for region in regions],
            "raw": str(self._raw.absolute()),
            "memory": str(self._memory.absolute()),
            "gone": {path: day.isoformat() for path, day in self._gone.items()},
            "options": options_as_data(replace(self._options, night_seconds=seconds)),
        }
        process = start_process()
        assert process.stdin is not None and process.stdout is not None
        said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        listener = threading.Thread(target=_listen, args=(process.stdout, said), daemon=True)
        listener.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(job).encode() + b"\n")
                process.stdin.flush()
            return self._follow(process, said)
        finally:
            process.kill()
            process.wait()
            listener.join()
            process.stdout.close()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()

    def _follow(
        self, process: subprocess.Popen[bytes], said: queue.Queue[dict[str, Any] | None]
    ) -> str:
        last = time.monotonic()
        while self._left():
            now = time.monotonic()
            if now > self._ends + _GRACE_SECONDS:
                return "had to be broken off at the end of the night"
            if now - last > _SILENT_SECONDS:
                return f"hung for {_SILENT_SECONDS:.0f} seconds and was broken off"
            held = _resident_bytes(process.pid)
            if held > self._options.most_memory:
                return f"held {held:,} bytes of memory and was broken off"
            try:
                event = said.get(timeout=1.0)
            except queue.Empty:
                continue
            last = time.monotonic()
            if event is None:
                code = process.wait()
                return "ended early" if code == 0 else f"ended the collector's process ({code})"
            if "begin" in event:
                code_, key = event["begin"]
                self._begun.add((code_, key))
            elif "visit" in event:
                visit = from_data(event["visit"])
                self._found[(visit.region_code, visit.source_key)] = visit
        return "ended"

    def _fail(self, code: str, key: str, why: str) -> None:
        """Count a visit that gave no outcome of its own."""
        today = self._options.today()
        failed, since = 1, today
        with contextlib.suppress(OSError):
            region, _ = load(self._memory, self._raw, code, self._gone)
            known = region.source(key)
            known.fail(today, f"{why}.")
            failed, since = known.failed_nights, known.failing_since or today
            if (code, key) in self._begun:
                known.last_visit = today
            save(self._memory, code, region)
        self._found[(code, key)] = SourceVisit(
            code, key, fault=f"{why}.", failed_nights=failed, failing_since=since.isoformat()
        )


def start_process() -> subprocess.Popen[bytes]:
    """The process of a crawl, which waits for its job on standard input."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "collection", "--child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": _search_path()},
    )


def _resident_bytes(process: int) -> int:
    """What a process holds in memory; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _keys(regions: Sequence[Region]) -> set[Key]:
    return {(region.division, source.key) for region in regions for source in region.sources}


def _stated(region: Region) -> dict[str, Any]:
    return region.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {
        "sources": [
            source.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for source in region.sources
        ]
    }


def _search_path() -> str:
    """Where this very package lies, so that the other process runs the same code."""
    here = str(Path(__file__).resolve().parent.parent)
    return os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))


def _listen(stream: IO[bytes], said: queue.Queue[dict[str, Any] | None]) -> None:
    for line in stream:
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict):
                said.put(event)
    said.put(None)


def options_as_data(options: Options) -> dict[str, Any]:
    """Options as JSON holds them."""
    stated = asdict(options)
    stated["now"] = options.now.isoformat() if options.now else None
    return stated


def options_from_data(data: dict[str, Any]) -> Options:
    """The reverse of `options_as_data`."""
    now = data.get("now")
    return Options(**data | {"now": datetime.fromisoformat(now) if now else None})
