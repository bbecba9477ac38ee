"""Derive the jurisdiction seeds (dbt_project/seeds/jurisdictions.csv and
jurisdiction_transfers.csv) from the source list.

    python scripts/derive_jurisdictions.py path/to/divisions_1981_2024.csv

Source: the data set yescallop/areacodes (CC0 1.0), compiled from the yearly lists of the
Ministry of Civil Affairs. The list itself is not part of this repository. Beside this script
stand the units that publish reports without a GB/T 2260 code (jurisdiction_additions.csv) and
the names that pypinyin misreads or whose established spelling is not pinyin
(place_name_exceptions.csv).

Grain of jurisdictions.csv: jurisdiction_code, valid_from_year. Grain of
jurisdiction_transfers.csv: from_code, to_code, transfer_year. What a stranger would get wrong:

- The source states what stood on 31 December. "Until 2018" there means gone on 31 December
  2018, so the last year here (valid_to_year) is 2017: 莱芜市 371200 has 2017. A report of data
  year Y may bear the name in force in Y or in Y-1.
- A renaming or a change of level that keeps the code is a new period of that code.
- full_name_zh and parent_code are those of the time. 直辖 is no unit: such a county has its
  province as parent.
- successor_codes are what the unit became on the day it ended. The source also notes, with a
  year in brackets, transfers of a part of the area (余杭区 gave 临平区 away in 2021 and goes on
  under its code); these are jurisdiction_transfers.csv. Of the size of the part it says nothing.
- The source gives no successors of prefectures. They are the parents of what the prefecture's
  counties became in its last year; a province counts only if it was founded in that year
  (重庆市 1997, 海南省 1988).
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from romanise import Romaniser, short_name

HERE = Path(__file__).parent
SEEDS = HERE.parent / "dbt_project" / "seeds"

FIRST_YEAR = 1981
FOREVER = 9999
COUNTRY = "000000"
LEVELS = {"省级": "province", "地级": "prefecture", "县级": "county"}
PSEUDO_PARENTS = {"", "直辖", "省直辖", "自治区直辖"}
COLUMNS = (
    "jurisdiction_code",
    "name_zh",
    "full_name_zh",
    "short_name_zh",
    "name_en",
    "level",
    "parent_code",
    "province_code",
    "valid_from_year",
    "valid_to_year",
    "successor_codes",
    "is_gbt2260",
    "source",
)
TRANSFER_COLUMNS = ("from_code", "to_code", "transfer_year")
_TRANSFER = re.compile(r"(?P<code>\d{6})\[(?P<year>\d{4})\]")


@dataclass(frozen=True)
class Unit:
    """One code in one period. `until` is the first year on whose 31 December it was gone."""

    code: str
    name: str
    level: str
    since: int
    until: int
    source: str
    province_name: str = ""
    prefecture_name: str = ""
    parent_code: str = ""
    full_name: str = ""
    successors: tuple[str, ...] = field(default=())
    transfers: tuple[tuple[str, int], ...] = field(default=())

    @property
    def province_code(self) -> str:
        return COUNTRY if self.level == "country" else self.code[:2] + "0000"

    def stood_in(self, year: int) -> bool:
        return self.since <= year < self.until

    def overlaps(self, other: Unit) -> bool:
        return self.since < other.until and other.since < self.until


class BrokenSource(Exception):
    """The source list does not keep a promise that the seed relies on."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Derive the jurisdiction seed.")
    parser.add_argument("source", type=Path, help="divisions_1981_2024.csv (yescallop/areacodes)")
    parser.add_argument("--out", type=Path, default=SEEDS, help="folder of the seeds")
    arguments = parser.parse_args()
    units = derive(arguments.source, HERE / "jurisdiction_additions.csv")
    check(units)
    arguments.out.mkdir(parents=True, exist_ok=True)
    romaniser = Romaniser.load(HERE / "place_name_exceptions.csv")
    write(arguments.out / "jurisdictions.csv", COLUMNS, seed_rows(units, romaniser))
    transfers = sorted({(unit.code, *transfer) for unit in units for transfer in unit.transfers})
    write(arguments.out / "jurisdiction_transfers.csv", TRANSFER_COLUMNS, transfers)
    print(f"{len(units)} units, {len(transfers)} transfers", file=sys.stderr)


def derive(source: Path, additions: Path) -> list[Unit]:
    country = Unit(
        COUNTRY, "中华人民共和国", "country", FIRST_YEAR, FOREVER, "addition",
        full_name="中华人民共和国",
    )  # fmt: skip
    raw = Index(read_source(source))
    listed = [with_parent(unit, raw) for unit in raw.units]
    added = list(read_additions(additions, Index([country, *listed])))
    units = sorted([country, *listed, *added], key=lambda unit: (unit.code, unit.since))
    index = Index(units)
    return [
        replace(unit, successors=prefecture_successors(unit, index))
        if unit.level == "prefecture"
        else unit
        for unit in units
    ]


def read_source(path: Path) -> Iterable[Unit]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            codes = [code for code in row["新代码"].split(";") if code]
            parts = [match for code in codes if (match := _TRANSFER.fullmatch(code))]
            yield Unit(
                code=row["代码"],
                name=row["名称"],
                level=LEVELS[row["级别"]],
                since=int(row["启用时间"]),
                until=int(row["变更/弃用时间"] or FOREVER),
                source="areacodes",
                province_name=row["一级行政区"],
                prefecture_name=row["二级行政区"],
                successors=tuple(code for code in codes if "[" not in code),
                transfers=tuple((part["code"], int(part["year"])) for part in parts),
            )


class Index:
    """Units by code and by name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        self.by_code: dict[str, list[Unit]] = defaultdict(list)
        self.by_parent: dict[str, list[Unit]] = defaultdict(list)
        self.prefectures: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in self.units:
            self.by_code[unit.code].append(unit)
            self.by_parent[unit.parent_code].append(unit)
            if unit.level == "prefecture":
                self.prefectures[unit.province_name, unit.name].append(unit)

    def at(self, code: str, year: int) -> Unit | None:
        return next((unit for unit in self.by_code[code] if unit.stood_in(year)), None)


def with_parent(unit: Unit, index: Index) -> Unit:
    """Find the parent of the time; the source names it but gives no code."""
    if unit.level == "province":
        return replace(unit, parent_code=COUNTRY, full_name=unit.name)
    if unit.level == "prefecture" or unit.prefecture_name in PSEUDO_PARENTS:
        full_name = unit.province_name + unit.name
        return replace(unit, parent_code=unit.province_code, full_name=full_name)
    namesakes = index.prefectures[unit.province_name, unit.prefecture_name]
    codes = {prefecture.code for prefecture in namesakes if prefecture.overlaps(unit)}
    if len(codes) != 1:
        # Such a row would have to be split in as many periods as it had parents.
        raise BrokenSource(f"{unit.code} {unit.name} from {unit.since} has parents {codes}")
    full_name = unit.province_name + unit.prefecture_name + unit.name
    return replace(unit, parent_code=codes.pop(), full_name=full_name)


def read_additions(path: Path, index: Index) -> Iterable[Unit]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            since = int(row["valid_from_year"])
            parent = index.at(row["parent_code"], since)
            if parent is None:
                raise BrokenSource(f"addition {row['name_zh']} has no parent in {since}")
            last = row["valid_to_year"]
            yield Unit(
                code=row["jurisdiction_code"],
                name=row["name_zh"],
                level=row["level"],
                since=since,
                until=int(last) + 1 if last else FOREVER,
                source="addition",
                parent_code=parent.code,
                full_name=parent.full_name + row["name_zh"],
            )


def prefecture_successors(unit: Unit, index: Index) -> tuple[str, ...]:
    if unit.until == FOREVER or unit.successors:
        return unit.successors
    found: set[str] = set()
    for county in index.by_parent[unit.code]:
        if county.until != unit.until:
            continue
        for code in county.successors:
            heir = index.at(code, unit.until)
            if heir is None or heir.level == "prefecture":
                found.add(code)
                continue
            parent = index.at(heir.parent_code, unit.until)
            if parent and (parent.level == "prefecture" or parent.since == unit.until):
                found.add(parent.code)
    return tuple(sorted(found))


def check(units: list[Unit]) -> None:
    """Hold the source to its promises. Every breach is named before the script stops."""
    index = Index(units)
    breaches: list[str] = []
    for code, periods in index.by_code.items():
        ordered = sorted(periods, key=lambda unit: unit.since)
        for earlier, later in itertools.pairwise(ordered):
            if later.since < earlier.until:
                breaches.append(f"{code}: two units at once in {later.since}")
    for unit in units:
        label = f"{unit.code} {unit.full_name} from {unit.since}"
        if unit.since >= unit.until:
            breaches.append(f"{label}: never stood on a 31 December")
        if unit.level != "country":
            for year in range(unit.since, min(unit.until, 2025)):
                if index.at(unit.parent_code, year) is None:
                    breaches.append(f"{label}: no parent {unit.parent_code} in {year}")
        for successor in unit.successors:
            if index.at(successor, unit.until) is None:
                breaches.append(f"{label}: successor {successor} does not stand in {unit.until}")
        for code, year in unit.transfers:
            if not unit.since < year <= unit.until or index.at(code, year) is None:
                breaches.append(f"{label}: cannot have given a part to {code} in {year}")
    if breaches:
        raise BrokenSource("\n".join(breaches))


def seed_rows(units: Iterable[Unit], romaniser: Romaniser) -> Iterator[tuple[object, ...]]:
    """The rows of jurisdictions.csv."""
    for unit in units:
        yield (
            unit.code,
            unit.name,
            unit.full_name,
            short_name(unit.name),
            romaniser.name_en(unit.name, unit.level),
            unit.level,
            unit.parent_code,
            unit.province_code,
            unit.since,
            "" if unit.until == FOREVER else unit.until - 1,
            " ".join(unit.successors),
            "true" if unit.source == "areacodes" else "false",
            unit.source,
        )


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
