"""What was collected: one partition a region, and the visits of a whole night."""

from collections.abc import Collection, Iterable, Sequence

import dagster as dg

from collection.counted import counted
from collection.visit import SourceVisit
from orchestration.collecting import Collecting, only_collector, visit_sources
from orchestration.defs.passing import tried_again
from orchestration.lake import Lake
from orchestration.nights.page import FAILED_NIGHTS_TOLD
from orchestration.progress import Progress
from orchestration.resources import COLLECTOR, Collector, LakeFolders

regions = dg.DynamicPartitionsDefinition(name="regions")
"""The region files, by division code."""

COLLECTED = dg.AssetKey(["ingest", "collected"])
VISITS = dg.AssetKey(["ingest", "visits"])

ANEW = "gongkai/anew"
"""Tag of a run (any value): every report of its regions is asked for, not only what is due."""

_SOURCES = (
    "Every source could be visited: a warning when one failed, an error from three nights on."
)


@dg.asset(
    key=VISITS,
    group_name="collect",
    check_specs=[dg.AssetCheckSpec("sources", asset=VISITS, description=_SOURCES)],
    pool=COLLECTOR,
)
def visits(
    context: dg.AssetExecutionContext,
    lake_folders: LakeFolders,
    collector: dg.ResourceParam[Collector],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult:
    """The visits of a night to every source of every region; files new reports in the raw folder.

    All regions are one crawl, so that a host that several of them name is visited by one polite
    queue. Each region is recorded as a partition of `ingest/collected`. Never fails.
    """
    found = _collect(lake_folders.lake, collector, progress)
    progress.note(visits=found)
    keep_in_step(context.instance, collector.regions())
    known = set(context.instance.get_dynamic_partitions(regions.name))
    for code, of_region in by_region(found).items():
        if code in known and not any(visit.fault for visit in of_region):
            context.log_event(
                dg.AssetMaterialization(COLLECTED, partition=code, metadata=metadata(of_region))
            )
    return dg.MaterializeResult(metadata=metadata(found), check_results=[sources_check(found)])


@dg.asset(
    key=COLLECTED,
    group_name="collect",
    partitions_def=regions,
    backfill_policy=dg.BackfillPolicy.single_run(),
    check_specs=[dg.AssetCheckSpec("sources", asset=COLLECTED, description=_SOURCES)],
    pool=COLLECTOR,
)
def collected(
    context: dg.AssetExecutionContext,
    lake_folders: LakeFolders,
    collector: dg.ResourceParam[Collector],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult:
    """The reports of chosen regions, visited by hand; a night does this for all of them."""
    visitor = collector.anew() if ANEW in context.run.tags else collector
    found = _collect(lake_folders.lake, visitor, progress, context.partition_keys)
    return dg.MaterializeResult(metadata=metadata(found), check_results=[sources_check(found)])


def _collect(
    lake: Lake, collector: Collecting, progress: Progress, codes: Collection[str] | None = None
) -> list[SourceVisit]:
    """Visit the sources of all regions, or of some, when no other night does."""
    progress.stage("collecting")
    with tried_again():
        only_collector(lake)
    return visit_sources(collector, lake, codes)


def by_region(found: Iterable[SourceVisit]) -> dict[str, list[SourceVisit]]:
    """Visits by the region of their sources."""
    grouped: dict[str, list[SourceVisit]] = {}
    for visit in found:
        grouped.setdefault(visit.region_code, []).append(visit)
    return grouped


def keep_in_step(instance: dg.DagsterInstance, codes: Sequence[str]) -> None:
    """Let the partitions be the region files, no more and no fewer."""
    known = set(instance.get_dynamic_partitions(regions.name))
    if new := sorted(set(codes) - known):
        instance.add_dynamic_partitions(regions.name, new)
    for gone in sorted(known - set(codes)):
        instance.delete_dynamic_partition(regions.name, gone)


def metadata(found: Sequence[SourceVisit]) -> dict[str, int | dg.MetadataValue]:
    """Counts over visits, and their faults."""
    return {
        "sources": len(found),
        "reports_found": sum(visit.found for visit in found),
        "files_new": sum(len(visit.new) for visit in found),
        "files_changed": sum(len(visit.changed) for visit in found),
        "pages_vanished": sum(len(visit.vanished) for visit in found),
        "requests": sum(visit.requests for visit in found),
        "faults": dg.MetadataValue.json(_faults(found)),
    }


def sources_check(found: Sequence[SourceVisit]) -> dg.AssetCheckResult:
    """Passed when every source could be visited."""
    at_fault = [visit for visit in found if visit.fault]
    lasting = any(visit.failed_nights >= FAILED_NIGHTS_TOLD for visit in at_fault)
    return dg.AssetCheckResult(
        check_name="sources",
        passed=not at_fault,
        severity=dg.AssetCheckSeverity.ERROR if lasting else dg.AssetCheckSeverity.WARN,
        metadata={"at_fault": len(at_fault), "faults": dg.MetadataValue.json(_faults(found))},
    )


def _faults(found: Iterable[SourceVisit]) -> dict[str, str]:
    return {
        f"{visit.region_code}/{visit.source_key}": (
            f"{visit.fault} ({counted(visit.failed_nights, 'night')} in a row)"
        )
        for visit in found
        if visit.fault
    }
