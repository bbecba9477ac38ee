"""Ask within the limits of a visit, and only for what changed."""

from __future__ import annotations

import time
from collections.abc import Mapping

from collection.memory import Address
from collection.options import Options
from collection.region import Source
from collection.reply import Fetch, Forbidden, NoAnswer, Question, Reply
from collection.tally import Stopped, Tally


class Asking:
    """The requests of one visit."""

    def __init__(
        self, fetch: Fetch, source: Source, options: Options, tally: Tally, night_ends: float
    ) -> None:
        """night_ends: by time.monotonic()."""
        self._fetch, self._source, self._options = fetch, source, options
        self._tally = tally
        self._list = None if source.pages is not None else source.first_address
        self._bytes = 0
        self._night_ends = night_ends
        self._visit_ends = tally.started + options.source_seconds

    async def ask(self, url: str, conditions: Mapping[str, str] | None = None) -> Reply:
        """Ask for a report. Raises NoAnswer, and Stopped when the visit has used up its limits."""
        self._check_limits()
        return await self._send(url, conditions, None, self._options.most_bytes)

    async def ask_list(self, url: str, form: str | None) -> Reply:
        """Ask for a page of the list. Raises NoAnswer, with the whole sentence, and Stopped."""
        self._check_limits()
        try:
            return await self._send(url, None, form, self._options.most_page_bytes)
        except Forbidden as error:
            raise NoAnswer(
                f"The list {url} may not be asked for: {error}. Ask the site's administrator, or "
                "take this source out"
            ) from error
        except NoAnswer as error:
            raise NoAnswer(
                f"The list {url} could not be had: {error}. If this lasts, look at it with a "
                "browser and correct its address"
            ) from error

    async def _send(
        self, url: str, headers: Mapping[str, str] | None, form: str | None, most_bytes: int
    ) -> Reply:
        self._tally.requests += 1
        leads = self._source.referer or (None if url == self._list else self._list)
        ends = min(self._night_ends, self._visit_ends)
        reply = await self._fetch(
            Question(
                url,
                headers=({"Referer": leads} if leads else {}) | dict(headers or {}),
                form=form,
                cookies=self._source.cookies,
                most_bytes=most_bytes,
                seconds=max(ends - time.monotonic(), 1.0),
            )
        )
        self._bytes += len(reply.body)
        return reply

    def _check_limits(self) -> None:
        now = time.monotonic()
        if now > self._night_ends:
            raise Stopped("The night ended before this source was visited whole")
        if now > self._visit_ends:
            raise Stopped(
                f"The visit took longer than {self._options.source_seconds:.0f} seconds. The rest "
                "is left for the next visit"
            )
        if self._tally.requests >= self._options.most_requests:
            raise Stopped(
                f"The visit made {self._tally.requests} requests. The rest is left for the next"
            )
        if self._bytes > self._options.source_bytes:
            raise Stopped(
                f"The visit received {self._bytes:,} bytes. The rest is left for the next"
            )

    def conditions(self, known: Address) -> dict[str, str]:
        """Headers that ask for an address only if it changed (RFC 9110, 13.1)."""
        if self._options.anew:
            return {}
        stated = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in stated.items() if value}

    def text(self, reply: Reply) -> str:
        """A page as text. Raises NoAnswer for one that is too long to be a page."""
        if len(reply.body) > self._options.most_page_bytes:
            raise NoAnswer(f"the page is longer than {self._options.most_page_bytes:,} bytes")
        return reply.text(self._source.charset)


def remember(reply: Reply, known: Address) -> None:
    """Keep what the next conditions need."""
    known.etag, known.last_modified = _header(reply, "etag"), _header(reply, "last-modified")


def _header(reply: Reply, name: str) -> str | None:
    value = reply.headers.get(name, "")
    is_plain = len(value) <= 500 and all(" " <= character < "\x7f" for character in value)
    return value if value and is_plain else None
