"""What stands between the collector and the sites, beside Scrapy's own.

The gate (where a request may go), robots.txt with reasons and with a server error taken for a
prohibition (RFC 9309, 2.3.1.4), and retries that wait.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware, get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response

from collection.addresses import host_of, may_connect, refusal
from collection.options import Options
from collection.refusals import PROJECT, ForbiddenByRobots, NoLongerPolite, Refused, failure, short

_LONGEST_CRAWL_DELAY = 30.0
_MOST_ROBOTS_BYTES = 512 * 1024
"""RFC 9309, 2.5: at least 500 KiB are to be read."""
_MANY_STARS = re.compile(rb"((?:[^*\r\n]*\*){3})[^\r\n]*")
"""A rule is read up to its third asterisk: matching many takes time without end."""


def _options(crawler: Crawler) -> Options:
    options = crawler.settings["COLLECTION_OPTIONS"]
    assert isinstance(options, Options)
    return options


class Gate:
    """The first and last word on every request, also after a redirect: where to, and when.

    Each request waits in the queue of its own host (a redirect would take the queue of the host
    that it came from along), and while the host has asked for patience.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._allow_loopback = _options(crawler).allow_loopback
        self._patience = Patience.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        why = refusal(request.url, self._allow_loopback)
        if why:
            raise Refused(f"{short(request.url)} {why}")
        host = host_of(request.url)
        request.meta["download_slot"] = host
        await self._patience.wait(host)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response:
        address = response.ip_address
        if address is not None and not may_connect(str(address), self._allow_loopback):
            raise Refused(f"{short(request.url)} leads to a private or local address")
        if response.status in (301, 302, 303, 307, 308):
            location = response.headers.get("Location")
            target = (location or b"").decode("ascii", "replace")
            raise Refused(
                f"{short(request.url)} leads on to {short(target) or 'nowhere'}, which is not "
                "http or https"
            )
        return response


class Patience:
    """Until when each host is left alone, because it asked for it."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Patience:
        """The one of this crawl."""
        found = crawler.settings["COLLECTION_PATIENCE"]
        assert isinstance(found, cls)
        return found

    def ask(self, host: str, seconds: float) -> None:
        self._until[host] = max(self._until.get(host, 0.0), time.monotonic() + seconds)

    async def wait(self, host: str) -> None:
        while (left := self._until.get(host, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(left)


class Clock:
    """Counts each request that is really made, robots and retries included."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        count = request.meta.get("count")
        if callable(count):
            count()


class Robots(RobotsTxtMiddleware):
    """Scrapy's, with a reason in the refusal, server errors as refusals, and Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._closed: dict[str, str] = {}
        crawler.signals.connect(self._slow_down, signal=signals.robots_parsed)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        parser = await self.robot_parser(request)
        host = request.url.split("/")[2]
        if host in self._closed:
            raise Refused(self._closed[host])
        if parser is not None and not parser.allowed(request.url, PROJECT):
            raise ForbiddenByRobots(f"robots.txt of {host} forbids {short(request.url)}")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._closed[netloc] = (
                f"robots.txt of {netloc} answers {response.status}, so nothing there may be "
                "asked for"
            )
        body = b"" if response.status >= 400 else response.body[:_MOST_ROBOTS_BYTES]
        response = response.replace(body=_MANY_STARS.sub(rb"\1", body))
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._closed[netloc] = (
            str(exc) if isinstance(exc, Refused) else f"{netloc} gives no answer: {failure(exc)}"
        )
        super()._robots_error(exc, netloc)

    def _slow_down(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.crawl_delay(PROJECT)
        engine = self.crawler.engine
        if delay is None or engine is None:
            return
        host, delay = host_of(request.url), min(float(delay), _LONGEST_CRAWL_DELAY)
        downloader = engine.downloader
        stated = downloader.per_slot_settings.get(host, {"concurrency": 1})
        delay = max(delay, float(stated.get("delay", self.crawler.settings["DOWNLOAD_DELAY"])))
        downloader.per_slot_settings[host] = stated | {"delay": delay}
        if host in downloader.slots:
            downloader.slots[host].delay = delay


class PatientRetry(RetryMiddleware):
    """Scrapy's retry, that waits before each try: as long as the site asks, else ever longer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self._options = _options(crawler)
        self._patience = Patience.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        middleware.crawler = crawler
        return middleware

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        if response.status not in self.retry_http_codes:
            return response
        asked = retry_after(response, self._options.instant())
        if asked is not None and asked > self._options.longest_retry_after:
            raise NoLongerPolite(
                f"{host_of(request.url)} answers {response.status} and asks to be left alone for "
                f"{asked:.0f} seconds"
            )
        return await self._again(request, f"status {response.status}", asked) or response

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        return await self._again(request, exception, None)

    async def _again(
        self, request: Request, reason: str | Exception, asked: float | None
    ) -> Request | None:
        assert self.crawler.spider is not None
        again = get_retry_request(
            request,
            reason=reason,
            spider=self.crawler.spider,
            max_retry_times=self.max_retry_times,
            give_up_log_level=self.give_up_log_level,
        )
        if again is None:
            return None
        tries = int(again.meta["retry_times"])
        seconds = self._options.retry_seconds * 2 ** (tries - 1) * random.uniform(1, 1.25)
        if asked is None:
            await asyncio.sleep(seconds)
        else:
            self._patience.ask(host_of(request.url), asked)
        return again


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that a site asks to wait (RFC 9110, 10.2.3); None where it does not say."""
    stated = (response.headers.get("Retry-After") or b"").decode("ascii", "replace").strip()
    if not stated:
        return None
    if stated.isdigit():
        return float(stated[:9])
    try:
        until = parsedate_to_datetime(stated)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)
