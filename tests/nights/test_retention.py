"""Old nights are removed, and nothing that anybody still needs."""

from datetime import UTC, datetime, timedelta

import pytest

from collection.visit import SourceVisit
from orchestration.collecting import visit_sources
from orchestration.lake import Lake
from orchestration.nights.conclusion import conclude
from orchestration.nights.journal import Journal
from orchestration.nights.night import Kind
from orchestration.nights.past import nights
from orchestration.nights.retention import KEPT, LEAST_KEPT

FIRST = datetime(2025, 1, 1, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setenv(KEPT, str(LEAST_KEPT))


def leave(lake: Lake, kind: Kind, *days: int, **facts: object) -> None:
    """Concluded nights of these days, written as they are, without what concluding does."""
    for day in days:
        journal = Journal.begin(lake, kind, now=FIRST + timedelta(days=day))
        journal.note(outcome="unchanged", is_concluded=True, **facts)
        journal.close()


def end_one(lake: Lake, day: int) -> Journal:
    journal = Journal.begin(lake, "night", now=FIRST + timedelta(days=day))
    journal.note(outcome="unchanged")
    conclude(journal)
    return journal


def test_the_oldest_nights_go_when_there_are_more_than_are_kept(lake: Lake):
    leave(lake, "night", *range(LEAST_KEPT + 5))
    (lake.nights / "my notes").mkdir()
    (lake.nights / "my notes" / "night.json").write_text("{}")
    last = end_one(lake, 100)
    left = nights(lake)
    assert len(left) == LEAST_KEPT
    assert left[0].begun_at.startswith("2025-01-07") and left[-1].night == last.night.night
    assert (lake.nights / "my notes" / "night.json").exists()
    assert last.night.remarks == []


def test_many_builds_by_hand_push_no_night_out(lake: Lake):
    leave(lake, "night", *range(10))
    leave(lake, "build", *range(20, 20 + LEAST_KEPT + 30))
    end_one(lake, 200)
    kinds = [night.kind for night in nights(lake)]
    assert (kinds.count("night"), kinds.count("build")) == (11, LEAST_KEPT)


def test_how_long_a_fault_has_lasted_outlives_all_later_nights(lake: Lake):
    fault = SourceVisit(
        "320813", "registry", fault="wrong", failed_nights=2, failing_since="2025-01-01"
    )
    leave(lake, "night", 0, visits=[fault])
    leave(lake, "night", *range(1, LEAST_KEPT + 10))

    class Broken:
        def regions(self) -> list[str]:
            return ["320813"]

        def collect(self, lake: Lake, codes: object = None) -> list[SourceVisit]:
            return [SourceVisit("320813", "registry", fault="wrong")]

    end_one(lake, 100)
    (visit,) = visit_sources(Broken(), lake)
    assert (visit.failed_nights, visit.failing_since) == (3, "2025-01-01")


def test_a_night_that_nobody_has_told_of_yet_stays(lake: Lake):
    lost = Journal.begin(lake, "night", now=FIRST)
    lost.close()
    leave(lake, "night", *range(1, LEAST_KEPT + 10))
    end_one(lake, 100)
    assert lost.folder.exists()


@pytest.mark.parametrize("words", ["3", "many", "-60"])
def test_a_wrong_number_removes_nothing_and_is_said_on_the_page(lake: Lake, monkeypatch, words):
    monkeypatch.setenv(KEPT, words)
    leave(lake, "night", *range(LEAST_KEPT + 5))
    last = end_one(lake, 100)
    assert len(nights(lake)) == LEAST_KEPT + 6
    page = (last.folder / "report.html").read_text("utf-8")
    assert KEPT in page and "60 or more" in page


def test_without_a_word_more_than_a_year_of_nights_stays(lake: Lake, monkeypatch):
    monkeypatch.delenv(KEPT)
    leave(lake, "night", *range(380))
    end_one(lake, 400)
    assert len(nights(lake)) == 381
