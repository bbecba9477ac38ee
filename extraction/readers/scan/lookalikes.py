"""Characters that look alike, settled by where they stand: a cell of but one O holds a zero.

The recogniser knows no context. In the cell of a table nobody writes a lone letter O or l, or
the numeral 一 where all other cells hold digits or dashes, so the probabilities of such texts
count for the number or the dash that looks the same.
"""

from __future__ import annotations

from dataclasses import replace

from extraction.readers.scan.reading import LineReading, evenly

_AS_DIGITS = str.maketrans(
    {
        "O": "0", "o": "0", "〇": "0", "○": "0", "Ｏ": "0", "D": "0", "Q": "0",
        "l": "1", "I": "1", "|": "1", "丨": "1", "｜": "1", "i": "1", "!": "1",
        "Z": "2", "z": "2", "S": "5", "s": "5", "B": "8",
        "，": ",", "．": ".", "。": ".",
    }
)  # fmt: skip
_DIRT = ".,·•∙・。'`´’‘“”\"*:;°"
"""What specks before and after a number are read as."""

_NUMBER = frozenset("0123456789,.+-")
_SLASHES = frozenset("八人入丿ノ/／\\＼")
_DASHES = frozenset("一—–-－﹣_ー―")


def settled(reading: LineReading) -> LineReading:
    """The reading of a short line in a cell, with look-alikes counted for what they stand for."""
    if len(reading.text) > 12:
        return reading
    texts: dict[str, float] = {}
    for text, score in ((reading.text, reading.score), *reading.others):
        meant = _meant(text)
        texts[meant] = texts.get(meant, 0.0) + score
    ranked = sorted(texts.items(), key=lambda item: -item[1])
    text, score = ranked[0]
    if len(text) != len(reading.text):
        reading = replace(reading, steps=evenly(text))
    return replace(reading, text=text, score=min(score, 1.0), others=tuple(ranked[1:]))


def is_dirt(text: str) -> bool:
    """Whether a text is nothing but what specks are read as."""
    return not text.strip().strip(_DIRT)


def _meant(text: str) -> str:
    stripped = text.strip()
    if stripped and _DASHES.issuperset(stripped):
        return "—"
    if stripped and _SLASHES.issuperset(stripped):
        return "/"
    digits = stripped.translate(_AS_DIGITS).replace(" ", "").strip(_DIRT)
    if digits and _NUMBER.issuperset(digits) and any(c.isdigit() for c in digits):
        return digits
    return stripped
