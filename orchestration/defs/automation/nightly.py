"""The schedule of the nights."""

import dagster as dg

from orchestration.defs.automation.jobs import ALL_YEARS, night

AT_WORK = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
"""Statuses of runs that have not ended."""


@dg.schedule(
    job=night,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Switch on where nights are wanted; `dagster dev` alone starts nothing.",
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run over all partitions, unless the night before is still at work."""
    at_work = dg.RunsFilter(job_name=night.name, statuses=AT_WORK)
    if context.instance.get_runs(at_work, limit=1):
        return dg.SkipReason("The night before has not ended.")
    return dg.RunRequest(tags=ALL_YEARS)
