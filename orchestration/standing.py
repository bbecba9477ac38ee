"""Tell without Dagster that a build would change nothing.

Most nights bring nothing new, and Dagster takes longer to start and to note a thousand events than
it takes to find that out. Every question is the one that the stages themselves ask; where one of
them has something to do, the whole job runs.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from orchestration import warehouse
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.progress import Progress
from orchestration.raw.inventory import FILED_YEARS, list_raw_files
from orchestration.reading.run import standing_partitions
from orchestration.releases.publish import Published, current_of_build
from orchestration.review import write_review_decisions
from schemas.validation import InvalidTable


@dataclass(slots=True)
class Look:
    """What a look at the lake before a build came to.

    is_listed: the raw folder was listed. published: the current release, where a build would leave
    it as it is; None when anything is to be done (a file to read, a table to make, a release to
    write), and where that cannot be told: the job meets the same difficulty and says so. files: the
    number of raw files.
    """

    is_listed: bool = False
    published: Published | None = None
    files: int = 0


def look(lake: Lake, progress: Progress) -> Look:
    """List the raw folder and the review decisions, as a build does, and see whether it would do
    anything; the lake's lock must be held."""
    found = Look()
    with contextlib.suppress(BuildFailed, InvalidTable, OSError):
        _look(lake, progress, found)
    return found


def _look(lake: Lake, progress: Progress, found: Look) -> None:
    progress.stage("listing raw files")
    inventory = list_raw_files(lake)
    found.is_listed = True
    write_review_decisions(lake)
    progress.stage("comparing with the last build")
    partitions = standing_partitions(lake, inventory, FILED_YEARS)
    finished = warehouse.finished_build(lake)
    if partitions is None or not finished or finished["build_key"] != warehouse.build_key(lake):
        return
    published = current_of_build(lake)
    if published is None:
        return
    rejected = sum(result.rejected for result in partitions)
    progress.note(
        files={"read": 0, "reused": inventory.height, "rejected": rejected},
        outcome="unchanged",
        release_id=published.release_id,
    )
    found.published, found.files = published, inventory.height
