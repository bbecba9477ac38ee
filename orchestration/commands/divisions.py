"""Which division a person means by a name or a code."""

from __future__ import annotations

import sys
from datetime import date

import typer

from extraction.divisions import Division
from extraction.gazetteer import Gazetteer
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS
from orchestration.reading import gazetteer

_SHOWN = 12


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
    number: int = typer.prompt("Which one", type=typer.IntRange(1, len(found)), err=True)
    return found[number - 1]


def divisions_called(words: str, known: Gazetteer) -> list[Division]:
    """The divisions that a name or a code may mean, those in force today before any other."""
    words = "".join(words.split())
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


def _described(unit: Division, known: Gazetteer) -> str:
    until = "" if unit.valid_to is None else f", in force until {unit.valid_to}"
    return f"{unit.code}  {place_of(unit, known)}{until}"
