"""Readers that query without pause while twenty releases are published: no error, no mixture."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb

from orchestration.lake import Lake
from orchestration.releases.publish import publish
from orchestration.warehouse import record_build
from tests.conftest import ROOT
from tests.orchestration.made_releases import make_releases

RELEASES = 20
ROWS = 5_000

READER = """
import json, sys
from pathlib import Path
import duckdb

duckdb.sql("set threads = 1")  # the builder needs a core as well
link, stop = Path(sys.argv[1]), Path(sys.argv[2])
seen, mixed, errors, queries = [], [], [], 0
while True:
    is_last = stop.exists()
    try:
        folder = link.resolve(strict=True)  # the link is followed once
        with duckdb.connect(str(folder / "gongkai.duckdb"), read_only=True) as connection:
            values = connection.sql(
                "select min(value), max(value), count(*) from marts.dim_thing").fetchall()[0]
            other = connection.sql("select min(value), max(value) from marts.dim_other").fetchall()
        files = duckdb.sql(
            f"select min(value), max(value), count(*) from '{folder}/parquet/dim_thing.parquet'"
        ).fetchall()[0]
        manifest = json.loads((folder / "manifest.json").read_text())
        with duckdb.connect(str(link / "gongkai.duckdb"), read_only=True) as direct:
            alone = direct.sql("select min(value), max(value) from marts.dim_thing").fetchall()[0]
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
    else:
        queries += 1
        whole = (values[0], values[0], ROWS)
        rows = manifest["tables"]["dim_thing"]["rows"]
        if not (values == files == whole and other == [whole[:2]] and rows == ROWS):
            mixed.append(repr((values, files, other)))
        if alone[0] != alone[1] or manifest["release_id"] != folder.name:
            mixed.append(repr((alone, folder.name)))
        if not seen or seen[-1] != int(values[0]):
            seen.append(int(values[0]))
            print(seen[-1], flush=True)
    if is_last:
        break
print(json.dumps({"seen": seen, "mixed": mixed, "errors": errors, "queries": queries}))
""".replace("ROWS", str(ROWS))


def build_thing(lake: Lake, value: int) -> None:
    """A finished build whose two tables hold one value in every row."""
    lake.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute(
            f"""
            create schema marts;
            create table marts.dim_thing as
            select range as thing_code, {value} as value from range({ROWS});
            create table marts.dim_other as select {value} as value;
            """
        )
    record_build(lake, f"key {value}", [])


def test_readers_meet_no_error_and_no_mixture_of_releases(tmp_path: Path):
    lake, _ = make_releases(tmp_path, 1)
    build_thing(lake, 0)
    publish(lake)
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(lake.current), str(stop)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout and reader.stdout.readline() == "0\n"
    try:
        for value in range(1, RELEASES + 1):
            build_thing(lake, value)
            assert publish(lake).is_new
    finally:
        stop.touch()
        outputs = [reader.communicate(timeout=120)[0] for reader in readers]
    for output in outputs:
        found = json.loads(output.splitlines()[-1])
        assert found["mixed"] == []
        assert found["errors"] == []
        assert found["seen"] == sorted(found["seen"])
        assert found["seen"][-1] == RELEASES
        assert len(found["seen"]) > RELEASES // 4
        assert found["queries"] > RELEASES
