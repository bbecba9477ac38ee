"""Reading lines of text: what each says, how surely, and what else it may say.

The network gives for each step along a line the probability of each character (CTC: repeated
characters count once, blanks part them). The best texts are found by a search over prefixes, so
that their scores are probabilities of whole texts, not of single steps.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extraction.readers.scan import models

_HEIGHT = 48
_WIDEST = 1600
_STEP = 8
_BATCH_WIDTH = 1600
"""Pixels of all lines of a batch together."""

_LEGIBLE = 0.6

_KEPT = 8
"""Prefixes followed at each step of the search."""
_BRANCHES = 4
_UNLIKELY = 1e-4
"""Characters less probable than this at a step are not followed."""


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
        return is_text and self.score ** (1 / len(self.text)) > _LEGIBLE


def read_lines(crops: Sequence[np.ndarray], *, with_others: Sequence[bool]) -> list[LineReading]:
    """Read pictures of single lines (height, width), uint8. Lines of like width go together."""
    widths = [_width(crop) for crop in crops]
    order = sorted(range(len(crops)), key=lambda index: widths[index])
    readings: dict[int, LineReading] = {}
    for group in _groups(order, widths):
        width = max(widths[index] for index in group)
        batch = np.stack([_prepared(crops[index], widths[index], width) for index in group])
        steps = models.reader()(batch)
        for row, index in enumerate(group):
            used = min(math.ceil(widths[index] / _STEP) + 1, steps.shape[1])
            readings[index] = _decode(steps[row, :used], widths[index], with_others[index])
    return [readings[index] for index in range(len(crops))]


def _groups(order: list[int], widths: list[int]) -> Iterator[list[int]]:
    """Lines of like width, few enough for the batch to stay in the processor's cache."""
    group: list[int] = []
    for index in order:
        if group and (len(group) + 1) * widths[index] > _BATCH_WIDTH:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _width(crop: np.ndarray) -> int:
    height: int = crop.shape[0]
    width: int = crop.shape[1]
    return min(max(round(width * _HEIGHT / height), _STEP), _WIDEST)


def _prepared(crop: np.ndarray, width: int, padded: int) -> np.ndarray:
    padded = math.ceil(padded / _STEP) * _STEP
    interpolation = cv2.INTER_AREA if crop.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    line = cv2.resize(crop, (width, _HEIGHT), interpolation=interpolation)
    canvas = np.zeros((3, _HEIGHT, padded), np.float32)
    canvas[:, :, :width] = line.astype(np.float32) / 127.5 - 1
    return canvas


def _decode(steps: np.ndarray, width: int, with_others: bool) -> LineReading:
    best = steps.argmax(axis=1)
    probability = steps[np.arange(len(best)), best]
    alphabet = models.reader().alphabet
    text, places, score = [], [], 1.0
    last = models.BLANK
    for step, (character, its) in enumerate(zip(best.tolist(), probability.tolist(), strict=True)):
        if character not in (models.BLANK, last):
            text.append(alphabet[character])
            places.append(min((step + 0.5) * _STEP / width, 1.0))
            score *= its
        last = character
    said = "".join(text)
    if not with_others:
        return LineReading(said, tuple(places), score)
    ranked = _search(steps)
    own = dict(ranked).get(said, score)
    others = tuple((other, its) for other, its in ranked if other != said)
    return LineReading(said, tuple(places), own, others)


def _search(steps: np.ndarray) -> list[tuple[str, float]]:
    """The likeliest texts with their probabilities, the likeliest first (prefix beam search)."""
    alphabet = models.reader().alphabet
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for step in steps:
        top = np.argpartition(step, -_BRANCHES)[-_BRANCHES:]
        branches = [(int(c), float(step[c])) for c in top if step[c] > _UNLIKELY]
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
