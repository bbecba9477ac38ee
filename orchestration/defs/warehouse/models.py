"""The dbt models as assets, the dbt tests as their checks; one dbt call builds them all."""

import os
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtCliRuntimeError,
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    dbt_assets,
)

from orchestration import warehouse
from orchestration.files import BuildFailed, only_builder
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.resources import POOL, LakeFolders


class Translator(DagsterDbtTranslator):
    """Sources are the assets that Python writes; models lie in the group of their folder."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return {"seed": "seeds"}.get(
            dbt_resource_props["resource_type"], dbt_resource_props["fqn"][1]
        )


@dbt_assets(
    manifest=warehouse.ensure_manifest(),
    name="warehouse",
    dagster_dbt_translator=Translator(DagsterDbtTranslatorSettings(enable_asset_checks=True)),
    pool=POOL,
)
def models(
    context: dg.AssetExecutionContext,
    dbt: DbtCliResource,
    lake_folders: LakeFolders,
    progress: dg.ResourceParam[Progress],
) -> Iterator[Any]:
    """Build the warehouse in a private file, or leave it when nothing it is made of changed."""
    lake = lake_folders.lake
    progress.stage("building the warehouse")
    with only_builder(lake.lock):
        key = warehouse.build_key(lake)
        finished = warehouse.finished_build(lake)
        if finished and finished["build_key"] == key:
            yield from _unchanged(context, finished)
        elif context.is_subset:
            lake.build_receipt.unlink(missing_ok=True)
            yield from _dbt_build(context, dbt, lake)
        else:
            warehouse.begin_build(lake)
            checks = []
            for event in _dbt_build(context, dbt, lake):
                if isinstance(event, dg.AssetCheckResult):
                    checks.append(_remembered(event))
                yield event
            warehouse.record_build(lake, key, checks)


def _dbt_build(context: dg.AssetExecutionContext, dbt: DbtCliResource, lake: Lake) -> Iterator[Any]:
    (lake.dbt_target / "run_results.json").unlink(missing_ok=True)
    os.environ.update(warehouse.environment(lake))
    try:
        yield from dbt.cli(["build"], context=context, target_path=lake.dbt_target).stream()
    except DagsterDbtCliRuntimeError as error:
        failed = warehouse.failures(lake) or [str(error)]
        raise BuildFailed("dbt could not build the warehouse:\n" + "\n".join(failed)) from error


def _remembered(event: dg.AssetCheckResult) -> dict[str, Any]:
    assert event.asset_key is not None  # dagster-dbt names the asset of every check
    return {
        "asset_key": event.asset_key.path,
        "check_name": event.check_name,
        "passed": event.passed,
        "severity": event.severity.value,
    }


def _unchanged(context: dg.AssetExecutionContext, finished: dict[str, Any]) -> Iterator[Any]:
    """Report the build that stands: neither its sources nor the project nor dbt has changed."""
    note = {"unchanged_since_build": finished["build_key"][:16]}
    upstream = {spec.key: [dep.asset_key for dep in spec.deps] for spec in context.assets_def.specs}
    for key in TopologicalSorter(upstream).static_order():
        if key in context.selected_asset_keys:
            yield dg.MaterializeResult(asset_key=key, metadata=note)
    for check in finished["checks"]:
        check_key = dg.AssetCheckKey(dg.AssetKey(check["asset_key"]), check["check_name"])
        if check_key in context.selected_asset_check_keys:
            yield dg.AssetCheckResult(
                asset_key=check_key.asset_key,
                check_name=check_key.name,
                passed=check["passed"],
                severity=dg.AssetCheckSeverity(check["severity"]),
                metadata=note,
            )
