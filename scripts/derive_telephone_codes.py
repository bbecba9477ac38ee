"""Derive the telephone codes of divisions (extraction/formats/telephone_codes.yml).

    python scripts/derive_telephone_codes.py

Source: the place names that libphonenumber (Apache-2.0) gives for the beginnings of Chinese
numbers, by its Python port `phonenumbers`, which is needed here only and no dependency of ours.
A code that several cities share is followed by all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import phonenumbers
from phonenumbers.geodata import GEOCODE_DATA

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from extraction.gazetteer import Gazetteer  # noqa: E402
from extraction.gazetteer.divisions import Division  # noqa: E402

YEAR = 2024
ADDED = {"0371": ("410200",), "0731": ("430200",), "0898": ("460000",)}
"""Missing in the source: 株洲 took the code of 长沙 in 2009, 开封 that of 郑州 in 2013; all of 海南
has one."""

LEVELS = ("prefecture", "county", "province")


def place_names() -> Iterator[tuple[str, str]]:
    """Each code of a long-distance area and the place that is written for it (江苏省徐州市)."""
    for prefix, names in sorted(GEOCODE_DATA.items()):
        code = "0" + prefix.removeprefix("86")
        if prefix.startswith("86") and re.fullmatch(r"0(?:10|2\d|[3-9]\d{2})", code):
            yield code, names["zh"]


def units_named(text: str, units: list[Division], shorts: dict[str, str]) -> list[Division]:
    """The units that a place names; the parts after a province lie in it."""
    province = next(
        (
            unit
            for unit in units
            if unit.level == "province" and text.startswith((unit.name, shorts[unit.code]))
        ),
        None,
    )
    if province is None:
        return []
    front = province.name if text.startswith(province.name) else shorts[province.code]
    rest = text.removeprefix(front)
    if not rest:
        return [province]
    found = []
    for part in rest.split("、"):
        named = [
            unit
            for unit in units
            if unit.province_code == province.code
            and part.removesuffix("地区") in (unit.name, shorts[unit.code])
        ]
        found += sorted(named, key=lambda unit: LEVELS.index(unit.level))[:1]
    return found


def main() -> None:
    gazetteer = Gazetteer.load(ROOT / "dbt_project" / "seeds" / "jurisdictions.csv")
    shorts: dict[str, str] = {}
    for name, code in gazetteer.names():
        shorts[code] = min(name, shorts.get(code, name), key=len)
    units = [unit for code in shorts if (unit := gazetteer.by_code(code, YEAR)).in_force(YEAR)]
    print("# Divisions in which a telephone code is dialled: code: divisions, parted by spaces.")
    print("# Derived from libphonenumber (Apache-2.0) by scripts/derive_telephone_codes.py,")
    print(f"# phonenumbers {phonenumbers.__version__}.")
    for code, place in place_names():
        found = units_named(place, units, shorts)
        if found:
            codes = [*(unit.code for unit in found), *ADDED.get(code, ())]
            print(f'"{code}": {" ".join(codes)}')
        else:
            print(f"no division: {code} {place}", file=sys.stderr)


if __name__ == "__main__":
    main()
