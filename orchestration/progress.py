"""What a build tells while it goes on."""

from __future__ import annotations


class Progress:
    """Told of every stage and document; this one tells nobody."""

    def stage(self, name: str) -> None:
        """A stage of the build begins."""

    def to_read(self, count: int) -> None:
        """So many documents are to be read in this stage."""

    def has_read(self, source_path: str) -> None:
        """One of them is done."""
