"""One visit to one source: go through its list, fetch what is new or due, file what differs."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from collection.addresses import host_of
from collection.filing import Fetched, file_report, same_content
from collection.listed import Listed, go_through
from collection.listing import Entry
from collection.memory import Address, RegionMemory, Version
from collection.options import Options
from collection.page import (
    Attachment,
    ReportPage,
    decoded,
    leads_home,
    read_page,
    said,
    same_but_for_noise,
)
from collection.region import Region, Source
from collection.reply import Fetch, NoAnswer, Reply
from collection.titles import Titled, compiled, titled
from collection.visit import SourceVisit

_MOST_NOTES = 30
_MOST_FAILURES = 5
"""So many reports in a row without an answer, and the site is left alone until the next visit."""
_MOST_FILES = 20


class _Stopped(Exception):
    """The visit ends here: what is wrong and what to do."""


class Visiting:
    """A visit while it lasts. Grain: source."""

    def __init__(
        self,
        region: Region,
        source: Source,
        memory: RegionMemory,
        raw: Path,
        options: Options,
        fetch: Fetch,
        deadline: float,
        notes: Sequence[str] = (),
    ) -> None:
        """deadline: when the night ends, by time.monotonic(). notes: to begin with."""
        self._region, self._source, self._memory = region, source, memory
        self._raw, self._options, self._fetch = raw, options, fetch
        self._today = options.today()
        self._started = time.monotonic()
        self._night_ends = deadline
        self._known = memory.source(source.key)
        self._new: list[str] = []
        self._changed: list[str] = []
        self._vanished: list[str] = []
        self._notes = list(notes)
        self._unchanged = self._failures = 0
        self._fault: str | None = None
        self._touched: set[str] = set()
        self.requests = 0

    async def visit(self) -> SourceVisit:
        """Do it. Raises nothing that a site, a disk or a registry can cause."""
        listed = Listed()
        try:
            listed = await go_through(
                self._source,
                self._ask_list,
                most_pages=self._options.most_list_pages,
                is_known=None if self._is_whole_visit_due() else self._needs_no_visit,
            )
            self._drop_early_years(listed)
            self._fault = listed.fault
            await self._reports(listed)
        except _Stopped as stopped:
            self._fault = self._fault or str(stopped)
        except OSError as error:
            self._fault = (
                f"A report could not be written ({error.strerror or error}). Make room or mend the "
                f"permissions of {self._raw}"
            )
        self._judge(listed)
        return self._result(listed)

    def failed(self, why: str) -> SourceVisit:
        """The outcome of a visit that broke off for no reason that a site can give."""
        self._fault = why
        return self._result(Listed())

    # the list

    def _is_whole_visit_due(self) -> bool:
        last = self._known.whole_visit
        return last is None or not 0 <= (self._today - last).days < self._options.recheck_days

    def _needs_no_visit(self, entry: Entry) -> bool:
        """Whether an entry is a report of an old year that lies here."""
        known, year = self._memory.addresses.get(entry.url), entry.titled.year
        return (
            known is not None
            and year is not None
            and year < self._today.year - 1
            and bool(known.versions or known.leads_to)
            and not self._is_retitled(known, entry)
        )

    def _drop_early_years(self, listed: Listed) -> None:
        first = self._source.year_from
        if first is not None:
            listed.entries = {
                url: found
                for url, found in listed.entries.items()
                if found[0].titled.year is None or found[0].titled.year >= first
            }

    async def _ask_list(self, url: str, form: str | None) -> Reply:
        self._check_time()
        try:
            reply = await self._ask(url, form=form, most_bytes=self._options.most_page_bytes)
        except NoAnswer as error:
            raise NoAnswer(
                f"The list {url} could not be had: {error}. If this lasts, look at it with a "
                "browser and correct its address"
            ) from error
        return reply

    # the reports

    async def _reports(self, listed: Listed) -> None:
        entries = sorted(
            listed.entries.values(), key=lambda found: found[0].url in self._memory.addresses
        )
        for entry, list_url in entries:
            await self._report(entry, list_url)
        for url, known in list(self._memory.addresses.items()):
            if known.source_key == self._source.key and url not in self._touched:
                await self._unlisted(url, known, listed.is_whole)

    async def _report(self, entry: Entry, list_url: str) -> None:
        known = self._memory.addresses.get(entry.url)
        self._touch(entry.url)
        if known is not None and known.source_key != self._source.key:
            keys = {source.key for source in self._region.sources}
            if known.source_key in keys and (known.versions or known.leads_to):
                self._unchanged += 1
                return
            known.source_key = self._source.key
        if known is None:
            known = Address(source_key=self._source.key, first_seen=self._today)
        is_due = self._is_due(entry.url, known) or self._is_retitled(known, entry)
        known.title = entry.titled.title or known.title
        known.year = entry.titled.year or known.year
        known.declared = entry.declared or known.declared
        if is_due:
            await self._tolerantly(self._page(entry.url, known, list_url), entry.url, known)
        else:
            self._unchanged += 1
        if known.versions or known.leads_to or known.vanished:
            self._memory.addresses[entry.url] = known

    async def _unlisted(self, url: str, known: Address, is_whole: bool) -> None:
        """Look whether what is no longer listed is still there: at once, then as old reports."""
        is_file = any(url in other.leads_to for other in self._memory.addresses.values())
        if is_file and not self._is_orphan(url):
            return
        first_time = is_whole and known.vanished is None and self._was_listed(known)
        if first_time or self._is_due(url, known):
            step = self._file if is_file or not known.leads_to else self._page
            await self._tolerantly(step(url, known, None), url, known)

    def _was_listed(self, known: Address) -> bool:
        """Whether it was checked only as part of the list until now."""
        last = self._known.last_good
        return known.checked is None or last is None or known.checked <= last

    def _is_orphan(self, url: str) -> bool:
        """Whether the pages that lead to a file are all gone or no longer lead to it."""
        return not any(
            url in other.leads_to and other.vanished is None
            for other in self._memory.addresses.values()
        )

    def _touch(self, url: str) -> None:
        self._touched.add(url)
        known = self._memory.addresses.get(url)
        if known is not None:
            self._touched.update(known.leads_to)

    def _is_retitled(self, known: Address, entry: Entry) -> bool:
        return (
            entry.declared is not None
            and known.declared is not None
            and entry.declared != known.declared
        ) or (bool(entry.titled.title) and bool(known.title) and entry.titled.title != known.title)

    def _is_due(self, url: str, known: Address) -> bool:
        """Whether an address is looked at in this visit.

        Always: what is not here yet, and what is young or has just vanished. The rest once in
        `recheck_days`, on a day that its address decides, so that the days have equal work.
        """
        if not self._is_here(known) or known.checked is None or known.checked > self._today:
            return True
        day = known.vanished or known.declared or known.first_seen
        if day is None or self._today - day <= timedelta(days=self._options.young_days):
            return True
        if (self._today - known.checked).days >= self._options.recheck_days:
            return True
        lot = int.from_bytes(hashlib.sha256(url.encode()).digest()[:4])
        return (self._today.toordinal() + lot) % self._options.recheck_days == 0

    def _is_here(self, known: Address) -> bool:
        """Whether the last file of an address, or of every file it leads to, still lies here."""
        if known.versions:
            return (self._raw / known.versions[-1].source_path).is_file()
        parts = [self._memory.addresses.get(url) for url in known.leads_to]
        return bool(parts) and all(
            part is not None and bool(part.versions) and self._is_here(part) for part in parts
        )

    async def _tolerantly(self, step: Awaitable[None], url: str, known: Address) -> None:
        """One report's trouble is a note; that of many in a row is the site's."""
        try:
            await step
            self._failures = 0
        except NoAnswer as error:
            self._note(f"{_called(known)} ({url}) could not be had: {error}.")
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                raise _Stopped(
                    f"{self._failures} reports in a row could not be had, the last one: {error}. "
                    "The rest is left for the next visit"
                ) from error

    async def _page(self, url: str, known: Address, list_url: str | None) -> None:
        """Visit the page of a report, or the file that a list leads to directly."""
        self._check_time()
        reply = await self._ask(url, headers=self._conditions(known))
        if reply.status == 304:
            self._is_there(known)
            if known.leads_to:
                await self._files(url, known, list_url)
            else:
                self._unchanged += 1
            return
        if await self._is_gone(reply, url, known, list_url):
            return
        if not reply.is_page:
            self._store(reply.fetched(), url, known, list_url, None)
            self._remember(reply, known)
            return
        text = self._text(reply)
        page = read_page(text, reply.url, self._source.content)
        if await self._is_soft_gone(page, reply, url, known, list_url):
            return
        self._name(known, page, url)
        chosen = self._chosen(page, known)
        if chosen:
            known.leads_to = [file.url for file in chosen]
            self._is_there(known)
            self._memory.addresses[url] = known
            await self._files(url, known, list_url, {file.url: file.name for file in chosen})
            self._remember(reply, known)
            return
        if self._source.attachments == "only":
            raise NoAnswer("the page leads to no file, and `attachments` is `only`")
        if page.says_nothing:
            raise NoAnswer(
                "the page shows no text of a report: a script builds it, or it is a picture. Give "
                "the address of the file under `pages`, or the `content` of the page"
            )
        await self._store_page(reply, url, known, list_url, page)
        self._remember(reply, known)

    def _text(self, reply: Reply) -> str:
        if len(reply.body) > self._options.most_page_bytes:
            raise NoAnswer(f"the page is longer than {self._options.most_page_bytes:,} bytes")
        return reply.text(self._source.charset)

    async def _is_gone(self, reply: Reply, url: str, known: Address, list_url: str | None) -> bool:
        if reply.status in (404, 410):
            await self._gone(f"it answers {reply.status}", url, known, list_url)
            return True
        if reply.status != 200:
            raise NoAnswer(f"it answers {reply.status}")
        if leads_home(url, reply.url):
            await self._gone("it leads to the home page", url, known, list_url)
            return True
        if not reply.body:
            raise NoAnswer("the answer is empty")
        return False

    async def _is_soft_gone(
        self, page: ReportPage, reply: Reply, url: str, known: Address, list_url: str | None
    ) -> bool:
        if page.attachments and not page.says_nothing:
            return False
        if page.gone:
            await self._gone(f"the page says “{page.gone}”", url, known, list_url)
            return True
        if page.busy:
            raise NoAnswer(f"the page says “{page.busy}”")
        return False

    async def _gone(self, why: str, url: str, known: Address, list_url: str | None) -> None:
        """Mark what has vanished; what never was here is only said."""
        if not known.versions and not known.leads_to:
            self._note(f"{_called(known)} ({url}) is listed but not there: {why}.")
            return
        known.checked = self._today
        if known.vanished is None:
            known.vanished = self._today
            self._vanished += [version.source_path for version in known.versions]
            self._note(f"{_called(known)} ({url}) has vanished: {why}. What was filed stays.")
        for child in known.leads_to:
            part = self._memory.addresses.get(child)
            if part is not None and child not in self._touched - {url, *known.leads_to}:
                await self._tolerantly(self._file(child, part, list_url), child, part)

    def _is_there(self, known: Address) -> None:
        known.checked = self._today
        known.vanished = None

    def _name(self, known: Address, page: ReportPage, url: str) -> None:
        """Where the list gives no title, the page does."""
        named = titled(page.title, compiled(self._source.title)) or Titled(page.title, None)
        known.title = known.title or named.title or host_of(url)
        known.year = known.year or named.year

    def _chosen(self, page: ReportPage, known: Address) -> list[Attachment]:
        """The files of a page that are the report."""
        mode = self._source.attachments
        if mode == "ignore" or (mode is None and not page.says_little):
            return []
        year = str(known.year) if known.year else "\0"
        named = [
            file
            for file in page.attachments
            if titled(file.name) or "报告" in file.name or "年报" in file.name or year in file.name
        ]
        return (named or list(page.attachments))[:_MOST_FILES]

    async def _files(
        self,
        page_url: str,
        page: Address,
        list_url: str | None,
        names: dict[str, str] | None = None,
    ) -> None:
        missing: list[str] = []
        for url in page.leads_to:
            self._touched.add(url)
            known = self._memory.addresses.get(url)
            if known is None:
                known = Address(source_key=self._source.key, first_seen=self._today)
            known.title, known.year = page.title, page.year
            known.declared = page.declared
            try:
                await self._file(url, known, list_url, page_url, (names or {}).get(url))
            except NoAnswer as error:
                missing.append(f"its file {url}: {error}")
            if known.versions:
                self._memory.addresses[url] = known
        if missing:
            raise NoAnswer("; ".join(missing))

    async def _file(
        self,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None = None,
        name: str | None = None,
    ) -> None:
        """Visit a file that a page leads to."""
        self._check_time()
        reply = await self._ask(url, headers=self._conditions(known))
        if reply.status == 304:
            self._is_there(known)
            self._unchanged += 1
            return
        if await self._is_gone(reply, url, known, list_url):
            if not known.versions:
                raise NoAnswer("it is not there")
            return
        if reply.is_page and page_url is not None:
            raise NoAnswer("a page comes in place of the file")
        if reply.is_page:
            page = read_page(self._text(reply), reply.url, self._source.content)
            if await self._is_soft_gone(page, reply, url, known, list_url):
                return
            if page.says_nothing:
                raise NoAnswer("the page shows no text of a report")
            await self._store_page(reply, url, known, list_url, page)
        else:
            self._store(reply.fetched(name), url, known, list_url, page_url)
        self._remember(reply, known)

    # what is kept

    async def _store_page(
        self, reply: Reply, url: str, known: Address, list_url: str | None, page: ReportPage
    ) -> None:
        fetched = reply.fetched(said_sha256=page.said_sha256)
        is_other = known.versions and not self._matches(known, fetched)
        if is_other and await self._is_noise(url, known, page):
            self._unchanged += 1
            self._is_there(known)
            return
        self._store(fetched, url, known, list_url, None)

    async def _is_noise(self, url: str, known: Address, page: ReportPage) -> bool:
        """Whether what differs from the last version differs between two fetches in a row, too."""
        path = self._raw / known.versions[-1].source_path
        try:
            before = said(decoded(path.read_bytes(), None, self._source.charset), self._content)
        except OSError:
            return False
        self._check_time()
        again = await self._ask(url)
        if again.status != 200 or not again.is_page:
            return False
        second = said(self._text(again), self._content)
        return same_but_for_noise(before, page.lines, second)

    @property
    def _content(self) -> str | None:
        return self._source.content

    def _matches(self, known: Address, fetched: Fetched) -> bool:
        """Whether this was filed for this address before, and still lies here."""
        return any(
            (
                version.sha256 == fetched.sha256
                or (fetched.said_sha256 and version.said_sha256 == fetched.said_sha256)
            )
            and (self._raw / version.source_path).is_file()
            for version in known.versions
        )

    def _store(
        self,
        fetched: Fetched,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None,
    ) -> None:
        """File what was fetched unless it lies here already, whoever filed it."""
        self._is_there(known)
        if self._matches(known, fetched):
            self._unchanged += 1
            return
        present = [v for v in known.versions if (self._raw / v.source_path).is_file()]
        path = self._same_report(known, fetched)
        if path is not None:
            self._unchanged += 1
        else:
            path = file_report(
                self._raw,
                self._region.division,
                known.year,
                known.title,
                fetched,
                self._stated(fetched, url, known, list_url, page_url),
                present[0].source_path if present else None,
            )
            (self._changed if known.versions else self._new).append(path)
        known.versions = [v for v in present if v.source_path != path]
        known.versions.append(
            Version(source_path=path, sha256=fetched.sha256, said_sha256=fetched.said_sha256)
        )

    def _same_report(self, known: Address, fetched: Fetched) -> str | None:
        """The file of this region that says the same, under whatever address it was found."""
        if fetched.said_sha256:
            for other in self._memory.addresses.values():
                for version in other.versions:
                    is_same = version.said_sha256 == fetched.said_sha256
                    is_here = (self._raw / version.source_path).is_file()
                    if is_same and is_here and other.year == known.year:
                        return version.source_path
        return same_content(self._raw, self._region.division, fetched)

    def _stated(
        self,
        fetched: Fetched,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None,
    ) -> dict[str, Any]:
        headers = fetched.headers
        return {
            "source_url": url,
            "fetched_at": self._options.instant().isoformat().replace("+00:00", "Z"),
            "publisher": host_of(url),
            "declared_issuer": self._source.issuer,
            "source_key": self._source.key,
            "list_url": list_url,
            "list_title": known.title,
            "declared_date": known.declared,
            "data_year": known.year,
            "page_url": page_url,
            "answered_url": fetched.url if fetched.url != url else None,
            "content_type": fetched.content_type,
            "charset": self._source.charset if fetched.said_sha256 else None,
            "etag": headers.get("etag"),
            "last_modified": headers.get("last-modified"),
            "sha256": fetched.sha256,
            "said_sha256": fetched.said_sha256,
        }

    # asking

    async def _ask(
        self,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        form: str | None = None,
        most_bytes: int | None = None,
    ) -> Reply:
        self.requests += 1
        ends = min(self._night_ends, self._started + self._options.source_seconds)
        return await self._fetch(
            url,
            headers=headers,
            form=form,
            cookies=self._source.cookies,
            most_bytes=most_bytes,
            seconds=max(ends - time.monotonic(), 1.0),
        )

    def _conditions(self, known: Address) -> dict[str, str]:
        """Ask for what changed only, where all that was filed still lies here."""
        if not self._is_here(known):
            return {}
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in conditions.items() if value}

    def _remember(self, reply: Reply, known: Address) -> None:
        known.etag = _header(reply, "etag")
        known.last_modified = _header(reply, "last-modified")

    def _check_time(self) -> None:
        now = time.monotonic()
        if now > self._night_ends:
            raise _Stopped("The night ended before this source was visited whole")
        if now - self._started > self._options.source_seconds:
            raise _Stopped(
                f"The visit took longer than {self._options.source_seconds:.0f} seconds. The rest "
                "is left for the next visit"
            )
        if self.requests >= self._options.most_requests:
            raise _Stopped(
                f"The visit made {self.requests} requests. The rest is left for the next visit"
            )

    def _note(self, text: str) -> None:
        self._notes.append(text)

    # the outcome

    def _judge(self, listed: Listed) -> None:
        """What a list that gives nothing means."""
        if self._fault is not None or listed.entries:
            return
        where = self._source.first_address
        if self._known.found:
            self._fault = (
                f"{where} lists no report any more ({self._known.found} on "
                f"{self._known.last_good}). The site may have changed: look at it with a browser "
                "and correct the source"
            )
        elif not listed.has_links:
            self._fault = (
                f"{where} has no links at all: a script may build the list. Look for the JSON that "
                "it loads and give it as `json`"
            )
        else:
            self._fault = (
                f"{where} lists no report. Correct the address, or give `title`, a pattern that "
                "the titles of its reports match"
            )

    def _result(self, listed: Listed) -> SourceVisit:
        known = self._known
        known.last_visit = self._today
        if self._fault is None:
            known.failed_visits, known.failing_since = 0, None
            known.last_good = self._today
            if listed.is_whole:
                known.whole_visit = self._today
                known.found = len(listed.entries)
            else:
                known.found = max(known.found, len(listed.entries))
        else:
            known.failed_visits += 1
            known.failing_since = known.failing_since or self._today
        extra = len(self._notes) - _MOST_NOTES
        notes = self._notes[:_MOST_NOTES] + ([f"And {extra} more."] if extra > 0 else [])
        return SourceVisit(
            region_code=self._region.division,
            source_key=self._source.key,
            found=known.found if self._fault is None else len(listed.entries),
            new=tuple(self._new),
            changed=tuple(self._changed),
            unchanged=self._unchanged,
            vanished=tuple(self._vanished),
            fault=f"{self._fault}." if self._fault else None,
            failed_visits=known.failed_visits,
            failing_since=known.failing_since.isoformat() if known.failing_since else None,
            notes=tuple(notes),
            requests=self.requests,
            seconds=round(time.monotonic() - self._started, 3),
        )


def _called(known: Address) -> str:
    return f"“{known.title}”" if known.title else "A report"


def _header(reply: Reply, name: str) -> str | None:
    value = reply.headers.get(name, "")
    is_plain = len(value) <= 500 and all(" " <= character < "\x7f" for character in value)
    return value if value and is_plain else None
