"""`gongkai build`: the job of the nights, in this process, with its progress shown."""

from __future__ import annotations

import contextlib
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
from orchestration.progress import Progress
from orchestration.releases.publish import ReleaseHeld
from orchestration.standing import Look, look

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
        found = look(lake, journal)
        built = standing(found) or outcome(
            execute(lake, journal, accept=accept, is_listed=found.is_listed), lake, lake.log
        )
    print_summary(built, lake, time.monotonic() - started)


def standing(found: Look) -> Built | None:
    """What a build comes to that finds nothing to do; None where it has something to do."""
    if found.published is None:
        return None
    release_id, folder = found.published.release_id, found.published.folder
    return Built(0, found.files, release_id, folder, is_new=False)


def outcome(result: ExecuteInProcessResult, lake: Lake, log: Path) -> Built:
    """What a job came to. Raises BuildFailed where it failed."""
    if not result.success:
        raise BuildFailed(failure_of(result, lake, log))
    reports = _metadata(result, "extracted", "reports")
    release = _metadata(result, "publish", "release")
    return Built(
        reports["documents_read"],
        reports["documents_reused"],
        release["release_id"],
        release["folder"],
        is_new=release["is_new"],
    )


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
    import dagster as dg

    from orchestration.definitions import defs
    from orchestration.defs.automation.jobs import ALL_YEARS
    from orchestration.resources import LakeFolders, dbt

    with dg.DagsterInstance.ephemeral() as instance:
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


def failure_of(result: ExecuteInProcessResult, lake: Lake, log: Path) -> str:
    """What failed, in the words of the error, and what stays."""
    lines = []
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error and error.cause and not _is_ours(error.message):
                error = error.cause
            is_held = error is not None and error.cls_name == ReleaseHeld.__name__
            head = "" if is_held else f"The build failed in step {event.step_key}.\n"
            lines.append(f"{head}{_words(error)}")
    if not lines:
        lines = ["The build failed before its first step."]
    stays = "The last release stays as it is." if lake.current.exists() else "Nothing published."
    return "\n".join([*lines, f"{stays} The whole log: {log}"])


def _words(error: Any) -> str:
    """An error's message without the name of its class where the message was made for users."""
    if error is None:
        return ""
    if "Interrupted" in error.message:
        return "It was stopped from outside. What was read so far is kept."
    if _is_ours(error.message):
        return error.message.strip().partition(": ")[2]
    return error.message.strip()


def _is_ours(message: str) -> bool:
    """Whether an error was made for users, with words that need no cause beside them."""
    return message.strip().partition(": ")[0].startswith("orchestration.")
