"""What assets are given: the lake that they work on."""

import dagster as dg

from orchestration.lake import PROJECT, Lake
from orchestration.progress import Progress

POOL = "lake"
"""Pool of all assets: runs that change interim data or releases wait for each other."""


class LakeFolders(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folders of a lake; relative ones are taken from the project's folder."""

    raw_dir: str = "data/raw"
    releases_dir: str = "data/releases"

    @property
    def lake(self) -> Lake:
        return Lake.at(PROJECT / self.raw_dir, PROJECT / self.releases_dir)


def silent_progress() -> dg.ResourceDefinition:
    """Progress for runs that nobody watches."""
    return dg.ResourceDefinition.hardcoded_resource(Progress())
