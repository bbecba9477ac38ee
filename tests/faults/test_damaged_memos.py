"""Every file of the interim data may be damaged: it is found out, made anew, and nothing differs.

The files are those that a night leaves, so that one which is added later is damaged here too. dbt
is left out (its own files are damaged by benchmarks/kills); a small table stands for the models.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.files import read_sealed, write_sealed
from orchestration.lake import Lake
from orchestration.raw.inventory import FILED_YEARS, write_inventory
from orchestration.reading.run import extract_partitions
from orchestration.releases.history import damage
from orchestration.releases.publish import Limits, publish
from orchestration.review import write_review_decisions
from orchestration.warehouse import begin_build, build_key, finished_build, record_build
from schemas.tables import EXTRACTED
from tests.orchestration.conftest import HUAIAN, put_report
from tests.orchestration.test_release import build


def night(lake: Lake) -> dict[str, Any]:
    """What the stages of a night do, one after the other. Returns what came out."""
    extract_partitions(lake, write_inventory(lake), FILED_YEARS)
    write_review_decisions(lake)
    key = build_key(lake)
    finished = finished_build(lake)
    if not finished or finished["build_key"] != key:
        begin_build(lake)
        build(lake)
        record_build(lake, key, [{"asset_key": ["marts", "dim_thing"], "severity": "WARN"}])
    published = publish(lake, limits=Limits())
    tables = {table: pl.read_parquet(lake.extracted(table, "2024")) for table in EXTRACTED}
    manifest = json.loads((lake.current / "manifest.json").read_text())
    return {
        **tables,
        "inventory": pl.read_parquet(lake.inventory),
        "content": manifest["content_sha256"],
        "rows": published.row_counts,
    }


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x10]) + content[middle + 1 :]


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def emptied(content: bytes) -> bytes:
    return b""


def of_another_kind(content: bytes) -> bytes:
    """A whole Parquet file, or JSON, that holds something else."""
    if content[:4] != b"PAR1":
        return b'{"x": 1}'
    stream = io.BytesIO()
    pl.DataFrame({"x": [1]}).write_parquet(stream)
    return stream.getvalue()


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (flipped, halved, emptied, of_another_kind)


def is_same(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What differs between what came out of two nights."""
    return [
        name
        for name in one
        if not (
            one[name].equals(other[name])
            if isinstance(one[name], pl.DataFrame)
            else one[name] == other[name]
        )
    ]


def test_any_damaged_file_of_the_interim_data_is_made_anew(tmp_path: Path):
    lake = Lake.at(tmp_path / "raw", tmp_path / "releases")
    put_report(lake.raw, HUAIAN)
    undisturbed = night(lake)
    files = sorted(
        path
        for path in lake.interim.rglob("*")
        if path.is_file() and path.suffix not in (".lock", ".log")
    )
    assert len(files) > 10
    faults = []
    for index, path in enumerate(files):
        for harm in (DAMAGES[0], DAMAGES[1 + index % 3]):
            before = path.read_bytes()
            path.write_bytes(harm(before))
            what = f"{path.relative_to(lake.interim)} {harm.__name__}"
            try:
                faults += [f"{what}: other {name}" for name in is_same(undisturbed, night(lake))]
            except Exception as error:
                faults.append(f"{what}: {type(error).__name__}: {error}")
            faults += [f"{what}: {fault}" for fault in [damage(lake.current)] if fault]
    assert faults == []


def test_what_is_kept_sealed_is_not_given_out_damaged(tmp_path: Path):
    path = tmp_path / "page.sealed"
    write_sealed(path, b"content")
    assert read_sealed(path) == b"content"
    for harm in DAMAGES:
        write_sealed(path, b"content")
        path.write_bytes(harm(path.read_bytes()))
        assert read_sealed(path) is None
