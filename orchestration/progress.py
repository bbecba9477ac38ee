"""What a build tells while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Progress:
    """Told of every stage and document; this one tells nobody."""

    def stage(self, name: str) -> None:
        """A stage of the build begins; the one before it has ended."""

    def to_read(self, count: int) -> None:
        """So many documents are to be read in this stage."""

    def has_read(self, source_path: str) -> None:
        """One of them is done."""

    def note(self, **facts: Any) -> None:
        """What a stage came to; the names are fields of orchestration.nights.night.Night."""

    def remark(self, text: str) -> None:
        """Something that people should look at one day, though the build goes on."""

    def failed(self, text: str, *, is_held: bool = False) -> None:
        """The stage at work failed, or held the release back; in words for users."""

    def page(self, release: Path, manifest: Mapping[str, Any]) -> bytes | None:
        """The page about this build for a release that is written but not yet switched to.

        None where nobody keeps a journal.
        """
        return None
