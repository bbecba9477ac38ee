"""Where everything lies: raw files, interim data, the build file, releases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DBT_PROJECT = PROJECT / "dbt_project"
JURISDICTIONS = DBT_PROJECT / "seeds" / "jurisdictions.csv"
RULES = DBT_PROJECT / "seeds" / "rules.csv"


@dataclass(frozen=True, slots=True)
class Lake:
    """The folders of one warehouse. Interim data belongs to one releases folder."""

    raw: Path
    releases: Path
    interim: Path

    @classmethod
    def at(cls, raw: Path, releases: Path) -> Lake:
        """The lake of a raw folder and a releases folder.

        Interim data lies beside a folder named `releases` (data/releases -> data/interim),
        inside any other as `.interim`, so that two releases folders never share it.
        """
        releases = releases.absolute()
        beside = releases.name == "releases"
        interim = releases.parent / "interim" if beside else releases / ".interim"
        return cls(raw=raw.absolute(), releases=releases, interim=interim)

    @property
    def inventory(self) -> Path:
        return self.interim / "inventory.parquet"

    @property
    def review(self) -> Path:
        """Review decisions, beside the raw folder: data/raw -> data/review. People write them."""
        return self.raw.parent / "review"

    @property
    def collection(self) -> Path:
        """What the collector remembers, beside the raw folder: data/raw -> data/collection."""
        return self.raw.parent / "collection"

    @property
    def nights(self) -> Path:
        """Journal and page of each night: beside the interim data, as they belong to it."""
        beside = self.releases.name == "releases"
        return self.releases.parent / "nights" if beside else self.releases / ".nights"

    @property
    def review_decisions(self) -> Path:
        return self.interim / "review_decisions.parquet"

    @property
    def visits(self) -> Path:
        """What is known of each raw file and its sidecar from its last visit; see inventory."""
        return self.interim / "visits.memo"

    def extracted(self, table: str, filed_year: str) -> Path:
        return self.interim / "extracted" / table / f"{filed_year}.parquet"

    def documents(self, filed_year: str) -> Path:
        """The receipt of a partition: its documents and the checksums of its tables."""
        return self.extracted("documents", filed_year)

    @property
    def converted(self) -> Path:
        """What LibreOffice made of files that are read through it; see conversions."""
        return self.interim / "converted"

    @property
    def build_database(self) -> Path:
        return self.interim / "build.duckdb"

    @property
    def build_receipt(self) -> Path:
        """What the build database was made from; absent unless it is complete."""
        return self.interim / "build.json"

    @property
    def build_contents(self) -> Path:
        """What each report said in the build; see build_contents."""
        return self.interim / "build_contents.memo"

    @property
    def changed(self) -> Path:
        """The reports that a build makes anew, and their facts; see build_contents."""
        return self.interim / "changed"

    @property
    def publication(self) -> Path:
        """What the build says, once somebody has read it all; see publications."""
        return self.interim / "publication.json"

    @property
    def release_prints(self) -> Path:
        """What each report's rows in the last release amount to; see known_prints."""
        return self.interim / "release_prints.memo"

    @property
    def build_prints(self) -> Path:
        """What each report's rows in the build amount to; see known_prints."""
        return self.interim / "build_prints.memo"

    @property
    def dbt_target(self) -> Path:
        return self.interim / "dbt"

    @property
    def held(self) -> Path:
        """What a release that is held back would change; see release."""
        return self.interim / "held"

    @property
    def log(self) -> Path:
        return self.interim / "build.log"

    @property
    def lock(self) -> Path:
        return self.interim / "build.lock"

    @property
    def dbt_lock(self) -> Path:
        """Held by dbt as long as it lives, also when the build that started it was killed."""
        return self.interim / "dbt.lock"

    @property
    def current(self) -> Path:
        """The link to the release that readers open."""
        return self.releases / "current"
