"""The crawl itself: Scrapy makes the requests, one host's sources are visited one after another."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http.request import NO_CALLBACK

from collection.addresses import host_of, refusal
from collection.files import remove_asides
from collection.memory import RegionMemory, load, save
from collection.network import settings
from collection.options import Options
from collection.refusals import ForbiddenByRobots, failure, short
from collection.region import Region, Source
from collection.reply import Forbidden, NoAnswer, Question, Reply
from collection.visit import SourceVisit, as_data
from collection.visiting import Visiting

Tell = Callable[[dict[str, Any]], None]
"""Where to say what happens: `begin` of a source, its `visit`, and that the crawl is `alive`."""
_ALIVE_SECONDS = 5.0


@dataclass(slots=True)
class _Place:
    """A region during the crawl."""

    region: Region
    memory: RegionMemory
    notes: list[str]


class Crawl:
    """Every source of the regions, visited once."""

    def __init__(
        self,
        regions: Sequence[Region],
        raw: Path,
        memory: Path,
        options: Options,
        tell: Tell,
        gone: Mapping[str, date],
    ) -> None:
        """gone: as `collect` takes it."""
        self._raw, self._folder, self._options, self._tell = raw, memory, options, tell
        self._ends = time.monotonic() + options.night_seconds
        self._places: list[_Place] = []
        remove_asides(memory)
        for region in regions:
            remove_asides(raw / region.division)
            found, note = load(memory, raw, region.division, gone)
            self._places.append(_Place(region, found, [note] if note else []))

    def run(self) -> None:
        """Visit them all. Returns when all are visited; needs a process of its own."""
        process = AsyncCrawlerProcess(settings(self._options, self._pauses()))
        for library in ("scrapy", "twisted"):  # what they complain of is said as faults and notes
            logging.getLogger(library).setLevel(logging.CRITICAL)
        process.crawl(_Collecting, crawl=self)
        process.start()

    def _pauses(self) -> dict[str, float]:
        """The longest pause that any source states for its host."""
        pauses: dict[str, float] = {}
        for place in self._places:
            for source in place.region.sources:
                stated = source.pause or place.region.pause
                if stated is not None:
                    host = host_of(source.first_address)
                    pauses[host] = max(stated, pauses.get(host, 0.0))
        return pauses

    async def visit_all(self, spider: _Collecting) -> None:
        alive = asyncio.create_task(self._say_alive())
        hosts: dict[str, list[tuple[_Place, Source]]] = {}
        for place in self._places:
            for source in place.region.sources:
                hosts.setdefault(host_of(source.first_address), []).append((place, source))
        at_once = asyncio.Semaphore(self._options.hosts)
        try:
            for sources in hosts.values():
                sources.sort(key=_last_visit)
            in_turn = sorted(hosts.values(), key=lambda sources: _last_visit(sources[0]))
            await asyncio.gather(*(self._host(sources, at_once, spider) for sources in in_turn))
        finally:
            alive.cancel()

    async def _say_alive(self) -> None:
        while True:
            self._tell({"alive": True})
            await asyncio.sleep(_ALIVE_SECONDS)

    async def _host(
        self,
        sources: list[tuple[_Place, Source]],
        at_once: asyncio.Semaphore,
        spider: _Collecting,
    ) -> None:
        """The sources of one host, one after another."""
        async with at_once:
            for place, source in sources:
                if time.monotonic() >= self._ends:
                    return
                code = place.region.division
                self._tell({"begin": [code, source.key]})
                visit = await self._source(place, source, spider)
                self._tell({"visit": as_data(visit)})

    async def _source(self, place: _Place, source: Source, spider: _Collecting) -> SourceVisit:
        code = place.region.division
        visiting = Visiting(
            place.region,
            source,
            place.memory,
            self._raw,
            self._options,
            spider.fetch,
            self._ends,
            place.notes,
        )
        place.notes = []
        try:
            visit = await visiting.visit()
        except Exception as error:  # one strange page must not cost the other sources their night
            traceback.print_exc(file=sys.stderr)
            visit = visiting.failed(
                f"The collector failed on this source ({type(error).__name__}: {error}). Report "
                "this with the lines above it in the log"
            )
        try:
            save(self._folder, code, place.memory)
        except OSError as error:
            visit = visiting.failed(
                f"What is known of region {code} could not be written to {self._folder} "
                f"({error.strerror}). Make room or mend the permissions"
            )
        return visit


def _last_visit(found: tuple[_Place, Source]) -> date:
    """Sources that were visited the longest time ago come first: a night may end too early."""
    place, source = found
    known = place.memory.sources.get(source.key)
    return (known and known.last_visit) or date.min


class _Collecting(Spider):
    """Carries the crawl; requests are awaited where they are needed, not scheduled."""

    name = "collecting"

    def __init__(self, *args: Any, crawl: Crawl, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._crawl = crawl

    async def start(self) -> Any:
        await self._crawl.visit_all(self)
        return
        yield  # Scrapy asks for an asynchronous generator

    async def fetch(self, question: Question) -> Reply:
        """Make one request; see reply.Fetch."""
        options: Options = self.crawler.settings["COLLECTION_OPTIONS"]
        why = refusal(question.url, options.allow_loopback)
        if why:
            raise NoAnswer(f"{short(question.url)} {why}")
        engine = self.crawler.engine
        assert engine is not None
        try:
            request = _request(question, options)
            response = await asyncio.wait_for(engine.download_async(request), question.seconds)
        except TimeoutError as error:
            raise NoAnswer("the time of the visit ended before it answered") from error
        except ForbiddenByRobots as error:
            raise Forbidden(failure(error)) from error
        except Exception as error:
            raise NoAnswer(failure(error)) from error
        named = {
            key.decode("latin-1").lower(): values[0].decode("utf-8", "replace")
            for key, values in response.headers.items()
            if values
        }
        return Reply(response.url, response.status, response.body, named)


def _request(question: Question, options: Options) -> Request:
    meta: dict[str, Any] = {"dont_merge_cookies": not question.cookies, "dont_cache": True}
    meta["download_timeout"] = min(options.request_seconds, question.seconds)
    if question.most_bytes is not None:
        meta["download_maxsize"] = question.most_bytes
    sent = dict(question.headers)
    if question.form is not None:
        is_json = question.form.lstrip().startswith(("{", "["))
        kind = "json" if is_json else "x-www-form-urlencoded; charset=utf-8"
        sent["Content-Type"] = f"application/{kind}"
    return Request(
        question.url,
        method="GET" if question.form is None else "POST",
        headers=sent,
        body=question.form or "",
        meta=meta,
        callback=NO_CALLBACK,
        dont_filter=True,
    )
