"""Remove the oldest nights: a journal and a page are of use for a year or so, not for ever."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path

from orchestration.lake import Lake
from orchestration.nights.night import NIGHT_FILE, Night, read_night
from orchestration.nights.past import is_at_work, last_collecting

KEPT = "GONGKAI_NIGHTS_KEPT"
"""The environment variable that says how many nights, and how many builds by hand, are kept."""
DEFAULT_KEPT = 400
LEAST_KEPT = 60
"""What a page shows as a strip, and far more than the count of failed nights goes back to."""

_NAME = re.compile(r"\d{8}T\d{6}Z(-\d+)?")


class WrongKept(ValueError):
    """GONGKAI_NIGHTS_KEPT is no number that can be used; the message says what to do."""


def nights_kept() -> int:
    """How many nights are kept, and of builds by hand as many. Raises WrongKept."""
    words = os.environ.get(KEPT, "").strip()
    if not words:
        return DEFAULT_KEPT
    if not re.fullmatch(r"[0-9]{1,9}", words) or int(words) < LEAST_KEPT:
        raise WrongKept(
            f"No old night was removed: {KEPT}={words!r} is no number of {LEAST_KEPT} or more. "
            f"Correct it where it is set, or leave it out ({DEFAULT_KEPT} are kept then)."
        )
    return int(words)


def remove_old_nights(lake: Lake, night: Night) -> list[str]:
    """Remove what is older than the last nights, and than the last builds by hand. Returns names.

    The two are counted apart, so that many builds push no night out. Stays, however old: a night
    that is at work or not yet concluded, the last one that visited sources (it says how long each
    fault has lasted), and any folder that is not named like a night. Without a readable journal a
    folder counts as a build. Raises WrongKept, and OSError for a folder that cannot be removed.

    night: the one that is being concluded.
    """
    most = nights_kept()
    folders = sorted(_folders(lake.nights), key=_order, reverse=True)
    if len(folders) <= most:
        return []
    collecting = last_collecting(lake)
    stay = {night.night, collecting.night if collecting else ""}
    seen, removed = Counter[str](), []
    for folder in folders:
        known = read_night(folder)
        kind = known.kind if known else "build"
        seen[kind] += 1
        if seen[kind] > most and folder.name not in stay and not _is_open(lake, known):
            _remove(folder)
            removed.append(folder.name)
    return removed


def _folders(nights: Path) -> list[Path]:
    if not nights.is_dir():
        return []
    return [
        path
        for path in nights.iterdir()
        if _NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    ]


def _order(folder: Path) -> tuple[str, int]:
    """By name, which is when it began; the second of a second comes after the first."""
    moment, _, number = folder.name.partition("-")
    return moment, int(number or 1)


def _is_open(lake: Lake, night: Night | None) -> bool:
    return night is not None and (not night.is_concluded or is_at_work(lake, night))


def _remove(folder: Path) -> None:
    """Its journal first: what is left of a removal that was stopped is no night any more."""
    (folder / NIGHT_FILE).unlink(missing_ok=True)
    shutil.rmtree(folder)
