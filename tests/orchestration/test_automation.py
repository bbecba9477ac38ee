"""What runs by itself: collecting, region files, runs that fell."""

from collections.abc import Collection
from datetime import datetime

import dagster as dg
import pytest

from collection.visit import SourceVisit
from orchestration.defs.automation import fallen
from orchestration.defs.automation.failures import write_down_failure
from orchestration.defs.automation.region_files import region_files
from orchestration.defs.ingest.collection import COLLECTED, VISITS, collected, regions, visits
from orchestration.defs.ingest.inventory import inventory
from orchestration.lake import Lake
from orchestration.nights.journal import Journal
from orchestration.nights.night import Night
from orchestration.nights.past import nights
from orchestration.progress import Progress
from orchestration.resources import Notices, journal
from tests.orchestration.conftest import folders


class Sites:
    """Stands for the collector: what the sources of each region come to."""

    def __init__(self, **visits_of: SourceVisit | None) -> None:
        self.visits_of = {code.strip("_"): visit for code, visit in visits_of.items()}
        self.asked: list[Collection[str] | None] = []

    def regions(self) -> list[str]:
        return sorted(self.visits_of)

    def collect(self, lake: Lake, codes: Collection[str] | None = None) -> list[SourceVisit]:
        self.asked.append(codes)
        wanted = self.visits_of if codes is None else codes
        return [visit for code in wanted if (visit := self.visits_of[code])]


class NoWay(Sites):
    """A collector that breaks off."""

    def collect(self, lake: Lake, codes: Collection[str] | None = None) -> list[SourceVisit]:
        raise RuntimeError("the reactor is gone")


def good(code: str, **values) -> SourceVisit:
    return SourceVisit(code, "government", found=3, **values)


def failing(code: str, visits_in_a_row: int) -> SourceVisit:
    return SourceVisit(
        code,
        "government",
        fault="The list answers 404. Correct `url`.",
        failed_nights=visits_in_a_row,
        failing_since="2026-11-24",
    )


def visit_all(
    lake: Lake, sites: Sites, instance: dg.DagsterInstance, told: Progress | None = None
) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [visits],
        instance=instance,
        resources={
            "lake_folders": folders(lake),
            "collector": sites,
            "progress": told or Progress(),
        },
    )


def test_a_night_visits_all_regions_at_once_and_records_each(
    lake: Lake, instance: dg.DagsterInstance
):
    sites = Sites(_320829=good("320829", new=("320829/2024/a.html",)), _320830=failing("320830", 1))
    assert visit_all(lake, sites, instance).success
    assert sites.asked == [None]
    assert instance.get_dynamic_partitions(regions.name) == ["320829", "320830"]
    assert instance.get_materialized_partitions(COLLECTED) == {"320829"}
    (made,) = instance.fetch_materializations(VISITS, limit=1).records
    metadata = made.asset_materialization.metadata
    assert (metadata["sources"].value, metadata["files_new"].value) == (2, 1)


@pytest.mark.parametrize(
    ("visit", "passed", "severity"),
    [
        (good("320829"), True, dg.AssetCheckSeverity.WARN),
        (failing("320829", 2), False, dg.AssetCheckSeverity.WARN),
        (failing("320829", 3), False, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_a_source_at_fault_is_a_warning_and_after_three_nights_an_error(
    lake: Lake, instance: dg.DagsterInstance, visit, passed, severity
):
    result = visit_all(lake, Sites(_320829=visit), instance)
    (check,) = result.get_asset_check_evaluations()
    assert (check.passed, check.severity) == (passed, severity)


def test_a_collection_that_breaks_off_does_not_fail_the_night(
    lake: Lake, instance: dg.DagsterInstance
):
    told = Journal.begin(lake, "night")
    result = visit_all(lake, NoWay(_320829=None), instance, told)
    told.close()
    assert result.success
    (visit,) = told.night.visits
    assert "Collecting broke off (RuntimeError: the reactor is gone)" in visit.fault
    assert visit.failed_nights == 1
    assert not result.get_asset_check_evaluations()[0].passed


def test_nights_in_a_row_are_counted_where_the_collector_does_not(
    lake: Lake, instance: dg.DagsterInstance
):
    for day, expected in (("27", 1), ("27", 1), ("28", 2), ("29", 3)):
        begun = datetime.fromisoformat(f"2026-11-{day}T02:00+08:00")
        told = Journal.begin(lake, "night", now=begun)
        visit_all(lake, NoWay(_320829=None), instance, told)
        told.close()
        assert told.night.visits[0].failed_nights == expected
    first = nights(lake)[0]
    assert told.night.visits[0].failing_since == f"{first.began:%Y-%m-%d}"


def test_chosen_regions_are_visited_alone(lake: Lake, instance: dg.DagsterInstance):
    sites = Sites(_320829=good("320829"), _320830=good("320830"), _320831=good("320831"))
    instance.add_dynamic_partitions(regions.name, sites.regions())
    result = dg.materialize(
        [collected],
        instance=instance,
        resources={"lake_folders": folders(lake), "collector": sites, "progress": Progress()},
        tags={
            "dagster/asset_partition_range_start": "320829",
            "dagster/asset_partition_range_end": "320830",
        },
    )
    assert result.success
    assert [sorted(codes) for codes in sites.asked] == [["320829", "320830"]]
    assert instance.get_materialized_partitions(COLLECTED) == {"320829", "320830"}


def test_partitions_follow_the_region_files(instance: dg.DagsterInstance):
    instance.add_dynamic_partitions(regions.name, ["320829", "999999"])
    context = dg.build_sensor_context(
        instance, resources={"collector": Sites(_320829=None, _1=None)}
    )
    added, removed = region_files(context).dynamic_partitions_requests
    assert (added.partition_keys, removed.partition_keys) == (["1"], ["999999"])
    instance.add_dynamic_partitions(regions.name, ["1"])
    instance.delete_dynamic_partition(regions.name, "999999")
    context = dg.build_sensor_context(
        instance, resources={"collector": Sites(_320829=None, _1=None)}
    )
    assert isinstance(region_files(context), dg.SkipReason)


def job_of(lake: Lake, *assets: dg.AssetsDefinition, name: str = "build") -> dg.JobDefinition:
    return dg.Definitions(
        assets=list(assets),
        jobs=[dg.define_asset_job(name, hooks={write_down_failure})],
        resources={
            "lake_folders": folders(lake),
            "notices": Notices(file=str(lake.raw.parent / "notices.yml")),
            "progress": journal,
            "collector": Sites(),
        },
    ).resolve_job_def(name)


def test_a_run_writes_its_journal_and_what_failed(lake: Lake, instance: dg.DagsterInstance):
    result = job_of(lake, inventory).execute_in_process(instance=instance, raise_on_error=False)
    assert not result.success, "the raw folder is empty"
    (night,) = nights(lake)
    assert (night.outcome, night.kind, night.run_id) == ("failed", "build", result.run_id)
    assert night.failure.startswith("There is no file in"), "no class name before it"
    assert night.failed_stage == "listing raw files"
    assert (lake.nights / night.night / "report.html").is_file()


def test_jobs_by_hand_write_no_journal(lake: Lake, instance: dg.DagsterInstance):
    job_of(lake, visits, name="other").execute_in_process(instance=instance)
    assert nights(lake) == []


def told_of(monkeypatch: pytest.MonkeyPatch) -> list[Night]:
    told: list[Night] = []
    monkeypatch.setattr(
        "orchestration.notices.telling.telling", lambda _: lambda _, night: told.append(night)
    )
    return told


def test_a_run_that_failed_before_its_journal_is_told_of(
    lake: Lake, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
):
    told = told_of(monkeypatch)

    @dg.op
    def fails() -> None:
        raise ValueError("no disk")

    @dg.job(name="build")
    def build() -> None:
        fails()

    result = build.execute_in_process(instance=instance, raise_on_error=False)
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_runs",
        dagster_event=result.get_run_failure_event(),
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        resources={"lake_folders": folders(lake), "notices": Notices()},
    ).for_run_failure()
    fallen.failed_runs(context)
    (night,) = told
    assert (night.outcome, night.run_id) == ("failed", result.run_id)
    assert "before its first step" in night.failure
    fallen.failed_runs(context)
    assert len(told) == 1, "once is enough"


def test_a_run_whose_process_was_killed_is_told_of_and_ended(
    lake: Lake, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
):
    told = told_of(monkeypatch)
    run = dg.DagsterRun("night", status=dg.DagsterRunStatus.STARTED)
    instance.add_run(run)
    killed = Journal.begin(lake, "night", run_id=run.run_id)
    killed.stage("reading reports")
    context = dg.build_sensor_context(
        instance, resources={"lake_folders": folders(lake), "notices": Notices()}
    )
    assert "No night was lost" in fallen.lost_nights(context).skip_message
    killed.close()  # as the system does when the process dies
    assert "Concluded" in fallen.lost_nights(context).skip_message
    assert "reading reports" in told[0].failure
    assert instance.get_run_by_id(run.run_id).status == dg.DagsterRunStatus.FAILURE
    assert "No night was lost" in fallen.lost_nights(context).skip_message
