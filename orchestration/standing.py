"""Tell without Dagster that a build would change nothing.

Most nights bring nothing new, and Dagster takes longer to start and to note a thousand events than
it takes to find that out. Every question is the one that the stages themselves ask; where one of
them has something to do, the whole job runs.
"""

from __future__ import annotations

from orchestration import warehouse
from orchestration.extraction_run import standing_partitions
from orchestration.files import BuildFailed
from orchestration.inventory import FILED_YEARS, write_inventory
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.release import Published, current_of_build
from orchestration.review import write_review_decisions
from schemas.validation import InvalidTable


def standing_release(lake: Lake, progress: Progress) -> tuple[Published, int] | None:
    """The current release and the number of raw files, when a build would leave it as it is.

    None when anything is to be done (a file to read, a table to make, a release to write), and
    where that cannot be told: the job meets the same difficulty and says so. Lists the raw folder
    and the review decisions, as a build does; the lake's lock must be held.
    """
    try:
        return _standing_release(lake, progress)
    except (BuildFailed, InvalidTable, OSError):
        return None


def _standing_release(lake: Lake, progress: Progress) -> tuple[Published, int] | None:
    progress.stage("listing raw files")
    inventory = write_inventory(lake)
    progress.stage("reading review decisions")
    write_review_decisions(lake)
    progress.stage("comparing with the last build")
    partitions = standing_partitions(lake, inventory, FILED_YEARS)
    finished = warehouse.finished_build(lake)
    if partitions is None or not finished or finished["build_key"] != warehouse.build_key(lake):
        return None
    published = current_of_build(lake)
    if published is None:
        return None
    rejected = sum(result.rejected for result in partitions)
    progress.note(
        files={"read": 0, "reused": inventory.height, "rejected": rejected},
        outcome="unchanged",
        release_id=published.release_id,
    )
    return published, inventory.height
