"""Go through the list of a source, page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from collection.listing import Entry, ListPage, read_json_list, read_list
from collection.region import PAGE, Source
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
    """Put all entries of a source's list into `listed`.

    is_old_news: whether an entry was fetched before and is old; where it is given, the list is left
    at the first page that names reports and nothing else. The list ends where it says so, where a
    page repeats what other pages had, or at the registry's limit.
    """
    try:
        if source.pages is not None:
            for page in source.pages:
                named = Titled(page.title or "", page.year)
                listed.entries[page.url] = (Entry(page.url, named, None), page.url)
            listed.is_whole = listed.has_links = True
        else:
            await _pages(source, ask, listed, most_pages, is_old_news)
    except (ListFault, NoAnswer) as error:
        listed.fault = str(error)
        listed.is_whole = False
        listed.is_unreachable = isinstance(error, NoAnswer)


async def _pages(
    source: Source,
    ask: Ask,
    listed: Listed,
    most_pages: int,
    is_old_news: Callable[[Entry], bool] | None,
) -> None:
    way = source.list_pages or source.json_list
    assert way is not None
    limit = way.limit or most_pages
    seen: set[str] = set()
    visited: set[str] = set()
    number = 0
    following: str | None = source.first_address
    while following is not None:
        if number == limit:
            if way.limit is None:
                raise ListFault(
                    f"The list goes on after {limit} pages ({following}). Set `limit` of the list, "
                    "or give the address of a list with reports only"
                )
            break
        page = await _page(source, ask, following, number)
        if page is None:
            break
        visited.add(following)
        is_new = bool(page.links - seen)
        seen |= page.links
        listed.has_links |= bool(page.links)
        for entry in page.entries:
            listed.entries.setdefault(entry.url, (entry, following))
        if number and not is_new:
            break
        if is_old_news and page.entries and all(is_old_news(entry) for entry in page.entries):
            return
        if page.is_scripted:
            raise ListFault(
                f"The list goes on by a script after {following}. Give the addresses of its "
                "further pages as `numbered`, or the JSON that the script loads as `json`"
            )
        number += 1
        following = _next(source, page, number)
        if following in visited and source.json_list is None:
            break
    listed.is_whole = True


def _next(source: Source, page: ListPage, number: int) -> str | None:
    """The address of the page with this number, counted from 0."""
    if source.json_list is not None:
        if not source.json_list.is_paged or not page.links:
            return None
        return source.json_list.url.replace(PAGE, str(source.json_list.first_page + number))
    assert source.list_pages is not None
    if source.list_pages.numbered is not None:
        written = str(source.list_pages.second_page + number - 1)
        return source.list_pages.numbered.replace(PAGE, written) if page.links else None
    return page.next


async def _page(source: Source, ask: Ask, url: str, number: int) -> ListPage | None:
    """One page of the list; None where a numbered list has no such page."""
    form = None
    if source.json_list is not None and source.json_list.form is not None:
        written = str(source.json_list.first_page + number)
        form = source.json_list.form.replace(PAGE, written)
    reply = await ask(url, form)
    is_counted = number > 0 and (
        source.json_list is not None
        or (source.list_pages is not None and source.list_pages.numbered is not None)
    )
    if is_counted and reply.status in (404, 410):
        return None
    if reply.status != 200:
        raise ListFault(
            f"The list {url} answers {reply.status}. Look at it with a browser and correct its "
            "address"
        )
    text, pattern = reply.text(source.charset), compiled(source.title)
    if source.json_list is not None:
        try:
            return read_json_list(text, reply.url, source.json_list, pattern)
        except ValueError as error:
            raise ListFault(
                f"The list {url} cannot be read: {error}. Correct `json` of this source"
            ) from error
    assert source.list_pages is not None
    return read_list(text, reply.url, source.list_pages, pattern)
