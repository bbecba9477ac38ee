"""Reading lines of text: what each says, how surely, and what else it may say.

The network gives for each step along a line the probability of each character (CTC: repeated
characters count once, blanks part them). The best texts are found by a search over prefixes, so
that their scores are probabilities of whole texts, not of single steps.
"""

from __future__ import annotations

import functools
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

_SMOOTH = 2.0
"""Radius of smoothing, in pixels of a line that is _HEIGHT high."""

_VALUES = frozenset("0123456789.,+-万亿元件项条宗份次")
"""Characters that values are written in: of a text with digits and others, the likeliest ones
that hold no others are looked for as well. Dirt beside digits is read as anything."""

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
    """Read pictures of single lines (height, width), uint8. Lines of like width go together.

    Those of which others are asked for are read twice, as they are and smoothed, and both count
    alike: what is broken in print, or grainy, is whole when it is smoothed.
    """
    widths = [_width(crop) for crop in crops]
    order = sorted(range(len(crops)), key=lambda index: widths[index])
    readings: dict[int, LineReading] = {}
    for group in _groups(order, widths):
        width = max(widths[index] for index in group)
        batch = np.stack([_prepared(crops[index], widths[index], width) for index in group])
        steps = models.reader()(batch)
        twice = [row for row, index in enumerate(group) if with_others[index]]
        smooth: dict[int, np.ndarray] = {}
        if twice:
            again = models.reader()(np.stack([_smoothed(batch[row]) for row in twice]))
            smooth = dict(zip(twice, again, strict=True))
        for row, index in enumerate(group):
            used = min(math.ceil(widths[index] / _STEP) + 1, steps.shape[1])
            reading = _decode(steps[row, :used], widths[index])
            if row in smooth:
                reading = _with_others(reading, steps[row, :used], smooth[row][:used])
            readings[index] = reading
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


def _smoothed(line: np.ndarray) -> np.ndarray:
    """A prepared line (3, height, width), its three layers alike, smoothed."""
    smooth = cv2.GaussianBlur(line[0], (0, 0), _SMOOTH)
    return np.ascontiguousarray(np.broadcast_to(smooth, line.shape))


def _decode(steps: np.ndarray, width: int) -> LineReading:
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
    return LineReading("".join(text), tuple(places), score)


def _with_others(reading: LineReading, *seen: np.ndarray) -> LineReading:
    """The likeliest text of a line by all that was seen of it (steps, classes), and the others.

    Texts are weighed, not steps: the same character may stand a step farther on in the other.
    """
    texts = _weighed(seen, models.reader().alphabet)
    text, score = max(texts.items(), key=lambda item: item[1])
    if any(c.isdigit() for c in text) and not _VALUES.issuperset(text):
        classes = _value_classes()
        alphabet = tuple(models.reader().alphabet[its] for its in classes)
        texts = _weighed([steps[:, classes] for steps in seen], alphabet) | texts
    others = sorted(((its, t) for t, its in texts.items() if t != text), reverse=True)
    places = reading.steps if len(text) == len(reading.text) else evenly(text)
    return LineReading(text, places, score, tuple((t, its) for its, t in others))


def _weighed(seen: Sequence[np.ndarray], alphabet: Sequence[str]) -> dict[str, float]:
    texts: dict[str, float] = defaultdict(float)
    for steps in seen:
        for text, score in _search(steps, alphabet):
            texts[text] += score / len(seen)
    return dict(texts)


@functools.cache
def _value_classes() -> list[int]:
    """The classes of the characters that values are written in, and BLANK, which stays 0."""
    alphabet = models.reader().alphabet
    values = [number for number, character in enumerate(alphabet) if character in _VALUES]
    return [models.BLANK, *(its for its in values if its != models.BLANK)]


def evenly(text: str) -> tuple[float, ...]:
    """Places of the characters of a text, as shares of its width, were all of one width."""
    return tuple((index + 0.5) / len(text) for index in range(len(text)))


def _search(steps: np.ndarray, alphabet: Sequence[str]) -> list[tuple[str, float]]:
    """The likeliest texts with their probabilities, the likeliest first (prefix beam search)."""
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
