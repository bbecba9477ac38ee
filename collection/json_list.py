"""What a list says that a site's page loads as JSON."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from collection.links import address_in
from collection.listing import MOST_ENTRIES, Entry, ListPage
from collection.region import JsonList
from collection.systems import at, parsed_json
from collection.titles import date_in, titled

_CHINA = timezone(timedelta(hours=8))

_TOTALS = frozenset(
    ("total", "totalCount", "total_count", "totalRecords", "totalElements", "recordCount")
)


def read_json_list(
    text: str, url: str, listed: JsonList, pattern: re.Pattern[str] | None
) -> ListPage:
    """Read one page of a JSON list.

    Raises ValueError, with a sentence, for what is no JSON or has no records where the registry
    says they are.
    """
    value = parsed_json(text)
    records = _records(value, listed.records)
    entries: dict[str, Entry] = {}
    links: set[str] = set()
    has_fields = False
    for record in records[:MOST_ENTRIES]:
        title, href = _filled(listed.title, record), _filled(listed.address, record)
        if title is None or href is None:
            continue
        has_fields = True
        address = address_in(url, href)
        if address is None:
            continue
        links.add(address)
        found = titled(re.sub(r"<[^<>]{0,200}>", "", title), pattern)
        if found:
            entries[address] = Entry(address, found, _json_date(record, listed.date))
    if records and not has_fields:
        raise ValueError(f"no record has both `{listed.title}` and `{listed.address}`")
    goes_on = not listed.is_paged and _stated_records(value, listed.records) > len(records)
    return ListPage(tuple(entries.values()), frozenset(links), is_scripted=goes_on)


def _stated_records(value: Any, path: str) -> int:
    """How many records the answer says that there are, beside those it gives; 0 where it is mum."""
    steps = path.partition("*")[0].strip(".").split(".")
    holders = [at(value, ".".join(steps[:depth])) for depth in range(len(steps))]
    stated = [
        int(number)
        for holder in holders
        if isinstance(holder, dict)
        for key in _TOTALS & holder.keys()
        if isinstance(number := holder[key], int)
        or (isinstance(number, str) and number.isdecimal())
    ]
    return max(stated, default=0)


def _records(value: Any, path: str) -> list[Any]:
    """The records at `data.list`; at `years.*.list` those of every year, one after another."""
    before, star, after = path.partition("*")
    found = at(value, before.strip("."))
    if found is None:
        raise ValueError(f"there is nothing at `{path}`")
    if isinstance(found, dict):
        found = list(found.values())
    if not isinstance(found, list):
        raise ValueError(f"`{before.strip('.')}` is no list")
    if not star:
        return found
    return [record for part in found for record in _records(part, after.strip("."))]


def _filled(template: str, record: Any) -> str | None:
    """What a record says: the value of a field, or a template with fields in braces."""
    if "{" not in template:
        value = at(record, template)
        return value if isinstance(value, str) and value else None
    missing = False

    def value_of(found: re.Match[str]) -> str:
        nonlocal missing
        value = at(record, found[1])
        missing |= not isinstance(value, str | int) or value == ""
        return str(value)

    filled = re.sub(r"\{([\w.]+)\}", value_of, template)
    return None if missing else filled


def _json_date(record: Any, field: str | None) -> date | None:
    value = at(record, field) if field else None
    if isinstance(value, str) and not (value.isdigit() and len(value) in (10, 13)):
        return date_in(value)
    if not isinstance(value, str | int | float):
        return None
    try:
        seconds = int(value) / (1000 if int(value) > 10**11 else 1)
        return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date()
    except (ValueError, OverflowError, OSError):
        return None
