"""Match two sequences of rows, printed ones and those of a form, both in their order."""

from __future__ import annotations

from collections.abc import Sequence

Scores = Sequence[Sequence[float]]
"""For each row of the one sequence how well it fits each row of the other; 0 where it does not."""


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
