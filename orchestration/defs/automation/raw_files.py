"""Build when files have appeared in the raw folder by hand."""

import json

import dagster as dg

from collection.counted import counted
from orchestration.defs.automation.jobs import ALL_YEARS, build
from orchestration.defs.automation.nightly import AT_WORK
from orchestration.files import is_locked
from orchestration.nights.past import is_at_work, nights
from orchestration.raw.folders import arrivals
from orchestration.resources import LakeFolders


@dg.sensor(
    job=build,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Asks for a build when files have come by hand and have settled.",
)
def raw_files(
    context: dg.SensorEvaluationContext, lake_folders: LakeFolders
) -> dg.SensorResult | dg.SkipReason:
    """Files have settled when two looks, a minute apart, find the same.

    A state is asked for once: where its build fails, the night tries again, not the sensor.
    """
    lake = lake_folders.lake
    at_work = context.instance.get_runs(dg.RunsFilter(statuses=AT_WORK), limit=1)
    if at_work or is_locked(lake.lock) or any(is_at_work(lake, n) for n in nights(lake, 3)):
        return dg.SkipReason("A build is at work; it may take them.")
    found = arrivals(lake)
    if found is None:
        return dg.SkipReason("Nothing has come since the raw folder was listed.")
    seen = json.loads(context.cursor or "{}")
    if found.mark == seen.get("asked"):
        return dg.SkipReason("A build was asked for this state once; the night looks again.")
    if found.mark != seen.get("mark"):
        return dg.SensorResult(
            skip_reason=f"Files are arriving in {counted(found.folders, 'folder')}.",
            cursor=json.dumps(seen | {"mark": found.mark}),
        )
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=found.mark, tags=ALL_YEARS)],
        cursor=json.dumps({"mark": found.mark, "asked": found.mark}),
    )
