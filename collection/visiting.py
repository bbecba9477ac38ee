"""One visit to one source: go through its list, fetch what is new or due, file what differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from collection.asking import Asking
from collection.due import is_due, is_old_news, is_retitled
from collection.keeping import Keeper
from collection.listed import Listed, go_through
from collection.listing import Entry
from collection.memory import Address, RegionMemory
from collection.options import Options
from collection.region import Region, Source
from collection.reply import Fetch
from collection.reports import Reports
from collection.tally import Stopped, Tally, fault_of_outcome
from collection.visit import SourceVisit


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
        night_ends: float,
        notes: Sequence[str] = (),
    ) -> None:
        """night_ends: by time.monotonic(). notes: to begin with."""
        self._region, self._source, self._memory = region, source, memory
        self._raw, self._options = raw, options
        self._today = options.today()
        self._known = memory.source(source.key)
        self._tally = Tally(list(notes))
        self._asking = Asking(fetch, source, options, self._tally, night_ends)
        self._keeper = Keeper(raw, region.division, source, memory, options, self._tally)
        self._reports = Reports(source, memory, self._asking, self._keeper, self._tally)

    async def visit(self) -> SourceVisit:
        """Do it. Raises nothing that a site, a disk or a registry can cause."""
        listed = Listed()
        try:
            await go_through(
                self._source,
                self._asking.ask_list,
                listed,
                most_pages=self._options.most_list_pages,
                is_old_news=None if self._is_whole_visit_due() else self._is_old_news,
            )
            self._drop_early_years(listed)
            self._tally.fault = listed.fault
            await self._visit_reports(listed)
        except Stopped as stopped:
            self._tally.fault = self._tally.fault or str(stopped)
        except OSError as error:
            self._tally.fault = (
                f"A report could not be written ({error.strerror or error}). Make room or mend the "
                f"permissions of {self._raw}"
            )
        if self._tally.fault is None:
            self._tally.fault = fault_of_outcome(
                self._source.first_address, listed, self._known, self._tally
            )
        return self._outcome(listed)

    def failed(self, why: str) -> SourceVisit:
        """The outcome of a visit that broke off for no reason that a site can give."""
        self._tally.fault = why
        return self._outcome(Listed())

    def _outcome(self, listed: Listed) -> SourceVisit:
        return self._tally.outcome(
            self._region.division, self._source.key, self._known, listed, self._today
        )

    def _is_whole_visit_due(self) -> bool:
        last = self._known.whole_visit
        days = self._options.recheck_days
        return self._options.anew or last is None or not 0 <= (self._today - last).days < days

    def _is_old_news(self, entry: Entry) -> bool:
        return is_old_news(self._memory.addresses.get(entry.url), entry, self._today)

    def _drop_early_years(self, listed: Listed) -> None:
        first = self._source.year_from
        if first is not None:
            listed.entries = {
                url: found
                for url, found in listed.entries.items()
                if found[0].titled.year is None or found[0].titled.year >= first
            }

    async def _visit_reports(self, listed: Listed) -> None:
        """New reports first: they are what a visit that is cut short must not miss. Last what was
        never had: addresses without a report at the head of a list must not keep from the rest. Of
        each, what was visited the longest time ago comes first."""
        entries = sorted(listed.entries.values(), key=lambda found: self._turn(found[0].url))
        for entry, list_url in entries:
            await self._visit_listed(entry, list_url)
        if listed.is_unreachable:
            return
        parents: dict[str, list[Address]] = {}
        for known in self._memory.addresses.values():
            for url in known.leads_to:
                parents.setdefault(url, []).append(known)
        for url, known in list(self._memory.addresses.items()):
            if known.source_key != self._source.key or url in self._reports.visited:
                continue
            if all(parent.vanished is not None for parent in parents.get(url, [])):
                await self._visit_unlisted(url, known, listed)

    def _turn(self, url: str) -> tuple[int, date]:
        known = self._memory.addresses.get(url)
        if known is None or known.checked is None:
            return 0, date.min
        return 1 if known.versions or known.leads_to else 2, known.checked

    async def _visit_listed(self, entry: Entry, list_url: str) -> None:
        url, known = entry.url, self._memory.addresses.get(entry.url)
        self._reports.visited.add(url)
        if known is not None and self._is_anothers(known):
            self._tally.unchanged += 1
            return
        if known is None:
            known = Address(source_key=self._source.key, first_seen=self._today)
        known.source_key = self._source.key
        was_had = bool(known.versions or known.leads_to)
        is_wanted = (
            (was_had and not self._keeper.is_here(known))
            or is_retitled(known, entry)
            or is_due(url, known, self._today, self._options)
        )
        known.listed = self._today
        self._memory.addresses[url] = known
        known.title = entry.titled.title or known.title
        known.year = entry.titled.year or known.year
        known.declared = entry.declared or known.declared
        if is_wanted:
            await self._reports.visit(url, known, list_url)
        else:
            self._reports.visited.update(known.leads_to)
            self._tally.unchanged += was_had

    def _is_anothers(self, known: Address) -> bool:
        """Whether another source of the region looks after an address that both list."""
        keys = {source.key for source in self._region.sources}
        is_other = known.source_key != self._source.key and known.source_key in keys
        return is_other and bool(known.versions or known.leads_to)

    async def _visit_unlisted(self, url: str, known: Address, listed: Listed) -> None:
        """Look whether a report is still there that is no longer listed: at once, then as due."""
        if not known.versions and not known.leads_to:
            if listed.is_whole:
                del self._memory.addresses[url]
            return
        is_just_unlisted = listed.is_whole and known.listed is not None
        if not is_just_unlisted and not is_due(url, known, self._today, self._options):
            return
        if listed.is_whole:
            known.listed = None
        if known.leads_to or not known.is_file:
            await self._reports.visit(url, known, None)
        else:
            await self._reports.visit_file(url, known)
