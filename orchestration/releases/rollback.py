"""Go back to an earlier release, whose files are compared with its manifest first."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import UTC, datetime

from orchestration.files import BuildFailed, only_builder
from orchestration.lake import Lake
from orchestration.releases.history import Release, current_id, damage, named, releases_of, switch
from orchestration.releases.withdrawals import Withdrawal, clear_release, mark, withdrawals_of


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What `current` leads to now, and the release that was left, None where there was none.

    is_withdrawn: the one left was marked, so that its content is not published again unseen. It is
    not when a newer release was gone (forward) to, or when nothing tells what it held.
    """

    release_id: str
    left: str | None
    is_withdrawn: bool


def roll_back(
    lake: Lake,
    why: str,
    *,
    to: str | None = None,
    by: str | None = None,
    now: datetime | None = None,
) -> RolledBack:
    """Let `current` lead to the release before it, or to the one named `to` (its beginning).

    The one that is left is marked with why and by whom (None: the user of this process) before
    the link is switched: killed in between, nothing is published that was taken back. A mark of
    the one that is switched to is taken away.

    Raises BuildFailed when a build is at work, when there is nothing to go back to, or when the
    files of the release are not as its manifest lists them; everything then stays as it is.
    """
    if not why.strip():
        raise BuildFailed("Say why in a sentence (--why): the next night will be asked.")
    with only_builder(lake.lock):
        releases = releases_of(lake)
        left_id = current_id(lake)
        left = next((one for one in releases if one.release_id == left_id and one.summary), None)
        target = _target(lake, releases, left, to)
        if target.release_id == left_id:
            raise BuildFailed(f"{left_id} is the current release already.")
        if fault := damage(target.folder):
            raise BuildFailed(
                f"{target.release_id} is damaged, and nothing was switched. {fault}. "
                "Name another release: `gongkai releases` lists them."
            )
        is_withdrawn = left is not None and target.place < left.place
        if left is not None and is_withdrawn:
            moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
            content = left.summary.get("content_sha256")
            who = by or _user()
            mark(lake, Withdrawal(left.release_id, content, moment, who, why.strip()))
        switch(lake, target.folder)
        clear_release(lake, target.release_id)
    return RolledBack(target.release_id, left_id, is_withdrawn)


def targets(releases: list[Release], left: Release | None, withdrawn: set[str]) -> list[Release]:
    """The releases that one rollback after another would go to: older, whole, not taken back."""
    return [
        one
        for one in releases
        if one.state == "whole"
        and one.release_id not in withdrawn
        and (left is None or one.place < left.place)
    ]


def _target(lake: Lake, releases: list[Release], left: Release | None, to: str | None) -> Release:
    if to is not None:
        return named(releases, to)
    withdrawn = {one.release_id for one in withdrawals_of(lake)}
    found = targets(releases, left, withdrawn)
    if not found:
        raise BuildFailed(
            f"There is no whole release in {lake.releases} to go back to from "
            f"{left.release_id if left else 'nothing'}. `gongkai releases` lists what is there."
        )
    return found[0]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a user without a name
        return "unknown"
