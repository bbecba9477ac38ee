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

_LIKE_DIGITS = frozenset("日曰目白θΘΦφ⊙⊖⊕◎①Ⓡ")
_CLEARLY = 10.0
"""A dotted or barred zero is read as the first, and so is a blurred 8. Such a character counts for
a digit that is likelier than any other digit by this factor."""

_DOUBTED = 0.85
"""As sure as such a digit is at most: it was seen, but something else was seen better. Less than
`extraction.facts.evidence.SURE`, so that only its sums can settle it."""

_NUMBER = frozenset("0123456789,.+-")
_SLASHES = frozenset("丿ノ/／\\＼")
_LIKE_SLASHES = frozenset("八人入")
_SURE = 0.9
"""Read so surely, these are the characters themselves: 人 is a unit."""

_DASHES = frozenset("一—–-－﹣_ー―")


def settled(reading: LineReading, *, is_alone: bool = True) -> LineReading:
    """The reading of a short line in a cell, with look-alikes counted for what they stand for.

    is_alone: whether it is all that stands in its cell. A stroke beside other lines is part of a
    label set upright, or of a number.
    """
    if len(reading.text) > 12:
        return reading
    texts: dict[str, float] = {}
    for text, score in ((reading.text, reading.score), *reading.others):
        meant = _meant(
            text, may_be_stroke=is_alone and not (text in _LIKE_SLASHES and score > _SURE)
        )
        texts[meant] = texts.get(meant, 0.0) + score
    ranked = _without_like_digits(sorted(texts.items(), key=lambda item: -item[1]))
    text, score = ranked[0]
    if len(text) != len(reading.text):
        reading = replace(reading, steps=evenly(text))
    return replace(reading, text=text, score=min(score, 1.0), others=tuple(ranked[1:]))


def _without_like_digits(ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The readings, with the first counted for the number that differs only where it has what
    looks like a digit, if there is one that is clearly the likeliest, and doubted; else such
    numbers share its score, so that sums can tell which it is."""
    first, score = ranked[0]
    if not _LIKE_DIGITS.intersection(first):
        return ranked
    numbers = [(text, its) for text, its in ranked[1:] if _is_like(text, first)]
    if not numbers:
        return ranked
    if len(numbers) > 1 and numbers[0][1] < _CLEARLY * numbers[1][1]:
        shares = score / sum(its for _, its in numbers)
        shared = {text: its * shares for text, its in numbers}
        others = [(text, shared.get(text, its)) for text, its in ranked[1:]]
        return [ranked[0], *sorted(others, key=lambda other: -other[1])]
    meant = numbers[0][0], min(numbers[0][1] + score, _DOUBTED)
    return [meant, *(other for other in ranked[1:] if other[0] != meant[0])]


def _is_like(text: str, first: str) -> bool:
    """Whether a text is digits, and another one but for what looks like digits."""
    return len(text) == len(first) and all(
        its.isdigit() and (its == other or other in _LIKE_DIGITS)
        for its, other in zip(text, first, strict=True)
    )


def is_dirt(text: str) -> bool:
    """Whether a text is nothing but what specks are read as."""
    return not text.strip().strip(_DIRT)


def _meant(text: str, *, may_be_stroke: bool) -> str:
    stripped = text.strip()
    if stripped and may_be_stroke and _DASHES.issuperset(stripped):
        return "—"
    if stripped and may_be_stroke and (_SLASHES | _LIKE_SLASHES).issuperset(stripped):
        return "/"
    digits = stripped.translate(_AS_DIGITS).replace(" ", "").strip(_DIRT)
    if digits and _NUMBER.issuperset(digits) and any(c.isdigit() for c in digits):
        return digits
    return stripped
