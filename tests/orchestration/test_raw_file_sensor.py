"""The sensor that asks for a build when files appear in the raw folder."""

import os
import time
from pathlib import Path

import dagster as dg

from orchestration.defs.automation.raw_files import raw_files
from orchestration.lake import Lake
from orchestration.nights.journal import Journal
from orchestration.raw.folders import remember
from tests.orchestration.conftest import another_holds, folders, put_report


class Looks:
    """The sensor of raw files, its cursor kept from one look to the next."""

    def __init__(self, lake: Lake, instance: dg.DagsterInstance) -> None:
        self._lake, self._instance, self._cursor = lake, instance, None

    def look(self) -> str:
        """`asked` with a build asked for, otherwise why not."""
        context = dg.build_sensor_context(
            self._instance, cursor=self._cursor, resources={"lake_folders": folders(self._lake)}
        )
        found = raw_files(context)
        if isinstance(found, dg.SkipReason):
            return found.skip_message
        self._cursor = found.cursor or self._cursor
        return "asked" if found.run_requests else found.skip_reason.skip_message


def make_old(folder: Path) -> None:
    """As if nothing in the folder had changed for an hour."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 3600))


def test_files_that_come_by_hand_are_built_once_when_they_have_settled(
    two_reports: Lake, instance: dg.DagsterInstance
):
    lake, looks = two_reports, Looks(two_reports, instance)
    make_old(lake.raw)
    remember(lake)
    assert "Nothing has come" in looks.look()
    arriving = put_report(lake.raw, "321300/2024/suqian.html")
    assert "arriving" in looks.look()
    arriving.write_bytes(arriving.read_bytes() + b" ")
    assert "arriving" in looks.look(), "a file that still grows has not settled"
    assert looks.look() == "asked"
    assert "asked for this state once" in looks.look(), "a failing build must not be asked again"
    make_old(lake.raw)
    remember(lake)
    assert "Nothing has come" in looks.look()


def test_a_file_taken_away_is_noticed_and_one_in_a_hidden_folder_is_not(
    two_reports: Lake, instance: dg.DagsterInstance
):
    lake, looks = two_reports, Looks(two_reports, instance)
    (lake.raw / ".incoming").mkdir()
    make_old(lake.raw)
    remember(lake)
    (lake.raw / ".incoming" / "half.pdf").write_bytes(b"%PDF")
    assert "Nothing has come" in looks.look()
    next(lake.raw.rglob("*.html")).unlink()
    assert "arriving" in looks.look()
    assert looks.look() == "asked"


def test_what_a_night_filed_just_before_it_listed_asks_for_no_build(
    two_reports: Lake, instance: dg.DagsterInstance
):
    """Its folder had changed within the grain of a clock, and was built at once all the same."""
    lake, looks = two_reports, Looks(two_reports, instance)
    make_old(lake.raw)
    filed = put_report(lake.raw, "321300/2024/suqian.html")
    remember(lake)
    assert "Nothing has come" in looks.look()
    os.utime(filed.parent, (0, time.time() - 10))
    assert "Nothing has come" in looks.look()
    filed.with_name("another.html").write_bytes(b"<p>")
    assert "arriving" in looks.look()


def test_nothing_is_asked_while_a_build_is_at_work(two_reports: Lake, instance: dg.DagsterInstance):
    looks = Looks(two_reports, instance)
    instance.add_run(run := dg.DagsterRun("build", status=dg.DagsterRunStatus.STARTED))
    assert "at work" in looks.look()
    instance.report_run_failed(run)
    assert "arriving" in looks.look()
    night = Journal.begin(two_reports, "night")
    assert "at work" in looks.look()
    night.close()
    with another_holds(two_reports.lock):
        assert "at work" in looks.look()
    assert looks.look() == "asked"
