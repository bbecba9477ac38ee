"""Visits to the invented web: no pause, no patience, a day of one's choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from collection.collect import collect
from collection.options import Options
from collection.region import Region
from collection.visit import SourceVisit
from tests.collection.web import Site, Web
from tests.collection.zygote import quick_processes

CODE = "320813"
QUICK = Options(
    pause=0,
    request_seconds=5,
    source_seconds=60,
    night_seconds=90,
    retry_seconds=0.05,
    longest_retry_after=3,
    allow_loopback=True,
    now=datetime(2024, 3, 1, 18, tzinfo=UTC),
)


@dataclass
class Night:
    """A raw folder, a memory, and visits to them."""

    root: Path
    options: Options = QUICK

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def memory(self) -> Path:
        return self.root / "collection"

    def on(self, day: str) -> Night:
        now = datetime.fromisoformat(f"{day}T02:00:00+08:00")
        return replace(self, options=replace(self.options, now=now))

    def but(self, **options: Any) -> Night:
        return replace(self, options=replace(self.options, **options))

    def visits(self, **sources: dict[str, Any]) -> dict[str, SourceVisit]:
        """Visit several sources of one region; by key."""
        given = [{"key": key} | source for key, source in sources.items()]
        found = collect([region(*given)], self.raw, self.memory, options=self.options)
        return {visit.source_key: visit for visit in found}

    def visit(self, **source: Any) -> SourceVisit:
        return self.visits(government=source)["government"]

    def files(self) -> list[str]:
        """Reports under the raw folder, without sidecars."""
        return sorted(
            path.relative_to(self.raw).as_posix()
            for path in self.raw.rglob("*")
            if path.is_file() and not path.name.endswith(".source.yml")
        )

    def sidecar(self, source_path: str) -> dict[str, Any]:
        text = (self.raw / f"{source_path}.source.yml").read_text(encoding="utf-8")
        stated = yaml.safe_load(text)
        assert isinstance(stated, dict)
        return stated


def region(*sources: dict[str, Any], **given: Any) -> Region:
    return Region.model_validate(
        {"division": CODE, "name": "洪泽区", "sources": list(sources)} | given,
        context={"allow_loopback": True},
    )


def list_of(site: Site, path: str = "/index.html", **given: Any) -> dict[str, Any]:
    return {"list": {"url": site.url(path)} | given}


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.fixture
def site(web: Web) -> Site:
    return web.site()


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def title(year: int, of: str = "洪泽区") -> str:
    return f"{of}{year}年政府信息公开工作年度报告"


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    with quick_processes():
        yield
