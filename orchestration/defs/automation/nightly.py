"""The main job, by night and by hand."""

import dagster as dg

from orchestration.inventory import FILED_YEARS

ALL_YEARS = {
    "dagster/asset_partition_range_start": FILED_YEARS[0],
    "dagster/asset_partition_range_end": FILED_YEARS[-1],
}
"""Tags that make a run cover every partition: one run a night, not one a year."""

build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    description="Everything: list the raw folder, read what is new, build, publish.",
    executor_def=dg.in_process_executor,
)


@dg.schedule(
    job=build,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Switch on where nights are wanted; `dagster dev` alone starts nothing.",
)
def nightly() -> dg.RunRequest:
    """One run over all partitions."""
    return dg.RunRequest(tags=ALL_YEARS)
