"""Thirty nights with nobody watching: reports appear, are corrected, vanish; sites and nights fail.

Every night is the command `gongkai night` in a process of its own, the collector's own process and
a web of invented sites included. What stands in every report is known.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

from benchmarks.manners.pages import page
from orchestration.lake import Lake
from orchestration.nights.night import Night
from orchestration.nights.past import nights
from tests.collection.web import Web
from tests.commands import call
from tests.conftest import ROOT
from tests.month.sites import HONGZE, HUAIAN, SUQIAN, Government, governments, register, report
from tests.nights.test_notices import Webhook

FIRST = date(2025, 2, 20)
NIGHTS = 30
KILLED = 9
"""The night whose process is killed."""


@dataclass
class Month:
    """The lake, the sites, and what the nights came to, by number from 1."""

    folder: Path
    sites: dict[str, Government]
    hook: Webhook
    by_hand: dict[str, object] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)
    journals: dict[int, Night] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def lake(self) -> Lake:
        return Lake.at(self.folder / "raw", self.folder / "releases")

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    def told(self, words: str) -> list[str]:
        """Titles of the notices that hold these words."""
        return [one["title"] for one in self.hook.received if words in one["title"]]

    def night(self, number: int) -> None:
        """One night; the process of night KILLED is killed, with all its children, on the way."""
        day = (FIRST + timedelta(days=number)).isoformat()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.month.one_night", str(self.folder), day],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        if number == KILLED:
            self._kill(process)
        said, _ = process.communicate(timeout=600)
        self.codes[number] = process.returncode
        self.journals[number] = nights(self.lake)[-1]
        print(f"night {number} ({process.returncode}): {said[-2000:]}")

    def _kill(self, process: subprocess.Popen[str]) -> None:
        """At a random moment after its journal has begun and before its release."""
        while len(nights(self.lake)) < KILLED and process.poll() is None:
            time.sleep(0.1)
        time.sleep(random.uniform(0, 8))
        os.killpg(process.pid, signal.SIGKILL)

    def query(self, sql: str) -> list[tuple]:
        database = self.lake.current.resolve() / "gongkai.duckdb"
        with duckdb.connect(str(database), read_only=True) as connection:
            return connection.execute(f"use marts; {sql}").fetchall()


def events(month: Month) -> dict[int, list[Callable[[], object]]]:
    """What happens on the day before each night."""
    suqian, huaian, hongze = (month.sites[code] for code in (SUQIAN, HUAIAN, HONGZE))
    regions, raw = month.folder / "regions", month.raw
    lost = raw / SUQIAN / "2020"
    aside = month.folder / "aside"
    by_hand = raw / HUAIAN / "2021" / "by hand.html"

    def write_by_hand() -> None:
        by_hand.parent.mkdir(parents=True, exist_ok=True)
        by_hand.write_text(page(report(HUAIAN, 2021)), encoding="utf-8")

    def mail() -> None:
        path = month.folder / "mail.html"
        path.write_text(page(report(SUQIAN, 2020)), encoding="utf-8")
        assert call("add", path, "--raw", raw, "--from", "mail").code == 0

    def spoil_memos() -> None:
        for name in ("inventory_hashes.parquet", "inventory.parquet", "build.json"):
            (month.lake.interim / name).write_bytes(b"spoilt")
        (month.folder / "collection" / f"{HUAIAN}.json").write_text("{")

    return {
        1: [
            lambda: [suqian.publish(year) for year in (2022, 2023)],
            lambda: [huaian.publish(year) for year in (2022, 2023)],
            lambda: register(regions, suqian),
            lambda: register(regions, huaian),
        ],
        3: [
            lambda: [hongze.publish(year) for year in (2022, 2023)],
            lambda: hongze.publish_cut(2021),
            lambda: register(regions, hongze),
            lambda: suqian.publish(2024),
        ],
        6: [lambda: setattr(huaian.site, "is_down", True)],
        8: [lambda: (regions / "320829.yml").write_text("division: 320829\nnam: x\n")],
        9: [lambda: hongze.publish(2024)],
        10: [
            lambda: setattr(huaian.site, "is_down", False),
            lambda: huaian.publish(2024),
            lambda: suqian.publish(2024, seed=1),
            lambda: suqian.site.gone("/2022.html"),
            lambda: (suqian.listed.remove("/2022.html"), suqian.write_list()),
            lambda: (regions / "320829.yml").unlink(),
        ],
        13: [mail, write_by_hand],
        16: [spoil_memos],
        18: [suqian.empty_list],
        19: [suqian.write_list],
        21: [lambda: shutil.move(lost, aside)],
        22: [lambda: shutil.move(aside, lost)],
        24: [lambda: hongze.site.put("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")],
        25: [lambda: hongze.site.gone("/robots.txt")],
        27: [lambda: suqian.publish(2022), lambda: hongze.publish(2021)],
    }


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """The month, lived through."""
    folder = tmp_path_factory.mktemp("month")
    (folder / "regions").mkdir()
    hook = Webhook()
    channel = {"address": hook.address, "events": ["failed", "held", "source"]}
    (folder / "notices.yml").write_text(yaml.safe_dump({"channels": {"hook": channel}}))
    begun = time.monotonic()
    with Web() as web:
        month = Month(folder, governments(web), hook)
        happening = events(month)
        for number in range(1, NIGHTS + 1):
            for happens in happening.get(number, []):
                happens()
            month.night(number)
        month.seconds = time.monotonic() - begun
        # A killed night is concluded by the next one.
        month.journals = dict(enumerate(nights(month.lake), start=1))
        print(f"{NIGHTS} nights took {month.seconds:.0f} s")
        yield month
    hook.close()


def faults(night: Night) -> dict[str, int]:
    """Sources at fault, with the nights in a row."""
    return {visit.region_code: visit.failed_nights for visit in night.visits if visit.fault}


def test_nights_publish_what_changed_and_only_that(month: Month):
    outcomes = {number: night.outcome for number, night in month.journals.items()}
    published = {number for number, outcome in outcomes.items() if outcome == "published"}
    assert published == {1, 3, 10, 13, 27}
    assert outcomes[KILLED] == "failed"
    assert outcomes[21] == "held"
    rest = set(outcomes) - published - {KILLED, 21}
    assert {outcomes[number] for number in rest} == {"unchanged"}
    assert {n for n, code in month.codes.items() if code} == {KILLED, 21}


def test_dbt_parses_its_project_once_and_again_at_most_after_the_night_that_was_killed(
    month: Month,
):
    log = (month.lake.dbt_target / "dbt.log").read_text(encoding="utf-8")
    assert log.count('"FoundStats"') > 3
    assert log.count('"UnableToPartialParse"') <= 2


def test_a_site_that_fails_stops_nothing_and_is_counted_until_it_works(month: Month):
    counted = {number: faults(night) for number, night in month.journals.items()}
    assert [counted[number].get(HUAIAN) for number in range(5, 9)] == [None, 1, 2, 3]
    assert HUAIAN not in counted[10]
    assert counted[8]["320829"] == 1, "a region file with a fault"
    assert counted[18] == {SUQIAN: 1} and counted[19] == {}
    assert counted[24] == {HONGZE: 1} and counted[25] == {}
    quiet = set(range(1, NIGHTS + 1)) - {6, 7, 8, KILLED, 18, 24}
    assert all(counted[number] == {} for number in quiet)


def test_people_are_told_of_what_needs_them_and_of_nothing_else(month: Month):
    titles = [one["title"] for one in month.hook.received]
    assert len(titles) == 4, titles
    assert any("held" in title for title in titles)
    assert any("fail" in title and "2025" not in title for title in titles)


def test_every_number_of_the_last_release_is_the_one_that_was_published(month: Month):
    read = {
        (code, year, item, applicant): value
        for code, year, item, applicant, value in month.query(
            """
            select reports.jurisdiction_code, reports.year, item_code, applicant_type, value
            from fct_disclosure inner join dim_report as reports using (report_id)
            where reports.is_current
            """
        )
    }
    expected = [invented for site in month.sites.values() for invented in site.known.values()]
    expected += [report(SUQIAN, 2020), report(HUAIAN, 2021)]
    codes = {f"{name}人民政府": code for code, name in _names().items()}
    wrong = [
        (invented.title, key, value, known.accepted)
        for invented in expected
        for key, known in invented.cells.items()
        if (value := read.get((codes[invented.issuer], invented.year, *key)))
        not in {None if one is None else Decimal(one) for one in known.accepted}
    ]
    assert not wrong, wrong[:5]
    assert len(expected) == 12
    assert {key[:2] for key in read} == {(codes[one.issuer], one.year) for one in expected}


def _names() -> dict[str, str]:
    from tests.month.sites import NAMES

    return NAMES


def test_a_corrected_report_is_a_further_version_that_counts(month: Month):
    versions = month.query(
        f"""
        select source_path, is_current from dim_report
        where jurisdiction_code = '{SUQIAN}' and year = 2024 order by source_path
        """
    )
    assert len(versions) == 2
    assert [is_current for path, is_current in versions if ".v2." in path] == [True]


def test_a_vanished_report_stays_and_is_marked_until_it_returns(month: Month):
    assert month.journals[10].visits and month.query(
        f"select count(*), count(vanished_date) from dim_report "
        f"where jurisdiction_code = '{SUQIAN}' and year = 2022"
    ) == [(1, 0)]
    before = sorted(month.lake.releases.glob("2*"))[-2]
    with duckdb.connect(str(before / "gongkai.duckdb"), read_only=True) as connection:
        ((vanished,),) = connection.execute(
            f"select vanished_date from marts.dim_report "
            f"where jurisdiction_code = '{SUQIAN}' and year = 2022"
        ).fetchall()
    assert vanished == FIRST + timedelta(days=10)


def test_what_cannot_be_read_stays_visible_until_it_can(month: Month):
    ((reason, path),) = month.query("select reason_code, source_path from rejected_document")
    assert reason == "corrupt" and path.startswith(f"{HONGZE}/2021/")
    assert month.journals[3].figures["rejected"]["count"] == 1
    page = month.lake.nights / month.journals[3].night / "report.html"
    assert path in page.read_text(encoding="utf-8")


def test_every_night_has_its_journal_and_page_and_every_release_its_own(month: Month):
    folders = sorted(path for path in month.lake.nights.iterdir() if path.is_dir())
    assert len(folders) == NIGHTS
    for folder in folders:
        assert (folder / "report.html").stat().st_size > 2000
    assert (month.lake.current / "report.html").is_file()


def test_the_warehouse_equals_one_built_in_one_go_from_the_same_bytes(month: Month, tmp_path: Path):
    shutil.copytree(month.raw, tmp_path / "raw")
    shutil.copytree(month.folder / "collection", tmp_path / "collection")
    done = call("build", "--raw", tmp_path / "raw", "--out", tmp_path / "releases")
    assert done.code == 0, done.err

    def tables(lake: Lake) -> dict[str, object]:
        text = (lake.current / "manifest.json").read_text(encoding="utf-8")
        content: dict[str, object] = json.loads(text)["tables"]
        return content

    at_once = tables(Lake.at(tmp_path / "raw", tmp_path / "releases"))
    assert at_once == tables(month.lake)
