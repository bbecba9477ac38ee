"""What people decided about findings."""

import dagster as dg
import polars as pl

from orchestration.defs.passing import sole_writer
from orchestration.progress import Progress
from orchestration.resources import POOL, LakeFolders
from orchestration.review import write_review_decisions
from schemas.tables import ReviewDecision

REVIEW_DECISIONS = dg.AssetKey(["ingest", "review_decisions"])


@dg.asset(
    key=REVIEW_DECISIONS,
    group_name="ingest",
    kinds={"parquet"},
    description=ReviewDecision.__doc__,
    check_specs=[
        dg.AssetCheckSpec(
            "schema",
            asset=REVIEW_DECISIONS,
            description="Holds to schemas.tables.ReviewDecision.",
        ),
        dg.AssetCheckSpec(
            "readable",
            asset=REVIEW_DECISIONS,
            description="Every line of the review files is a decision.",
        ),
    ],
    pool=POOL,
)
def review_decisions(
    lake_folders: LakeFolders, progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult:
    """The review files of the folder `review` beside the raw folder, line by line."""
    lake = lake_folders.lake
    progress.stage("reading review decisions")
    with sole_writer(lake):
        frame = write_review_decisions(lake)
    faults = frame.filter(pl.col("fault").is_not_null())["fault"].to_list()
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": frame.height,
            "faults": len(faults),
            "review_folder": dg.MetadataValue.path(str(lake.review)),
        },
        check_results=[
            dg.AssetCheckResult(check_name="schema", passed=True),
            dg.AssetCheckResult(
                check_name="readable",
                passed=not faults,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"faults": faults[:20]},
            ),
        ],
    )
