"""Derive how the characters in names of divisions are read (extraction/formats/pinyin.yml).

    python scripts/derive_pinyin.py

Each name is read as pypinyin (MIT) reads it, which goes by words of everyday language, and as
`romanise` has it: 曾都 is Zengdu, 洪洞 Hongtong. A site may be spelled by either, so a character
keeps both readings. pypinyin is needed here only and no dependency of ours.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, pinyin
from romanise import READINGS, Romaniser

ROOT = Path(__file__).parents[1]
SEED = ROOT / "dbt_project" / "seeds" / "jurisdictions.csv"
EXCEPTIONS = Path(__file__).with_name("place_name_exceptions.csv")
TARGET = ROOT / "extraction" / "formats" / "pinyin.yml"
HEAD = "# Readings, without tones, of the characters in names of divisions, as these are read.\n"


def names() -> set[str]:
    """The names of all divisions, whole and short."""
    with SEED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row[column] for row in rows for column in ("name_zh", "short_name_zh")}


def readings(text: str, *, heteronym: bool) -> list[list[str]]:
    """The readings of each character: of all words, or the one it has in this text."""
    return pinyin(text, style=Style.NORMAL, heteronym=heteronym)


def as_spelled(name: str, spelling: str) -> tuple[str, ...] | None:
    """The syllables of a name that is spelled so; None when no reading of its characters is."""
    letters = re.sub(r"[^a-z]", "", spelling.lower().replace("ü", "v"))
    ways = itertools.product(*readings(name, heteronym=True))
    return next((way for way in ways if "".join(way) == letters), None)


def read() -> Iterator[tuple[str, str]]:
    """Characters with a reading each."""
    for name in names():
        for character, (reading,) in zip(name, readings(name, heteronym=False), strict=True):
            yield character, reading
        yield from ((character, READINGS[character]) for character in name if character in READINGS)
    for name, spelling in Romaniser.load(EXCEPTIONS).exceptions.items():
        specific = name.removesuffix("县") if len(name) == 2 else name
        if syllables := as_spelled(specific, spelling):
            yield from zip(specific, syllables, strict=True)


def main() -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for character, reading in read():
        if reading.isalpha() and reading.isascii():
            found[character].add(reading)
    lines = (f"{character}: {' '.join(sorted(found[character]))}\n" for character in sorted(found))
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
