"""The dbt models as assets, the dbt tests as their checks; one dbt call builds them all."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtCliRuntimeError,
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)

from orchestration import warehouse
from orchestration.defs.freshness import NIGHTLY
from orchestration.defs.passing import sole_writer
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.releases.tables import SCHEMA
from orchestration.resources import POOL, LakeFolders

_TAKEN_FROM = {
    ("changed", table): dg.AssetKey(["extracted", source])
    for table, source in (("reports", "reports"), ("prints", "reports"), ("facts", "facts"))
}
"""What the build takes out of an asset before dbt is called; see build_contents."""


class Translator(DagsterDbtTranslator):
    """Sources are the assets that Python writes; models lie in the group of their folder."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            source, table = dbt_resource_props["source_name"], dbt_resource_props["name"]
            return _TAKEN_FROM.get((source, table), dg.AssetKey([source, table]))
        return super().get_asset_key(dbt_resource_props)

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        is_published = spec.key.path[0] == SCHEMA
        return spec.replace_attributes(freshness_policy=NIGHTLY) if is_published else spec

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return {"seed": "seeds"}.get(
            dbt_resource_props["resource_type"], dbt_resource_props["fqn"][1]
        )


TRANSLATOR = Translator(
    DagsterDbtTranslatorSettings(enable_asset_checks=True, enable_duplicate_source_asset_keys=True)
)


@dbt_assets(
    manifest=warehouse.ensure_manifest(),
    name="warehouse",
    dagster_dbt_translator=TRANSLATOR,
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
    with sole_writer(lake):
        warehouse.await_killed_dbt(lake)
        key = warehouse.build_key(lake)
        finished = warehouse.finished_build(lake)
        if finished and finished["build_key"] == key:
            yield from _unchanged(context, finished)
        elif context.selected_asset_keys.isdisjoint(reading_reports(context.assets_def)):
            lake.build_receipt.unlink(missing_ok=True)
            only_theirs = ["--indirect-selection", "cautious"]
            yield from _dbt_build(dbt, lake, *only_theirs, context=context)
        else:
            yield from _build(context, dbt, lake, key)


def reading_reports(assets: dg.AssetsDefinition) -> set[dg.AssetKey]:
    """The models that say anything about reports; the others come from seeds alone.

    When a backfill is asked for everything, Dagster makes those others first, on a new clone
    before any report was read.
    """
    reading: set[dg.AssetKey] = set()
    for key, upstream in _in_order(assets):
        if any(other not in assets.keys or other in reading for other in upstream):
            reading.add(key)
    return reading


def _in_order(assets: dg.AssetsDefinition) -> list[tuple[dg.AssetKey, list[dg.AssetKey]]]:
    """The models and what each is made from, none before those that it is made from."""
    upstream = {spec.key: [dep.asset_key for dep in spec.deps] for spec in assets.specs}
    order = TopologicalSorter(upstream).static_order()
    return [(key, upstream[key]) for key in order if key in upstream]


Result = dg.MaterializeResult | dg.AssetCheckResult


def _build(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, lake: Lake, key: str
) -> Iterator[Result]:
    """Build all models, whichever were asked for, and report on those.

    The build database is made from one state of the interim data or not at all; a release
    never mixes two. Where the last build can be gone on with, only changed reports are made anew;
    should that fail, nothing is gone on with.
    """
    begun = warehouse.begin_build(lake)
    if begun.standing:
        try:
            results = list(_results(dbt, lake, *_GOING_ON))
        except BuildFailed as error:
            context.log.warning(f"All is built anew, as going on failed. {error}")
            begun = warehouse.begin_build(lake, anew=True)
        else:
            checks = _merged(begun.standing["checks"], results)
            made = {result.asset_key for result in results}
            yield from _unchanged(context, begun.standing, made)
            yield from _selected(context, results)
            warehouse.record_build(lake, key, checks, begun)
            return
    results = []
    for result in _results(dbt, lake):
        results.append(result)
        yield from _selected(context, [result])
    warehouse.record_build(lake, key, _merged([], results), begun)


_GOING_ON = ("--no-write-json", "--select", "source:*+")
"""The models that say anything about reports, and all their tests. dbt writes down neither what it
was asked nor what came of it, which takes it a second: where it fails, all is built anew, and that
call says what failed."""


def _results(dbt: DbtCliResource, lake: Lake, *arguments: str) -> Iterator[Result]:
    """What dbt makes, model by model and test by test."""
    for event in _dbt_build(
        dbt, lake, *arguments, manifest=warehouse.MANIFEST, dagster_dbt_translator=TRANSLATOR
    ):
        if isinstance(event, dg.AssetMaterialization):
            yield dg.MaterializeResult(asset_key=event.asset_key, metadata=event.metadata)
        elif isinstance(event, dg.AssetCheckEvaluation):
            yield dg.AssetCheckResult(
                asset_key=event.asset_key,
                check_name=event.check_name,
                passed=event.passed,
                severity=event.severity,
                metadata=event.metadata,
            )


def _selected(context: dg.AssetExecutionContext, results: Iterable[Result]) -> Iterator[Result]:
    """Those of the models and tests that were asked for."""
    for result in results:
        if isinstance(result, dg.MaterializeResult):
            if result.asset_key in context.selected_asset_keys:
                yield result
        elif _check_key(result) in context.selected_asset_check_keys:
            yield result


def _check_key(result: dg.AssetCheckResult) -> dg.AssetCheckKey:
    assert result.asset_key and result.check_name  # every dbt test has both
    return dg.AssetCheckKey(result.asset_key, result.check_name)


def _merged(
    standing: Iterable[Mapping[str, Any]], results: Iterable[Result]
) -> list[dict[str, Any]]:
    """How the tests went, for the receipt: as now, or as before where they were not run."""
    checks = {(tuple(check["asset_key"]), check["check_name"]): dict(check) for check in standing}
    for result in results:
        if isinstance(result, dg.AssetCheckResult):
            key = _check_key(result)
            checks[tuple(key.asset_key.path), key.name] = {
                "asset_key": list(key.asset_key.path),
                "check_name": key.name,
                "passed": result.passed,
                "severity": result.severity.value,
            }
    return list(checks.values())


_BRIEF_LOG = ("--log-level-file", "info")
"""Without dbt's own notes on every step, ten megabytes and a tenth of its time; the SQL of a model
that fails lies in the folder `compiled` all the same."""


def _dbt_build(dbt: DbtCliResource, lake: Lake, *arguments: str, **options: Any) -> Iterator[Any]:
    (lake.dbt_target / "run_results.json").unlink(missing_ok=True)
    os.environ.update(warehouse.writing_environment(lake))
    try:
        command = ["build", *_BRIEF_LOG, "--exclude-resource-type", "unit_test", *arguments]
        yield from dbt.cli(command, target_path=lake.dbt_target, **options).stream()
    except DagsterDbtCliRuntimeError as error:
        failed = warehouse.failures(lake) or [str(error)]
        raise BuildFailed("dbt could not build the warehouse:\n" + "\n".join(failed)) from error


def _unchanged(
    context: dg.AssetExecutionContext,
    finished: Mapping[str, Any],
    made: Collection[dg.AssetKey | None] = (),
) -> Iterator[Result]:
    """Report the build that stands, but for what was made: neither its sources nor the project nor
    dbt has changed."""
    note = {"unchanged_since_build": finished["build_key"][:16]}
    for key, _ in _in_order(context.assets_def):
        if key in context.selected_asset_keys and key not in made:
            yield dg.MaterializeResult(asset_key=key, metadata=note)
    for check in finished["checks"]:
        check_key = dg.AssetCheckKey(dg.AssetKey(check["asset_key"]), check["check_name"])
        if check_key in context.selected_asset_check_keys and check_key.asset_key not in made:
            yield dg.AssetCheckResult(
                asset_key=check_key.asset_key,
                check_name=check_key.name,
                passed=check["passed"],
                severity=dg.AssetCheckSeverity(check["severity"]),
                metadata=note,
            )
