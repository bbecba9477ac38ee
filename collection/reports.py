"""Visit single reports: their pages, and the files that these lead to."""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import unquote, urlsplit

from collection.addresses import host_of
from collection.asking import Asking, remember
from collection.fetched import held_sha256
from collection.keeping import Keeper
from collection.memory import Address, RegionMemory
from collection.page import (
    Attachment,
    ReportPage,
    leads_home,
    read_page,
    said,
    same_but_for_noise,
)
from collection.refusals import turns_away
from collection.region import Source
from collection.reply import NoAnswer, NoReport, Reply
from collection.tally import Stopped, Tally
from collection.titles import Titled, compiled, folded, titled, year_in

_MOST_FAILURES = 5
"""So many reports in a row without an answer that can be taken (none, 403, larger than the limit, a
private address), and the site is left alone until the next visit."""
_MOST_FILES = 20


class Reports:
    """The reports of one source during a visit. visited: addresses that had their turn."""

    def __init__(
        self, source: Source, memory: RegionMemory, asking: Asking, keeper: Keeper, tally: Tally
    ) -> None:
        self._source, self._memory = source, memory
        self._asking, self._keeper, self._tally = asking, keeper, tally
        self._failures: list[str] = []
        self.visited: set[str] = set()

    async def visit(self, url: str, known: Address, list_url: str | None) -> None:
        """Visit one report; its trouble is a note. Raises Stopped when many in a row have some."""
        await self._tolerantly(self._page(url, known, list_url), url, known)

    async def visit_file(self, url: str, known: Address) -> None:
        """The same for a file that a page led to when it was last seen."""
        await self._tolerantly(self._file(url, known, None, None, None), url, known)

    async def _tolerantly(self, step: Awaitable[None], url: str, known: Address) -> None:
        self.visited.add(url)
        try:
            await step
            self._failures = []
        except NoAnswer as error:
            self._tally.notes.append(f"{_called(known)} ({url}) could not be had: {error}.")
            known.checked = self._keeper.today
            if isinstance(error, NoReport):
                return
            self._failures.append(str(error))
            if len(self._failures) >= _MOST_FAILURES:
                raise Stopped(
                    f"{len(self._failures)} reports in a row could not be had: "
                    f"{'; '.join(dict.fromkeys(self._failures))}. The rest is left for the next "
                    "visit"
                ) from error

    async def _page(self, url: str, known: Address, list_url: str | None) -> None:
        """The page of a report, or the file that a list leads to directly."""
        reply = await self._ask(url, known)
        if reply.status == 304:
            self._is_there(known)
            if known.leads_to:
                await self._files(url, known, list_url, {})
            else:
                self._tally.unchanged += 1
            return
        if await self._is_gone(reply, url, known):
            return
        if not reply.is_page:
            self._name(known, _stem(reply.file_name or unquote(urlsplit(url).path)), url)
            await self._keep_file(reply, url, known, list_url, None, None)
            return
        page = self._read(reply)
        if await self._is_soft_gone(page, url, known):
            return
        self._name(known, page.title, url)
        chosen = self._chosen(page, known)
        if chosen:
            known.leads_to = [file.url for file in chosen]
            self._is_there(known)
            self._memory.addresses[url] = known
            await self._files(url, known, list_url, {file.url: file.name for file in chosen})
        elif self._source.attachments == "only":
            raise NoReport("the page leads to no file, and `attachments` is `only`")
        else:
            await self._keep_page(reply, page, url, known, list_url)
        remember(reply, known)

    async def _files(
        self, page_url: str, page: Address, list_url: str | None, names: dict[str, str]
    ) -> None:
        """The files that a page leads to. names: the texts of their links."""
        missing: list[str] = []
        is_site = False
        for url in page.leads_to:
            self.visited.add(url)
            known = self._memory.addresses.get(url)
            if known is None:
                known = Address(source_key=self._source.key, first_seen=self._keeper.today)
            known.title, known.year, known.declared = page.title, page.year, page.declared
            try:
                await self._file(url, known, list_url, page_url, names.get(url))
            except NoAnswer as error:
                missing.append(f"its file {url}: {error}")
                is_site |= not isinstance(error, NoReport)
            if known.versions:
                self._memory.addresses[url] = known
        if missing:
            raise (NoAnswer if is_site else NoReport)("; ".join(missing))

    async def _file(
        self,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None,
        name: str | None,
    ) -> None:
        reply = await self._ask(url, known)
        if reply.status == 304:
            self._is_there(known)
            self._tally.unchanged += 1
            return
        if await self._is_gone(reply, url, known):
            if not known.versions:
                raise NoReport("it is not there")
            return
        if reply.is_page:
            if not await self._is_soft_gone(self._read(reply), url, known):
                raise NoReport("a page comes in place of the file")
            return
        await self._keep_file(reply, url, known, list_url, page_url, name)

    def _read(self, reply: Reply) -> ReportPage:
        text = self._asking.text(reply)
        return read_page(text, reply.url, self._source.content, self._source.files)

    async def _ask(self, url: str, known: Address) -> Reply:
        is_here = self._keeper.is_here(known)
        return await self._asking.ask(url, self._asking.conditions(known) if is_here else {})

    async def _keep_file(
        self,
        reply: Reply,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None,
        name: str | None,
    ) -> None:
        """Keep a file, unless the site makes it anew for each request: then the first one stays."""
        fetched = reply.fetched(name, held_sha256(reply.body))
        is_here = known.is_file and self._keeper.is_here(known)
        if is_here and not self._keeper.is_kept(known, fetched):
            again = await self._asking.ask(url)
            if again.status == 200 and not _is_same_file(reply.body, again.body):
                raise NoReport("two requests gave two files, so that no correction can be told")
        self._keeper.keep(fetched, url, known, list_url, page_url)
        remember(reply, known)

    async def _keep_page(
        self, reply: Reply, page: ReportPage, url: str, known: Address, list_url: str | None
    ) -> None:
        if page.says_nothing:
            raise NoReport(
                "the page shows no text of a report. Where it links to the report's file, say by "
                "which links (`files`); where its text stands in a block, which (`content`); else "
                "a script builds it: give the address of the file under `pages`"
            )
        if not page.is_about_disclosure:
            raise NoReport(
                "the page says nothing of 信息公开. Where a browser shows a report there, give its "
                "`charset` or its `content`"
            )
        fetched = reply.fetched(said_sha256=page.said_sha256)
        before = None if self._keeper.is_kept(known, fetched) else self._keeper.last_said(known)
        if before and (before == page.lines or await self._is_noise(url, before, page)):
            self._is_there(known)
            self._tally.unchanged += 1
            return
        self._keeper.keep(fetched, url, known, list_url)
        known.leads_to = []
        if page.goes_on:
            self._tally.notes.append(
                f"{_called(known)} ({url}) goes on on further pages, and only this one was filed. "
                "Save the whole from a browser and file it by `gongkai add`."
            )

    async def _is_noise(self, url: str, before: tuple[str, ...], page: ReportPage) -> bool:
        """Whether what differs from the last version differs between two fetches in a row, too."""
        again = await self._asking.ask(url)
        if again.status != 200 or not again.is_page:
            return False
        second = said(self._asking.text(again), self._source.content)
        return same_but_for_noise(before, page.lines, second)

    # what is not there

    async def _is_gone(self, reply: Reply, url: str, known: Address) -> bool:
        """Whether an answer says that a report is not there. Raises NoAnswer for other trouble."""
        if reply.status in (404, 410):
            await self._gone(f"it answers {reply.status}", url, known)
            return True
        if reply.status != 200:
            away = ": the site turns programs away" if turns_away(reply.status) else ""
            raise NoAnswer(f"it answers {reply.status}{away}")
        if leads_home(url, reply.url):
            await self._gone("it leads to the home page", url, known)
            return True
        if not reply.body:
            raise NoAnswer("the answer is empty")
        return False

    async def _is_soft_gone(self, page: ReportPage, url: str, known: Address) -> bool:
        """The same for a page that says so in words."""
        if page.gone:
            await self._gone(f"the page says “{page.gone}”", url, known)
            return True
        if page.busy:
            raise NoAnswer(f"the page says “{page.busy}”")
        return False

    async def _gone(self, why: str, url: str, known: Address) -> None:
        """Mark what has vanished; what never was here is only said."""
        known.checked = self._keeper.today
        if not known.versions and not known.leads_to:
            self._tally.notes.append(f"{_called(known)} ({url}) is listed but not there: {why}.")
            return
        if known.vanished is None:
            known.vanished = self._keeper.today
            self._tally.vanished += [version.source_path for version in known.versions]
            self._tally.notes.append(
                f"{_called(known)} ({url}) has vanished: {why}. What was filed stays."
            )
        for file in known.leads_to:
            part = self._memory.addresses.get(file)
            if part is not None and file not in self.visited:
                await self.visit_file(file, part)

    def _is_there(self, known: Address) -> None:
        known.checked, known.vanished = self._keeper.today, None

    # what a page is

    def _name(self, known: Address, text: str, url: str) -> None:
        """Where the list gives no title, the page or the name of the file does."""
        named = titled(text, compiled(self._source.title))
        if named is None:  # an address that the registry gives is a report, whatever it is called
            named = Titled(folded(text), year_in(text) if self._source.pages else None)
        known.title = known.title or named.title or host_of(url)
        known.year = known.year or named.year

    def _chosen(self, page: ReportPage, known: Address) -> list[Attachment]:
        """The files of a page that are the report."""
        mode = self._source.attachments
        if mode == "ignore" or (mode is None and not page.says_little):
            return []
        year = str(known.year) if known.year else None
        named = [
            file
            for file in page.attachments
            if any(word in file.name for word in ("报告", "年报")) or (year and year in file.name)
        ]
        return (named or list(page.attachments))[:_MOST_FILES]


def _called(known: Address) -> str:
    return f"“{known.title}”" if known.title else "A report"


def _is_same_file(first: bytes, second: bytes) -> bool:
    held = held_sha256(first)
    return first == second or (held is not None and held == held_sha256(second))


def _stem(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name
