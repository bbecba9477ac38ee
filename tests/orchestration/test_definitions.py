"""The Dagster side: everything is there, a night is one run, checks show what was checked."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.defs.automation.jobs import ALL_YEARS
from orchestration.defs.automation.nightly import nightly
from orchestration.defs.extract import documents as module
from orchestration.defs.extract.documents import READ_AGAIN, documents
from orchestration.defs.ingest.collection import COLLECTED, VISITS
from orchestration.defs.ingest.inventory import inventory
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.raw.inventory import FILED_YEARS
from orchestration.reading.task import Reading, Task, read
from orchestration.resources import LakeFolders
from schemas.tables import EXTRACTED
from tests.orchestration.conftest import put_report


def materialize(lake: Lake, *assets: dg.AssetsDefinition, **options) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        list(assets),
        resources={
            "lake_folders": LakeFolders(raw_dir=str(lake.raw), releases_dir=str(lake.releases)),
            "progress": Progress(),
        },
        tags={
            "dagster/asset_partition_range_start": FILED_YEARS[0],
            "dagster/asset_partition_range_end": FILED_YEARS[-1],
        },
        **options,
    )


def test_definitions_can_be_loaded_and_run():
    dg.Definitions.validate_loadable(defs)


def test_every_table_from_inventory_to_release_is_an_asset_with_its_inputs():
    graph = defs.get_repository_def().asset_graph
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert {"ingest/inventory", "publish/release"} <= keys
    assert {f"extracted/{table}" for table in EXTRACTED} <= keys
    parents = {
        key.to_user_string() for key in graph.get(dg.AssetKey(["publish", "release"])).parent_keys
    }
    assert {key for key in keys if key.startswith("marts/")} <= parents
    materializable = {key.to_user_string() for key in graph.materializable_asset_keys}
    assert materializable == keys, "an asset without a maker: a dbt source is not mapped"


def test_dbt_tests_and_schemas_are_asset_checks():
    checks = defs.get_repository_def().asset_graph.asset_check_keys
    checked = {key.asset_key.to_user_string() for key in checks}
    assert {f"extracted/{table}" for table in EXTRACTED} <= checked
    assert any(key.asset_key.path[-1] == "dim_report" for key in checks)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """One that can be referred to, as schedules do."""
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        yield instance


def test_a_night_is_one_run_over_all_partitions(instance: dg.DagsterInstance):
    context = dg.build_schedule_context(instance, repository_def=defs.get_repository_def())
    (request,) = nightly.evaluate_tick(context).run_requests
    assert request.tags["dagster/asset_partition_range_start"] == FILED_YEARS[0]
    assert request.tags["dagster/asset_partition_range_end"] == FILED_YEARS[-1]
    assert (nightly.cron_schedule, nightly.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")


@pytest.mark.parametrize("name", ["night", "build"])
def test_a_job_launched_by_hand_covers_all_years_too(name: str):
    assert defs.resolve_job_def(name).tags.items() >= ALL_YEARS.items()


def test_a_night_is_not_asked_for_while_the_one_before_is_at_work(instance: dg.DagsterInstance):
    instance.add_run(dg.DagsterRun("night", status=dg.DagsterRunStatus.STARTED))
    context = dg.build_schedule_context(instance, repository_def=defs.get_repository_def())
    tick = nightly.evaluate_tick(context)
    assert not tick.run_requests
    assert "has not ended" in tick.skip_message


def test_the_night_collects_before_it_lists_and_the_build_does_not_collect():
    night, build = (defs.resolve_job_def(name) for name in ("night", "build"))
    keys = {job.name: job.asset_layer.executable_asset_keys for job in (night, build)}
    assert keys["night"] - keys["build"] == {VISITS}
    assert {COLLECTED} == defs.resolve_job_def("collect").asset_layer.executable_asset_keys
    graph = defs.get_repository_def().asset_graph
    assert VISITS in graph.get(dg.AssetKey(["ingest", "inventory"])).parent_keys


def test_published_tables_have_a_freshness_policy_and_others_have_none():
    graph = defs.get_repository_def().asset_graph
    fresh = {
        key for key in graph.get_all_asset_keys() if graph.get(key).freshness_policy is not None
    }
    assert {key.path[0] for key in fresh} == {"marts", "publish"}
    assert dg.AssetKey(["marts", "dim_report"]) in fresh


def test_one_run_covers_all_years_and_reports_what_it_read(two_reports: Lake):
    result = materialize(two_reports, inventory, documents)
    events = result.asset_materializations_for_node("documents")
    facts = [event for event in events if event.asset_key.path[-1] == "facts"]
    assert {event.partition for event in facts} == set(FILED_YEARS)
    metadata = facts[0].metadata
    assert metadata["documents_read"].value == 2
    assert set(metadata["rows_by_year"].value) == {"2023", "2024"}
    assert all(check.passed for check in result.get_asset_check_evaluations())
    assert len(result.get_asset_check_evaluations()) == 3 + len(EXTRACTED)

    again = materialize(two_reports, inventory, documents)
    metadata = again.asset_materializations_for_node("documents")[0].metadata
    assert (metadata["documents_read"].value, metadata["documents_reused"].value) == (0, 2)


def test_one_year_can_be_read_alone(listed: Lake):
    result = dg.materialize(
        [inventory, documents],
        selection=[documents],
        partition_key="2023",
        resources={
            "lake_folders": LakeFolders(raw_dir=str(listed.raw), releases_dir=str(listed.releases)),
            "progress": Progress(),
        },
    )
    assert result.success
    assert listed.extracted("facts", "2023").is_file()
    assert not listed.extracted("facts", "2024").exists()


def test_a_tag_has_files_of_a_region_read_again(two_reports: Lake):
    materialize(two_reports, inventory, documents)
    result = dg.materialize(
        [inventory, documents],
        selection=[documents],
        resources={
            "lake_folders": LakeFolders(
                raw_dir=str(two_reports.raw), releases_dir=str(two_reports.releases)
            ),
            "progress": Progress(),
        },
        tags={
            "dagster/asset_partition_range_start": "2023",
            "dagster/asset_partition_range_end": "2024",
            READ_AGAIN: "320800",
        },
    )
    metadata = result.asset_materializations_for_node("documents")[0].metadata
    assert (metadata["documents_read"].value, metadata["documents_reused"].value) == (1, 1)


def test_rejected_files_are_a_warning(lake: Lake):
    (lake.raw / "320800" / "2024").mkdir(parents=True)
    (lake.raw / "320800" / "2024" / "empty.pdf").write_bytes(b"")
    result = materialize(lake, inventory, documents)
    (check,) = [c for c in result.get_asset_check_evaluations() if c.check_name == "rejected"]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert check.metadata["by_year"].value == {"2024": 1}


def read_as_one_report(task: Task) -> Reading:
    """The real reader, which gives every report the same identifier."""
    reading = read(task)
    for table in EXTRACTED:
        for row in reading.rows[table]:
            row["report_id"] = "0" * 16
    return reading


def test_rows_that_break_their_schema_together_fail_the_check_of_their_table(
    two_reports: Lake, monkeypatch: pytest.MonkeyPatch
):
    put_report(two_reports.raw, "320800/2024/second.html")
    real = module.extract_partitions
    monkeypatch.setattr(
        module,
        "extract_partitions",
        lambda *args, **kwargs: real(*args, reader=read_as_one_report, **kwargs),
    )
    result = materialize(two_reports, inventory, documents, raise_on_error=False)
    assert not result.success
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert [check.asset_key.path for check in failed] == [["extracted", "reports"]]
    assert "report_id" in failed[0].metadata["error"].value
