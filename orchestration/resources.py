"""What assets are given: the lake that they work on, the collector, the journal of the night."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource

from collection.visit import SourceVisit
from orchestration.collecting import RegistryCollector
from orchestration.lake import DBT_PROJECT, PROJECT, Lake
from orchestration.nights.conclusion import Tell, conclude, conclude_lost
from orchestration.nights.journal import Journal
from orchestration.nights.night import Kind
from orchestration.progress import Progress
from orchestration.warehouse import DBT

POOL = "writer"
"""Pool of what changes interim data or releases: such runs wait for each other."""
READERS = "readers"
"""Pool of reading documents: each run of it uses all processors."""
COLLECTOR = "collector"
"""Pool of collecting: two crawls at once would not be polite to a host that both visit."""

JOURNALED: dict[str, Kind] = {"night": "night", "build": "build"}
"""Jobs whose runs have a journal and a page, and what their journal calls them."""


class LakeFolders(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folders of a lake; relative ones are taken from the project's folder.

    is_listed: whoever starts the run has listed the raw folder a moment ago, under the lake's lock.
    """

    raw_dir: str = "data/raw"
    releases_dir: str = "data/releases"
    is_listed: bool = False

    @property
    def lake(self) -> Lake:
        return Lake.at(PROJECT / self.raw_dir, PROJECT / self.releases_dir)


class Collector(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Visits the sources of a folder of region files; see collecting.RegistryCollector."""

    regions_dir: str = "regions"

    def regions(self) -> list[str]:
        """The division codes of all region files."""
        return self._collector().regions()

    def collect(self, lake: Lake, codes: Collection[str] | None = None) -> list[SourceVisit]:
        """Visit all sources, or those of some regions."""
        return self._collector().collect(lake, codes)

    def anew(self) -> RegistryCollector:
        """The same, but it asks for everything whole; see Options.anew."""
        return self._collector().anew()

    def _collector(self) -> RegistryCollector:
        return RegistryCollector(PROJECT / self.regions_dir)


class Notices(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Whom to tell about nights; nobody where the file does not exist."""

    file: str = "notices.yml"

    @property
    def tell(self) -> Tell:
        from orchestration.notices.telling import telling

        return telling(PROJECT / self.file)


@dg.resource(
    required_resource_keys={"lake_folders", "notices"},
    description="Progress of a run; of a job of JOURNALED, its journal, concluded at the end.",
)
def journal(context: dg.InitResourceContext) -> Iterator[Progress]:
    """The journal is begun with the run and concluded with it, whether it succeeded or failed.

    A run whose process is killed concludes nothing: the sensor `lost_nights` does, or the next.
    """
    run = context.run
    kind = JOURNALED.get(run.job_name) if run else None
    if run is None or kind is None:
        yield Progress()
        return
    lake, tell = context.resources.lake_folders.lake, context.resources.notices.tell
    conclude_lost(lake, tell)
    begun = Journal.begin(lake, kind, run_id=run.run_id)
    try:
        yield begun
    finally:
        conclude(begun, tell)


class Dbt(DbtCliResource):
    """dbt without the handle to its adapter that Dagster makes to ask a database for rows and
    columns: nobody here asks, and for it all of dbt is loaded and its macros parsed once more."""

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def dbt(project: Path = DBT_PROJECT) -> DbtCliResource:
    """How models are built; of the project here, or of a changed copy of it (tests, benchmarks)."""
    return Dbt(project_dir=str(project), profiles_dir=str(project), dbt_executable=str(DBT))
