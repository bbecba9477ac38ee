"""Go through the lists of a source, page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from collection.counted import counted
from collection.json_list import read_json_list
from collection.listing import Entry, ListPage, read_list
from collection.refusals import remedy
from collection.region import JsonList, ListPages, Source
from collection.reply import NoAnswer, Reply
from collection.titles import Titled, compiled

Ask = Callable[[str, str | None], Awaitable[Reply]]
"""Fetch a page of the list: its address, and what to send by POST."""


class ListFault(Exception):
    """The list cannot be read as it should: what is wrong and what to do."""


@dataclass(slots=True)
class Listed:
    """What a source lists. is_whole: every page was visited. fault: why the list broke off.
    is_unreachable: because the site gave no answer."""

    entries: dict[str, tuple[Entry, str]] = field(default_factory=dict)
    """By address: the entry, and the page of the list that it stands on."""
    is_whole: bool = False
    fault: str | None = None
    has_links: bool = False
    is_unreachable: bool = False


async def go_through(
    source: Source,
    ask: Ask,
    listed: Listed,
    *,
    most_pages: int,
    is_old_news: Callable[[Entry], bool] | None,
) -> None:
    """Put all entries of a source's lists into `listed`.

    is_old_news: whether an entry was fetched before and is old; where it is given, a list is left
    at the first page that names reports and nothing else. A list ends where it says so, where a
    page repeats what other pages had (its link to yet another page aside: sites give the last page
    for every number beyond it), or at the registry's limit.
    """
    try:
        if source.pages is not None:
            for page in source.pages:
                named = Titled(page.title or "", page.year)
                listed.entries[page.url] = (Entry(page.url, named, None), page.url)
            listed.is_whole = listed.has_links = True
        else:
            await _Lists(source, ask, listed, most_pages, is_old_news).go_through()
    except (ListFault, NoAnswer) as error:
        listed.fault = str(error)
        listed.is_whole = False
        listed.is_unreachable = isinstance(error, NoAnswer)


class _Lists:
    """The first list of a source, and those that it leads to."""

    def __init__(
        self,
        source: Source,
        ask: Ask,
        listed: Listed,
        most_pages: int,
        is_old_news: Callable[[Entry], bool] | None,
    ) -> None:
        way = source.list_pages or source.json_list
        assert way is not None
        self._source, self._way, self._ask, self._listed = source, way, ask, listed
        self._limit, self._most = way.limit or most_pages, most_pages
        self._is_old_news = is_old_news
        self._visited: set[str] = set()

    async def go_through(self) -> None:
        """Visit them all. A further list at fault keeps from none of the others.

        Raises ListFault, with the first fault, and NoAnswer.
        """
        self._listed.is_whole = True
        further = await self._list(self._source.first_address, is_first=True)
        faults: list[ListFault] = []
        while further:
            address = next(iter(further))
            is_stated = further.pop(address)
            if address in self._visited:
                continue
            if len(self._visited) >= self._most:
                raise self._goes_on(address, self._most)
            try:
                further |= await self._list(address, is_first=False)
            except ListFault as fault:
                faults += [fault] if is_stated else []
            except NoAnswer:
                if is_stated:
                    raise
        if faults:
            raise faults[0]

    async def _list(self, first: str, *, is_first: bool) -> dict[str, bool]:
        """One list to its end, or to its first page of old news.

        Returns the lists that it leads to, and whether the registry says that these are lists.
        """
        further: dict[str, bool] = {}
        seen: set[str] = set()
        number = repeats = 0
        address: str | None = first
        while address is not None:
            if number == self._limit:
                if self._way.limit is None:
                    raise self._goes_on(address, number)
                break
            page = await self._page(address, number, is_first)
            if page is None:
                break
            self._visited.add(address)
            is_new = bool(page.links - seen - self._visited - {page.next or ""})
            repeats = 0 if is_new else repeats + 1
            seen |= page.links
            self._listed.has_links |= bool(page.links)
            further |= dict.fromkeys(page.elsewhere, False) | dict.fromkeys(page.further, True)
            for entry in page.entries:
                self._listed.entries.setdefault(entry.url, (entry, address))
            if number and repeats > page.may_repeat:
                break
            number += 1
            if page.is_scripted and number != self._limit:
                raise ListFault(
                    f"The list goes on after {address}, and {self._how_to_go_on}; where one page "
                    "is enough, say `limit: 1`"
                )
            if self._is_old(page):
                self._listed.is_whole = False
                break
            address = self._next(page, number, is_first)
        return further

    @property
    def _how_to_go_on(self) -> str:
        if isinstance(self._way, JsonList):
            return (
                "it states more records than it gives. Put {page} into `url` or `form`, where the "
                "site's own page asks for a further one"
            )
        return (
            "only a script knows where. Give the addresses of its further pages as `numbered`, or "
            "the JSON that the script loads as `json`"
        )

    def _is_old(self, page: ListPage) -> bool:
        old = self._is_old_news
        return old is not None and bool(page.entries) and all(old(entry) for entry in page.entries)

    def _next(self, page: ListPage, number: int, is_first: bool) -> str | None:
        """The address of the page with this number, counted from 0."""
        way = self._way
        if is_first and (way.is_paged or isinstance(way, JsonList)):
            if not way.is_paged or not page.links:
                return None
            template = way.numbered if isinstance(way, ListPages) else None
            return way.counted(template or way.url, number, way.first_page)
        return None if page.next in self._visited else page.next

    async def _page(self, url: str, number: int, is_first: bool) -> ListPage | None:
        """One page of a list; None where a numbered list has no such page."""
        way, form = self._way, None
        if is_first and way.form is not None:
            form = way.counted(way.form, number, way.first_page)
        reply = await self._ask(url, form)
        if is_first and number and way.is_paged and reply.status in (404, 410):
            return None
        if reply.status != 200:
            raise ListFault(f"The list {url} answers {reply.status}{remedy(reply.status)}")
        text, pattern = reply.text(self._source.charset), compiled(self._source.title)
        try:
            if isinstance(way, JsonList):
                return read_json_list(text, reply.url, way, pattern)
            return read_list(text, reply.url, way, pattern, number)
        except ValueError as error:
            kind = "json" if isinstance(way, JsonList) else "list"
            raise ListFault(
                f"The list {url} cannot be read: {error}. Correct `{kind}` of this source"
            ) from error

    def _goes_on(self, address: str, number: int) -> ListFault:
        return ListFault(
            f"The list goes on after {counted(number, 'page')} ({address}). Set `limit` "
            "of the list, or give the address of a list with reports only"
        )
