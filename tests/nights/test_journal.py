"""The journal says how far a night came, whatever ends it, and the page shows it."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pytest

from collection.visit import SourceVisit
from orchestration.commands.build import failure
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.nights.conclusion import conclude, conclude_lost, journaled
from orchestration.nights.journal import Journal
from orchestration.nights.night import Night, read_night
from orchestration.nights.page import duration, page_of
from orchestration.nights.past import is_at_work, nights
from orchestration.progress import Progress
from tests.conftest import ROOT
from tests.nights.conftest import RELEASE


def page_in(lake: Lake, night: Night) -> str:
    return (lake.nights / night.night / "report.html").read_text(encoding="utf-8")


def test_each_stage_is_written_down_as_it_begins(lake: Lake):
    journal = Journal.begin(lake, "night")
    journal.stage("collecting")
    journal.stage("reading reports")
    written = read_night(journal.folder)
    assert [stage.name for stage in written.stages] == ["collecting", "reading reports"]
    assert written.stages[0].seconds is not None
    assert (written.stages[1].seconds, written.outcome, written.ended_at) == (None, None, None)
    journal.close()


def test_a_night_at_work_is_not_taken_for_a_lost_one(lake: Lake):
    journal = Journal.begin(lake, "night")
    assert is_at_work(lake, journal.night)
    assert conclude_lost(lake) == []
    conclude(journal)
    assert not is_at_work(lake, journal.night)
    assert conclude_lost(lake) == []


def test_a_killed_night_leaves_where_it_stood_and_the_next_one_says_so(released: Lake):
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from orchestration.lake import Lake
        from orchestration.nights.journal import Journal
        lake = Lake.at(Path({str(released.raw)!r}), Path({str(released.releases)!r}))
        journal = Journal.begin(lake, "night")
        journal.stage("collecting")
        journal.stage("reading reports")
        print("ready", flush=True)
        time.sleep(60)
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        assert conclude_lost(released) == []
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    told = []
    (lost,) = conclude_lost(released, lambda _, night: told.append(night.night))
    assert told == [lost.night]
    assert "ended without a word, in the stage “reading reports”" in lost.failure
    assert (lost.outcome, lost.ended_at) == ("failed", None)
    assert "ended without a word" in page_in(released, lost)
    assert f"Readers keep release {RELEASE}" in page_in(released, lost)
    assert conclude_lost(released) == []


def test_a_broken_journal_hides_no_other_night(lake: Lake):
    first = Journal.begin(lake, "night")
    conclude(first)
    broken = lake.nights / "20200101T000000Z"
    broken.mkdir()
    (broken / "night.json").write_text('{"night": "20200101T000000Z", "begun_at"')
    assert [night.night for night in nights(lake)] == [first.night.night]
    assert conclude_lost(lake) == []


def test_two_nights_of_one_second_have_two_journals(lake: Lake):
    journals = [Journal.begin(lake, "build") for _ in range(3)]
    assert len({journal.night.night for journal in journals}) == 3
    for journal in journals:
        journal.close()


def test_a_journal_that_cannot_be_written_stops_no_night(lake: Lake):
    lake.nights.parent.mkdir(exist_ok=True)
    lake.nights.write_text("a file stands where the folder should be")
    journal = Journal.begin(lake, "night")
    journal.stage("reading reports")
    journal.note(outcome="unchanged")
    conclude(journal)


def test_a_page_that_finds_no_room_is_said_in_a_line_not_with_a_trace_of_calls(
    released: Lake, caplog: pytest.LogCaptureFixture
):
    journal = Journal.begin(released, "night")
    (journal.folder / "report.html").mkdir()  # nothing can be written there
    conclude(journal)
    (said,) = [record for record in caplog.records if "report.html" in record.getMessage()]
    assert not said.exc_info
    assert journal.night.is_concluded and "report.html" in journal.night.remarks[0]


def test_a_telling_that_breaks_leaves_the_night_concluded(released: Lake):
    journal = Journal.begin(released, "night")
    journal.note(outcome="unchanged")

    def breaks(lake: Lake, night: Night) -> None:
        raise RuntimeError("no route to anywhere")

    conclude(journal, breaks)
    written = read_night(journal.folder)
    assert written.is_concluded
    assert "no route to anywhere" in written.remarks[0]
    assert "no route to anywhere" in page_in(released, written)


def test_a_night_that_changes_nothing_takes_the_figures_of_the_one_before(released: Lake):
    first = Journal.begin(released, "night")
    first.note(outcome="unchanged")
    conclude(first)
    (released.current / "gongkai.duckdb").write_bytes(b"it is not opened again")
    second = Journal.begin(released, "night")
    second.note(outcome="unchanged")
    conclude(second)
    assert second.night.remarks == []
    assert second.night.figures == first.night.figures != {}


def test_a_held_back_release_is_no_failed_night(released: Lake):
    held = "The release is held back: it loses a report."
    with pytest.raises(BuildFailed), journaled(released, "night", Progress()) as journal:
        journal.failed(held, is_held=True)
        raise BuildFailed(f"{held} The last release stays.")
    assert (journal.night.outcome, journal.night.failure) == ("held", held)
    assert "The release was held back" in page_in(released, journal.night)


def test_a_night_stopped_from_the_keyboard_is_concluded(released: Lake):
    with pytest.raises(KeyboardInterrupt), journaled(released, "night", Progress()) as journal:
        raise KeyboardInterrupt
    assert read_night(journal.folder).is_concluded
    assert "stopped from outside" in journal.night.failure


def test_two_steps_that_fail_are_both_told(lake: Lake):
    journal = Journal.begin(lake, "build")
    for stage in ("listing raw files", "reading review decisions"):
        journal.stage(stage)
        journal.failed(f"No {stage}.")
    journal.close()
    night = read_night(journal.folder)
    assert night.failure == "No listing raw files.\nNo reading review decisions."
    assert night.failed_stage == "listing raw files"


def test_a_run_that_dagster_ended_without_a_word_says_where_it_stood(released: Lake):
    journal = Journal.begin(released, "build")
    journal.stage("building the warehouse")
    conclude(journal)
    night = read_night(journal.folder)
    assert (night.outcome, night.failed_stage) == ("failed", "building the warehouse")
    assert "was stopped" in night.failure and "goes on there" in night.failure


def test_a_command_that_was_stopped_says_so(released: Lake):
    said = failure(Night("x", "night", "2026-11-28T02:00:00+08:00"), released, Path("log.txt"))
    assert said.startswith("It was stopped before a release was made")
    assert "The last release stays as it is. The whole log: log.txt" in said


def test_the_page_tells_everything_and_needs_no_network(released: Lake):
    journal = Journal.begin(released, "night")
    journal.stage("collecting")
    fault = "The list page answers 404. Look for its new address and change `url`."
    journal.note(
        visits=[
            SourceVisit("999999", "registry", fault="No division has the code 999999."),
            SourceVisit("320829", "government", found=3, new=("320829/2024/b.html",)),
            SourceVisit(
                "320830",
                "office",
                fault=fault,
                failed_nights=4,
                failing_since="2026-11-23",
                notes=("one page was empty",),
            ),
        ],
        files={"read": 1, "reused": 1, "rejected": 1},
        outcome="unchanged",
    )
    conclude(journal)
    page = page_in(released, journal.night)
    for text in (
        fault,
        "2026-11-23",
        "No division has the code 999999.",
        "one page was empty",
        "洪泽区人民政府",
        "申请收支平衡",
        "江苏省",
        "The file is locked.",
        "encrypted",
    ):
        if text != "洪泽区人民政府":  # nothing is new in a night that changed nothing
            assert text in page, text
    assert "&lt;b&gt;.pdf" in page and "<b>.pdf" not in page
    assert "://" not in page and "<script" not in page


def test_a_list_at_fault_is_one_click_away_and_named_by_its_region():
    fault = "The list https://www.example.gov.cn/nb?a=1&b=2 answers <404>. See javascript:alert(1)"
    visits = [SourceVisit("320813", "government", fault=fault, failed_nights=1)]
    page = page_of(Night("n", "night", "2025-03-01T18:00:00+00:00", visits=visits))
    assert '<a href="https://www.example.gov.cn/nb?a=1&amp;b=2" rel="noopener">' in page
    assert "320813 洪泽区" in page and "&lt;404&gt;" in page
    assert 'href="javascript' not in page


def test_the_page_inside_a_release_lists_its_new_reports(released: Lake):
    manifest = json.loads((released.current / "manifest.json").read_text())
    journal = Journal.begin(released, "build")
    page = journal.page(released.current.resolve(), manifest).decode()
    journal.close()
    assert "320829/2023/a.html" in page and "洪泽区人民政府" in page
    assert "A new release was published" in page
    assert "../" not in page


def test_the_page_names_rules_whose_last_finding_has_gone(released: Lake):
    manifest = json.loads((released.current / "manifest.json").read_text(encoding="utf-8"))
    manifest["changes"] = {
        "since_release": "before",
        "findings_by_rule": {"outlier": 1, "column_balance": -2, "no_longer_a_rule": -3},
    }
    with duckdb.connect(str(released.current / "gongkai.duckdb")) as connection:
        connection.execute("delete from marts.fct_finding where rule_code = 'column_balance'")
    journal = Journal.begin(released, "night")
    text = journal.page(released.current, manifest).decode()
    assert "Requests balance" in text and "-2" in text
    assert "no_longer_a_rule" in text and "-3" in text


def test_a_release_without_the_tables_of_the_page_still_gets_one(released: Lake):
    journal = Journal.begin(released, "build")
    assert journal.page(released.releases / "absent", {"release_id": "x"}) is None
    journal.close()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "not ended"),
        (0.42, "0.4 s"),
        (59.7, "1 min 00 s"),
        (185, "3 min 05 s"),
        (7800, "2 h 10 min"),
    ],
)
def test_durations_are_read_at_a_glance(seconds: float | None, words: str):
    assert duration(seconds) == words


def test_the_strip_shows_the_nights_in_turn(lake: Lake):
    nights_of = [
        Night(
            f"2026112{day}T180000Z",
            "night",
            f"2026-11-2{day}T18:00:00+00:00",
            outcome=outcome,
            is_concluded=True,
        )
        for day, outcome in ((1, "published"), (2, "failed"), (3, "unchanged"))
    ]
    page = page_of(nights_of[2], nights_of)
    places = [page.index(f"../{night.night}/report.html") for night in nights_of]
    assert places == sorted(places)
    assert "2026-11-22 02:00" in page, "nights are named in Beijing time"


def test_an_odd_clock_does_not_break_the_durations(lake: Lake):
    journal = Journal.begin(lake, "night")
    journal.stage("collecting")
    time.sleep(0.01)
    journal.note(outcome="unchanged")
    conclude(journal)
    assert 0 < journal.night.stages[0].seconds < 60
