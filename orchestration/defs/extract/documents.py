"""The tables of what the raw files say, partitioned by the year that their folder claims."""

from collections.abc import Iterator, Sequence

import dagster as dg

from orchestration.defs.ingest.inventory import INVENTORY
from orchestration.extraction_run import (
    InvalidRows,
    PartitionResult,
    extract_partitions,
)
from orchestration.files import only_builder
from orchestration.inventory import FILED_YEARS, read_inventory
from orchestration.progress import Progress
from orchestration.resources import POOL, LakeFolders
from schemas.tables import EXTRACTED

filed_years = dg.StaticPartitionsDefinition(FILED_YEARS)


def extracted_key(table: str) -> dg.AssetKey:
    return dg.AssetKey(["extracted", table])


@dg.multi_asset(
    name="documents",
    specs=[
        dg.AssetSpec(
            extracted_key(table),
            deps=[INVENTORY],
            description=model.__doc__,
            group_name="extract",
            kinds={"parquet"},
        )
        for table, model in EXTRACTED.items()
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "schema",
            asset=extracted_key(table),
            description=f"Holds to schemas.tables.{model.__name__}.",
        )
        for table, model in EXTRACTED.items()
    ],
    partitions_def=filed_years,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=POOL,
)
def documents(
    context: dg.AssetExecutionContext,
    lake_folders: LakeFolders,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Read new and changed files, carry over the rest; one run covers any number of years."""
    lake = lake_folders.lake
    progress.stage("reading reports")
    try:
        with only_builder(lake.lock):
            results = extract_partitions(
                lake, read_inventory(lake), context.partition_keys, progress=progress
            )
        progress.note(files=_counts(results))
    except InvalidRows as error:
        yield dg.AssetCheckResult(
            asset_key=extracted_key(error.table),
            check_name="schema",
            passed=False,
            metadata={"error": str(error)},
        )
        raise
    for table in EXTRACTED:
        yield dg.MaterializeResult(
            asset_key=extracted_key(table),
            metadata=_metadata(table, results),
            check_results=[
                dg.AssetCheckResult(
                    asset_key=extracted_key(table), check_name="schema", passed=True
                )
            ],
        )


def _metadata(
    table: str, results: Sequence[PartitionResult]
) -> dict[str, int | dict[str, int] | dg.MetadataValue]:
    """Counts over all partitions of the run; rows of each in `rows_by_year`."""
    by_year = {result.filed_year: result.rows.get(table, 0) for result in results}
    return {
        "dagster/row_count": sum(by_year.values()),
        "rows_by_year": dg.MetadataValue.json({y: n for y, n in by_year.items() if n}),
        **{f"documents_{name}": count for name, count in _counts(results).items()},
    }


def _counts(results: Sequence[PartitionResult]) -> dict[str, int]:
    """Documents by what was done with them."""
    return {
        "read": sum(result.read for result in results),
        "reused": sum(result.reused for result in results),
        "rejected": sum(result.rejected for result in results),
    }
