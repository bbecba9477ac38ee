"""Administrative divisions as the seed has them, each code with its periods.

Names and codes go out of use and come anew: what a division is depends on the year.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Division:
    """One code in one period of validity; valid_to is the last year, None while in force."""

    code: str
    name: str
    full_name: str
    level: str
    parent_code: str
    province_code: str
    valid_from: int
    valid_to: int | None

    def in_force(self, year: int) -> bool:
        return self.valid_from <= year and (self.valid_to is None or year <= self.valid_to)


def read_seed(path: Path) -> Iterator[tuple[Division, str]]:
    """Every division of the seed with its name without generic part and peoples (黔东南)."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            division = Division(
                row["jurisdiction_code"],
                row["name_zh"],
                row["full_name_zh"],
                row["level"],
                row["parent_code"],
                row["province_code"],
                int(row["valid_from_year"]),
                int(row["valid_to_year"]) if row["valid_to_year"] else None,
            )
            yield division, row["short_name_zh"]


def distance(division: Division, year: int) -> int:
    """0 in force in `year`, 1 in the year before, else further the longer ago or ahead."""
    if division.in_force(year):
        return 0
    if division.in_force(year - 1):
        return 1
    if division.valid_to is not None and division.valid_to < year:
        return year - division.valid_to
    return 1 + division.valid_from - year


def use(division: Division, name: str, year: int) -> int:
    """How well a name is the division's in `year`: its own name in force, then a contraction in
    force or an own name of late, then any the better the nearer."""
    is_own = division.name == name
    years = distance(division, year)
    if years <= 1:
        return 0 if is_own else -1
    return -1 if is_own and is_recent(division, year) else -years - 1


def is_recent(division: Division, year: int) -> bool:
    """Whether a name went out of use so lately that reports may still bear it."""
    return division.valid_to is not None and 0 < year - division.valid_to <= 3


def one_per_code(candidates: Iterable[Division], year: int) -> list[Division]:
    """Of each code the period nearest to `year`."""
    nearest: dict[str, Division] = {}
    for unit in candidates:
        known = nearest.get(unit.code)
        if known is None or distance(unit, year) < distance(known, year):
            nearest[unit.code] = unit
    return list(nearest.values())


def without_replaced(candidates: list[Division], year: int) -> list[Division]:
    """Leave out last year's unit where one of the same name took its place this year."""
    heirs = {(unit.name, unit.province_code) for unit in candidates if unit.valid_from == year}
    return [
        unit
        for unit in candidates
        if unit.in_force(year) or (unit.name, unit.province_code) not in heirs
    ]
