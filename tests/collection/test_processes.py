"""The crawl's process: it ends with its parent, and its death costs only what it was at."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

import collection.collect
from collection.collect import collect, options_as_data, options_from_data
from collection.options import Options
from collection.visit import SourceVisit, as_data, from_data
from tests.collection.conftest import QUICK, Night, list_of, region, title
from tests.collection.web import Site, Web
from tests.collection.zygote import Fork

ROOT = Path(__file__).resolve().parent.parent.parent


def test_by_hand_it_prints_visits_as_json(night: Night, site: Site) -> None:
    """In processes of its own, as an engineer would run it."""
    site.report("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])
    file = night.root / "regions" / "320813.yml"
    file.parent.mkdir()
    file.write_text(
        'division: "320813"\nname: 洪泽区\nsources:\n'
        f"  - {{key: government, list: {{url: '{site.url('/index.html')}'}}}}\n"
    )
    command = [sys.executable, "-m", "collection", str(file), "--raw", str(night.raw)]
    command += ["--memory", str(night.memory), "--pause", "0"]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "regions/320813.yml:4: sources[0].list.url: " in refused.stderr
    done = subprocess.run([*command, "--allow-loopback"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    visit = from_data(json.loads(done.stdout))
    assert (visit.found, len(visit.new), visit.fault) == (1, 1, None)
    assert night.files() == list(visit.new)


def test_the_crawl_ends_when_its_parent_is_killed(night: Night, site: Site) -> None:
    site.report("/a.html", title(2023), seconds=30)
    site.index("/index.html", ["/a.html"])
    given = json.dumps(
        region({"key": "government"} | list_of(site)).model_dump(
            mode="json", by_alias=True, exclude_defaults=True
        )
    )
    code = f"""
import json, sys
from pathlib import Path
from collection.collect import collect
from collection.options import Options
from collection.region import Region
region = Region.model_validate(json.loads({given!r}), context={{"allow_loopback": True}})
collect([region], Path({str(night.raw)!r}), Path({str(night.memory)!r}),
        options=Options(pause=0, allow_loopback=True))
"""
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    _wait(lambda: "/a.html" in site.paths())
    children = _children_of(parent.pid)
    assert len(children) == 1
    parent.kill()
    parent.wait()
    _wait(lambda: not _is_alive(children[0]))


def test_a_crawl_that_dies_costs_the_sources_it_was_at(night: Night, web: Web) -> None:
    deadly, beside, late = web.site(), web.site(), web.site()
    for site in (deadly, beside, late):
        seconds = 0 if site is late else 30
        site.report("/a.html", title(2023, of=site.place), seconds=seconds)
        site.index("/index.html", ["/a.html"])
    started: list[Fork] = []
    start = collection.collect.start_process

    def remember() -> Fork:
        started.append(start())  # type: ignore[arg-type]
        return started[-1]

    sources = [
        {"key": "deadly"} | list_of(deadly),
        {"key": "beside"} | list_of(beside),
        {"key": "late"} | list_of(late),
    ]
    import threading

    def kill() -> None:
        _wait(lambda: "/a.html" in deadly.paths() and "/a.html" in beside.paths())
        os.kill(started[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    options = night.but(hosts=2, request_seconds=60).options
    with mock.patch("collection.collect.start_process", remember):
        found = collect([region(*sources)], night.raw, night.memory, options=options)
    killer.join()
    by_key = {visit.source_key: visit for visit in found}
    for key in ("deadly", "beside"):
        assert "The visit to this source ended" in (by_key[key].fault or "")
        assert by_key[key].failed_nights == 1
    assert by_key["late"].fault is None
    assert len(night.files()) == 1 and len(started) == 2


def test_a_night_ends_in_time_and_says_what_it_left(night: Night, web: Web) -> None:
    slow, after = web.site(), web.site()
    slow.report("/a.html", title(2023), seconds=30)
    slow.index("/index.html", ["/a.html"])
    after.index("/index.html", [])
    options = night.but(hosts=1, night_seconds=2.0, request_seconds=20).options
    started = time.monotonic()
    sources = [{"key": "slow"} | list_of(slow), {"key": "after"} | list_of(after)]
    found = collect([region(*sources)], night.raw, night.memory, options=options)
    assert time.monotonic() - started < 15
    assert "ended" in " ".join(found[0].notes) or "ended" in (found[0].fault or "")
    assert found[1].fault == "The night ended before this source was visited."


def test_a_second_collector_beside_a_first_is_told_to_wait(night: Night, site: Site) -> None:
    import fcntl

    night.memory.mkdir()
    with (night.memory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        visit = night.visit(**list_of(site))
    assert "Another collector is at work" in (visit.fault or "")
    assert not (night.memory / "320813.json").exists() and site.asked == []


def test_a_process_that_cannot_start_is_a_fault_of_every_source(night: Night, site: Site) -> None:
    def broken() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", "raise SystemExit(3)"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    with mock.patch("collection.collect.start_process", broken):
        visit = night.visit(**list_of(site))
    assert "ended the collector's process (3) before any visit" in (visit.fault or "")


def test_half_written_files_of_a_killed_collector_are_removed(night: Night, site: Site) -> None:
    site.report("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])
    place = night.raw / "320813" / "2023"
    place.mkdir(parents=True)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (place / f".0123456789abcdef.writing-{dead.pid}").write_bytes(b"half")
    (place / f".fedcba9876543210.writing-{os.getpid()}").write_bytes(b"of one at work")
    night.visit(**list_of(site))
    left = sorted(path.name for path in place.iterdir() if path.name.startswith("."))
    assert left == [f".fedcba9876543210.writing-{os.getpid()}"]


def test_options_and_visits_survive_the_way_between_processes() -> None:
    assert options_from_data(json.loads(json.dumps(options_as_data(QUICK)))) == QUICK
    assert options_from_data(json.loads(json.dumps(options_as_data(Options())))) == Options()
    visit = SourceVisit("320813", "x", found=2, new=("a",), fault="b.", notes=("c", "d"))
    assert from_data(json.loads(json.dumps(as_data(visit)))) == visit


def _wait(is_so: object, seconds: float = 20.0) -> None:
    assert callable(is_so)
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def _children_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    return [int(child) for child in children.read_text().split()]


def _is_alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_a_crawl_that_swells_is_broken_off(night: Night, site: Site) -> None:
    site.report("/a.html", title(2023), seconds=5)
    site.index("/index.html", ["/a.html"])
    visit = night.but(most_memory=5_000_000).visit(**list_of(site))
    assert "bytes of memory and was broken off" in (visit.fault or "")
