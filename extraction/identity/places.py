"""What speaks for an area apart from the issuer's own name: the text around it, the telephone
codes, the number of the body in the address, and the address itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extraction.gazetteer import Gazetteer
from extraction.gazetteer.divisions import Division, distance
from extraction.identity import address
from extraction.identity.telephone import divisions_dialled
from extraction.identity.text import FOOTER_LABELS, View
from extraction.labels import plain
from extraction.source import Source

_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])1[1239](\d{6})[0-9A-HJ-NP-RTUW-Y]{10}(?![0-9A-Za-z])")
"""The unified credit code of a public body: type of register, type of body, division of the
register, number of the body (GB 32100-2015)."""

_OWN_LEVEL = re.compile(
    r"(?P<level>自治区|省|市|县|区|州|旗|盟)(?:委(?!员)|人民政府|政府(?!信息|网))"
)
_GENERIC_PARTS = ("省", "自治区", "市", "州", "盟", "县", "区", "旗")


@dataclass(frozen=True, slots=True)
class Found:
    """An area, and what tells it; None where the document itself names it."""

    area: Division
    basis: str | None = None


class Places:
    """The evidence of one document for the area it is about."""

    def __init__(self, view: View, source: Source, gazetteer: Gazetteer, year: int) -> None:
        self.view = view
        self.source = source
        self.gazetteer = gazetteer
        self.year = year
        self.address = address.parse(source.source_url)

    def choose(self, candidates: Sequence[Division]) -> Found | None:
        """The one of several namesakes that the document or its address bears out; None where
        these contradict one another."""
        tests: tuple[tuple[Callable[[Division], int], str | None], ...] = (
            (lambda unit: self._is_named_apart(unit, candidates), None),
            (lambda unit: self._is_named_with_its_city(unit, candidates), None),
            (self._is_in_a_named_province, "a province that the text names"),
            (self._is_dialled, f"the telephone code {', '.join(self.dialled)}"),
            (self._is_numbered, "the number of the body (统一社会信用代码)"),
            (
                lambda unit: self._is_spelled(unit, candidates),
                f"the page's address {self.source.source_url}",
            ),
        )
        found: Found | None = None
        for test, basis in tests:
            borne_out = [unit for unit in candidates if test(unit)]
            if len(borne_out) != 1:
                continue
            if found is not None and found.area != borne_out[0]:
                return None
            found = found or Found(borne_out[0], basis)
        if found is not None and self.dialled and not self._is_dialled(found.area):
            return None
        return found

    def by_number(self) -> Found | None:
        """The division in whose register the body stands by its credit code, which outlives it."""
        units = [self.gazetteer.by_code(code, self.year) for code in self.numbered]
        known = {u.code: u for u in units if u is not None and distance(u, self.year) <= 1}
        if len(known) != 1:
            return None
        return Found(next(iter(known.values())), "the number of the body (统一社会信用代码)")

    def by_address(self, body: str, is_town: bool) -> Found | None:
        """The division that the address spells, if it fits the body's name (empty where unknown)
        and the level that the text speaks of."""
        if self.address is None:
            return None
        units = [
            unit
            for unit in address.spelled_by_host(self.address, self.gazetteer, self.year)
            if fits(unit, body, is_town, self.gazetteer) or not _is_county(unit)
        ]
        if len(units) > 1:
            chosen = self.choose(units)
            units = [chosen.area] if chosen is not None else _only_city(units)
        area = units[0] if len(units) == 1 else None
        if not units and (body.startswith(("省", "自治区")) or self._speaks_of_a_province()):
            area = self.gazetteer.by_code(address.province_of(self.address) or "", self.year)
        below = address.below_by_path(self.address, area, self.gazetteer, self.year)
        if below is not None and not self._is_above(below):
            area = below
        if area is None or self._is_above(area) or not fits(area, body, is_town, self.gazetteer):
            return None
        return Found(area, f"the page's address {self.source.source_url}")

    def footers(self) -> list[str]:
        """Names that may hold the area of the page: its path, its footer, the sidecar."""
        publisher = plain(self.source.publisher or "")
        return ["".join(self.view.path), *self.view.values(*FOOTER_LABELS), publisher]

    @cached_property
    def dialled(self) -> dict[str, tuple[str, ...]]:
        """Telephone codes and the divisions where they are dialled."""
        return divisions_dialled(self.view.prose)

    @cached_property
    def numbered(self) -> list[str]:
        """Codes of divisions in credit codes, of the address before those of the first lines."""
        texts = [self.source.source_url or "", *(line.text for line in self.view.lines[:40])]
        return [code for text in texts for code in _CREDIT_CODE.findall(text)][:1]

    @cached_property
    def levels(self) -> Counter[str]:
        """How often the text speaks of a 市委, 县政府 ... without a name or with one."""
        return Counter(match["level"] for match in _OWN_LEVEL.finditer(self.view.prose))

    def without_district(self, place: str) -> str:
        """An address, to its city only where the text speaks of the city's authorities more than of
        the district's: offices of a city lie in one of its districts."""
        lower = sum(self.levels[level] for level in ("县", "区", "旗"))
        return re.sub(r"(?<=市).+", "", place) if self.levels["市"] > lower else place

    def _speaks_of_a_province(self) -> bool:
        higher = self.levels["省"] + self.levels["自治区"] + self.view.prose.count("我厅")
        return higher > sum(self.levels[level] for level in ("市", "县", "区", "州", "旗", "盟"))

    def _is_above(self, area: Division) -> bool:
        """Whether the area is too large for the body: a city's page may carry a county's report."""
        if area.level == "county" or not self.gazetteer.has_units_below(area.code):
            return False
        lower = self.levels["县"] + self.levels["旗"] + self.levels["区"]
        return lower > sum(self.levels[level] for level in ("市", "州", "盟", "省"))

    def _is_named_apart(self, unit: Division, candidates: Sequence[Division]) -> bool:
        """Whether the text names the unit in full, and no other candidate bears that name."""
        is_shared = sum(other.name == unit.name for other in candidates) > 1
        return not is_shared and unit.name in self.view.prose

    def _is_named_with_its_city(self, unit: Division, candidates: Sequence[Division]) -> bool:
        parent = self.gazetteer.parent_of(unit, self.year)
        if parent is None or parent in candidates or unit.level != "county":
            return False
        is_city = parent.level == "prefecture" or parent.name.endswith("市")
        return is_city and parent.name in self.view.prose

    def _is_in_a_named_province(self, unit: Division) -> bool:
        province = self.gazetteer.by_code(unit.province_code, self.year)
        return province is not None and province.name in self.view.prose

    def _is_dialled(self, unit: Division) -> bool:
        around = {unit.code, *self.gazetteer.ancestors(unit.code)}
        return any(around & set(codes) for codes in self.dialled.values())

    def _is_numbered(self, unit: Division) -> bool:
        return any(
            code == unit.code or self.gazetteer.descends_from(unit.code, code)
            for code in self.numbered
        )

    def _is_spelled(self, unit: Division, candidates: Sequence[Division]) -> bool:
        """Whether the address means the unit. One label spells a city and its county of the same
        name: it is the city's."""
        if self.address is None or self.gazetteer.parent_of(unit, self.year) in candidates:
            return False
        if any(self.gazetteer.descends_from(other.code, unit.code) for other in candidates):
            return unit in address.spelled_by_site(self.address, self.gazetteer, self.year)
        return address.is_meant(self.address, unit, self.gazetteer)


def fits(area: Division, body: str, is_town: bool, gazetteer: Gazetteer) -> bool:
    """Whether an area is of the level that a body's name counts on: 县民政局 is none of a city. The
    兵团 is none of any division."""
    if body.endswith("生产建设兵团"):
        return False
    if is_town:
        return area.level == "county" or not gazetteer.has_units_below(area.code)
    word = "自治区" if body.startswith("自治区") else body[:1]
    return word not in _GENERIC_PARTS or area.name.endswith(word)


def _only_city(units: Sequence[Division]) -> list[Division]:
    """A prefecture or province, where one alone is spelled as counties are."""
    return [unit for unit in units if not _is_county(unit)]


def _is_county(unit: Division) -> bool:
    return unit.level == "county"
