"""Which division a person means by a name or a code."""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache

import typer

from extraction.gazetteer import Gazetteer
from extraction.gazetteer.divisions import Division
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS
from orchestration.reading.task import gazetteer

_SHOWN = 12
_GOVERNMENT = re.compile(r"(?:人民政府|行政公署)$")


def chosen_division(words: str) -> Division:
    """The division that is meant, as it stands today or stood last.

    A name that several divisions bear is asked about in a terminal. Raises BuildFailed, with the
    candidates, where there is nobody to ask, and for what no division is called.
    """
    known = gazetteer(JURISDICTIONS)
    found = divisions_called(words, known)
    if not found:
        raise BuildFailed(
            f"No division is called {words!r}. Give its official name, with its city or province "
            "where others bear it too (鼓楼区: 南京市鼓楼区), or its code of six digits."
        )
    if len(found) == 1:
        return found[0]
    lines = [f"{number:>3}  {_described(unit, known)}" for number, unit in enumerate(found, 1)]
    if not sys.stdin.isatty():
        shown = "\n".join(lines[:_SHOWN] + ["     ..."] * (len(lines) > _SHOWN))
        raise BuildFailed(
            f"{words} may be any of these; give its code, or the name with its city or province:\n"
            f"{shown}"
        )
    typer.echo("\n".join([f"{words} may be:", *lines]), err=True)
    while True:
        number: int = typer.prompt("Which one", type=int, err=True)
        if 1 <= number <= len(found):
            return found[number - 1]
        typer.echo(f"Give a number from 1 to {len(found)}.", err=True)


def codes_of(words: Iterable[str]) -> list[str]:
    """The codes of divisions that are given by name or by any code of six digits."""
    return [one if re.fullmatch(r"[0-9]{6}", one) else chosen_division(one).code for one in words]


def divisions_called(words: str, known: Gazetteer) -> list[Division]:
    """The divisions that a name or a code may mean, those in force today before any other.

    The name of its government means a division too.
    """
    words = _GOVERNMENT.sub("", "".join(unicodedata.normalize("NFKC", words).split()))
    today = date.today().year
    if words.isascii():
        unit = known.by_code(words, today)
        return [unit] if unit else []
    matches = known.find(words, today)
    if not matches or max(match.end for match in matches) < len(words):
        return []
    last = max(match.start for match in matches)
    found = [match.division for match in matches if match.start == last]
    return sorted(found, key=lambda unit: (not unit.in_force(today), unit.code))


def place_of(unit: Division, known: Gazetteer) -> str:
    """The name with those of the units above it: 江苏省淮安市洪泽区."""
    names = [unit.name]
    above = known.parent_of(unit)
    while above is not None and above.level != "country":
        names.insert(0, above.name)
        above = known.parent_of(above)
    return "".join(names)


def code_and_place(code: str | None, year: int | None) -> str:
    """A division as people are told of it: 320813 江苏省淮安市洪泽区; `unknown` where it is."""
    if code is None:
        return "unknown"
    known = gazetteer(JURISDICTIONS)
    unit = known.by_code(code, year or date.today().year)
    return f"{code} {place_of(unit, known)}" if unit else code


def heirs_of(unit: Division, known: Gazetteer) -> list[Division]:
    """The divisions of today that stand in the place of one that is gone; none where nothing does.

    A chain is followed to its end: 洪泽县 of 淮阴地区 (322230) leads to 洪泽区 (320813).
    """
    today, found = date.today().year, dict[str, Division]()
    open_ends, seen = [unit], set[tuple[str, int]]()
    while open_ends:
        gone = open_ends.pop(0)
        if gone.valid_to is None or gone.in_force(today):
            found.setdefault(gone.code, gone)
            continue
        if (period := (gone.code, gone.valid_from)) in seen:
            continue
        seen.add(period)
        for code in _successor_codes().get(period, ()):
            heir = known.by_code(code, gone.valid_to + 1)
            if heir is not None:
                open_ends.append(heir)
    return list(found.values())


@cache
def _successor_codes() -> dict[tuple[str, int], list[str]]:
    """Who came after, by code and first year of a period, as the seed states it."""
    with JURISDICTIONS.open(encoding="utf-8", newline="") as seed:
        return {
            (row["jurisdiction_code"], int(row["valid_from_year"])): row["successor_codes"].split()
            for row in csv.DictReader(seed)
            if row["successor_codes"]
        }


def _described(unit: Division, known: Gazetteer) -> str:
    until = "" if unit.valid_to is None else f", in force until {unit.valid_to}"
    return f"{unit.code}  {place_of(unit, known)}{until}"
