"""The area that the address of a page speaks of: www.huaian.gov.cn is 淮安.

Government sites lie under gov.cn (国办函〔2018〕55号), most of them by the pinyin of their area.
A reading of pinyin is no proof, so who uses this says so in a finding.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from extraction.gazetteer import Division, Gazetteer

_READINGS = Path(__file__).parents[1] / "formats" / "pinyin.yml"
_MOST_SPELLINGS = 16


def division_of(address: str, gazetteer: Gazetteer, year: int, prose: str) -> Division | None:
    """The division that the host spells, the smallest of its labels first.

    address: of the page. prose: folded text; where several divisions are spelled alike, the only
    one whose parent or province it names is meant. None where it stays open.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    if not host.endswith(".gov.cn"):
        return None
    labels = host.removesuffix(".gov.cn").split(".")
    codes = _codes_by_spelling(gazetteer)
    for label in labels:
        units = [gazetteer.by_code(code, year) for code in codes.get(label, ())]
        known = [unit for unit in units if unit is not None]
        current = [unit for unit in known if unit.in_force(year) or unit.in_force(year - 1)]
        spelled = _without_those_below(current or known, gazetteer)
        above = {code for other in labels if other != label for code in codes.get(other, ())}
        below = [
            unit
            for unit in spelled
            if any(gazetteer.descends_from(unit.code, code) for code in above)
        ]
        spelled = below or spelled
        if len(spelled) > 1:
            spelled = [unit for unit in spelled if _is_borne_out(unit, gazetteer, year, prose)]
        if len(spelled) == 1:
            return spelled[0]
        if len(spelled) > 1:
            return None
    return None


def _without_those_below(units: list[Division], gazetteer: Gazetteer) -> list[Division]:
    """A city and its district of one name: the name alone is the city's host."""
    return [
        unit
        for unit in units
        if not any(gazetteer.descends_from(unit.code, other.code) for other in units)
    ]


def _is_borne_out(unit: Division, gazetteer: Gazetteer, year: int, prose: str) -> bool:
    parent = gazetteer.parent_of(unit, year)
    named = [unit.name, parent.name if parent is not None and parent.level != "country" else ""]
    return any(name and name in prose for name in named)


@functools.lru_cache(maxsize=2)
def _codes_by_spelling(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for name, code in gazetteer.names():
        for spelling in _spellings(name):
            codes.setdefault(spelling, set()).add(code)
    return {spelling: frozenset(found) for spelling, found in codes.items()}


def _spellings(name: str) -> Iterator[str]:
    """The pinyin of a name without tones, every reading of its characters."""
    readings = [_readings().get(character) for character in name]
    known = [reading.split() for reading in readings if reading is not None]
    if len(known) == len(name):
        combined = itertools.product(*known)
        yield from ("".join(parts) for parts in itertools.islice(combined, _MOST_SPELLINGS))


@functools.cache
def _readings() -> dict[str, str]:
    """Readings by character, parted by spaces. Lines of `character: readings`, one a line."""
    lines = _READINGS.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))
