"""What is delivered to run the nights unattended: settings, PostgreSQL, systemd units."""

import configparser
import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.definitions import defs
from orchestration.defs.ingest.collection import COLLECTED, regions
from orchestration.lake import Lake
from tests.conftest import ROOT
from tests.orchestration.test_automation import Sites, good, visit_all

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
BIN = Path(sys.executable).parent


def opened(home: Path, settings: Path) -> dg.DagsterInstance:
    """An instance with the settings that are delivered."""
    shutil.copy(settings, home / "dagster.yaml")
    return dg.DagsterInstance.from_config(str(home))


def test_the_settings_for_one_machine_are_those_of_this_dagster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    with opened(tmp_path, ROOT / "dagster.yaml") as instance:
        pools = instance.get_concurrency_config().pool_config
        assert (pools.default_pool_limit, pools.pool_granularity.value) == (1, "run")
        assert instance.run_monitoring_enabled and instance.freshness_enabled
        assert not instance.telemetry_enabled
        assert (tmp_path / "data" / "dagster").is_dir(), "history lies where it is said to"


def test_both_settings_differ_in_their_storage_alone():
    embedded, postgres = (
        yaml.safe_load(path.read_text())
        for path in (ROOT / "dagster.yaml", ROOT / "deploy" / "dagster.postgres.yaml")
    )
    assert embedded.pop("storage") != postgres.pop("storage")
    assert embedded == postgres


def test_every_pool_of_the_assets_is_explained_in_the_settings():
    graph = defs.get_repository_def().asset_graph
    pools = {pool for key in graph.materializable_asset_keys for pool in graph.get(key).pools or ()}
    assert pools == {"writer", "readers", "collector"}
    text = (ROOT / "dagster.yaml").read_text()
    assert all(f"`{pool}`" in text for pool in pools)


def postgres_program(name: str) -> str | None:
    """The path of a program of the PostgreSQL server; Debian keeps them out of PATH."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return shutil.which(name) or (found[-1] if found else None)


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of its own, which is removed with its data."""
    initdb, server = postgres_program("initdb"), postgres_program("postgres")
    if not (initdb and server):
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="gongkai-postgres-"))
    as_other = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "nobody")
        as_other = ["runuser", "-u", "nobody", "--"]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [
            *as_other,
            initdb,
            "--pgdata",
            folder / "data",
            "--username",
            "gongkai",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--no-sync",
        ],
        check=True,
        cwd=folder,
        env=environment,
        capture_output=True,
    )
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [
                *as_other,
                server,
                "-D",
                folder / "data",
                "-p",
                str(port),
                "-k",
                str(folder),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=off",
            ],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        address = f"postgresql+psycopg2://gongkai@127.0.0.1:{port}/postgres"
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, process: subprocess.Popen) -> None:
    import psycopg2

    for _ in range(150):
        assert process.poll() is None, "the server has ended"
        try:
            psycopg2.connect(address.replace("+psycopg2", "")).close()
            return
        except psycopg2.OperationalError:
            time.sleep(0.2)
    raise TimeoutError("the server does not answer")


def test_a_night_with_its_history_in_postgresql(
    lake: Lake, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GONGKAI_POSTGRES_URL", postgres)
    monkeypatch.chdir(tmp_path)
    sites = Sites(_320829=good("320829"), _320830=good("320830"))
    with opened(tmp_path, ROOT / "deploy" / "dagster.postgres.yaml") as instance:
        result = visit_all(lake, sites, instance)
        assert result.success
        cursor = instance.daemon_cursor_storage
        cursor.set_cursor_values({"trial": "kept"})
    assert not (tmp_path / "data" / "dagster" / "runs").exists(), "nothing of it lies in files"
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert type(instance.run_storage).__name__ == "PostgresRunStorage"
        assert instance.get_run_by_id(result.run_id).is_success
        assert instance.get_materialized_partitions(COLLECTED) == {"320829", "320830"}
        assert instance.get_dynamic_partitions(regions.name) == ["320829", "320830"]
        assert instance.daemon_cursor_storage.get_cursor_values({"trial"}) == {"trial": "kept"}


def rendered(unit: Path) -> str:
    """A unit with the folders of this checkout in place of those of an installation."""
    text = unit.read_text(encoding="utf-8")
    return text.replace("/opt/gongkai/.venv/bin", str(BIN)).replace("/opt/gongkai", str(ROOT))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_start_what_is_there(unit: Path, tmp_path: Path):
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read_string(rendered(unit))
    if unit.suffix == ".timer":
        assert parsed["Timer"]["OnCalendar"] == "*-*-* 02:00:00 Asia/Shanghai"
        assert (unit.parent / f"{unit.stem}.service") in UNITS
        return
    for key in ("ExecStart", "ExecStopPost"):
        if command := parsed["Service"].get(key):
            assert os.access(command.split()[0], os.X_OK), command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_units(tmp_path: Path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(rendered(unit), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / unit.name for unit in UNITS)],
        capture_output=True,
        text=True,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    ours = [line for line in done.stderr.splitlines() if "gongkai" in line]
    assert (done.returncode, ours) == (0, []), done.stderr
