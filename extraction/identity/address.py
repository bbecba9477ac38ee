"""The area that the address of a page speaks of: www.huaian.gov.cn is 淮安.

Government sites lie under gov.cn (国办函〔2018〕55号), most of them by the pinyin of their area or
by its initials behind those of the area above (fjax: 福建 安溪). A reading of pinyin is no proof,
so who uses this says so in a finding.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from extraction.gazetteer import Gazetteer
from extraction.gazetteer.divisions import Division

_READINGS = Path(__file__).parents[1] / "formats" / "pinyin.yml"
_MOST_SPELLINGS = 16
_PATH_PART = re.compile(r"[a-z]{4,}|(?<!\d)\d{6}(?!\d)")

_PROVINCES = {
    letters: f"{number}0000"
    for number, letters in re.findall(
        r"(\d\d) (\w+)",
        "11 bj, 12 tj, 13 he, 14 sx, 15 nm, 15 nmg, 21 ln, 22 jl, 23 hl, 23 hlj, 31 sh, 32 js,"
        "33 zj, 34 ah, 35 fj, 36 jx, 37 sd, 41 ha, 42 hb, 43 hn, 44 gd, 45 gx, 45 gxzf, 46 hi,"
        "50 cq, 51 sc, 52 gz, 53 yn, 54 xz, 61 sn, 61 shaanxi, 62 gs, 63 qh, 64 nx, 65 xj",
    )
}
"""Domains of the provinces by their letters (GB/T 2260, 中国互联网络域名体系). Some cities use the
same two: xz.gov.cn is 徐州."""


@dataclass(frozen=True, slots=True)
class Address:
    """labels: of the host below gov.cn, the broadest last. path: its parts, in lower case."""

    labels: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def site(self) -> str:
        """The label that is registered."""
        return self.labels[-1]


def parse(address: str | None) -> Address | None:
    """An address under gov.cn taken apart; None for any other."""
    try:
        parts = urlsplit(address or "")
        host = parts.hostname or ""
    except ValueError:
        return None
    if not host.endswith(".gov.cn"):
        return None
    labels = tuple(filter(None, host.removesuffix(".gov.cn").split(".")))
    return Address(labels, tuple(_PATH_PART.findall(parts.path.lower()))) if labels else None


def spelled_by_host(address: Address, gazetteer: Gazetteer, year: int) -> list[Division]:
    """The divisions that the host may mean, those of its narrowest label; several when spelled
    alike. A label below the site's counts only for an area below the site's."""
    site = _units(_codes_spelled(address.site, gazetteer), gazetteer, year)
    for label in address.labels[:-1]:
        units = _units(_codes_spelled(label, gazetteer), gazetteer, year)
        if site:
            units = [unit for unit in units if _is_below(unit, site, gazetteer)]
        if units:
            return units
    return site


def spelled_by_site(address: Address, gazetteer: Gazetteer, year: int) -> list[Division]:
    """The divisions that the registered label spells in full; initials tell too little here."""
    spelled = _spellings_of(gazetteer).full.get(address.site, frozenset())
    return _units(spelled, gazetteer, year)


def province_of(address: Address) -> str | None:
    """The code of the province whose letters the site has for its name."""
    return _PROVINCES.get(address.site)


def below_by_path(
    address: Address, area: Division | None, gazetteer: Gazetteer, year: int
) -> Division | None:
    """The one division that a part of the path spells or numbers, below the area of the host."""
    for part in address.path:
        if part.isdigit():
            unit = gazetteer.by_code(part, year)
            units = [unit] if unit is not None and unit.in_force(year) else []
        elif area is not None:
            units = _units(_spellings_of(gazetteer).full.get(part, ()), gazetteer, year)
        else:
            continue
        if area is not None:
            units = [unit for unit in units if _is_below(unit, [area], gazetteer)]
        if len(units) == 1:
            return units[0]
    return None


def is_meant(address: Address, unit: Division, gazetteer: Gazetteer) -> bool:
    """Whether the host tells this unit from its namesakes: by a label for what lies above it, or
    by one label for both."""
    index = _spellings_of(gazetteer)
    own = index.labels_of(unit.code)
    above = set().union(*(index.labels_of(code) for code in gazetteer.ancestors(unit.code)))
    for label in address.labels:
        if label in above and len(address.labels) > 1:
            return True
        if any(
            (label[:cut] in above and label[cut:] in own)
            or (label[:cut] in own and label[cut:] in above)
            for cut in range(1, len(label))
        ):
            return True
    return False


def without_those_below(units: list[Division], gazetteer: Gazetteer) -> list[Division]:
    """A city and its district of one name: the name alone is the city's host."""
    return [unit for unit in units if not _is_below(unit, units, gazetteer)]


def _is_below(unit: Division, others: Iterable[Division], gazetteer: Gazetteer) -> bool:
    return any(gazetteer.descends_from(unit.code, other.code) for other in others)


def _units(codes: Iterable[str], gazetteer: Gazetteer, year: int) -> list[Division]:
    """The units with these codes, those in force in the year or the year before if there are."""
    units = [unit for code in sorted(codes) if (unit := gazetteer.by_code(code, year)) is not None]
    current = [unit for unit in units if unit.in_force(year) or unit.in_force(year - 1)]
    return without_those_below(current or units, gazetteer)


def _codes_spelled(label: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The codes of the units that a label spells in full, else of those that it spells in full, or
    whose initials it has, behind the letters of a unit above: scanju is 四川 安居."""
    index = _spellings_of(gazetteer)
    full = index.full.get(label)
    if full is not None:
        return full
    for spelled in (index.full, index.initials):
        found = {
            code
            for cut in range(2, len(label) - 1)
            for above in _lettered(index, label[:cut])
            for code in spelled.get(label[cut:], ())
            if gazetteer.descends_from(code, above)
        }
        if found:
            return frozenset(found)
    return _long_initials(index, label)


def _lettered(index: _Spellings, letters: str) -> frozenset[str]:
    """The codes of the units with these initials, and of the province with these letters."""
    province = _PROVINCES.get(letters)
    return index.initials.get(letters, frozenset()) | ({province} if province else set())


def _long_initials(index: _Spellings, label: str) -> frozenset[str]:
    """The one unit with these initials, of a name of four characters or more: xsbn, 西双版纳."""
    codes = index.initials.get(label, frozenset())
    return codes if len(label) >= 4 and len(codes) == 1 else frozenset()


@dataclass(frozen=True, slots=True)
class _Spellings:
    """Codes by the pinyin of a name and by its initials, and both by code."""

    full: dict[str, frozenset[str]]
    initials: dict[str, frozenset[str]]
    by_code: dict[str, frozenset[str]]

    def labels_of(self, code: str) -> frozenset[str]:
        return self.by_code.get(code, frozenset())


@functools.lru_cache(maxsize=2)
def _spellings_of(gazetteer: Gazetteer) -> _Spellings:
    full, initials, by_code = (defaultdict[str, set[str]](set) for _ in range(3))
    for name, code in gazetteer.names():
        for syllables in _readings_of(name):
            spelling = "".join(syllables)
            letters = {"".join(s[0] for s in syllables), "".join(map(_initial, syllables))}
            full[spelling].add(code)
            for each in letters:
                initials[each].add(code)
            by_code[code] |= {spelling, *letters}
    return _Spellings(_frozen(full), _frozen(initials), _frozen(by_code))


def _initial(syllable: str) -> str:
    """The sound that a syllable begins with, of one letter or two: bjchp is 北京 昌平."""
    return syllable[:2] if syllable[:2] in ("zh", "ch", "sh") else syllable[0]


def _frozen(index: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(found) for key, found in index.items()}


def _readings_of(name: str) -> Iterator[tuple[str, ...]]:
    """The syllables of a name without tones, every reading of its characters."""
    readings = [_readings().get(character) for character in name]
    known = [reading.split() for reading in readings if reading is not None]
    if len(known) == len(name):
        yield from itertools.islice(itertools.product(*known), _MOST_SPELLINGS)


@functools.cache
def _readings() -> dict[str, str]:
    """Readings by character, parted by spaces. Lines of `character: readings`, one a line."""
    lines = _READINGS.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))
