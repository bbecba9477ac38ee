"""What is known of a night: the content of `night.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from collection.visit import SourceVisit
from orchestration.releases.documents import REPORT

NIGHT_FILE = "night.json"
PAGE_FILE = REPORT
LOCK_FILE = "lock"
BEIJING = ZoneInfo("Asia/Shanghai")
"""The zone in which nights are named to people: the sources keep it, wherever the server is."""

Kind = Literal["night", "build"]
Outcome = Literal["published", "unchanged", "held", "failed"]


@dataclass(slots=True)
class Stage:
    """A part of a night. seconds is None while it goes on, and for ever where it was killed."""

    name: str
    seconds: float | None = None


@dataclass(slots=True)
class Delivery:
    """What became of a notice: delivered, or why not yet."""

    event: str
    channel: str
    subject: str
    is_delivered: bool
    error: str | None = None


@dataclass(slots=True)
class Night:
    """One run of the whole: a night (with or without collecting) or a build asked for by hand.

    night: when it began, in UTC, which names its folder. ended_at: None while it is at work, and
    for ever where it ended without a word. is_concluded: nothing is left to be done about it.
    failure: what failed, in words for users, held-back releases included. visits: of sources,
    this night, and of region files that could not be used. files: documents by what was done with
    them (read, reused, rejected). figures: see figures.figures_of.
    """

    night: str
    kind: Kind
    begun_at: str
    ended_at: str | None = None
    outcome: Outcome | None = None
    stages: list[Stage] = field(default_factory=list)
    failed_stage: str | None = None
    failure: str | None = None
    visits: list[SourceVisit] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    release_id: str | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)
    notices: list[Delivery] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    run_id: str | None = None
    is_concluded: bool = False

    @property
    def began(self) -> datetime:
        """When it began, in Beijing time."""
        return datetime.fromisoformat(self.begun_at).astimezone(BEIJING)

    @property
    def name(self) -> str:
        """How people call it: `2026-11-27 02:00`, Beijing time."""
        return f"{self.began:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float:
        return sum(stage.seconds or 0.0 for stage in self.stages)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Night:
        """Raises KeyError, TypeError or ValueError for what is no night."""
        known = {name.name for name in fields(cls)}
        night = cls(**{name: value for name, value in content.items() if name in known})
        datetime.fromisoformat(night.begun_at)
        night.stages = [Stage(**stage) for stage in content.get("stages", [])]
        night.visits = [_visit(visit) for visit in content.get("visits", [])]
        night.notices = [Delivery(**notice) for notice in content.get("notices", [])]
        return night


def read_night(folder: Path) -> Night | None:
    """The night of a folder; None where there is none or its file is broken."""
    try:
        content = json.loads((folder / NIGHT_FILE).read_text(encoding="utf-8"))
        return Night.from_json(content)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _visit(content: dict[str, Any]) -> SourceVisit:
    known = {name.name for name in fields(SourceVisit)}
    values = {name: value for name, value in content.items() if name in known}
    return SourceVisit(**{n: tuple(v) if isinstance(v, list) else v for n, v in values.items()})
