"""Reading lines of text: what each says, how surely, and what else it may say.

The network gives for each step along a line the probability of each character (CTC: repeated
characters count once, blanks part them). The best texts are found by a search over prefixes, so
that their scores are probabilities of whole texts, not of single steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extraction.readers.scan import models
from extraction.readers.scan.looks import VALUES, Branches, Look, look

_SETTLED, _WORDS_SETTLED = 0.99, 0.9
"""Texts surer than the first, or words whose characters are surer than the second, stay the same at
a second look."""

_LEGIBLE = 0.6

_KEPT = 8
"""Prefixes followed at each step of the search."""


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line says.

    steps: for each character of the text the place of its middle, as a share of the width.
    score: probability of the text as a whole.
    others: other texts with theirs, the likeliest first; empty unless they were asked for.
    """

    text: str
    steps: tuple[float, ...]
    score: float
    others: tuple[tuple[str, float], ...] = ()

    @property
    def is_legible(self) -> bool:
        """Whether its characters are, on the whole, more likely read right than not."""
        is_text = any(character.isalnum() for character in self.text)
        return is_text and self.sureness > _LEGIBLE

    @property
    def sureness(self) -> float:
        """How surely its characters are read on the whole; 0 of no text."""
        return float(self.score ** (1 / len(self.text))) if self.text else 0.0


def read_lines(crops: Sequence[np.ndarray], *, with_others: Sequence[bool]) -> list[LineReading]:
    """Read pictures of single lines (height, width), uint8.

    Those of which others are asked for are read twice unless the first look settles them, as they
    are and smoothed, and both count alike: what is broken in print, or grainy, is whole when it
    is smoothed.
    """
    seen = look(crops, with_branches=with_others)
    readings = [_decode(its) for its in seen]
    again = [
        index
        for index, reading in enumerate(readings)
        if with_others[index] and not _is_settled(reading)
    ]
    chosen = [crops[index] for index in again]
    smoothed = look(chosen, with_branches=[True] * len(again), smoothed=True)
    smooth = dict(zip(again, smoothed, strict=True))
    for index, is_asked in enumerate(with_others):
        if is_asked:
            looks = [seen[index], smooth[index]] if index in smooth else [seen[index]]
            readings[index] = _with_others(readings[index], looks)
    return readings


def _is_settled(reading: LineReading) -> bool:
    is_words = len(reading.text) > 1 and not any(map(str.isdigit, reading.text))
    return bool(reading.text) and (
        reading.score > _SETTLED or (is_words and reading.sureness > _WORDS_SETTLED)
    )


def _decode(seen: Look) -> LineReading:
    alphabet = models.reader().alphabet
    text, places, score = [], [], 1.0
    last = models.BLANK
    for (character, probability), place in zip(seen.best, seen.places, strict=True):
        if character not in (models.BLANK, last):
            text.append(alphabet[character])
            places.append(place)
            score *= probability
        last = character
    return LineReading("".join(text), tuple(places), score)


def _with_others(reading: LineReading, looks: Sequence[Look]) -> LineReading:
    """The likeliest text of a line by all that was seen of it, and the others.

    Texts are weighed, not steps: the same character may stand a step farther on in the other. Of
    a text with digits and others, the likeliest that hold only what values are written in are
    looked for as well: dirt beside digits is read as anything.
    """
    texts = _weighed([its.branches for its in looks])
    text, score = max(texts.items(), key=lambda item: item[1])
    is_of_digits = len(text) == 1 or any(c.isdigit() for c in text)
    if is_of_digits and not VALUES.issuperset(text):
        texts = _weighed([its.values for its in looks]) | texts
    others = sorted(((its, t) for t, its in texts.items() if t != text), reverse=True)
    places = reading.steps if len(text) == len(reading.text) else evenly(text)
    return LineReading(text, places, score, tuple((t, its) for its, t in others))


def _weighed(seen: Sequence[Branches]) -> dict[str, float]:
    texts: dict[str, float] = defaultdict(float)
    for branches in seen:
        for text, score in _search(branches, models.reader().alphabet):
            texts[text] += score / len(seen)
    return dict(texts)


def evenly(text: str) -> tuple[float, ...]:
    """Places of the characters of a text, as shares of its width, were all of one width."""
    return tuple((index + 0.5) / len(text) for index in range(len(text)))


def _search(steps: Branches, alphabet: Sequence[str]) -> list[tuple[str, float]]:
    """The likeliest texts with their probabilities, the likeliest first (prefix beam search)."""
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for branches in steps:
        following: dict[tuple[int, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (ended, open_) in beams.items():
            for character, probability in branches:
                if character == models.BLANK:
                    following[prefix][0] += probability * (ended + open_)
                elif prefix and prefix[-1] == character:
                    following[prefix][1] += probability * open_
                    following[(*prefix, character)][1] += probability * ended
                else:
                    following[(*prefix, character)][1] += probability * (ended + open_)
        kept = sorted(following.items(), key=lambda item: -sum(item[1]))[:_KEPT]
        beams = {prefix: (its[0], its[1]) for prefix, its in kept}
    return [
        ("".join(alphabet[character] for character in prefix), ended + open_)
        for prefix, (ended, open_) in beams.items()
    ]
