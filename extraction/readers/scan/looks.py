"""Looking at pictures of single lines: what the network sees at each step along them.

The network tells for each step the probability of each of some 19,000 characters. Of these only
the few likely ones are kept, so that what was seen of a whole page can be held and weighed.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extraction.readers.scan import models

_HEIGHT = 48
_WIDEST = 1600
_STEP = 8
_BATCH_WIDTH = 480
"""Pixels of all lines of a batch together."""

_SMOOTH = 2.0
"""Radius of smoothing, in pixels of a line that is _HEIGHT high."""

VALUES = frozenset("0123456789.,+-万亿元件项条宗份次")
"""Characters that values are written in."""

_BRANCHES = 4
_UNLIKELY = 1e-4
"""So many characters are kept of a step; those less probable than this are not."""

Branches = tuple[tuple[tuple[int, float], ...], ...]
"""For each step the likely classes with their probabilities, the likeliest last."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a line.

    best: for each step the likeliest class and its probability. places: the middle of each step
    as a share of the width. branches: empty unless they were asked for; values: the same of the
    characters that values are written in.
    """

    best: tuple[tuple[int, float], ...]
    places: tuple[float, ...]
    branches: Branches = ()
    values: Branches = ()


def _width_of(crop: np.ndarray) -> int:
    """The width at which a line has the proportions that it has in print."""
    height: int = crop.shape[0]
    width: int = crop.shape[1]
    return min(max(round(width * _HEIGHT / height), _STEP), _WIDEST)


def look(
    crops: Sequence[np.ndarray], *, with_branches: Sequence[bool], smoothed: bool = False
) -> list[Look]:
    """Look at lines (height, width), uint8. Lines of like width go together."""
    widths = [_width_of(crop) for crop in crops]
    order = sorted(range(len(crops)), key=lambda index: widths[index])
    seen: dict[int, Look] = {}
    for group in _groups(order, widths):
        widest = max(widths[index] for index in group)
        lines = [_prepared(crops[index], widths[index], widest, smoothed) for index in group]
        steps = models.reader()(np.stack(lines))
        for row, index in enumerate(group):
            used = min(math.ceil(widths[index] / _STEP) + 1, steps.shape[1])
            seen[index] = _kept(steps[row, :used], widths[index], with_branches[index])
    return [seen[index] for index in range(len(crops))]


def _groups(order: list[int], widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of like width, few enough for the batch to stay in the processor's cache."""
    group: list[int] = []
    for index in order:
        if group and (len(group) + 1) * widths[index] > _BATCH_WIDTH:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _prepared(crop: np.ndarray, width: int, padded: int, smoothed: bool) -> np.ndarray:
    padded = math.ceil(padded / _STEP) * _STEP
    interpolation = cv2.INTER_AREA if crop.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    line = cv2.resize(crop, (width, _HEIGHT), interpolation=interpolation)
    canvas: np.ndarray = np.zeros((_HEIGHT, padded), np.float32)
    canvas[:, :width] = line.astype(np.float32) / 127.5 - 1
    if smoothed:
        canvas = cv2.GaussianBlur(canvas, (0, 0), _SMOOTH)
    return np.broadcast_to(canvas, (3, _HEIGHT, padded))


def _kept(steps: np.ndarray, width: int, with_branches: bool) -> Look:
    best = steps.argmax(axis=1)
    probability = steps[np.arange(len(best)), best]
    places = tuple(min((step + 0.5) * _STEP / width, 1.0) for step in range(len(best)))
    look = tuple(zip(best.tolist(), probability.tolist(), strict=True))
    if not with_branches:
        return Look(look, places)
    classes = _value_classes()
    return Look(look, places, _branches(steps), _branches(steps[:, classes], classes))


def _branches(steps: np.ndarray, classes: np.ndarray | None = None) -> Branches:
    """classes: of the columns, where they are not their numbers."""
    branches: list[list[tuple[int, float]]] = [[] for _ in range(len(steps))]
    # Some five times as fast as np.nonzero.
    rows, columns = np.divmod(np.flatnonzero(steps > _UNLIKELY), steps.shape[1])
    probabilities = steps[rows, columns].tolist()
    if classes is not None:
        columns = classes[columns]
    for row, its, probability in zip(rows.tolist(), columns.tolist(), probabilities, strict=True):
        branches[row].append((its, probability))
    return tuple(tuple(sorted(its, key=lambda branch: branch[1])[-_BRANCHES:]) for its in branches)


@functools.cache
def _value_classes() -> np.ndarray:
    """The classes of the characters that values are written in, and BLANK."""
    alphabet = models.reader().alphabet
    values = [number for number, character in enumerate(alphabet) if character in VALUES]
    return np.array([models.BLANK, *(its for its in values if its != models.BLANK)])
