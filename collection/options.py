"""How a visit is done: who says so to the sites, how fast, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Days are those of the sites (China has one time zone and no summer time)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a visit may take. Seconds and bytes.

    contact: an address that tells a site's administrator who asks, and why; part of the user agent.
    pause: between two requests to one host, where the registry states none.
    request_seconds: for one answer, whole. source_seconds: for one source. night_seconds: for all.
    most_bytes: of one answer, unpacked. source_bytes: of all answers to one source.
    most_memory: that the crawl's process may hold, where the system tells (Linux does).
    hosts: how many are asked at the same time.
    retries: after the first try, for what may pass (no answer, 408, 429, 5xx). retry_seconds:
    before the first, doubled for each further one. longest_retry_after: a site that asks for more
    patience is left alone for this night.
    recheck_days: reports older than young_days are looked at again within so many days, spread
    evenly; younger ones at each visit.
    anew: every list is read to its end and every report asked for whole, not only what is due and
    not only what has changed: for a visit by hand, never each night.
    now: the instant that the visit takes place; None for the clock. For tests.
    allow_loopback: for tests, whose sites are served on loopback. Never set it otherwise: a page
    could then make the collector ask this machine's own services.
    """

    contact: str = ""
    pause: float = 3.0
    request_seconds: float = 120.0
    source_seconds: float = 1800.0
    night_seconds: float = 4 * 3600.0
    most_bytes: int = 64_000_000
    most_page_bytes: int = 8_000_000
    most_list_pages: int = 200
    most_requests: int = 5000
    source_bytes: int = 2_000_000_000
    most_memory: int = 2_500_000_000
    hosts: int = 16
    retries: int = 2
    retry_seconds: float = 10.0
    longest_retry_after: float = 300.0
    redirects: int = 6
    recheck_days: int = 14
    young_days: int = 60
    anew: bool = False
    now: datetime | None = None
    allow_loopback: bool = False

    def instant(self) -> datetime:
        """Now, in UTC, to the second."""
        now = self.now or datetime.now(UTC)
        if now.tzinfo is None:
            now = now.replace(tzinfo=UTC)
        return now.astimezone(UTC).replace(microsecond=0)

    def today(self) -> date:
        """The day in China."""
        return self.instant().astimezone(CHINA).date()
