"""What a night's visit to a source came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceVisit:
    """One visit to one source of a region. Grain: region_code, source_key, night.

    found: reports that the source lists. new, changed: source paths of files written by this
    visit, for a report not seen before and for a further version of one. unchanged: reports
    whose bytes are those that lie here. vanished: source paths of reports whose page has gone
    since the visit before.
    fault: why the source could not be visited as it should, and what to do; None when it could.
    failed_nights: how many nights in a row it had a fault, this one included; all visits on one
    day (in China) are one night.
    failing_since: the day of the first of them, YYYY-MM-DD.
    notes: single reports that could not be fetched, one sentence each.
    """

    region_code: str
    source_key: str
    found: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    vanished: tuple[str, ...] = ()
    fault: str | None = None
    failed_nights: int = 0
    failing_since: str | None = None
    notes: tuple[str, ...] = field(default=())
    requests: int = 0
    seconds: float = 0.0


def as_data(visit: SourceVisit) -> dict[str, Any]:
    """A visit as JSON holds it."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(visit).items()}


def from_data(data: Mapping[str, Any]) -> SourceVisit:
    """The reverse of `as_data`."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return SourceVisit(**values)
