"""What people do with releases over time, as jobs: go back to an earlier one, remove old ones."""

import dagster as dg
from pydantic import Field

from orchestration.releases.prune import prune
from orchestration.releases.rollback import roll_back
from orchestration.resources import POOL, LakeFolders


class Rollback(dg.Config):
    """Where to go back to, and why; see `gongkai rollback`."""

    why: str = Field(description="Why the current release is taken back, a sentence.")
    release: str = Field("", description="The release to go to; empty for the one before.")
    by: str = Field("", description="Who decides; empty for the user that runs this.")


@dg.op(pool=POOL)
def switch_release(
    context: dg.OpExecutionContext, config: Rollback, lake_folders: LakeFolders
) -> None:
    """Let `current` lead to an earlier release; the one that is left is marked as withdrawn."""
    done = roll_back(lake_folders.lake, config.why, to=config.release or None, by=config.by or None)
    context.add_output_metadata({"release_id": done.release_id, "left": done.left or "nothing"})


@dg.job(executor_def=dg.in_process_executor)
def rollback() -> None:
    """Go back to an earlier release, whose files are verified first."""
    switch_release()


class Keeping(dg.Config):
    """How many releases stay; see `gongkai prune`."""

    keep: int = Field(description="Releases that stay, at least 1.")


@dg.op(pool=POOL)
def remove_releases(
    context: dg.OpExecutionContext, config: Keeping, lake_folders: LakeFolders
) -> None:
    """Remove old releases, and what stopped builds have left."""
    done = prune(lake_folders.lake, config.keep)
    context.add_output_metadata(
        {
            "removed": done.removed,
            "kept": done.kept,
            "open": list(done.is_open),
            "bytes": done.bytes,
            "unseen": list(done.unseen),
        }
    )


@dg.job(name="prune", executor_def=dg.in_process_executor)
def pruning() -> None:
    """Remove old releases: never the current one, those to go back to, or one that is open."""
    remove_releases()
