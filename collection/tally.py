"""What a visit has come to so far, and its outcome."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from collection.counted import counted
from collection.listed import Listed
from collection.memory import SourceMemory
from collection.visit import SourceVisit

_MOST_NOTES = 30


class Stopped(Exception):
    """The visit ends here: what is wrong and what to do."""


@dataclass(slots=True)
class Tally:
    """Counts and sentences of one visit. The fields are those of SourceVisit."""

    notes: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unchanged: int = 0
    requests: int = 0
    fault: str | None = None
    started: float = field(default_factory=time.monotonic)

    def outcome(
        self, region_code: str, source_key: str, known: SourceMemory, listed: Listed, today: date
    ) -> SourceVisit:
        """The visit, which is remembered in `known`."""
        known.last_visit = today
        found = len(listed.entries)
        if self.fault is None:
            known.succeed(today)
            if listed.is_whole:
                known.whole_visit = today
                if found < known.found / 2:
                    self.notes.append(
                        f"The list names {counted(found, 'report')}, where it named "
                        f"{known.found}. If the others are elsewhere now, add a source."
                    )
            known.found = found = found if listed.is_whole else max(known.found, found)
        else:
            known.fail(today, f"{self.fault}.")
        return SourceVisit(
            region_code=region_code,
            source_key=source_key,
            found=found,
            new=tuple(self.new),
            changed=tuple(self.changed),
            unchanged=self.unchanged,
            vanished=tuple(self.vanished),
            fault=known.fault,
            failed_nights=known.failed_nights,
            failing_since=known.failing_since.isoformat() if known.failing_since else None,
            notes=_shortened(self.notes),
            requests=self.requests,
            seconds=round(time.monotonic() - self.started, 3),
        )


def _shortened(notes: Sequence[str]) -> tuple[str, ...]:
    more = len(notes) - _MOST_NOTES
    return (*notes[:_MOST_NOTES], f"And {more} more.") if more > 0 else tuple(notes)


def fault_of_outcome(address: str, listed: Listed, known: SourceMemory, tally: Tally) -> str | None:
    """What is wrong with a source whose list was read and gave nothing, and what to do."""
    if listed.entries:
        came = (tally.new, tally.changed, tally.vanished, tally.unchanged)
        if any(came) or not tally.notes:
            return None
        return (
            f"{address} lists {counted(len(listed.entries), 'report')}, and none of those "
            f"visited could be had: {tally.notes[-1].rstrip('.')}"
        )
    if known.found:
        return (
            f"{address} lists no report any more ({known.found} on {known.last_good}). The site "
            "may have changed: look at it with a browser and correct the source"
        )
    if not listed.has_links:
        return (
            f"{address} has no links at all: a script may build the list. Look for the JSON that "
            "it loads and give it as `json`"
        )
    return (
        f"{address} lists no report. Correct the address, or give `title`, a pattern that the "
        "titles of its reports match, or `lists`, the links of the page that lead to lists; where "
        "a browser shows more than came, a script loads the list: give what it loads as `json`"
    )
