"""The pages of nights where they lie: in a night's own folder, and in the release that it makes."""

from __future__ import annotations

from copy import deepcopy

from orchestration.files import write_bytes
from orchestration.lake import Lake
from orchestration.nights.night import PAGE_FILE, Night
from orchestration.nights.page import page_of
from orchestration.nights.past import nights

_STRIP = 60
"""Nights that the strip of a page shows."""


def page_of_release(lake: Lake, night: Night) -> bytes:
    """The page about the night that makes a release, before the release is switched to."""
    published = deepcopy(night)
    published.outcome = "published"
    return page_of(published, nights(lake, _STRIP), links=False).encode()


def write_page(lake: Lake, night: Night) -> None:
    """Write the page of a night into its folder."""
    page = page_of(night, nights(lake, _STRIP)).encode()
    write_bytes(lake.nights / night.night / PAGE_FILE, page)
