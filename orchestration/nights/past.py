"""Look through the journals of nights: how the last ones went, and which are still at work."""

from __future__ import annotations

from orchestration.files import is_locked
from orchestration.lake import Lake
from orchestration.nights.night import LOCK_FILE, NIGHT_FILE, Night, read_night

_RECENT = 400
"""Nights that are looked through: more than a year of them."""


def nights(lake: Lake, most: int = _RECENT) -> list[Night]:
    """The last nights whose journals can be read, the first one first."""
    folders = sorted(path.parent for path in lake.nights.glob(f"*/{NIGHT_FILE}"))
    found = [read_night(folder) for folder in folders[-most:]]
    return sorted((night for night in found if night), key=lambda night: night.begun_at)


def last_collecting(lake: Lake) -> Night | None:
    """The last night that visited sources, however many builds by hand came after it."""
    for folder in sorted((p.parent for p in lake.nights.glob(f"*/{NIGHT_FILE}")), reverse=True):
        night = read_night(folder)
        if night and night.visits:
            return night
    return None


def is_at_work(lake: Lake, night: Night) -> bool:
    """Whether the process of a night still lives."""
    return is_locked(lake.nights / night.night / LOCK_FILE)


def lost_nights(lake: Lake) -> list[Night]:
    """Nights that ended without a word: neither at work nor concluded."""
    return [
        night
        for night in nights(lake, 30)
        if not night.is_concluded and not is_at_work(lake, night)
    ]
