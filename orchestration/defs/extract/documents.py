"""The tables of what the raw files say, partitioned by the year that their folder claims."""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
from pydantic import Field

from orchestration.backfill import forget
from orchestration.defs.ingest.inventory import INVENTORY
from orchestration.defs.passing import sole_writer
from orchestration.progress import Progress
from orchestration.raw.inventory import FILED_YEARS, read_inventory
from orchestration.reading.run import (
    InvalidRows,
    PartitionResult,
    extract_partitions,
)
from orchestration.resources import READERS, LakeFolders
from schemas.tables import EXTRACTED

READ_AGAIN = "gongkai/read_again"
"""Tag of a run: files are read again though nothing has changed; `all`, or division codes."""

filed_years = dg.StaticPartitionsDefinition(FILED_YEARS)


def extracted_key(table: str) -> dg.AssetKey:
    return dg.AssetKey(["extracted", table])


class Rereading(dg.Config):
    """Whether files are read again though nothing has changed, and of which regions."""

    again: bool = Field(False, description="Read the files of these years again.")
    regions: list[str] = Field([], description="Only those of these division codes.")

    def regions_of(self, tags: Mapping[str, str]) -> list[str] | None:
        """The regions to read again, [] for all; None where nothing is.

        A backfill takes no configuration but tags: READ_AGAIN with `all` or division codes.
        """
        if READ_AGAIN in tags:
            codes = tags[READ_AGAIN].replace(",", " ").split()
            return [] if codes == ["all"] else codes
        return self.regions if self.again else None


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
    ]
    + [
        dg.AssetCheckSpec(
            "rejected",
            asset=extracted_key("rejected_documents"),
            description="Every file of these years could be read.",
        )
    ],
    partitions_def=filed_years,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=READERS,
)
def documents(
    context: dg.AssetExecutionContext,
    config: Rereading,
    lake_folders: LakeFolders,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Read new and changed files, carry over the rest; one run covers any number of years."""
    lake = lake_folders.lake
    progress.stage("reading reports")
    regions = config.regions_of(context.run.tags)
    try:
        with sole_writer(lake):
            if regions is not None:
                forget(lake, context.partition_keys, regions)
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
    yield _rejected_check(results)
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


def _rejected_check(results: Sequence[PartitionResult]) -> dg.AssetCheckResult:
    by_year = {result.filed_year: result.rejected for result in results if result.rejected}
    return dg.AssetCheckResult(
        asset_key=extracted_key("rejected_documents"),
        check_name="rejected",
        passed=not by_year,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"rejected": sum(by_year.values()), "by_year": dg.MetadataValue.json(by_year)},
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
