"""Match the labels of printed rows with those of a form, both in their order.

Order decides between rows of like wording (the 其他 of two groups).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from extraction.labels import split_numbering
from extraction.matching import Labels

Scores = Sequence[Sequence[float]]
"""For each row of the one sequence how well it fits each row of the other; 0 where it does not."""

_FEWEST_WORDS = 4
"""Characters of a label that tell its row wherever it stands: 其他 stands in many places."""


@functools.lru_cache(maxsize=4096)
def align(
    labels: tuple[str, ...], known: Labels, *, takes_first: bool = True
) -> tuple[float, tuple[int | None, ...]]:
    """The greatest total of how surely labels are those of rows, and the row of each or None.

    A label that order leaves between two rows is matched with neither, one that is word for word
    that of one row, and printed once, with that wherever it stands. takes_first: of a label that is
    printed twice the first is taken; else neither. Reports share most of their labels, so answers
    are kept.
    """
    parts = _parts(labels, known)
    none = (0.0,) * len(known.wordings)
    scores = [none if label in parts else known.match(label).scores for label in labels]
    total, found = first_match(scores)
    if not takes_first or any(sum(score > 0 for score in line) > 1 for line in scores):
        last = last_match(scores)
        found = [
            one if other == one or (takes_first and other is None) else None
            for one, other in zip(found, last, strict=True)
        ]
    return total, tuple(_with_moved(labels, known, found) if None in found else found)


def _parts(labels: tuple[str, ...], known: Labels) -> set[str]:
    """The labels that are one row of the form but for what they say of themselves, where several
    are: 行政处罚（简易程序） and 行政处罚（普通程序） are two parts of it."""
    said: dict[tuple[int, ...], set[str]] = {}
    for label in labels:
        if (match := known.match(label)).why == "explained":
            said.setdefault(match.nearest, set()).add(label)
    return {label for alike in said.values() if len(alike) > 1 for label in alike}


def _with_moved(labels: Sequence[str], known: Labels, found: list[int | None]) -> list[int | None]:
    """The matches, with those of rows that stand in another order than in the form."""
    words = [known.words(label) for label in labels]
    rows: dict[str, list[int]] = {}
    for index, wordings in enumerate(known.wordings):
        for word in {*wordings}:
            rows.setdefault(word, []).append(index)
    places = {
        word: at[0]
        for label, word in zip(labels, words, strict=True)
        if (len(word) >= _FEWEST_WORDS or _is_numbered(label, known))
        and words.count(word) == 1
        and len(at := rows.get(word, [])) == 1
        and at[0] not in found
    }
    return [places.get(word) if at is None else at for word, at in zip(words, found, strict=True)]


def _is_numbered(label: str, known: Labels) -> bool:
    """Whether a label is numbered as the group that it is in the form: （七）总计. Items are
    counted anew in each group, and an agency's own may be called as one of the form: 4.其他."""
    return split_numbering(label)[0] == "group" and known.match(label).best > 1


def first_match(scores: Scores) -> tuple[float, list[int | None]]:
    """The greatest total of scores, and for each row of the one sequence the index of its row of
    the other, or None.

    Of several equal ways the one that takes rows of the other sequence early.
    """
    width = len(scores[0]) if scores else 0
    totals = [[0.0] * (width + 1) for _ in range(len(scores) + 1)]
    for i in range(len(scores) - 1, -1, -1):
        below, here, line = totals[i + 1], totals[i], scores[i]
        for j in range(width - 1, -1, -1):
            taken = line[j] + below[j + 1] if line[j] else 0.0
            here[j] = max(below[j], here[j + 1], taken)
    matched: list[int | None] = [None] * len(scores)
    i = j = 0
    while i < len(scores) and j < width:
        if scores[i][j] and totals[i][j] == scores[i][j] + totals[i + 1][j + 1]:
            matched[i] = j
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i + 1][j]:
            i += 1
        else:
            j += 1
    return totals[0][0], matched


def last_match(scores: Scores) -> list[int | None]:
    """As `first_match`; of several equal ways the one that takes them late.

    What the two match differently could be either.
    """
    last = len(scores[0]) - 1 if scores else 0
    matched = first_match([line[::-1] for line in scores[::-1]])[1][::-1]
    return [None if index is None else last - index for index in matched]
