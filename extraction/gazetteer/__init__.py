"""Administrative divisions by code and by name, as they stood in a given year.

Reads the seed dbt_project/seeds/jurisdictions.csv. Finds the divisions named in a title or an
issuer's name. What does not belong here: folding of traditional characters and of spaces (the
caller's), and the kind of body that issued a report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extraction.gazetteer.divisions import (
    Division,
    distance,
    is_recent,
    one_per_code,
    read_seed,
    use,
    without_replaced,
)
from extraction.gazetteer.short_names import GOVERNMENT, LEFT_WORDS, contractions, may_be_seat

_CHINESE = re.compile(r"[㐀-䶿一-鿿]")
_CITY_DISTRICTS = ("市中区", "市北区", "市南区")
_BRANCH = "分局"
_WHOLE = re.compile("全[省市县区州旗盟]")
"""全州 is all of a prefecture, and no short name of 全州县."""

_DOMAIN = ("域",)
"""区域 and 县域 are no divisions."""


@dataclass(frozen=True, slots=True)
class Match:
    """A division named at text[start:end].

    A name that several divisions share and nothing decides gives one match for each of them at
    the same place.
    """

    division: Division
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    name: str
    start: int
    end: int
    candidates: tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """Candidates that share a name, with the codes that stand for them and above them."""

    start: int
    candidates: tuple[Division, ...]
    codes: frozenset[str]
    parents: frozenset[str]
    ancestors: frozenset[str]


class Gazetteer:
    """The divisions of the seed, indexed by code and by name."""

    def __init__(self, rows: Iterable[tuple[Division, str]]) -> None:
        """rows: a division and its name without generic part and peoples (黔东南)."""
        self._by_code: dict[str, list[Division]] = {}
        self._formal: dict[str, list[Division]] = {}
        self._contracted: dict[str, list[Division]] = {}
        self._short: dict[str, list[Division]] = {}
        self._ancestors_of: dict[str, frozenset[str]] = {}
        self._parents: set[str] = set()
        for division, short in rows:
            self._by_code.setdefault(division.code, []).append(division)
            self._parents.add(division.parent_code)
            if division.level == "country":
                continue
            name = division.name
            self._formal.setdefault(name, []).append(division)
            if short != name and not _WHOLE.fullmatch(short):
                self._short.setdefault(short, []).append(division)
                shortened = {short + name[-1], contractions().get(name, name)}
                if name.endswith("盟"):
                    shortened.add(name[0] + "盟")
                if name[-3:-1] == "自治":
                    shortened.add(short + name[-3:])
                if not name.endswith(("地区", "自治区")):
                    for contraction in shortened - {name}:
                        self._contracted.setdefault(contraction, []).append(division)
        self._names = _by_first_two({**self._formal, **self._contracted})
        self._short_names = _by_first_two(self._short)

    @staticmethod
    def load(path: Path) -> Gazetteer:
        """The gazetteer of the seed at this path; read once."""
        return _load(path.resolve())

    def by_code(self, code: str, year: int) -> Division | None:
        """The unit with this code in `year` or the year before, else in the nearest period."""
        periods = self._by_code.get(code)
        if not periods:
            return None
        return min(periods, key=lambda division: distance(division, year))

    def names(self) -> Iterator[tuple[str, str]]:
        """Every official and short name of a division below the country, with its code."""
        for named in (self._formal, self._short):
            for name, units in named.items():
                yield from ((name, code) for code in {unit.code for unit in units})

    def parent_of(self, division: Division, year: int | None = None) -> Division | None:
        """The parent of the time; `year` defaults to the last year of the division's period."""
        if not division.parent_code:
            return None
        if year is None:
            year = division.valid_to if division.valid_to is not None else 9999
        return self.by_code(division.parent_code, year)

    def descends_from(self, code: str, ancestor_code: str) -> bool:
        """Whether the unit lay below the other in any period; a unit is not below itself."""
        return ancestor_code in self.ancestors(code)

    def is_related(self, code: str, other_code: str) -> bool:
        """Whether the codes are one unit's or one unit lay below the other."""
        return (
            code == other_code
            or self.descends_from(code, other_code)
            or self.descends_from(other_code, code)
        )

    def has_units_below(self, code: str) -> bool:
        """Whether divisions of the seed lay below the unit in any period; towns are none."""
        return code in self._parents

    def keeps_short_name(self, text: str, start: int, end: int, year: int) -> bool:
        """Whether the name at text[start:end] is the short one in that of a zone or an arm."""
        named = self._short.get(text[start:end], [])
        is_borne = text.startswith(_BRANCH, end) or self._seats(named, text, end, year)
        return bool(named and is_borne) and not GOVERNMENT.match(text, end)

    def _seats(self, named: list[Division], text: str, end: int, year: int) -> tuple[Division, ...]:
        """The divisions whose short name a zone or an arm bears before text[end:], a city before
        its namesakes: 朝阳经济技术开发区 is that of 朝阳市. Where a county may be meant, so may
        be a district of its name: 五华科技产业园 lies in 五华区 of 昆明, not in 五华县; where a
        prefecture, so may its city or county of that name: 文山三七产业园区 lies in 文山市 or
        文山州, 抚顺经济开发区 is that of 抚顺县."""
        units = [unit for unit in named if may_be_seat(unit.name, unit.level, text, end)]
        if not units:
            return ()
        if cities := [unit for unit in _current(units, year) if unit.level != "county"]:
            towns = [unit for unit in _current(units, year) if self.parent_of(unit) in cities]
            return tuple(cities + [unit for unit in towns if not unit.name.endswith("区")])
        return tuple(_current(named, year))

    def find(self, text: str, year: int, within: str | None = None) -> list[Match]:
        """The divisions named in a short text, in the order of the text.

        Names in force in `year` come first, then those of the year before, then older and later
        ones. A parent named in the same text decides between namesakes; failing that `within`
        does, the code of a unit expected to be the one named, above it or near it.
        """
        spans = list(self._spans(text, year))
        named = self._named(spans)
        return [match for span in spans for match in self._resolve(span, named, year, within)]

    def _spans(self, text: str, year: int) -> Iterator[_Span]:
        whole = text.strip()
        if whole in self._short and whole not in self._formal:
            start = text.index(whole)
            yield _Span(whole, start, start + len(whole), tuple(self._short[whole]))
            return
        position, boundary = 0, 0
        above: set[str] = set()
        while position < len(text) - 1:
            is_free = position == boundary or _is_free(text, position)
            span = self._formal_at(text, position, year, is_free=is_free)
            if span is None and is_free:
                span = self._branch_at(text, position, above) or self._short_at(
                    text, position, year
                )
            if span is None:
                position += 1
                continue
            yield span
            above |= {unit.code for unit in span.candidates}
            position = boundary = span.end
            inner = self._city_district_at(text, span, year)
            if inner is not None:
                yield inner
                position = boundary = inner.end

    def _formal_at(self, text: str, position: int, year: int, *, is_free: bool) -> _Span | None:
        """The longest name at this place, one in force before any other.

        Two characters (单县, 郊区) and names out of force count only where a name may begin: 城区
        is none in 主城区. Names that are both are too often common words: 新区, 市区.
        """
        fallback: _Span | None = None
        for name in self._names.get(text[position : position + 2], ()):
            if not text.startswith(name, position):
                continue
            end = position + len(name)
            if text.startswith(_DOMAIN, end) or (len(name) == 2 and not is_free):
                continue
            named = [*self._formal.get(name, ()), *self._contracted.get(name, ())]
            current = [unit for unit in named if distance(unit, year) <= 1]
            if current and all(unit.name != name for unit in current):
                current += [unit for unit in named if unit.name == name and is_recent(unit, year)]
            if current:
                return _Span(name, position, end, tuple(current))
            if fallback is None and is_free and len(name) > 2:
                fallback = _Span(name, position, end, tuple(named))
        return fallback

    def _short_at(self, text: str, position: int, year: int) -> _Span | None:
        """A name without its generic part, before a word of government or before a child."""
        for name in self._short_names.get(text[position : position + 2], ()):
            if not text.startswith(name, position):
                continue
            end = position + len(name)
            named = self._short[name]
            follows = GOVERNMENT.match(text, end)
            if follows is not None:
                if follows[0].endswith("署"):
                    named = [unit for unit in named if unit.level == "prefecture"] or named
                return _Span(name, position, end, tuple(named))
            child = self._formal_at(text, end, year, is_free=True)
            if child is not None:
                parents = [
                    unit
                    for unit in named
                    if any(self.descends_from(c.code, unit.code) for c in child.candidates)
                ]
                if parents:
                    return _Span(name, position, end, tuple(parents))
            if seats := self._seats(named, text, end, year):
                return _Span(name, position, end, seats)
        return None

    def _branch_at(self, text: str, position: int, above: set[str]) -> _Span | None:
        """The short name of a district of the city before it, in that of a branch: 合肥市公安局
        蜀山分局."""
        for name in self._short_names.get(text[position : position + 2], ()):
            end = position + len(name)
            if text.startswith(name, position) and text.startswith(_BRANCH, end):
                units = (
                    u for u in self._short[name] if not above.isdisjoint(self.ancestors(u.code))
                )
                below = tuple(unit for unit in units if unit.level == "county")
                return _Span(name, position, end, below) if below else None
        return None

    def _city_district_at(self, text: str, city: _Span, year: int) -> _Span | None:
        """青岛市北区 is 青岛市 and its 市北区: the two share a character."""
        position = city.end - 1
        if not text.startswith(_CITY_DISTRICTS, position):
            return None
        district = self._formal_at(text, position, year, is_free=True)
        if district is None:
            return None
        below = tuple(
            unit
            for unit in district.candidates
            if any(self.descends_from(unit.code, parent.code) for parent in city.candidates)
        )
        return _Span(district.name, position, district.end, below) if below else None

    def _resolve(
        self, span: _Span, named: list[_Named], year: int, within: str | None
    ) -> list[Match]:
        candidates = one_per_code(span.candidates, year)
        if len(candidates) > 1:
            others = [other for other in named if other.candidates != span.candidates]
            candidates = _best(candidates, lambda unit: self._support(unit, span, others))
        if len(candidates) > 1 and within is not None:
            candidates = _best(candidates, lambda unit: self._nearness(unit, within))
        if len(candidates) > 1:
            candidates = _best(candidates, lambda unit: use(unit, span.name, year))
            candidates = without_replaced(candidates, year)
        return [Match(unit, span.start, span.end) for unit in candidates]

    def _support(self, unit: Division, span: _Span, others: list[_Named]) -> int:
        """How well the other names bear a candidate out: parents before it most of all."""
        support = 0
        above = self.ancestors(unit.code)
        for other in others:
            if above & other.codes:
                closeness = 2 if unit.parent_code in other.codes else 1
                support = max(support, closeness + (2 if other.start < span.start else 0))
            elif unit.code in other.ancestors:
                support = max(support, 2 if unit.code in other.parents else 1)
        return support

    def _named(self, spans: list[_Span]) -> list[_Named]:
        """What the text names, each set of candidates once, where it stands first."""
        first: dict[tuple[Division, ...], int] = {}
        for span in spans:
            first.setdefault(span.candidates, span.start)
        return [
            _Named(
                start,
                candidates,
                frozenset(unit.code for unit in candidates),
                frozenset(unit.parent_code for unit in candidates),
                frozenset().union(*(self.ancestors(unit.code) for unit in candidates)),
            )
            for candidates, start in first.items()
        ]

    def ancestors(self, code: str) -> frozenset[str]:
        """The codes of the units above, of every period."""
        known = self._ancestors_of.get(code)
        if known is None:
            parents = {unit.parent_code for unit in self._by_code.get(code, ())} - {""}
            known = frozenset(parents).union(*(self.ancestors(parent) for parent in parents))
            self._ancestors_of[code] = known
        return known

    def _nearness(self, unit: Division, within: str) -> int:
        if unit.code == within:
            return 5
        if self.descends_from(unit.code, within):
            return 4
        if self.descends_from(within, unit.code):
            return 3
        siblings = {division.parent_code for division in self._by_code.get(within, ())}
        if unit.parent_code in siblings:
            return 2
        return 1 if unit.province_code[:2] == within[:2] else 0


@lru_cache(maxsize=4)
def _load(path: Path) -> Gazetteer:
    return Gazetteer(read_seed(path))


def _by_first_two(names: Iterable[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for name in names:
        index[name[:2]].append(name)
    for found in index.values():
        found.sort(key=len, reverse=True)
    return dict(index)


def _best(candidates: list[Division], score: Callable[[Division], int]) -> list[Division]:
    scored = [(score(unit), unit) for unit in candidates]
    best = max(points for points, _ in scored)
    return [unit for points, unit in scored if points == best]


def _current(units: list[Division], year: int) -> list[Division]:
    """Those in force in the year or next to it, if there are."""
    return [unit for unit in units if distance(unit, year) <= 1] or units


def _is_free(text: str, position: int) -> bool:
    """Whether a name may begin here: no Chinese character before it but a word that leads in."""
    before = text[:position]
    return not before or not _CHINESE.match(before[-1]) or before.endswith(LEFT_WORDS)
