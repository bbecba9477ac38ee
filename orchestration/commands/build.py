"""`gongkai build`: the job of the nights, in this process, with its progress shown."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from orchestration.commands.shown_progress import shown_progress
from orchestration.commands.summary import Built, print_summary
from orchestration.files import BuildFailed, only_builder
from orchestration.full_disk import said_when_full
from orchestration.lake import DBT_PROJECT, Lake
from orchestration.nights.conclusion import journaled
from orchestration.nights.journal import NO_WORD, Journal
from orchestration.nights.night import Night
from orchestration.progress import Progress
from orchestration.standing import look

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult


def run(raw: Path, out: Path, *, accept: bool = False) -> None:
    """Build and publish; prints progress to stderr and the summary to stdout.

    accept: publish whatever the release changes. Raises BuildFailed when no release could be
    published; the last one then stays.
    """
    started = time.monotonic()
    lake = Lake.at(raw, out)
    with (
        said_when_full(lake.interim, lake.releases),
        only_builder(lake.lock),
        shown_progress() as shown,
        journaled(lake, "build", shown) as journal,
        quiet(lake.log),
    ):
        done = built(lake, journal, lake.log, accept=accept)
    print_summary(done, lake, time.monotonic() - started)


def built(lake: Lake, journal: Journal, log: Path, *, accept: bool = False) -> Built:
    """Build and publish, unless a look finds nothing to do; the lake's lock must be held.

    Raises BuildFailed when no release could be published.
    """
    found = look(lake, journal)
    if stands := found.published:
        return Built(0, found.files, stands.release_id, stands.folder, is_new=False)
    result = execute(lake, journal, accept=accept, is_listed=found.is_listed)
    if not result.success:
        raise BuildFailed(failure(journal.night, lake, log))
    reports = _metadata(result, "extracted", "reports")
    release = _metadata(result, "publish", "release")
    return Built(
        reports["documents_read"],
        reports["documents_reused"],
        release["release_id"],
        release["folder"],
        is_new=release["is_new"],
    )


def failure(night: Night, lake: Lake, log: Path) -> str:
    """What failed, as the journal has it, and what stays."""
    head = f"The build failed while {night.failed_stage}." if night.outcome == "failed" else None
    stays = "The last release stays as it is." if lake.current.exists() else "Nothing published."
    what = night.failure or NO_WORD
    return "\n".join(filter(None, (head, what, f"{stays} The whole log: {log}")))


@contextlib.contextmanager
def quiet(log: Path) -> Iterator[None]:
    """What Dagster and dbt print goes to a log, to nowhere where none can be written."""
    stream: TextIO
    try:
        stream = log.open("w", encoding="utf-8")
    except OSError:
        stream = io.StringIO()
    try:
        with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            yield
    finally:
        with contextlib.suppress(OSError):  # on a full disk, what failed counts, not its log
            stream.close()


def execute(
    lake: Lake,
    progress: Progress,
    *,
    accept: bool = False,
    is_listed: bool = False,
    project: Path = DBT_PROJECT,
) -> ExecuteInProcessResult:
    """Run the job `build` of the definitions in this process, on a lake.

    is_listed: its raw folder was listed a moment ago, under the lock that is still held. project:
    the dbt project, or a changed copy of it.
    """
    progress.stage("starting Dagster")
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    gc.disable()  # It would look in vain through all that is loaded, for a fifth of the time.
    import dagster as dg

    from orchestration.definitions import defs
    from orchestration.defs.automation.jobs import ALL_YEARS
    from orchestration.resources import LakeFolders, dbt

    gc.freeze()
    gc.enable()
    with dg.DagsterInstance.ephemeral() as instance:
        # The events come back with the result; in this instance nobody would look for them again.
        instance.event_log_storage.store_event = lambda event: None  # type: ignore[method-assign]
        return defs.resolve_job_def("build").execute_in_process(
            instance=instance,
            tags=ALL_YEARS,
            raise_on_error=False,
            run_config={
                "loggers": {"console": {"config": {"log_level": "INFO"}}},
                "ops": {"publish__release": {"config": {"accept": accept}}},
            },
            resources={
                "lake_folders": LakeFolders(
                    raw_dir=str(lake.raw), releases_dir=str(lake.releases), is_listed=is_listed
                ),
                "progress": progress,
                "dbt": dbt(project),
            },
        )


def _metadata(result: ExecuteInProcessResult, *key: str) -> dict[str, Any]:
    """The metadata of an asset's materialization in this run."""
    for event in result.get_asset_materialization_events():
        if event.asset_key is not None and event.asset_key.path == list(key):
            return {name: value.value for name, value in event.materialization.metadata.items()}
    raise LookupError("/".join(key))
