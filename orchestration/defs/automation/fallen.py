"""Tell of runs that failed before their journal, or whose process was killed."""

from typing import cast

import dagster as dg

from orchestration.defs.automation.jobs import build, night
from orchestration.defs.automation.nightly import AT_WORK
from orchestration.lake import Lake
from orchestration.nights.conclusion import Tell, conclude, conclude_lost
from orchestration.nights.journal import Journal
from orchestration.nights.past import nights
from orchestration.resources import JOURNALED, LakeFolders, Notices


@dg.run_failure_sensor(
    monitored_jobs=[night, build],
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Concludes and tells of failed runs that could not do so themselves.",
)
def failed_runs(
    context: dg.RunFailureSensorContext, lake_folders: LakeFolders, notices: Notices
) -> None:
    """A run writes its own journal and sends its own notices; this is for the others.

    They failed before the first step (a definition that cannot be loaded, a disk that is full),
    or were killed.
    """
    lake, run = lake_folders.lake, context.dagster_run
    conclude_lost(lake, notices.tell)
    if not any(known.run_id == run.run_id for known in nights(lake)):
        tell_of_unbegun(lake, run, context.failure_event.message or "", notices.tell)


def tell_of_unbegun(lake: Lake, run: dg.DagsterRun, message: str, tell: Tell) -> None:
    """Write the journal of a run that failed before it had one, and tell."""
    journal = Journal.begin(lake, JOURNALED[run.job_name], run_id=run.run_id)
    journal.failed(f"The run failed before its first step. {message}".strip())
    conclude(journal, tell)


@dg.sensor(
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
    target=None,
    description="Finds nights whose process was killed; concludes and tells of them.",
)
def lost_nights(
    context: dg.SensorEvaluationContext, lake_folders: LakeFolders, notices: Notices
) -> dg.SkipReason:
    """Also ends their runs, which would stand as started for ever and hold the pool of writers."""
    found = conclude_lost(lake_folders.lake, notices.tell)
    for lost in found:
        run = context.instance.get_run_by_id(lost.run_id) if lost.run_id else None
        if run and run.status in AT_WORK:
            context.instance.report_run_failed(cast(dg.DagsterRun, run), lost.failure)
    told = ", ".join(lost.name for lost in found)
    return dg.SkipReason(f"Concluded: {told}." if found else "No night was lost.")
