"""Raw files that are being written, changed by hand or removed: never read by half unseen."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from orchestration.lake import JURISDICTIONS, Lake
from orchestration.raw.files import sha256_of_raw
from orchestration.raw.inventory import FILED_YEARS, describe, write_inventory
from orchestration.raw.sidecar import SUFFIX
from orchestration.reading import task as reading
from orchestration.reading.run import extract_partitions
from orchestration.reading.task import Task, source_of
from tests.orchestration.conftest import HUAIAN, put_report

YEAR = "2024"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.at(tmp_path / "raw", tmp_path / "releases")


def extract(lake: Lake) -> pl.DataFrame:
    """Read what is to be read. Returns what was refused."""
    extract_partitions(lake, write_inventory(lake), FILED_YEARS)
    return pl.read_parquet(lake.extracted("rejected_documents", YEAR))


def facts(lake: Lake) -> int:
    return pl.read_parquet(lake.extracted("facts", YEAR)).height


@pytest.mark.skipif(not Path("/proc/self/fdinfo").is_dir(), reason="no open files are shown here")
def test_a_file_that_somebody_is_still_writing_waits_for_the_next_build(lake: Lake):
    path = put_report(lake.raw, HUAIAN)
    content = path.read_bytes()
    path.unlink()
    script = (
        "import sys; stream = open(sys.argv[1], 'wb'); "
        "whole = sys.stdin.buffer.read(int(sys.argv[2])); "
        "stream.write(whole[: len(whole) // 2]); stream.flush(); print(1, flush=True); "
        "sys.stdin.buffer.read(1); stream.write(whole[len(whole) // 2 :])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path), str(len(content))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdin and writer.stdout
        writer.stdin.write(content)
        writer.stdin.flush()
        writer.stdout.readline()
        (refused,) = extract(lake).rows(named=True)
        assert refused["source_path"] == HUAIAN
        assert f"still being written (process {writer.pid}" in refused["reason"]
        assert facts(lake) == 0
        writer.stdin.write(b"\n")
        writer.stdin.flush()
        writer.wait()
    assert path.read_bytes() == content
    assert extract(lake).is_empty()
    assert facts(lake) > 100


def test_a_file_that_grew_since_it_was_listed_is_refused_until_the_next_build(lake: Lake):
    path = put_report(lake.raw, HUAIAN)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    inventory = write_inventory(lake)
    path.write_bytes(content)
    extract_partitions(lake, inventory, [YEAR])
    (refused,) = pl.read_parquet(lake.extracted("rejected_documents", YEAR)).rows(named=True)
    assert "changed while the build was running" in refused["reason"]
    assert extract(lake).is_empty()


def test_a_file_that_grows_while_it_is_read_is_refused(lake: Lake, monkeypatch: pytest.MonkeyPatch):
    path = put_report(lake.raw, HUAIAN)
    digest, _ = sha256_of_raw(lake.raw, HUAIAN)
    task = Task(lake.raw, source_of(describe(lake.raw, HUAIAN)), digest, JURISDICTIONS)
    real = reading.extract

    def slow(*arguments: object) -> object:
        with path.open("ab") as stream:
            stream.write(b" ")
        return real(*arguments)

    assert not reading.read(task).rows["rejected_documents"]
    monkeypatch.setattr(reading, "extract", slow)
    found = reading.read(task)
    assert "changed while" in found.rows["rejected_documents"][0]["reason"]
    assert not found.is_final
    assert not found.rows["facts"]


def test_a_sidecar_that_is_removed_takes_its_claims_away(lake: Lake):
    path = put_report(lake.raw, HUAIAN)
    sidecar = path.with_name(path.name + SUFFIX)
    sidecar.write_text("address: https://www.example.cn/a.html\n")
    old = time.time_ns() - 10**10
    for one in (path, sidecar):
        os.utime(one, ns=(old, old))
    assert write_inventory(lake)["source_url"].to_list() == ["https://www.example.cn/a.html"]
    sidecar.unlink()
    assert write_inventory(lake)["source_url"].to_list() == [None]


def test_a_file_that_grows_all_the_time_is_read_whole_or_not_at_all(lake: Lake):
    """Each build either refuses it or has read just the bytes that its row names."""
    path = put_report(lake.raw, HUAIAN)
    ends = threading.Event()

    def grow() -> None:
        while not ends.wait(0.01):
            with path.open("ab") as stream:
                stream.write(b"<p>a</p>\n")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        refused = extract(lake)
    finally:
        ends.set()
        writer.join()
    assert refused.height == 1
    assert extract(lake).is_empty()
