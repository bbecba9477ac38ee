"""What has been told and what still waits to be delivered, from night to night."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestration.files import write_json
from orchestration.lake import Lake

_MOST_SENT = 500

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Waiting:
    """A notice for one channel. tries: how often it was sent in vain."""

    night: str
    event: str
    channel: str
    subject: str
    body: str
    is_bad: bool = True
    tries: int = 0

    @property
    def key(self) -> str:
        return f"{self.night} {self.event} {self.channel}"


@dataclass(slots=True)
class Outbox:
    """sent: keys of notices delivered, so that none is sent twice. told: by source, the day
    (YYYY-MM-DD, Beijing time) on which people were last told that it fails."""

    path: Path
    waiting: list[Waiting] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lake: Lake) -> Outbox:
        """The outbox of a lake; empty where it is absent or broken."""
        path = lake.nights / "outbox.json"
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                path,
                [Waiting(**notice) for notice in content["waiting"]],
                [str(key) for key in content["sent"]],
                {str(source): str(day) for source, day in content["told"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path)

    def add(self, notice: Waiting) -> None:
        """Put a notice in, unless it was delivered or waits already."""
        if notice.key not in self.sent and all(w.key != notice.key for w in self.waiting):
            self.waiting.append(notice)
            self.write()

    def delivered(self, notice: Waiting) -> None:
        self.waiting.remove(notice)
        self.sent = [*self.sent, notice.key][-_MOST_SENT:]
        self.write()

    def write(self) -> None:
        """Write it down. A full disk is logged and keeps no notice from being sent, least of all
        its own; what was not written down may be told twice."""
        content = {
            "waiting": [asdict(notice) for notice in self.waiting],
            "sent": self.sent,
            "told": self.told,
        }
        try:
            write_json(self.path, content)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self.path, error)
