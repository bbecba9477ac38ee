"""The lake whose builds are killed, and what is looked at after each kill."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml

from benchmarks.kills import killed_build
from benchmarks.kills.killed_build import Order, kill
from orchestration.lake import DBT_PROJECT, PROJECT, Lake
from orchestration.releases.history import damage, releases_of, switch
from orchestration.releases.package import DATABASE, PARQUET
from orchestration.releases.prune import prune
from orchestration.releases.publish import publish
from orchestration.releases.tables import read_published_tables, sql_text, table_checksum
from orchestration.warehouse import finished_build, record_build

READING, MODELS, PUBLISHING = "reading reports", "building the warehouse", "publishing"
SHARES = {PUBLISHING: 0.6, "listing raw files": 0.06, READING: 0.18, MODELS: 0.16}
"""Which part of the kills each stage gets. Half of those while publishing are before a change."""
ROUND = 50
"""Kills after which the lake must heal: an undisturbed build follows."""
_FILES = 3
_LONGEST = 600.0
_GONE_WITHIN = 60.0
"""A worker that is still starting ends itself only when it has started."""


@dataclass
class Trial:
    """A kill: `share` of the stage's time after its beginning, or before a change, counted."""

    stage: str
    share: float
    with_group: bool
    before_change: int | None = None


@dataclass
class Found:
    """What happened. faults: what was not as it must be."""

    killed: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    healed: int = 0


class Kills:
    """A lake whose builds are killed."""

    def __init__(self, folder: Path, *, is_quick: bool) -> None:
        self.lake = Lake.at(folder / "raw", folder / "releases")
        self.found = Found()
        self._project = _without_data_tests(folder / "dbt_project") if is_quick else DBT_PROJECT
        self._forks = multiprocessing.get_context("forkserver")
        self._forks.set_forkserver_preload([killed_build.__name__])
        self._verified: set[str] = set()
        for path in sorted((PROJECT / "data" / "raw").rglob("*.*"))[: 2 * _FILES]:
            place = self.lake.raw / path.relative_to(PROJECT / "data" / "raw")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)

    def begin(self) -> None:
        """Build undisturbed, for what is to come out and how long it takes; then go back to an
        older release, so that there is always something to publish."""
        self.seconds, self.changes = self._undisturbed()
        self.tables = _manifest(self.lake)["tables"]
        self.older = _older_release(self.lake)
        switch(self.lake, self.older)
        seconds, changes = self._undisturbed()  # what the first release alone needs is not to come
        self.seconds[PUBLISHING], self.changes[PUBLISHING] = (
            seconds[PUBLISHING],
            changes[PUBLISHING],
        )
        switch(self.lake, self.older)

    def heal(self) -> None:
        """Build undisturbed, as the lake stands, with what dbt keeps for itself damaged: the tables
        must be those of the first time."""
        for path in self.lake.dbt_target.rglob("*"):
            if path.is_file():
                damage_file(path)
        self._undisturbed()
        self.found.healed += 1
        if _manifest(self.lake)["tables"] != self.tables:
            self._fault("An undisturbed build after kills gives other tables.")
        self._check("the healing build")
        switch(self.lake, self.older)
        prune(self.lake, 2)

    def try_to_kill(self, trial: Trial) -> None:
        """Begin a build and kill it in its stage; check what it leaves."""
        self._prepare(trial.stage)
        order = Order(
            self.lake.raw,
            self.lake.releases,
            self._project,
            trial.stage,
            trial.before_change,
            trial.with_group,
        )
        process, channel = self._start(order)
        what = self._until_killed(trial, process, channel)
        process.join()
        self._await_children(process.pid)
        getattr(self.found, what)[trial.stage] += 1
        if what == "ended" and _manifest(self.lake)["tables"] != self.tables:
            self._fault(f"A build that ended before its kill gives other tables ({trial}).")
        self._check(str(trial))
        if self.lake.current.resolve() != self.older:
            switch(self.lake, self.older)

    def _prepare(self, stage: str) -> None:
        """Take from the memos what the stage would find done."""
        if stage == PUBLISHING:
            if finished_build(self.lake) is None:
                self.heal()
            return
        self.lake.build_receipt.unlink(missing_ok=True)
        if stage != MODELS:
            self.lake.visits.unlink(missing_ok=True)
            for receipt in self.lake.documents("x").parent.glob("*.parquet"):
                receipt.unlink()

    def _start(self, order: Order) -> tuple[Any, Any]:
        mine, its = self._forks.Pipe(duplex=False)
        process = self._forks.Process(target=killed_build.build, args=(order, its))
        process.start()
        its.close()
        return process, mine

    def _until_killed(self, trial: Trial, process: Any, channel: Any) -> str:
        """Whether the build was "killed" or "ended" before."""
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end and channel.poll(end - time.monotonic()):
            try:
                message = channel.recv()
            except EOFError:  # it killed itself
                return "killed"
            if message[0] == "ended":
                if not message[1]:
                    self._fault(f"A build failed ({trial}):\n{_tail(self.lake.log)}")
                return "ended"
            if message[0] == trial.stage and trial.before_change is None:
                moment = message[1] + trial.share * self.seconds[trial.stage]
                if not channel.poll(max(0.0, moment - time.monotonic())):
                    kill(process.pid, trial.with_group)
                    return "killed"
        kill(process.pid, True)
        self._fault(f"A build hung ({trial}).")
        return "killed"

    def _undisturbed(self) -> tuple[dict[str, float], dict[str, int]]:
        """Seconds and changes of each stage."""
        process, channel = self._start(Order(self.lake.raw, self.lake.releases, self._project))
        began: list[tuple[str, float]] = []
        try:
            while True:
                message = channel.recv()
                if message[0] == "ended":
                    break
                began.append(message)
        except EOFError:
            message = ("ended", False, {})
        ended = time.monotonic()
        process.join()
        if not message[1]:
            sys.exit(f"An undisturbed build failed:\n{_tail(self.lake.log)}")
        ends = [*(moment for _, moment in began[1:]), ended]
        return {name: end - start for (name, start), end in zip(began, ends, strict=True)}, message[
            2
        ]

    def _await_children(self, session: int) -> None:
        """Nothing that the build began may outlive it for long."""
        end = time.monotonic() + _GONE_WITHIN
        while left := _processes_of(session):
            if time.monotonic() > end:
                self._fault(f"Processes outlive a killed build: {left}")
                return
            time.sleep(0.02)

    def _check(self, after: str) -> None:
        """Every release is whole; the current one also says what its manifest says."""
        for release in releases_of(self.lake):
            if release.state != "whole" or (fault := damage(release.folder)):
                self._fault(f"After {after}: {release.fault or fault}")
        current = self.lake.current.resolve()
        if current.name not in self._verified:
            for fault in _differences(current):
                self._fault(f"After {after}: {fault}")
            self._verified.add(current.name)

    def _fault(self, text: str) -> None:
        self.found.faults.append(text)
        print(text, file=sys.stderr, flush=True)


def trials(chance: random.Random, kills: int, changes: int) -> list[Trial]:
    """Kills of one round, by stage. changes: how many changes publishing makes."""
    found = []
    for stage, part in SHARES.items():
        count = round(part * kills)
        for number in range(count):
            share = (number + chance.random()) / count
            with_group = chance.random() < 0.5
            is_before = stage == PUBLISHING and number % 2 == 0
            change = int(share * changes) if is_before else None
            found.append(Trial(stage, share, with_group, change))
    return found


def run(folder: Path, kills: int, seed: int, *, is_quick: bool) -> Found:
    """Kill so many builds in a folder. Prints what was done."""
    chance = random.Random(seed)
    started = time.monotonic()
    lake = Kills(folder, is_quick=is_quick)
    lake.begin()
    print(f"seed {seed}; undisturbed:", _listed(lake.seconds), f"({lake.changes})", flush=True)
    for first in range(0, kills, ROUND):
        count = min(ROUND, kills - first)
        for trial in trials(chance, count, lake.changes[PUBLISHING]):
            lake.try_to_kill(trial)
        lake.heal()
        done = sum(lake.found.killed.values())
        taken = time.monotonic() - started
        print(f"{done} killed, {len(lake.found.faults)} faults, {taken:.0f} s", flush=True)
    for stage in SHARES:
        killed, ended = lake.found.killed[stage], lake.found.ended[stage]
        print(f"{stage}: {killed} killed, {ended} had ended before")
    print(f"{lake.found.healed} undisturbed builds in between gave the tables of the first")
    return lake.found


def _without_data_tests(folder: Path) -> Path:
    """A copy of the dbt project without its data tests."""
    ignored = shutil.ignore_patterns("target", "logs", "tests")
    shutil.copytree(DBT_PROJECT, folder, ignore=ignored)
    for path in folder.rglob("*.yml"):
        if path.parent != folder:
            content = _stripped(yaml.safe_load(path.read_text(encoding="utf-8")))
            path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (folder / "tests").mkdir()
    return folder


def _stripped(content: Any) -> Any:
    if isinstance(content, dict):
        return {
            key: _stripped(value)
            for key, value in content.items()
            if key not in ("data_tests", "unit_tests")
        }
    return [_stripped(value) for value in content] if isinstance(content, list) else content


def _older_release(lake: Lake) -> Path:
    """Publish what the build holds with some rows fewer, and put the build back as it was."""
    kept = lake.build_database.with_name("kept.duckdb")
    receipt = json.loads(lake.build_receipt.read_text())
    shutil.copy2(lake.build_database, kept)
    with duckdb.connect(str(lake.build_database)) as connection:
        connection.execute("delete from marts.dim_rule")
    record_build(lake, "older", [])
    folder = publish(lake).folder
    os.replace(kept, lake.build_database)
    record_build(lake, receipt["build_key"], receipt["checks"])
    return folder


def _manifest(lake: Lake) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((lake.current / "manifest.json").read_text())
    return manifest


def damage_file(path: Path) -> None:
    """Change a bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    if content:
        content[len(content) // 2] ^= 0x10
        path.write_bytes(content)


def _differences(folder: Path) -> list[str]:
    """Where DuckDB and Parquet files of a release are not what its manifest says."""
    expected = {
        name: table["checksum"]
        for name, table in json.loads((folder / "manifest.json").read_text())["tables"].items()
    }
    try:
        tables = read_published_tables(folder / DATABASE)
        found = {table.name: table.checksum for table in tables}
        with duckdb.connect() as connection:
            files = {
                table.name: table_checksum(
                    connection,
                    f"read_parquet({sql_text(str(folder / PARQUET / f'{table.name}.parquet'))})",
                    list(table.types),
                )[1]
                for table in tables
            }
    except duckdb.Error as error:
        return [f"{folder} cannot be read: {error}"]
    return [
        f"{folder}: {kind} differ from the manifest"
        for kind, checksums in (("DuckDB tables", found), ("Parquet files", files))
        if checksums != expected
    ]


def _processes_of(session: int) -> list[str]:
    """Processes that were begun by the leader of a session and are still alive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
            state, _, _, its = text.rpartition(")")[2].split()[:4]
            if int(its) == session and state != "Z":
                found.append(path.with_name("cmdline").read_bytes().decode(errors="replace")[:200])
        except (OSError, ValueError):
            continue
    return found


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:]


def _listed(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {taken:.1f} s" for name, taken in seconds.items())
