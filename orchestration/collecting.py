"""Collect for a night: what of the registry is visited, and how a failing collection is met."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from collection.collect import LOCK
from collection.options import Options
from collection.visit import SourceVisit
from orchestration.files import AnotherBuild, is_locked
from orchestration.lake import JURISDICTIONS, Lake
from orchestration.nights.night import BEIJING, Night
from orchestration.nights.past import is_at_work, last_collecting, nights
from orchestration.raw.inventory import last_vanished

_log = logging.getLogger(__name__)
COLLECTOR = "collector"
"""The source key of a visit that tells that the collector as a whole broke off."""


CONTACT = "GONGKAI_CONTACT"
"""The environment variable that says whom a site's administrator may write to."""
LOOPBACK = "GONGKAI_ALLOW_LOOPBACK"
"""The environment variable by which (`1`) sites on this very machine may be visited, for trials."""


def collecting_options() -> Options:
    """How sites are visited, as the environment states."""
    return Options(
        contact=os.environ.get(CONTACT, "").strip(),
        allow_loopback=os.environ.get(LOOPBACK) == "1",
    )


class Collecting(Protocol):
    """Visits the sources of a registry. The real one is RegistryCollector; tests have others."""

    def regions(self) -> list[str]:
        """The division codes of all region files, broken ones included."""

    def collect(self, lake: Lake, codes: Collection[str] | None = None) -> list[SourceVisit]:
        """Visit all sources, or those of some regions; one visit for each source."""


class RegistryCollector:
    """Collects what `regions/*.yml` lists. A region file with a fault is a visit with a fault."""

    def __init__(self, folder: Path, options: Options | None = None) -> None:
        self._folder = folder
        self._options = options or collecting_options()

    def anew(self) -> RegistryCollector:
        """The same, but it asks for everything whole; see Options.anew."""
        return RegistryCollector(self._folder, replace(self._options, anew=True))

    def regions(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("[!.]*.yml"))

    def collect(self, lake: Lake, codes: Collection[str] | None = None) -> list[SourceVisit]:
        if not self.regions():
            return []
        from collection.collect import collect
        from collection.registry import names_by_code, read_registry

        registry = read_registry(
            self._folder,
            names_by_code(JURISDICTIONS),
            allow_loopback=self._options.allow_loopback,
        )
        wanted = [r for r in registry.regions if codes is None or r.division in codes]
        broken = [
            visit
            for visit in registry.visits_of_faults()
            if codes is None or visit.region_code in codes
        ]
        gone = last_vanished(lake)
        return [
            *broken,
            *collect(wanted, lake.raw, lake.collection, options=self._options, gone=gone),
        ]


def only_collector(lake: Lake) -> None:
    """Raise AnotherBuild while another process is collecting into the same folders.

    The lock is held by the collector itself; two that begin in the same second are parted by it.
    """
    if is_locked(lake.collection / LOCK):
        raise AnotherBuild(f"Another collector is at work on {lake.collection}. Wait for it.")


def visit_sources(
    collector: Collecting, lake: Lake, codes: Collection[str] | None = None
) -> list[SourceVisit]:
    """Visit the sources, whatever happens: a collection that breaks off is a fault, no error.

    A fault that the collector keeps no count of (of a region file) is counted by the journals.
    """
    try:
        visits = collector.collect(lake, codes)
    except Exception as error:
        _log.exception("Collecting broke off")
        visits = [
            SourceVisit(
                region_code="",
                source_key=COLLECTOR,
                fault=f"Collecting broke off ({type(error).__name__}: {error}). The next night "
                "tries again; what was fetched until then is read. If it happens again, report it "
                "with the log of the night.",
            )
        ]
    return _counted(visits, last_collecting(lake), _today(lake))


def _counted(visits: Iterable[SourceVisit], earlier: Night | None, today: str) -> list[SourceVisit]:
    """Visits with the number of nights that a fault has lasted, where it is not yet said.

    A night is a day, as for the collector: another one on the same day counts no further.
    """
    last = {(v.region_code, v.source_key): v for v in earlier.visits} if earlier else {}
    is_another = earlier is None or f"{earlier.began:%Y-%m-%d}" != today
    counted = []
    for visit in visits:
        if visit.fault and not visit.failed_nights:
            before = last.get((visit.region_code, visit.source_key))
            visit = replace(
                visit,
                failed_nights=max(1, (before.failed_nights if before else 0) + is_another),
                failing_since=(before.failing_since if before else None) or today,
            )
        counted.append(visit)
    return counted


def _today(lake: Lake) -> str:
    """The day of the night at work, which is the last one of the journals; today without one."""
    at_work = [night.began for night in nights(lake, 1) if is_at_work(lake, night)]
    return f"{(at_work or [datetime.now(BEIJING)])[0]:%Y-%m-%d}"
