"""`gongkai notices`: a trial, and telling of nights that could not tell of themselves."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from orchestration.commands.terminal import printable
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.nights.conclusion import conclude_lost
from orchestration.notices import texts
from orchestration.notices.channels import EXAMPLE, read_channels
from orchestration.notices.sending import deliver
from orchestration.notices.telling import telling


def send_trial(file: Path) -> None:
    """Send a trial to every channel and print what became of it. Exits with 1 when one failed.

    Raises BuildFailed when there is no file, InvalidNotices when it cannot be used.
    """
    channels = read_channels(file)
    if channels is None:
        raise BuildFailed(f"There is no file {file}. Copy {EXAMPLE} to it and fill it in.")
    table = Table("channel", "events", "trial")
    has_failed = False
    for name, channel in channels.channels.items():
        error = deliver(channel, texts.test(channel.events, channels.language_of(name)))
        has_failed = has_failed or error is not None
        outcome = "delivered" if error is None else f"not delivered: {error}"
        table.add_row(
            printable(name), ", ".join(channel.events), printable(outcome, "red" if error else "")
        )
    Console().print(table)
    if has_failed:
        sys.exit(1)


def send_lost(raw: Path, out: Path, file: Path) -> None:
    """Conclude nights that ended without a word and tell of them."""
    for night in conclude_lost(Lake.at(raw, out), telling(file.absolute())):
        print(night.failure)
