"""The jobs: the whole night, the build alone, collecting alone.

The night is one run. Its first step visits all sources of all regions and never fails; the build
follows in the same process whatever the visits came to. Two runs with a sensor between them would
need the daemon a second time at night, and could be parted by its pause, its restart or a full
queue. One job cannot have two kinds of partitions in one run: therefore the night's asset
`ingest/visits` has none, and records each region as a partition of `ingest/collected`, which can
be materialized alone for chosen regions.
"""

import dagster as dg

from orchestration.defs.automation.failures import write_down_failure
from orchestration.defs.ingest.collection import COLLECTED, VISITS
from orchestration.raw.inventory import FILED_YEARS

ALL_YEARS = {
    "dagster/asset_partition_range_start": FILED_YEARS[0],
    "dagster/asset_partition_range_end": FILED_YEARS[-1],
}
"""Tags that make a run cover every partition: one run a night, not one a year. The jobs have them
too, for whoever launches one by hand."""

_ENDS = {"dagster/max_runtime": 20 * 3600}
"""Seconds after which a run is ended: it must not stand in the way of the next night."""

night = dg.define_asset_job(
    "night",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(COLLECTED),
    description="Everything: visit the sources, list the raw folder, read, build, publish.",
    executor_def=dg.in_process_executor,
    hooks={write_down_failure},
    tags=_ENDS | ALL_YEARS,
)

build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(COLLECTED, VISITS),
    description="The night without collecting: list the raw folder, read, build, publish.",
    executor_def=dg.in_process_executor,
    hooks={write_down_failure},
    tags=_ENDS | ALL_YEARS,
)

collect = dg.define_asset_job(
    "collect",
    selection=dg.AssetSelection.assets(COLLECTED),
    description="Visit the sources of chosen regions, by hand.",
    executor_def=dg.in_process_executor,
    tags=_ENDS,
)
