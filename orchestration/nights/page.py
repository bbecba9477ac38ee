"""The page of a night: one file, without script or network, readable on a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from collection.visit import SourceVisit
from orchestration.lake import JURISDICTIONS
from orchestration.nights.night import Night
from orchestration.releases.changes import CAUSES

OUTCOMES = {
    "published": ("A new release was published", "已发布新版本"),
    "unchanged": ("Nothing has changed", "无变化"),
    "held": ("The release was held back", "发布被暂缓"),
    "failed": ("The night failed", "运行失败"),
    None: ("Still at work", "运行中"),
}
FAILED_NIGHTS_TOLD = 3
"""Nights in a row with a fault after which a source is an error, and people are told."""


def page_of(night: Night, earlier: Sequence[Night] = (), *, links: bool = True) -> str:
    """The page. earlier: the nights of the strip; may hold this one too.

    links: whether the strip leads to their pages; inside a release they are not at hand.
    """
    strip = [*(other for other in earlier if other.night != night.night), night]
    return _template().render(
        night=night,
        links=links,
        title=OUTCOMES[night.outcome],
        stays=_what_stays(night),
        strip=sorted(strip, key=lambda other: other.begun_at),
        outcomes=OUTCOMES,
        figures=night.figures,
        causes=CAUSES,
        visits=_totals(night.visits),
        faults=_faults(night.visits),
        notes=[(v, note) for v in night.visits for note in v.notes],
        longest=max((stage.seconds or 0.0 for stage in night.stages), default=0.0) or 1.0,
    )


def _what_stays(night: Night) -> str | None:
    if night.outcome not in ("failed", "held"):
        return None
    current = night.figures.get("release_id")
    if current:
        return f"Readers keep release {current}, whole and as it was."
    return "There is no release yet."


def _totals(visits: Iterable[SourceVisit]) -> dict[str, int]:
    visits = list(visits)
    return {
        "sources": len(visits),
        "faults": sum(visit.fault is not None for visit in visits),
        "found": sum(visit.found for visit in visits),
        "new": sum(len(visit.new) for visit in visits),
        "changed": sum(len(visit.changed) for visit in visits),
        "vanished": sum(len(visit.vanished) for visit in visits),
        "requests": sum(visit.requests for visit in visits),
    }


def _faults(visits: Iterable[SourceVisit]) -> list[SourceVisit]:
    """Sources at fault, the longest first."""
    at_fault = [visit for visit in visits if visit.fault]
    return sorted(at_fault, key=lambda v: (-v.failed_nights, v.region_code, v.source_key))


def _region(code: str) -> str:
    """A region by its code and name: `320813 洪泽区`."""
    return " ".join(filter(None, (code, *_names().get(code, ())[-1:])))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    from collection.registry import names_by_code  # takes its time: only where a source fails

    return names_by_code(JURISDICTIONS)


def duration(seconds: float | None) -> str:
    """A time span in words: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`."""
    if seconds is None:
        return "not ended"
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 1:
        return f"{rest} s"
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def _share(part: int, whole: int) -> int:
    """A share in percent; 1 for any that is not nothing, so that it can be seen."""
    return 0 if not part or not whole else max(1, round(100 * part / whole))


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(duration=duration, number=_number)
    environment.globals.update(share=_share, region=_region)
    return environment.get_template("page.html.j2")
