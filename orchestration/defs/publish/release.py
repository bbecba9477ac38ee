"""The release that readers open."""

from collections.abc import Iterator

import dagster as dg
from pydantic import Field

from orchestration.defs.freshness import NIGHTLY
from orchestration.defs.passing import sole_writer
from orchestration.defs.warehouse.models import models
from orchestration.progress import Progress
from orchestration.releases.prune import Pruned, prune
from orchestration.releases.publish import Limits, ReleaseHeld, publish
from orchestration.resources import POOL, LakeFolders


class Publication(dg.Config):
    """What a release may change unseen (reports lost, share of cells of unchanged files), and how
    many releases stay."""

    accept: bool = Field(False, description="Publish whatever this release changes.")
    lost_reports: int = Limits().lost_reports
    changed_share: float = Limits().changed_share
    keep: int = Field(
        0, description="Releases that stay once this one is published; 0 removes none."
    )

    @property
    def limits(self) -> Limits | None:
        return None if self.accept else Limits(self.lost_reports, self.changed_share)


@dg.asset(
    key=["publish", "release"],
    deps=[models],
    group_name="publish",
    kinds={"duckdb", "parquet"},
    check_specs=[
        dg.AssetCheckSpec(
            "verified",
            asset=["publish", "release"],
            description="What was written was read again and equals the build.",
        ),
        dg.AssetCheckSpec(
            "held",
            asset=["publish", "release"],
            description="It changes no more than may pass without a person's consent.",
        ),
    ],
    freshness_policy=NIGHTLY,
    pool=POOL,
)
def release(
    config: Publication, lake_folders: LakeFolders, progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The published tables as a DuckDB file and as Parquet files, switched to in one step."""
    lake = lake_folders.lake
    progress.stage("publishing")
    try:
        with sole_writer(lake):
            published = publish(lake, limits=config.limits, page=progress.page)
            progress.note(
                outcome="published" if published.is_new else "unchanged",
                release_id=published.release_id,
            )
            pruned = prune(lake, config.keep) if config.keep else Pruned()
    except ReleaseHeld as held:
        yield dg.AssetCheckResult(
            check_name="held",
            passed=False,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"why": str(held)},
        )
        raise
    yield dg.MaterializeResult(
        metadata={
            "release_id": published.release_id,
            "folder": dg.MetadataValue.path(str(published.folder)),
            "is_new": published.is_new,
            "removed": pruned.removed,
            "row_counts": dg.MetadataValue.json(published.row_counts),
        },
        check_results=[
            dg.AssetCheckResult(check_name="verified", passed=True),
            dg.AssetCheckResult(check_name="held", passed=True),
        ],
    )
