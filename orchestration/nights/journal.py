"""Write down how a night goes, step by step: one that is killed leaves where it stood."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.files import only_builder, write_json
from orchestration.lake import Lake
from orchestration.nights.figures import figures_of, standing_release
from orchestration.nights.night import LOCK_FILE, NIGHT_FILE, Kind, Night, Stage
from orchestration.nights.night_pages import page_of_release
from orchestration.progress import Progress

_log = logging.getLogger(__name__)

NO_WORD = (
    "It was stopped before a release was made: from outside (by somebody, or with Dagster's "
    "daemon), or only a part of it was asked for. What was read so far is kept; the next build "
    "goes on there."
)
"""Dagster calls no hook for a run that is ended by a signal."""


class Journal(Progress):
    """The journal of the night at work. Tells another Progress what it is told.

    While it is open its lock is held, by which others know that the night is at work; the system
    frees it however the process ends. What cannot be written down (a full disk) is logged and
    stops no night.
    """

    def __init__(self, lake: Lake, night: Night, tells: Progress) -> None:
        self.lake = lake
        self.night = night
        self.folder = lake.nights / night.night
        self._tells = tells
        self._begun = time.monotonic()
        self._held = ExitStack()

    @classmethod
    def begin(
        cls,
        lake: Lake,
        kind: Kind,
        *,
        run_id: str | None = None,
        tells: Progress | None = None,
        now: datetime | None = None,
    ) -> Journal:
        """Begin the journal of a night in a folder of its own."""
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        night = Night(
            night=_new_name(lake, f"{moment:%Y%m%dT%H%M%SZ}"),
            kind=kind,
            begun_at=moment.isoformat(timespec="seconds"),
            run_id=run_id,
        )
        journal = cls(lake, night, tells or Progress())
        try:
            journal._held.enter_context(only_builder(journal.folder / LOCK_FILE))
        except OSError as error:
            _log.warning("The night %s cannot be locked: %s", night.night, error)
        journal.write()
        return journal

    def stage(self, name: str) -> None:
        self._end_stage()
        self.night.stages.append(Stage(name))
        self.write()
        self._tells.stage(name)

    def to_read(self, count: int) -> None:
        self._tells.to_read(count)

    def has_read(self, source_path: str) -> None:
        self._tells.has_read(source_path)

    def note(self, **facts: Any) -> None:
        for name, value in facts.items():
            known = getattr(self.night, name)
            setattr(self.night, name, known | value if isinstance(known, dict) else value)
        self.write()

    def remark(self, text: str) -> None:
        self.night.remarks.append(text)
        self.write()
        self._tells.remark(text)

    def failed(self, text: str, *, is_held: bool = False) -> None:
        night = self.night
        night.outcome = "held" if is_held else "failed"
        night.failure = "\n".join(filter(None, (night.failure, text)))  # two steps may fail
        if night.stages and not night.failed_stage:
            night.failed_stage = night.stages[-1].name
        self._end_stage()
        self.write()

    def page(self, release: Path, manifest: Mapping[str, Any]) -> bytes | None:
        """The page for the release that the night makes. None when it could not be made, which is
        logged: a release does not wait for its page."""
        try:
            figures = figures_of(release, manifest, standing_release(self.lake))
            self.note(release_id=manifest["release_id"], figures=figures)
            return page_of_release(self.lake, self.night)
        except Exception:
            _log.exception("The page of the release could not be made")
            return None

    def end(self) -> None:
        """The work has ended; what did not fail and released nothing new is `unchanged`."""
        if self.night.outcome is None:
            self.failed(NO_WORD)
        self._end_stage()
        self.night.ended_at = datetime.now(UTC).isoformat(timespec="seconds")
        self.write()

    def close(self) -> None:
        """Free its lock."""
        self._held.close()

    def write(self) -> None:
        """Write the journal as it stands, whole."""
        try:
            write_json(self.folder / NIGHT_FILE, self.night.to_json())
        except OSError as error:
            _log.warning("The journal of %s cannot be written: %s", self.night.night, error)

    def _end_stage(self) -> None:
        now = time.monotonic()
        if self.night.stages and self.night.stages[-1].seconds is None:
            self.night.stages[-1].seconds = round(now - self._begun, 3)
        self._begun = now


def _new_name(lake: Lake, name: str) -> str:
    """The name, or with a number after it where two begin in the same second."""
    number, free = 1, name
    while (lake.nights / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free
