"""Conclude a night: its figures, its page, and whom to tell."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.lake import Lake
from orchestration.nights.figures import figures_of, held_changes, read_manifest, standing_release
from orchestration.nights.journal import Journal
from orchestration.nights.night import Kind, Night
from orchestration.nights.night_pages import write_page
from orchestration.nights.past import lost_nights, nights
from orchestration.nights.retention import remove_old_nights
from orchestration.progress import Progress

Tell = Callable[[Lake, Night], None]
"""Sends the notices about a night and writes into it what became of them."""

_log = logging.getLogger(__name__)


def conclude(journal: Journal, tell: Tell | None = None) -> None:
    """End the night at work: figures, notices, page. Nothing here makes a night fail."""
    journal.end()
    _conclude(journal.lake, journal.night, tell)
    journal.write()
    journal.close()


@contextmanager
def journaled(
    lake: Lake, kind: Kind, tells: Progress, tell: Tell | None = None
) -> Iterator[Journal]:
    """A journal for the work of a command; concluded whatever ends it.

    A build by hand leaves lost nights to the next night: whoever builds is not whom to tell.
    """
    conclude_lost(lake, tell, None if kind == "night" else kind)
    journal = Journal.begin(lake, kind, tells=tells)
    try:
        yield journal
    except BaseException as error:
        if journal.night.outcome not in ("failed", "held"):
            stopped = "It was stopped from outside. What was read so far is kept."
            journal.failed(str(error) or stopped)
        raise
    finally:
        conclude(journal, tell)


def conclude_lost(lake: Lake, tell: Tell | None = None, kind: Kind | None = None) -> list[Night]:
    """Conclude the nights whose process was killed, as nobody else will. Returns them.

    kind: only those of one kind.
    """
    found = [night for night in lost_nights(lake) if kind in (None, night.kind)]
    for night in found:
        if not night.ended_at and night.outcome not in ("failed", "held"):
            _end_without_a_word(night)
        _conclude(lake, night, tell)
        Journal(lake, night, Progress()).write()
    return found


def _end_without_a_word(night: Night) -> None:
    stage = f"in the stage “{night.stages[-1].name}”" if night.stages else "at its beginning"
    night.outcome = "failed"
    night.failed_stage = night.stages[-1].name if night.stages else None
    night.failure = (
        f"The {night.kind} of {night.name} ended without a word, {stage}: its process was killed "
        "or the machine stopped. What was read until then is kept; the next build goes on there."
    )


def _conclude(lake: Lake, night: Night, tell: Tell | None) -> None:
    for step in (_look_at_release, tell, remove_old_nights, write_page):
        try:
            if step:
                step(lake, night)
        except Exception as error:
            is_ours = not isinstance(error, OSError)  # a full disk needs no trace of calls
            _log.error("Concluding the night %s failed: %s", night.night, error, exc_info=is_ours)
            night.remarks.append(f"Concluding the night was incomplete: {error}")
    night.is_concluded = True


def _look_at_release(lake: Lake, night: Night) -> None:
    """Figures of the release that stands, for a night that made none."""
    if night.outcome == "held":
        night.held = held_changes(lake.held)
    current = standing_release(lake)
    if night.figures or current is None:
        return
    night.figures = _known_figures(lake, current) or _figures(lake, current)
    if night.outcome != "published":
        night.figures.pop("changed", None)


def _known_figures(lake: Lake, release: Path) -> dict[str, Any] | None:
    """What an earlier night wrote down of the same release: most nights change nothing."""
    for earlier in reversed(nights(lake, 10)):
        if earlier.figures.get("release_id") == release.name:
            return earlier.figures
    return None


def _figures(lake: Lake, release: Path) -> dict[str, Any]:
    manifest = read_manifest(release)
    return figures_of(release, manifest, _before(lake, manifest)) if manifest else {}


def _before(lake: Lake, manifest: Mapping[str, Any]) -> Path | None:
    before = manifest.get("changes", {}).get("since_release")
    return lake.releases / before if before else None
