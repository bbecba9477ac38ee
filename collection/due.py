"""Which reports are looked at in a visit: all that are new or young, of the rest a share."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from collection.listing import Entry
from collection.memory import Address
from collection.options import Options


def is_due(url: str, known: Address, today: date, options: Options) -> bool:
    """Whether an address is looked at again, when nothing that is known of it asks for it.

    Always when it is young, has just vanished or was lately found without a report. The rest once
    in `recheck_days`, on a day that its address decides, so that the days have equal work.
    """
    if options.anew or known.checked is None or known.checked > today:
        return True
    was_had = bool(known.versions or known.leads_to)
    since = (known.vanished or known.declared or known.first_seen) if was_had else known.first_seen
    if since is None or today - since <= timedelta(days=options.young_days):
        return True
    if (today - known.checked).days >= options.recheck_days:
        return True
    lot = int.from_bytes(hashlib.sha256(url.encode()).digest()[:4], "big")
    return (today.toordinal() + lot) % options.recheck_days == 0


def is_retitled(known: Address, entry: Entry) -> bool:
    """Whether a list gives a report another title or date than before."""
    title, declared = entry.titled.title, entry.declared
    return bool(title and known.title and title != known.title) or bool(
        declared and known.declared and declared != known.declared
    )


def is_old_news(known: Address | None, entry: Entry, today: date) -> bool:
    """Whether an entry is a report of an old year that was fetched before.

    A list need not be followed beyond a page of such entries. Old is a year whose reports were
    due before the last January to March.
    """
    year = entry.titled.year
    return (
        known is not None
        and year is not None
        and year < today.year - 1
        and bool(known.versions or known.leads_to)
        and not is_retitled(known, entry)
    )
