"""Tell of a night: put its notices into the outbox, then try everything that waits there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from orchestration.lake import Lake
from orchestration.nights.night import PAGE_FILE, Delivery, Night
from orchestration.nights.page import FAILED_NIGHTS_TOLD
from orchestration.notices import texts
from orchestration.notices.channels import (
    Channels,
    Event,
    InvalidNotices,
    Language,
    read_channels,
)
from orchestration.notices.outbox import Outbox, Waiting
from orchestration.notices.sending import deliver
from orchestration.notices.texts import SourceNews, Text

_REMINDER_DAYS = 7
_MOST_TRIES = 14
"""Nights on which a notice is tried; a fortnight later it is of no use to anybody."""

Words = Callable[[Language], Text]


def telling(path: Path) -> Callable[[Lake, Night], None]:
    """How to tell, by a file of notices. What cannot be told is written into the night."""

    def tell(lake: Lake, night: Night) -> None:
        try:
            channels = read_channels(path)
        except InvalidNotices as error:
            night.remarks.append(f"Nobody was told. {error}")
            return
        if channels:
            tell_of(lake, night, channels)

    return tell


def tell_of(lake: Lake, night: Night, channels: Channels) -> None:
    """Send what a night gives to tell, and what earlier nights could not deliver."""
    outbox = Outbox.of(lake)
    for event, words in _events(outbox, night, _page(lake, night, channels)):
        for name in channels.wanting(event):
            text = words(channels.language_of(name))
            waiting = Waiting(night.night, event, name, text.subject, text.body, text.is_bad)
            outbox.add(waiting)
    outbox.write()
    for notice in list(outbox.waiting):
        night.notices.append(_try(outbox, notice, channels))


def _try(outbox: Outbox, notice: Waiting, channels: Channels) -> Delivery:
    channel = channels.channels.get(notice.channel)
    error = (
        deliver(channel, Text(notice.subject, notice.body, notice.is_bad))
        if channel
        else "There is no such channel any more."
    )
    if error is None:
        outbox.delivered(notice)
        return Delivery(notice.event, notice.channel, notice.subject, True)
    notice.tries += 1
    if channel is None or notice.tries >= _MOST_TRIES:
        outbox.waiting.remove(notice)
        error += " It was given up."
    else:
        error += " It is tried again next night."
    outbox.write()
    return Delivery(notice.event, notice.channel, notice.subject, False, error)


def _events(outbox: Outbox, night: Night, page: str) -> Iterator[tuple[Event, Words]]:
    """What there is to tell, with its words."""
    if night.outcome == "failed":
        yield "failed", lambda language: texts.failed(night, page, language)
    if night.outcome == "held":
        yield "held", lambda language: texts.held(night, page, language)
    if news := source_news(outbox, night):
        yield "source", lambda language: texts.source(news, page, language)
    if night.kind == "night":
        yield "digest", lambda language: texts.digest(night, page, language)


def source_news(outbox: Outbox, night: Night) -> SourceNews:
    """What is new about sources; notes in the outbox what is told thereby.

    A source is told of when it has failed three nights, then once a week, and when it works again.
    """
    if not night.visits:
        return SourceNews()
    today = night.began.date()
    visits = {f"{v.region_code}/{v.source_key}": v for v in night.visits}
    failing, still, recovered = [], [], []
    for source, visit in visits.items():
        last = outbox.told.get(source)
        if not visit.fault:
            if last:
                recovered.append(source)
        elif visit.failed_nights >= FAILED_NIGHTS_TOLD:
            if last is None:
                failing.append(visit)
            elif _days_between(last, today) >= _REMINDER_DAYS:
                still.append(visit)
            else:
                continue
            outbox.told[source] = today.isoformat()
    for source in outbox.told.keys() - {s for s, visit in visits.items() if visit.fault}:
        del outbox.told[source]
    return SourceNews(failing, still, recovered)


def _days_between(day: str, other: date) -> int:
    """Days between two, whichever is the later: clocks are sometimes set back."""
    try:
        return abs((other - date.fromisoformat(day)).days)
    except ValueError:
        return _REMINDER_DAYS


def _page(lake: Lake, night: Night, channels: Channels) -> str:
    if channels.pages:
        return f"{channels.pages.rstrip('/')}/{night.night}/{PAGE_FILE}"
    return str(lake.nights / night.night / PAGE_FILE)
